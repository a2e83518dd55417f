"""Which colours a label has on this terminal: the scheme's, those for every eye, or 16 at most.

The safe palette is that of M. Okabe and K. Ito, "Color Universal Design" (2002, revised 2008),
figure 16, without black and without blue, on which black text can't be read. Terminals of 16
colours show every other colour as the nearest of theirs, which makes two labels one; there each
label gets a colour of its own instead, and white stays the current item's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from rich.color import Color

from annotator.config import ThemeName

if TYPE_CHECKING:
    from annotator.domain.scheme import Scheme

OKABE_ITO: Final = ("#56B4E9", "#E69F00", "#009E73", "#F0E442", "#CC79A7", "#D55E00", "#BBBBBB")
"""Sky blue, orange, bluish green, yellow, reddish purple, vermillion; then grey."""
OKABE_ITO_SIDES: Final = ("#D55E00", "#56B4E9", "#DDDDDD")
"""Vermillion and sky blue are furthest apart for every kind of eye."""
SIXTEEN: Final = ("#00AAAA", "#FF5555", "#55FF55", "#FFFF55", "#FF55FF", "#55FFFF", "#00AA00")
"""Those of the 16 colours on which black text can be read, without white and grey."""
UNKNOWN_GROUND: Final = "#DDDDDD"


class Depth(Enum):
    """How many colours the terminal has."""

    NONE = 0
    SIXTEEN = 16
    MORE = 256


@dataclass(frozen=True, slots=True)
class Look:
    """The theme that was chosen, on a terminal of this depth."""

    theme: ThemeName = ThemeName.DARK
    depth: Depth = Depth.MORE

    @property
    def dark(self) -> bool:
        """Whether text is light on dark."""
        return self.theme in (ThemeName.DARK, ThemeName.OKABE_ITO)

    @property
    def safe(self) -> bool:
        """Whether the colours are those for every eye."""
        return self.theme in (ThemeName.OKABE_ITO, ThemeName.OKABE_ITO_LIGHT)

    @property
    def letters(self) -> bool:
        """Whether marks are told by letters too, because colours can't be relied on."""
        return self.safe or self.depth is not Depth.MORE


def label_colours(scheme: Scheme, look: Look) -> dict[str, str]:
    """The ground of each mention label and stance label, as #rrggbb."""
    grounds = {label.id: label.colour for label in scheme.entities}
    sides = {label.id: label.colour for label in scheme.stances}
    if look.safe:
        grounds = dict(zip(grounds, _repeated(OKABE_ITO, len(grounds)), strict=True))
        sides = dict(zip(sides, _repeated(OKABE_ITO_SIDES, len(sides)), strict=True))
    if look.depth is Depth.SIXTEEN:
        grounds = dict(zip(grounds, _apart(grounds.values()), strict=True))
        sides = dict(zip(sides, _apart(sides.values()), strict=True))
    return sides | grounds


def _repeated(colours: Sequence[str], count: int) -> list[str]:
    return [colours[n % len(colours)] for n in range(count)]


def _apart(colours: Iterable[str]) -> list[str]:
    """For each colour the nearest of the 16 that no earlier one has, as long as there are any."""
    found: list[str] = []
    for colour in colours:
        free = [c for c in SIXTEEN if found.count(c) == min(map(found.count, SIXTEEN))]
        found.append(min(free, key=lambda c: _distance(c, colour)))
    return found


def _distance(one: str, other: str) -> int:
    a, b = Color.parse(one).get_truecolor(), Color.parse(other).get_truecolor()
    return sum((x - y) ** 2 for x, y in zip(a, b, strict=True))
