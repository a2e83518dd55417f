import json

import pytest


@pytest.fixture
def three(run, tmp_path):
    """A project with three articles."""
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(f"Titre {name}\n\nCardinal parle de {name}.\n")
    assert run("import", *(f"{name}.txt" for name in "abc")).code == 0
    return run


def test_rules_people_and_assignments_are_stored(three):
    answers = three.each(
        ("config", "--overlap", "2", "--without-suggestions", "20", "--json"),
        ("config", "--json"),
        ("people", "--add", "ben"),
        ("people", "--add", "rita", "--duty", "reviewer", "--json"),
        ("assign", "a", "b", "--to", "ben", "--json"),
        ("unassign", "a", "--json"),
        ("status", "--as", "ben"),
    )
    assert [answer.code for answer in answers] == [0] * 7
    for config in answers[:2]:
        rules = json.loads(config.out)
        assert (rules["overlap"], rules["plain_percent"], rules["lease_minutes"]) == (2, 20, 30)
    assert "annotator  ben" in answers[2].out
    assert {"name": "rita", "duty": "reviewer"} in json.loads(answers[3].out)["people"]
    assert [a["done"] for a in json.loads(answers[4].out)["articles"]] == [True, True]
    assert json.loads(answers[5].out)["articles"][0]["people"] == ["ben"]


def test_bad_input_is_one_sentence(three):
    answers = three.each(
        ("config", "--overlap", "0"),
        ("config", "--without-suggestions", "101"),
        ("people", "--add", "x", "--duty", "boss"),
        ("people", "--add", "\x07"),
        ("assign", "a", "--to", "nobody"),
        ("assign", "z", "--to", "ben"),
        ("unassign", "z"),
    )
    assert [answer.code for answer in answers] == [2] * 7
    for answer in answers:
        assert answer.out == ""
        assert answer.err.count("\n") == 1, answer.err


def test_a_slot_that_others_fill_is_not_assigned_again(three):
    *_, refused, status, as_json = three.each(
        ("people", "--add", "ben"),
        ("people", "--add", "cleo"),
        ("assign", "a", "--to", "ben"),
        ("assign", "a", "b", "--to", "cleo"),
        ("status", "--as", "anna"),
        ("status", "--as", "anna", "--json"),
    )
    assert (refused.code, refused.out) == (1, "1 of 2 articles assigned to cleo\n")
    assert "a: ben fill its slots" in refused.err
    assert "0 of 3 articles done   (3 new; 2 with others)" in status.out
    assert "today: 0 articles, 0 items" in status.out
    assert [line[0] for line in status.out.splitlines()[3:]] == ["c"]
    record = json.loads(as_json.out)
    assert (record["with_others"], record["suggestions"]) == (2, None)
    assert record["today"] == {"articles": 0, "items": 0}


def test_asking_for_settings_begins_no_project(run, tmp_path):
    assert run("config").code == 0
    assert not (tmp_path / "annotator.db").exists()
