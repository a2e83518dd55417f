"""The article view through Pilot: what it draws, what it paints again, what it says."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from textual.app import App

from annotator.config import ThemeName
from annotator.domain.article import Span
from annotator.domain.scheme import parse_scheme
from annotator.tui.looks import Look
from annotator.tui.palettes import palette
from annotator.tui.themes import DARK_THEME, LIGHT_THEME
from annotator.tui.widgets.article_strips import RowPainter
from annotator.tui.widgets.article_view import ArticleView
from annotator.tui.widgets.marks import Mark

SCHEME_FILE = Path(__file__).parents[2] / "labels" / "news-fr.toml"
NASTY = (
    "[bold]x[/bold] [/ [$error]\n"
    "\x1b]0;owned\x07\x1b[2J\x9b1m\n"
    "a\u202eb\u2028c\x85d\u200be\n"
    "e\u0301te\u0301\tNFD\r\n"
    "👩‍👩‍👧‍👦 🇫🇷 日本語 fin"
)
LONG = "\n".join(f"Ligne {n:03} du texte." for n in range(200))


class ViewApp(App[None]):
    def __init__(self, reading_width=90):
        super().__init__()
        self.scheme = parse_scheme(SCHEME_FILE.read_text(encoding="utf-8"), "news-fr.toml")
        self.reading_width = reading_width
        self.said = []

    def compose(self):
        self.register_theme(DARK_THEME)
        self.register_theme(LIGHT_THEME)
        self.theme = DARK_THEME.name
        yield ArticleView(
            palette(self.scheme, Look()),
            reading_width=self.reading_width,
            words=self.scheme.words,
        )

    @property
    def view(self):
        return self.query_one(ArticleView)

    def on_article_view_mark_clicked(self, message):
        self.said.append(("mark", message.id))

    def on_article_view_word_clicked(self, message):
        self.said.append(("word", message.span))

    def on_article_view_range_selected(self, message):
        self.said.append(("range", message.span))

    def on_article_view_scrolled(self):
        self.said.append("scrolled")


@dataclass
class Painted:
    """Counts the rows that are painted from now on."""

    monkeypatch: pytest.MonkeyPatch
    rows: list[int] = field(default_factory=list)

    def __post_init__(self):
        paint = RowPainter.paint

        def counting(painter, row, *rest):
            self.rows.append(row)
            return paint(painter, row, *rest)

        self.monkeypatch.setattr(RowPainter, "paint", counting)


def line(view, y=0):
    return view.render_line(y).text.rstrip()


def runs(view, y=0):
    """The row as text and the attributes that need no colour."""
    return [(s.text, attributes(s.style)) for s in view.render_line(y) if s.text.strip()]


def attributes(style):
    names = ("bold", "dim", "italic", "underline", "underline2", "overline", "reverse")
    said = [name for name in names if getattr(style, name)]
    ground = style.bgcolor is not None and style.bgcolor.name not in ("#16181c", "#000000")
    return " ".join([*said, *(["ground"] if ground else [])])


async def test_nasty_text_is_shown_as_it_is_without_commanding_the_terminal():
    app = ViewApp()
    async with app.run_test(size=(60, 10)):
        app.view.show(NASTY, [])
        assert [line(app.view, y) for y in range(5)] == [
            "[bold]x[/bold] [/ [$error]",
            "␛]0;owned␇␛[2J␦1m",
            "a⇄b↵c␤d╎e",
            "e\u0301te\u0301⇥NFD",
            "👩‍👩‍👧‍👦 🇫🇷 日本語 fin",
        ]


async def test_a_mark_after_nasty_characters_covers_exactly_its_words():
    app = ViewApp()
    async with app.run_test(size=(60, 10)):
        marks = [
            Mark(word, at := NASTY.index(word), at + len(word), "GPE")
            for word in ("owned", "NFD", "🇫🇷", "fin")
        ]
        app.view.show(NASTY, marks)
        grounds = [t for y in range(5) for t, a in runs(app.view, y) if "ground" in a]
        assert grounds == ["owned", "NFD", "🇫🇷", "fin"]


async def test_every_label_has_a_mark_besides_its_colour():
    app = ViewApp()
    async with app.run_test(size=(60, 5)):
        text = "PER ORG GPE LOC TOPIC"
        app.view.show(
            text, [Mark(w, text.index(w), text.index(w) + len(w), w) for w in text.split()]
        )
        assert runs(app.view) == [
            ("PER", "ground"),
            ("ORG", "underline ground"),
            ("GPE", "bold ground"),
            ("LOC", "italic ground"),
            ("TOPIC", "underline2 ground"),
        ]


async def test_the_shortest_mark_gives_the_ground_and_others_an_underline():
    app = ViewApp()
    async with app.run_test(size=(60, 5)):
        app.view.show("le maire de Lyon", [Mark("a", 3, 16, "PER"), Mark("b", 12, 16, "GPE")])
        assert runs(app.view)[1:] == [("maire de ", "ground"), ("Lyon", "bold underline ground")]


async def test_two_marks_of_one_label_that_touch_show_where_the_second_begins():
    app = ViewApp()
    async with app.run_test(size=(60, 5)):
        app.view.show("日本中国", [Mark("a", 0, 2, "GPE"), Mark("b", 2, 4, "GPE")])
        assert runs(app.view) == [("日本", "bold ground"), ("中", "ground"), ("国", "bold ground")]


async def test_candidates_and_proposals_are_outlined_and_doubts_told_from_the_sure():
    app = ViewApp()
    async with app.run_test(size=(60, 5)):
        marks = [
            Mark("sure", 0, 4, "PER"),
            Mark("candidate", 5, 9, "PER", outlined=True),
            Mark("doubt", 10, 14, "PER", doubtful=True),
        ]
        app.view.show("aaaa bbbb cccc dddd", marks)
        app.view.set_outlined([Span(15, 19)])
        assert [r for r in runs(app.view) if r[1]] == [
            ("aaaa", "ground"),
            ("bbbb", "underline overline"),
            ("cccc", "overline ground"),
            ("dddd", "underline overline"),
        ]


async def test_the_current_item_is_bold_and_reversed():
    app = ViewApp()
    async with app.run_test(size=(60, 5)):
        app.view.show("le maire dit", [Mark("a", 3, 8, "PER")])
        app.view.set_current([Span(3, 8)])
        assert ("maire", "bold reverse") in runs(app.view)
        app.view.set_current([])
        assert ("maire", "ground") in runs(app.view)


async def test_a_span_that_was_outlined_and_becomes_current_is_painted_again():
    app = ViewApp()
    async with app.run_test(size=(60, 5)):
        app.view.show("le maire dit", [])
        app.view.set_outlined([Span(3, 8)])
        assert ("maire", "underline overline") in runs(app.view)
        app.view.set_current([Span(3, 8)])
        app.view.set_outlined([])
        assert ("maire", "bold reverse") in runs(app.view)


async def test_dimmed_paragraphs_and_the_title_look_different():
    app = ViewApp()
    async with app.run_test(size=(60, 5)):
        app.view.show("Titre\nTexte\nAbonnez-vous", [], [Span(12, 24)], Span(0, 5))
        assert [runs(app.view, y) for y in range(3)] == [
            [("Titre", "bold")],
            [("Texte", "")],
            [("Abonnez-vous", "dim")],
        ]
        app.view.set_dimmed([])
        assert runs(app.view, 2) == [("Abonnez-vous", "")]


async def test_hints_stand_before_their_words_and_the_rest_is_muted():
    app = ViewApp()
    async with app.run_test(size=(60, 5)):
        app.view.show("l’OTAN et 日本 à la\nfin", [])
        app.view.set_hints({2: "a", 10: "b", 13: "cd", 15: "e", 18: "g"})
        assert line(app.view) == "laOTAN etb日本càela", "of two letters the first, in the space"
        assert line(app.view, 1) == "gin", "nothing stands before the first word of a row"
        assert runs(app.view)[0] == ("l", "dim")
        assert runs(app.view)[1] == ("a", "bold ground")
        assert runs(app.view)[2] == ("OTAN et", "dim")
        app.view.set_hints(None)
        assert line(app.view) == "l’OTAN et 日本 à la"


async def test_the_last_word_of_a_full_row_keeps_its_letters_under_a_hint():
    app = ViewApp(reading_width=10)
    async with app.run_test(size=(60, 5)):
        app.view.show("bcdefghi a\nx", [])
        app.view.set_hints({9: "uv", 11: "yz"})
        assert line(app.view) == "bcdefghiua"
        assert line(app.view, 1) == "y"
        further = runs(app.view)[1]
        app.view.set_hints({9: "v"})
        assert runs(app.view)[1] == ("v", "bold ground") != further


async def test_only_the_rows_of_a_changed_mark_are_painted_again(monkeypatch):
    app = ViewApp()
    async with app.run_test(size=(60, 20)) as pilot:
        marks = [Mark(f"m{n}", at := LONG.index(f"{n:03}"), at + 3, "PER") for n in range(200)]
        app.view.show(LONG, marks)
        await pilot.pause()
        painted = Painted(monkeypatch)
        marks[4] = Mark("m4", marks[4].start, marks[4].end, "ORG")
        app.view.update_marks(marks)
        await pilot.pause()
        assert painted.rows == [4]
        app.view.change_marks(removed=["m6"])
        await pilot.pause()
        assert painted.rows == [4, 6]
        assert runs(app.view, 6) == [("Ligne 006 du texte.", "")]


async def test_moving_the_current_item_paints_two_rows(monkeypatch):
    app = ViewApp()
    async with app.run_test(size=(60, 20)) as pilot:
        app.view.show(LONG, [])
        app.view.set_current([Span(0, 5)])
        await pilot.pause()
        painted = Painted(monkeypatch)
        second_row = LONG.index("\n") + 1
        app.view.set_current([Span(second_row, second_row + 5)])
        await pilot.pause()
        assert sorted(painted.rows) == [0, 1]
        assert app.said == []


async def test_scrolling_back_paints_nothing_again(monkeypatch):
    app = ViewApp()
    async with app.run_test(size=(60, 20)) as pilot:
        app.view.show(LONG, [])
        await pilot.pause()
        app.view.scroll_rows(app.view.page_rows())
        await pilot.pause()
        painted = Painted(monkeypatch)
        app.view.scroll_rows(-app.view.page_rows())
        await pilot.pause()
        assert painted.rows == []
        assert line(app.view) == "Ligne 000 du texte."


async def test_rows_are_kept_while_hints_are_shown(monkeypatch):
    app = ViewApp()
    async with app.run_test(size=(60, 20)) as pilot:
        app.view.show(LONG, [])
        await pilot.pause()
        app.view.set_hints({0: "a"})
        await pilot.pause()
        app.view.change_marks([Mark("m", 6, 9, "PER")])
        await pilot.pause()
        painted = Painted(monkeypatch)
        app.view.set_hints(None)
        await pilot.pause()
        assert painted.rows == [0]
        assert runs(app.view)[1] == ("000", "ground")


async def test_a_far_item_is_scrolled_into_sight_with_context():
    app = ViewApp()
    async with app.run_test(size=(60, 20)) as pilot:
        app.view.show(LONG, [])
        await pilot.pause()
        at = LONG.index("150")
        app.view.set_current([Span(at, at + 3)])
        await pilot.pause()
        assert "scrolled" in app.said
        rows = [line(app.view, y) for y in range(20)]
        assert 3 <= rows.index("Ligne 150 du texte.") <= 16
        seen = app.view.visible_span()
        assert seen.start == LONG.index(rows[0])
        assert seen.end == LONG.index(rows[-1]) + len(rows[-1]) + 1


async def test_the_terminal_cursor_follows_the_current_item_and_the_cursor():
    app = ViewApp()
    async with app.run_test(size=(60, 20)):
        app.view.show("le 日本 dit\nnon", [])
        app.view.set_current([Span(6, 9)])
        assert app.cursor_position == (8, 0)
        app.view.set_cursor(11)
        assert app.cursor_position == (1, 1)


async def test_cursor_mode_shows_the_cursor_and_what_is_selected():
    app = ViewApp()
    async with app.run_test(size=(60, 5)):
        app.view.show("le maire", [])
        app.view.set_cursor(5, anchor=3)
        assert runs(app.view) == [("le ", ""), ("ma", "ground"), ("i", "reverse"), ("re", "")]
        app.view.set_cursor(8)
        assert app.view.render_line(0).text.startswith("le maire ")
        assert any(s.style.reverse and s.text == " " for s in app.view.render_line(0))


async def test_the_place_in_the_text_survives_another_width_and_back():
    app = ViewApp()
    async with app.run_test(size=(80, 10)) as pilot:
        app.view.show("Un mot puis un autre mot. " * 200, [])
        await pilot.pause()
        app.view.scroll_rows(20)
        await pilot.pause()
        top = app.view.top_offset()
        for width in (33, 61, 47):
            await pilot.resize_terminal(width, 12)
            await pilot.pause()
            seen = app.view.visible_span()
            assert app.view.top_offset() == top
            assert seen.start <= top < seen.start + width
        await pilot.resize_terminal(80, 10)
        await pilot.pause()
        assert app.view.visible_span().start == top


async def test_the_current_item_stays_in_sight_on_a_smaller_screen_unless_it_was_scrolled_away():
    app = ViewApp()
    async with app.run_test(size=(80, 30)) as pilot:
        text = "Un mot puis un autre mot. " * 200
        app.view.show(text, [])
        await pilot.pause()
        app.view.scroll_rows(5)
        await pilot.pause()
        low = Span(app.view.visible_span().end - 20, app.view.visible_span().end - 10)
        app.view.set_current([low])
        for size in ((80, 10), (40, 8), (33, 6)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert app.view.visible_span().overlaps(low), size
        app.view.scroll_rows(60)
        await pilot.pause()
        await pilot.resize_terminal(40, 7)
        await pilot.pause()
        assert not app.view.visible_span().overlaps(low)


async def test_a_bookmark_brings_the_same_row_back_to_the_top():
    app = ViewApp()
    async with app.run_test(size=(60, 10)) as pilot:
        app.view.show(LONG, [])
        await pilot.pause()
        app.view.scroll_rows(77)
        await pilot.pause()
        bookmark = app.view.top_offset()
        app.view.show("autre", [])
        app.view.show(LONG, [])
        app.view.scroll_to_offset(bookmark)
        await pilot.pause()
        assert line(app.view) == "Ligne 077 du texte."
        assert app.view.top_offset() == bookmark


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (0, ("word", Span(0, 2))),
        (3, ("mark", "inner")),
        (8, ("mark", "outer")),
        (9, ("mark", "outer")),
        (11, None),
        (12, ("word", Span(10, 12))),
        (13, ("word", Span(10, 12))),
        (30, None),
    ],
    ids=["elided", "nested", "wide left", "wide right", "space", "flag", "flag right", "beside"],
)
async def test_a_click_finds_what_is_under_it(cell, said):
    app = ViewApp()
    async with app.run_test(size=(60, 5)) as pilot:
        app.view.show("l’OTAN 日本 🇫🇷", [Mark("outer", 2, 9, "ORG"), Mark("inner", 2, 6, "ORG")])
        await pilot.pause()
        await pilot.click(app.view, offset=(cell, 0))
        await pilot.pause()
        assert app.said == ([said] if said else [])


@pytest.mark.parametrize(("down", "up"), [((4, 0), (3, 1)), ((3, 1), (4, 0))], ids=["down", "up"])
async def test_a_drag_selects_whole_graphemes_in_either_direction(down, up):
    app = ViewApp()
    async with app.run_test(size=(60, 5)) as pilot:
        text = "le 日本\ne\u0301te\u0301!"
        app.view.show(text, [])
        await pilot.pause()
        await pilot.mouse_down(app.view, offset=down)
        await pilot.hover(app.view, offset=up)
        assert any("ground" in a for _, a in runs(app.view))
        await pilot.mouse_up(app.view, offset=up)
        await pilot.pause()
        assert app.said == [("range", Span(3, len(text)))]
        assert not any("ground" in a for _, a in runs(app.view))


async def test_an_empty_article_has_one_empty_row():
    app = ViewApp()
    async with app.run_test(size=(60, 5)):
        app.view.show("", [])
        assert line(app.view) == ""
        assert app.view.visible_span() is None
        app.view.set_cursor(0)
        assert any(s.style.reverse for s in app.view.render_line(0))


async def test_another_theme_paints_anew():
    app = ViewApp()
    async with app.run_test(size=(60, 5)) as pilot:
        app.view.show("le maire", [])
        before = app.view.render_line(0)
        app.theme = LIGHT_THEME.name
        await pilot.pause()
        after = app.view.render_line(0)
        assert before.text == after.text
        assert [s.style for s in before] != [s.style for s in after]


async def test_another_palette_paints_anew():
    app = ViewApp()
    async with app.run_test(size=(60, 5)):
        app.view.show("le maire", [Mark("a", 3, 8, "PER", outlined=True)])
        before = app.view.render_line(0)
        app.view.set_palette(palette(app.scheme, Look(ThemeName.LIGHT)))
        assert [s.style for s in before] != [s.style for s in app.view.render_line(0)]


async def test_what_is_current_before_the_first_frame_is_in_sight_in_it():
    class Early(ViewApp):
        def on_mount(self):
            self.view.show(LONG, [])
            at = LONG.index("150")
            self.view.set_current([Span(at, at + 3)])

    app = Early()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert "Ligne 150 du texte." in [line(app.view, y) for y in range(20)]
