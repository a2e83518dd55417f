"""Texts as they come from the web, under the keys: edges, labels, inputs."""

import unicodedata

import pytest
from textual import events
from textual.widgets import Input

from annotator.domain.graphemes import floor_boundary
from annotator.tui.screens.dialogs import AskScreen
from annotator.tui.widgets.line_input import pasted_line
from tests.tui.bench import put_article, put_suggestions, span_of
from tests.tui.test_workbench import press, screen_of, shown, workbench

TEXTS = {
    "NFD": unicodedata.normalize("NFD", "Hélène Ménière a été élue à Évêché-sur-Mère, dit-elle."),
    "emoji": "La 👩‍👩‍👧‍👦 famille 👨🏽‍🚒Hélène❤️ de 🇫🇷🇺🇦Kiev 1️⃣ part.",
    "right to left": "وزير الخارجية قال Hélène לשלום עליכם اليوم.",
    "separators": "Hélène\u2028parle\u2029ici\x85là.",
    "tabs": "\tHélène\t\tparle\tà\tKiev.",
    "CRLF": "Hélène parle.\r\n\r\nElle part de Kiev.\r\n",
    "devanagari": "हिन्दी में क्षेत्र Hélène लिखा है।",
    "invisible": "Hé\u200blène\u00ad par\u200dle \u2060 à\ufeff Kiev\u202e rev\u202c.",
    "hangul": "각각 \u1100\u1161\u11a8 Hélène 이다.",
}


@pytest.mark.parametrize("name", list(TEXTS))
async def test_edge_keys_never_split_a_grapheme_and_the_quote_is_the_text(bench, name):
    text = TEXTS[name]
    put_article(bench.workspace, "odd", text)
    put_suggestions(bench.workspace, "odd")
    await bench.open("odd")
    hinted = False
    for keys in (
        ["enter", "n", "p"],
        *(["d"], ["k"], ["k"], ["s"], ["j"], ["d"], ["k"], ["s"]) * 3,
    ):
        await bench.press(*keys)
        for mention in bench.reader.desk.mentions:
            hinted = True
            assert floor_boundary(text, mention.start) == mention.start
            assert floor_boundary(text, mention.end) == mention.end
            assert text[mention.start : mention.end] == mention.quote
    assert hinted


@pytest.mark.parametrize("name", list(TEXTS))
async def test_every_character_has_a_visible_sign_or_a_place(database, name):
    from tests.tui.bench import window

    made = window(database)
    put_article(made.workspace, "odd", TEXTS[name])
    put_suggestions(made.workspace, "odd")
    made.workspace.close()
    async with workbench(database, first="odd") as (app, pilot):
        await press(app, pilot, "enter", "right", "right", "enter", "n", "p")
        assert app._exception is None
        for char in shown(app):
            assert char == "\n" or unicodedata.category(char) not in ("Cc", "Zl", "Zp", "Cs")


async def test_an_empty_article_can_be_opened_and_finished(bench):
    put_article(bench.workspace, "empty", "")
    put_suggestions(bench.workspace, "empty")
    await bench.open("empty")
    await bench.press(*"nbhepxyYDsdjk", "tab", "enter", "enter", "p", "escape", "z")
    await bench.press("escape", "space")
    assert bench.stored("empty").assignment.state == "done"


async def test_one_paragraph_of_a_megabyte_is_worked_on_like_any_other(bench):
    text = "Hélène parle à Kiev, dit-on. " * 36_000 + "Odessa attend."
    assert len(text.encode()) > 1_000_000
    put_article(bench.workspace, "long", text)
    put_suggestions(bench.workspace, "long")
    await bench.open("long")
    bench.face.answers = ["odessa"]
    await bench.press("ctrl+f", "g")
    (mention,) = bench.reader.desk.mentions
    assert (mention.span, mention.label) == (span_of(text, "Odessa"), "GPE")
    await bench.press("k", "s", "d", "z", "z", "z")
    assert bench.live("long") == [("Odessa", "GPE")]


@pytest.mark.parametrize(
    ("pasted", "line"),
    [
        ("Kiev\nOdessa", "Kiev Odessa"),
        ("  Kiev \r\n\r\n\tOdessa\u2028Lviv\x85 ", "Kiev Odessa Lviv"),
        ("\x1b[31mKi\x1b]0;owned\x07ev\x9b2J\x00\x7f", "Kiev"),
        ("\u202eKiev\u202c\u200f", "Kiev"),
        ("👩‍👩‍👧‍👦 E\u0301", "👩‍👩‍👧‍👦 E\u0301"),
        ("\n", ""),
        ("", ""),
    ],
)
async def test_what_is_pasted_becomes_one_safe_line(database, pasted, line):
    assert pasted_line(pasted) == line
    async with workbench(database) as (app, pilot):
        await pilot.press("C")
        await screen_of(app, pilot, AskScreen)
        app.post_message(events.Paste(pasted))
        for _ in range(3):
            await pilot.pause()
        assert app.screen.query_one(Input).value == line
        await press(app, pilot, "escape")


async def test_what_is_pasted_beside_an_input_presses_no_key(database):
    async with workbench(database) as (app, pilot):
        before = shown(app)
        app.post_message(events.Paste("xxxxx\n   yyy\x1b"))
        await pilot.pause()
        await app.desk_screen.settled()
        assert shown(app) == before
