"""Which stance the keys benchmark's table goes to next, from what the panel lists. Pure."""

from __future__ import annotations

from benchmarks.keys_faults import is_whole
from benchmarks.keys_memory import Move, Way
from benchmarks.keys_rows import is_called, voice_of
from benchmarks.keys_screen import PanelRow
from benchmarks.keys_stance_rules import mended
from benchmarks.keys_stances import StanceFault, faults_of, needs_source, reads_like
from benchmarks.keys_view import View
from benchmarks.keys_way import step_to_stance


def visit_row(view: View) -> Move | None:
    """A stance that the panel lists is visibly wrong, or can't be told: go to it.

    Those with a question mark are come to on the ring.
    """
    rows = (r for r in view.screen.rows if r.id not in view.seen.made and not r.doubtful)
    found = ((row, _row_fault(view, row)) for row in rows)
    return next((_go_to_row(view, row, fault) for row, fault in found if fault), None)


def _row_fault(view: View, row: PanelRow) -> StanceFault | None:
    """What is wrong with the stance of a row, as far as it can be mended from here."""
    stance, place = view.seen.stances.get(row.id), view.standing.partner.get(row.id)
    if place is None:
        return None if _was_taken(view, row) else StanceFault.SPURIOUS
    gold = view.gold.stances[place]
    if stance is not None:
        faults = faults_of(stance, gold, view.gold)
        return next((f for f in faults if mended(view, stance, gold, f) is not None), None)
    attribution, certainty, source = voice_of(row)
    if attribution != gold.attribution:
        return StanceFault.ATTRIBUTION
    if certainty != gold.certainty:
        return StanceFault.CERTAINTY
    unclear = needs_source(gold, view.gold) or (source and not is_called(source, view.gold))
    return StanceFault.SOURCE if unclear else None


def visit_remembered(view: View) -> Move | None:
    """A stance in sight is wrong that the panel listed before, and has no room for now."""
    listed = {row.id for row in view.screen.rows} | view.seen.made.keys()
    for identifier, stance in view.seen.stances.items():
        place = view.standing.partner.get(identifier)
        if identifier in listed or stance.is_candidate or not stance.evidence:
            continue
        if view.seen.is_stop(identifier):
            continue
        if not is_whole(stance.evidence[0], view.screen.visible, view.gold):
            continue
        faults = [] if place is None else faults_of(stance, view.gold.stances[place], view.gold)
        for fault in faults if place is not None else [StanceFault.SPURIOUS]:
            return Move(("L",), fault, identifier, way=Way(identifier, fault, identifier))
    return None


def visit_every_row(view: View) -> Move | None:
    """Careful: a stance that the panel lists was not decided."""
    decided = view.seen.decided | view.seen.made.keys()
    open_rows = (row for row in view.screen.rows if row.id not in decided)
    return next((_go_to_row(view, row, StanceFault.CONFIRMED) for row in open_rows), None)


def _was_taken(view: View, row: PanelRow) -> bool:
    """Whether the row is what a candidate became that was right as it stood."""
    partner, gold = view.standing.partner, view.gold
    return any(
        row.id not in listed and reads_like(row, gold.stances[partner[candidate]], gold)
        for candidate, listed in view.seen.taken.items()
        if candidate in partner
    )


def _go_to_row(view: View, row: PanelRow, cause: str) -> Move:
    key = row.number or step_to_stance(view, row.id) or "L"
    return Move((key,), cause, row.id, way=Way(row.id, cause, row.id))
