"""Entities of the project."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any, cast

from sqlalchemy import insert
from sqlmodel import Session, col, select

from annotator.domain.entities import Entity, NameUse, fold_name
from annotator.storage.tables import EntityRow

_AT_ONCE = 500
"""Ids in one query."""


def all_entities(session: Session) -> dict[int, Entity]:
    """Every entity by id, merged ones included."""
    return {row.id: _entity(row) for row in session.exec(select(EntityRow))}


def entity_names(session: Session, ids: Collection[int]) -> dict[int, str]:
    """The names of these entities; of a merged one, the name of what it was merged into."""
    wanted, names, into = sorted(ids), {}, {}
    for begin in range(0, len(wanted), _AT_ONCE):
        chosen = col(EntityRow.id).in_(wanted[begin : begin + _AT_ONCE])
        for row in session.exec(select(EntityRow).where(chosen)):
            names[row.id] = row.name
            if row.merged_into is not None and row.merged_into not in ids:
                into[row.id] = row.merged_into
    if into:
        further = entity_names(session, set(into.values()))
        names |= {entity: further[other] for entity, other in into.items() if other in further}
    return names


def add_entity(session: Session, entity: Entity) -> None:
    """Store a new entity; storing one again that is there already changes nothing."""
    if session.get(EntityRow, entity.id) is None:
        session.add(EntityRow(**_values(entity)))
        session.flush()


def resolve_names(
    session: Session, names: Iterable[NameUse], new_id: Callable[[], int]
) -> dict[NameUse, int]:
    """An entity id for each use of a name, found by folded name or alias, else created.

    A mention that says the name itself needs an entity of its own label. One that stands for
    something else (the Kremlin for Russia) takes the entity of that name whatever its label, so
    that a metonym and its state are one entity.
    """
    wanted = sorted(dict.fromkeys(names), key=lambda use: not use.is_literal)
    # Only rows that can match: a project may have a hundred thousand names.
    folded = {fold_name(use.name) for use in wanted}
    rows = session.exec(
        select(EntityRow).where(col(EntityRow.folded).in_(folded) | (col(EntityRow.aliases) != []))
    )
    known = _KnownNames(rows)
    found: dict[NameUse, int] = {}
    new: list[Entity] = []
    for use in wanted:
        entity = known.find(use)
        if entity is None:
            entity = new_id()
            new.append(Entity(entity, use.name, use.label))
            known.add(use.name, use.label, entity)
        found[use] = entity
    if new:
        # Straight into the table: rows as objects take ten times as long.
        session.connection().execute(insert(EntityRow), [_values(entity) for entity in new])
    return found


class _KnownNames:
    """Entity ids by folded name: under each label, and under any."""

    def __init__(self, rows: Iterable[EntityRow]) -> None:
        self._by_label: dict[tuple[str, str], int] = {}
        self._by_name: dict[str, int] = {}
        for row in rows:
            for name in (row.name, *cast("list[str]", row.aliases or [])):
                self.add(name, row.label, row.merged_into or row.id)

    def add(self, name: str, label: str, entity: int) -> None:
        self._by_label.setdefault((fold_name(name), label), entity)
        self._by_name.setdefault(fold_name(name), entity)

    def find(self, use: NameUse) -> int | None:
        folded = fold_name(use.name)
        own = self._by_label.get((folded, use.label))
        return own if own is not None or use.is_literal else self._by_name.get(folded)


def _values(entity: Entity) -> dict[str, Any]:
    return {
        "id": entity.id,
        "name": entity.name,
        "folded": fold_name(entity.name),
        "label": entity.label,
        "aliases": list(entity.aliases),
        "merged_into": entity.merged_into,
    }


def _entity(row: EntityRow) -> Entity:
    return Entity(
        id=row.id,
        name=row.name,
        label=row.label,
        aliases=tuple(cast("list[str]", row.aliases or [])),
        merged_into=row.merged_into,
    )
