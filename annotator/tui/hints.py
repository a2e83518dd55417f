"""Hint letters over words: which words get one, and which letters. Pure; knows no widget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_lowercase, ascii_uppercase
from typing import Final

from annotator.domain.article import Span
from annotator.domain.span_index import SpanIndex
from annotator.domain.words import Words

LEAST_SINGLES = 22
"""So many words have a hint of one letter, however full the screen is."""
LOOK_BACK = 8
"""In so many characters before a word the end of the sentence before it is looked for."""
SMALL: Final = ascii_lowercase
"""The letters of hints where capital ones mean something else."""
BOTH_CASES: Final = ascii_lowercase + ascii_uppercase
"""The letters of hints elsewhere: with twice as many, few words need two."""


@dataclass(frozen=True, slots=True)
class Hint:
    """A word that can be reached by typing `letters`."""

    letters: str
    word: Span


def hints(
    words: Words,
    text: str,
    visible: Span,
    origin: int,
    taken: Sequence[Span] = (),
    letters: str = SMALL,
    phrases: Sequence[Span] = (),
) -> tuple[Hint, ...]:
    """A hint for each content word on screen.

    One letter goes to the likeliest words, nearest to `origin` first: capitalised ones within a
    sentence that no mention covers (`taken`), then the first word of each mention, then the other
    capitalised ones, then those that `phrases` begin with, then the rest.
    """
    mentions = SpanIndex(taken)
    found = list(words.content_words(text, visible.start, visible.end))
    first: dict[Span, int] = {}
    covered: list[bool] = []
    for index, word in enumerate(found):
        over = [t for t in mentions.overlapping(word) if t.contains(word)]
        covered.append(bool(over))
        if over:
            first.setdefault(min(over, key=lambda t: (t.end - t.start, t)), index)
    leading, heading = set(first.values()), {phrase.start for phrase in phrases}

    def rank(index: int) -> tuple[int, int]:
        word = found[index]
        capital = text[word.start].isupper()
        if capital and not covered[index] and not _begins_sentence(text, word.start):
            kind = 0
        elif index in leading:
            kind = 1
        else:
            kind = 2 if capital and not covered[index] else 3 + (word.start not in heading)
        return (kind, abs(word.start - origin))

    order = sorted(range(len(found)), key=rank)
    codes = _codes(len(found), letters)
    return tuple(Hint(code, found[i]) for code, i in zip(codes, order, strict=False))


def _begins_sentence(text: str, offset: int) -> bool:
    """Whether nothing but quotation marks and space stands between a word and a sentence's end."""
    before = text[max(0, offset - LOOK_BACK) : offset].rstrip(" \u00a0\u202f\u2009\"«“‘'’(-–—")
    return not before or before[-1] in ".!?…:\n"


def hints_on(spans: Sequence[Span], origin: int, letters: str = SMALL) -> tuple[Hint, ...]:
    """A hint for each of these spans, nearest to `origin` first."""
    nearest = sorted(spans, key=lambda span: (abs(span.start - origin), span.start))
    return hints_in_order(nearest, letters)


def hints_in_order(spans: Sequence[Span], letters: str = SMALL) -> tuple[Hint, ...]:
    """A hint for each of these spans: the first ones get one letter."""
    codes = _codes(len(spans), letters)
    return tuple(Hint(code, span) for code, span in zip(codes, spans, strict=False))


def _codes(count: int, letters: str) -> list[str]:
    """Up to `count` codes, none a prefix of another: the likeliest words get the shortest.

    Single letters and pairs while `LEAST_SINGLES` can stay single; on a fuller screen triples for
    the last words, so that what is near stays near.
    """
    size = len(letters)
    pairs = triples = 0
    while size - pairs + pairs * size < count and size - pairs > 0:
        pairs += 1
    if size - pairs < LEAST_SINGLES:
        left = size - LEAST_SINGLES
        # One letter begins as many codes of three letters as it can; else a second one does.
        triples = 1 + (count > LEAST_SINGLES + (left - 1) * size + size * size)
        pairs = left - triples
    single = size - pairs - triples
    double = [first + second for first in letters[single : single + pairs] for second in letters]
    triple = [
        first + second + third
        for first in letters[single + pairs :]
        for second in letters
        for third in letters
    ]
    return [*letters[:single], *double, *triple][:count]
