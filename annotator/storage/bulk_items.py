"""Items of many layers at once, for what reads the whole project: exports and comparisons."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any, TypeVar, cast

import orjson
from sqlalchemy import Select
from sqlalchemy import select as select_columns
from sqlmodel import Session, SQLModel

from annotator.domain.items import (
    Attribution,
    Certainty,
    Decision,
    Evidence,
    HolderKind,
    Item,
    Mention,
    MentionKind,
    Origin,
    Stance,
    Zone,
)
from annotator.storage.tables import MentionRow, StanceRow, ZoneRow, table_of

_ItemT = TypeVar("_ItemT", Mention, Stance, Zone)

_DECISION = {decision.value: decision for decision in Decision}
_KIND = {kind.value: kind for kind in MentionKind}
_HOLDER_KIND = {kind.value: kind for kind in HolderKind}
_ATTRIBUTION = {attribution.value: attribution for attribution in Attribution}
_CERTAINTY = {certainty.value: certainty for certainty in Certainty}


def items_of_layers(
    session: Session, rows: Collection[int], *, with_origins: bool = False
) -> dict[int, dict[str, Item]]:
    """The items of these layers (row ids), by row id and id.

    Without origins, but where they are asked for.
    """
    items: dict[int, dict[str, Item]] = {row: {} for row in rows}
    for found in (
        _read(session, ZoneRow, rows, _zone, with_origins=with_origins),
        _read(session, MentionRow, rows, _mention, with_origins=with_origins),
        _read(session, StanceRow, rows, _stance, with_origins=with_origins),
    ):
        for row, item in found:
            items[row][item.id] = item
    return items


def zones_of_layers(session: Session, rows: Collection[int]) -> Iterator[tuple[int, Zone]]:
    """The zones of these layers, live or not, each with its layer's row id."""
    return _read(session, ZoneRow, rows, _zone)


def _read(
    session: Session,
    model: type[SQLModel],
    rows: Iterable[int],
    made: Callable[[Sequence[Any]], _ItemT],
    *,
    with_origins: bool = False,
) -> Iterator[tuple[int, _ItemT]]:
    """The items of one kind in these layers, each with its layer's row id."""
    table = table_of(model)
    columns = [c for c in table.columns if c.name not in ("layer", "origin")]
    origin = [table.c.origin] if with_origins else []
    statement = (
        select_columns(table.c.layer, *columns, *origin)
        .where(table.c.layer.in_(rows))
        .order_by(table.c.layer, table.c.id)
    )
    found = _driver_rows(session, statement)
    if not with_origins:
        return ((row[0], made(row)) for row in found)
    return ((row[0], _with_origin(made(row[:-1]), row[-1])) for row in found)


def _with_origin(item: _ItemT, origin: str | None) -> _ItemT:
    return item if origin is None else replace(item, origin=Origin(**orjson.loads(origin)))


def _driver_rows(session: Session, statement: Select[Any]) -> list[tuple[Any, ...]]:
    """The rows as the driver gives them, JSON as text: half of the time where there are many."""
    connection = session.connection()
    compiled = statement.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
    with closing(connection.connection.cursor()) as cursor:
        cursor.execute(str(compiled))
        return cast("list[tuple[Any, ...]]", cursor.fetchall())


def _mention(row: Sequence[Any]) -> Mention:
    _, key, start, end, quote, label, kind, entity, decision, unsure, dimmed_by, revision = row
    return Mention(
        id=key,
        start=start,
        end=end,
        quote=quote,
        label=label,
        kind=_KIND[kind],
        entity=entity,
        decision=_DECISION[decision],
        unsure=bool(unsure),
        dimmed_by=dimmed_by,
        revision=revision,
    )


def _stance(row: Sequence[Any]) -> Stance:
    _, key, holder, holder_kind, target, label, evidence, attribution, source, *rest = row
    certainty, decision, unsure, dimmed_by, revision = rest
    return Stance(
        id=key,
        holder=holder,
        holder_kind=_HOLDER_KIND[holder_kind],
        target=target,
        label=label,
        evidence=tuple(
            Evidence(start=e["start"], end=e["end"], quote=e["quote"])
            for e in orjson.loads(evidence)
        ),
        attribution=_ATTRIBUTION[attribution],
        source=source,
        certainty=_CERTAINTY[certainty],
        decision=_DECISION[decision],
        unsure=bool(unsure),
        dimmed_by=dimmed_by,
        revision=revision,
    )


def _zone(row: Sequence[Any]) -> Zone:
    _, key, start, end, decision, unsure, revision = row
    return Zone(
        id=key,
        start=start,
        end=end,
        decision=_DECISION[decision],
        unsure=bool(unsure),
        revision=revision,
    )
