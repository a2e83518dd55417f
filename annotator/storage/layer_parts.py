"""Parts of a layer, each as a layer of its own: what a long one is judged by or opened with.

A part has the assignment and the zones of the whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from types import MappingProxyType

from sqlalchemy import ColumnElement, Float, Table, func, or_, select
from sqlmodel import Session, SQLModel

from annotator.domain.items import Decision, Item, Mention, Stance, Zone
from annotator.domain.layer import Layer
from annotator.domain.stance_ends import ends_of
from annotator.storage.layers import items_where, load_layer
from annotator.storage.tables import MentionRow, StanceRow, ZoneRow, table_of

_AT_ONCE = 5000
"""Values in one query; SQLite takes at most 32,766."""


def mentions_between(session: Session, layer: int, start: int, end: int) -> Layer:
    """The mentions that begin in [start, end), in offsets of the article."""
    table = _mentions()
    return _part(session, layer, (table.c.start >= start, table.c.start < end))


def decided_mentions(session: Session, layer: int) -> Layer:
    """The mentions that are no longer as they were suggested, be it only in their entity."""
    table = _mentions()
    is_other = or_(table.c.decision != Decision.SUGGESTED, table.c.revision > 1)
    return _part(session, layer, (is_other,))


def mentions_at(session: Session, layer: int, ids: Collection[str], at: Collection[int]) -> Layer:
    """The mentions with these ids, and those that begin at these offsets."""
    table = _mentions()
    found = _part(session, layer, None)
    for column, wanted in ((table.c.id, sorted(ids)), (table.c.start, sorted(at))):
        for begin in range(0, len(wanted), _AT_ONCE):
            chosen = column.in_(wanted[begin : begin + _AT_ONCE])
            found = joined(found, items_where(session, layer, Mention, chosen))
    return found


def stances_of(session: Session, layer: int) -> Layer:
    """The stances, and the mentions that they stand on."""
    found = list(items_where(session, layer, Stance))
    ends = {end for stance in found if isinstance(stance, Stance) for end in ends_of(stance)}
    return joined(mentions_at(session, layer, ends, ()), found)


def suggested_below(session: Session, layer: int, p: float) -> Layer:
    """The stances with what they stand on, and the mentions suggested with less than `p`."""
    given = func.json_extract(_mentions().c.origin, "$.p", type_=Float)
    return joined(stances_of(session, layer), items_where(session, layer, Mention, given < p))


def joined(part: Layer, items: Iterable[Item]) -> Layer:
    """The part with further items."""
    more = {item.id: item for item in items}
    return replace(part, items=MappingProxyType({**part.items, **more})) if more else part


def holds_suggestions_of(session: Session, layer: int, suggester: str) -> bool:
    """Whether an item of the layer was made of a suggestion of this version."""
    models: tuple[type[SQLModel], ...] = (MentionRow, StanceRow, ZoneRow)
    for table in map(table_of, models):
        there = (table.c.layer == layer) & table.c.origin.is_not(None)
        with session.connection().execute(
            select(table.c.origin).where(there), execution_options={"yield_per": _AT_ONCE}
        ) as rows:
            if any(origin["suggester"] == suggester for (origin,) in rows):
                return True
    return False


def _mentions() -> Table:
    return table_of(MentionRow)


def _part(
    session: Session, layer: int, conditions: Collection[ColumnElement[bool]] | None
) -> Layer:
    zones = joined(load_layer(session, layer, only=()), items_where(session, layer, Zone))
    if conditions is None:
        return zones
    return joined(zones, items_where(session, layer, Mention, *conditions))
