"""Layers: loading one whole, and writing the changes of an edit. The log itself is in `log`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from types import MappingProxyType
from typing import Final, cast

from pydantic import JsonValue
from sqlalchemy import ColumnElement, Delete, Insert, Select, Table, Update, bindparam
from sqlalchemy import select as select_columns
from sqlmodel import Session, SQLModel, col, select

from annotator.domain.edits import ASSIGNMENT_ID, Change, Value
from annotator.domain.items import ID_PREFIX, Item, Mention, Stance, Zone
from annotator.domain.layer import Assignment, Author, Layer, Role, State
from annotator.domain.rulings import Ruling
from annotator.storage.records import item_of, ruling_of, to_record
from annotator.storage.tables import (
    AssignmentRow,
    GoldRow,
    LayerRow,
    MentionRow,
    RulingRow,
    StanceRow,
    ZoneRow,
    table_of,
)

_AT_ONCE = 1000
"""Rows that are in memory as SQLite gives or takes them, while a layer is read or written."""
_SHARED: Final = ("id", "label", "entity")
_SHARED_IN_ORIGIN: Final = ("suggester", "item", "rule", "reason")
"""Fields in which the same value comes often: it is kept once, for it takes more than the item."""
_ITEM_TABLES: Final[tuple[tuple[type[Mention | Stance | Zone], type[SQLModel]], ...]] = (
    (Zone, ZoneRow),
    (Mention, MentionRow),
    (Stance, StanceRow),
)


def find_layer(session: Session, article: str, author: Author) -> int | None:
    """The row id of an author's layer on an article, or None."""
    statement = select(LayerRow.id).where(
        LayerRow.article == article,
        LayerRow.role == author.role,
        LayerRow.author == author.name,
    )
    return session.exec(statement).first()


def layer_versions(session: Session, article: str, annotator: str) -> list[tuple[int, Author, int]]:
    """Row id, author and version of the annotator's and the suggesters' layers, oldest first."""
    values = {"here": article, "annotator": annotator}
    found = session.connection().execute(_versions(), values)
    return [(cast("int", r), Author(Role(role), name), v) for r, role, name, v in found]


def create_layer(session: Session, article: str, author: Author) -> int:
    """A new, empty layer; an annotator's also gets its assignment. Returns the row id."""
    key = (article, author.name)
    # She may have claimed the article before she began.
    if author.role is Role.ANNOTATOR and session.get(AssignmentRow, key) is None:
        session.add(AssignmentRow(article=article, annotator=author.name, state=State.NEW))
        session.flush()
    values = {"article": article, "role": author.role, "author": author.name}
    made = session.connection().execute(_insert_into(table_of(LayerRow)), values)
    return cast("tuple[int]", made.inserted_primary_key)[0]


def load_layer(session: Session, layer: int, only: Collection[str] | None = None) -> Layer:
    """The layer with this row id: whole, or with `only` the items of these ids in it."""
    row = session.get_one(LayerRow, layer)
    items: dict[str, Item] = {}
    for value, model in _ITEM_TABLES:
        wanted = None if only is None else [i for i in only if i[0] == ID_PREFIX[value]]
        if wanted != []:
            table = table_of(model)
            where = () if wanted is None else (table.c.id.in_(wanted),)
            items |= {item.id: item for item in items_where(session, layer, value, *where)}
    rulings: dict[str, Ruling] = {}
    if row.role == Role.GOLD:
        where = () if only is None else (table_of(RulingRow).c.id.in_(only),)
        found = (ruling_of(record) for record in _rows(session, RulingRow, layer, where))
        rulings = {ruling.id: ruling for ruling in found}
    return Layer(
        article=row.article,
        author=Author(Role(row.role), row.author),
        version=row.version,
        next_number=row.next_number,
        items=MappingProxyType(items),
        assignment=_assignment(session, row),
        rulings=MappingProxyType(rulings),
    )


def items_where(
    session: Session,
    layer: int,
    kind: type[Mention | Stance | Zone],
    *conditions: ColumnElement[bool],
) -> Iterator[Item]:
    """The items of one kind in the layer with this row id that meet the conditions on their row."""
    known: dict[str | int, str | int] = {}
    for record in _rows(session, dict(_ITEM_TABLES)[kind], layer, conditions):
        _share(record, _SHARED, known)
        if isinstance(origin := record["origin"], dict):
            _share(origin, _SHARED_IN_ORIGIN, known)
        yield item_of(kind, record)


def _share(
    record: dict[str, JsonValue], names: Iterable[str], known: dict[str | int, str | int]
) -> None:
    for name in names:
        value = record.get(name)
        if isinstance(value, str | int):
            record[name] = known.setdefault(value, value)


def layer_rows(session: Session, article: str, role: Role) -> list[int]:
    """The row ids of the layers of this role on the article, in order of creation."""
    statement = select(LayerRow.id).where(LayerRow.article == article, LayerRow.role == role)
    found = session.exec(statement.order_by(col(LayerRow.id)))
    return [layer for layer in found if layer is not None]


def layers_of(session: Session, article: str, role: Role) -> list[Layer]:
    """Every layer of this role on the article, in order of creation."""
    return [load_layer(session, layer) for layer in layer_rows(session, article, role)]


@dataclass(frozen=True, slots=True)
class Written:
    """The layer that changes are written to: row id, article, and whose it is."""

    row: int
    article: str
    role: str
    author: str


def write_changes(
    session: Session, layer: Written, changes: Sequence[Change], at: dt.datetime
) -> None:
    """Bring the item tables and the assignment to the `after` values of the changes."""
    for value, model in _ITEM_TABLES:
        mine = [c for c in changes if isinstance(c.after or c.before, value)]
        _upsert(session, model, layer.row, [c for c in mine if c.after is not None])
    for value, model in reversed(_ITEM_TABLES):
        gone = [c.id for c in changes if isinstance(c.before, value) and c.after is None]
        _delete(session, model, layer.row, gone)
    ruled = [c for c in changes if isinstance(c.after or c.before, Ruling)]
    _upsert(session, RulingRow, layer.row, [c for c in ruled if c.after is not None])
    _delete(session, RulingRow, layer.row, [c.id for c in ruled if c.after is None])
    for change in changes:
        if layer.role == Role.GOLD and isinstance(change.after, Assignment):
            session.merge(GoldRow(layer=layer.row, state=change.after.state))
        elif change.id == ASSIGNMENT_ID and isinstance(change.after, Assignment):
            assignment = session.get_one(AssignmentRow, (layer.article, layer.author))
            assignment.state = change.after.state
            assignment.flagged = int(change.after.flagged)
            assignment.comment = change.after.comment
            # Finished work fills its slot; reopened, it is still hers to go on with.
            assignment.reserved |= change.after.state is State.DONE
            assignment.done_at = at if change.after.state is State.DONE else None


def _upsert(session: Session, model: type[SQLModel], layer: int, changes: list[Change]) -> None:
    table = table_of(model)
    names = [c.name for c in table.columns if not c.primary_key]
    # Bit by bit: a row as it goes to the driver takes ten times the memory of its item.
    for begin in range(0, len(changes), _AT_ONCE):
        some = changes[begin : begin + _AT_ONCE]
        new = [{**_values(c.after), "layer": layer} for c in some if c.before is None and c.after]
        if new:
            session.connection().execute(_insert_into(table), new)
        changed = [c for c in some if c.before is not None]
        touched = tuple(n for n in names if any(map(partial(_differs, n), changed)))
        if touched:
            only = set(touched)
            rows = [
                {**_values(c.after, only), "at_layer": layer, "at_id": c.id}
                for c in changed
                if c.after
            ]
            session.connection().execute(update_of(table, ("layer", "id"), touched), rows)


def _differs(name: str, change: Change) -> bool:
    """Whether the change is one of this column, which is called as the field that it holds."""
    return bool(getattr(change.before, name) != getattr(change.after, name))


def _delete(session: Session, model: type[SQLModel], layer: int, ids: Iterable[str]) -> None:
    rows = [{"at_layer": layer, "at_id": identifier} for identifier in ids]
    if rows:
        session.connection().execute(_delete_from(table_of(model)), rows)


# To build a statement takes longer than to run it.


@cache
def update_of(table: Table, keys: tuple[str, ...], names: tuple[str, ...]) -> Update:
    """Sets the columns `names` of a row, whose key columns `keys` are given as `at_` and name."""
    where = (table.c[key] == bindparam(f"at_{key}") for key in keys)
    return table.update().where(*where).values({n: bindparam(n) for n in names})


@cache
def _versions() -> Select[int | None, str, str, int]:
    author = col(LayerRow.author) == bindparam("annotator")
    hers = (col(LayerRow.role) == Role.ANNOTATOR) & author
    columns = (col(LayerRow.id), col(LayerRow.role), col(LayerRow.author), col(LayerRow.version))
    return (
        select_columns(*columns)
        .where(col(LayerRow.article) == bindparam("here"))
        .where(hers | (col(LayerRow.role) == Role.SUGGESTER))
        .order_by(col(LayerRow.id))
    )


@cache
def _insert_into(table: Table) -> Insert:
    return table.insert()


@cache
def _delete_from(table: Table) -> Delete:
    keys = (table.c.layer == bindparam("at_layer")) & (table.c.id == bindparam("at_id"))
    return table.delete().where(keys)


def _values(value: Value, only: set[str] | None = None) -> dict[str, object]:
    # STRICT tables take no booleans.
    record = to_record(value, only)
    return {name: int(v) if isinstance(v, bool) else v for name, v in record.items()}


def _rows(
    session: Session, model: type[SQLModel], layer: int, conditions: Iterable[ColumnElement[bool]]
) -> Iterator[dict[str, JsonValue]]:
    table = table_of(model)
    columns = [c for c in table.columns if c.name != "layer"]
    statement = table.select().with_only_columns(*columns).where(table.c.layer == layer)
    statement = statement.where(*conditions)
    found = session.connection().execute(statement, execution_options={"yield_per": _AT_ONCE})
    for row in found:
        yield dict(row._mapping)  # noqa: SLF001  # SQLAlchemy documents it as public


def _assignment(session: Session, row: LayerRow) -> Assignment:
    if row.role == Role.GOLD:
        gold = session.get(GoldRow, row.id)
        return Assignment() if gold is None else Assignment(State(gold.state))
    if row.role != Role.ANNOTATOR:
        return Assignment()
    stored = session.get_one(AssignmentRow, (row.article, row.author))
    return Assignment(State(stored.state), bool(stored.flagged), stored.comment)
