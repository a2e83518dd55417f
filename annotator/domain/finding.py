"""Finding words in texts: whatever their case, composition (NFC, NFD) and white space."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from annotator.domain.article import Span

CONTEXT = 60
"""Characters shown on either side of a hit."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where the words were found, with what stands around it."""

    article: str
    span: Span
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """A place where somebody decided on words: the label, and whether she rejected it there."""

    label: str
    is_rejected: bool
    item: str
    hit: Hit


def pattern_of(words: str) -> re.Pattern[str]:
    """The words as a pattern: any case, composed or decomposed accents, any white space between.

    Without words it matches nothing.
    """
    forms = [r"\s+".join(map(re.escape, form.split())) for form in composed_forms(words)]
    return re.compile("|".join(form for form in forms if form) or r"(?!)", re.IGNORECASE)


def composed_forms(words: str) -> tuple[str, ...]:
    """The words as typed, composed and decomposed, each once."""
    forms = (words, unicodedata.normalize("NFC", words), unicodedata.normalize("NFD", words))
    return tuple(dict.fromkeys(forms))


def hits_in(article: str, text: str, pattern: re.Pattern[str]) -> Iterator[Hit]:
    """Every place of a text that the pattern matches."""
    for match in pattern.finditer(text):
        start, end = match.span()
        yield Hit(
            article,
            Span(start, end),
            text[max(0, start - CONTEXT) : start],
            match.group(),
            text[end : end + CONTEXT],
        )
