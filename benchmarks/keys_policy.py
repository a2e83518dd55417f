"""The table of the keys benchmark: what is on the screen and in the gold -> the next keys, and why.

Pure: knows no terminal, widget or database. A policy is a sequence of rules; the first that has an
answer gives the keys. Whatever takes several frames (a hint, an edge that moves word by word) is
decided anew on each, from what that frame shows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, TypeAlias

from annotator.domain.article import Span, paragraph_at
from annotator.domain.proposals import occurrences
from benchmarks.keys_edges import STEPS_BEFORE_HINT, at_edge, edge_key, edge_meant
from benchmarks.keys_faults import Fault, Finding, Findings, find_faults
from benchmarks.keys_memory import Move, Seen, text_order
from benchmarks.keys_screen import GoldArticle, GoldMention, Screen, ScreenMark

LABEL_KEYS: Final = {"PER": "p", "ORG": "o", "GPE": "g", "LOC": "l", "TOPIC": "t"}
_OFFER: Final = re.compile(r"^e: the same for \d+|; e rejects \d+")
_NUMBER: Final = re.compile(r"\d+")
CONFIRM, TAKEN = "doubt confirmed", "candidate taken"
SAME, SCROLL, DONE, KIND = "same text", "scrolling", "article done", "wrong kind"


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
    def here(self) -> Span | None:
        """Where the current item stands, if it is in sight."""
        current = self.screen.current
        return current.spans[0] if current is not None and current.spans else None

    @cached_property
    def mark(self) -> ScreenMark | None:
        """The mark that is the current item."""
        current = self.screen.current
        if current is None or self.here is None or current.kind == "pending":
            return None
        same = [
            m
            for m in self.screen.marks
            if m.span == self.here and m.outlined == (current.kind == "candidate")
        ]
        return next((m for m in same if current.label in (None, m.label)), None)

    @cached_property
    def goal(self) -> Finding | None:
        """The fault to go to: the nearest in sight that no stop of the ring leads to."""
        origin = self.here.start if self.here else self.screen.visible.start
        open_ = [f for f in self.findings.faults if f.mark is None or not f.mark.on_ring]
        return min(
            open_,
            key=lambda f: (f.fault is not Fault.ZONE, abs(f.span.start - origin)),
            default=None,
        )

    @property
    def ring_is_right(self) -> bool:
        """Whether everything was read and every doubt that is left is right as it stands."""
        ring = [m for m in self.seen.marks if m.on_ring]
        exact = {(g.span, g.label) for g in self.gold.mentions}
        right = all((m.span, m.label) in exact and not m.outlined for m in ring)
        return right and len(ring) == self.screen.doubts and not self.seen.unread(self.gold.text)


Rule: TypeAlias = Callable[[View], Move | None]


def choose_hint(view: View) -> Move | None:
    """Hints are shown: type the letters of the word that is meant."""
    hints = view.screen.hints
    if hints is None:
        return None
    edge = edge_meant(view.screen)
    if edge is not None:
        gold = _gold_of_current(view)
        if gold is None:
            return Move(("escape",), Fault.EDGE)
        fits = [c for c, w in hints.items() if at_edge(w, gold.span, edge)]
        cause = Fault.MISSED if view.mark is None else Fault.EDGE
        unit = view.mark.id if view.mark else f"{gold.span.start}-{gold.span.end}"
        return Move((fits[0][0],) if fits else ("escape",), cause, unit)
    goal = view.goal or _unconfirmed(view)
    if goal is None:
        return Move(("escape",), Fault.MISSED)
    cause = goal.fault
    word, nested = _word_for(view, goal)
    if word is None:
        return Move(("escape",), cause, goal.unit)
    if nested and "(nested)" not in view.screen.item:
        return Move(("enter",), cause, goal.unit)
    return Move((next(c for c, w in hints.items() if w == word)[0],), cause, goal.unit)


def take_proposal(view: View) -> Move | None:
    """The same-text proposal, where all its places are right in the gold."""
    fix, places = view.seen.fix, view.screen.proposal
    offered = next(iter(_OFFER.findall(view.screen.notice)), None)
    if offered is None or fix is None:
        return None
    text, label = fix
    exact = {(g.span, g.label) for g in view.gold.mentions}
    spans = {g.span for g in view.gold.mentions}
    if len(places) < max(map(int, _NUMBER.findall(offered)), default=0):
        places = tuple(occurrences(view.gold.text, text))  # some are out of sight: any may be meant
    if label is None:
        right = not any(place in spans for place in places)
    else:
        right = all((place, label) in exact for place in places)
    return Move(("e",), SAME) if right else None


def toggle_zone(view: View) -> Move | None:
    """The current item stands in a paragraph that is dimmed wrongly, or not dimmed wrongly."""
    if view.here is None:
        return None
    for finding in view.findings.faults:
        if finding.fault is Fault.ZONE and finding.span == paragraph_at(
            view.gold.text, view.here.start
        ):
            return Move(("D",), Fault.ZONE, finding.unit)
    return None


def shape_pending(view: View) -> Move | None:
    """The current span is no mention yet: bring its edges to the missing mention, then label it."""
    current = view.screen.current
    if current is None or current.kind != "pending" or view.here is None:
        return None
    gold = _gold_of_current(view)
    if gold is None:
        return None
    unit = f"{gold.span.start}-{gold.span.end}"
    if view.here != gold.span:
        return Move((edge_key(view.gold.text, view.here, gold.span),), Fault.MISSED, unit)
    fix = (gold.span.of(view.gold.text), gold.label)
    return Move((LABEL_KEYS[gold.label],), Fault.MISSED, unit, fix)


def mend_current(view: View) -> Move | None:
    """The current mark is wrong: its edges, label or kind; or it is no mention at all."""
    mark, current = view.mark, view.screen.current
    if mark is None or current is None or current.label is None:
        return None
    finding = view.findings.of_mark(mark)
    text = view.gold.text
    if finding is None:
        gold = view.findings.right.get(mark.id)
        if gold is not None and current.mention_kind not in (None, gold.kind):
            return Move(("i",), KIND, mark.id, decides=mark.id)
        return None
    if finding.gold is None:
        return Move(("x",), finding.fault, mark.id, (mark.span.of(text), None), mark.id)
    if finding.fault is Fault.EDGE:
        key = edge_key(text, mark.span, finding.gold.span)
        fix = (finding.gold.span.of(text), mark.label)
        return Move((key,), Fault.EDGE, mark.id, fix, mark.id)
    fix = (mark.span.of(text), finding.gold.label)
    return Move((LABEL_KEYS[finding.gold.label],), Fault.LABEL, mark.id, fix, mark.id)


def finish_over_doubts(view: View) -> Move | None:
    """Everything is right, only doubts are left: Space, and Space again."""
    doubts = view.screen.doubts or 0
    if doubts >= 2 and view.goal is None and view.ring_is_right:
        return Move(("space",), DONE, view.gold.id)
    return None


def confirm_doubt(view: View) -> Move | None:
    """The current doubt is right, and nothing else in sight would be left behind."""
    mark = view.mark
    if mark is None or not mark.on_ring or mark.id not in view.findings.right:
        return None
    if view.goal is not None and not _next_doubt_in_sight(view, mark):
        return None
    cause = TAKEN if mark.outlined else CONFIRM
    fix = (mark.span.of(view.gold.text), mark.label) if mark.outlined else None
    return Move(("y",), cause, mark.id, fix, mark.id)


def go_to_fault(view: View) -> Move | None:
    """Go to the nearest fault in sight."""
    return None if view.goal is None else _go(view, view.goal)


def next_doubt(view: View) -> Move | None:
    """On to a doubt that is somewhere else."""
    return Move(("tab",), None) if view.screen.doubts else None


def confirm_item(view: View) -> Move | None:
    """Careful: confirm the current item where it was only suggested."""
    mark = view.mark
    if mark is None or mark.id in view.seen.decided or mark.id not in view.findings.right:
        return None
    return Move(("y",), Fault.UNCONFIRMED, mark.id, None, mark.id)


def go_to_unconfirmed(view: View) -> Move | None:
    """Careful: go to the nearest item that was not confirmed."""
    finding = _unconfirmed(view)
    if finding is not None:
        return _go(view, finding)
    left = [m for m in view.seen.marks if not m.outlined and m.id not in view.seen.decided]
    if not left or view.seen.unread(view.gold.text) is not None:
        return None
    back = left[0].span.start <= view.screen.visible.start
    return Move(("pageup" if back else "pagedown",), SCROLL, view.gold.id)


def read_on(view: View) -> Move | None:
    """Scroll to text that was not read."""
    unread = view.seen.unread(view.gold.text)
    if unread is None:
        return None
    back = view.screen.visible.start > 0 and unread.start <= view.screen.visible.start
    return Move(("pageup" if back else "pagedown",), SCROLL, view.gold.id)


def finish(view: View) -> Move | None:
    """The article is done."""
    return Move(("space",), DONE, view.gold.id)


# Rules on stances (Screen.stances, GoldArticle.stances) will join these tables.
EXCEPTION: Final[tuple[Rule, ...]] = (
    choose_hint,
    take_proposal,
    toggle_zone,
    shape_pending,
    mend_current,
    finish_over_doubts,
    confirm_doubt,
    go_to_fault,
    next_doubt,
    read_on,
    finish,
)
"""Visits doubts, mends what is wrong in sight, leaves the rest as it is."""

CAREFUL: Final[tuple[Rule, ...]] = (
    choose_hint,
    take_proposal,
    toggle_zone,
    shape_pending,
    mend_current,
    confirm_doubt,
    go_to_fault,
    next_doubt,
    confirm_item,
    go_to_unconfirmed,
    read_on,
    finish,
)
"""Visits and confirms every stance; until stances are on the screen, every mention."""

POLICIES: Final[dict[str, tuple[Rule, ...]]] = {"exception": EXCEPTION, "careful": CAREFUL}


def decide(policy: Sequence[Rule], view: View) -> Move:
    """The first answer of the policy's rules."""
    return next(move for rule in policy if (move := rule(view)) is not None)


def _go(view: View, finding: Finding) -> Move:
    """A key towards a fault: n or b where it is a few items away, else hints."""
    cause = finding.fault
    if finding.mark is not None and view.mark is not None:
        order = sorted(view.screen.marks, key=text_order)
        steps = order.index(finding.mark) - order.index(view.mark)
        if 0 < abs(steps) <= STEPS_BEFORE_HINT:
            return Move(("n" if steps > 0 else "b",), cause, finding.unit)
    return Move(("h",), cause, finding.unit)


def _unconfirmed(view: View) -> Finding | None:
    """The nearest right mark in sight that was not decided on, as something to go to."""
    origin = view.here.start if view.here else view.screen.visible.start
    marks = [
        m
        for m in view.screen.marks
        if not m.outlined and m.id in view.findings.right and m.id not in view.seen.decided
    ]
    nearest = min(
        marks,
        key=lambda m: (m.span.start < origin, abs(m.span.start - origin), -m.span.end),
        default=None,
    )
    if nearest is None:
        return None
    return Finding(Fault.UNCONFIRMED, nearest.span, nearest)


def _word_for(view: View, finding: Finding) -> tuple[Span | None, bool]:
    """The word whose hint leads to a fault, and whether it must be begun nested."""
    words = sorted(w for w in (view.screen.hints or {}).values() if finding.span.overlaps(w))
    if finding.mark is not None:
        reached = [w for w in words if _innermost(view, w.start) == finding.mark]
        return (reached[0] if reached else None), False
    free = [w for w in words if _innermost(view, w.start) is None]
    if finding.fault is Fault.ZONE:
        return next(iter(free or words), None), False
    if free:
        return free[0], False
    return (words[0] if words else None), True


def _innermost(view: View, offset: int) -> ScreenMark | None:
    """What a hint on a word at `offset` goes to."""
    over = [m for m in view.screen.marks if m.span.start <= offset < m.span.end]
    return min(over, key=lambda m: (m.outlined, m.span.end - m.span.start), default=None)


def _gold_of_current(view: View) -> GoldMention | None:
    """The gold mention that the current item is to become."""
    if view.here is None:
        return None
    if view.mark is not None:
        finding = view.findings.of_mark(view.mark)
        return finding.gold if finding else None
    missed = [
        f.gold
        for f in view.findings.faults
        if f.fault is Fault.MISSED and f.gold and f.gold.span.overlaps(view.here)
    ]
    origin = view.here
    return min(
        missed, key=lambda g: (g.span != origin, abs(g.span.start - origin.start)), default=None
    )


def _next_doubt_in_sight(view: View, mark: ScreenMark) -> bool:
    return any(m.on_ring and m.id != mark.id for m in view.screen.marks)
