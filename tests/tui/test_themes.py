from pathlib import Path

import pytest
from rich.color import Color, ColorSystem
from rich.style import Style

from annotator.domain.scheme import parse_scheme
from annotator.tui.themes import DARK_THEME, LIGHT_THEME, palette

SCHEME_FILE = Path(__file__).parents[2] / "labels" / "news-fr.toml"
ATTRIBUTES = ("bold", "italic", "underline", "underline2", "overline", "reverse", "dim")


@pytest.fixture(params=[True, False], ids=["dark", "light"])
def dark(request):
    return request.param


@pytest.fixture
def styles(dark):
    scheme = parse_scheme(SCHEME_FILE.read_text(encoding="utf-8"), SCHEME_FILE.name)
    return palette(scheme, dark=dark)


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


def test_outlined_text_is_readable_on_the_themes_ground(styles, dark):
    ground = (DARK_THEME if dark else LIGHT_THEME).background
    for label in styles.labels.values():
        assert contrast(label.outlined.color.name, ground) >= 4.5


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


def test_sixteen_colours_keep_the_marks(styles):
    for label in styles.labels.values():
        drawn = label.filled.render("x", color_system=ColorSystem.STANDARD)
        plain = Style(color="black", bgcolor=label.filled.bgcolor)
        assert "x" in drawn
        if attributes(label.filled):
            assert drawn != plain.render("x", color_system=ColorSystem.STANDARD)
