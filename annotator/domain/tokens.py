"""Tokens and BIO tags of a paragraph, for formats that want words instead of offsets.

Tokens are a view: the offsets of the mentions stay the truth. The regular expression needs no
language model; on French news it separates every elided article (`l'OTAN` is three tokens), which
white space does not.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from annotator.domain.article import Span
from annotator.domain.items import Mention

MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
"""The combining marks, which go with their letter where a text is decomposed."""
WORD_CHARACTER = rf"[\w{MARKS}]"
"""The characters of words, as a class of a regular expression."""
_TOKEN = re.compile(rf"{WORD_CHARACTER}+|[^\w\s{MARKS}]")
_SPLIT = re.compile(f"({_TOKEN.pattern})")

OUTSIDE = "O"


class Token(NamedTuple):
    """A word or a single other visible character; `start` counts from the given text's begin."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """The offset after the last character."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class TagLosses:
    """How many mentions BIO tags can't show, by reason.

    `overlapped` lost against a longer mention, `unaligned` begin or end inside a token or leave
    their paragraph, `dimmed` stand in a paragraph that is not exported.
    """

    overlapped: int = 0
    unaligned: int = 0
    dimmed: int = 0

    def __add__(self, other: TagLosses) -> TagLosses:
        return TagLosses(
            self.overlapped + other.overlapped,
            self.unaligned + other.unaligned,
            self.dimmed + other.dimmed,
        )

    @property
    def total(self) -> int:
        """All losses together."""
        return self.overlapped + self.unaligned + self.dimmed


@dataclass(frozen=True, slots=True)
class TaggedParagraph:
    """A paragraph's tokens as columns (offsets relative to it), one tag each, and what was lost."""

    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    tags: tuple[str, ...]
    losses: TagLosses

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens one by one."""
        return tuple(Token(*both) for both in zip(self.starts, self.words, strict=True))


def tokenize(text: str) -> tuple[Token, ...]:
    r"""The tokens of `text`: runs of word characters, else single characters (`\w+|[^\w\s]`)."""
    return tuple(Token(match.start(), match.group()) for match in _TOKEN.finditer(text))


def bio_labels(labels: Iterable[str]) -> tuple[str, ...]:
    """The tag names in the order of their ids; appending a label leaves earlier ids as they are."""
    return (OUTSIDE, *(f"{prefix}-{label}" for label in labels for prefix in "BI"))


def tag_paragraph(text: str, paragraph: Span, mentions: Iterable[Mention]) -> TaggedParagraph:
    """The paragraph's tokens with their BIO tags.

    Of overlapping mentions the longest is tagged; among equally long ones the earliest, then the
    one whose label sorts first.

    Args:
        text: The article's text.
        paragraph: The part of it to tag.
        mentions: The mentions that begin in the paragraph, with offsets into the article.
    """
    inside = paragraph.of(text)
    # What is between the tokens, and the tokens, by turns: no object for each match.
    parts = _SPLIT.split(inside)
    offsets = tuple(accumulate(map(len, parts)))
    words, starts, ends = tuple(parts[1::2]), offsets[0:-1:2], offsets[1::2]
    tags = [OUTSIDE] * len(words)
    overlapped = unaligned = 0
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, m.start, m.label)):
        first = _place(starts, mention.start - paragraph.start)
        last = _place(ends, mention.end - paragraph.start)
        if first is None or last is None:
            unaligned += 1
        elif any(tag != OUTSIDE for tag in tags[first : last + 1]):
            overlapped += 1
        else:
            tags[first : last + 1] = [
                f"B-{mention.label}",
                *[f"I-{mention.label}"] * (last - first),
            ]
    return TaggedParagraph(words, starts, ends, tuple(tags), TagLosses(overlapped, unaligned))


def _place(offsets: Sequence[int], wanted: int) -> int | None:
    """Where the offset stands among ascending ones, None where it does not."""
    place = bisect_left(offsets, wanted)
    return place if place < len(offsets) and offsets[place] == wanted else None
