import json

import pytest

from annotator.domain.article import Span
from annotator.project.asking import answer, ask

TEXT = "Orval attend\n\nCardinal parle de Valmure."


def record(identifier, role, name, entities, state="done"):
    marks = [
        {
            "id": f"e{number}",
            "start": TEXT.index(words),
            "end": TEXT.index(words) + len(words),
            "label": label,
        }
        for number, (words, label) in enumerate(entities)
    ]
    layer = {"role": role, "name": name, "state": state}
    text = f"{TEXT} ({identifier})"
    return json.dumps({"id": identifier, "text": text, "entities": marks, "layer": layer})


@pytest.fixture
def judged(run, tmp_path):
    """Anna has finished a and b, ben a; there is gold for both, of which b's came last."""
    records = [
        record("a", "annotator", "anna", [("Cardinal", "PER"), ("Orval", "GPE")]),
        record("a", "annotator", "ben", [("Cardinal", "LOC")]),
        record("b", "annotator", "anna", []),
        record("b", "annotator", "ben", [], state="open"),
        record("c", "annotator", "anna", [("Cardinal", "PER")]),
        record("a", "gold", "gold", [("Cardinal", "ORG"), ("Orval", "GPE")]),
        record("b", "gold", "gold", [("Valmure", "GPE")]),
    ]
    (tmp_path / "x.jsonl").write_text("\n".join(records) + "\n")
    assert run("import", "x.jsonl").code == 0
    return run


def test_own_work_is_shown_against_gold_newest_first(judged):
    as_json, as_text = judged.each(("mine", "--as", "anna", "--json"), ("mine", "--as", "anna"))
    found = json.loads(as_json.out)
    assert (found["articles"], found["kinds"]) == (2, {"missed": 1, "label": 1})
    assert [(p["article"], p["kinds"]) for p in found["places"]] == [
        ("b", ["missed"]),
        ("a", ["label"]),
    ]
    assert "yours: “Cardinal” PER (named)\n  gold:  “Cardinal” ORG (named)" in as_text.out
    assert "LOC" not in as_text.out


def test_nothing_is_told_about_what_is_not_finished(judged):
    found = json.loads(judged("mine", "--as", "ben", "--json").out)
    assert {place["article"] for place in found["places"]} == {"a"}
    nobody = json.loads(judged("mine", "--as", "zoé", "--json").out)
    assert (nobody["articles"], nobody["places"]) == (0, [])


def test_questions_are_listed_with_their_answers(run, project):
    with project.open("anna") as anna:
        project.add(anna, "a")
        first = ask(anna, "a", "ORG ou GPE ?", "m1", Span(0, 7))
        ask(anna, "a", "et ceci ?", None, None)
        answer(anna, first.id, "GPE")
    as_json, as_text, other = run.each(("mine", "--json"), ("mine",), ("mine", "--as", "ben"))
    found = json.loads(as_json.out)["questions"]
    assert [(q["words"], q["answer"], q["span"]) for q in found] == [
        ("et ceci ?", "", None),
        ("ORG ou GPE ?", "GPE", {"start": 0, "end": 7}),
    ]
    assert "a  question: ORG ou GPE ?\n  anna: GPE\n" in as_text.out
    assert "a  question: et ceci ?\n  no answer yet\n" in as_text.out
    assert "question" not in other.out
