"""The current item: the one thing that keys act on. Pure; knows no widget.

It is a mention or a stance of the layer, a candidate of either, or a span that is no mention yet
(begun by a hint, by cursor mode or by the mouse) and becomes one with a label key.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice, takewhile

from annotator.domain.article import Span
from annotator.domain.doubts import Doubt
from annotator.domain.items import Mention, Stance, text_order
from annotator.domain.words import Edge, Words

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


class Kind(StrEnum):
    """What the current item is."""

    MENTION = "mention"
    CANDIDATE = "candidate"
    STANCE = "stance"
    STANCE_CANDIDATE = "stance candidate"
    PENDING = "pending"


_CANDIDATES = (Kind.CANDIDATE, Kind.STANCE_CANDIDATE)
_RANK = {kind: rank for rank, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class Items:
    """What keys can walk over, each sequence in text order."""

    mentions: Sequence[Mention] = ()
    candidates: Sequence[Mention] = ()
    stances: Sequence[Stance] = ()
    stance_candidates: Sequence[Stance] = ()


@dataclass(frozen=True, slots=True)
class Current:
    """The current item; `mention` and `stance` are None where it is only a span.

    A stance's span is the evidence that edge keys move, at its place `evidence`; `at_evidence` says
    that the person went to it, and means it rather than the whole stance.
    """

    kind: Kind
    span: Span
    mention: Mention | None = None
    stance: Stance | None = None
    evidence: int = 0
    at_evidence: bool = False

    @classmethod
    def of_mention(cls, mention: Mention) -> Current:
        """A mention of the layer."""
        return cls(Kind.MENTION, mention.span, mention)

    @classmethod
    def of_candidate(cls, mention: Mention) -> Current:
        """A candidate."""
        return cls(Kind.CANDIDATE, mention.span, mention)

    @classmethod
    def of_stance(
        cls,
        stance: Stance,
        evidence: int = 0,
        *,
        at_evidence: bool = False,
        kind: Kind = Kind.STANCE,
    ) -> Current:
        """A stance of the layer, unless another kind is said."""
        place = min(evidence, len(stance.evidence) - 1)
        part = stance.evidence[place]
        return cls(kind, Span(part.start, part.end), None, stance, place, at_evidence)

    @classmethod
    def of_stance_candidate(cls, stance: Stance) -> Current:
        """A candidate stance."""
        return cls(Kind.STANCE_CANDIDATE, stance.span, None, stance)

    @classmethod
    def pending(cls, span: Span) -> Current:
        """A span that is no mention yet."""
        return cls(Kind.PENDING, span)

    @property
    def item(self) -> Mention | Stance | None:
        """The mention or the stance; None where it is only a span."""
        return self.mention or self.stance

    @property
    def is_candidate(self) -> bool:
        """Whether it is a suggestion that is not in the layer."""
        return self.kind in _CANDIDATES

    @property
    def key(self) -> str:
        """What the bookmark stores: `m17` or `s4`, with a `?` for a candidate; else nothing."""
        if self.item is None:
            return ""
        return f"?{self.item.id}" if self.is_candidate else self.item.id


def find(key: str | None, items: Items) -> Current | None:
    """The item that a bookmark names, or None where it is gone."""
    if not key:
        return None
    for kind, sequence in _sequences(items):
        if key.startswith("?") == (kind in _CANDIDATES):
            for item in sequence:
                if item.id == key.removeprefix("?"):
                    return _current(kind, item)
    return None


def step(current: Current | None, offset: int, items: Items, *, forward: bool) -> Current | None:
    """The next or previous item in text order, from the current one or else from `offset`.

    It does not turn at the ends: None means there is nothing further.
    """
    found = [
        _current(kind, sequence[place])
        for kind, sequence in _sequences(items)
        if (place := _neighbour(sequence, kind, current, offset, forward=forward)) is not None
    ]
    nearest = min if forward else max
    return nearest(found, key=_ring_order, default=None)


def step_doubt(
    current: Current | None, offset: int, doubts: Sequence[Doubt], *, forward: bool
) -> Current | None:
    """The next or previous doubt, round the ends; None where there is none."""
    if not doubts:
        return None
    ring = [of_doubt(doubt) for doubt in doubts]
    here = next((n for n, stop in enumerate(ring) if current and stop.key == current.key), None)
    if here is not None:
        return ring[(here + (1 if forward else -1)) % len(ring)]
    if current is None:
        place = bisect_left(ring, offset, key=lambda stop: stop.span.start)
    else:
        place = bisect_left(ring, _ring_order(current), key=_ring_order)
    return ring[(place if forward else place - 1) % len(ring)]


def of_doubt(doubt: Doubt) -> Current:
    """The item that a doubt is about."""
    if isinstance(doubt.item, Stance):
        kind = Kind.STANCE_CANDIDATE if doubt.candidate else Kind.STANCE
    else:
        kind = Kind.CANDIDATE if doubt.candidate else Kind.MENTION
    return _current(kind, doubt.item)


def exactly(span: Span, mentions: Sequence[Mention], label: str = "") -> Current | None:
    """The mention over exactly this span, by bisection in text order; None where there is none.

    Of several over the same words it is the one with the label, else the first.
    """
    place = bisect_left(mentions, _order(span), key=_place)
    over = list(takewhile(lambda mention: mention.span == span, islice(mentions, place, None)))
    if not over:
        return None
    return Current.of_mention(next((m for m in over if m.label == label), over[0]))


def made_of(current: Current, stances: Sequence[Stance]) -> Current | None:
    """The stance that the current candidate became; None where it was not taken."""
    its = current.stance.origin if current.stance else None
    for stance in stances:
        made = stance.origin
        if made and its and (made.suggester, made.item) == (its.suggester, its.item):
            return Current.of_stance(stance, current.evidence, at_evidence=current.at_evidence)
    return None


def at(offset: int, mentions: Iterable[Mention]) -> Mention | None:
    """The innermost mention over the character at `offset`."""
    over = [m for m in mentions if m.start <= offset < m.end]
    return min(over, key=lambda m: (m.end - m.start, text_order(m)), default=None)


def word_at(words: Words, text: str, offset: int) -> Span | None:
    """The word over or right before `offset`, or None where there is none."""
    return words.token_at(text, offset) or (words.token_at(text, offset - 1) if offset else None)


def moved_edge(words: Words, text: str, span: Span, edge: Edge, *, outward: bool) -> Span | None:
    """The span with one edge moved by a word; None where it can't move that way.

    Outward it stays in its paragraph: nothing that is marked crosses a blank line.
    """
    back = outward is (edge is Edge.START)
    mover = words.previous_edge if back else words.next_edge
    place = mover(text, span.start if edge is Edge.START else span.end, edge)
    if place is None:
        return None
    start, end = (place, span.end) if edge is Edge.START else (span.start, place)
    if start >= end:
        return None
    gained = (text[start : span.start], text[span.end : end])
    return None if any(map(_BLANK_LINE.search, gained)) else Span(start, end)


def _sequences(items: Items) -> tuple[tuple[Kind, Sequence[Mention] | Sequence[Stance]], ...]:
    return (
        (Kind.MENTION, items.mentions),
        (Kind.CANDIDATE, items.candidates),
        (Kind.STANCE, items.stances),
        (Kind.STANCE_CANDIDATE, items.stance_candidates),
    )


def _current(kind: Kind, item: Mention | Stance) -> Current:
    if isinstance(item, Mention):
        return Current(kind, item.span, item)
    if kind is Kind.STANCE:
        return Current.of_stance(item)
    return Current.of_stance_candidate(item)


def _neighbour(
    items: Sequence[Mention] | Sequence[Stance],
    kind: Kind,
    current: Current | None,
    offset: int,
    *,
    forward: bool,
) -> int | None:
    """The place of what comes after or before the current item in a sequence, by bisection.

    Of several over the very same span, the walk visits one after the other: mentions, candidates,
    stances.
    """
    if current is None:
        here = bisect_left(items, offset, key=lambda item: item.span.start)
        place = here if forward else here - 1
    else:
        order = _order(current.item.span if current.item else current.span)
        first = bisect_left(items, order, key=_place)
        last = bisect_right(items, order, key=_place)
        same = [n for n in range(first, last) if items[n].id == current.key.removeprefix("?")]
        if same and kind is current.kind:
            place = same[0] + 1 if forward else same[0] - 1
        elif _RANK[kind] > _RANK[current.kind]:
            place = first if forward else first - 1
        else:
            place = last if forward else last - 1
    return place if 0 <= place < len(items) else None


def _place(item: Mention | Stance) -> tuple[int, int]:
    return _order(item.span)


def _order(span: Span) -> tuple[int, int]:
    return (span.start, -span.end)


def _ring_order(current: Current) -> tuple[int, int, int]:
    span = current.item.span if current.item else current.span
    return (*_order(span), _RANK[current.kind])
