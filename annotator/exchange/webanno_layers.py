"""From the cells of WebAnno TSV to typed spans, slots and relations.

Stacked annotations stand in one cell; one of several tokens carries the same id in each of their
rows. Slots and relations name the row of their other end, and its id where that is not enough.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import MappingProxyType

from annotator.domain.losses import Losses
from annotator.exchange.uima import (
    ANY,
    Slot,
    TypedRelation,
    TypedSpan,
    UimaDocument,
    short_name,
)
from annotator.exchange.webanno_header import (
    NO_ANNOTATION,
    NO_VALUE,
    Column,
    Content,
    Layer,
    split_escaped,
    split_id,
    unescape_value,
)

_CHAIN_LINK = re.compile(r"(.*)->(\d+-\d+)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Row:
    """A token or sub-token: its id, its offsets as the file counts, its words and its cells."""

    unit: str
    start: int
    end: int
    form: str
    cells: tuple[str, ...]


@dataclass(slots=True)
class _Open:
    """A span that may grow over further rows; `fillers` are cells that name the slots' fillers."""

    type: str
    start: int
    end: int
    features: dict[str, str] = field(default_factory=dict)
    roles: dict[str, list[str]] = field(default_factory=dict)
    fillers: dict[str, list[tuple[str, str]]] = field(default_factory=dict)


@dataclass(slots=True)
class _Arc:
    """A relation whose ends are still names: the source's cell and the row it stands in."""

    type: str
    unit: str
    features: dict[str, str] = field(default_factory=dict)
    source: str = ""
    base: str = ANY


class WebannoLayers:
    """Collects the annotations of a file's rows."""

    def __init__(self, columns: tuple[Column, ...], to_point: Callable[[int], int]) -> None:
        self._columns = columns
        self._to_point = to_point
        self._spans: list[_Open] = []
        self._arcs: list[_Arc] = []
        self._by_id: dict[tuple[str, str], int] = {}
        self._by_unit: dict[tuple[str, str], list[int]] = {}
        self._losses: Losses = Counter()

    def document(self, text: str, rows: Iterable[Row]) -> UimaDocument:
        """The document of all rows, in the order of the file."""
        for row in rows:
            self._read(row)
        spans = tuple(self._closed(span) for span in self._spans)
        relations = tuple(r for arc in self._arcs if (r := self._relation(arc)) is not None)
        return UimaDocument(text, spans, relations, MappingProxyType(+self._losses))

    def _read(self, row: Row) -> None:
        spans: dict[tuple[str, int], _Open] = {}
        arcs: dict[tuple[str, int], _Arc] = {}
        for column, cell in zip(self._columns, row.cells, strict=False):
            if cell in ("", NO_ANNOTATION):
                continue
            for level, stacked in enumerate(split_escaped(cell, "|")):
                match column.layer:
                    case Layer.SPAN:
                        self._span_cell(spans, (column.type, level), column, stacked, row)
                    case Layer.RELATION:
                        arc = arcs.setdefault((column.type, level), _Arc(column.type, row.unit))
                        _arc_cell(arc, column, stacked)
                    case Layer.CHAIN:
                        self._chain_cell(column, stacked)
        self._arcs += arcs.values()

    def _span_cell(
        self,
        here: dict[tuple[str, int], _Open],
        key: tuple[str, int],
        column: Column,
        stacked: str,
        row: Row,
    ) -> None:
        # A slot's fillers carry the ids of the fillers, not that of the slot's owner.
        value, number = (stacked, None) if column.content is Content.FILLERS else split_id(stacked)
        span = here.get(key) or self._opened(column.type, number, row)
        here[key] = span
        match column.content:
            case Content.VALUE if value != NO_VALUE:
                span.features[column.name] = unescape_value(value)
            case Content.ROLES if value != NO_ANNOTATION:
                span.roles[column.name] = [
                    "" if role == NO_VALUE else unescape_value(role)
                    for role in split_escaped(value, ";")
                ]
            case Content.FILLERS if value not in (NO_VALUE, NO_ANNOTATION):
                fillers = split_escaped(value, ";")
                span.fillers[column.name] = [(column.target, filler) for filler in fillers]

    def _opened(self, type_name: str, number: str | None, row: Row) -> _Open:
        start, end = self._to_point(row.start), self._to_point(row.end)
        known = None if number is None else self._by_id.get((type_name, number))
        if known is None:
            known = len(self._spans)
            self._spans.append(_Open(type_name, start, end))
            if number is not None:
                self._by_id[type_name, number] = known
        span = self._spans[known]
        span.start, span.end = min(span.start, start), max(span.end, end)
        self._by_unit.setdefault((row.unit, type_name), []).append(known)
        return span

    def _chain_cell(self, column: Column, stacked: str) -> None:
        if column.name == "referenceRelation" or _CHAIN_LINK.match(stacked):
            self._losses[f"links of the chain layer {short_name(column.type)}"] += 1

    def _found(self, unit: str, type_name: str, number: str | None) -> int | None:
        """The annotation of this type in this row, the one with the id where there is one."""
        types = {span.type for span in self._spans} if type_name == ANY else {type_name}
        if number not in (None, "0"):
            known = (self._by_id.get((name, str(number))) for name in sorted(types))
            return next((index for index in known if index is not None), None)
        here = [i for name in sorted(types) for i in self._by_unit.get((unit, name), ())]
        return here[0] if here else None

    def _closed(self, span: _Open) -> TypedSpan:
        slots: dict[str, tuple[Slot, ...]] = {}
        for name, fillers in span.fillers.items():
            found = []
            for role, (target, cell) in zip(span.roles.get(name, ()), fillers, strict=False):
                unit, number = split_id(cell)
                index = self._found(unit, target, number)
                if index is None:
                    self._losses[f"slots filled by {short_name(target)}, which is no span"] += 1
                else:
                    found.append(Slot(role, index))
            slots[name] = tuple(found)
        features = MappingProxyType(span.features)
        return TypedSpan(span.type, span.start, span.end, features, MappingProxyType(slots))

    def _relation(self, arc: _Arc) -> TypedRelation | None:
        unit, numbers = split_id(arc.source)
        first, _, second = (numbers or "").partition("_")
        source = self._found(unit, arc.base, first or None)
        target = self._found(arc.unit, arc.base, second or None)
        if source is None or target is None:
            what = f"relations {short_name(arc.type)} between {short_name(arc.base)}"
            self._losses[f"{what}, which is no span"] += 1
            return None
        return TypedRelation(arc.type, source, target, MappingProxyType(arc.features))


def _arc_cell(arc: _Arc, column: Column, stacked: str) -> None:
    if column.content is Content.SOURCE:
        arc.source, arc.base = stacked, column.target
    elif stacked != NO_VALUE and column.name:
        arc.features[column.name] = unescape_value(split_id(stacked)[0])
