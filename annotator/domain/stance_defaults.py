"""What a new stance says before anybody corrects it: its evidence and whose words they are."""

from __future__ import annotations

import re

from annotator.domain.article import Span, paragraph_at
from annotator.domain.items import Attribution
from annotator.domain.words import Words

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


def default_evidence(words: Words, text: str, holder: Span | None, target: Span) -> Span:
    """The words of the target's sentence around both ends, or around the target alone.

    At most `MAX_EVIDENCE_WORDS` words: from the first end on, and from before it where the sentence
    ends sooner. What shows a side stands behind the second end as often as between the two.
    """
    sentence = sentence_at(text, target.start)
    said = list(words.content_words(text, sentence.start, sentence.end))
    if not said:
        return target
    ends = [target] if holder is None or not sentence.contains(holder) else [holder, target]
    first = min(end.start for end in ends)
    begin = next((n for n, word in enumerate(said) if word.end > first), 0)
    if len(ends) == 1:
        begin -= MAX_EVIDENCE_WORDS // 2
    begin = max(0, min(begin, len(said) - MAX_EVIDENCE_WORDS))
    return Span(said[begin].start, said[begin : begin + MAX_EVIDENCE_WORDS][-1].end)


def default_attribution(text: str, target: Span) -> Attribution:
    """Quoted where the target stands in quotation marks, else reported."""
    paragraph = paragraph_at(text, target.start)
    before = text[paragraph.start if paragraph else 0 : target.start]
    open_marks = sum(before.count(mark) for mark in _OPENING)
    closed = sum(before.count(mark) for mark in _CLOSING)
    straight = before.count('"') % 2 == 1
    return Attribution.QUOTED if straight or open_marks > closed else Attribution.REPORTED


def next_attribution(
    text: str, evidence: Span, first: Attribution, now: Attribution
) -> Attribution:
    """The next of the three, the likeliest correction of `first` first; the third step comes back.

    What was taken for quoted is reported. What was taken for reported is quoted where the
    evidence's sentence has a quotation mark, and elsewhere the article's own statement; this one is
    reported elsewhere.

    Args:
        text: The article's text.
        evidence: Where the stance shows.
        first: The attribution before the first step.
        now: The attribution after the steps so far.
    """
    author, quoted, reported = Attribution.AUTHOR, Attribution.QUOTED, Attribution.REPORTED
    marked = has_quotation_mark(text, evidence)
    order = {
        quoted: (quoted, reported, author),
        reported: (reported, quoted, author) if marked else (reported, author, quoted),
        author: (author, quoted, reported) if marked else (author, reported, quoted),
    }[first]
    return order[(order.index(now) + 1) % len(order)]


def has_quotation_mark(text: str, evidence: Span) -> bool:
    """Whether a quotation begins or ends in the sentence of the evidence."""
    sentence = sentence_at(text, evidence.start).of(text)
    return any(mark in sentence for mark in (*_OPENING, *_CLOSING, '"'))
