"""Tokens and BIO tags of a paragraph, for formats that want words instead of offsets.

Tokens are a view: the offsets of the mentions stay the truth. The regular expression needs no
language model; on French news it separates every elided article (`l'OTAN` is three tokens), which
white space does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from annotator.domain.article import Span
from annotator.domain.items import Mention

_TOKEN = re.compile(r"\w+|[^\w\s]")

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
    """A paragraph's tokens (starts relative to the paragraph), one tag each, and what was lost."""

    tokens: tuple[Token, ...]
    tags: tuple[str, ...]
    losses: TagLosses


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
    tokens = tokenize(paragraph.of(text))
    tags = [OUTSIDE] * len(tokens)
    mentions = list(mentions)
    if not mentions:
        return TaggedParagraph(tokens, tuple(tags), TagLosses())
    first_token = {paragraph.start + token.start: n for n, token in enumerate(tokens)}
    last_token = {paragraph.start + token.end: n for n, token in enumerate(tokens)}
    overlapped = unaligned = 0
    for mention in sorted(mentions, key=lambda m: (m.start - m.end, m.start, m.label)):
        first, last = first_token.get(mention.start), last_token.get(mention.end)
        if first is None or last is None:
            unaligned += 1
        elif any(tag != OUTSIDE for tag in tags[first : last + 1]):
            overlapped += 1
        else:
            inside = [f"I-{mention.label}"] * (last - first)
            tags[first : last + 1] = [f"B-{mention.label}", *inside]
    return TaggedParagraph(tokens, tuple(tags), TagLosses(overlapped, unaligned))
