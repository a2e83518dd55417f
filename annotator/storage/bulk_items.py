"""Items of many layers at once, for what reads the whole project: exports and comparisons."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from typing import Any, cast

from sqlalchemy import Select
from sqlalchemy import select as select_columns
from sqlmodel import Session

from annotator.domain.items import Item, Zone
from annotator.storage.item_rows import ITEM_MODELS, ItemKind, ItemReader
from annotator.storage.tables import table_of


def items_of_layers(
    session: Session, rows: Collection[int], *, with_origins: bool = False
) -> dict[int, dict[str, Item]]:
    """The items of these layers (row ids), by row id and id.

    Without origins, but where they are asked for.
    """
    items: dict[int, dict[str, Item]] = {row: {} for row in rows}
    reader = ItemReader(with_origins=with_origins)
    for kind in ITEM_MODELS:
        for row, item in _read(session, kind, rows, reader):
            items[row][item.id] = item
    return items


def zones_of_layers(session: Session, rows: Collection[int]) -> Iterator[tuple[int, Zone]]:
    """The zones of these layers, live or not, each with its layer's row id."""
    found = _read(session, Zone, rows, ItemReader(with_origins=False))
    return ((row, zone) for row, zone in found if isinstance(zone, Zone))


def _read(
    session: Session, kind: ItemKind, rows: Iterable[int], reader: ItemReader
) -> Iterator[tuple[int, Item]]:
    """The items of one kind in these layers, each with its layer's row id."""
    table = table_of(ITEM_MODELS[kind])
    statement = (
        select_columns(*reader.columns(kind))
        .where(table.c.layer.in_(rows))
        .order_by(table.c.layer, table.c.id)
    )
    return ((row[0], reader.item(kind, row)) for row in _driver_rows(session, statement))


def _driver_rows(session: Session, statement: Select[Any]) -> list[tuple[Any, ...]]:
    """The rows as the driver gives them, JSON as text: half of the time where there are many."""
    connection = session.connection()
    compiled = statement.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute(str(compiled))
        return cast("list[tuple[Any, ...]]", cursor.fetchall())
