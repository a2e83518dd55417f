from pathlib import Path

import pytest
from rich.color import Color, ColorSystem
from rich.style import Style

from annotator.config import ThemeName
from annotator.domain.scheme import parse_scheme
from annotator.tui.looks import Depth, Look, label_colours
from annotator.tui.palettes import palette
from annotator.tui.themes import screen_theme

SCHEME_FILE = Path(__file__).parents[2] / "labels" / "news-fr.toml"
ATTRIBUTES = ("bold", "italic", "underline", "underline2", "overline", "reverse", "dim")


SCHEME = parse_scheme(SCHEME_FILE.read_text(encoding="utf-8"), SCHEME_FILE.name)


@pytest.fixture(params=list(ThemeName))
def look(request):
    return Look(request.param)


@pytest.fixture
def styles(look):
    return palette(SCHEME, look)


def luminance(colour):
    parts = [part / 255 for part in Color.parse(colour).get_truecolor()]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """WCAG 2.2, contrast ratio."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def attributes(style):
    return tuple(name for name in ATTRIBUTES if getattr(style, name))


def test_text_on_every_ground_is_readable(styles):
    for label in styles.labels.values():
        for style in (label.filled, label.doubtful, label.seam):
            assert contrast(style.color.name, style.bgcolor.name) >= 4.5


def test_outlined_text_is_readable_on_the_themes_ground(styles, look):
    ground = screen_theme(look).background
    for label in styles.labels.values():
        for style in (label.outlined, label.quiet, styles.further):
            assert contrast(style.color.name, ground) >= 4.5
            assert style.bgcolor is None


def test_labels_are_told_apart_without_colour(styles):
    marks = [attributes(label.filled) for label in styles.labels.values()]
    assert len(set(marks)) == len(marks)


def test_doubtful_outlined_and_touching_marks_are_told_apart_without_colour(styles):
    for label in styles.labels.values():
        looks = [label.filled, label.doubtful, label.outlined, label.seam]
        assert len({(attributes(s), s.bgcolor is None) for s in looks}) == len(looks)


def test_the_current_item_is_reversed_in_any_terminal(styles):
    assert styles.current.reverse
    assert styles.current.bold


def test_a_label_that_the_scheme_does_not_know_has_a_style(styles):
    assert styles.of("GONE").filled.bgcolor is not None


def in_sixteen(style):
    """The numbers of a style's colours among the 16."""
    ground = style.bgcolor.downgrade(ColorSystem.STANDARD) if style.bgcolor else None
    return style.color.downgrade(ColorSystem.STANDARD).number, ground and ground.number


@pytest.mark.parametrize("theme", list(ThemeName))
def test_at_sixteen_colours_no_two_labels_and_not_the_current_item_look_alike(theme):
    styles = palette(SCHEME, Look(theme, Depth.SIXTEEN))
    grounds = [in_sixteen(label.filled)[1] for label in styles.labels.values()]
    # The current item is reversed: its letters' colour is its ground.
    grounds.append(in_sixteen(styles.current)[0])
    assert len(set(grounds)) == len(grounds)
    for label in styles.labels.values():
        assert in_sixteen(label.filled)[0] != in_sixteen(label.filled)[1]
        assert in_sixteen(label.sign)[0] != in_sixteen(label.sign)[1]


@pytest.mark.parametrize("depth", [Depth.SIXTEEN, Depth.NONE])
@pytest.mark.parametrize("theme", list(ThemeName))
def test_with_few_colours_every_label_has_its_letter(theme, depth):
    styles = palette(SCHEME, Look(theme, depth))
    assert {i: label.letter for i, label in styles.labels.items()} == {
        "PER": "p", "ORG": "o", "GPE": "g", "LOC": "l", "TOPIC": "t"
    }  # fmt: skip


def test_without_colours_no_style_of_a_mark_has_one_and_all_are_told_apart():
    styles = palette(SCHEME, Look(ThemeName.DARK, Depth.NONE))
    looks = []
    for label in styles.labels.values():
        for style in (label.filled, label.doubtful, label.outlined, label.seam):
            assert style.color is None
            assert style.bgcolor is None
        assert attributes(label.outlined) not in (attributes(label.filled), ())
        looks += [attributes(label.filled), attributes(label.doubtful)]
    assert len(set(looks)) == len(looks)
    assert () not in looks


def test_the_safe_colours_are_apart_and_say_so_by_letters_too():
    look = Look(ThemeName.OKABE_ITO)
    colours = label_colours(SCHEME, look)
    assert len({colours[label.id] for label in SCHEME.entities}) == len(SCHEME.entities)
    assert len({colours[label.id] for label in SCHEME.stances}) == len(SCHEME.stances)
    assert all(label.letter for label in palette(SCHEME, look).labels.values())
    assert not any(label.letter for label in palette(SCHEME, Look()).labels.values())


def test_sixteen_colours_keep_the_marks(styles):
    for label in styles.labels.values():
        drawn = label.filled.render("x", color_system=ColorSystem.STANDARD)
        plain = Style(color="black", bgcolor=label.filled.bgcolor)
        assert "x" in drawn
        if attributes(label.filled):
            assert drawn != plain.render("x", color_system=ColorSystem.STANDARD)
