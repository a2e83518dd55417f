from collections.abc import Callable
from pathlib import Path

import pytest
from cassis import Cas, TypeSystem

from annotator.domain.article import Article
from annotator.domain.scheme import Scheme
from annotator.domain.splits import Split
from annotator.exchange.export_document import AgreedDocument
from annotator.exchange.foreign import ReadOptions
from annotator.exchange.foreign_labels import label_map
from annotator.exchange.formats import detect
from annotator.exchange.malformed import MalformedError
from annotator.exchange.problems import Problem
from annotator.exchange.uima import NAMED_ENTITY, STANCE
from annotator.exchange.xmi import XMI
from annotator.exchange.xmi_reader import read_json, read_xmi


def test_the_file_and_its_types_are_read_by_cassis_as_it_is(
    tmp_path: Path, news: Scheme, bridge_layer
):
    from cassis import load_cas_from_xmi, load_typesystem

    document = AgreedDocument(
        bridge_layer.article, bridge_layer.layer(), bridge_layer.names, Split.TEST
    )
    XMI.write([document], tmp_path, news)
    types = load_typesystem(tmp_path / "TypeSystem.xml")
    cas = load_cas_from_xmi(tmp_path / "test" / "pont.xmi", types)
    assert cas.sofa_string == document.article.text
    entities = [(e.get_covered_text(), e.value) for e in cas.select(NAMED_ENTITY)]
    assert sorted(entities) == sorted((m.quote, m.label) for m in document.layer.mentions())
    stances = {s.label: s for s in cas.select(STANCE) if s.holderKind is None}
    participants = {link.role: link.target for link in stances["against"].participants.elements}
    assert participants["target"].get_covered_text() == "projet de pont"


def test_references_are_followed_without_a_type_system(shared_file: Callable[..., Path]):
    suite = shared_file("samples", "inception", "tsv3-suite")
    document = read_xmi((suite / "testSimpleSlotFeature" / "reference.xmi").read_bytes())
    host = next(span for span in document.spans if span.slots)
    fillers = {slot.role: document.spans[slot.target] for slot in host.slots["links"]}
    assert document.text[fillers["p1"].start : fillers["p1"].end] == "is"
    document = read_xmi((suite / "testSubTokenRelation" / "reference.xmi").read_bytes())
    (relation,) = document.relations
    assert (document.spans[relation.source].start, document.spans[relation.target].start) == (0, 3)


def test_a_slot_feature_may_be_empty(shared_file: Callable[..., Path]):
    path = shared_file("samples", "inception", "tsv3-suite", "testSimpleSlotFeature")
    empty = b'<custom:SimpleLinkHost xmi:id="99" sofa="12" begin="8" end="9" links=""/>'
    data = (path / "reference.xmi").read_bytes().replace(b"<cas:Sofa", empty + b"<cas:Sofa")
    hosts = [span for span in read_xmi(data.replace(b'79 82"', b'79 82 99"')).spans if span.slots]
    assert [len(span.slots["links"]) for span in hosts] == [2]


def test_a_file_that_contradicts_itself_is_refused(shared_file: Callable[..., Path]):
    path = shared_file("samples", "inception", "tsv3-suite", "testSimpleSlotFeature")
    data = (path / "reference.xmi").read_bytes()
    for wrong in (data.replace(b'sofa="12"', b'sofa="77"'), data.replace(b"82", b"777", 1)):
        with pytest.raises(MalformedError, match="no consistent CAS"):
            read_xmi(wrong)


def test_what_inception_adds_for_itself_is_no_mention(
    shared_file: Callable[..., Path], tmp_path: Path, news: Scheme
):
    path = shared_file("samples", "inception", "tsv3-suite", "testMultiTokenSpanWithFeatureValue")
    own = (
        b'<api:CASMetadata xmlns:api="http:///de/tudarmstadt/ukp/clarin/webanno/api/type.ecore" '
        b'xmi:id="900" sofa="2" begin="0" end="16" username="admin" projectId="3"/>'
        b'<x:XmlElement xmlns:x="http:///org/dkpro/core/api/xml/type.ecore" '
        b'xmi:id="901" sofa="2" begin="0" end="16" qName="p" children="900"/>'
    )
    data = (path / "reference.xmi").read_bytes().replace(b"<cas:Sofa", own + b"<cas:Sofa")
    file = tmp_path / "a.xmi"
    view = b'<cas:View sofa="2" members="'
    file.write_bytes(data.replace(view, view + b"900 901 "))
    options = ReadOptions(label_map(news, "", {"PERSON": "PER"}, "none"))
    (record,) = XMI.read(file, news, options)
    assert [m.label for m in record.mentions] == ["PER"]
    assert record.losses == {"annotations of the linguistic layer XmlElement": 1}


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"<xmi:XMI", "no valid XML"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x/>', "entities"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><x/>'.encode("utf-16"), "entities"),
        (b'<xmi:XMI xmlns:xmi="http://www.omg.org/XMI"/>', "no text"),
    ],
)
def test_what_is_no_document_is_refused_by_name(data, what):
    with pytest.raises(MalformedError, match=what):
        read_xmi(data)


def test_a_type_system_is_refused_as_such(shared_file: Callable[..., Path], news: Scheme):
    path = shared_file("samples", "inception", "tsv3-suite", "webannoTestTypes.xml")
    (problem,) = XMI.read(path, news, ReadOptions(label_map(news, "", {}, "none")))
    assert isinstance(problem, Problem)
    assert "type system" in problem.what


def test_an_article_that_xml_cannot_hold_is_left_out_and_counted(
    tmp_path: Path, news: Scheme, builder
):
    built = builder(Article("a", "Un\x07 deux"))
    losses = XMI.write(
        [AgreedDocument(built.article, built.layer(), {}, Split.TRAIN)], tmp_path, news
    )
    assert losses == {"articles with characters that XML can't hold": 1}
    assert not list(tmp_path.rglob("*.xmi"))


def test_the_json_spelling_of_a_cas_says_the_same(tmp_path: Path, news: Scheme):
    system = TypeSystem()
    name = system.create_type(NAMED_ENTITY)
    link = system.create_type("custom.Link")
    for kind, feature, range_ in (
        (name, "value", "uima.cas.String"),
        (link, "next", "custom.Link"),
    ):
        system.create_feature(kind, feature, range_)
    cas = Cas(system)
    cas.sofa_string, cas.sofa_mime = "💩 Ana rit.", "text/plain"
    cas.add(name(begin=2, end=5, value="PER"))
    cas.add(link(begin=2, end=5))
    path = tmp_path / "a.json"
    path.write_text(cas.to_json())
    assert detect(path) is XMI
    (record,) = XMI.read(path, news, ReadOptions(label_map(news, "", {}, "none")))
    assert [(m.quote, m.label) for m in record.mentions] == [("Ana", "PER")]
    assert record.losses == {"links of the chain layer Link": 1}


def test_a_json_cas_of_unknown_types_is_refused():
    data = b'{"%TYPES":{},"%FEATURE_STRUCTURES":[{"%ID":1,"%TYPE":"x.Y"}],"%VIEWS":{}}'
    with pytest.raises(MalformedError, match="no consistent CAS"):
        read_json(data)


def test_an_archive_of_xmi_is_no_xmi(tmp_path: Path):
    path = tmp_path / "a.zip"
    path.write_bytes(b"PK\x03\x04 http://www.omg.org/XMI")
    assert detect(path) is None
