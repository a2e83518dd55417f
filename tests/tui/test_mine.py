"""Own finished work against gold, in the workbench."""

import pytest

from annotator.domain.edits import Act, ActorKind, Change, Draft
from annotator.domain.items import Decision, Mention
from annotator.domain.layer import Author, Role
from annotator.storage.layers import create_layer
from annotator.storage.log import append_edit
from annotator.tui.screens.mine import MineScreen
from tests.tui.bench import AT, PORT, span_of, window
from tests.tui.test_workbench import press, screen_of, shown, workbench


def put_gold(workspace, article, *marks):
    """A gold layer with these mentions."""
    items = []
    for number, (words, label, nth) in enumerate(marks, 1):
        span = span_of(PORT, words, nth)
        items.append(
            Mention(
                id=f"m{number}", start=span.start, end=span.end, quote=words, label=label,
                decision=Decision.ADDED,
            )
        )  # fmt: skip
    changes = tuple(Change(item.id, None, item) for item in items)

    def job(session):
        row = create_layer(session, article, Author(Role.GOLD, "gold"))
        append_edit(
            session, row, 0, Draft(Act.IMPORT, changes), next_number=len(items) + 1,
            actor_kind=ActorKind.IMPORT, actor="gold", at=AT,
        )  # fmt: skip

    workspace.write(job)


@pytest.fixture
async def judged(database):
    """`port` is finished by anna, and gold says Valmer is no ORG."""
    made = window(database)
    put_gold(
        made.workspace, "port",
        ("Solène Abgrall", "PER", 0), ("Bo Lindqvist", "PER", 0), ("Valmer", "GPE", 1),
    )  # fmt: skip
    await made.open("port")
    await made.press("space", "space")
    made.workspace.close()
    return database


async def test_a_place_is_shown_in_its_sentence_and_enter_goes_there(judged):
    async with workbench(judged, first="digue") as (app, pilot):
        await pilot.press("O")
        await screen_of(app, pilot, MineScreen)
        assert "1 label" in shown(app)
        assert "⟦Valmer⟧" in shown(app)
        assert "gold:  “Valmer” GPE (named)" in shown(app)
        await pilot.press("enter")
        await app.desk_screen.settled()
        await pilot.pause()
        reader = app.desk_screen.reader
        assert reader.article.id == "port"
        assert (reader.current.item.quote, reader.current.item.label) == ("Valmer", "ORG")
        assert "Gold has here: “Valmer” GPE" in shown(app)


async def test_kinds_are_gone_through_and_escape_goes_back(judged):
    async with workbench(judged, first="port") as (app, pilot):
        before = shown(app)
        await pilot.press("O")
        await screen_of(app, pilot, MineScreen)
        await pilot.press("f")
        assert "▸1 label" in shown(app)
        await pilot.press("f", "escape")
        await app.desk_screen.settled()
        await pilot.pause()
        assert shown(app) == before


async def test_without_gold_a_sentence_says_so(database):
    async with workbench(database) as (app, pilot):
        await press(app, pilot, "O")
        assert "No article that you finished has gold" in shown(app)


async def test_of_an_article_that_is_not_finished_nothing_is_told(bench):
    put_gold(bench.workspace, "port", ("Valmer", "GPE", 1))
    await bench.open("port")
    await bench.press("O")
    assert bench.said.startswith("No article that you finished")
