"""What the keys benchmark does and remembers: a move, and what was seen of an article. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from annotator.domain.article import Span
from benchmarks.keys_faults import Fault, Finding, find_faults, is_whole, looks_like_an_end
from benchmarks.keys_rows import stance_of_row
from benchmarks.keys_screen import GoldArticle, PanelRow, Screen, ScreenMark, ScreenStance
from benchmarks.keys_stances import StanceFault


@dataclass(frozen=True, slots=True)
class Plan:
    """A stance of the gold that is being added, and the end of it that is meant just now."""

    stance: int
    cause: str
    end: Span | None = None
    made: bool = False
    """The key of its label was the last one: what is current now is this stance."""
    adds: bool = False
    """Whether the stance is a new one, and not one that gets another end."""


@dataclass(frozen=True, slots=True)
class Way:
    """A mark that hints are to lead to, and what the keys count for."""

    mark: str
    cause: str
    unit: str


@dataclass(frozen=True, slots=True)
class Move:
    """Keys to press, what they are for, and which fault or article they count for.

    `cause` is None on the way to a doubt: the keys count for what is found there.
    """

    keys: tuple[str, ...]
    cause: str | None
    unit: str = ""
    fix: tuple[str, str | None] | None = None
    """The text and label that a same-text proposal would repeat; no label where it was rejected."""
    decides: str | None = None
    """The mark or stance that a person has decided on with this."""
    plan: Plan | None = None
    way: Way | None = None
    """Where the hints of this are to lead."""
    drops: str | None = None
    """The stance that is gone with this, or stands under another id from now on."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the person remembers of an article: what she read, marks, stances, faults left."""

    read: tuple[Span, ...] = ()
    marks: tuple[ScreenMark, ...] = ()
    decided: frozenset[str] = frozenset()
    fix: tuple[str, str | None] | None = None
    left: tuple[Finding, ...] = ()
    """Faults that were in sight and that no stop of the ring leads to."""
    stances: dict[str, ScreenStance] = field(default_factory=dict)
    rows: Mapping[str, PanelRow] = field(default_factory=dict)
    made: Mapping[str, int] = field(default_factory=dict)
    """Stances that were added, with the place in the gold of what they are to become."""
    taken: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Candidates taken as they stood, each with the stances that were listed before."""
    here: str | None = None
    """The stance that was current last."""
    plan: Plan | None = None
    way: Way | None = None
    begun: frozenset[tuple[int, str]] = frozenset()
    """Stances that were planned, by their place in the gold, each with its cause."""

    def looked(self, screen: Screen, gold: GoldArticle) -> Seen:
        """The memory once the frame was read."""
        here = [m for m in screen.marks if is_whole(m.span, screen.visible, gold)]
        old = [
            m
            for m in self.marks
            if not is_whole(m.span, screen.visible, gold) and m.id not in {n.id for n in here}
        ]
        faults = find_faults(screen, gold).faults
        left = [f for f in faults if f.mark is None or not f.mark.on_ring]
        left += [f for f in self.left if not _judged_anew(f, screen, gold)]
        looked = replace(
            self,
            read=tuple(sorted({*self.read, screen.visible})),
            marks=tuple(sorted([*old, *here], key=text_order)),
            left=tuple(sorted(left, key=lambda finding: finding.span)),
            rows={**self.rows, **{row.id: row for row in screen.rows}},
            stances={
                identifier: _follow_ends(stance, self.marks, here)
                for identifier, stance in self.stances.items()
                if not any(z.overlaps(e) for z in screen.dimmed for e in stance.evidence)
            },
        )
        stance = screen.current.stance if screen.current else None
        listed = looked.listed(screen, gold)
        looked = replace(looked, stances=looked.without_taken(listed) | listed)
        return looked if stance is None else looked.met(stance)

    def listed(self, screen: Screen, gold: GoldArticle) -> dict[str, ScreenStance]:
        """The stances that the panel shows in full, and that were never current."""
        here = screen.current.stance if screen.current else None
        known = self.stances.keys() | ({here.id} if here else set())
        rows = [row for row in screen.rows if row.id not in known]
        found = ((row.id, stance_of_row(row, screen, gold.text)) for row in rows)
        return {identifier: stance for identifier, stance in found if stance is not None}

    def without_taken(self, listed: Mapping[str, ScreenStance]) -> dict[str, ScreenStance]:
        """The stances without the taken candidates that the panel lists now, as what they became.

        A row has the first words of the evidence only.
        """

        def is_listed(candidate: str, known: ScreenStance) -> bool:
            before, ends = self.taken.get(candidate), (known.holder, known.target)
            return before is not None and any(
                identifier not in before and (stance.holder, stance.target) == ends
                for identifier, stance in listed.items()
            )

        return {i: known for i, known in self.stances.items() if not is_listed(i, known)}

    def met(self, stance: ScreenStance) -> Seen:
        """The memory with a stance that is current; what is out of sight is as it was."""
        known = self.stances.get(stance.id)
        if known is not None:
            stance = replace(
                stance,
                holder=stance.holder or (known.holder if stance.named_holder else None),
                target=stance.target or known.target,
                evidence=stance.evidence or known.evidence,
                source=stance.source if stance.evidence else known.source,
            )
        stances = {
            identifier: other
            for identifier, other in self.stances.items()
            if not (other.is_candidate and replace(other, id=stance.id) == stance)
        }
        made = dict(self.made)
        if self.plan is not None and self.plan.made and stance.id not in self.stances:
            made[stance.id] = self.plan.stance
        return replace(
            self, stances={**stances, stance.id: stance}, made=made, here=stance.id, plan=None
        )

    def acted(self, move: Move) -> Seen:
        """The memory after a move."""
        decided = self.decided | ({move.decides} if move.decides else set())
        gone = {move.drops}
        if move.fix is not None and move.fix[1] is None:
            rejected = [m.span for m in self.marks if m.id == move.decides]
            gone |= {i for i, s in self.stances.items() if {s.holder, s.target} & set(rejected)}
        return replace(
            self,
            decided=decided,
            fix=move.fix or self.fix,
            taken=self._taken(move),
            plan=move.plan,
            way=move.way,
            begun=self._begun(move.plan),
            stances={i: s for i, s in self.stances.items() if i not in gone},
            rows={i: r for i, r in self.rows.items() if i not in gone},
        )

    def _taken(self, move: Move) -> Mapping[str, frozenset[str]]:
        if move.cause != StanceFault.TAKEN or move.decides is None:
            return self.taken
        return {**self.taken, move.decides: frozenset(self.rows)}

    def _begun(self, plan: Plan | None) -> frozenset[tuple[int, str]]:
        if plan is None or not plan.adds or plan.stance in dict(self.begun):
            return self.begun
        return self.begun | {(plan.stance, plan.cause)}

    def leftover(self, screen: Screen, gold: GoldArticle) -> list[Span]:
        """Ends of nothing in the gold that are out of sight; stances may have taken them along."""
        away = (m for m in self.marks if not m.outlined and not screen.visible.overlaps(m.span))
        ends = (mark for mark in away if looks_like_an_end(mark, gold.text))
        there = {mark.span for mark in self.marks}
        open_ = [g.span for g in gold.mentions if g.span not in there]
        return [
            m.span
            for m in ends
            if not gold.has(m.span) and not any(span.overlaps(m.span) for span in open_)
        ]

    def is_stop(self, stance: str) -> bool:
        """Whether the ring is still to stop at a stance: its row has, or had, a question mark."""
        row = self.rows.get(stance)
        return row is not None and row.doubtful and stance not in self.decided

    def unread(self, text: str) -> Span | None:
        """Where to look yet: text that was on no frame so far, else a fault that was left."""
        end = 0
        for span in self.read:
            if text[end : span.start].strip():
                break
            end = max(end, span.end)
        following = next((s.start for s in self.read if s.start > end), len(text))
        if text[end:following].strip():
            return Span(end, following)
        return self.left[0].span if self.left else None


def _follow_ends(
    stance: ScreenStance, before: tuple[ScreenMark, ...], now: list[ScreenMark]
) -> ScreenStance:
    """The stance on its ends as they are now: edges of marks may have moved."""
    spans = {mark.id: mark.span for mark in now}
    moved = {m.span: spans[m.id] for m in before if m.id in spans and spans[m.id] != m.span}
    if not moved:
        return stance
    return replace(
        stance,
        holder=None if stance.holder is None else moved.get(stance.holder, stance.holder),
        target=None if stance.target is None else moved.get(stance.target, stance.target),
    )


def _judged_anew(finding: Finding, screen: Screen, gold: GoldArticle) -> bool:
    """Whether the frame tells by itself what there is to say about an earlier finding."""
    if finding.fault is Fault.ZONE:
        return screen.visible.overlaps(finding.span)
    return is_whole(finding.span, screen.visible, gold)


def text_order(mark: ScreenMark) -> tuple[int, int, str]:
    """Sorts marks as `n` walks over them."""
    return (mark.span.start, -mark.span.end, mark.id)
