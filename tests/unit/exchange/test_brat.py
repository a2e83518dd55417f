from collections.abc import Callable
from pathlib import Path
from unicodedata import normalize

import pytest

from annotator.domain.items import MentionKind
from annotator.domain.scheme import Scheme
from annotator.domain.splits import Split
from annotator.exchange.brat import BRAT
from annotator.exchange.export_document import AgreedDocument
from annotator.exchange.foreign import ReadOptions
from annotator.exchange.foreign_labels import label_map
from annotator.exchange.formats import detect
from annotator.exchange.native_record import NativeRecord
from annotator.exchange.problems import Problem

TEXT = "Ana déteste\r\nLou Roi 😀 et Zoé.\n"
ANA, LOU, ZOE = "T1\tPER 0 3\tAna\n", "T2\tORG 13 20\tLou Roi\n", "T3\tPER 26 29\tZoé\n"


@pytest.fixture
def read(tmp_path: Path, news: Scheme):
    def reader(lines: str, text: str = TEXT, **own: str) -> NativeRecord | Problem:
        (tmp_path / "a.txt").write_bytes(text.encode())
        path = tmp_path / "a.ann"
        path.write_bytes(lines.encode())
        assert detect(path) is BRAT
        (result,) = BRAT.read(path, news, ReadOptions(label_map(news, "", own, "none")))
        return result

    return reader


def test_a_relation_that_names_a_side_is_a_stance_with_its_attributes(read):
    lines = (
        f"{ANA}{LOU}{ZOE}R1\tagainst Arg2:T2 Arg1:T1\t\nA1\tAttribution R1 quoted\n"
        "A2\tCertainty R1 hedged\n#1\tEvidence R1\t4 11\n#2\tSource R1\tT3\n"
    )
    record = read(lines)
    (stance,) = record.stances
    ana, lou, zoe = record.mentions
    assert (stance.holder, stance.target, stance.source) == (ana.id, lou.id, zoe.id)
    assert (stance.label, stance.attribution, stance.certainty) == ("against", "quoted", "hedged")
    assert [e.quote for e in stance.evidence] == ["déteste"]
    assert not record.losses


def test_an_event_that_names_a_side_is_a_stance_and_its_trigger_the_evidence(read):
    lines = f"{ANA}{LOU}T9\tfavor 4 11\tdéteste\nE1\tfavor:T9 Holder:T1 Target1:T2\n"
    record = read(lines)
    (stance,) = record.stances
    assert [e.quote for e in stance.evidence] == ["déteste"]
    assert len(record.mentions) == 2


@pytest.mark.parametrize("text", [TEXT, TEXT.replace("\r\n", "\n")])
def test_offsets_that_count_crlf_as_one_are_recognised_by_the_quotes(read, text):
    shift = 1 if "\r" not in text else 0
    lines = f"{ANA}T2\tORG {13 - shift} {20 - shift}\tLou Roi\n"
    assert [m.quote for m in read(lines).mentions] == ["Ana", "Lou Roi"]


@pytest.mark.parametrize(("start", "unit"), [(26, "point"), (27, "utf-16"), (30, "utf-8")])
def test_the_unit_of_the_offsets_is_found_by_the_quotes(read, start, unit):
    end = start + (4 if unit == "utf-8" else 3)
    record = read(f"{ANA}T3\tPER {start} {end}\tZoé\n")
    assert record.mentions[-1].quote == "Zoé", unit


def test_a_mark_at_the_beginning_of_the_text_may_be_counted(read):
    record = read("T1\tPER 1 4\tAna\nT3\tPER 27 30\tZoé\n", f"\ufeff{TEXT}")
    assert [m.quote for m in record.mentions] == ["Ana", "Zoé"]
    assert not record.article.text.startswith("\ufeff")


def test_a_quote_may_compose_its_accents_otherwise_than_the_text(read):
    record = read("T3\tPER 27 31\tZoé\n", normalize("NFD", TEXT))
    (mention,) = record.mentions
    assert mention.quote == record.article.text[27:31] == normalize("NFD", "Zoé")


def test_a_file_may_begin_with_a_mark(read):
    assert [m.quote for m in read(f"\ufeff{ANA}").mentions] == ["Ana"]


def test_a_quote_that_stands_elsewhere_is_refused(read):
    problem = read("T1\tPER 0 3\tLou\n")
    assert isinstance(problem, Problem)
    assert problem.what.startswith("T1: `entities[0].text` is 'Lou'")


def test_fragments_are_left_out_one_by_one(read, shared_file: Callable[..., Path], news: Scheme):
    record = read(f"{ANA}T5\tORG 13 16;17 20;26 29\tLou Roi Zoé\n")
    assert [m.quote for m in record.mentions] == ["Ana"]
    assert record.losses == {"discontinuous spans": 1}
    path = shared_file("samples", "brat", "issue956", "broken_fragments.ann")
    (record,) = BRAT.read(path, news, ReadOptions(label_map(news, "", {}, "none")))
    assert record.losses == {"discontinuous spans": 1}


def test_a_span_that_brat_cut_at_a_line_end_is_whole(read):
    record = read("T1\tPER 4 11;13 16\tdéteste Lou\n")
    assert [m.quote for m in record.mentions] == ["déteste\r\nLou"]


def test_names_kinds_and_equivalents_are_kept(read):
    lines = (
        f"{ANA}{LOU}{ZOE}N1\tReference T1 Wikipedia:12\tAna Roi\nA1\tMention T3 Nominal\n"
        "*\tAlias T1 T3\n#1\tAnnotatorNotes T1\tsic\nA2\tIndividual T2\n"
    )
    record = read(lines)
    ana, _, zoe = record.mentions
    assert record.canonicals == {ana.id: "Ana Roi", zoe.id: "Ana Roi"}
    assert zoe.kind is MentionKind.NOMINAL
    assert record.losses == {"notes": 1, "attributes named Individual": 1}


def test_a_line_that_is_none_is_named(read):
    problem = read(f"{ANA}T2\tORG x y\tLou\n")
    assert isinstance(problem, Problem)
    assert problem.line == 2


def test_an_empty_file_brings_a_text_nobody_looked_at(read):
    assert read("").layer.state == "new"


def test_annotations_without_their_text_are_refused(tmp_path: Path, news: Scheme):
    path = tmp_path / "b.ann"
    path.write_text(ANA)
    (problem,) = BRAT.read(path, news, ReadOptions(label_map(news, "", {}, "none")))
    assert "b.txt" in problem.what


def test_a_folder_is_read_whole_texts_without_annotations_too(
    shared_file: Callable[..., Path], news: Scheme
):
    folder = shared_file("samples", "brat", "tutorial_news")
    assert detect(folder) is BRAT
    own = {"Money": "", "Person": "PER", "Organization": "ORG"}
    results = list(BRAT.read(folder, news, ReadOptions(label_map(news, "", own, "none"))))
    assert [len(r.mentions) for r in results] == [5, 4, 10]


def test_every_span_that_is_written_quotes_its_text(tmp_path: Path, news: Scheme, bridge_layer):
    document = AgreedDocument(
        bridge_layer.article, bridge_layer.layer(), bridge_layer.names, Split.TRAIN
    )
    BRAT.write([document], tmp_path, news)
    text = (tmp_path / "train" / "pont.txt").read_bytes().decode()
    assert text == document.article.text
    lines = (tmp_path / "train" / "pont.ann").read_text("utf-8").splitlines()
    for line in lines:
        if line.startswith("T"):
            _, place, quote = line.split("\t")
            start, end = place.split()[1:]
            assert text[int(start) : int(end)] == quote
    assert sum(line.startswith("R") for line in lines) == 1
    assert sum(line.startswith("E") for line in lines) == 2
    assert "against\tArg1:<ENTITY>" in (tmp_path / "annotation.conf").read_text()
