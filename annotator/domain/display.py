"""The one door of untrusted text to the screen.

What comes out holds no control character, no bidirectional control and nothing invisible: an
article can neither drive the terminal nor hide letters from the annotator. One code point in, one
code point out, so every offset stays true.

Decisions: line feed stays (it breaks rows); tab is one arrow cell; CR is shown, and the layout
leaves it out before a line feed; spaces of all widths stay spaces; joiners, variation selectors and
combining marks stay where they shape a character and are shown where they hide; private use,
unassigned and surrogate code points, whose width nobody knows, become U+FFFD.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

import regex

ELLIPSIS = "…"
TAB = "⇥"
SOFT_HYPHEN = "¬"
HIDDEN = "╎"
"""Stands for a zero-width or otherwise invisible character."""
BIDI = "⇄"
"""Stands for a character that turns the direction of writing."""
NO_BASE = "◌"
"""Stands for a mark without a character to sit on."""
UNKNOWN = "\ufffd"
C1 = "␦"

_OWN_SIGN = {
    "\t": TAB,
    "\x7f": "␡",
    "\x85": "␤",
    "\u2028": "↵",
    "\u2029": "¶",
    "\xad": SOFT_HYPHEN,
}

_MAX_MARKS = 30
"""Marks on one character that are drawn; UAX #15 finds no more in any real text."""

_PLAIN = (
    r"\n\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0377\u0400-\u0482"
    r"\u2000-\u200a\u2010-\u2027\u202f-\u205f\u2190-\u22ff\u2500-\u27bf\u4e00-\u9fff"
)
_ALL_PLAIN = re.compile(rf"[{_PLAIN}]*")
# The lookahead skips what never needs a sign (ten times faster than trying the alternatives there).
# The group that matched says what is shown; an invisible character where it is legitimate fails
# the look-around of its group, matches nothing and stays.
_SPECIAL = rf"""(?V1)
      (?=[^{_PLAIN}])
    (?:
      (?P<bidi>[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069])
    | (?P<control>[\p{{Cc}}\u2028\u2029\xad--\n])
    | (?P<unknown>[\p{{Co}}\p{{Cs}}\p{{Cn}}--\p{{Default_Ignorable_Code_Point}}])
    | (?P<joiner>\u200d)
      (?!(?<=\p{{Extended_Pictographic}}\p{{Emoji_Modifier}}?\ufe0f?\u200d)
          \p{{Extended_Pictographic}}
        |(?<=\p{{InCB=Linker}}\u200d)\p{{InCB=Consonant}})
    | (?P<nonjoiner>\u200c)
      (?<![[\p{{Arabic}}\p{{M}}]--\p{{Default_Ignorable_Code_Point}}]\u200c)
    | (?P<selector>[\ufe00-\ufe0f\U000e0100-\U000e01ef])
      (?<![[\p{{L}}\p{{N}}\p{{P}}\p{{S}}]--\p{{Default_Ignorable_Code_Point}}].)
    | (?P<tag>[\U000e0020-\U000e007f])
      (?<!\U0001f3f4[\U000e0020-\U000e007e]{{0,6}}.)
    | (?P<hidden>[[\p{{Default_Ignorable_Code_Point}}\p{{GCB=Control}}]
        --[\p{{Cc}}\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef\U000e0020-\U000e007f]])
    | (?P<no_base>\p{{M}}|\p{{GCB=V}}|\p{{GCB=T}}|\p{{Emoji_Modifier}})
      (?<=(?:^|[\p{{GCB=Control}}\p{{GCB=CR}}\p{{GCB=LF}}])\p{{M}}
        |(?<![\p{{GCB=L}}\p{{GCB=LV}}]\p{{GCB=V}}{{0,{_MAX_MARKS}}})\p{{GCB=V}}
        |(?<!(?:[\p{{GCB=LV}}\p{{GCB=LVT}}]|[\p{{GCB=L}}\p{{GCB=LV}}]\p{{GCB=V}}{{1,{_MAX_MARKS}}})
             \p{{GCB=T}}{{0,{_MAX_MARKS}}})\p{{GCB=T}}
        |(?<!\p{{Emoji_Modifier_Base}}\ufe0f?)\p{{Emoji_Modifier}}
        |\p{{M}}{{{_MAX_MARKS}}}\p{{M}})
    )
    """

_WIDE = r"[[\p{East_Asian_Width=W}\p{East_Asian_Width=F}]--[\p{M}\p{Emoji_Modifier}]]"
_CELL_MORE = regex.compile(rf"(?V1)(?<!\u200d){_WIDE}|(?<!{_WIDE})\ufe0f")
_ONE_CELL_EACH = re.compile(
    r"[\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0377\u0400-\u0482\u2000-\u200a\u2010-\u2027\u202f-\u205f"
    r"←-↓≈▸○●⚑✓]*"
)
_NO_CELL = regex.compile(r"\u200d.?|[\p{M}\u200c\p{Emoji_Modifier}]")


def shown(text: str) -> str:
    """`text` as the screen may show it: as many code points, each visible, none a command."""
    # `regex` lets other threads run while it matches, and waits for them afterwards: at a key, a
    # line that needs no sign should not wait for the writer's commit, and no line should.
    if _ALL_PLAIN.fullmatch(text):
        return text
    changed = 1
    while changed:  # A sign in the place of a mark may take from what follows its reason to stay.
        text, changed = _special().subn(_sign, text, concurrent=False)
    return text


@lru_cache(maxsize=4096)
def safe_line(text: str, max_cells: int) -> str:
    """`text` as one line of at most `max_cells` cells, cut with an ellipsis where it is longer.

    For names, paths and messages. Line ends are shown as signs; widths are rounded up where
    terminals differ, so the line never overflows. Remembered: a screen shows the same few names at
    every key.
    """
    if max_cells < 1:
        return ""
    line = shown(text[: max_cells * (_MAX_MARKS + 2)]).replace("\n", "␊")
    if _ONE_CELL_EACH.fullmatch(line):
        return line if len(line) <= max_cells else line[: max_cells - 1] + ELLIPSIS
    cut, used = 0, 0
    for match in regex.finditer(r"\X", line, concurrent=False):
        used += _most_cells(match.group())
        if used > max_cells:
            return line[:cut] + ELLIPSIS
        if used < max_cells:
            cut = match.end()
    return line


@cache
def _special() -> regex.Pattern[str]:
    # Compiled at its first use: most screens show nothing that needs a sign.
    return regex.compile(_SPECIAL, regex.VERBOSE)


def _sign(match: regex.Match[str]) -> str:
    char = match.group()
    match match.lastgroup:
        case "bidi":
            return BIDI
        case "control":
            return _control_sign(char)
        case "unknown":
            return UNKNOWN
        case "no_base":
            return NO_BASE
        case _:
            return HIDDEN


def _control_sign(char: str) -> str:
    if sign := _OWN_SIGN.get(char):
        return sign
    return chr(0x2400 + ord(char)) if char < " " else C1


def _most_cells(grapheme: str) -> int:
    """Cells that a grapheme takes on the screen, rounded up."""
    return len(_NO_CELL.sub("", grapheme, concurrent=False)) + len(
        _CELL_MORE.findall(grapheme, concurrent=False)
    )
