"""Where an edge is pointed to: which words come first, and which mention is meant."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.domain.article import Span
from annotator.domain.items import Mention, MentionKind, is_decided
from annotator.domain.stance_defaults import sentence_at
from annotator.domain.words import Edge
from annotator.project.annotating import Desk
from annotator.tui.focus import Current, Kind

NEAR = 20
"""Code points beyond an edge within which it is likely to go."""


def edge_words(
    desk: Desk, current: Sequence[Span], visible: Span, origin: int, edge: Edge
) -> list[Span]:
    """The words in sight, likeliest first: about what is current and undecided descriptions.

    Names seldom have wrong edges.
    """
    described = [
        m
        for m in desk.layer.mentions_over(visible)
        if m.kind is MentionKind.NOMINAL and not is_decided(m)
    ]
    spans = [*(m.span for m in described), *current]

    def rank(word: Span) -> tuple[bool, int]:
        return (not any(_reaches(span, word, edge) for span in spans), abs(word.start - origin))

    words = desk.scheme.words.content_words(desk.article.text, visible.start, visible.end)
    return sorted(words, key=rank)


def _reaches(span: Span, word: Span, edge: Edge) -> bool:
    """Whether an edge of the span may well belong to the word: within it, or a little outside."""
    if edge is Edge.START:
        return span.start - NEAR <= word.start < span.end
    return span.start < word.end <= span.end + NEAR


def mention_meant(
    desk: Desk, current: Current | None, word: Span, edge: Edge, at_hand: Mention | None = None
) -> Mention | None:
    """The mention that an edge at this word is for, where it is not the current item.

    The innermost that the edge makes shorter (in the sentence of a current stance only its ends);
    else the end of that stance that is at hand, in its own sentence; else, with no stance current
    and no mention of that sentence, the nearest before the word, or behind it for a left edge.
    """
    text = desk.article.text
    elsewhere = current is None or not sentence_at(text, current.span.start).overlaps(word)
    if current is not None:
        is_own = current.stance is None and current.span.contains(word)
        if current.kind is Kind.PENDING or current.at_evidence or is_own:
            return None
    cut = [
        m
        for m in desk.layer.mentions_over(word)
        if _cuts(word, m, edge) and (elsewhere or _may_be_meant(current, m))
    ]
    if cut:
        return min(cut, key=lambda m: m.end - m.start)
    if at_hand is not None and sentence_at(text, at_hand.start).contains(word):
        return at_hand
    on_stance = current is not None and current.stance is not None
    return _nearest(desk, word, edge) if elsewhere and not on_stance else None


def _nearest(desk: Desk, word: Span, edge: Edge) -> Mention | None:
    """The mention that an edge at this word makes longer; of those nearest the longest."""
    sentence = sentence_at(desk.article.text, word.start)
    here = [m for m in desk.layer.mentions_over(sentence) if sentence.contains(m.span)]
    if edge is Edge.START:
        behind = [m for m in here if m.start >= word.end]
        return min(behind, key=lambda m: (m.start, -m.end), default=None)
    before = [m for m in here if m.end <= word.start]
    return max(before, key=lambda m: (m.end, -m.start), default=None)


def _may_be_meant(current: Current | None, mention: Mention) -> bool:
    stance = None if current is None else current.stance
    if current is None or stance is None:
        return True
    return mention.id in (stance.holder, stance.target, stance.source) and not current.is_candidate


def _cuts(word: Span, mention: Mention, edge: Edge) -> bool:
    if not mention.span.contains(word):
        return False
    return mention.start < word.start if edge is Edge.START else word.end < mention.end
