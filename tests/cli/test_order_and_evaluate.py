"""`annotator order` and `annotator evaluate`, from the outside."""

from __future__ import annotations

import json

import pytest

TEXT = "La Suède condamne la Norvège.\n"


@pytest.fixture
def gold(tmp_path):
    def entity(identifier: str, words: str, label: str) -> dict[str, object]:
        start = TEXT.index(words)
        place = {"start": start, "end": start + len(words), "text": words}
        return {"id": identifier, "label": label, "canonical": words, "kind": "named", **place}

    records = [
        {
            "id": identifier,
            "text": TEXT + identifier,
            "entities": [entity("e0", "Suède", "GPE"), entity("e1", "Norvège", label)],
            "stances": [],
            "boilerplate": [],
        }
        for identifier, label in (("a", "GPE"), ("b", "ORG"))
    ]
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    return path


@pytest.mark.model
def test_evaluate_with_what_was_learned_leaves_out_the_article_itself(run, gold):
    """The two contradict each other: each is judged by what was learned from the other alone.

    As shipped, only b is wrong.
    """
    imported, learned = run.each(
        ("import", str(gold), "--json"),
        ("evaluate", str(gold), "--learned", "--against", "shipped", "--json"),
    )
    assert imported.code == 0
    found = json.loads(learned.out)

    assert learned.code == 0
    assert found["entities"]["overall"].keys() == {"precision", "recall", "f1", "n"}
    assert found["stances"].keys() == {"pairs", "candidates", "label", "attribution", "certainty"}
    assert found["entities"]["overall"]["n"] == 4
    wrong = {(e["class"], e["article"], e["predicted"]["label"]) for e in found["errors"]}
    assert wrong == {("label", "a", "ORG"), ("label", "b", "GPE")}
    assert "\u2039Norvège\u203a" in found["errors"][0]["context"]
    exact = found["intervals"]["entities"]["exact"]["all"]
    assert exact["value"] == found["entities"]["overall"]["f1"]
    assert found["calibration"]["mentions on this gold"]["bins"]
    assert "mentions by this project's decisions, as learned" in found["calibration"]
    assert found["thresholds"]["stances"][0]["threshold"] == 0.2
    assert found["against"]["figures"]["all, F1 exact"]["difference"]["value"] == -0.25


@pytest.mark.model
def test_evaluate_in_words_draws_bars_and_lists_errors(run, gold):
    done = run("evaluate", gold)

    assert done.code == 0
    assert "\u2588" in done.out
    assert "label     b GPE for ORG: La Suède condamne la \u2039Norvège\u203a." in done.out
    assert "calibration error" in done.out


def test_what_was_never_learned_is_said_so(run, gold):
    done = run("evaluate", gold, "--learned")

    assert done.code == 2
    assert "nothing was learned" in done.err


def test_order_says_what_it_chose(run, gold):
    run("import", gold, "--as-suggestions", "x")
    doubt, unknown, nothing = run.each(
        ("order", "--by", "doubt", "--random", "50%", "--json"),
        ("order", "--by", "length"),
        ("order", "--by", "doubt", "--random", "0%"),
    )

    assert doubt.code == 0
    assert sum(json.loads(doubt.out)["chosen_by"].values()) == 2
    assert (unknown.code, nothing.code) == (2, 2)
    assert "use imported, doubt, diverse" in unknown.err
    assert "from 1% to 100%" in nothing.err
