"""Writes WebAnno TSV 3.3, after the format's manual (INCEpTION user guide)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate

from annotator.exchange.uima import FILLERS, SLOT_TYPES, Slot, UimaDocument
from annotator.exchange.webanno_header import (
    FORMAT,
    NO_ANNOTATION,
    NO_VALUE,
    Layer,
    escape_text,
    escape_value,
)
from annotator.exchange.webanno_rows import Rows, Unit

VERSION = "3.3"


def webanno_text(document: UimaDocument, rows: Rows) -> str:
    """The TSV file of a document, its spans fitted to `rows`, which are of the same text."""
    return "".join(_Table(document, rows).lines())


class _Table:
    """The cells of a document, row by row."""

    def __init__(self, document: UimaDocument, rows: Rows) -> None:
        self._spans = document.spans
        self._rows = rows
        wide = (2 if char > "\uffff" else 1 for char in rows.text)
        self._utf16 = list(accumulate(wide, initial=0))
        places = rows.units((span.start, span.end) for span in self._spans)
        self._units = [places[span.start, span.end] for span in self._spans]
        self._here: dict[Unit, dict[str, list[int]]] = {}
        for index, (span, units) in enumerate(zip(self._spans, self._units, strict=True)):
            for unit in units:
                self._here.setdefault(unit, {}).setdefault(span.type, []).append(index)
        self._numbers = self._numbered()
        self._layers = {
            name: sorted({f for span in self._spans if span.type == name for f in span.features})
            for name in sorted({span.type for span in self._spans})
        }

    def _numbered(self) -> dict[int, int]:
        """An id for each span of several rows, and for each that shares a row with one like it."""
        stacked = {
            index
            for layers in self._here.values()
            for indexes in layers.values()
            if len(indexes) > 1
            for index in indexes
        }
        wanted = [i for i, units in enumerate(self._units) if len(units) > 1 or i in stacked]
        return {index: number for number, index in enumerate(wanted, 1)}

    def lines(self) -> Iterator[str]:
        yield f"{FORMAT}{VERSION}\n"
        yield from self._header()
        yield "\n"
        parts: dict[tuple[int, int], list[Unit]] = {}
        for unit in sorted(unit for unit in self._here if unit.part):
            parts.setdefault((unit.sentence, unit.token), []).append(unit)
        tokens: dict[int, list[Unit]] = {}
        for token in self._rows.tokens():
            tokens.setdefault(token.sentence, []).append(token)
        for number, text in self._rows.sentences():
            yield "\n"
            yield from (f"#Text={escape_text(line)}\n" for line in text.split("\n"))
            for token in tokens[number]:
                yield self._row(token)
                yield from map(self._row, parts.get((token.sentence, token.token), ()))

    def _header(self) -> Iterator[str]:
        for name, features in self._layers.items():
            columns = [*features]
            for slot, link in SLOT_TYPES.get(name, {}).items():
                columns += [f"ROLE_{name}:{slot}_{link}", FILLERS[link]]
            yield f"{Layer.SPAN}{name}|{'|'.join(columns)}\n"

    def _row(self, unit: Unit) -> str:
        text = self._rows.text
        begin, end = self._utf16[unit.start], self._utf16[unit.end]
        cells = [unit.id, f"{begin}-{end}", text[unit.start : unit.end]]
        layers = self._here.get(unit, {})
        for name, features in self._layers.items():
            indexes = layers.get(name, [])
            cells += [_stack(self._value(i, f) for i in indexes) for f in features]
            if not features and name not in SLOT_TYPES:
                cells.append(_stack(f"{NO_VALUE}{self._number(i)}" for i in indexes))
            for slot in SLOT_TYPES.get(name, {}):
                cells += [
                    _stack(self._roles(i, slot) for i in indexes),
                    _stack(self._fillers(i, slot) for i in indexes),
                ]
        return "\t".join(cells) + "\t\n"

    def _number(self, index: int) -> str:
        return f"[{self._numbers[index]}]" if index in self._numbers else ""

    def _value(self, index: int, feature: str) -> str:
        value = self._spans[index].features.get(feature)
        return (NO_VALUE if value is None else escape_value(value)) + self._number(index)

    def _roles(self, index: int, slot: str) -> str:
        links = self._spans[index].slots.get(slot, ())
        roles = ";".join(escape_value(link.role) for link in links)
        return (roles or NO_ANNOTATION) + self._number(index)

    def _fillers(self, index: int, slot: str) -> str:
        links = self._spans[index].slots.get(slot, ())
        return ";".join(map(self._filler, links)) or NO_VALUE

    def _filler(self, link: Slot) -> str:
        return self._units[link.target][0].id + self._number(link.target)


def _stack(values: Iterable[str]) -> str:
    return "|".join(values) or NO_ANNOTATION
