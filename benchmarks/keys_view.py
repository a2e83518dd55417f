"""What a rule of the keys benchmark may look at: one frame, the gold, and the memory. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, TypeAlias

from annotator.domain.article import Span
from benchmarks.keys_faults import Fault, Finding, Findings, find_faults
from benchmarks.keys_memory import Move, Seen
from benchmarks.keys_screen import GoldArticle, GoldMention, GoldStance, Screen, ScreenMark
from benchmarks.keys_stances import StanceFault, Standing, standing

LABEL_KEYS: Final = {"PER": "p", "ORG": "o", "GPE": "g", "LOC": "l", "TOPIC": "t"}
KIND: Final = "wrong kind"
_LABEL: Final = rf" \((?:{'|'.join(LABEL_KEYS)})\)"
_LABELLED_END: Final = re.compile(rf"(?P<holder>{_LABEL})? → [^·]*?(?P<target>{_LABEL})? · ")
"""An end with its label in the line of a stance."""
STANCE_KEYS: Final = {"against": "c", "favor": "f", "neutral": "u"}


@dataclass
class View:
    """All that a rule may look at."""

    screen: Screen
    gold: GoldArticle
    seen: Seen = field(default_factory=Seen)

    @cached_property
    def findings(self) -> Findings:
        """What is wrong in sight."""
        return find_faults(self.screen, self.gold)

    @cached_property
    def standing(self) -> Standing:
        """Which stance is which of the gold, and which are missing."""
        seen = self.seen
        return standing(seen.stances, seen.rows, seen.made, self.gold)

    @cached_property
    def here(self) -> Span | None:
        """Where the current item stands, if it is in sight."""
        current = self.screen.current
        return current.spans[0] if current is not None and current.spans else None

    @cached_property
    def mark(self) -> ScreenMark | None:
        """The mark that is the current item."""
        current = self.screen.current
        if current is None or self.here is None or current.kind not in ("mention", "candidate"):
            return None
        same = [
            m
            for m in self.screen.marks
            if m.span == self.here and m.outlined == (current.kind == "candidate")
        ]
        return next((m for m in same if current.label in (None, m.label)), None)

    @cached_property
    def mark_at_hand(self) -> ScreenMark | None:
        """The end of the current stance that label keys act on: the line shows its label."""
        current = self.screen.current
        stance = None if current is None else current.stance
        shown = _LABELLED_END.search(self.screen.item)
        if stance is None or shown is None:
            return None
        end = stance.holder if shown["holder"] else stance.target if shown["target"] else None
        return None if end is None else self.mark_over(end)

    @cached_property
    def goal(self) -> Finding | None:
        """The fault to go to: the nearest in sight that no stop of the ring leads to, or near to.

        The text is worked through in its order: what stands behind the next stop waits for it.
        """
        origin = self.here.start if self.here else self.screen.visible.start
        following = min((s for s in self.stops if s > origin), default=len(self.gold.text))
        open_ = [f for f in self.findings.faults if f.mark is None or not f.mark.on_ring]
        open_ = [f for f in open_ if f.fault is not Fault.LABEL or f.span not in self.ends_on_ring]
        open_ = [f for f in open_ if f.span.start < following]
        return min(
            open_,
            key=lambda f: (f.fault is not Fault.ZONE, abs(f.span.start - origin)),
            default=None,
        )

    @cached_property
    def stops(self) -> tuple[int, ...]:
        """Where the doubts in sight begin, as far as marks and question marks of rows tell."""
        marks = [m.span.start for m in self.screen.marks if m.on_ring]
        known = (s for s in self.seen.stances.values() if s.evidence and self.seen.is_stop(s.id))
        places = [stance.evidence[0] for stance in known]
        visible = self.screen.visible
        return (*marks, *(place.start for place in places if visible.overlaps(place)))

    @cached_property
    def ends_on_ring(self) -> frozenset[Span]:
        """Where the ends of stances stand that the ring is still to stop at."""
        stops = (s for s in self.seen.stances.values() if self.seen.is_stop(s.id))
        ends = {end for s in stops for end in (s.holder, s.target) if end is not None}
        return frozenset(ends)

    @property
    def ring_is_right(self) -> bool:
        """Whether everything was read and every doubt that is left is right as it stands."""
        ring = [m for m in self.seen.marks if m.on_ring]
        exact = {(g.span, g.label) for g in self.gold.mentions}
        right = all((m.span, m.label) in exact and not m.outlined for m in ring)
        return right and len(ring) == self.screen.doubts and not self.seen.unread(self.gold.text)

    def mark_over(self, span: Span) -> ScreenMark | None:
        """The mention over exactly this span."""
        return next((m for m in self.screen.marks if m.span == span and not m.outlined), None)

    def adding(self, mention: GoldMention) -> GoldStance | None:
        """The stance that is, or was, added with this mention as an end of its own."""
        if mention.is_named:
            return None
        begun = sorted(place for place, _ in self.seen.begun)
        found = (self.gold.stances[place] for place in begun)
        return next((stance for stance in found if mention.span in stance.ends), None)

    def cause_of(self, mention: GoldMention | None, cause: str, unit: str) -> tuple[str, str]:
        """Cause and unit of a fix to a mark: those of the stance that it is made for, if any."""
        stance = None if mention is None else self.adding(mention)
        return (cause, unit) if stance is None else (StanceFault.MISSED_END, stance.unit)


Rule: TypeAlias = Callable[[View], Move | None]
