"""doccano's JSON Lines, both ways: sequence labeling and relation extraction.

Offsets are UTF-16 units, as the program's editor counts them (doccano issue 2290). The shapes of
all versions are read: `label` or `labels` as triples, `entities` as triples or objects,
`relations`, and the `annotations` by user of the first versions.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from annotator.domain.article import JsonValue
from annotator.domain.layer import State
from annotator.domain.losses import Losses
from annotator.domain.scheme import Scheme
from annotator.exchange.export_document import AgreedDocument
from annotator.exchange.foreign import (
    ZONE_LABEL,
    ForeignDocument,
    ForeignMention,
    ForeignRelation,
    ReadOptions,
    records,
)
from annotator.exchange.format import Format, SplitFiles
from annotator.exchange.integrity import check_quotes, check_references
from annotator.exchange.json_fields import FieldError, Fields
from annotator.exchange.json_head import json_head
from annotator.exchange.json_objects import JsonObject, read_objects
from annotator.exchange.losses import Part, unheld, written_stances
from annotator.exchange.native_record import NativeRecord
from annotator.exchange.problems import Problem
from annotator.exchange.row_spans import row_spans
from annotator.exchange.utf16 import CodePoints, Graphemes, OneLineEnd, Utf16, cuts_words

HOLDS = Part.STANCES | Part.ZONES | Part.ARTICLE_FACTS
_TEXTS = ("text", "data")
_SPANS = ("label", "labels", "entities")
_FACTS = ("article", "source", "published", "language")
_KNOWN = (*_TEXTS, *_SPANS, *_FACTS, "title", "id", "relations", "annotations", "meta", "Comments")
_COUNTED = re.compile("[\U00010000-\U0010ffff\u0300-\u036f\u200d\ufe0f]|\r\n")
"""What not every program counts as one character, or as that many."""
_Offsets: TypeAlias = Utf16 | CodePoints | Graphemes | OneLineEnd
_NATIVE = ("stances", "boilerplate", "layer", "sha256")


def _sniff(_path: Path, head: bytes) -> bool:
    found = json_head(head)
    if found is None or found.has(*_NATIVE) or found.begins("data", "{"):
        return False
    spans = found.fields.get("entities", "")
    if found.listed:
        triples = any(found.begins(name, "[[") for name in _SPANS)
        return found.has(*_TEXTS) and (triples or '"start_offset"' in spans)
    if found.has("ents") or any('"start":' in found.fields.get(name, "") for name in _SPANS):
        return False
    return found.has(*_TEXTS) and (
        found.has("label", "labels", "relations", "Comments", "cats", "annotation_approver")
        or spans.startswith("[[")
        or '"start_offset"' in spans
        or "id" not in found.fields
    )


def _read(path: Path, scheme: Scheme, options: ReadOptions) -> Iterator[NativeRecord | Problem]:
    return records(path, _documents(path, options), scheme, options)


def _documents(path: Path, options: ReadOptions) -> Iterator[ForeignDocument | Problem]:
    for found in read_objects(path):
        if isinstance(found, Problem):
            yield found
            continue
        try:
            yield from _Record(found, options).documents()
        except FieldError as error:
            yield Problem(str(path), found.line, error.what, error.remedy, found.raw)


@dataclass(frozen=True, slots=True)
class _Work:
    """What one user did in a record."""

    user: str | None
    mentions: tuple[ForeignMention, ...]
    losses: Losses


class _Record:
    """One record while it is read."""

    def __init__(self, found: JsonObject, options: ReadOptions) -> None:
        self._line = found.line
        self._fields = Fields(found.value, "the record")
        self._values = found.value
        self._columns = options.columns
        key = options.columns.get("text") or ("data" if "text" not in found.value else "text")
        if key == "data" and "data" not in found.value:
            key = "text"
        self._text = self._fields.text(key)
        self._offsets: _Offsets = Utf16(self._text)
        self._counted = ""
        # What an export of ours counts is known, wherever its spans begin and end.
        if "article" not in found.value and _COUNTED.search(self._text) is not None:
            self._counted, self._offsets = self._counting()

    def _counting(self) -> tuple[str, _Offsets]:
        """What the record counts, empty for UTF-16: the first unit that cuts no word.

        Older versions, scripts, and projects that count graphemes differ; nothing in a record says
        which, not even a quote.
        """
        places = list(self._given_offsets())
        countings: tuple[tuple[str, Callable[[str], _Offsets]], ...] = (
            ("", Utf16), ("code points", lambda _: CodePoints()),
            ("a line end as one character", OneLineEnd), ("graphemes", Graphemes),
        )  # fmt: skip
        for name, counting in countings:
            offsets = counting(self._text)
            with suppress(FieldError, IndexError):
                points = [(offsets.to_points(s), offsets.to_points(e)) for s, e in places]
                if not any(cuts_words(self._text, *place) for place in points):
                    return name, offsets
        return "", Utf16(self._text)

    def _given_offsets(self) -> Iterator[tuple[int, int]]:
        for key in (*_SPANS, "annotations"):
            values = self._values.get(key)
            for value in values if isinstance(values, list) else ():
                match value:
                    case [int(start), int(end), *_]:
                        yield start, end
                    case {"start_offset": int(start), "end_offset": int(end)}:
                        yield start, end
                    case _:
                        pass

    def documents(self) -> Iterator[ForeignDocument]:
        """The record as one document for each of its users."""
        facts = {name: _string(self._values.get(name)) for name in _FACTS}
        relations = tuple(self._relations())
        title = self._values.get("title")
        for work in self._work():
            yield ForeignDocument(
                line=self._line,
                id=facts["article"] or self._identifier(),
                key=_number(self._values.get("id")),
                text=self._text,
                mentions=work.mentions,
                relations=relations,
                author=work.user,
                state=self._state(work),
                title=_pair(title),
                source=facts["source"],
                published=facts["published"],
                language=facts["language"],
                meta=self._meta(),
                losses=work.losses + self._document_losses(),
            )

    def _identifier(self) -> str | None:
        value = self._values.get(self._columns.get("id", "id"))
        return value if isinstance(value, str) and value.strip() else None

    def _state(self, work: _Work) -> State:
        """Finished where there are spans, or an empty list of them; labels of texts are neither."""
        told = any(name in self._values for name in (*_SPANS, "relations", "annotations"))
        return State.DONE if work.mentions or (told and not work.losses) else State.NEW

    def _meta(self) -> dict[str, JsonValue]:
        """The columns that doccano only carries along, and the free object of older versions."""
        meta = {
            key: value
            for key, value in self._values.items()
            if (key not in _KNOWN and key not in self._columns.values() and key != "cats")
            or (key == "title" and _pair(value) is None)
        }
        meta.pop("annotation_approver", None)
        return {**meta, **self._fields.mapping("meta")}

    def _document_losses(self) -> Losses:
        return +Counter(
            {
                "comments": len(self._fields.array("Comments")),
                "labels of whole texts": len(self._fields.array("cats")),
                f"records whose offsets count {self._counted}, read so": int(bool(self._counted)),
            }
        )

    def _work(self) -> Iterator[_Work]:
        losses: Losses = Counter()
        if "annotations" not in self._values:
            mentions: list[ForeignMention] = []
            for key in _SPANS:
                values = [self._values[key]] if _string(self._values.get(key)) else None
                for number, value in enumerate(values or self._fields.array(key)):
                    if (mention := self._mention(value, f"{key}[{number}]")) is not None:
                        mentions.append(mention)
                    else:
                        losses["labels of whole texts"] += 1
            yield _Work(None, tuple(mentions), losses)
            return
        by_user: dict[str | None, list[ForeignMention]] = {}
        for number, value in enumerate(self._fields.array("annotations")):
            given = Fields(value, f"annotations[{number}]")
            user = value.get("user") if isinstance(value, dict) else None
            mine = by_user.setdefault(None if user is None else f"user {user}", [])
            if isinstance(value, dict) and "start_offset" in value:
                mine.append(self._object(given, f"annotations[{number}]"))
            else:
                losses["labels of whole texts" if "label" in _keys(value) else "answers"] += 1
        for user, found in (by_user or {None: []}).items():
            yield _Work(user, tuple(found), losses)
            losses = Counter()

    def _mention(self, value: JsonValue, where: str) -> ForeignMention | None:
        """A mention, or None where it is a label of the whole text."""
        match value:
            case [int(start), int(end), str() | int() as label, *_]:
                return self._placed(where, start, end, str(label))
            case dict() if "start_offset" in value:
                return self._object(Fields(value, where), where)
            case dict() if (found := row_spans([value], where)) is not None:
                # Not doccano's own: scripts that write such objects count code points.
                return replace(found[0], id=where)
            case str() | int():
                return None
            case _:
                raise FieldError(
                    f"`{where}` is neither [start, end, label] nor an object with start_offset",
                    "mend it",
                )

    def _object(self, fields: Fields, where: str) -> ForeignMention:
        start, end = fields.number("start_offset"), fields.number("end_offset")
        identifier, label = fields.scalar("id"), fields.scalar("label")
        if label is None:
            raise FieldError(f"`{where}.label` is missing", "add it")
        return self._placed(where if identifier is None else f"e{identifier}", start, end, label)

    def _placed(self, identifier: str, start: int, end: int, label: str) -> ForeignMention:
        points = self._offsets.to_points(start), self._offsets.to_points(end)
        return ForeignMention(id=identifier, start=points[0], end=points[1], label=label)

    def _relations(self) -> Iterator[ForeignRelation]:
        for number, value in enumerate(self._fields.array("relations")):
            fields = Fields(value, f"relations[{number}]")
            ends = fields.scalar("from_id"), fields.scalar("to_id")
            label = fields.scalar("type") or fields.scalar("label") or ""
            if ends[0] is None or ends[1] is None:
                raise FieldError(f"`relations[{number}]` lacks from_id or to_id", "add it")
            yield ForeignRelation(label=label, holder=f"e{ends[0]}", target=f"e{ends[1]}")


def _write(documents: Iterable[AgreedDocument], target: Path, _scheme: Scheme) -> Losses:
    losses: Losses = Counter()
    with SplitFiles(target, ".jsonl") as files:
        for number, document in enumerate(documents):
            line = json.dumps(_value(document, number), ensure_ascii=False)
            files.of(document.split).write(f"{line}\n")
            losses += unheld(document, HOLDS)
    return losses


def _value(document: AgreedDocument, number: int) -> dict[str, JsonValue]:
    """A document as doccano's relation extraction has it; ids are unique in the whole export."""
    article, layer = document.article, document.layer
    offsets = Utf16(article.text)
    spans = [(m.id, m.start, m.end, m.label) for m in layer.mentions()]
    spans += [(z.id, z.start, z.end, ZONE_LABEL) for z in layer.zones()]
    ids = {identifier: place for place, (identifier, *_) in enumerate(spans)}
    for mention in layer.mentions():
        check_quotes(article, mention)
    relations: list[JsonValue] = []
    for place, stance in enumerate(written_stances(layer, HOLDS)):
        check_references(article, stance, ids)
        relations.append(
            {
                "id": place,
                "from_id": ids[stance.holder or ""],
                "to_id": ids[stance.target],
                "type": stance.label,
            }
        )
    facts: dict[str, JsonValue] = {
        "source": article.source,
        "published": article.published,
        "language": article.language,
        "title": None if article.title is None else [article.title.start, article.title.end],
        "meta": dict(article.meta) or None,
    }
    return {
        "id": number,
        "text": article.text,
        "entities": [
            {
                "id": ids[identifier],
                "start_offset": offsets.to_units(start),
                "end_offset": offsets.to_units(end),
                "label": label,
            }
            for identifier, start, end, label in spans
        ],
        "relations": relations,
        "article": article.id,
        **{name: value for name, value in facts.items() if value is not None},
    }


def _pair(value: JsonValue) -> tuple[int, int] | None:
    match value:
        case [int(start), int(end)]:
            return start, end
        case _:
            return None


def _number(value: JsonValue) -> str | None:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _string(value: JsonValue) -> str | None:
    return value if isinstance(value, str) and value else None


def _keys(value: JsonValue) -> frozenset[str]:
    return frozenset(value) if isinstance(value, dict) else frozenset()


DOCCANO = Format(
    "doccano",
    (".jsonl", ".json"),
    "doccano JSONL: sequence labeling and relation extraction",
    _sniff,
    _read,
    _write,
)
