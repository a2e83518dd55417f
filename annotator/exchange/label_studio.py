"""Label Studio's JSON, read: tasks with annotations and predictions; the short JSON-MIN and CSV.

Offsets of plain text are UTF-16 units. A task may name its text as it likes: what the results refer
to (`$text`), else `text`, else its only string. Of HTML the visible text is the article. The
relations' labels may hold the side, whose words it is in, and its certainty.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.domain.article import JsonValue
from annotator.domain.items import Attribution, Certainty, MentionKind
from annotator.domain.layer import Role, State
from annotator.domain.losses import Losses
from annotator.domain.scheme import Scheme
from annotator.exchange.decoding import UndecodableError
from annotator.exchange.foreign import (
    ForeignDocument,
    ForeignMention,
    ForeignRelation,
    ReadOptions,
    records,
)
from annotator.exchange.json_fields import FieldError, Fields
from annotator.exchange.json_head import json_head
from annotator.exchange.json_objects import JsonObject, Object, read_objects
from annotator.exchange.json_parsing import parse_json
from annotator.exchange.label_studio_text import TaskText, task_text
from annotator.exchange.native_record import IMPORTED, NativeRecord
from annotator.exchange.problems import Problem
from annotator.exchange.separated import header_of, separated_rows

CANONICAL, KIND = "entity", "kind"
"""Names of the fields for a region's entity and kind in the labelling configuration."""
FACTS = ("source", "published", "language")
_WORK = ("annotations", "completions", "predictions")
_MINIMAL = ("annotation_id", "lead_time", "annotator", "completion_id")
_TABLE = frozenset({"id", "annotation_id", "annotator"})
_NUMBERS = frozenset({"id", "annotator"})
_LABELLED = ("labels", "hypertextlabels")


def sniff(_path: Path, head: bytes) -> bool:
    """Whether the first object is a task, or an annotation without one; or a configuration."""
    if _is_configuration(head) or is_table(head):
        return True
    found = json_head(head)
    if found is None:
        return False
    if found.begins("data", "{"):
        return True
    if found.begins("result", "[") and "text" not in found.fields:
        return True
    if not found.listed:
        return False
    # A list of texts alone is what the program imports; ids in words are those of our records.
    others = found.has("stances", "entities", "spans", "boilerplate", "ents", "tokens")
    labelled = any(found.begins(name, "[") for name in ("label", "labels", "annotation"))
    bare = found.has("text") and not others and not labelled
    return found.has(*_MINIMAL) or (bare and not found.begins("id", '"'))


def is_table(head: bytes) -> bool:
    """Whether the file is the program's CSV or TSV export, which has JSON in its cells."""
    line = head.partition(b"\n")[0]
    return b"annotation_id" in line and set(header_of(line)) >= _TABLE


def read(path: Path, scheme: Scheme, options: ReadOptions) -> Iterator[NativeRecord | Problem]:
    """One result for each annotation and prediction of each task."""
    return records(path, _documents(path, options), scheme, options)


def _is_configuration(head: bytes) -> bool:
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"<View>", b"<View "))


def _documents(path: Path, options: ReadOptions) -> Iterator[ForeignDocument | Problem]:
    with path.open("rb") as file:
        head = file.read(4096)
    if _is_configuration(head):
        what = "it is a labelling configuration, without any task"
        yield Problem(str(path), None, what, "import the JSON export of the project")
        return
    for found in _table(path) if is_table(head) else read_objects(path):
        if isinstance(found, Problem):
            yield found
            continue
        try:
            yield from _Task(found, options).documents()
        except FieldError as error:
            yield Problem(str(path), found.line, error.what, error.remedy, found.raw)


def _table(path: Path) -> Iterator[JsonObject | Problem]:
    """The rows of a CSV or TSV export as records of JSON-MIN."""
    try:
        for line, row in separated_rows(path):
            if isinstance(row, Problem):
                yield row
                continue
            value = {key: _cell(key, cell) for key, cell in row.items()}
            yield JsonObject(line, value, json.dumps(value, ensure_ascii=False))
    except UndecodableError as error:
        yield Problem(str(path), None, error.what, error.remedy)


def _cell(name: str, cell: JsonValue) -> JsonValue:
    """The value of a cell: a list of regions, a number of the program's own, or plain text."""
    if not isinstance(cell, str):
        return cell
    if name in _NUMBERS and cell.isdecimal():
        return int(cell)
    if not cell.startswith("[{"):
        return cell
    with suppress(FieldError):
        return parse_json(cell)
    return cell


@dataclass(frozen=True, slots=True)
class _Work:
    """One annotation or prediction of a task."""

    result: list[JsonValue]
    where: str
    author: str | None
    role: Role
    state: State


class _Task:
    """One task while it is read."""

    def __init__(self, found: JsonObject, options: ReadOptions) -> None:
        found = _with_task(found)
        if "result" in found.value and "data" not in found.value:
            raise FieldError(
                "this is an annotation without its task, so its text is unknown",
                "export the tasks with their data",
            )
        self._line = found.line
        self._values = found.value
        self._fields = Fields(found.value, "the record")
        self._short = not isinstance(found.value.get("data"), dict)
        self._work = list(self._all_work())
        data: Mapping[str, JsonValue] = found.value if self._short else self._fields.mapping("data")
        results = [r for work in self._work for r in work.result if isinstance(r, dict)]
        self._data = data
        self._text = task_text(data, results, options.columns.get("text"))

    def documents(self) -> Iterator[ForeignDocument]:
        """A document for each annotation and prediction; the bare text where there is none."""
        losses: Losses = Counter({"drafts": len(self._fields.array("drafts"))})
        for work in self._work or [_Work([], "", None, Role.ANNOTATOR, State.NEW)]:
            regions = _Regions(self._text, work)
            facts = {name: _string(self._data.get(name)) for name in FACTS}
            title = self._data.get("title")
            yield ForeignDocument(
                line=self._line,
                id=_string(self._data.get("article")),
                key=self._fields.scalar("id"),
                text=self._text.text,
                mentions=regions.mentions,
                relations=regions.relations,
                author=work.author,
                role=work.role,
                state=work.state if regions.told else State.NEW,
                title=_title(title),
                source=facts["source"],
                published=facts["published"],
                language=facts["language"],
                meta=self._meta(),
                losses=+(regions.losses + losses),
            )
            losses = Counter()

    def _meta(self) -> dict[str, JsonValue]:
        """The task's meta, and its data beside the text."""
        carried = {"article", *FACTS, self._text.key}
        if self._short:
            carried |= {key for key, value in self._data.items() if not _string(value)}
        meta = {
            key: value
            for key, value in self._data.items()
            if key not in carried and not (key == "title" and _title(value))
        }
        given = self._values.get("meta")
        return {**meta, **(given if isinstance(given, dict) else {})}

    def _all_work(self) -> Iterator[_Work]:
        if self._short:
            if results := _minimal(self._values):
                author = _author(self._values.get("annotator"))
                yield _Work(results, "the record", author, Role.ANNOTATOR, State.DONE)
            elif any(key in self._values for key in _MINIMAL):
                author = _author(self._values.get("annotator"))
                yield _Work([], "the record", author, Role.ANNOTATOR, State.DONE)
            return
        authors: Counter[str | None] = Counter()
        for key in _WORK:
            for number, value in enumerate(self._fields.array(key)):
                if isinstance(value, int):
                    # The short forms of the program's API name annotations by id only.
                    continue
                work = _work(Fields(value, f"{key}[{number}]"), value, key == "predictions")
                authors[work.author] += 1
                if authors[work.author] > 1:
                    again = f"{work.author or IMPORTED} {authors[work.author]}"
                    yield replace(work, author=again)
                else:
                    yield work


def _with_task(found: JsonObject) -> JsonObject:
    """The task with its annotation where an annotation holds its task, as in cloud storage."""
    task = found.value.get("task")
    if "result" not in found.value or not isinstance(task, dict):
        return found
    annotation = {key: value for key, value in found.value.items() if key != "task"}
    return replace(found, value={**task, "annotations": [annotation]})


def _work(fields: Fields, value: JsonValue, predicted: bool) -> _Work:
    values = value if isinstance(value, dict) else {}
    result = fields.array("result")
    if predicted:
        model = _string(values.get("model_version")) or "label-studio"
        return _Work(result, fields.path("result"), model, Role.SUGGESTER, State.DONE)
    state = State.SKIPPED if values.get("was_cancelled") is True else State.DONE
    author = _author(values.get("completed_by"))
    return _Work(result, fields.path("result"), author, Role.ANNOTATOR, state)


def _minimal(values: Object) -> list[JsonValue]:
    """The regions of a JSON-MIN record: every list of objects with a start and labels."""
    found: list[JsonValue] = []
    for key, value in values.items():
        for number, region in enumerate(value if isinstance(value, list) else ()):
            if isinstance(region, dict) and "start" in region and "end" in region:
                kind = next((name for name in _LABELLED if name in region), "labels")
                found.append({"id": f"{key}[{number}]", "type": kind, "value": region})
    return found


class _Regions:
    """The regions and relations of one annotation."""

    def __init__(self, text: TaskText, work: _Work) -> None:
        self._text = text
        self.losses: Losses = Counter()
        self.told = not work.result
        """Whether the annotation says something about spans; an empty one says there are none."""
        self._canonicals: dict[str, str] = {}
        self._kinds: dict[str, MentionKind] = {}
        parts = [Fields(v, f"{work.where}[{n}]") for n, v in enumerate(work.result)]
        for fields in parts:
            self._note(fields)
        self.mentions = tuple(
            mention for n, fields in enumerate(parts) for mention in self._region(fields, n)
        )
        self.relations = tuple(r for fields in parts for r in self._relation(fields))

    def _note(self, fields: Fields) -> None:
        """Keep what a field of a region says about its mention."""
        region, name = fields.scalar("id"), fields.scalar("from_name")
        value = fields.object("value") if region is not None else None
        if region is None or value is None:
            return
        if name == CANONICAL:
            texts = [text for text in value.strings("text") if text]
            self._canonicals.update({region: texts[0]} if texts else {})
        elif name == KIND:
            kinds = [kind for kind in value.strings("choices") if kind in tuple(MentionKind)]
            self._kinds.update({region: MentionKind(kinds[0])} if kinds else {})

    def _region(self, fields: Fields, nth: int) -> Iterator[ForeignMention]:
        kind = fields.optional_text("type") or ""
        name = fields.scalar("from_name")
        if kind == "relation" or name in (CANONICAL, KIND):
            return
        if kind not in _LABELLED:
            self.losses[f"results of type {kind or 'unknown'}"] += 1
            return
        self.told = True
        value = fields.object("value")
        if value is None:
            raise FieldError(f"`{fields.path('value')}` is missing", "add it")
        labels = [label for key in _LABELLED for label in value.strings(key)]
        if not labels:
            self.losses["regions without a label"] += 1
        place = self._text.place(value)
        if place.how:
            self.losses[f"{place.how}; the regions stand where their words are"] += 1
        region = fields.scalar("id") or f"result[{nth}]"
        for number, label in enumerate(labels):
            yield ForeignMention(
                id=region if number == 0 else f"{region}+{number}",
                start=place.start,
                end=place.end,
                label=label,
                quote=place.quote,
                canonical=self._canonicals.get(region),
                kind=self._kinds.get(region, MentionKind.NAMED),
            )

    def _relation(self, fields: Fields) -> Iterator[ForeignRelation]:
        if fields.optional_text("type") != "relation":
            return
        ends = fields.scalar("from_id"), fields.scalar("to_id")
        if ends[0] is None or ends[1] is None:
            raise FieldError(f"`{fields.path('from_id')}` or to_id is missing", "add it")
        labels = fields.strings("labels")
        attribution = next((a for a in Attribution if a.value in labels), None)
        certainty = next((c for c in Certainty if c.value in labels), Certainty.ASSERTED)
        attributes = {*tuple(Attribution), *tuple(Certainty)}
        sides = [label for label in labels if label not in attributes] or [""]
        direction = fields.optional_text("direction")
        one, other = ends[0], ends[1]
        pairs = [(other, one)] if direction == "left" else [(one, other)]
        if direction == "bi":
            pairs.append((other, one))
        for holder, target in pairs:
            for side in sides:
                yield ForeignRelation(
                    label=side,
                    holder=holder,
                    target=target,
                    attribution=attribution,
                    certainty=certainty,
                )


def _author(value: JsonValue) -> str | None:
    match value:
        case {"email": str(email)} if email.strip():
            return email
        case {"id": int(number)} | int(number):
            return f"user {number}"
        case str() if value.strip():
            return value
        case _:
            return None


def _title(value: JsonValue) -> tuple[int, int] | None:
    match value:
        case {"start": int(start), "end": int(end)}:
            return start, end
        case _:
            return None


def _string(value: JsonValue) -> str | None:
    return value if isinstance(value, str) and value else None
