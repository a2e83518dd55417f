"""Hint letters over words: which words get one, and which letters. Pure; knows no widget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from annotator.domain.article import Span
from annotator.domain.words import content_words


@dataclass(frozen=True, slots=True)
class Hint:
    """A word that can be reached by typing `letters`."""

    letters: str
    word: Span


def hints(text: str, visible: Span, origin: int, taken: Sequence[Span] = ()) -> tuple[Hint, ...]:
    """A hint for each content word on screen.

    One letter goes to the likeliest words: capitalised ones that no mention covers (`taken`),
    nearest to `origin` first, then the other capitalised ones, then the rest.
    """
    words = list(content_words(text, visible.start, visible.end))
    covered = [any(t.contains(w) for t in taken) for w in words]

    def rank(index: int) -> tuple[bool, bool, int]:
        word = words[index]
        capital = text[word.start].isupper()
        return (not capital, covered[index], abs(word.start - origin))

    order = sorted(range(len(words)), key=rank)
    codes = _codes(len(words))
    return tuple(Hint(code, words[i]) for code, i in zip(codes, order, strict=False))


def hints_on(spans: Sequence[Span], origin: int) -> tuple[Hint, ...]:
    """A hint for each of these spans, nearest to `origin` first."""
    return hints_in_order(sorted(spans, key=lambda span: (abs(span.start - origin), span.start)))


def hints_in_order(spans: Sequence[Span]) -> tuple[Hint, ...]:
    """A hint for each of these spans: the first ones get one letter."""
    codes = _codes(len(spans))
    return tuple(Hint(code, span) for code, span in zip(codes, spans, strict=False))


def _codes(count: int) -> list[str]:
    """Up to `count` codes, none a prefix of another: as many single letters as can be."""
    letters = ascii_lowercase
    prefixes = 0
    while prefixes < len(letters) and len(letters) + prefixes * (len(letters) - 1) < count:
        prefixes += 1
    single = len(letters) - prefixes
    double = [first + second for first in letters[single:] for second in letters]
    return [*letters[:single], *double][:count]
