"""The current item: the one thing that keys act on. Pure; knows no widget.

It is a mention of the layer, a candidate, or a span that is no mention yet (begun by a hint, by
cursor mode or by the mouse) and becomes one with a label key.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from annotator.domain.article import Span
from annotator.domain.doubts import Doubt
from annotator.domain.items import Mention
from annotator.domain.words import Edge, next_edge, previous_edge, token_at


class Kind(StrEnum):
    """What the current item is."""

    MENTION = "mention"
    CANDIDATE = "candidate"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Current:
    """The current item; `mention` is None where it is only a span."""

    kind: Kind
    span: Span
    mention: Mention | None = None

    @classmethod
    def of_mention(cls, mention: Mention) -> Current:
        """A mention of the layer."""
        return cls(Kind.MENTION, mention.span, mention)

    @classmethod
    def of_candidate(cls, mention: Mention) -> Current:
        """A candidate."""
        return cls(Kind.CANDIDATE, mention.span, mention)

    @classmethod
    def pending(cls, span: Span) -> Current:
        """A span that is no mention yet."""
        return cls(Kind.PENDING, span)

    @property
    def key(self) -> str:
        """What the bookmark stores: `m17` for a mention, `?m5` for a candidate, else nothing."""
        if self.mention is None:
            return ""
        return self.mention.id if self.kind is Kind.MENTION else f"?{self.mention.id}"


def find(
    key: str | None, mentions: Sequence[Mention], candidates: Sequence[Mention]
) -> Current | None:
    """The item that a bookmark names, or None where it is gone."""
    if not key:
        return None
    if key.startswith("?"):
        found = next((m for m in candidates if m.id == key[1:]), None)
        return None if found is None else Current.of_candidate(found)
    found = next((m for m in mentions if m.id == key), None)
    return None if found is None else Current.of_mention(found)


def step(
    current: Current | None,
    offset: int,
    mentions: Sequence[Mention],
    candidates: Sequence[Mention],
    *,
    forward: bool,
) -> Current | None:
    """The next or previous item in text order, from the current one or else from `offset`.

    Both sequences are in text order. It does not turn at the ends: None means there is nothing
    further.
    """
    found = [
        make(neighbour)
        for make, sequence in ((Current.of_mention, mentions), (Current.of_candidate, candidates))
        if (neighbour := _neighbour(sequence, current, offset, forward=forward)) is not None
    ]
    nearest = min if forward else max
    return nearest(found, key=lambda c: _order(c.span), default=None)


def step_doubt(
    current: Current | None, offset: int, doubts: Sequence[Doubt], *, forward: bool
) -> Current | None:
    """The next or previous doubt, round the ends; None where there is none."""
    if not doubts:
        return None
    mentions = [doubt.mention for doubt in doubts]
    found = _neighbour(mentions, current, offset, forward=forward)
    if found is None:
        return of_doubt(doubts[0 if forward else -1])
    return of_doubt(doubts[mentions.index(found)])


def of_doubt(doubt: Doubt) -> Current:
    """The item that a doubt is about."""
    kind = Kind.CANDIDATE if doubt.candidate else Kind.MENTION
    return Current(kind, doubt.mention.span, doubt.mention)


def exactly(span: Span, mentions: Sequence[Mention]) -> Current | None:
    """The mention over exactly this span, by bisection in text order; None where there is none."""
    place = bisect_left(mentions, _order(span), key=_place)
    there = place < len(mentions) and mentions[place].span == span
    return Current.of_mention(mentions[place]) if there else None


def at(offset: int, mentions: Sequence[Mention]) -> Mention | None:
    """The innermost mention over the character at `offset`."""
    over = [m for m in mentions if m.start <= offset < m.end]
    return min(over, key=lambda m: m.end - m.start, default=None)


def word_at(text: str, offset: int) -> Span | None:
    """The word over or right before `offset`, or None where there is none."""
    return token_at(text, offset) or (token_at(text, offset - 1) if offset else None)


def moved_edge(text: str, span: Span, edge: Edge, *, outward: bool) -> Span | None:
    """The span with one edge moved by a word; None where it can't move that way."""
    if edge is Edge.START:
        mover = previous_edge if outward else next_edge
        start = mover(text, span.start, Edge.START)
        return None if start is None or start >= span.end else Span(start, span.end)
    mover = next_edge if outward else previous_edge
    end = mover(text, span.end, Edge.END)
    return None if end is None or end <= span.start else Span(span.start, end)


def _neighbour(
    mentions: Sequence[Mention], current: Current | None, offset: int, *, forward: bool
) -> Mention | None:
    """The mention after or before the current item in a sequence in text order, by bisection.

    Of several over the very same span, the walk visits one after the other.
    """
    if current is None:
        here = bisect_left(mentions, offset, key=lambda m: m.start)
        place = here if forward else here - 1
    else:
        order = _order(current.span)
        first = bisect_left(mentions, order, key=_place)
        last = bisect_right(mentions, order, key=_place)
        same = [n for n in range(first, last) if mentions[n] is current.mention]
        if same:
            place = same[0] + 1 if forward else same[0] - 1
        else:
            place = last if forward else first - 1
    return mentions[place] if 0 <= place < len(mentions) else None


def _place(mention: Mention) -> tuple[int, int]:
    return (mention.start, -mention.end)


def _order(span: Span) -> tuple[int, int]:
    return (span.start, -span.end)
