"""Every colour of the workbench that a scheme does not give: two themes, and the article's palette.

A mention is told by its ground, by its label's mark (underline, double, bold, italic) and never by
colour alone: 16 colours, `NO_COLOR` and colour-blind eyes lose the hue and keep the rest.
"""

from __future__ import annotations

from rich.color import Color
from rich.color_triplet import ColorTriplet
from rich.style import Style
from textual.theme import Theme

from annotator.domain.scheme import EntityLabel, Scheme, Underline
from annotator.tui.widgets.marks import LabelStyles, Palette

DARK_THEME = Theme(
    name="annotator",
    primary="#77AADD",
    secondary="#99DDFF",
    accent="#EEDD88",
    success="#44BB99",
    warning="#EE8866",
    error="#FF7788",
    foreground="#E4E4E4",
    background="#16181C",
    surface="#1E2126",
    panel="#282C33",
    dark=True,
)
LIGHT_THEME = Theme(
    name="annotator-light",
    primary="#1F5F99",
    secondary="#2F7F9F",
    accent="#8A6D00",
    success="#1B7F5F",
    warning="#B04A20",
    error="#B02A3A",
    foreground="#1A1A1A",
    background="#FAFAF7",
    surface="#F0F0EC",
    panel="#E2E2DC",
    dark=False,
)

_BLACK = "#000000"
_WHITE = "#ffffff"
_UNKNOWN_GROUND = "#DDDDDD"

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


def palette(scheme: Scheme, *, dark: bool) -> Palette:
    """The article's styles for a scheme's labels, on a dark or a light ground."""
    front, back = (_WHITE, _BLACK) if dark else (_BLACK, _WHITE)
    muted = "#8A8F98" if dark else "#6A6A64"
    return Palette(
        labels={label.id: _label_styles(label, dark=dark) for label in scheme.entities},
        other=_styles(_UNKNOWN_GROUND, _MARKS[Underline.NONE], dark=dark),
        title=Style(color=front, bold=True),
        dimmed=Style(color=muted, dim=True),
        symbol=Style(color=muted),
        outline=_OUTLINE,
        # Written as reverse of the screen's own colours, so that a terminal with no colour at all
        # still shows the current item.
        current=Style(color=front, bgcolor=back, bold=True, reverse=True),
        selection=Style(color=back, bgcolor="#BBBBBB" if dark else "#666666"),
        cursor=Style(color=front, bgcolor=back, reverse=True),
        hint=Style(color=_BLACK, bgcolor="#EEDD88", bold=True),
        without_hint=Style(dim=True),
    )


def _label_styles(label: EntityLabel, *, dark: bool) -> LabelStyles:
    return _styles(label.colour, _MARKS[label.mark], dark=dark)


def _styles(ground: str, mark: Style, *, dark: bool) -> LabelStyles:
    filled = Style(color=_BLACK, bgcolor=ground) + mark
    # A paler ground keeps black text readable; the overline says the same without colour.
    doubtful = filled + Style(bgcolor=_mixed(ground, _WHITE, 0.5), overline=True)
    text = _mixed(ground, _BLACK, 0.0 if dark else 0.55)
    return LabelStyles(
        filled=filled,
        doubtful=doubtful,
        outlined=Style(color=text) + _OUTLINE,
        seam=filled + Style(bgcolor=_mixed(ground, _BLACK, 0.25), bold=not mark.bold),
    )


def _mixed(colour: str, other: str, share: float) -> str:
    """`colour` with `share` (0..1) of `other` in it, as #rrggbb."""
    one, two = Color.parse(colour).get_truecolor(), Color.parse(other).get_truecolor()
    parts = (round(a + (b - a) * share) for a, b in zip(one, two, strict=True))
    return ColorTriplet(*parts).hex
