"""What a new stance says before anybody corrects it: its evidence and whose words they are."""

from __future__ import annotations

import re

from annotator.domain.article import Span, paragraph_at
from annotator.domain.items import Attribution
from annotator.domain.words import content_words

MAX_EVIDENCE_WORDS = 15

# A full stop after a single capital is an initial; a sentence goes on in small letters.
_SENTENCE_END = re.compile(
    r"(?<!\b[^\W\d_])[.!?…]+[»”\"’)\s\u00a0\u202f]*\s(?=[«“\"(\s\u00a0]*[^\W_a-z])"
)
_OPENING, _CLOSING = "«“", "»”"


def sentence_at(text: str, offset: int) -> Span:
    """The sentence around `offset`, by its punctuation, within its paragraph."""
    paragraph = paragraph_at(text, offset) or Span(offset, offset + 1)
    start, end = paragraph.start, paragraph.end
    for match in _SENTENCE_END.finditer(text, paragraph.start, paragraph.end):
        if match.end() > offset:
            end = match.end()
            break
        start = match.end()
    return Span(start, start + max(1, len(text[start:end].rstrip())))


def default_evidence(text: str, holder: Span | None, target: Span) -> Span:
    """The words between the two ends where they share a sentence, else the target's sentence.

    At most `MAX_EVIDENCE_WORDS` words.
    """
    sentence = sentence_at(text, target.start)
    if holder is not None and sentence.contains(holder):
        first, second = sorted((holder, target))
        between = trimmed(text, first.end, second.start) if first.end < second.start else None
        if between is not None:
            return between
    return trimmed(text, sentence.start, sentence.end) or target


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The first words from `start` to `end`, as one span; None where there is no word."""
    words = list(content_words(text, start, end))[:MAX_EVIDENCE_WORDS]
    return Span(words[0].start, words[-1].end) if words else None


def default_attribution(text: str, target: Span) -> Attribution:
    """Quoted where the target stands in quotation marks, else reported."""
    paragraph = paragraph_at(text, target.start)
    before = text[paragraph.start if paragraph else 0 : target.start]
    open_marks = sum(before.count(mark) for mark in _OPENING)
    closed = sum(before.count(mark) for mark in _CLOSING)
    straight = before.count('"') % 2 == 1
    return Attribution.QUOTED if straight or open_marks > closed else Attribution.REPORTED
