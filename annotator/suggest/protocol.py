"""What the workbench and the suggestion process say to each other: one JSON object a line.

Values of both sides and nothing else; both import this module, neither spaCy.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias, TypeVar

from annotator.domain.article import Span
from annotator.domain.items import Attribution, Certainty, HolderKind, MentionKind
from annotator.domain.names import KnownName
from annotator.domain.suggestion import (
    SuggestedMention,
    SuggestedStance,
    SuggestedZone,
    Suggestions,
)
from annotator.errors import SuggesterError

PROTOCOL = 1
CANNOT_START = 3
"""Exit code of a process that no restart mends: a broken scheme, a missing pipeline."""


class Stage(StrEnum):
    """What the process does with an article."""

    BEGUN = "begun"
    LOADING = "loading"
    PARSING = "parsing"


@dataclass(frozen=True, slots=True)
class Suggest:
    """A request for suggestions.

    `zones` are the paragraphs dimmed by a person, None to detect them; `doc` is an earlier parse.
    `alone` asks not to be taken together with others: one of them may have ended the process.
    """

    id: str
    text: str
    zones: tuple[Span, ...] | None = None
    known_names: tuple[KnownName, ...] = ()
    doc: bytes | None = None
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    """A request to end."""


@dataclass(frozen=True, slots=True)
class Hello:
    """The process is up: its suggester (engine and version) and the pipeline that parses.

    A parse stays usable while `pipeline` is the same; `suggester` also changes with rules and data.
    """

    suggester: str
    pipeline: str
    spacy: str
    protocol: int = PROTOCOL


@dataclass(frozen=True, slots=True)
class Progress:
    """The process has begun a stage of an article."""

    id: str
    stage: Stage


@dataclass(frozen=True, slots=True)
class Done:
    """An article's suggestions. `doc` is the new parse; None where the one sent was used."""

    id: str
    suggestions: Suggestions
    doc: bytes | None


@dataclass(frozen=True, slots=True)
class Failed:
    """An article got no suggestions; `id` is None where the line named none."""

    id: str | None
    reason: str


Request: TypeAlias = Suggest | Stop
Answer: TypeAlias = Hello | Progress | Done | Failed
Json: TypeAlias = Mapping[str, "JsonItem"]
JsonItem: TypeAlias = str | int | float | list["JsonItem"] | Json | None
_E = TypeVar("_E", bound=StrEnum)


def encode(message: Request | Answer) -> bytes:
    """The message as one line, its line end included."""
    return json.dumps(_record(message), ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


def decode_request(line: bytes) -> Request:
    """The request in a line.

    Raises:
        SuggesterError: The line is none; the message says why.
    """
    record = _object(line)
    kind = _text(record, "type")
    if kind == "stop":
        return Stop()
    if kind != "suggest":
        raise SuggesterError(f"{kind!r} is no request; send `suggest` or `stop`.")
    zones = record.get("zones")
    return Suggest(
        id=_text(record, "id"),
        text=_text(record, "text"),
        zones=None if zones is None else tuple(_span(item) for item in _list(zones)),
        known_names=tuple(
            KnownName(*_texts(item, 3)) for item in _list(record.get("known_names", []))
        ),
        doc=_bytes(record, "doc"),
        alone=record.get("alone") is True,
    )


def decode_answer(line: bytes) -> Answer:
    """The answer in a line.

    Raises:
        SuggesterError: The line is none; the message says why.
    """
    record = _object(line)
    match _text(record, "type"):
        case "hello":
            return Hello(
                _text(record, "suggester"),
                _text(record, "pipeline"),
                _text(record, "spacy"),
                _whole(record, "protocol"),
            )
        case "progress":
            return Progress(_text(record, "id"), _choice(record, "stage", Stage))
        case "done":
            return Done(_text(record, "id"), _suggestions(record), _bytes(record, "doc"))
        case "failed":
            named = record.get("id") is not None
            return Failed(_text(record, "id") if named else None, _text(record, "reason"))
        case other:
            raise SuggesterError(f"{other!r} is no answer of the suggestion process.")


def _record(message: Request | Answer) -> Json:
    match message:
        case Suggest():
            return {
                "type": "suggest",
                "id": message.id,
                "text": message.text,
                "zones": None
                if message.zones is None
                else [[zone.start, zone.end] for zone in message.zones],
                "known_names": [[k.name, k.label, k.canonical] for k in message.known_names],
                "doc": _base64(message.doc),
                "alone": message.alone,
            }
        case Stop():
            return {"type": "stop"}
        case Hello():
            return {
                "type": "hello",
                "suggester": message.suggester,
                "pipeline": message.pipeline,
                "spacy": message.spacy,
                "protocol": message.protocol,
            }
        case Progress():
            return {"type": "progress", "id": message.id, "stage": message.stage.value}
        case Failed():
            return {"type": "failed", "id": message.id, "reason": message.reason}
        case Done():
            found = message.suggestions
            return {
                "type": "done",
                "id": message.id,
                "suggester": found.suggester,
                "mentions": [_mention_record(mention) for mention in found.mentions],
                "zones": [_zone_record(zone) for zone in found.zones],
                "stances": [_stance_record(stance) for stance in found.stances],
                "phrases": [[phrase.start, phrase.end] for phrase in found.phrases],
                "doc": _base64(message.doc),
            }


def _mention_record(mention: SuggestedMention) -> Json:
    return {
        "start": mention.start,
        "end": mention.end,
        "label": mention.label,
        "canonical": mention.canonical,
        "kind": mention.kind.value,
        "p": mention.p,
        "rule": mention.rule,
        "reason": mention.reason,
    }


def _zone_record(zone: SuggestedZone) -> Json:
    return {
        "start": zone.start,
        "end": zone.end,
        "p": zone.p,
        "rule": zone.rule,
        "reason": zone.reason,
    }


def _stance_record(stance: SuggestedStance) -> Json:
    return {
        "holder": stance.holder,
        "holder_kind": stance.holder_kind.value,
        "target": stance.target,
        "label": stance.label,
        "evidence": [[span.start, span.end] for span in stance.evidence],
        "attribution": stance.attribution.value,
        "source": stance.source,
        "certainty": stance.certainty.value,
        "p": stance.p,
        "rule": stance.rule,
        "reason": stance.reason,
    }


def _suggestions(record: Json) -> Suggestions:
    mentions = tuple(_mention(item) for item in _list(record.get("mentions")))
    return Suggestions(
        suggester=_text(record, "suggester"),
        mentions=mentions,
        zones=tuple(_zone(item) for item in _list(record.get("zones"))),
        stances=tuple(_stance(item, len(mentions)) for item in _list(record.get("stances"))),
        phrases=tuple(_span(item) for item in _list(record.get("phrases", []))),
    )


def _mention(item: JsonItem) -> SuggestedMention:
    record = _table(item)
    return SuggestedMention(
        start=_whole(record, "start"),
        end=_whole(record, "end"),
        label=_text(record, "label"),
        canonical=_text(record, "canonical"),
        kind=_choice(record, "kind", MentionKind),
        p=_number(record, "p"),
        rule=_text(record, "rule"),
        reason=_text(record, "reason"),
    )


def _zone(item: JsonItem) -> SuggestedZone:
    record = _table(item)
    return SuggestedZone(
        start=_whole(record, "start"),
        end=_whole(record, "end"),
        p=_number(record, "p"),
        rule=_text(record, "rule"),
        reason=_text(record, "reason"),
    )


def _stance(item: JsonItem, mentions: int) -> SuggestedStance:
    """The stance in a record; its places must be among the first `mentions`."""
    record = _table(item)
    holder, target = _place(record, "holder", mentions), _place(record, "target", mentions)
    holder_kind = _choice(record, "holder_kind", HolderKind)
    evidence = tuple(_span(span) for span in _list(record.get("evidence")))
    if target is None or not evidence:
        raise SuggesterError("A stance needs a `target` and `evidence`.")
    if (holder is None) == (holder_kind is HolderKind.MENTION):
        raise SuggesterError("`holder` and `holder_kind` of a stance contradict each other.")
    return SuggestedStance(
        holder=holder,
        holder_kind=holder_kind,
        target=target,
        label=_text(record, "label"),
        evidence=evidence,
        attribution=_choice(record, "attribution", Attribution),
        source=_place(record, "source", mentions),
        certainty=_choice(record, "certainty", Certainty),
        p=_number(record, "p"),
        rule=_text(record, "rule"),
        reason=_text(record, "reason"),
    )


def _place(record: Json, key: str, mentions: int) -> int | None:
    """The place of a mention under `key`, None where there is none."""
    if record.get(key) is None:
        return None
    place = _whole(record, key)
    if not 0 <= place < mentions:
        raise SuggesterError(f"`{key}` is {place}, which is no place among the mentions.")
    return place


def _choice(record: Json, key: str, kind: type[_E]) -> _E:
    value = _text(record, key)
    if value not in tuple(kind):
        raise SuggesterError(f"`{key}` is {value!r}, not one of {', '.join(kind)}.")
    return kind(value)


def _object(line: bytes) -> Json:
    try:
        value: JsonItem = json.loads(line)
    except ValueError as error:
        raise SuggesterError(f"A line is no JSON ({error}).") from error
    return _table(value)


def _table(value: JsonItem) -> Json:
    if not isinstance(value, dict):
        raise SuggesterError("A JSON object was expected.")
    return value


def _list(value: JsonItem) -> list[JsonItem]:
    if not isinstance(value, list):
        raise SuggesterError("A list was expected.")
    return value


def _text(record: Json, key: str) -> str:
    value = record.get(key)
    if not isinstance(value, str):
        raise SuggesterError(f"`{key}` must be a string.")
    return value


def _whole(record: Json, key: str) -> int:
    value = record.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        raise SuggesterError(f"`{key}` must be a whole number.")
    return value


def _number(record: Json, key: str) -> float:
    value = record.get(key)
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise SuggesterError(f"`{key}` must be a number.")
    return float(value)


def _texts(value: JsonItem, count: int) -> list[str]:
    items = [item for item in _list(value) if isinstance(item, str)]
    if len(items) != count:
        raise SuggesterError(f"A list of {count} strings was expected.")
    return items


def _span(value: JsonItem) -> Span:
    items = [item for item in _list(value) if isinstance(item, int)]
    if len(items) != 2 or not 0 <= items[0] < items[1]:
        raise SuggesterError("A span must be two offsets, the first the smaller.")
    return Span(items[0], items[1])


def _bytes(record: Json, key: str) -> bytes | None:
    if record.get(key) is None:
        return None
    try:
        return base64.b64decode(_text(record, key), validate=True)
    except binascii.Error as error:
        raise SuggesterError(f"`{key}` is no base64 ({error}).") from error


def _base64(value: bytes | None) -> str | None:
    return None if value is None else base64.b64encode(value).decode("ascii")
