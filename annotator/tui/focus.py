"""The current item: the one thing that keys act on. Pure; knows no widget.

It is a mention of the layer, a candidate, or a span that is no mention yet (begun by a hint, by
cursor mode or by the mouse) and becomes one with a label key.
"""

from __future__ import annotations

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

    It does not turn at the ends: None means there is nothing further.
    """
    stops = [Current.of_mention(m) for m in mentions]
    stops += [Current.of_candidate(m) for m in candidates]
    return _neighbour(stops, current, offset, forward=forward)


def step_doubt(
    current: Current | None, offset: int, doubts: Sequence[Doubt], *, forward: bool
) -> Current | None:
    """The next or previous doubt, round the ends; None where there is none."""
    stops = [of_doubt(doubt) for doubt in doubts]
    found = _neighbour(stops, current, offset, forward=forward)
    if found is None and stops:
        return min(stops, key=_place) if forward else max(stops, key=_place)
    return found


def of_doubt(doubt: Doubt) -> Current:
    """The item that a doubt is about."""
    kind = Kind.CANDIDATE if doubt.candidate else Kind.MENTION
    return Current(kind, doubt.mention.span, doubt.mention)


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
    stops: Sequence[Current], current: Current | None, offset: int, *, forward: bool
) -> Current | None:
    # Without a current item the walk begins at `offset`, and an item right there counts.
    here = (offset, -(10**9) if forward else 0, "") if current is None else _place(current)
    if forward:
        return min((s for s in stops if _place(s) > here), key=_place, default=None)
    return max((s for s in stops if _place(s) < here), key=_place, default=None)


def _place(current: Current) -> tuple[int, int, str]:
    return (current.span.start, -current.span.end, current.key)
