"""The commands' contracts: one JSON document on stdout, exit codes, refusals."""

import json
import sqlite3
from contextlib import closing

import pytest

from annotator.project.importing import import_paths

TEXT = "Valmure refuse le pont. Cardinal attend.\n"


@pytest.fixture
def finished(run, project, tmp_path):
    """A project with one finished and one new article."""
    done = {
        "id": "a", "text": TEXT,
        "entities": [{"id": "e0", "start": 0, "end": 7, "label": "GPE", "canonical": "Valmure"}],
    }  # fmt: skip
    new = {"id": "n\u0301[bold]", "text": "Rien.\n", "layer": {
        "role": "annotator", "name": "anna", "state": "new"}}  # fmt: skip
    (tmp_path / "x.jsonl").write_text(json.dumps(done) + "\n" + json.dumps(new) + "\n")
    with project.open() as workspace:
        list(import_paths(workspace, [tmp_path / "x.jsonl"]))
    return run


def test_every_answer_in_json_is_one_document_in_ascii(finished):
    commands = (
        ("import", "x.jsonl"), ("status",), ("check",), ("export", "out"),
        ("export", "out", "--verify"),
    )  # fmt: skip
    for outcome in finished.each(*((*command, "--json") for command in commands)):
        assert outcome.code == 0
        assert isinstance(json.loads(outcome.out), dict)
        assert outcome.out.isascii()


def test_status_has_its_contract(finished):
    answers = finished.each(("status", "--json"), ("status", "--json", "--as", "import"))
    found, own = (json.loads(answer.out) for answer in answers)

    assert found["articles"] == {"new": 2, "open": 0, "done": 0, "skipped": 0, "flagged": 0}
    assert own["articles"]["done"] == 1
    assert (found["total"], found["finished"], found["annotator"]) == (2, 1, "anna")


def test_status_in_words_names_every_article(finished):
    outcome = finished("status")

    assert outcome.code == 0
    assert "n\u0301[bold]" in outcome.out


def test_check_answers_no_with_exit_1(finished, project, tmp_path):
    with closing(sqlite3.connect(tmp_path / "annotator.db")) as connection:
        connection.execute("UPDATE mention SET label = 'ORG'")
        connection.commit()
    outcome = finished("check", "--json")

    assert outcome.code == 1
    assert json.loads(outcome.out)["sound"] is False
    assert "is not what its log makes" in outcome.err


def test_a_damaged_export_does_not_verify(finished, told, tmp_path):
    written, verified = finished.each(
        ("export", "out", "--with", "jsonl"), ("export", "out", "--verify")
    )
    assert (written.code, verified.code) == (0, 0)
    parquet = next((tmp_path / "out").rglob("*.parquet"))
    parquet.write_bytes(parquet.read_bytes()[:-8])
    damaged, none = finished.each(
        ("export", "out", "--verify", "--json"), ("export", "nowhere", "--verify")
    )

    assert json.loads(told(damaged, "not what was exported", code=1).out)["verified"] is False
    told(none, "is no export")


def test_a_folder_of_somebody_else_is_never_written_into(finished, told, tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "notes.txt").write_text("à moi")
    into_folder, into_file = finished.each(("export", "mine"), ("export", "x.jsonl"))
    told(into_folder, "not empty and no earlier export; choose a folder")
    told(into_file, "is a file; choose a folder")

    assert [p.name for p in folder.iterdir()] == ["notes.txt"]
    assert (folder / "notes.txt").read_text() == "à moi"


def test_wrong_options_are_told_before_anything_is_written(finished, told, tmp_path):
    cases = {
        ("--splits", "80/20"): "give train/validation/test like 80/10/10",
        ("--splits", "0/50/50"): "train above 0",
        ("--splits", "nan/1/1"): "is no way to split",
        ("--format", "csv"): "use hf, jsonl",
        ("--with", "spacy\x1b[31m"): "--with knows jsonl",
        ("--as", "zoé"): "zoé has finished no article",
        ("--nonsense",): "No such option",
    }
    outcomes = finished.each(*(("export", "out", *options) for options in cases))
    for outcome, problem in zip(outcomes, cases.values(), strict=True):
        told(outcome, problem)
    assert not (tmp_path / "out").exists()


def test_misuse_ends_with_exit_2_and_the_way_to_help(run, told):
    cases = {
        (): "The workbench needs a terminal; `annotator --help`",
        ("annotate",): "The workbench needs a terminal",
        ("annotate", "nowhere"): "The workbench needs a terminal",
        ("nonsense\x1b[31m\u202e",): "No such command",
        ("import",): "Missing argument",
        ("status", "extra\x1b[31m"): "unexpected extra argument",
        ("--db", "x.db", "status"): "after the command's name",
        ("status", "--as", "x\x1b[31m"): "is no annotator name",
    }
    for outcome, problem in zip(run.each(*cases), cases.values(), strict=True):
        told(outcome, problem)
    told(run(), "The workbench needs a terminal")


def test_help_lists_the_commands(run):
    outcome = run("--help")

    assert outcome.code == 0
    commands = (
        "annotate",
        "import",
        "suggest",
        "export",
        "evaluate",
        "agreement",
        "status",
        "check",
    )
    for command in commands:
        assert command in outcome.out


def test_an_import_tells_its_losses_and_where_wrong_records_wait(run, tmp_path):
    good = {"id": 1, "text": "Roche, mardi.", "label": [[0, 5, "Person"], [7, 12, "DATE"]]}
    wrong = {"id": 2, "text": "Bon.", "label": [[0, 99, "PER"]]}
    (tmp_path / "d.jsonl").write_text(f"{json.dumps(good)}\n{json.dumps(wrong)}\n")
    told, as_json, unknown, mapped = run.each(
        ("import", "d.jsonl"),
        ("import", "d.jsonl", "--json"),
        ("import", "d.jsonl", "--labels", "Person=NOBODY"),
        ("import", "d.jsonl", "--labels", "Person=ORG", "--db", "other.db"),
    )
    assert (told.code, told.out) == (2, "1 imported, 0 unchanged, 1 refused\n")
    assert "1 record to mend is in annotator.quarantine.jsonl" in told.err
    assert "not taken over: 1 × mentions labelled DATE" in told.err
    answer = json.loads(as_json.out)
    assert (answer["losses"], answer["quarantined"]) == ({"mentions labelled DATE": 1}, 1)
    assert "'NOBODY', which the scheme does not have" in unknown.err
    assert (mapped.code, unknown.code) == (2, 2)
    assert (tmp_path / "other.quarantine.jsonl").exists()


def test_an_export_in_another_format_tells_what_it_loses(run, tmp_path):
    record = {
        "id": "a", "text": TEXT,
        "entities": [{"id": "e0", "start": 0, "end": 7, "label": "GPE", "canonical": "Orval",
                      "kind": "nominal"}],
    }  # fmt: skip
    (tmp_path / "x.jsonl").write_text(json.dumps(record) + "\n")
    _, one, several = run.each(
        ("import", "x.jsonl"),
        ("export", "one", "--format", "doccano"),
        ("export", "several", "--with", "prodigy,doccano,jsonl", "--json"),
    )
    assert "doccano can't hold: 1 × kinds of mentions (nominal); 1 × names of entities\n" in one.err
    losses = {"kinds of mentions (nominal)": 1, "names of entities": 1}
    assert json.loads(several.out)["losses"] == {"prodigy": {}, "doccano": losses}
    assert "prodigy can't hold" not in several.err
    assert (tmp_path / "several" / "jsonl" / "train.jsonl").exists()


def test_log_config_backup_and_forget_have_their_contracts(finished, told):
    answers = finished.each(
        ("log", "--json"),
        ("config", "--json", "--db", "x.db"),
        ("backup", "copy.db", "--json"),
        ("forget", "a", "--json"),
        ("forget", "a", "--json"),
        ("check", "--json"),
    )
    edits, settings, backup, first, second, checked = (json.loads(a.out) for a in answers)

    assert edits["edits"][0]["act"] == "import"
    assert (settings["database"], settings["near_copy"]) == ("x.db", 0.4)
    assert backup["bytes"] > 0
    assert (first["taken_down"], second["taken_down"]) == (True, False)
    assert checked["sound"] is True
    told(finished("backup", "copy.db"), "exists")
    told(finished("forget", "nobody"), "no article nobody")
    assert finished("log").code == finished("config").code == 0
