"""Entities of the project."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache
from operator import itemgetter
from sys import intern
from typing import Any, cast

from pydantic import JsonValue
from sqlalchemy import ColumnElement, Insert, Select, TextClause, bindparam, insert, text
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from annotator.domain.entities import Entity, NameUse, fold_name
from annotator.storage.tables import EntityRow

HAS_ALIASES = "entity.aliases <> '[]'"
"""Word for word the condition of the index on entities with aliases, which are few."""
_COLUMNS = (
    col(EntityRow.id),
    col(EntityRow.name),
    col(EntityRow.label),
    col(EntityRow.aliases),
    col(EntityRow.merged_into),
)
_LAST = "\U0010ffff"
"""Sorts after whatever a name goes on with."""
_NAMES_AT_ONCE = 10_000
"""Names in one statement; SQLite takes at most 32,766 values."""
_AT_ONCE = 500
"""Ids in one query."""


def all_entities(session: Session) -> dict[int, Entity]:
    """Every entity by id, merged ones included."""
    return {entity.id: entity for entity in _entities(session)}


def entities_with(session: Session, ids: Collection[int]) -> dict[int, Entity]:
    """The entities with these ids, by id, and what they were merged into."""
    found: dict[int, Entity] = {}
    wanted = sorted(ids)
    while wanted:
        for begin in range(0, len(wanted), _AT_ONCE):
            chosen = col(EntityRow.id).in_(wanted[begin : begin + _AT_ONCE])
            found |= {entity.id: entity for entity in _entities(session, chosen)}
        into = {e.merged_into for e in found.values() if e.merged_into is not None}
        wanted = sorted(into - found.keys())
    return found


def entity_names(session: Session, ids: Collection[int]) -> dict[int, str]:
    """The names of these entities; of a merged one, the name of what it was merged into."""
    found = entities_with(session, ids)

    def last(entity: Entity) -> Entity:
        while entity.merged_into is not None:
            entity = found[entity.merged_into]
        return entity

    return {entity: last(found[entity]).name for entity in ids if entity in found}


def find_entity(session: Session, name: str, label: str) -> Entity | None:
    """The entity of this name or alias under this label, or None; of several, that of least id.

    What was merged into another is left out.
    """
    folded = fold_name(name)
    execute = session.connection().execute
    found = [_entity(*row) for row in execute(_named(), {"at_label": label, "at_folded": folded})]
    aliased = (_entity(*row) for row in execute(_aliased(), {"at_label": label}))
    found += (entity for entity in aliased if folded in map(fold_name, entity.aliases))
    return min(found, key=lambda entity: entity.id, default=None)


def names_from(session: Session, begun: str) -> Iterator[str]:
    """The canonical names of which the folded form begins as that of `begun` does, in its order."""
    folded, first = col(EntityRow.folded), fold_name(begun)
    statement = (
        select_columns(col(EntityRow.name))
        .where(folded >= first, folded < f"{first}{_LAST}", col(EntityRow.merged_into).is_(None))
        .order_by(folded)
    )
    return (row[0] for row in session.connection().execute(statement))


def entities_labelled(session: Session, label: str) -> list[Entity]:
    """The entities of this label that were not merged into another."""
    own = col(EntityRow.label) == label, col(EntityRow.merged_into).is_(None)
    return list(_entities(session, *own))


def add_entity(session: Session, entity: Entity) -> None:
    """Store a new entity; storing one again that is there already changes nothing."""
    execute = session.connection().execute
    if execute(_same_entity(), {"at_id": entity.id}).first() is None:
        execute(_new_entity(), _values(entity))


def resolve_names(
    session: Session, names: Iterable[NameUse], new_id: Callable[[], int]
) -> dict[NameUse, int]:
    """An entity id for each use of a name, found by folded name or alias, else created.

    A mention that says the name itself needs an entity of its own label. One that stands for
    something else (the Kremlin for Russia) takes the entity of that name whatever its label, so
    that a metonym and its state are one entity.
    """
    uses = list(names)
    resolver = NameResolver(session, uses, new_id)
    found = resolver.resolve(uses)
    resolver.store()
    return found


class NameResolver:
    """Resolves names of one transaction (`resolve_names`), all of them looked up at once."""

    def __init__(
        self, session: Session, names: Iterable[NameUse], new_id: Callable[[], int]
    ) -> None:
        """With every name that will be asked for."""
        self._session = session
        self._new_id = new_id
        self._new: list[Entity] = []
        self._known = _KnownNames()
        who = (col(EntityRow.id), col(EntityRow.merged_into), col(EntityRow.label))
        folded = col(EntityRow.folded)
        execute = session.connection().execute
        # Only rows that can match: a project may have a hundred thousand names.
        wanted = sorted({fold_name(name) for name in {use.name for use in names}})
        rows: list[tuple[int, int | None, str, str]] = []
        for begin in range(0, len(wanted), _NAMES_AT_ONCE):
            part = wanted[begin : begin + _NAMES_AT_ONCE]
            rows += execute(select_columns(*who, folded).where(folded.in_(part))).all()
        also = select_columns(*who, col(EntityRow.aliases)).where(text(HAS_ALIASES))
        for identifier, into, label, aliases in execute(also):
            known = map(fold_name, cast("list[str]", aliases or []))
            rows += ((identifier, into, label, name) for name in known)
        # In order of the ids, so that of two entities of one name always the same is found.
        for identifier, into, label, name in sorted(rows, key=itemgetter(0)):
            self._known.add(name, label, into or identifier)

    def resolve(self, names: Iterable[NameUse]) -> dict[NameUse, int]:
        """The entity of each use; those of names that are not known yet wait for `store`."""
        found: dict[NameUse, int] = {}
        literal: dict[NameUse, bool] = {}
        for use in names:
            # What has an entity of its label keeps it; only the others depend on the order.
            own = self._known.find(fold_name(use.name), use.label)
            if own is None:
                literal[use] = use.is_literal
            else:
                found[use] = own
        for use in sorted(literal, key=literal.__getitem__, reverse=True):
            folded = fold_name(use.name)
            entity = self._known.find(folded, use.label, any_label=not literal[use])
            if entity is None:
                entity = self._new_id()
                self._new.append(Entity(entity, use.name, use.label))
                self._known.add(folded, use.label, entity)
            found[use] = entity
        return found

    def store(self) -> None:
        """Write the new entities."""
        if self._new:
            # Straight into the table: rows as objects take ten times as long.
            rows = [_values(entity) for entity in self._new]
            self._session.connection().execute(insert(EntityRow), rows)
            self._new = []


class _KnownNames:
    """Entity ids by folded name: under each label, and under any."""

    def __init__(self) -> None:
        self._by_label: dict[tuple[str, str], int] = {}
        self._by_name: dict[str, int] = {}

    def add(self, folded: str, label: str, entity: int) -> None:
        self._by_label.setdefault((folded, label), entity)
        self._by_name.setdefault(folded, entity)

    def find(self, folded: str, label: str, *, any_label: bool = False) -> int | None:
        own = self._by_label.get((folded, label))
        return self._by_name.get(folded) if own is None and any_label else own


@cache
def _same_entity() -> Select[int]:
    return select_columns(col(EntityRow.id)).where(col(EntityRow.id) == bindparam("at_id"))


# A key waits for these two, and to make a statement takes longer than to answer it.
@cache
def _named() -> Select[int, str, str, JsonValue, int | None]:
    return _under_label().where(col(EntityRow.folded) == bindparam("at_folded"))


@cache
def _aliased() -> Select[int, str, str, JsonValue, int | None]:
    return _under_label().where(text(HAS_ALIASES))


def _under_label() -> Select[int, str, str, JsonValue, int | None]:
    own = col(EntityRow.label) == bindparam("at_label"), col(EntityRow.merged_into).is_(None)
    return select_columns(*_COLUMNS).where(*own)


@cache
def _new_entity() -> Insert:
    return insert(EntityRow)


def _values(entity: Entity) -> dict[str, Any]:
    return {
        "id": entity.id,
        "name": entity.name,
        "folded": fold_name(entity.name),
        "label": entity.label,
        "aliases": list(entity.aliases),
        "merged_into": entity.merged_into,
    }


def _entities(session: Session, *conditions: ColumnElement[bool] | TextClause) -> Iterator[Entity]:
    """The entities that meet the conditions, in order of their ids."""
    # By columns: rows as objects take ten times as long, and a project has many.
    statement = select_columns(*_COLUMNS).where(*conditions).order_by(col(EntityRow.id))
    return (_entity(*row) for row in session.connection().execute(statement))


def _entity(identifier: int, name: str, label: str, aliases: JsonValue, into: int | None) -> Entity:
    known = tuple(cast("list[str]", aliases or []))
    return Entity(identifier, name, intern(label), known, into)
