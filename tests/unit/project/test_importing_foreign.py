"""Files of other tools through the whole import: quarantine, losses, folders, the way back."""

import json

import pytest

from annotator.domain.layer import Author, Role
from annotator.errors import InputError
from annotator.project.exporting import ExportWish, export
from annotator.project.importing import Outcome, import_paths, quarantine_path
from annotator.storage.articles import get_article
from annotator.storage.layers import find_layer, load_layer

TEXT = "Le maire Roche refuse le pont.\n"


@pytest.fixture
def workspace(project):
    with project.open() as workspace:
        yield workspace


def lines(path, *records):
    text = "".join(r if isinstance(r, str) else json.dumps(r) + "\n" for r in records)
    path.write_text(text, encoding="utf-8")
    return path


def outcomes(workspace, *paths, **options):
    return [(r.outcome, r.note) for r in import_paths(workspace, paths, **options)]


def kinds(workspace, *paths, **options):
    return [outcome for outcome, _ in outcomes(workspace, *paths, **options)]


def quarantined(workspace):
    path = quarantine_path(workspace)
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def mentions(workspace, article):
    def job(session):
        row = find_layer(session, article, Author(Role.ANNOTATOR, "import"))
        return [(m.quote, m.label) for m in load_layer(session, row).mentions()]

    return workspace.read(job)


def doccano(number, label="PER", start=9, end=14, text=TEXT):
    return {"id": number, "text": f"{number} {text}"[2:], "label": [[start, end, label]]}


def test_good_records_are_stored_and_wrong_ones_wait_to_be_mended(workspace, tmp_path):
    path = lines(tmp_path / "d.jsonl", doccano(1), doccano(2, "GGP"), doccano(3, end=99))
    assert kinds(workspace, path) == [Outcome.IMPORTED, Outcome.REFUSED, Outcome.REFUSED]
    assert mentions(workspace, "d-1") == [("Roche", "PER")]

    first, second = quarantined(workspace)
    assert first["quarantine"] == {
        "file": str(path), "line": 2, "format": "doccano",
        "reason": "labels that the scheme does not know: GGP",
        "remedy": "say what each stands for (`--labels GGP=PER`) or that it is left out "
                  "(`--labels GGP=`)",
    }  # fmt: skip
    assert (first["id"], first["text"]) == ("d-2", TEXT)

    second["entities"][0]["end"] = 14
    waiting = lines(quarantine_path(workspace), first, second)
    assert kinds(workspace, waiting) == [Outcome.REFUSED, Outcome.IMPORTED]
    assert mentions(workspace, "d-3") == [("Roche", "PER")]
    # What is stored has left the quarantine; the rest is mended by saying what the label means.
    assert [record["id"] for record in quarantined(workspace)] == ["d-2"]
    assert kinds(workspace, waiting, labels="GGP=PER") == [Outcome.IMPORTED]
    assert mentions(workspace, "d-2") == [("Roche", "PER")]
    assert not waiting.exists()


def test_a_record_that_can_not_even_be_parsed_is_kept_as_its_text(workspace, tmp_path):
    path = lines(tmp_path / "d.jsonl", doccano(1), '{"id": 2, "text": "Bon.", "label": [}\n')
    assert kinds(workspace, path) == [Outcome.IMPORTED, Outcome.REFUSED]
    (record,) = quarantined(workspace)
    assert record["raw"] == '{"id": 2, "text": "Bon.", "label": [}\n'

    record["raw"] = record["raw"].replace("[}", "[]}")
    waiting = lines(quarantine_path(workspace), record)
    assert kinds(workspace, waiting) == [Outcome.IMPORTED]
    assert workspace.read(lambda s: get_article(s, "d-2")).text == "Bon."
    assert not waiting.exists()


def test_native_records_are_quarantined_as_well(workspace, tmp_path):
    good = {"id": "a", "text": TEXT, "entities": []}
    wrong = {"id": "b", "text": TEXT, "stances": [],
             "entities": [{"id": "e0", "start": 9, "end": 14, "label": "PRE"}]}  # fmt: skip
    path = lines(tmp_path / "x.jsonl", good, wrong, "{nothing\n")
    assert kinds(workspace, path) == [Outcome.IMPORTED, Outcome.REFUSED, Outcome.REFUSED]
    named, raw = quarantined(workspace)
    assert raw["raw"] == "{nothing\n"
    named["entities"][0]["label"] = "PER"
    waiting = lines(quarantine_path(workspace), named)
    assert kinds(workspace, waiting) == [Outcome.IMPORTED]
    assert mentions(workspace, "b") == [("Roche", "PER")]


def test_a_record_waits_once_however_often_it_is_imported(workspace, tmp_path):
    path = lines(tmp_path / "d.jsonl", doccano(2, "GGP"))
    for _ in range(2):
        assert kinds(workspace, path) == [Outcome.REFUSED]
    assert len(quarantined(workspace)) == 1


def test_a_quarantine_is_read_as_one_whatever_the_format_that_is_named(workspace, tmp_path):
    outcomes(workspace, lines(tmp_path / "d.jsonl", "{nothing\n"), format_name="doccano")
    waiting = quarantine_path(workspace)
    before = waiting.read_text()
    for name in ("jsonl", "doccano", "text", None):
        assert kinds(workspace, waiting, format_name=name) == [Outcome.REFUSED]
        assert waiting.read_text() == before


def test_an_empty_line_or_nonsense_in_the_quarantine_is_told_by_its_line(workspace, tmp_path):
    path = tmp_path / "q.jsonl"
    path.write_text('{ "quarantine": {"format": "nothing", "file": "x"}, "raw": "x"}\n\n[]\n{"a\n')
    reports = list(import_paths(workspace, [path]))
    assert [r.where.rpartition(":")[2] for r in reports] == ["1", "3", "4"]
    assert {r.outcome for r in reports} == {Outcome.REFUSED}
    assert len(path.read_text().splitlines()) == 3


def test_importing_again_changes_nothing_and_losses_are_counted(workspace, tmp_path):
    made = doccano(1)
    made["label"].append([0, 2, "DATE"])
    path = lines(tmp_path / "d.jsonl", made)
    for outcome in (Outcome.IMPORTED, Outcome.UNCHANGED):
        (report,) = import_paths(workspace, [path])
        assert (report.outcome, report.losses) == (outcome, {"mentions labelled DATE": 1})


def test_a_format_is_known_by_its_content_whatever_its_name(workspace, tmp_path):
    path = lines(tmp_path / "dump.data", doccano(1))
    assert kinds(workspace, path) == [Outcome.IMPORTED]
    assert kinds(workspace, path, format_name="doccano") == [Outcome.UNCHANGED]
    with pytest.raises(InputError, match="no import format 'docano'; use text, jsonl, "):
        import_paths(workspace, [path], format_name="docano")


def test_a_folder_of_files_is_read_file_by_file_but_tables_beside_texts_are_left_out(
    workspace, tmp_path
):
    (tmp_path / "data").mkdir()
    lines(tmp_path / "data" / "d.jsonl", doccano(1))
    lines(tmp_path / "data" / "t.csv", "id,text\nx,Bonjour.\n")
    assert kinds(workspace, tmp_path / "data") == [Outcome.IMPORTED] * 2
    (tmp_path / "data" / "a.txt").write_text("Seul.\n")
    text, document, rest = outcomes(workspace, tmp_path / "data")
    assert [kind for kind, _ in (text, document)] == [Outcome.IMPORTED, Outcome.UNCHANGED]
    said = "1 table or JSON file beside the texts (t.csv); to import one, name it"
    assert rest == (Outcome.LEFT_OUT, said)


def test_suggestions_of_another_tool_come_as_suggestions(workspace, tmp_path):
    path = lines(tmp_path / "d.jsonl", doccano(1))
    assert kinds(workspace, path, as_suggestions="model x") == [Outcome.IMPORTED]
    author = Author(Role.SUGGESTER, "model x")
    assert workspace.read(lambda s: find_layer(s, "d-1", author)) is not None


@pytest.mark.parametrize("name", ["doccano", "prodigy", "label-studio"])
def test_an_export_is_whole_counts_its_losses_and_comes_back(project, workspace, tmp_path, name):
    record = {
        "id": "a", "text": TEXT, "boilerplate": [[0, 2]],
        "entities": [{"id": "e0", "start": 9, "end": 14, "label": "PER", "kind": "named"},
                     {"id": "e1", "start": 22, "end": 29, "label": "TOPIC", "kind": "nominal"}],
        "stances": [{"id": "s0", "holder": None, "target": "e1", "label": "against",
                     "evidence": [{"start": 15, "end": 21}], "attribution": "author"}],
    }  # fmt: skip
    outcomes(workspace, lines(tmp_path / "x.jsonl", record))
    report = export(workspace, tmp_path / "out", ExportWish(format_=name))
    assert report.documents == 1
    assert report.losses[name]["stances without a holder"] == 1

    other = type(project)(tmp_path / "other")
    other.folder.mkdir()
    with other.open() as again:
        assert kinds(again, tmp_path / "out") == [Outcome.IMPORTED]
        assert mentions(again, "a") == [("Roche", "PER"), ("le pont", "TOPIC")]


def test_formats_stand_in_folders_of_their_name_beside_the_data_set(workspace, tmp_path):
    outcomes(workspace, lines(tmp_path / "d.jsonl", doccano(1)))
    out = tmp_path / "out"
    report = export(workspace, out, ExportWish(with_jsonl=True, extras=("gliner", "doccano")))
    assert {"documents", "ner", "jsonl", "gliner", "doccano"} <= {p.name for p in out.iterdir()}
    assert list(report.losses) == ["gliner", "doccano"]
    (example,) = json.loads((out / "gliner" / "train.json").read_text())
    assert example["ner"] == [[2, 2, "PER"]]
    assert example["tokenized_text"][2] == "Roche"
    with pytest.raises(InputError, match=r"--with knows jsonl, .*not nothing"):
        export(workspace, out, ExportWish(extras=("nothing",)))
    with pytest.raises(InputError, match="no export format 'table'"):
        export(workspace, out, ExportWish(format_="table"))


def test_our_own_data_set_comes_back_whole(project, workspace, tmp_path):
    record = {
        "id": "a", "text": TEXT, "boilerplate": [[0, 2]], "source": "La Gazette",
        "entities": [{"id": "e0", "start": 9, "end": 14, "label": "PER", "canonical": "P. Roche"},
                     {"id": "e1", "start": 22, "end": 29, "label": "TOPIC", "kind": "nominal"}],
        "stances": [{"id": "s0", "holder": "e0", "target": "e1", "label": "against",
                     "evidence": [{"start": 15, "end": 21}], "attribution": "author",
                     "certainty": "hedged", "source": "e0"}],
    }  # fmt: skip
    outcomes(workspace, lines(tmp_path / "x.jsonl", record))
    export(workspace, tmp_path / "out")
    export(workspace, tmp_path / "native", ExportWish(format_="jsonl"))

    other = type(project)(tmp_path / "other")
    other.folder.mkdir()
    with other.open() as again:
        assert kinds(again, tmp_path / "out") == [Outcome.IMPORTED]
        export(again, tmp_path / "again", ExportWish(format_="jsonl"))
    before, after = (
        json.loads((tmp_path / name / "articles.jsonl").read_text()) for name in ("native", "again")
    )
    before.pop("layer"), after.pop("layer")
    assert after == before
