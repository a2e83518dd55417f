"""Items as the values of their rows, and back; one place knows the order of the columns.

Values go to the driver and come from it in the order of the columns, JSON as text, many rows in one
statement: as objects they take ten times as long, as records by name three times.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import Any, Final, TypeAlias

import orjson
from sqlalchemy import ColumnElement, Connection, Dialect, Table, Text, type_coerce
from sqlmodel import SQLModel

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
from annotator.storage.records import evidence_text, origin_text
from annotator.storage.tables import MentionRow, StanceRow, ZoneRow, table_of

Values: TypeAlias = tuple[object, ...]
"""The values of a row, in the order of its columns."""
ItemKind: TypeAlias = type[Mention] | type[Stance] | type[Zone]

ITEM_MODELS: Final[dict[ItemKind, type[SQLModel]]] = {
    Zone: ZoneRow,
    Mention: MentionRow,
    Stance: StanceRow,
}
"""The table of each kind of item, parents first: stances stand on mentions."""
_ROWS = 50
"""Rows in one `INSERT`; more of them are hardly faster."""

_JSON: Final = ("evidence", "origin")
_SHARED_IN_ORIGIN: Final = ("suggester", "item", "rule", "reason")

_DECISION = {decision.value: decision for decision in Decision}
_KIND = {kind.value: kind for kind in MentionKind}
_HOLDER_KIND = {kind.value: kind for kind in HolderKind}
_ATTRIBUTION = {attribution.value: attribution for attribution in Attribution}
_CERTAINTY = {certainty.value: certainty for certainty in Certainty}


def values_of(layer: int, item: Item, entity: int | None = None) -> Values:
    """The row of an item in the layer with this row id.

    `entity` is that of a mention that does not carry it itself.
    """
    origin, decision = origin_text(item.origin), item.decision.value
    match item:
        case Mention():
            return (
                layer, item.id, item.start, item.end, item.quote, item.label, item.kind.value,
                item.entity if entity is None else entity, decision, origin, int(item.unsure),
                item.dimmed_by, item.revision,
            )  # fmt: skip
        case Stance():
            return (
                layer, item.id, item.holder, item.holder_kind.value, item.target, item.label,
                evidence_text(item.evidence), item.attribution.value, item.source,
                item.certainty.value, decision, origin, int(item.unsure), item.dimmed_by,
                item.revision,
            )  # fmt: skip
        case Zone():
            return (
                layer, item.id, item.start, item.end, decision, origin, int(item.unsure),
                item.revision,
            )  # fmt: skip


def insert_rows(connection: Connection, model: type[SQLModel], rows: Sequence[Values]) -> None:
    """Add rows to a table; each has all of its columns."""
    whole = len(rows) - len(rows) % _ROWS
    many = [tuple(chain.from_iterable(rows[n : n + _ROWS])) for n in range(0, whole, _ROWS)]
    statements = _insertions(table_of(model), connection.dialect)
    for statement, parameters in zip(statements, (many, list(rows[whole:])), strict=True):
        if parameters:
            connection.exec_driver_sql(statement, parameters)


@cache
def _insertions(table: Table, dialect: Dialect) -> tuple[str, str]:
    """The statement that adds `_ROWS` rows, and the one that adds one."""
    names = [column.name for column in table.columns]
    single = str(table.insert().compile(dialect=dialect, column_keys=names))
    return single + f", {single.partition(' VALUES ')[2]}" * (_ROWS - 1), single


class ItemReader:
    """Makes items of rows; without origins, where these are not wanted.

    Of ids, labels and reasons, of which the same comes often, one copy is kept: they take more
    memory than the item.
    """

    def __init__(self, *, with_origins: bool = True) -> None:
        self._with_origins = with_origins
        self._known: dict[str | int | None, Any] = {}

    def columns(self, kind: ItemKind) -> list[ColumnElement[Any]]:
        """What it reads of the rows of this kind of item: the layer first."""
        table = table_of(ITEM_MODELS[kind])
        names = [column.name for column in table.columns if column.name != "origin"]
        names += ["origin"] if self._with_origins else []
        return [
            type_coerce(table.c[name], Text) if name in _JSON else table.c[name] for name in names
        ]

    def item(self, kind: ItemKind, row: Sequence[Any]) -> Item:
        """The item of this kind in a row of its `columns`.

        Raises:
            ValueError: The row holds what no item can be.
        """
        try:
            origin = self._origin(row[-1]) if self._with_origins else None
            values = row[1:-1] if self._with_origins else row[1:]
            if kind is Mention:
                return self._mention(values, origin)
            return self._stance(values, origin) if kind is Stance else _zone(values, origin)
        except (KeyError, TypeError) as error:
            raise ValueError(f"{row[1]}: {type(error).__name__} {error}") from error

    def _mention(self, row: Sequence[Any], origin: Origin | None) -> Mention:
        key, start, end, quote, label, kind, entity, decision, unsure, dimmed_by, revision = row
        same = self._known.setdefault
        return Mention(
            id=same(key, key),
            start=start,
            end=end,
            quote=quote,
            label=same(label, label),
            kind=_KIND[kind],
            entity=same(entity, entity),
            decision=_DECISION[decision],
            origin=origin,
            unsure=bool(unsure),
            dimmed_by=dimmed_by,
            revision=revision,
        )

    def _stance(self, row: Sequence[Any], origin: Origin | None) -> Stance:
        key, holder, holder_kind, target, label, evidence, attribution, source, *rest = row
        certainty, decision, unsure, dimmed_by, revision = rest
        same = self._known.setdefault
        return Stance(
            id=same(key, key),
            holder=same(holder, holder),
            holder_kind=_HOLDER_KIND[holder_kind],
            target=same(target, target),
            label=same(label, label),
            evidence=tuple(
                Evidence(start=e["start"], end=e["end"], quote=e["quote"])
                for e in orjson.loads(evidence)
            ),
            attribution=_ATTRIBUTION[attribution],
            source=same(source, source),
            certainty=_CERTAINTY[certainty],
            decision=_DECISION[decision],
            origin=origin,
            unsure=bool(unsure),
            dimmed_by=dimmed_by,
            revision=revision,
        )

    def _origin(self, text: str | None) -> Origin | None:
        if text is None:
            return None
        fields, same = orjson.loads(text), self._known.setdefault
        for name in _SHARED_IN_ORIGIN:
            fields[name] = same(fields[name], fields[name])
        return Origin(**fields)


def _zone(row: Sequence[Any], origin: Origin | None) -> Zone:
    key, start, end, decision, unsure, revision = row
    return Zone(
        id=key,
        start=start,
        end=end,
        decision=_DECISION[decision],
        origin=origin,
        unsure=bool(unsure),
        revision=revision,
    )
