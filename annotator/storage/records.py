"""Items as JSON-ready records and back: one codec for table rows and for the edit log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, NamedTuple, TypeAlias

import orjson
from pydantic import JsonValue, TypeAdapter

from annotator.domain.edits import Change, Value
from annotator.domain.items import Evidence, Item, Mention, Origin, Stance, Zone
from annotator.domain.layer import Assignment
from annotator.domain.rulings import Ruling

Record: TypeAlias = dict[str, JsonValue]

_KINDS: Final[dict[str, type[Mention | Stance | Zone]]] = {
    "mention": Mention,
    "stance": Stance,
    "zone": Zone,
}
_NAMES: Final = {kind: name for name, kind in _KINDS.items()}


class _Codecs(NamedTuple):
    mentions: TypeAdapter[Mention]
    stances: TypeAdapter[Stance]
    zones: TypeAdapter[Zone]
    assignments: TypeAdapter[Assignment]
    rulings: TypeAdapter[Ruling]


@cache
def _codecs() -> _Codecs:
    # Made at their first use: the first article needs none of them.
    return _Codecs(
        TypeAdapter(Mention),
        TypeAdapter(Stance),
        TypeAdapter(Zone),
        TypeAdapter(Assignment),
        TypeAdapter(Ruling),
    )


def to_record(value: Value, only: set[str] | None = None) -> Record:
    """The value's fields, or `only` those of these names, as JSON values."""
    record: Record
    match value:
        case Mention():
            record = _codecs().mentions.dump_python(value, mode="json", include=only)
        case Stance():
            record = _codecs().stances.dump_python(value, mode="json", include=only)
        case Zone():
            record = _codecs().zones.dump_python(value, mode="json", include=only)
        case Assignment():
            record = _codecs().assignments.dump_python(value, mode="json", include=only)
        case Ruling():
            record = _codecs().rulings.dump_python(value, mode="json", include=only)
    return record


def item_of(kind: type[Mention | Stance | Zone], record: Mapping[str, JsonValue]) -> Item:
    """The item of this kind that a record holds."""
    if kind is Mention:
        return _codecs().mentions.validate_python(record)
    if kind is Stance:
        return _codecs().stances.validate_python(record)
    return _codecs().zones.validate_python(record)


def ruling_of(record: Mapping[str, JsonValue]) -> Ruling:
    """The ruling that a record holds."""
    return _codecs().rulings.validate_python(record)


def changes_text(changes: Sequence[Change]) -> str:
    """Changes as the log stores them: id, type, and the full values before and after, as JSON."""
    return orjson.dumps([_logged(change) for change in changes]).decode()


def added_text(
    items: Sequence[Item], entities: Mapping[str, int], others: Sequence[Change] = ()
) -> str:
    """What `changes_text` gives of an edit that adds items, made faster from plain fields.

    Args:
        items: What is added.
        entities: The entity of each mention that does not carry it itself, by the mention's id.
        others: The edit's changes of anything else.
    """
    logged: list[dict[str, object]] = [
        {
            "id": item.id,
            "type": _NAMES[type(item)],
            "before": None,
            "after": _fields(item, entities),
        }
        for item in items
    ]
    return orjson.dumps([*logged, *(_logged(change) for change in others)]).decode()


def _logged(change: Change) -> dict[str, object]:
    return {
        "id": change.id,
        "type": type(change.after or change.before).__name__.lower(),
        "before": change.before,
        "after": change.after,
    }


def _fields(item: Item, entities: Mapping[str, int]) -> dict[str, object] | Zone:
    """The fields of an item in their order: orjson reads slots of a value many times slower."""
    match item:
        case Mention():
            return {
                "id": item.id,
                "start": item.start,
                "end": item.end,
                "quote": item.quote,
                "label": item.label,
                "kind": item.kind,
                "entity": entities.get(item.id, item.entity),
                "decision": item.decision,
                "origin": item.origin,
                "unsure": item.unsure,
                "dimmed_by": item.dimmed_by,
                "revision": item.revision,
            }
        case Stance():
            return {
                "id": item.id,
                "holder": item.holder,
                "holder_kind": item.holder_kind,
                "target": item.target,
                "label": item.label,
                "evidence": [_evidence_fields(evidence) for evidence in item.evidence],
                "attribution": item.attribution,
                "source": item.source,
                "certainty": item.certainty,
                "decision": item.decision,
                "origin": item.origin,
                "unsure": item.unsure,
                "dimmed_by": item.dimmed_by,
                "revision": item.revision,
            }
        case Zone():
            return item


def _evidence_fields(evidence: Evidence) -> dict[str, object]:
    return {"start": evidence.start, "end": evidence.end, "quote": evidence.quote}


def evidence_text(evidence: tuple[Evidence, ...]) -> str:
    """The evidence of a stance as its row stores it."""
    return orjson.dumps([_evidence_fields(part) for part in evidence]).decode()


def origin_text(origin: Origin | None) -> str | None:
    """The origin of an item as its row stores it."""
    return None if origin is None else orjson.dumps(origin).decode()


def changes_from_json(
    stored: Sequence[Mapping[str, Mapping[str, JsonValue]]],
) -> tuple[Change, ...]:
    """The changes of a logged edit."""
    return tuple(_change(entry) for entry in stored)


def _change(entry: Mapping[str, Mapping[str, JsonValue]]) -> Change:
    kind = str(entry["type"])
    return Change(str(entry["id"]), _value(kind, entry["before"]), _value(kind, entry["after"]))


def _value(kind: str, record: Mapping[str, JsonValue] | None) -> Value | None:
    if record is None:
        return None
    if kind == "assignment":
        return _codecs().assignments.validate_python(record)
    if kind == "ruling":
        return ruling_of(record)
    return item_of(_KINDS[kind], record)
