"""Prodigy's JSON Lines, both ways: spans and relations by character offsets in code points.

Custom fields of spans, relations and tasks are passed through by the program, so a task can hold
all of a layer but stances without a holder.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from annotator.domain.article import JsonValue, text_digest
from annotator.domain.items import Attribution, Certainty, Mention, MentionKind, Stance
from annotator.domain.layer import State
from annotator.domain.losses import Losses
from annotator.domain.scheme import Scheme
from annotator.domain.tokens import tokenize
from annotator.exchange.export_document import AgreedDocument
from annotator.exchange.foreign import (
    ForeignDocument,
    ForeignMention,
    ForeignRelation,
    ReadOptions,
    records,
)
from annotator.exchange.format import Format, SplitFiles
from annotator.exchange.integrity import check_quotes, check_references, entity_name
from annotator.exchange.json_fields import FieldError, Fields
from annotator.exchange.json_head import json_head
from annotator.exchange.json_objects import JsonObject, read_objects
from annotator.exchange.losses import Part, unheld, written_stances
from annotator.exchange.native_record import NativeRecord
from annotator.exchange.problems import Problem

HOLDS = Part.EVERYTHING & ~Part.UNSTATED_HOLDER
_STATES = {"accept": State.DONE, "reject": State.NEW, "ignore": State.SKIPPED}
_FACTS = ("source", "published", "language")
_CARRIED = {"options": "choices", "accept": "choices", "versions": "versions under review"}
# Sessions that nobody named carry the time they began at.
_UNNAMED = re.compile(r"\d{4}-\d\d-\d\d")
_Place: TypeAlias = tuple[int, int, str]


def _sniff(_path: Path, head: bytes) -> bool:
    found = json_head(head)
    if found is None or (found.listed and not found.has("_input_hash", "_task_hash")):
        return False
    if found.fields.get("spans", "[")[:1] == "{":
        # The groups of a spaCy document.
        return False
    tokens = found.begins("tokens", "[{") or found.begins("tokens", "[]")
    return tokens or found.has(
        "_input_hash", "_task_hash", "answer", "spans", "_view_id", "pattern"
    )


def _read(path: Path, scheme: Scheme, options: ReadOptions) -> Iterator[NativeRecord | Problem]:
    return records(path, _documents(path, options), scheme, options)


def _documents(path: Path, options: ReadOptions) -> Iterator[ForeignDocument | Problem]:
    authors: dict[str, tuple[int, set[str | None]]] = {}
    for result in _tasks(path, options):
        if isinstance(result, ForeignDocument) and result.id is None:
            # The same task once for each session is one article with several authors.
            first, known = authors.setdefault(text_digest(result.text), (result.line, set()))
            if result.author not in known:
                known.add(result.author)
                yield replace(result, key=str(first))
                continue
        yield result


def _tasks(path: Path, options: ReadOptions) -> Iterator[ForeignDocument | Problem]:
    for found in read_objects(path):
        if isinstance(found, Problem):
            yield found
            continue
        if "pattern" in found.value and "text" not in found.value:
            what = "these are match patterns, without any text"
            yield Problem(str(path), None, what, "import the annotated tasks instead")
            return
        try:
            yield _Task(found, options).document()
        except FieldError as error:
            yield Problem(str(path), found.line, error.what, error.remedy, found.raw)


class _Task:
    """One task while it is read."""

    def __init__(self, found: JsonObject, options: ReadOptions) -> None:
        self._line = found.line
        self._values = found.value
        self._fields = Fields(found.value, "the record")
        self._text = self._fields.text(options.columns.get("text", "text"))
        self._tokens = [Fields(t, "tokens") for t in self._fields.array("tokens")]
        self._places: dict[_Place, str] = {}
        self._by_token: dict[int, str] = {}
        self._losses: Losses = Counter()

    def document(self) -> ForeignDocument:
        """The task as a document; a rejected answer says nothing but that it is wrong."""
        answer = self._fields.optional_text("answer")
        if answer is not None and answer not in _STATES:
            remedy = f"make it one of {', '.join(_STATES)}"
            raise FieldError(f"`answer` is {answer!r}", remedy)
        spans = self._fields.array("spans")
        whole = isinstance(self._values.get("label"), str) or "options" in self._values
        told = "spans" in self._values or "relations" in self._values
        # An answer about the text as a whole says nothing of spans.
        told = told or (answer is not None and not whole)
        state = _STATES[answer or "accept"] if told else State.NEW
        mentions = tuple(self._mentions(spans))
        relations = tuple(
            relation
            for n, v in enumerate(self._fields.array("relations"))
            if (relation := self._relation(n, v)) is not None
        )
        if state is State.NEW:
            self._losses["spans of rejected answers"] += len(mentions)
            self._losses["relations of rejected answers"] += len(relations)
            mentions, relations = (), ()
        facts = self._fields.object("article")
        for key, reason in _CARRIED.items():
            value = self._values.get(key)
            self._losses[reason] += len(value) if isinstance(value, list) else 0
        if isinstance(self._values.get("label"), str) and "spans" not in self._values:
            self._losses["labels of whole texts"] += 1
        named = {name: facts.optional_text(name) for name in ("id", *_FACTS)} if facts else {}
        title = facts.object("title") if facts else None
        return ForeignDocument(
            line=self._line,
            id=named.get("id"),
            text=self._text,
            mentions=mentions,
            relations=relations,
            zones=tuple(_pairs(self._fields, "boilerplate")),
            author=self._author(),
            state=state,
            title=None if title is None else (title.number("start"), title.number("end")),
            source=named.get("source"),
            published=named.get("published"),
            language=named.get("language"),
            meta=self._fields.mapping("meta"),
            losses=+self._losses,
        )

    def _author(self) -> str | None:
        annotator, session = self._values.get("_annotator_id"), self._values.get("_session_id")
        for name in (annotator, session):
            if isinstance(name, str) and name.strip() and not _UNNAMED.search(name):
                return name
        return None

    def _mentions(self, spans: list[JsonValue]) -> Iterator[ForeignMention]:
        for number, value in enumerate(spans):
            fields = Fields(value, f"spans[{number}]")
            label = fields.scalar("label")
            if label is None:
                self._losses["spans without a label"] += 1
                continue
            start, end = self._range(fields, value)
            identifier = f"spans[{number}]"
            self._places.setdefault((start, end, label), identifier)
            self._places.setdefault((start, end, ""), identifier)
            last = _number(value, "token_end")
            if last is not None:
                self._by_token.setdefault(last, identifier)
            yield ForeignMention(
                id=identifier,
                start=start,
                end=end,
                label=label,
                quote=fields.optional_text("text"),
                canonical=fields.optional_text("canonical"),
                kind=fields.choice("kind", MentionKind, MentionKind.NAMED),
            )

    def _range(self, fields: Fields, value: JsonValue) -> tuple[int, int]:
        """The span's offsets, or those of its first and last token where it has none."""
        first, last = _number(value, "token_start"), _number(value, "token_end")
        if _number(value, "start") is not None or first is None or last is None:
            return fields.number("start"), fields.number("end")
        if not 0 <= first <= last < len(self._tokens):
            raise FieldError(f"`{fields.path('token_end')}` is no token", "give start and end")
        return self._tokens[first].number("start"), self._tokens[last].number("end")

    def _relation(self, number: int, value: JsonValue) -> ForeignRelation | None:
        fields = Fields(value, f"relations[{number}]")
        if any(self._is_bare(fields, end) for end in ("head", "child")):
            self._losses["relations of words that are no spans"] += 1
            return None
        attribution = fields.optional_choice("attribution", Attribution)
        source = None
        if (span := fields.object("source_span")) is not None:
            source = self._at(span, f"relations[{number}].source_span")
        return ForeignRelation(
            label=fields.scalar("label") or "",
            holder=self._end(fields, "head"),
            target=self._end(fields, "child"),
            evidence=tuple(_pairs(fields, "evidence")),
            attribution=attribution,
            certainty=fields.choice("certainty", Certainty, Certainty.ASSERTED),
            source=source,
        )

    def _is_bare(self, fields: Fields, end: str) -> bool:
        """Whether an end is a mere word: the program gives it a span without a label."""
        span = fields.object(f"{end}_span")
        if span is None or span.scalar("label"):
            return False
        return (span.number("start"), span.number("end"), "") not in self._places

    def _end(self, fields: Fields, end: str) -> str:
        """The mention at an end of a relation: by its span, else by its last token."""
        if (span := fields.object(f"{end}_span")) is not None:
            return self._at(span, fields.path(end))
        token = fields.number(end)
        return self._by_token.get(token, f"{fields.path(end)} (token {token})")

    def _at(self, span: Fields, where: str) -> str:
        start, end = span.number("start"), span.number("end")
        label = span.scalar("label") or ""
        found = self._places.get((start, end, label)) or self._places.get((start, end, ""))
        return found or f"{where} ({start}..{end})"


def _pairs(fields: Fields, key: str) -> Iterator[tuple[int, int]]:
    for value in fields.array(key):
        match value:
            case [int(start), int(end)]:
                yield start, end
            case _:
                raise FieldError(f"`{fields.path(key)}` holds no pairs", "make each [start, end]")


def _number(value: JsonValue, key: str) -> int | None:
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def _write(documents: Iterable[AgreedDocument], target: Path, _scheme: Scheme) -> Losses:
    losses: Losses = Counter()
    with SplitFiles(target, ".jsonl") as files:
        for document in documents:
            line = json.dumps(_Written(document).value(), ensure_ascii=False)
            files.of(document.split).write(f"{line}\n")
            losses += unheld(document, HOLDS)
    return losses


class _Written:
    """A document while it becomes a task."""

    def __init__(self, document: AgreedDocument) -> None:
        self._document = document
        self._article = document.article
        self._tokens = tokenize(document.article.text)
        self._starts = [token.start for token in self._tokens]
        self._mentions = {m.id: m for m in document.layer.mentions()}

    def value(self) -> dict[str, JsonValue]:
        """The task, answered."""
        article, layer = self._article, self._document.layer
        text, title = article.text, article.title
        facts: dict[str, JsonValue] = {
            "id": article.id,
            "title": None if title is None else {"start": title.start, "end": title.end},
            "source": article.source,
            "published": article.published,
            "language": article.language,
        }
        return {
            "text": text,
            "tokens": [
                {
                    "text": token.text,
                    "start": token.start,
                    "end": token.end,
                    "id": number,
                    "ws": text[token.end : token.end + 1].isspace(),
                }
                for number, token in enumerate(self._tokens)
            ],
            "spans": [self._span(m) for m in self._mentions.values()],
            "relations": [self._relation(s) for s in written_stances(layer, HOLDS)],
            "answer": "accept",
            "meta": dict(article.meta),
            "article": {key: value for key, value in facts.items() if value is not None},
            "boilerplate": [[zone.start, zone.end] for zone in layer.zones()],
        }

    def _place(self, mention: Mention) -> dict[str, JsonValue]:
        """Where a mention stands, in characters and in the tokens that it touches."""
        first = max(0, bisect_right(self._starts, mention.start) - 1)
        last = max(first, bisect_right(self._starts, mention.end - 1) - 1)
        return {
            "start": mention.start,
            "end": mention.end,
            "token_start": first,
            "token_end": last,
            "label": mention.label,
        }

    def _span(self, mention: Mention) -> dict[str, JsonValue]:
        check_quotes(self._article, mention)
        span: dict[str, JsonValue] = {**self._place(mention), "text": mention.quote}
        canonical = entity_name(self._article, mention, self._document.names)
        if canonical is not None:
            span["canonical"] = canonical
        return {**span, "kind": mention.kind.value}

    def _relation(self, stance: Stance) -> dict[str, JsonValue]:
        check_quotes(self._article, stance)
        check_references(self._article, stance, self._mentions)
        head = self._place(self._mentions[stance.holder or ""])
        child = self._place(self._mentions[stance.target])
        relation: dict[str, JsonValue] = {
            "head": head["token_end"],
            "child": child["token_end"],
            "head_span": head,
            "child_span": child,
            "label": stance.label,
            "evidence": [[part.start, part.end] for part in stance.evidence],
            "attribution": stance.attribution.value,
            "certainty": stance.certainty.value,
        }
        if stance.source is not None:
            relation["source_span"] = self._place(self._mentions[stance.source])
        return relation


PRODIGY = Format(
    "prodigy",
    (".jsonl",),
    "Prodigy JSONL: spans, relations, answers",
    _sniff,
    _read,
    _write,
)
