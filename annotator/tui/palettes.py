"""The article's colours and marks: what a scheme gives its labels, as it looks on this terminal.

A mention is told by its ground, by its label's mark (underline, double, bold, italic) and never by
colour alone: 16 colours, `NO_COLOR` and colour-blind eyes lose the hue and keep the rest, and get
the label's letter in the space before each mention.
"""

from __future__ import annotations

from rich.color import Color
from rich.color_triplet import ColorTriplet
from rich.style import Style

from annotator.domain.scheme import Scheme, Underline
from annotator.tui.looks import UNKNOWN_GROUND, Depth, Look, label_colours
from annotator.tui.widgets.marks import LabelStyles, Palette

_BLACK = "#000000"
_WHITE = "#ffffff"
READABLE = 4.5
"""The least contrast of text (WCAG 2.2, success criterion 1.4.3, level AA)."""

_MARKS = {
    Underline.NONE: Style(),
    Underline.SINGLE: Style(underline=True),
    Underline.DOUBLE: Style(underline2=True),
    Underline.BOLD: Style(bold=True),
    Underline.ITALIC: Style(italic=True),
}
# Above and below: with no ground it is an outline. Terminals without an overline (macOS Terminal)
# still draw the underline.
_OUTLINE = Style(underline=True, overline=True)

# Without any colour every mention is underlined, and what tells the labels apart comes to that.
_COLOURLESS_MARKS = {
    Underline.NONE: Style(underline=True),
    Underline.SINGLE: Style(underline=True, bold=True, italic=True),
    Underline.DOUBLE: Style(underline2=True),
    Underline.BOLD: Style(underline=True, bold=True),
    Underline.ITALIC: Style(underline=True, italic=True),
}
_COLOURLESS_OUTLINE = Style(overline=True)


def palette(scheme: Scheme, look: Look) -> Palette:
    """The article's styles for a scheme's labels, as they look on this terminal."""
    front, back = (_WHITE, _BLACK) if look.dark else (_BLACK, _WHITE)
    muted = "#8A8F98" if look.dark else "#6A6A64"
    colours = label_colours(scheme, look)
    return Palette(
        labels={
            label.id: _styles(colours[label.id], label.mark, look, label.key)
            for label in scheme.entities
        },
        other=_styles(UNKNOWN_GROUND, Underline.NONE, look),
        title=Style(color=front, bold=True),
        dimmed=Style(color=muted, dim=True),
        symbol=Style(color=muted),
        outline=_OUTLINE,
        # Written as reverse of the screen's own colours, so that a terminal with no colour at all
        # still shows the current item.
        current=Style(color=front, bgcolor=back, bold=True, reverse=True),
        selection=_selection(look, back),
        cursor=Style(color=front, bgcolor=back, reverse=True),
        hint=_hint(look),
        further=_further(look),
        without_hint=Style(dim=True),
        current_under_hints=Style(bold=True, dim=False),
    )


def _selection(look: Look, back: str) -> Style:
    if look.depth is Depth.NONE:
        return Style(reverse=True)
    return Style(color=back, bgcolor="#BBBBBB" if look.dark else "#666666")


def _hint(look: Look) -> Style:
    if look.depth is Depth.NONE:
        return Style(bold=True, reverse=True)
    return Style(color=_BLACK, bgcolor="#EEDD88", bold=True)


def _further(look: Look) -> Style:
    """Without a ground: less than a hint of one letter, which is likelier to be meant."""
    if look.depth is Depth.NONE:
        return Style(bold=True, dim=False)
    return Style(color="#EEDD88" if look.dark else "#7A5C00", bold=True, dim=False)


def _styles(ground: str, underline: Underline, look: Look, letter: str = "") -> LabelStyles:
    letter = letter if look.letters else ""
    if look.depth is Depth.NONE:
        return _colourless(_COLOURLESS_MARKS[underline], letter)
    mark = _MARKS[underline]
    filled = Style(color=_BLACK, bgcolor=ground) + mark
    # A paler ground keeps black text readable; the overline says the same without colour, and 16
    # colours have none that is paler.
    paler = ground if look.depth is Depth.SIXTEEN else _mixed(ground, _WHITE, 0.5)
    doubtful = filled + Style(bgcolor=paler, overline=True)
    text = _mixed(ground, _BLACK, 0.0 if look.dark else 0.55)
    darker = _mixed(ground, _BLACK, 0.25)
    seam = darker if _contrast_with_black(darker) >= READABLE else _mixed(ground, _WHITE, 0.25)
    return LabelStyles(
        filled=filled,
        doubtful=doubtful,
        outlined=Style(color=text) + _OUTLINE,
        seam=filled + Style(bgcolor=seam, bold=not mark.bold),
        quiet=Style(color=text) + mark,
        sign=Style(color=ground, bgcolor=_BLACK, bold=True),
        letter=letter,
    )


def _colourless(mark: Style, letter: str) -> LabelStyles:
    return LabelStyles(
        filled=mark,
        doubtful=mark + Style(overline=True),
        outlined=_COLOURLESS_OUTLINE,
        seam=mark + Style(bold=not mark.bold, dim=True),
        quiet=mark,
        sign=Style(reverse=True),
        letter=letter,
    )


def _mixed(colour: str, other: str, share: float) -> str:
    """`colour` with `share` (0..1) of `other` in it, as #rrggbb."""
    one, two = Color.parse(colour).get_truecolor(), Color.parse(other).get_truecolor()
    parts = (round(a + (b - a) * share) for a, b in zip(one, two, strict=True))
    return ColorTriplet(*parts).hex


def _contrast_with_black(colour: str) -> float:
    """Contrast ratio (1..21) of black text on a ground (WCAG 2.2, "contrast ratio")."""
    parts = (part / 255 for part in Color.parse(colour).get_truecolor())
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return (luminance + 0.05) / 0.05
