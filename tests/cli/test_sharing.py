import json

import pytest

from annotator.project.people import change_sharing, register


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


def test_who_has_work_before_her_is_refused_and_told_the_way_out(run, project, build, tmp_path):
    with project.open("anna") as anna:
        project.add(anna, "a")
        for name in ("anna", "ben"):
            register(anna, name)
        change_sharing(anna, overlap=2)
    with project.open("ben") as ben:
        build.stored(build.open_desk(ben, "a").finish())
    commands = [
        ("agreement",),
        ("agreement", "--html", "page.html"),
        ("export", "out", "--format", "jsonl"),
        ("check", "--quality"),
    ]
    *refused, given, printed = run.each(
        *commands, ("people", "--add", "anna", "--duty", "reviewer"), ("agreement",)
    )
    for outcome in refused:
        assert (outcome.code, outcome.out) == (2, "")
        assert outcome.err.count("\n") == 1, outcome.err
        assert "people --add anna --duty reviewer" in outcome.err
    assert not list(tmp_path.glob("page.html")) + list(tmp_path.glob("out"))
    assert (given.code, printed.code) == (0, 0), printed.err
