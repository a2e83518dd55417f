"""The table of the keys benchmark: what is on the screen and in the gold -> the next keys, and why.

Pure: knows no terminal, widget or database. A policy is a sequence of rules; the first that has an
answer gives the keys. Whatever takes several frames (a hint, an edge that moves word by word) is
decided anew on each, from what that frame shows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from annotator.domain.article import paragraph_at
from annotator.domain.proposals import occurrences
from benchmarks import keys_stance_ends as ends
from benchmarks import keys_stance_rules as stances
from benchmarks import keys_stance_visits as visits
from benchmarks.keys_edges import at_edge, edge_key, edge_meant
from benchmarks.keys_faults import OTHER, Fault
from benchmarks.keys_memory import Move
from benchmarks.keys_screen import GoldMention, ScreenMark
from benchmarks.keys_view import KIND, LABEL_KEYS, Rule, View
from benchmarks.keys_way import choose_edge, go, go_to, point, word_for

_OFFER: Final = re.compile(r"^e: the same for \d+|; e rejects \d+")
_NUMBER: Final = re.compile(r"\d+")
CONFIRM, TAKEN = "doubt confirmed", "candidate taken"
SAME, SCROLL, DONE = "same text", "scrolling", "article done"


def choose_hint(view: View) -> Move | None:
    """Hints are shown: type the letters of the word that is meant."""
    hints = view.screen.hints
    if hints is None:
        return None
    edge = edge_meant(view.screen)
    if edge is not None and view.seen.way is not None:
        return choose_edge(view, view.seen.way, hints, edge)
    if edge is not None:
        gold = _gold_of_current(view)
        if gold is None:
            return Move(("escape",), Fault.EDGE)
        fits = [sign for word, sign in hints.items() if at_edge(word, gold.span, edge)]
        cause = str(Fault.MISSED if view.mark is None else Fault.EDGE)
        finding = view.findings.of_mark(view.mark) if view.mark else None
        unit = finding.unit if finding else f"{gold.span.start}-{gold.span.end}"
        cause, unit = view.cause_of(gold, cause, unit)
        return Move((fits[0][0],) if fits else ("escape",), cause, unit, plan=view.seen.plan)
    goal = stances.planned_way(view) or view.goal
    if goal is None:
        return Move(("escape",), Fault.MISSED)
    plan = view.seen.plan
    cause, unit = view.cause_of(goal.gold, str(goal.fault), goal.unit)
    if plan is not None:
        cause, unit = plan.cause, view.gold.stances[plan.stance].unit
    way = view.seen.way
    if way is not None:
        cause, unit = way.cause, way.unit
    word, nested = word_for(view, goal)
    if word is None:
        return Move(("escape",), cause, unit)
    if nested and "(nested)" not in view.screen.item:
        return Move(("enter",), cause, unit, plan=plan, way=way)
    return Move((hints[word][0],), cause, unit, plan=plan, way=way)


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
    plan = view.seen.plan
    cause, unit = view.cause_of(gold, Fault.MISSED, f"{gold.span.start}-{gold.span.end}")
    if view.here != gold.span:
        return Move((edge_key(view.gold.text, view.here, gold.span),), cause, unit, plan=plan)
    fix = (gold.span.of(view.gold.text), gold.label)
    return Move((LABEL_KEYS[gold.label],), cause, unit, fix)


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
            other = "" if gold.is_named else OTHER
            cause, unit = view.cause_of(gold, KIND, f"{other}{mark.id}")
            return Move(("i",), cause, unit, decides=mark.id)
        return None
    if finding.gold is None:
        return Move(("x",), finding.fault, mark.id, (mark.span.of(text), None), mark.id)
    cause, unit = view.cause_of(finding.gold, finding.fault, finding.unit)
    if finding.fault is Fault.EDGE:
        key = edge_key(text, mark.span, finding.gold.span)
        fix = (finding.gold.span.of(text), mark.label)
        return Move((key,), cause, unit, fix, mark.id)
    fix = (mark.span.of(text), finding.gold.label)
    return Move((LABEL_KEYS[finding.gold.label],), cause, unit, fix, mark.id)


def finish_over_doubts(view: View) -> Move | None:
    """Everything is right, only doubts are left: Space, and Space again."""
    doubts = view.screen.doubts or 0
    open_stances = view.standing.missing or visits.visit_row(view)
    if doubts >= 2 and view.goal is None and view.ring_is_right and not open_stances:
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
    return None if view.goal is None else go(view, view.goal)


def point_from_stance(view: View) -> Move | None:
    """An edge behind the current stance is wrong: point to where it belongs, and stay there."""
    current, here = view.screen.current, view.here
    if current is None or current.stance is None or here is None:
        return None
    if view.screen.item.startswith("evidence "):
        return None
    behind = [f for f in view.findings.faults if f.fault is Fault.EDGE and f.span.start < here.end]
    nearest = sorted(behind, key=lambda finding: here.start - finding.span.start)
    return next((move for f in nearest if (move := point(view, f)) is not None), None)


def next_doubt(view: View) -> Move | None:
    """On to a doubt that is somewhere else."""
    return Move(("tab",), None) if view.screen.doubts else None


def reject_leftover(view: View) -> Move | None:
    """No doubt is left, and a mark in sight is an end of nothing in the gold."""
    left = view.findings.leftover
    if not left:
        return None
    if view.mark in left:
        text = view.mark.span.of(view.gold.text)
        unit = f"{OTHER}{view.mark.id}"
        return Move(("x",), Fault.SPURIOUS, unit, (text, None), view.mark.id)
    return go_to(view, left[0], Fault.SPURIOUS, f"{OTHER}{left[0].id}")


def read_on(view: View) -> Move | None:
    """Scroll to text that was not read."""
    unread = view.seen.unread(view.gold.text) or stances.missing_out_of_sight(view)
    unread = unread or next(iter(view.seen.leftover(view.screen, view.gold)), None)
    if unread is None:
        return None
    back = view.screen.visible.start > 0 and unread.start <= view.screen.visible.start
    return Move(("pageup" if back else "pagedown",), SCROLL, view.gold.id)


def finish(view: View) -> Move | None:
    """The article is done."""
    return Move(("space",), DONE, view.gold.id)


_FIRST: Final[tuple[Rule, ...]] = (
    stances.choose_row,
    stances.choose_end,
    stances.choose_evidence_edge,
    choose_hint,
    take_proposal,
    toggle_zone,
    shape_pending,
    ends.label_end_at_hand,
    stances.mend_stance,
    mend_current,
)
EXCEPTION: Final[tuple[Rule, ...]] = (
    *_FIRST,
    ends.mend_ends,
    finish_over_doubts,
    point_from_stance,
    stances.pass_stance,
    confirm_doubt,
    go_to_fault,
    visits.visit_row,
    visits.visit_remembered,
    next_doubt,
    reject_leftover,
    stances.add_stance,
    read_on,
    finish,
)
"""Visits doubts, mends what is wrong in sight, leaves the rest as it is."""

CAREFUL: Final[tuple[Rule, ...]] = (
    *_FIRST,
    ends.mend_ends,
    stances.confirm_stance,
    confirm_doubt,
    go_to_fault,
    visits.visit_row,
    visits.visit_remembered,
    next_doubt,
    visits.visit_every_row,
    reject_leftover,
    stances.add_stance,
    read_on,
    finish,
)
"""Visits and confirms every stance that it did not make, and every doubt."""

POLICIES: Final[dict[str, tuple[Rule, ...]]] = {"exception": EXCEPTION, "careful": CAREFUL}


def decide(policy: Sequence[Rule], view: View) -> Move:
    """The first answer of the policy's rules."""
    return next(move for rule in policy if (move := rule(view)) is not None)


def _gold_of_current(view: View) -> GoldMention | None:
    """The gold mention that the current item is to become."""
    if view.here is None:
        return None
    if view.mark is not None:
        finding = view.findings.of_mark(view.mark)
        return finding.gold if finding else None
    plan = view.seen.plan
    if plan is not None and plan.end is not None:
        return view.gold.end(plan.end)
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
