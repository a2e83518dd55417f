"""What a stand-off file counts in: found by the words that it quotes.

Most tools count code points. Some count UTF-16 units or bytes, and programs that read a text with
translated line ends count CR LF as one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import TypeAlias
from unicodedata import normalize

Quoted: TypeAlias = tuple[int, int, str]
"""Start and end as the file counts, and the words that it says are there."""


def to_code_points(
    text: str, quoted: Sequence[Quoted], *, marked: bool = False
) -> Callable[[int], int | None]:
    """From the file's offsets to code points; None where an offset is inside a character.

    The first unit in which every quote stands in its place, white space counted alike; code points
    where none is, so that the wrong quotes can be named. `marked` says that the text's file begins
    with a byte-order mark, which some programs count.
    """
    for begin in (0, 1) if marked else (0,):
        for widths in (_one, _utf16, _folded, _bytes):
            points = _points(text, widths(text), begin * (3 if widths is _bytes else 1))
            if all(_holds(text, points, *quote) for quote in quoted):
                return points.get
    return _points(text, _one(text)).get


def same_words(first: str, second: str) -> bool:
    """Whether two quotes differ in nothing but white space and how accents are composed."""
    return first.split() == second.split() or _composed(first) == _composed(second)


def _composed(words: str) -> list[str]:
    return normalize("NFC", words).split()


def _holds(text: str, points: dict[int, int], start: int, end: int, quote: str) -> bool:
    first, last = points.get(start), points.get(end)
    return first is not None and last is not None and same_words(text[first:last], quote)


def _points(text: str, widths: Iterable[int], begin: int = 0) -> dict[int, int]:
    offsets = list(accumulate(widths, initial=begin))
    # Backwards, so that of characters without width the first stands for their place.
    return {offsets[point]: point for point in range(len(text), -1, -1)}


def _one(text: str) -> Iterable[int]:
    return (1 for _ in text)


def _utf16(text: str) -> Iterable[int]:
    return (2 if char > "\uffff" else 1 for char in text)


def _bytes(text: str) -> Iterable[int]:
    return (len(char.encode("utf-8", "surrogatepass")) for char in text)


def _folded(text: str) -> Iterable[int]:
    return (0 if text.startswith("\r\n", at) else 1 for at in range(len(text)))
