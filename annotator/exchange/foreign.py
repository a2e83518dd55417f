"""What a reader of a foreign format yields, and the one way from there to a checked record.

A reader finds text, spans and labels as the file has them, converts offsets to code points, and
counts what the file says beyond that. Everything else happens here, alike for every format: labels
are folded into the scheme, relations become stances, offsets and quotes are held against the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from annotator.domain.article import JsonValue, Span
from annotator.domain.items import Attribution, Certainty, HolderKind, MentionKind
from annotator.domain.layer import Role, State
from annotator.domain.losses import Losses
from annotator.domain.scheme import Scheme
from annotator.domain.splits import Split
from annotator.domain.stance_defaults import default_attribution, default_evidence
from annotator.domain.words import PLAIN
from annotator.exchange.foreign_labels import LEFT_OUT, LabelMap
from annotator.exchange.json_fields import FieldError
from annotator.exchange.known_records import KnownRecords
from annotator.exchange.native_record import IMPORTED, NativeRecord, parse_record
from annotator.exchange.problems import Problem

_MENTION = re.compile(r"`entities\[(\d+)\]")
ZONE_LABEL = "BOILERPLATE"
"""The label under which formats that know spans only carry dimmed paragraphs."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user says about files of another format.

    `columns` names the fields of a table or task (`{"text": "body", "id": "key"}`). `lines_before`
    and `stem` stand for the place of a record that is read again from the quarantine.
    """

    labels: LabelMap
    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    stem: str | None = None
    lines_before: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignMention:
    """A span with a label as the file has it. `id` is what relations of the document refer to.

    Offsets are code points. `quote` is the file's own, held against the text where it has one.
    """

    id: str
    start: int
    end: int
    label: str
    quote: str | None = None
    canonical: str | None = None
    kind: MentionKind = MentionKind.NAMED


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignRelation:
    """A relation as the file has it: a stance where its label names a side, else a loss.

    `holder`, `target` and `source` are ids of mentions. What the file does not say is filled in as
    if the stance had just been made by hand.
    """

    label: str
    holder: str | None
    target: str
    holder_kind: HolderKind | None = None
    evidence: tuple[tuple[int, int], ...] = ()
    attribution: Attribution | None = None
    certainty: Certainty = Certainty.ASSERTED
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignDocument:
    """One text with the work of one author on it.

    Without an `id` it gets one from the file's name and `key`, what the file calls the record, or
    its line (from 1). `author` is None where
    the file does not say. `state`: `State.DONE` where the file holds finished work (an empty one
    too), `State.NEW` where it only brings the text. `losses` is what the reader left out already.
    """

    line: int
    text: str
    id: str | None = None
    key: str | None = None
    mentions: tuple[ForeignMention, ...] = ()
    relations: tuple[ForeignRelation, ...] = ()
    zones: tuple[tuple[int, int], ...] = ()
    author: str | None = None
    role: Role = Role.ANNOTATOR
    state: State = State.DONE
    title: tuple[int, int] | None = None
    source: str | None = None
    published: str | None = None
    language: str | None = None
    meta: Mapping[str, JsonValue] = field(default_factory=lambda: MappingProxyType({}))
    split: Split | None = None
    losses: Losses = field(default_factory=Counter)


def records(
    path: Path,
    documents: Iterable[ForeignDocument | Problem],
    scheme: Scheme,
    options: ReadOptions,
) -> Iterator[NativeRecord | Problem]:
    """The records of a file: what every reader of a foreign format returns.

    Each document is a record, or a problem with its line and remedy. The same text may stand there
    once for each author.
    """
    known = KnownRecords(str(path))
    for document in documents:
        if isinstance(document, Problem):
            yield document
            continue
        result = to_record(path, document, scheme, options)
        checked = known.checked(result) if isinstance(result, NativeRecord) else result
        if checked is not result and isinstance(checked, Problem):
            checked = replace(checked, record=_value(path, document, options))
        yield checked


def to_record(
    path: Path, document: ForeignDocument, scheme: Scheme, options: ReadOptions
) -> NativeRecord | Problem:
    """The document as a record, checked whole, or what is wrong with it."""
    losses: Losses = Counter(document.losses)
    line = document.line + options.lines_before
    value = _value(path, document, options, losses)
    unknown = {m.label for m in document.mentions if _label(m, options.labels) is None}
    if unknown:
        names = ", ".join(sorted(unknown))
        first = min(unknown)
        what = f"labels that the scheme does not know: {names}"
        remedy = (
            f"say what each stands for (`--labels {first}={scheme.entity_labels[0]}`) "
            f"or that it is left out (`--labels {first}=`)"
        )
        return Problem(str(path), line, what, remedy, value)
    if problem := Problem.of_text(str(path), line, document.text):
        return replace(problem, record=value)
    try:
        record = parse_record(value, line, scheme)
    except FieldError as error:
        what = _as_the_file_names_it(error.what, value)
        return Problem(str(path), line, what, error.remedy, value)
    return replace(record, losses=MappingProxyType(+losses), file=str(path))


def _as_the_file_names_it(what: str, value: Mapping[str, JsonValue]) -> str:
    """What is wrong, with the id that the mention has in its own file, if it has one."""
    found, entities = _MENTION.match(what), value.get("entities")
    if found is None or not isinstance(entities, list):
        return what
    entity = entities[int(found[1])]
    identifier = str(entity.get("id")) if isinstance(entity, dict) else ""
    same = identifier.isdecimal() or what.startswith(f"`{identifier}")
    return what if same else f"{identifier}: {what}"


def _value(
    path: Path, document: ForeignDocument, options: ReadOptions, losses: Losses | None = None
) -> dict[str, JsonValue]:
    """The document as native JSON; what is left out of it goes into `losses`."""
    losses = Counter() if losses is None else losses
    mentions = list(_labelled(document.mentions, options.labels, losses))
    line = document.line + options.lines_before
    identifier = document.id or f"{options.stem or path.stem}-{document.key or line}"
    return _Draft(document, mentions, options.labels, losses).value(identifier)


def _labelled(
    mentions: Iterable[ForeignMention], labels: LabelMap, losses: Losses
) -> Iterator[ForeignMention]:
    """The mentions under the scheme's labels, without those left out; unknown labels stay."""
    for mention in mentions:
        label = _label(mention, labels)
        if label == LEFT_OUT:
            losses[f"mentions labelled {mention.label}"] += 1
        else:
            yield replace(mention, label=label or mention.label)


def _label(mention: ForeignMention, labels: LabelMap) -> str | None:
    found = labels.mention(mention.label)
    return ZONE_LABEL if found is None and mention.label == ZONE_LABEL else found


class _Draft:
    """The native fields of a document while they are put together."""

    def __init__(
        self,
        document: ForeignDocument,
        mentions: list[ForeignMention],
        labels: LabelMap,
        losses: Losses,
    ) -> None:
        self._document = document
        self._labels = labels
        self._losses = losses
        self._mentions: dict[str, ForeignMention] = {}
        self._same: dict[str, str] = {}
        self._zones = list(document.zones)
        places: dict[tuple[int, int, str], str] = {}
        for mention in mentions:
            if mention.label == ZONE_LABEL:
                self._zones.append((mention.start, mention.end))
                continue
            place = (mention.start, mention.end, mention.label)
            # Two layers of a tool may give one id to what they say of the same words.
            taken = mention.id in self._mentions
            identifier = f"{mention.id}+{len(self._mentions)}" if taken else mention.id
            first = places.setdefault(place, identifier)
            self._same.setdefault(mention.id, first)
            if first == identifier:
                self._mentions[identifier] = replace(mention, id=identifier)
            else:
                losses["mentions that are there twice"] += 1
        self._left_out = {m.id for m in document.mentions} - set(self._same)

    def value(self, identifier: str) -> dict[str, JsonValue]:
        """The record as native JSON."""
        document = self._document
        stances = [s for r in document.relations if (s := self._stance(r)) is not None]
        title = document.title
        facts: dict[str, JsonValue] = {
            "title": None if title is None else {"start": title[0], "end": title[1]},
            "source": document.source,
            "published": document.published,
            "language": document.language,
            "split": document.split,
        }
        return {
            "id": identifier,
            "text": document.text,
            **{key: value for key, value in facts.items() if value is not None},
            "meta": dict(document.meta),
            "entities": [_entity(mention) for mention in self._mentions.values()],
            "stances": [{"id": f"s{n}", **stance} for n, stance in enumerate(stances)],
            "boilerplate": [[start, end] for start, end in self._zones],
            "layer": {
                "role": document.role.value,
                "name": document.author or IMPORTED,
                "state": document.state.value,
                "scheme": None,
            },
        }

    def _stance(self, relation: ForeignRelation) -> dict[str, JsonValue] | None:
        label = self._labels.stance(relation.label)
        if label is None:
            self._losses[f"relations labelled {relation.label or 'nothing'}, no stance"] += 1
            return None
        if {relation.holder, relation.target, relation.source} & self._left_out:
            self._losses["stances whose mention is left out"] += 1
            return None
        evidence = relation.evidence or self._evidence(relation)
        stance: dict[str, JsonValue] = {
            "holder": self._name(relation.holder),
            "target": self._name(relation.target),
            "label": label,
            "evidence": [{"start": start, "end": end} for start, end in evidence],
            "attribution": (relation.attribution or self._attribution(relation)).value,
            "source": self._name(relation.source),
            "certainty": relation.certainty.value,
        }
        if relation.holder_kind is not None:
            stance["holder_kind"] = relation.holder_kind.value
        return stance

    def _name(self, mention: str | None) -> str | None:
        """The id of the mention that stands for this one; a wrong id stays, to be reported."""
        return None if mention is None else self._same.get(mention, mention)

    def _span(self, mention: str | None) -> Span | None:
        found = None if mention is None else self._mentions.get(self._same.get(mention, ""))
        if found is None or not 0 <= found.start < found.end <= len(self._document.text):
            return None
        return Span(found.start, found.end)

    def _evidence(self, relation: ForeignRelation) -> tuple[tuple[int, int], ...]:
        target = self._span(relation.target)
        if target is None:
            return ()
        self._losses["evidence spans that the file does not give, filled in by rule"] += 1
        span = default_evidence(PLAIN, self._document.text, self._span(relation.holder), target)
        return ((span.start, span.end),)

    def _attribution(self, relation: ForeignRelation) -> Attribution:
        target = self._span(relation.target)
        if target is None:
            return Attribution.REPORTED
        return default_attribution(self._document.text, target)


def _entity(mention: ForeignMention) -> dict[str, JsonValue]:
    entity: dict[str, JsonValue] = {
        "id": mention.id,
        "start": mention.start,
        "end": mention.end,
        "label": mention.label,
        "kind": mention.kind.value,
    }
    if mention.quote is not None:
        entity["text"] = mention.quote
    if mention.canonical is not None:
        entity["canonical"] = mention.canonical
    return entity
