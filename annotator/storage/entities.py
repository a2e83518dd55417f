"""Entities of the project."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import cast

from sqlmodel import Session, select

from annotator.domain.entities import Entity, fold_name
from annotator.storage.tables import EntityRow


def all_entities(session: Session) -> dict[int, Entity]:
    """Every entity by id, merged ones included."""
    return {row.id: _entity(row) for row in session.exec(select(EntityRow))}


def add_entity(session: Session, entity: Entity) -> None:
    """Store a new entity; storing one again that is there already changes nothing."""
    if session.get(EntityRow, entity.id) is None:
        session.add(
            EntityRow(
                id=entity.id,
                name=entity.name,
                folded=fold_name(entity.name),
                label=entity.label,
                aliases=list(entity.aliases),
                merged_into=entity.merged_into,
            )
        )
        session.flush()


def resolve_names(
    session: Session, names: Iterable[tuple[str, str]], new_id: Callable[[], int]
) -> dict[tuple[str, str], int]:
    """An entity id for each (name, label), found by folded name or alias, else created."""
    known: dict[tuple[str, str], int] = {}
    for row in session.exec(select(EntityRow)):
        target = row.merged_into or row.id
        for name in (row.name, *cast("list[str]", row.aliases or [])):
            known.setdefault((fold_name(name), row.label), target)
    found: dict[tuple[str, str], int] = {}
    for name, label in dict.fromkeys(names):
        key = (fold_name(name), label)
        if key not in known:
            known[key] = new_id()
            add_entity(session, Entity(known[key], name, label))
        found[name, label] = known[key]
    return found


def _entity(row: EntityRow) -> Entity:
    return Entity(
        id=row.id,
        name=row.name,
        label=row.label,
        aliases=tuple(cast("list[str]", row.aliases or [])),
        merged_into=row.merged_into,
    )
