"""Layers: loading one whole, and writing the changes of an edit. The log itself is in `log`."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from types import MappingProxyType
from typing import cast

import orjson
from sqlalchemy import (
    ColumnElement,
    Connection,
    Delete,
    Insert,
    Select,
    Table,
    Text,
    Update,
    bindparam,
)
from sqlalchemy import select as select_columns
from sqlmodel import Session, SQLModel, col, func, select

from annotator.domain.edits import ASSIGNMENT_ID, Change, Value
from annotator.domain.items import ID_PREFIX, Item
from annotator.domain.layer import Assignment, Author, Layer, Role, State
from annotator.domain.rulings import Ruling
from annotator.storage.item_rows import ITEM_MODELS, ItemKind, ItemReader, insert_rows, values_of
from annotator.storage.records import Record, ruling_of, to_record
from annotator.storage.tables import (
    AssignmentRow,
    GoldRow,
    LayerRow,
    RulingRow,
    table_of,
)

_AT_ONCE = 1000
"""Rows that are in memory as SQLite gives or takes them, while a layer is read or written."""


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
    for kind, model in ITEM_MODELS.items():
        wanted = None if only is None else [i for i in only if i[0] == ID_PREFIX[kind]]
        if wanted != []:
            where = () if wanted is None else (table_of(model).c.id.in_(wanted),)
            items |= {item.id: item for item in items_where(session, layer, kind, *where)}
    rulings: dict[str, Ruling] = {}
    if row.role == Role.GOLD:
        rulings = {ruling.id: ruling for ruling in _rulings(session, layer, only)}
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
    session: Session, layer: int, kind: ItemKind, *conditions: ColumnElement[bool]
) -> Iterator[Item]:
    """The items of one kind in the layer with this row id that meet the conditions on their row."""
    reader, table = ItemReader(), table_of(ITEM_MODELS[kind])
    statement = select_columns(*reader.columns(kind)).where(table.c.layer == layer, *conditions)
    found = session.connection().execute(statement, execution_options={"yield_per": _AT_ONCE})
    return (reader.item(kind, row) for row in found)


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
    kinds: list[tuple[type[Value], type[SQLModel]]] = [*ITEM_MODELS.items(), (Ruling, RulingRow)]
    for kind, model in kinds:
        _write(session, model, layer.row, [c for c in changes if isinstance(c.after, kind)])
    for kind, model in reversed(kinds):
        gone = [c.id for c in changes if isinstance(c.before, kind) and c.after is None]
        _delete(session, model, layer.row, gone)
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


def _write(session: Session, model: type[SQLModel], layer: int, changes: list[Change]) -> None:
    """Add the rows of what is new, and bring those of what was there to their new values."""
    connection = session.connection()
    # Bit by bit: a row as it goes to the driver takes ten times the memory of its item.
    for begin in range(0, len(changes), _AT_ONCE):
        some = changes[begin : begin + _AT_ONCE]
        _add(connection, model, layer, [c.after for c in some if c.after and c.before is None])
        changed = [c for c in some if c.before is not None]
        table = table_of(model)
        names = [c.name for c in table.columns if not c.primary_key]
        touched = tuple(n for n in names if any(map(partial(_differs, n), changed)))
        if touched:
            rows = [
                {**values, "at_layer": layer, "at_ids": ids}
                for values, ids in _alike(touched, changed)
            ]
            connection.execute(_update_of_many(table, touched), rows)


def _add(
    connection: Connection, model: type[SQLModel], layer: int, values: Sequence[Value]
) -> None:
    insert_rows(connection, model, [values_of(layer, v) for v in values if isinstance(v, Item)])
    rulings = [{**_values(v), "layer": layer} for v in values if isinstance(v, Ruling)]
    if rulings:
        connection.execute(_insert_into(table_of(model)), rulings)


def _differs(name: str, change: Change) -> bool:
    """Whether the change is one of this column, which is called as the field that it holds."""
    before, after = getattr(change.before, name), getattr(change.after, name)
    return before is not after and bool(before != after)


def _alike(names: Sequence[str], changes: Iterable[Change]) -> Iterator[tuple[Record, str]]:
    """The values of columns that changes lead to, each with the ids of all that it is for, as JSON.

    What finishes a long article gives twenty thousand rows the same values.
    """
    groups = defaultdict[tuple[object, ...], list[Change]](list)
    for change in changes:
        groups[tuple(getattr(change.after, name) for name in names)].append(change)
    for group in groups.values():
        after = group[0].after
        if after is not None:
            yield _values(after, set(names)), orjson.dumps([c.id for c in group]).decode()


def _values(value: Value, only: set[str] | None = None) -> Record:
    # STRICT tables take no booleans.
    record = to_record(value, only)
    return {name: int(v) if isinstance(v, bool) else v for name, v in record.items()}


def _delete(session: Session, model: type[SQLModel], layer: int, ids: Sequence[str]) -> None:
    if ids:
        rows = {"at_layer": layer, "at_ids": orjson.dumps(ids).decode()}
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
def _update_of_many(table: Table, names: tuple[str, ...]) -> Update:
    """Sets the columns `names` of rows of a layer, which are given by their ids."""
    return table.update().where(*_in_layer(table)).values({n: bindparam(n) for n in names})


@cache
def _delete_from(table: Table) -> Delete:
    return table.delete().where(*_in_layer(table))


def _in_layer(table: Table) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    ids = func.json_each(bindparam("at_ids", type_=Text)).table_valued("value")
    return table.c.layer == bindparam("at_layer"), table.c.id.in_(select_columns(ids.c.value))


def _rulings(session: Session, layer: int, only: Collection[str] | None) -> Iterator[Ruling]:
    """The rulings of a gold layer, or `only` those of these ids."""
    table = table_of(RulingRow)
    columns = [column for column in table.columns if column.name != "layer"]
    statement = select_columns(*columns).where(table.c.layer == layer)
    if only is not None:
        statement = statement.where(table.c.id.in_(only))
    for row in session.connection().execute(statement):
        yield ruling_of(dict(row._mapping))  # noqa: SLF001  # SQLAlchemy documents it as public


def _assignment(session: Session, row: LayerRow) -> Assignment:
    if row.role == Role.GOLD:
        gold = session.get(GoldRow, row.id)
        return Assignment() if gold is None else Assignment(State(gold.state))
    if row.role != Role.ANNOTATOR:
        return Assignment()
    stored = session.get_one(AssignmentRow, (row.article, row.author))
    return Assignment(State(stored.state), bool(stored.flagged), stored.comment)
