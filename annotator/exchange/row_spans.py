"""The spans in a cell of a row, in the shapes in which data sets and tools write them.

A list of objects, or an object of lists (as `datasets` kept it), with start, end and label; triples
`[start, end, label]` or `[label, start, end]`; lists of such spans by the name of a group. Offsets
are code points, the end is not included.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from annotator.domain.article import JsonValue
from annotator.exchange.foreign import ForeignMention
from annotator.exchange.json_fields import FieldError, Fields

_LABELS = ("label", "labels", "entity_group", "entity", "type", "tag", "category", "annotation")
_QUOTES = ("text", "value")


def row_spans(value: JsonValue, name: str) -> tuple[ForeignMention, ...] | None:
    """The spans in the cell `name`; None where it holds something else.

    Raises:
        FieldError: A span has no label, or an offset that is no whole number.
    """
    if isinstance(value, dict):
        return _of_columns(value, name) or _of_groups(value, name)
    if not isinstance(value, list):
        return None
    triples = [found for item in value if (found := _triple(item)) is not None]
    if value and len(triples) == len(value):
        return tuple(
            ForeignMention(id=f"{name}[{n}]", start=start, end=end, label=label)
            for n, (start, end, label) in enumerate(triples)
        )
    if not all(isinstance(item, dict) and {"start", "end"} <= item.keys() for item in value):
        return None
    return tuple(m for n, item in enumerate(value) for m in _of_object(item, f"{name}[{n}]"))


def _triple(value: JsonValue) -> tuple[int, int, str] | None:
    match value:
        case [int(start), int(end), str(label), *_] | [str(label), int(start), int(end), *_]:
            return start, end, label
        case [str(start), str(end), str(label)] if start.isdecimal() and end.isdecimal():
            # A column of lists holds one type only.
            return int(start), int(end), label
        case _:
            return None


def _of_object(value: JsonValue, where: str) -> Iterator[ForeignMention]:
    """The mentions in an object: one for each of its labels."""
    fields = Fields(value, where)
    given = value if isinstance(value, dict) else {}
    key = next((key for key in _LABELS if given.get(key) not in (None, "", [])), None)
    if key is None:
        raise FieldError(f"`{where}` has no label", "add it")
    labels = fields.strings(key) if isinstance(given[key], list) else [fields.scalar(key)]
    quote = next((q for name in _QUOTES if isinstance(q := given.get(name), str)), None)
    for number, label in enumerate(labels):
        yield ForeignMention(
            id=(fields.scalar("id") or where) + (f"+{number}" if number else ""),
            start=fields.number("start"),
            end=fields.number("end"),
            label=str(label),
            quote=quote,
        )


def _of_columns(value: Mapping[str, JsonValue], name: str) -> tuple[ForeignMention, ...] | None:
    """The spans in an object that holds a list of starts, of ends and of labels."""
    lists = {key: cells for key, cells in value.items() if isinstance(cells, list)}
    if not {"start", "end"} <= lists.keys():
        return None
    sizes = {len(cells) for cells in lists.values()}
    if len(sizes) > 1:
        raise FieldError(f"the lists in `{name}` are not of one length", "mend them")
    rows: list[JsonValue] = [
        dict(zip(lists, cells, strict=True)) for cells in zip(*lists.values(), strict=True)
    ]
    return row_spans(rows, name)


def _of_groups(value: Mapping[str, JsonValue], name: str) -> tuple[ForeignMention, ...] | None:
    """The spans of all groups: spaCy's `doc.spans`, or one list for each layer."""
    found: list[ForeignMention] = []
    for group, cells in value.items():
        spans = row_spans(cells, f"{name}.{group}") if isinstance(cells, list) else None
        if spans is None:
            return None
        found += spans
    return tuple(found) if value else None
