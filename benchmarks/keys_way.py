"""The way to a place on the screen: n, b, or the word whose hint leads there. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from annotator.domain.article import Span
from annotator.domain.stance_defaults import sentence_at
from annotator.domain.words import Edge
from benchmarks.keys_edges import STEPS_BEFORE_HINT, at_edge, words
from benchmarks.keys_faults import Fault, Finding
from benchmarks.keys_memory import Move, Way, text_order
from benchmarks.keys_screen import ScreenMark, ScreenStance
from benchmarks.keys_view import LABEL_KEYS, View

_GIVEN = ("added", "changed", "kept")
"""What the item line says of a mention whose label a person gave: its key asks for the next."""


def point(view: View, finding: Finding) -> Move | None:
    """The key that asks where an edge belongs, if the word there tells which mention is meant."""
    mark, gold, current = finding.mark, finding.gold, view.screen.current
    if finding.fault is not Fault.EDGE or mark is None or gold is None or mark.outlined:
        return None
    if current is not None and current.kind in ("pending", "candidate"):
        return None
    edge = Edge.START if mark.span.start != gold.span.start else Edge.END
    if edge is Edge.START and mark.span.end != gold.span.end:
        return None
    found = words().content_words(view.gold.text, gold.span.start, gold.span.end)
    word = next((w for w in found if at_edge(w, gold.span, edge)), None)
    if word is None or _meant(view, word, edge) != mark:
        return None
    cause, unit = view.cause_of(gold, finding.fault, finding.unit)
    fix = (gold.span.of(view.gold.text), mark.label)
    key = "S" if edge is Edge.START else "K"
    return Move((key,), cause, unit, fix, mark.id, way=Way(mark.id, cause, unit))


def _meant(view: View, word: Span, edge: Edge) -> ScreenMark | None:
    """The mark that an edge at the word would be for: what the help says of the key."""
    current, here = view.screen.current, view.here
    marks = [m for m in view.screen.marks if not m.outlined]
    near = here is not None and sentence_at(view.gold.text, here.start).overlaps(word)
    if near and current is not None and current.stance is not None:
        stance = current.stance
        ends = () if stance.is_candidate else (stance.holder, stance.target, stance.source)
        marks = [m for m in marks if m.span in ends]
    elif near and here is not None and here.contains(word):
        return None
    shorter = [m for m in marks if _makes_shorter(word, m, edge)]
    if shorter or near or (current is not None and current.stance is not None):
        return min(shorter, key=lambda m: m.span.end - m.span.start, default=None)
    sentence = sentence_at(view.gold.text, word.start)
    marks = [m for m in marks if sentence.contains(m.span)]
    if edge is Edge.START:
        behind = [m for m in marks if m.span.start >= word.end]
        return min(behind, key=lambda m: (m.span.start, -m.span.end), default=None)
    before = [m for m in marks if m.span.end <= word.start]
    return max(before, key=lambda m: (m.span.end, -m.span.start), default=None)


def _makes_shorter(word: Span, mark: ScreenMark, edge: Edge) -> bool:
    if not mark.span.contains(word):
        return False
    return mark.span.start < word.start if edge is Edge.START else word.end < mark.span.end


def choose_edge(view: View, way: Way, hints: Mapping[Span, str], edge: Edge) -> Move:
    """Hints for an edge of a mark are shown, wherever the person is."""
    mark = next((m for m in view.screen.marks if m.id == way.mark), None)
    finding = None if mark is None else view.findings.of_mark(mark)
    goal = None if finding is None else finding.gold
    fits = [c for word, c in hints.items() if goal and at_edge(word, goal.span, edge)]
    return Move((fits[0][0],) if fits else ("escape",), way.cause, way.unit, way=way)


def go(view: View, finding: Finding) -> Move:
    """A key towards a fault: n or b where it is a few items away, else hints.

    Where no mention is current, the key of the right label asks for the hint of what gets it.
    """
    cause, unit = view.cause_of(finding.gold, finding.fault, finding.unit)
    pointing = point(view, finding)
    if pointing is not None:
        # Where evidence is current, it is its edges that move.
        on_evidence = view.screen.item.startswith("evidence ")
        return Move(("escape",), cause, unit) if on_evidence else pointing
    current = view.screen.current
    if current is not None and current.stance is not None:
        alone = View(replace(view.screen, current=None), view.gold, view.seen)
        if point(alone, finding) is not None:
            return Move(("escape",), cause, unit)
    if _is_label_asked(view, finding) and finding.gold is not None:
        mark, gold = finding.mark, finding.gold
        return Move(
            (LABEL_KEYS[gold.label],),
            cause,
            unit,
            (gold.span.of(view.gold.text), gold.label),
            None if mark is None else mark.id,
        )
    steps = None if finding.mark is None else _steps(view, text_order(finding.mark))
    if steps is not None and 0 < abs(steps) <= STEPS_BEFORE_HINT:
        return Move(("n" if steps > 0 else "b",), cause, unit)
    return Move(("h",), cause, unit)


def _is_label_asked(view: View, finding: Finding) -> bool:
    """Whether a label is all that lacks at a hint, and its key would ask for one."""
    current = view.screen.current
    if current is not None and current.kind in ("candidate", "pending"):
        return False
    at_hand = view.mark_at_hand
    if at_hand is not None and finding.gold is not None and at_hand.label != finding.gold.label:
        return False
    if current is not None and current.kind == "mention":
        given = any(f" · {how}" in view.screen.item for how in _GIVEN)
        if finding.gold is None or current.label != finding.gold.label or not given:
            return False
    if finding.fault is not Fault.MISSED or finding.gold is None:
        return finding.fault is Fault.LABEL
    text, span = view.gold.text, finding.gold.span
    word = next(words().content_words(text, span.start, span.end), None)
    marked = any(m.span.overlaps(span) for m in view.screen.marks)
    return word is not None and not marked and words().name_extent(text, word) == span


def go_to(view: View, mark: ScreenMark, cause: str, unit: str) -> Move:
    """A key towards a mark, for a reason of its own."""
    move = go(view, Finding(Fault.UNCONFIRMED, mark.span, mark))
    return replace(move, cause=cause, unit=unit, way=Way(mark.id, cause, unit))


def step_to_stance(view: View, stance: str) -> str | None:
    """The key that goes to a stance where it is the next item or the one before."""
    known = view.seen.stances.get(stance)
    if known is None or not known.evidence:
        return None
    steps = _steps(view, _stance_place(known))
    return {1: "n", -1: "b"}.get(steps or 0)


def _stance_place(stance: ScreenStance) -> tuple[int, int, str]:
    return (stance.evidence[0].start, -stance.evidence[0].end, f"~{stance.id}")


def _steps(view: View, goal: tuple[int, int, str]) -> int | None:
    """How many items n (or b, negative) walks over to get to one; stances are items too."""
    places = {s.id: _stance_place(s) for s in view.seen.stances.values() if s.evidence}
    current = view.screen.current
    if current is not None and current.stance is not None:
        here = places.get(current.stance.id)
    elif view.mark is not None:
        here = text_order(view.mark)
    else:
        here = None
    if here is None:
        return None
    order = sorted([*map(text_order, view.screen.marks), *places.values()])
    return order.index(goal) - order.index(here)


def word_for(view: View, finding: Finding) -> tuple[Span | None, bool]:
    """The word whose hint leads to a fault, and whether it must be begun nested."""
    words = sorted(w for w in (view.screen.hints or {}) if finding.span.overlaps(w))
    if finding.mark is not None:
        reached = [w for w in words if innermost(view, w.start) == finding.mark]
        return (reached[0] if reached else None), False
    free = [w for w in words if innermost(view, w.start) is None]
    if finding.fault is Fault.ZONE:
        return next(iter(free or words), None), False
    if free:
        return free[0], False
    if not words:  # an elided word has no hint: begin at its neighbour
        near = sorted((view.screen.hints or {}), key=lambda w: _gap(w, finding.span))
        return next(iter(near), None), True
    return words[0], True


def innermost(view: View, offset: int) -> ScreenMark | None:
    """What a hint on a word at `offset` goes to."""
    over = [m for m in view.screen.marks if m.span.start <= offset < m.span.end]
    return min(over, key=lambda m: (m.outlined, m.span.end - m.span.start), default=None)


def _gap(word: Span, span: Span) -> int:
    return max(word.start - span.end, span.start - word.end, 0)
