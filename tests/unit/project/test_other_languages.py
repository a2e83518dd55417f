"""The English scheme from import to export, and engines of other packages, through real workers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.config import Settings
from annotator.errors import SuggesterError
from annotator.project.exporting import ExportFormat, ExportWish, export
from annotator.project.importing import import_paths
from annotator.project.suggesting import suggest_all
from annotator.project.workspace import open_workspace

ROOT = Path(__file__).parents[3]
ENGLISH = (
    "Norway rejects the port deal\n\n"
    "By Jane Doe\n\n"
    "Norway rejected the port deal on Tuesday. Senator Dana Whitlock praised the decision, but "
    "NATO condemned the attack in the Black Sea. Whitlock never opposed the ban, she said later.\n"
    "Subscribe to our newsletter\n"
)
PACKAGE = """
from annotator.domain.suggestion import SuggestedMention, Suggestions

class Shouter:
    name, parser, is_loaded = "shouter-1", "", True

    def __init__(self, scheme):
        self.label = scheme.named_labels[0]

    def suggest_all(self, asked, on_parse=lambda: None):
        for ask in asked:
            end = LENGTH
            yield Suggestions(self.name, (SuggestedMention(
                start=0, end=end, label=self.label, canonical=ask.text[:end], p=0.9,
                rule="shout", reason="it opens the article"),), ()), None
"""


@pytest.fixture
def offered(tmp_path, monkeypatch):
    """Puts a package with a suggester on the path; its mention is so many characters long."""

    def install(length: int | str) -> None:
        folder = tmp_path / "site"
        meta = folder / "shouter-1.0.dist-info"
        meta.mkdir(parents=True)
        (folder / "shouter.py").write_text(PACKAGE.replace("LENGTH", str(length)))
        (meta / "METADATA").write_text("Metadata-Version: 2.1\nName: shouter\nVersion: 1.0\n")
        (meta / "entry_points.txt").write_text(
            "[annotator.suggesters]\nshouter = shouter:Shouter\n"
        )
        monkeypatch.setenv("PYTHONPATH", f"{folder}:{ROOT}")

    return install


@pytest.mark.model
def test_english_news_go_from_import_to_export(build, project, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    source = tmp_path / "port.txt"
    source.write_text(ENGLISH, encoding="utf-8")
    with project.open(scheme="news-en") as workspace:
        list(import_paths(workspace, [source]))
        assert [report.failure for report in suggest_all(workspace)] == [None]
        desk = build.open_desk(workspace, "port")
        build.stored(desk.finish())
        export(workspace, tmp_path / "out", ExportWish(format_=ExportFormat.JSONL))
    (record,) = map(json.loads, (tmp_path / "out" / "articles.jsonl").read_text().splitlines())
    named = [(e["text"], e["label"]) for e in record["entities"] if e["kind"] == "named"]
    assert named == [
        ("Norway", "GPE"),
        ("Norway", "GPE"),
        ("Dana Whitlock", "PER"),
        ("NATO", "ORG"),
        ("Black Sea", "LOC"),
        ("Whitlock", "PER"),
    ]
    by_id = {e["id"]: e["text"] for e in record["entities"]}
    sides = {(by_id[s["holder"]], s["label"], by_id[s["target"]]) for s in record["stances"]}
    assert ("Norway", "against", "port deal") in sides
    assert ("Dana Whitlock", "favor", "decision") in sides
    assert [record["text"][a:b].strip() for a, b in record["boilerplate"]] == [
        "By Jane Doe",
        "Subscribe to our newsletter",
    ]


@pytest.mark.model
def test_an_installed_suggester_fills_in_what_it_finds(build, project, offered):
    offered(6)
    settings = Settings(str(project.file), "anna", suggester="shouter")
    with open_workspace(settings, project.clock, lambda: next(project.ids)) as workspace:
        project.add(workspace, "a", "Océlia refuse.")
        assert [report.failure for report in suggest_all(workspace)] == [None]
        build.open_desk(workspace, "a")
        items = build.stored_layer(workspace, "a").items.values()
    assert [(item.quote, item.origin.rule) for item in items] == [("Océlia", "shout")]


@pytest.mark.model
def test_an_answer_that_does_not_fit_its_text_fails_that_article_alone(project, offered):
    offered("6 if ask.text.startswith('O') else 99")
    settings = Settings(str(project.file), "anna", suggester="shouter")
    with open_workspace(settings, project.clock, lambda: next(project.ids)) as workspace:
        project.add(workspace, "a", "Bref.")
        project.add(workspace, "b", "Océlia refuse.")
        reports = {r.article: r.failure for r in suggest_all(workspace)}
    assert reports["b"] is None
    assert reports["a"] is not None
    assert "answered wrongly" in reports["a"]


@pytest.mark.model
def test_a_suggester_that_nobody_offers_is_named_with_those_there_are(project, offered):
    offered(6)
    settings = Settings(str(project.file), "anna", suggester="whisperer")
    with (
        open_workspace(settings, project.clock, lambda: next(project.ids)) as workspace,
        pytest.raises(SuggesterError, match=r"'whisperer' \(there are: rules, shouter\)"),
    ):
        list(suggest_all(workspace))


@pytest.mark.model
def test_many_articles_are_suggested_whatever_one_of_them_breaks(project, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    with project.open(scheme="news-en") as workspace:
        for number in range(30):
            project.add(workspace, f"a{number}", f"Norway rejected plan {number}.")
        project.add(workspace, "huge", "One word too many. " * 60_000)
        project.add(workspace, "last", "Norway rejected the last plan.")
        reports = {r.article: r.failure for r in suggest_all(workspace)}
        assert list(suggest_all(workspace)) == [] or reports["huge"] is not None
    assert len(reports) == 32
    assert [name for name, failure in reports.items() if failure] == ["huge"]
