"""Suggested edges that would cut a grapheme (a flag, a family, an accent) go back before it.

Tokenizers take such characters apart; on the screen half of one can't be seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from annotator.domain.article import Span
from annotator.domain.graphemes import floor_boundary
from annotator.domain.suggestion import SuggestedMention, SuggestedStance


def whole_mentions(text: str, mentions: Sequence[SuggestedMention]) -> tuple[SuggestedMention, ...]:
    """The mentions in their order, none with an edge within a grapheme.

    One that would become another's equal, or nothing at all, stays as it is.
    """
    taken = {(m.start, m.end, m.label) for m in mentions}
    whole = []
    for mention in mentions:
        before = Span(mention.start, mention.end)
        span = _whole(text, before)
        if span != before and (span.start, span.end, mention.label) not in taken:
            taken.add((span.start, span.end, mention.label))
            canonical = (
                _name(text, span) if mention.canonical == _name(text, before) else mention.canonical
            )
            whole.append(replace(mention, start=span.start, end=span.end, canonical=canonical))
        else:
            whole.append(mention)
    return tuple(whole)


def whole_evidence(text: str, stance: SuggestedStance) -> SuggestedStance:
    """The stance with no edge of its evidence within a grapheme."""
    evidence = tuple(_whole(text, span) for span in stance.evidence)
    return stance if evidence == stance.evidence else replace(stance, evidence=evidence)


def _whole(text: str, span: Span) -> Span:
    start, end = floor_boundary(text, span.start), floor_boundary(text, span.end)
    if (start, end) == (span.start, span.end):
        return span
    end = start + len(text[start:end].rstrip())
    return Span(start, end) if start < end else span


def _name(text: str, span: Span) -> str:
    return " ".join(span.of(text).split())
