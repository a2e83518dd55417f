"""The review through Pilot: from imported readings over the real screens to gold."""

import json
import os
import re
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import DataTable, Input

from annotator.config import Settings
from annotator.domain.items import Mention
from annotator.domain.rulings import How, Reason
from annotator.project.agreeing import measure_agreement
from annotator.project.checking import check_project
from annotator.project.exporting import ExportFormat, ExportWish, export
from annotator.project.importing import import_paths
from annotator.project.reviewing import open_review
from annotator.project.workspace import open_workspace
from annotator.resources import companion_text, load_scheme, seed_folder
from annotator.storage.finished import finished_articles, gold_layer
from annotator.tui import review_wording as wording
from annotator.tui.review_app import NOTHING_TO_REVIEW, ReviewApp
from annotator.tui.screens.adjudicate import AdjudicateScreen
from annotator.tui.screens.dialogs import AskScreen, ConfirmScreen
from annotator.tui.screens.own_version import OwnVersionScreen
from annotator.tui.screens.review_tables import DisagreementsScreen, LabelsScreen, PairsScreen
from benchmarks.readings import gold_records, perturbed_lines

SCHEME = load_scheme()
TEXT = "Paul Roche refuse le pont.\n\nCardinal attend Paul Roche.\n\nLe conseil attend Cardinal.\n"
PEOPLE = ("anna", "ben", "caro")
HOSTILE = "x\x1b]0;owned\x07[bold] [/ \u202e\u2028"


def settings_of(path):
    return Settings(str(path), "rita", space_guard_ms=0)


def entity(number, words, label, nth=0, text=TEXT):
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return {"id": f"e{number}", "start": start, "end": start + len(words), "label": label,
            "text": words}  # fmt: skip


def record(name, *entities, article="a", text=TEXT):
    layer = {"role": "annotator", "name": name, "state": "done"}
    return {"id": article, "text": text, "entities": list(entities), "layer": layer}


@pytest.fixture
def database(tmp_path):
    """Ben calls both Paul Roche ORG, caro alone has the council; everybody has one Cardinal."""
    firm, other = entity(9, "Cardinal", "ORG"), entity(8, "Cardinal", "ORG", 1)

    def roche(label):
        return entity(0, "Paul Roche", label), entity(1, "Paul Roche", label, 1)

    return filled(
        tmp_path,
        record("anna", *roche("PER"), firm, other),
        record("ben", *roche("ORG"), firm, other),
        record("caro", *roche("PER"), firm, other, entity(2, "Le conseil", "ORG")),
    )


def filled(folder, *records, lines=""):
    file, path = folder / "readings.jsonl", folder / "annotator.db"
    file.write_text(lines or "".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    with open_workspace(settings_of(path)) as workspace:
        outcomes = {report.outcome.value for report in import_paths(workspace, [file])}
    assert outcomes <= {"imported"}
    return path


@asynccontextmanager
async def review(path, size=(120, 40)):
    app = ReviewApp(settings_of(path), SCHEME, companion_text(SCHEME.guidelines))
    try:
        async with app.run_test(size=size) as pilot:
            await all_read(app, pilot)
            yield app, pilot
    finally:
        app.close_project()


async def all_read(app, pilot):
    """Wait for the pairs, and for what is read behind them."""
    screen = await on_screen(app, pilot, PairsScreen)
    for _ in range(1000):
        if app._exception or not screen.book.reading:
            break
        await pilot.pause(0.01)
    assert app._exception is None
    await pilot.pause()
    return screen


async def on_screen(app, pilot, kind):
    for _ in range(1000):
        if app._exception or isinstance(app.screen, kind):
            break
        await pilot.pause(0.01)
    assert app._exception is None
    assert isinstance(app.screen, kind)
    await pilot.pause()
    return app.screen


async def press(app, pilot, *keys):
    for key in keys:
        await pilot.press(key)
        if isinstance(app.screen, AdjudicateScreen):
            await app.screen.settled()
        await pilot.pause()


async def first_place(app, pilot):
    """Down to the first disagreement of everybody."""
    await pilot.press("enter")
    await on_screen(app, pilot, DisagreementsScreen)
    await pilot.press("enter")
    screen = await on_screen(app, pilot, AdjudicateScreen)
    await pilot.pause()
    return screen


def rows(app):
    table = app.screen.query_one(DataTable)
    return [[cell.plain for cell in table.get_row_at(n)] for n in range(table.row_count)]


def said(app, selector):
    return str(app.screen.query_one(selector).render())


def gold(path, article="a"):
    with open_workspace(settings_of(path)) as workspace:
        assert list(check_project(workspace)) == []
        return workspace.read(lambda session: gold_layer(session, article))


async def test_the_way_down_goes_from_pairs_over_labels_to_the_place(database):
    async with review(database) as (app, pilot):
        assert [row[:3] for row in rows(app)] == [
            ["everybody", "3", "3"], ["anna, ben", "2", "2"],
            ["anna, caro", "1", "1"], ["ben, caro", "3", "3"],
        ]  # fmt: skip
        await pilot.press("n", "n", "b", "enter")
        await on_screen(app, pilot, LabelsScreen)
        labels = {row[0]: row for row in rows(app)}
        assert labels["PER"][3] == "2"
        await pilot.press("down", "right", "right", "right", "enter")
        await on_screen(app, pilot, DisagreementsScreen)
        assert [row[3] for row in rows(app)] == ["Paul Roche", "Paul Roche"]
        assert "label 2" in said(app, "#review-note")
        await pilot.press("enter")
        await on_screen(app, pilot, AdjudicateScreen)
        assert "PER  [Paul Roche]" in said(app, "#readings")


async def test_names_are_told_only_once_the_reviewer_has_decided(database):
    async with review(database) as (app, pilot):
        await first_place(app, pilot)
        before = said(app, "#readings")
        assert not any(name in before for name in PEOPLE)
        # Header, readings and keys say in words what differs, whose key is which, what it does.
        assert said(app, "#header") == "review  —  does it belong here?  —  a"
        first, second = before.splitlines()[:2]
        assert re.fullmatch(r"h: [ABC] has  ORG  \[Le conseil\]", first)
        assert re.fullmatch(r"x: [ABC] and [ABC] have  nothing here", second)
        assert said(app, "#legend").startswith(
            "h takes it  x none of them  Enter own version  e same for identical  n b next"
        )
        await press(app, pilot, "h", "b")
        after = said(app, "#readings")

    assert all(name in after for name in PEOPLE)


async def test_decisions_are_stored_and_taken_back_one_by_one(database):
    async with review(database) as (app, pilot):
        screen = await first_place(app, pilot)
        await press(app, pilot, "x", "h", "j")
        assert screen.state.undecided == 0
        assert "All 3 of this list are decided" in said(app, "#legend")
        await press(app, pilot, "z", "z")
        assert screen.state.undecided == 2
        await press(app, pilot, "Z", "Z", "r", "g")

    stored = gold(database)
    assert sorted((m.quote, m.label) for m in stored.mentions()) == [
        ("Cardinal", "ORG"), ("Cardinal", "ORG"), ("Paul Roche", "ORG"), ("Paul Roche", "PER"),
    ]  # fmt: skip
    rulings = stored.rulings.values()
    assert sorted(r.how for r in rulings) == sorted(
        [How.UNANIMOUS] * 2 + [How.TAKEN] * 2 + [How.REJECTED]
    )
    assert [r.reason_code for r in rulings if r.guideline_gap] == [Reason.ERROR]
    assert {r.by for r in rulings} == {"rita"}
    assert {r.guideline for r in rulings} == {SCHEME.version}


async def test_the_same_decision_for_identical_conflicts_after_a_preview(database):
    async with review(database) as (app, pilot):
        screen = await first_place(app, pilot)
        await press(app, pilot, "n", "h")
        await pilot.press("e")
        await on_screen(app, pilot, ConfirmScreen)
        await pilot.press("enter")
        await on_screen(app, pilot, AdjudicateScreen)
        await screen.settled()
        assert screen.state.undecided == 1
        await press(app, pilot, "z")
        assert screen.state.undecided == 2


async def test_an_own_version_is_made_with_the_annotation_keys(database):
    async with review(database) as (app, pilot):
        screen = await first_place(app, pilot)
        await pilot.press("enter")
        own = await on_screen(app, pilot, OwnVersionScreen)
        await own.settled()
        await pilot.press("g", "d")
        await own.settled()
        await pilot.press("space")
        await on_screen(app, pilot, AdjudicateScreen)
        await screen.settled()
        assert screen.state.undecided == 2
        await press(app, pilot, "h", "h")

    stored = gold(database)
    assert ("conseil", "GPE") in [(m.quote, m.label) for m in stored.mentions()]
    (edited,) = [r for r in stored.rulings.values() if r.how is How.EDITED]
    assert [ref.author.name for ref in edited.inputs] == ["caro"]


async def test_an_own_version_can_be_dropped_and_its_keys_reach_nothing_else(database):
    async with review(database) as (app, pilot):
        screen = await first_place(app, pilot)
        await pilot.press("enter")
        own = await on_screen(app, pilot, OwnVersionScreen)
        await pilot.press("g", "z", "z", "F", "N", "Z")
        await own.settled()
        assert "not here" in own._notice
        await pilot.press("escape", "escape")
        await on_screen(app, pilot, AdjudicateScreen)
        await screen.settled()

        assert screen.state.undecided == 3
        assert screen.state.desk.review.gold.version == 1


async def test_a_conflict_is_sent_back_with_words(database):
    async with review(database) as (app, pilot):
        screen = await first_place(app, pilot)
        await pilot.press("S")
        await on_screen(app, pilot, AskScreen)
        await pilot.press(*"oui", "enter")
        await on_screen(app, pilot, AdjudicateScreen)
        await screen.settled()

    with open_workspace(settings_of(database)) as workspace:
        assert workspace.read(finished_articles) == []
        assert len(open_review(workspace, "a").conflicts) == 3


async def test_disagreements_are_filtered_and_sorted(database):
    async with review(database) as (app, pilot):
        await pilot.press("enter")
        await on_screen(app, pilot, DisagreementsScreen)
        await pilot.press("ctrl+f", *"roche", "down")
        await pilot.pause()
        assert [row[3] for row in rows(app)] == ["Paul Roche"] * 2
        app.screen.query_one(Input).value = "kind:colour"
        await pilot.press("f", "enter")
        await pilot.pause()
        assert "There is no kind" in said(app, "#legend")
        await pilot.press("escape", "s")
        await pilot.pause()
        assert len(rows(app)) == 3
        assert "sorted by words" in said(app, "#header")


async def test_hostile_text_and_names_are_shown_safely(tmp_path):
    text = f"{HOSTILE} Paul Roche\n"
    people = [
        record(f"{name} [bold]", entity(0, "Paul Roche", label, text=text), text=text)
        for name, label in (("anna", "PER"), ("ben", "ORG"))
    ]
    async with review(filled(tmp_path, *people), size=(60, 20)) as (app, pilot):
        await first_place(app, pilot)
        await press(app, pilot, "h", "b")
        strips = app.screen._compositor.render_strips()
        drawn = "".join(segment.text for strip in strips for segment in strip)

    assert "anna [bold]" in drawn
    assert not {"\x1b", "\x07", "\u202e", "\u2028"} & set(drawn)


async def test_without_two_finishers_the_program_says_what_to_do(tmp_path):
    app = ReviewApp(settings_of(filled(tmp_path, record("anna"))), SCHEME, "")
    async with app.run_test() as pilot:
        for _ in range(500):
            if app.return_value is not None:
                break
            await pilot.pause(0.01)
    app.close_project()

    assert app.return_value == NOTHING_TO_REVIEW


async def test_three_annotators_of_the_seeds_reach_gold_that_loads(tmp_path):
    records = gold_records(seed_folder() / "gold.jsonl")[:2]
    path = filled(tmp_path, lines=perturbed_lines(records, PEOPLE, 1))
    async with review(path) as (app, pilot):
        screen = await first_place(app, pilot)
        for _ in range(len(screen.state.places)):
            await press(app, pilot, "h")
        assert screen.state.undecided == 0

    with open_workspace(settings_of(path)) as workspace:
        assert list(check_project(workspace)) == []
        export(workspace, tmp_path / "out", ExportWish(ExportFormat.JSONL))
    with open_workspace(settings_of(tmp_path / "again.db")) as workspace:
        reports = list(import_paths(workspace, [tmp_path / "out" / "articles.jsonl"]))
        assert {report.outcome.value for report in reports} == {"imported"}
        for one in records:
            found = workspace.read(lambda s, one=one: gold_layer(s, one["id"]))
            assert len([i for i in found.items.values() if isinstance(i, Mention)]) > 30


def test_the_two_readings_go_through_import_agreement_and_adjudication(tmp_path):
    root = Path(__file__).parents[2]
    home = Path(os.environ.get("ANNOTATOR_SHARED", root.parent / "shared")) / "articles"
    if not home.is_dir():
        assert os.environ.get("CI") != "true", f"{home} is missing"
        pytest.skip(f"{home} is missing")
    lines = []
    for number, name in ((1, "anna"), (2, "ben")):
        for one in gold_records(home / f"gold.reading{number}.jsonl"):
            layer = {"role": "annotator", "name": name, "state": "done"}
            lines.append(json.dumps({**one, "layer": layer}) + "\n")
    path = filled(tmp_path, lines="".join(lines))
    with open_workspace(settings_of(path)) as workspace:
        panel = measure_agreement(workspace).panel
        assert len(panel.pairs) == 1
        kinds = set()
        for article in panel_articles(lines):
            desk = open_review(workspace, article)
            agreed = {a.sources for a in desk.review.found.agreed}
            for conflict in desk.review.undecided():
                kinds |= set(conflict.kinds)
                desk.take(conflict, conflict.variants[0])
            assert desk.review.is_complete
            told = {r.inputs for r in desk.review.gold.rulings.values() if r.how is How.UNANIMOUS}
            assert told == agreed
        assert len(kinds) > 3
        assert list(check_project(workspace)) == []
        assert measure_agreement(workspace).panel.against_gold


def panel_articles(lines):
    return sorted({json.loads(line)["id"] for line in lines})


async def test_the_frame_log_tells_no_more_than_the_frame(database, tmp_path):
    log = tmp_path / "frames.jsonl"
    chosen = Settings(str(database), "rita", frame_log=str(log))
    app = ReviewApp(chosen, SCHEME, "")
    try:
        async with app.run_test(size=(120, 40)) as pilot:
            await on_screen(app, pilot, PairsScreen)
            await first_place(app, pilot)
            await pilot.pause(0.05)
            drawn = said(app, "#readings")
    finally:
        app.close_project()
    frames = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    (frame,) = [f for f in frames if "review" in f][-1:]

    assert "\n".join(frame["readings"]) == drawn
    assert not any(name in json.dumps(frame) for name in PEOPLE)
    assert [[item["label"] for item in reading] for reading in frame["variants"]] == [["ORG"]]
    assert {f["table"].split("  ")[0] for f in frames if "table" in f} == {"review"}


async def test_the_persons_own_keys_work_in_the_review(database):
    database.with_name("keymap.toml").write_text(
        '"review.none" = "é"\n"table.open" = "ù"\n"review.back" = "à"\n', encoding="utf-8"
    )
    async with review(database) as (app, pilot):
        assert said(app, "#legend").startswith("ù down")
        await pilot.press("ù")
        await on_screen(app, pilot, DisagreementsScreen)
        await pilot.press("ù")
        screen = await on_screen(app, pilot, AdjudicateScreen)
        await press(app, pilot, "é")
        assert ": nothing belongs here" in screen._notice
        assert screen.state.undecided == len(screen.state.places) - 1
        assert "é none" in wording.legend(screen.state.keys)
        await pilot.press("à")
        await on_screen(app, pilot, DisagreementsScreen)
