"""Hint letters over words: which words get one, and which letters. Pure; knows no widget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from annotator.domain.article import Span
from annotator.domain.words import content_words

MAX_NAME_CHARACTERS = 120
_INNER = frozenset("-\u2010\u2011 \u00a0")


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
    order = sorted(spans, key=lambda span: (abs(span.start - origin), span.start))
    codes = _codes(len(order))
    return tuple(Hint(code, span) for code, span in zip(codes, order, strict=False))


def name_extent(text: str, word: Span) -> Span:
    """The name that begins at a word: it and the capitalised words that follow it.

    One space or hyphen may stand between two of them. A word in lower case stays alone.
    """
    end = word.end
    if not text[word.start].isupper():
        return word
    for following in content_words(text, end, end + MAX_NAME_CHARACTERS):
        gap = text[end : following.start]
        if len(gap) > 1 or gap not in _INNER or not (gap == "-" or text[following.start].isupper()):
            break
        end = following.end
    return Span(word.start, end)


def _codes(count: int) -> list[str]:
    """Up to `count` codes, none a prefix of another: as many single letters as can be."""
    letters = ascii_lowercase
    prefixes = 0
    while prefixes < len(letters) and len(letters) + prefixes * (len(letters) - 1) < count:
        prefixes += 1
    single = len(letters) - prefixes
    double = [first + second for first in letters[single:] for second in letters]
    return [*letters[:single], *double][:count]
