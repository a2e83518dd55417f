"""`annotator agreement`: two real readings, the report, and what there is nothing to say about."""

import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from annotator.project.importing import import_paths

ROOT = Path(__file__).parents[2]
TEXT = "Valmure refuse le pont. <b>Cardinal</b> attend.\u202e\n"


def record(name, *entities, state="done"):
    return {
        "id": "a<i>", "text": TEXT, "layer": {"role": "annotator", "name": name, "state": state},
        "entities": [
            {"id": f"e{n}", "start": start, "end": end, "label": label, "canonical": "X"}
            for n, (start, end, label) in enumerate(entities)
        ],
    }  # fmt: skip


@pytest.fixture
def stored(run, project, tmp_path):
    def store(*records):
        file = tmp_path / "x.jsonl"
        file.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
        with project.open() as workspace:
            outcomes = [report.outcome.value for report in import_paths(workspace, [file])]
        assert outcomes == ["imported"] * len(records)
        return run

    return store


def figures(record):
    return {
        f["measure"]: f for f in record["figures"] if f["label"] is None and f["origin"] is None
    }


@pytest.fixture
def readings():
    home = Path(os.environ.get("ANNOTATOR_SHARED", ROOT.parent / "shared")) / "articles"
    found = []
    for number, name in ((1, "anna"), (2, "ben")):
        path = home / f"gold.reading{number}.jsonl"
        if not path.is_file():
            reason = f"{path} is missing; set ANNOTATOR_SHARED"
            pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
        for line in path.read_text(encoding="utf-8").splitlines():
            layer = {"role": "annotator", "name": name, "state": "done"}
            found.append({**json.loads(line), "layer": layer})
    return found


def test_two_real_readings_are_compared(stored, readings, tmp_path):
    outcome, more = stored(*readings).each(
        ("agreement", "--json", "--html", "page.html"), ("agreement", "--json", "--more", "--all")
    )
    assert outcome.code == more.code == 0, outcome.err + more.err
    (pair,) = json.loads(outcome.out)["pairs"]
    found = figures(pair)

    assert (pair["a"], pair["b"], pair["articles"]) == ("anna", "ben", 2)
    assert (pair["mentions"], pair["stances"]) == ([110, 110], [37, 55])
    assert found["strict F1"]["value"] == 1
    assert found["stances matched"]["value"] == pytest.approx(62 / 92)
    assert found["stance label kappa"]["value"] == 1
    assert found["stance strict F1"]["value"] < found["stances matched"]["value"]
    (dear,) = json.loads(more.out)["more"]
    assert (dear["gamma"]["value"], dear["alpha_u"]["value"]) == (1, 1)
    assert "Worked disagreements" in (tmp_path / "page.html").read_text(encoding="utf-8")


class Page(HTMLParser):
    """The tags of a page, and what they refer to."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.refers = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.refers += [value for name, value in attrs if name in {"src", "href", "xlink:href"}]


def test_the_report_needs_nothing_beside_itself_and_escapes_what_it_shows(stored, tmp_path):
    run = stored(
        record("anna", (0, 7, "GPE"), (24, 39, "ORG")),
        record("ben<i>", (0, 7, "ORG"), (24, 30, "ORG")),
    )
    outcome = run("agreement", "--html", "page.html")
    assert outcome.code == 0, outcome.err
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    page = Page(text)

    assert page.refers == []
    assert {"script", "link", "img", "b", "i"}.isdisjoint(page.tags)
    assert "svg" in page.tags
    assert "url(" not in text
    assert "\u202e" not in text
    assert "&lt;b&gt;Cardinal" in text
    assert "boundary" in text


def test_a_table_on_the_screen_is_safe_and_says_why_a_figure_is_missing(stored, told):
    run = stored(record("anna"), record("b[red]en", (0, 7, "GPE")))
    outcome = told(run("agreement"), code=0)

    assert "mean of pairs" in outcome.out
    assert "b[red]en" in outcome.out
    assert "n/a: " in outcome.out
    assert re.search(r"strict F1\s+┃", outcome.out)


def test_open_work_does_not_count(stored, told):
    run = stored(record("anna", (0, 7, "GPE")), record("ben", (0, 7, "GPE"), state="open"))
    outcome = run("agreement", "--json")
    found = json.loads(outcome.out)

    assert found["pairs"] == []
    assert figures({"figures": found["overall"]})["strict F1"] == {
        "measure": "strict F1", "label": None, "origin": None, "value": None,
        "reason": "only one annotator",
    }  # fmt: skip


def test_nothing_finished_is_told_in_one_sentence(stored, told):
    told(stored(record("anna", state="new"))("agreement"), "No article is finished")


def test_a_report_that_can_not_be_written_is_told(stored, told):
    run = stored(record("anna"), record("ben"))
    told(run("agreement", "--html", "nowhere/page.html"), "nowhere/page.html can't be used")
