r"""Graphemes: what a reader takes for one character, found around an offset.

`regex` (`\X`) does the work: it follows UAX #29 for flags, ZWJ sequences and Indic conjuncts, where
rich splits flags and `grapheme` stopped at the Unicode of 2020.

Offsets are code points. A grapheme is never cut: CR LF, a flag's two indicators, a base with its
marks, skin tone or variation selector, and emoji joined by ZWJ are one each.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

_CLUSTER = regex.compile(r"\X")

# A character that begins a grapheme whatever stands before it (but for a prepended mark): the last
# one at or before an offset is where counting can start, without reading the text from its top.
_ANCHOR = regex.compile(
    r"(?rV1)(?<!\p{GCB=Prepend})[\p{GCB=Other}--\p{Extended_Pictographic}--\p{InCB=Consonant}]"
)


def boundaries(text: str, start: int, end: int) -> Iterator[int]:
    """Where graphemes begin from `start` (which must be such a place) up to `end`, both included.

    The last value is the end of the grapheme that reaches `end`, which may lie beyond it.
    """
    yield start
    for match in _CLUSTER.finditer(text, start, concurrent=False):
        if match.start() >= end:
            return
        yield match.end()


def floor_boundary(text: str, offset: int) -> int:
    """`offset`, or the start of the grapheme that it would cut, within the text.

    Reads only as far back as the next character that surely begins a grapheme.
    """
    if offset <= 0:
        return 0
    if offset >= len(text):
        return len(text)
    last = _anchor(text, offset)
    for place in boundaries(text, last, offset):
        if place > offset:
            break
        last = place
    return last


def next_boundary(text: str, offset: int) -> int:
    """The first boundary after `offset`; the text's length when there is none."""
    if offset >= len(text):
        return len(text)
    match = _CLUSTER.match(text, floor_boundary(text, offset))
    return match.end() if match else len(text)


def previous_boundary(text: str, offset: int) -> int:
    """The last boundary before `offset`; 0 when there is none."""
    return floor_boundary(text, min(offset, len(text)) - 1)


def _anchor(text: str, offset: int) -> int:
    match = _ANCHOR.search(text, 0, offset + 1)
    return match.start() if match else 0
