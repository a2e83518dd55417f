"""Who stands where, from the key to the stance in its article, in the workbench and the review."""

import json

import pytest
from textual.coordinate import Coordinate
from textual.widgets import DataTable, OptionList

from annotator.domain.standpoints import contradictions
from annotator.project.importing import import_paths
from annotator.tui.focus import Current
from annotator.tui.screens.adjudicate import AdjudicateScreen
from annotator.tui.screens.review_tables import PairsScreen
from annotator.tui.screens.sayings import PointsScreen, SayingsScreen
from annotator.tui.screens.standpoints import StandpointsScreen
from tests.tui.acts import put_pacte
from tests.tui.bench import put_article, put_suggestions, window
from tests.tui.test_mouse import back_at_the_desk, click
from tests.tui.test_review import filled, on_screen, review, said
from tests.tui.test_workbench import (
    HOSTILE_NAME,
    assert_nothing_drives_the_terminal,
    press,
    screen_of,
    shown,
    workbench,
)

SIDES = (
    ("a1", "Le Littoral", "2026-01-05", "Cardinal refuse le pont de Valmure.", "refuse"),
    ("a2", "L'Aval", "2026-01-06", "Cardinal salue le pont. Il salue le quai.", "salue"),
    ("a3", "L'Aval", "2026-01-07", "Cardinal refuse le quai. Sarre salue le pont.", "refuse"),
)
STANCES = {
    "a1": [("Cardinal", "pont", "refuse", "against")],
    "a2": [("Cardinal", "pont", "salue", "favor"), ("Cardinal", "quai", "salue le quai", "favor")],
    "a3": [("Cardinal", "quai", "refuse", "against"), ("Sarre", "pont", "salue", "favor")],
}


def place(text, words):
    start = text.index(words)
    return {"start": start, "end": start + len(words)}


def record(article, outlet, published, text, *, name="anna", stances=None):
    """A finished layer with the stances of an article."""
    said = STANCES[article] if stances is None else stances
    words = sorted({end for holder, target, *_ in said for end in (holder, target)})
    entities = [
        {"id": w, **place(text, w), "label": "PER" if w[0].isupper() else "TOPIC", "canonical": w}
        for w in words
    ]
    return {
        "id": article, "text": text, "source": outlet, "published": published,
        "entities": entities,
        "stances": [
            {
                "id": f"s{n}", "holder": holder, "target": target, "label": label,
                "evidence": [place(text, evidence)], "attribution": "reported",
            }
            for n, (holder, target, evidence, label) in enumerate(said)
        ],
        "layer": {"role": "annotator", "name": name, "state": "done"},
    }  # fmt: skip


def put_sides(workspace, folder):
    """Anna has finished three articles of two outlets, which contradict each other."""
    file = folder / "sides.jsonl"
    records = [record(*parts[:4]) for parts in SIDES]
    file.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    assert [r.outcome.value for r in import_paths(workspace, [file])] == ["imported"] * 3


@pytest.fixture
def sides(database, tmp_path):
    made = window(database)
    put_sides(made.workspace, tmp_path)
    made.workspace.close()
    return database


async def matrix(app, pilot):
    await pilot.press("ctrl+o")
    return await screen_of(app, pilot, StandpointsScreen)


def cells(screen):
    table = screen.query_one(DataTable)
    rows = [[cell.plain for cell in table.get_row_at(n)] for n in range(table.row_count)]
    return [[str(column.label).split() for column in table.ordered_columns], *rows]


async def test_the_key_leads_from_the_matrix_over_the_sentences_to_the_stance(sides):
    async with workbench(sides, first="port") as (app, pilot):
        screen = await matrix(app, pilot)
        assert cells(screen) == [
            [["holder"], ["pont"], ["quai"]],
            ["everybody", "+2 −1", "+1 −1"],
            ["Cardinal", "+1 −1 !", "+1 −1 !"],
            ["Sarre", "+1", ""],
        ]
        assert "holders 2   targets 2   stances 5   on both sides 2" in shown(app)
        assert "Cardinal → pont\n +1 −1   outlets contradict each other: favor: L'Aval" in shown(
            app
        )
        await pilot.press("n")
        await pilot.pause()
        assert "Cardinal → quai\n +1 −1   within one outlet: favor: L'Aval" in shown(app)
        await pilot.press("enter")
        await screen_of(app, pilot, SayingsScreen)
        assert "favor  ·  L'Aval  ·  2026-01-06  ·  a2\n Il ⟦salue le quai⟧." in shown(app)
        await pilot.press("n", "enter")
        await back_at_the_desk(app, pilot)
        reader = app.desk_screen.reader
        assert reader.article.id == "a3"
        here = reader.current.stance
        assert (here.label, here.evidence[0].quote) == ("against", "refuse")
        assert "Cardinal → quai · against · reported" in shown(app)
        # The matrix is found where it was left.
        screen = await matrix(app, pilot)
        assert screen.query_one(DataTable).cursor_coordinate == Coordinate(1, 2)
        await pilot.press("n", "n", "right", "enter")
        await pilot.pause()
        assert "Sarre → quai\n no stance" in shown(app)
        await pilot.press("escape")
        await back_at_the_desk(app, pilot)


async def test_contradictions_of_outlets_come_first_and_lead_to_the_article(sides):
    async with workbench(sides, (100, 30), first="port") as (app, pilot):
        before = shown(app)
        await matrix(app, pilot)
        await pilot.press("c")
        screen = await screen_of(app, pilot, PointsScreen)
        assert "contradictions: 1 between outlets, 1 within one outlet" in shown(app)
        rows = [str(row.prompt).splitlines()[0] for row in screen.query_one(OptionList).options]
        assert rows == ["Cardinal → pont", "Cardinal → quai"]
        await pilot.press("enter")
        await screen_of(app, pilot, SayingsScreen)
        await pilot.press("escape", "escape", "escape")
        await back_at_the_desk(app, pilot)
        assert shown(app) == before
        await matrix(app, pilot)
        for kind, words in (
            (PointsScreen, "c: contradictions"),
            (SayingsScreen, "Enter: sentences"),
        ):
            await click(app, pilot, words)
            await screen_of(app, pilot, kind)
        await pilot.press("n")
        await click(app, pilot, "Enter: go to the article")
        await back_at_the_desk(app, pilot)
        assert app.desk_screen.reader.article.id == "a1"
        assert app.desk_screen.reader.current.stance.label == "against"


async def test_names_of_a_row_and_of_everybody_list_their_pairs(sides):
    async with workbench(sides, first="port") as (app, pilot):
        screen = await matrix(app, pilot)
        for keys, heading in (
            (("left",), "Cardinal → everything: 2 pairs"),
            (("up",), "everybody → everything: 3 pairs"),
            (("right",), "everybody → pont: 2 pairs"),
        ):
            await pilot.press(*keys, "enter")
            await screen_of(app, pilot, PointsScreen)
            assert heading in shown(app)
            await pilot.press("escape")
            await screen_of(app, pilot, StandpointsScreen)
        assert screen.stood == ("", "pont")


async def test_only_what_she_decided_counts_before_she_is_done(bench):
    put_pacte(bench.workspace)
    await bench.open("pacte")
    await bench.press("ctrl+o")
    assert bench.said.startswith("No stance with a holder yet")
    bench.reader.point_at(Current.of_stance(bench.reader.desk.picture.stances[0]))
    await bench.press("y")
    bench.face.answers = [lambda points: points[0].sayings[0]]
    await bench.press("ctrl+o")
    assert bench.face.shown[-1] == "Rutte on pacte: −1"
    assert bench.reader.current.stance.label == "against"
    assert bench.reader.article.id == "pacte"


async def test_work_of_others_is_pointed_at_in_her_own_reading_or_refused(bench, tmp_path):
    file = tmp_path / "ben.jsonl"
    parts = SIDES[0][:4]
    file.write_text(json.dumps(record(*parts, name="ben")), encoding="utf-8")
    list(import_paths(bench.workspace, [file]))
    put_suggestions(bench.workspace, "a1")
    bench.face.answers = [lambda points: points[0].sayings[0]]
    await bench.open("port")
    await bench.press("ctrl+o")
    assert bench.face.warnings[-1].startswith("Article a1 is with ben now")
    assert bench.reader.article.id == "port"


async def test_what_gold_says_is_pointed_at_in_her_own_finished_work(bench, tmp_path):
    gold = record(*SIDES[0][:4], stances=[("Cardinal", "pont", "refuse le pont", "neutral")])
    gold["layer"]["role"] = "gold"
    file = tmp_path / "gold.jsonl"
    lines = (json.dumps(one) + "\n" for one in (record(*SIDES[0][:4]), gold))
    file.write_text("".join(lines), encoding="utf-8")
    list(import_paths(bench.workspace, [file]))
    bench.face.answers = [lambda points: points[0].sayings[0]]
    await bench.open("port")
    await bench.press("ctrl+o")
    assert bench.face.shown[-1] == "Cardinal on pont: ○1"
    assert bench.reader.current.stance.label == "against"
    assert bench.said == "Gold has here: Cardinal → pont, neutral"


async def test_hostile_names_and_sentences_are_shown_safely(database, tmp_path):
    made = window(database)
    text = f"Cardinal {HOSTILE_NAME} refuse le pont. Fin."
    one = record("bad", HOSTILE_NAME, None, text, stances=[("Cardinal", "pont", text, "against")])
    one["entities"][0]["canonical"] = one["entities"][1]["canonical"] = HOSTILE_NAME * 9
    file = tmp_path / "bad.jsonl"
    file.write_text(json.dumps(one), encoding="utf-8")
    list(import_paths(made.workspace, [file]))
    put_article(made.workspace, "z", "Fin.\n")
    made.workspace.close()
    async with workbench(database, first="port") as (app, pilot):
        await matrix(app, pilot)
        assert_nothing_drives_the_terminal(app)
        assert "x␛]0;owned" in shown(app)
        await pilot.press("enter")
        await screen_of(app, pilot, SayingsScreen)
        assert_nothing_drives_the_terminal(app)
        assert "⟦Cardinal x␛]0;owned" in shown(app)
        await pilot.press("escape", "escape")
        await press(app, pilot, "escape")


async def test_the_review_leads_from_a_stance_to_the_conflict_beside_it(tmp_path):
    a1, a2 = (record(*parts[:4]) for parts in SIDES[:2])
    other = [("Cardinal", "pont", "salue", "against"), STANCES["a2"][1]]
    path = filled(
        tmp_path, a1, a2,
        record(*SIDES[0][:4], name="ben"), record(*SIDES[1][:4], name="ben", stances=other),
    )  # fmt: skip
    async with review(path) as (app, pilot):
        await pilot.press("ctrl+o")
        screen = await on_screen(app, pilot, StandpointsScreen)
        assert contradictions(screen._points)[0].holder == "Cardinal"
        await pilot.press("enter", "n", "enter")
        await on_screen(app, pilot, PairsScreen)
        assert said(app, "#legend") == "Annotators agree on all of a1."
        await pilot.press("ctrl+o")
        await on_screen(app, pilot, StandpointsScreen)
        await pilot.press("enter", "enter")
        await on_screen(app, pilot, AdjudicateScreen)
        assert "Cardinal —favor→ pont" in said(app, "#readings")
