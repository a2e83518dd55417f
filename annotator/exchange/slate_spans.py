"""The lines of a SLATE annotation file and the places that they name. Nothing is evaluated.

A line is spans, a hyphen, labels: `(5, 1) - z`, `((9, 1), (9, 3)) - z`, `1 2 -`. A span is a
line, (line, token) or (line, token, character), or a pair of these with both ends included;
numbers count from 0, tokens are what white space leaves.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from annotator.exchange.malformed import MalformedError

Position: TypeAlias = tuple[int, ...]
Literal: TypeAlias = "int | tuple[Literal, ...] | list[Literal]"

# Only digits and brackets reach the literal parser, and few of them: no names, no nesting attacks.
_SPANS = re.compile(r"[\d\s,()\[\]]{0,20000}\Z")
_NUMBERS = re.compile(r"\d{1,12}(?:\s+\d{1,12})*\Z")
_LINE_END = re.compile(r"\r\n|\r|\n")
_DEEPEST = 4
_MANY = 4
_REMEDY = "write spans, a hyphen and labels, as in `(5, 1) - PER`"


@dataclass(frozen=True, slots=True)
class SlateItem:
    """One line: the spans it links or labels, as first and last position, and its labels."""

    line: int
    spans: tuple[tuple[Position, Position], ...]
    labels: tuple[str, ...]


def slate_items(lines: Iterable[str]) -> list[SlateItem]:
    """The items of a file.

    Raises:
        MalformedError: A line is none.
    """
    items = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        spans, hyphen, labels = line.partition("-")
        if not hyphen or not _SPANS.match(spans):
            raise MalformedError(f"{line[:40]!r} is no SLATE annotation", _REMEDY, number)
        items.append(SlateItem(number, _spans(spans.strip(), number), tuple(labels.split())))
    return items


def _spans(text: str, number: int) -> tuple[tuple[Position, Position], ...]:
    if not text.startswith(("(", "[")):
        if not _NUMBERS.match(text):
            raise MalformedError(f"{text[:40]!r} is no span", _REMEDY, number)
        return tuple(((int(word),), (int(word),)) for word in text.split())
    if _max_depth(text) > _DEEPEST:
        raise MalformedError("its brackets are nested too deeply", _REMEDY, number)
    try:
        value: Literal = ast.literal_eval(text)
    except (ValueError, SyntaxError) as error:
        raise MalformedError(f"{text[:40]!r} is no span", _REMEDY, number) from error
    values = value if isinstance(value, list) else [value]
    return tuple(_ends(value, number) for value in values)


def _max_depth(text: str) -> int:
    """How deep the brackets of a text are nested."""
    depth = deepest = 0
    for char in text:
        depth += (char in "([") - (char in ")]")
        deepest = max(deepest, depth)
    return deepest


def _ends(value: Literal, number: int) -> tuple[Position, Position]:
    """The first and last position of a span; one position stands for both."""
    match value:
        case int():
            return (value,), (value,)
        case (tuple() as first, tuple() as last):
            return _position(first, number), _position(last, number)
        case tuple():
            position = _position(value, number)
            return position, position
    raise MalformedError(f"{value!r} is no span", _REMEDY, number)


def _position(value: tuple[Literal, ...], number: int) -> Position:
    numbers = tuple(part for part in value if isinstance(part, int))
    if len(numbers) != len(value) or len(numbers) > 3:
        raise MalformedError(f"{value!r} is no position", _REMEDY, number)
    return numbers


def in_lines(items: list[SlateItem], places: SlatePlaces) -> list[SlateItem]:
    """The items with lines where `(8, 8)` means line 8.

    SLATE writes a line so, and a token of a line `(8, 3)`. It is lines where every item is such,
    and they are many or no tokens of the text: a few may be tokens by chance.
    """
    spans = [span for item in items for span in item.spans]
    if not spans or any(a != b or len(a) != 2 or a[0] != a[1] for a, b in spans):
        return items
    if len(spans) < _MANY and all(places.span(*span) is not None for span in spans):
        return items
    return [
        SlateItem(item.line, tuple(((a[0],), (b[0],)) for a, b in item.spans), item.labels)
        for item in items
    ]


class SlatePlaces:
    """Where the lines and tokens of a text stand."""

    def __init__(self, text: str) -> None:
        self._tokens: list[list[tuple[int, int]]] = []
        begin = 0
        for end, following in [(m.start(), m.end()) for m in _LINE_END.finditer(text)] + [
            (len(text), len(text))
        ]:
            found = re.finditer(r"\S+", text[begin:end])
            self._tokens.append([(begin + m.start(), begin + m.end()) for m in found])
            begin = following

    def span(self, first: Position, last: Position) -> tuple[int, int] | None:
        """The offsets of a span; None where the text has no such place."""
        try:
            start = self._place(first, at_end=False)
            end = self._place(last, at_end=True)
        except IndexError:
            return None
        return (start, end) if start < end else None

    def _place(self, position: Position, *, at_end: bool) -> int:
        tokens = self._tokens[position[0]]
        number = position[1] if len(position) > 1 else (-1 if at_end else 0)
        start, end = tokens[number]
        if len(position) > 2:
            start = min(start + position[2], end - 1)
            end = start + 1
        return end if at_end else start
