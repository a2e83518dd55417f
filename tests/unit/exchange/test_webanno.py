from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.domain.items import MentionKind
from annotator.domain.scheme import Scheme
from annotator.domain.splits import Split
from annotator.exchange.export_document import AgreedDocument
from annotator.exchange.foreign import ReadOptions
from annotator.exchange.foreign_labels import label_map
from annotator.exchange.formats import detect
from annotator.exchange.malformed import MalformedError
from annotator.exchange.native_record import NativeRecord
from annotator.exchange.problems import Problem
from annotator.exchange.webanno import WEBANNO
from annotator.exchange.webanno_header import (
    escape_text,
    escape_value,
    split_escaped,
    split_id,
    unescape_text,
    unescape_value,
)
from annotator.exchange.webanno_tsv import read_webanno
from annotator.exchange.xmi_reader import read_xmi

HEADER = "#FORMAT=WebAnno TSV 3.3\n"
NE = "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value\n"


def options(scheme: Scheme, **own: str) -> ReadOptions:
    return ReadOptions(label_map(scheme, "", own, "none"))


def words(text: str) -> list[tuple[str, dict[str, str]]]:
    document = read_webanno(text)
    return [(document.text[s.start : s.end], dict(s.features)) for s in document.spans]


def test_offsets_are_utf16_units(shared_file: Callable[..., Path]):
    path = shared_file("samples", "inception", "tsv3-suite", "testSentenceWithEmoji")
    document = read_webanno((path / "reference.tsv").read_text("utf-8"))
    (span,) = document.spans
    assert (span.start, span.end) == (10, 11)
    assert document.text[10:11] == "😊"


def test_offsets_of_writers_that_count_code_points_are_recognised():
    text = HEADER + NE + "\n\n#Text=😊 Ana .\n1-1\t0-1\t😊\t_\t_\t\n1-2\t2-5\tAna\t*\tPER\t\n"
    assert words(text) == [("Ana", {"value": "PER"})]


def test_offsets_that_fit_no_token_are_refused():
    text = HEADER + NE + "\n\n#Text=Ana rit .\n1-1\t1-4\tAna\t*\tPER\t\n1-2\t2-5\tzzz\t_\t_\t\n"
    with pytest.raises(MalformedError, match="offsets"):
        read_webanno(text)


def test_stacked_and_multi_token_spans_are_told_apart_by_their_ids():
    text = (
        HEADER + NE + "\n\n#Text=Ana Lou rit\n1-1\t0-3\tAna\t*[1]|*[2]\tPER[1]|ORG[2]\t\n"
        "1-2\t4-7\tLou\t*[1]\tPER[1]\t\n1-3\t8-11\trit\t_\t_\t\n"
    )
    assert words(text) == [("Ana Lou", {"value": "PER"}), ("Ana", {"value": "ORG"})]


def test_sentences_are_joined_as_their_offsets_say():
    text = (
        HEADER + "\n\n#Text=Un.\n1-1\t0-2\tUn\t\n1-2\t2-3\t.\t\n\n#Text=Deux.\n2-1\t3-7\tDeux\t\n\n"
        "#Sentence.id=s3\n#Text=Trois\n3-1\t9-14\tTrois\t\n\n#Text=Cinq\n4-1\t17-21\tCinq\t\n"
    )
    assert read_webanno(text).text == "Un.Deux.\nTrois\n  Cinq"


def test_escapes_are_undone_in_text_and_values():
    text = (
        HEADER + NE + "\n\n#Text=a\\tb \\\\ c\\r\n#Text=d\n1-1\t0-1\ta\tx\\|y\\[1\\]\tP\\_R\\->\t\n"
    )
    document = read_webanno(text)
    assert document.text == "a\tb \\ c\r\nd"
    assert dict(document.spans[0].features) == {"identifier": "x|y[1]", "value": "P_R->"}


@pytest.mark.parametrize("value", ["a|b", "*", "_", "x[3]", "a->b;c", "\\", "a\\|", "t\tn\nr\r"])
def test_a_value_survives_escaping_in_a_stack(value):
    cell = "|".join([escape_value(value) + "[4]", escape_value(value)])
    first, second = split_escaped(cell, "|")
    assert split_id(first)[1] == "4"
    assert unescape_value(split_id(first)[0]) == unescape_value(split_id(second)[0]) == value


@pytest.mark.parametrize("line", ["a\tb\\n", "\x01\r\f\b", "→\\", "\x0b"])
def test_a_line_of_text_survives_escaping(line):
    assert "\t" not in escape_text(line)
    assert unescape_text(escape_text(line), (3, 3)) == line


def test_version_3_1_escapes_as_java_does():
    assert unescape_text("\\uD83D\\uDE0A caf\\u00e9", (3, 1)) == "😊 café"


def test_tsv_and_xmi_of_the_same_document_say_the_same(shared_file: Callable[..., Path]):
    suite = shared_file("samples", "inception", "tsv3-suite")
    compared = 0
    for tsv in sorted(suite.rglob("*.tsv")):
        # One ends in white space, which TSV can't say.
        if "Leading" in str(tsv):
            continue
        one, other = (
            read_webanno(tsv.read_bytes().decode()),
            read_xmi(tsv.with_suffix(".xmi").read_bytes()),
        )
        assert one.text == other.text
        assert sorted((s.start, s.end) for s in one.spans) == sorted(
            (s.start, s.end) for s in other.spans
        )
        # The TSV hangs dependencies on parts of speech, the XMI on tokens.
        if "Dependency" not in str(tsv):
            assert len(one.relations) == len(other.relations)
        compared += 1
    assert compared >= 10


def test_the_predecessors_are_refused_for_having_no_offsets(
    shared_file: Callable[..., Path], news: Scheme
):
    path = shared_file("samples", "inception", "tsv2_example.tsv")
    assert detect(path) is WEBANNO
    (problem,) = WEBANNO.read(path, news, options(news))
    assert isinstance(problem, Problem)
    assert "WebAnno TSV 1 or 2" in problem.what


def test_relations_that_name_a_side_are_stances(tmp_path: Path, news: Scheme):
    relation = (
        "#T_SP=webanno.custom.Span|value\n"
        "#T_RL=webanno.custom.Rel|attribution|value|BT_webanno.custom.Span\n\n\n"
        "#Text=Ana hait Lou\n1-1\t0-3\tAna\tPER\t_\t_\t_\t\n1-2\t4-8\thait\t_\t_\t_\t_\t\n"
        "1-3\t9-12\tLou\tORG\tquoted\tagainst\t1-1\t\n"
    )
    path = tmp_path / "a.tsv"
    path.write_text(HEADER + relation)
    (record,) = WEBANNO.read(path, news, options(news))
    assert isinstance(record, NativeRecord)
    holder, target = record.mentions
    (stance,) = record.stances
    assert (stance.holder, stance.target, stance.label) == (holder.id, target.id, "against")
    assert stance.attribution == "quoted"


def test_a_file_of_grammar_only_is_no_finished_work(shared_file: Callable[..., Path], news: Scheme):
    path = shared_file("samples", "inception", "curation_testsuite", "relationLabelTest")
    (record,) = WEBANNO.read(path / "user1.tsv", news, options(news))
    assert isinstance(record, NativeRecord)
    assert record.layer.state == "new"
    assert record.losses["annotations of the linguistic layer Lemma"] == 26


def test_stances_leave_as_slots_that_name_their_fillers(tmp_path: Path, news: Scheme, bridge_layer):
    document = AgreedDocument(
        bridge_layer.article, bridge_layer.layer(), bridge_layer.names, Split.TRAIN
    )
    losses = WEBANNO.write([document], tmp_path, news)
    text = (tmp_path / "train" / "pont.tsv").read_bytes().decode()
    assert "|ROLE_webanno.custom.Stance:participants_webanno.custom.StanceParticipantsLink|" in text
    assert losses == {"facts of articles (title, source, date, meta)": 2}
    (record,) = WEBANNO.read(tmp_path / "train" / "pont.tsv", news, options(news))
    assert record.article.text == bridge_layer.article.text
    assert {m.kind for m in record.mentions} == {MentionKind.NAMED, MentionKind.NOMINAL}
    assert sorted(s.holder_kind for s in record.stances) == ["article", "mention", "unstated"]


SENTENCE = "#Text=Ana rit.\n1-1\t0-3\tAna\t*\tPER\t\n1-2\t4-7\trit\t_\t_\t\n1-3\t7-8\t.\t_\t_\t\n"


@pytest.mark.parametrize(
    ("place", "name", "role", "state"),
    [
        ("annotation/Doc 1.txt/lou.tsv", "lou", "annotator", "done"),
        ("Doc 1.xmi/lou.tsv", "lou", "annotator", "done"),
        ("curation/Doc 1.txt/CURATION_USER.tsv", "gold", "gold", "done"),
        ("annotation/Doc 1.txt/INITIAL_CAS.tsv", "import", "annotator", "new"),
        ("train/Doc 1.tsv", "import", "annotator", "done"),
    ],
)
def test_a_project_has_the_annotators_of_a_document_in_its_folder(
    tmp_path: Path, news: Scheme, place, name, role, state
):
    path = tmp_path / place
    path.parent.mkdir(parents=True)
    path.write_text(f"{HEADER}{NE}\n\n{SENTENCE}")
    (record,) = WEBANNO.read(path, news, options(news))
    assert record.article.id == "Doc 1"
    assert (record.layer.name, record.layer.role, record.layer.state) == (name, role, state)


def test_tokens_may_be_escaped_like_the_text():
    found = read_webanno(f"{HEADER}{NE}\n\n#Text=a\\\\b\n1-1\t0-3\ta\\\\b\t*\tPER\t\n")
    assert found.text == "a\\b"
