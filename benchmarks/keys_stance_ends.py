"""The rules on the ends of the current stance: their labels, edges and kinds. Pure."""

from __future__ import annotations

from dataclasses import replace

from annotator.domain.article import Span
from benchmarks.keys_edges import end_key
from benchmarks.keys_faults import OTHER, Fault
from benchmarks.keys_memory import Move, Way
from benchmarks.keys_screen import GoldMention, ScreenStance
from benchmarks.keys_stance_rules import counted, partner_of
from benchmarks.keys_view import KIND, LABEL_KEYS, View
from benchmarks.keys_way import point


def label_end_at_hand(view: View) -> Move | None:
    """The line of the current stance shows a wrong label of an end that is to stay: give another.

    Else the way of `mend_ends` would be longer, once something else of the stance was mended.
    """
    mark, current = view.mark_at_hand, view.screen.current
    stance = None if current is None else current.stance
    gold = None if stance is None else partner_of(view, stance)
    finding = None if mark is None else view.findings.of_mark(mark)
    if stance is None or gold is None or finding is None or finding.gold is None:
        return None
    key = "T" if finding.span == stance.target else "H"
    wanted = gold.target if key == "T" else gold.holder
    if finding.fault is not Fault.LABEL or finding.span != wanted:
        return None
    cause, unit = counted(view, stance, finding.fault)
    unit = unit if cause != finding.fault else f"{OTHER}{stance.id} {key}"
    return Move((LABEL_KEYS[finding.gold.label],), cause, unit)


def mend_ends(view: View) -> Move | None:
    """The current stance is right but for the edges, label or kind of an end: go there."""
    current = view.screen.current
    stance = None if current is None else current.stance
    gold = None if stance is None else partner_of(view, stance)
    if current is None or stance is None or gold is None or stance.is_candidate:
        return None
    ends = (
        ("T", stance.target, gold.target, current.target_kind),
        ("H", stance.holder, gold.holder, current.holder_kind),
    )
    for key, shown, wanted, kind in ends:
        if shown is None or wanted is None:
            continue
        move = _mended_end(view, stance, key, shown, (wanted, kind))
        if move is not None:
            return move
    return None


def _mended_end(
    view: View, stance: ScreenStance, key: str, shown: Span, wanted: tuple[Span, str | None]
) -> Move | None:
    """The keys against what is wrong with one end, if anything is: at a hint, or from the stance.

    Args:
        view: What is on the screen.
        stance: The current one.
        key: The end's own, `H` or `T`.
        shown: Where the end stands.
        wanted: Where it is to stand, and of which kind it is now.
    """
    meant, kind = view.gold.end(wanted[0]), wanted[1]
    mend = _end_mend(view, shown, meant, kind)
    if mend is None:
        return None
    fault, act = mend
    cause, unit = counted(view, stance, fault)
    unit = unit if cause != fault else f"{OTHER}{stance.id} {key}"
    mark, on_evidence = view.mark_over(shown), view.screen.item.startswith("evidence ")
    finding = None if mark is None else view.findings.of_mark(mark)
    way = Way(mark.id, cause, unit) if mark is not None else None
    pointing = None if finding is None else point(view, finding)
    if pointing is not None:
        back = Move(("escape",), cause, unit)
        return back if on_evidence else replace(pointing, cause=cause, unit=unit, way=way)
    pointed = act in ("S", "K")
    direct = pointed and mark == view.mark_at_hand and not on_evidence
    keys = (act,) if direct or act in LABEL_KEYS.values() else (key, act)
    return Move(keys, cause, unit, way=way if pointed else None)


def _end_mend(
    view: View, shown: Span, meant: GoldMention, kind: str | None
) -> tuple[str, str] | None:
    """What is wrong with an end as a mention, and the key that mends it from the stance."""
    mark = view.mark_over(shown)
    finding = None if mark is None else view.findings.of_mark(mark)
    if mark is None or (finding is not None and finding.gold != meant):
        return None
    if finding is None:
        wrong_kind = shown == meant.span and kind not in (None, meant.kind)
        return (KIND, "I") if wrong_kind else None
    if finding.fault is Fault.LABEL:
        key = LABEL_KEYS[meant.label]
        return Fault.LABEL, key if mark == view.mark_at_hand else key.upper()
    return Fault.EDGE, end_key(view.gold.text, shown, meant.span) or "enter"
