"""A record of the native JSONL as values of the domain, and how it is made from parsed JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from annotator.domain.article import BOM, Article, JsonValue, Span, text_digest
from annotator.domain.items import (
    Attribution,
    Certainty,
    Decision,
    Evidence,
    HolderKind,
    Item,
    Mention,
    MentionKind,
    Stance,
    Zone,
    item_id,
)
from annotator.domain.layer import Assignment, Author, Layer, Role, State
from annotator.domain.scheme import STANCE_LABELS, Scheme
from annotator.domain.splits import Split
from annotator.exchange.json_fields import FieldError, Fields

IMPORTED = "import"
"""The annotator of a record that does not say whose it is."""

_MENTION_FIELDS = frozenset(("id", "start", "end", "label", "text", "kind", "canonical"))
_STANCE_FIELDS = frozenset(
    ("id", "holder", "target", "label", "evidence", "attribution", "source", "certainty")
)
_EVIDENCE_FIELDS = frozenset(("start", "end", "text"))
_KINDS = {kind.value: kind for kind in MentionKind}
_ATTRIBUTIONS = {attribution.value: attribution for attribution in Attribution}
_CERTAINTIES = {certainty.value: certainty for certainty in Certainty}


@dataclass(frozen=True, slots=True)
class LayerInfo:
    """Whose work a record is: role, name, state, and the label scheme's name if it says."""

    role: Role
    name: str
    state: State
    scheme: str | None


@dataclass(frozen=True, slots=True)
class NativeRecord:
    """One record, checked whole: every offset, quote, reference and label holds.

    Items are numbered in the order of the file (`m1`, `m2`, `s3`, ...). Mentions have no entity
    yet: `canonicals` gives the name of each mention's entity, by mention id, for the caller to
    resolve. `ignored` names fields that the format does not know, `losses` counts by reason what a
    foreign file says and a layer can't hold. `file` is the file, where a folder was read.
    """

    line: int
    article: Article
    mentions: tuple[Mention, ...]
    stances: tuple[Stance, ...]
    zones: tuple[Zone, ...]
    canonicals: Mapping[str, str]
    layer: LayerInfo | None
    split: Split | None
    ignored: tuple[str, ...]
    losses: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    file: str | None = None

    def to_layer(self) -> tuple[Layer, Mapping[int, str]]:
        """The record as a layer of its own, with the names of its entities, numbered from 1."""
        info = self.layer or LayerInfo(Role.ANNOTATOR, IMPORTED, State.DONE, None)
        numbers: dict[tuple[str, str], int] = {}
        mentions = []
        for mention in self.mentions:
            name = self.canonicals.get(mention.id)
            entity = (
                None
                if name is None
                else numbers.setdefault((name, mention.label), len(numbers) + 1)
            )
            mentions.append(replace(mention, entity=entity))
        everything: tuple[Item, ...] = (*mentions, *self.stances, *self.zones)
        items = {item.id: item for item in everything}
        layer = Layer(
            self.article.id,
            Author(info.role, info.name),
            next_number=len(items) + 1,
            items=MappingProxyType(items),
            assignment=Assignment(info.state),
        )
        return layer, MappingProxyType({number: name for (name, _), number in numbers.items()})


def parse_record(value: JsonValue, line: int, scheme: Scheme | None) -> NativeRecord:
    """The record in a parsed JSON object.

    Raises:
        FieldError: A field is missing, of the wrong type, or contradicts the text or the scheme.
    """
    return _Record(Fields(value, "the record"), scheme).parse(line)


class _Record:
    """One record while it is parsed: its fields, its text and the mentions known so far."""

    def __init__(self, fields: Fields, scheme: Scheme | None) -> None:
        self._fields = fields
        self._labels = None if scheme is None else scheme.entity_labels
        self._plain_labels = frozenset(self._labels or ())
        self._identifier = fields.name("id")
        self._given = fields.text("text")
        self._text = self._given.removeprefix(BOM)
        self._number = 0
        self._mentions: dict[str, str] = {}
        self._canonicals: dict[str, str] = {}
        self._ignored: list[str] = []

    def parse(self, line: int) -> NativeRecord:
        fields = self._fields
        self._check_digest(fields.optional_text("sha256"))
        mentions = tuple(
            self._plain_mention(v) or self._mention(Fields(v, f"entities[{n}]"))
            for n, v in enumerate(self._objects("entities"))
        )
        stances = tuple(
            self._plain_stance(v) or self._stance(Fields(v, f"stances[{n}]"))
            for n, v in enumerate(self._objects("stances"))
        )
        zones = tuple(self._zone(n, v) for n, v in enumerate(fields.array("boilerplate")))
        title = fields.object("title")
        article = Article(
            self._identifier,
            self._text,
            title=None if title is None else self._span(title),
            source=fields.optional_text("source"),
            published=fields.optional_text("published"),
            language=fields.optional_text("language"),
            meta=MappingProxyType(dict(fields.mapping("meta"))),
        )
        if self._given != self._text and (mentions or stances or zones or article.title):
            raise FieldError(
                "`text` begins with a byte-order mark, so its offsets are ambiguous",
                "remove the mark and take 1 from every offset if they counted it",
            )
        layer, split = self._layer(), fields.optional_choice("split", Split)
        return NativeRecord(
            line=line,
            article=article,
            mentions=mentions,
            stances=stances,
            zones=zones,
            canonicals=MappingProxyType(self._canonicals),
            layer=layer,
            split=split,
            ignored=(*fields.unread(), *dict.fromkeys(self._ignored)),
        )

    def _check_digest(self, digest: str | None) -> None:
        if digest is not None and digest.lower() not in map(text_digest, (self._given, self._text)):
            raise FieldError(
                "`sha256` is not the digest of `text`",
                "restore the text that was annotated, or remove the digest if the text is right",
            )

    def _objects(self, key: str) -> list[dict[str, JsonValue]]:
        values = self._fields.array(key)
        found = [value for value in values if isinstance(value, dict)]
        if len(found) < len(values):
            for number, value in enumerate(values):
                Fields(value, f"{key}[{number}]")
        return found

    def _next(self, kind: type[Mention] | type[Stance] | type[Zone]) -> str:
        self._number += 1
        return item_id(kind, self._number)

    def _span(self, fields: Fields) -> Span:
        return Span(*self._range(fields, fields.number("start"), fields.number("end")))

    def _range(self, place: Fields | str, start: int, end: int) -> tuple[int, int]:
        if not 0 <= start < end <= len(self._text):
            where = place if isinstance(place, str) else place.path("start")
            raise FieldError(
                f"`{where}`: {start}..{end} is no range of the text's {len(self._text)} characters",
                "give Unicode code points, start < end (not bytes, not UTF-16 units)",
            )
        return start, end

    def _quoted(self, fields: Fields) -> tuple[int, int, str]:
        """The offsets, held against the quote if the object has one, and the text there."""
        start, end = self._range(fields, fields.number("start"), fields.number("end"))
        there, quote = self._text[start:end], fields.optional_text("text")
        if quote is not None and quote != there:
            raise FieldError(
                f"`{fields.path('text')}` is {quote[:40]!r}, but the text at "
                f"{start}..{end} is {there[:40]!r}",
                "count offsets in Unicode code points of `text` as it stands",
            )
        return start, end, there

    def _plain_mention(self, value: dict[str, JsonValue]) -> Mention | None:
        """The mention in an object without anything to say about it; else None.

        What `_mention` finds field by field, at once: nearly all objects are like this.
        """
        get = value.get
        key, label, start, end = get("id"), get("label"), get("start"), get("end")
        quote, kind, canonical = get("text"), get("kind", "named"), get("canonical")
        if (
            not (isinstance(key, str) and isinstance(label, str) and isinstance(kind, str))
            or not (type(start) is int and type(end) is int)
            or not (canonical is None or isinstance(canonical, str))
            or not _MENTION_FIELDS.issuperset(value)
            or label not in self._plain_labels
            or kind not in _KINDS
            or key in self._mentions
            or not (key.isprintable() and key.strip())
            or not 0 <= start < end <= len(self._text)
        ):
            return None
        there = self._text[start:end]
        if quote is not None and quote != there:
            return None
        identifier = self._mentions[key] = self._next(Mention)
        if canonical:
            self._canonicals[identifier] = canonical
        return Mention(
            id=identifier,
            start=start,
            end=end,
            quote=there,
            label=label,
            kind=_KINDS[kind],
            decision=Decision.ADDED,
        )

    def _mention(self, fields: Fields) -> Mention:
        key, label = fields.name("id"), fields.name("label")
        if key in self._mentions:
            raise FieldError(f"`{fields.path('id')}` {key!r} is there twice", "give each its own")
        if self._labels is not None and label not in self._labels:
            raise FieldError(
                f"`{fields.path('label')}` is {label!r}, which the scheme does not know",
                f"use one of {', '.join(self._labels)}, or add it to the scheme",
            )
        start, end, quote = self._quoted(fields)
        mention = Mention(
            id=self._next(Mention),
            start=start,
            end=end,
            quote=quote,
            label=label,
            kind=fields.choice("kind", MentionKind, MentionKind.NAMED),
            decision=Decision.ADDED,
        )
        self._mentions[key] = mention.id
        if canonical := fields.optional_text("canonical"):
            self._canonicals[mention.id] = canonical
        self._ignored += fields.unread()
        return mention

    def _plain_stance(self, value: dict[str, JsonValue]) -> Stance | None:
        """The stance in an object without anything to say about it; else None (`_stance`)."""
        get = value.get
        key, label, attribution = get("id"), get("label"), get("attribution")
        holder, target, source = get("holder"), get("target"), get("source")
        certainty = get("certainty", "asserted")
        if (
            not (isinstance(key, str) and isinstance(target, str) and isinstance(label, str))
            or not (isinstance(attribution, str) and isinstance(certainty, str))
            or not (holder is None or isinstance(holder, str))
            or not (source is None or isinstance(source, str))
            or not _STANCE_FIELDS.issuperset(value)
            or label not in STANCE_LABELS
            or attribution not in _ATTRIBUTIONS
            or certainty not in _CERTAINTIES
            or not self._mentions.keys() >= {target, holder or target, source or target}
            or not (key.isprintable() and key.strip())
        ):
            return None
        evidence = self._plain_evidence(get("evidence"))
        if evidence is None:
            return None
        return Stance(
            id=self._next(Stance),
            holder=self._mentions[holder] if holder else None,
            holder_kind=HolderKind.MENTION if holder else HolderKind.UNSTATED,
            target=self._mentions[target],
            label=label,
            evidence=evidence,
            attribution=_ATTRIBUTIONS[attribution],
            source=self._mentions[source] if source else None,
            certainty=_CERTAINTIES[certainty],
            decision=Decision.ADDED,
        )

    def _plain_evidence(self, values: JsonValue) -> tuple[Evidence, ...] | None:
        if not isinstance(values, list) or not values:
            return None
        found = []
        for value in values:
            if not isinstance(value, dict) or not _EVIDENCE_FIELDS.issuperset(value):
                return None
            start, end, quote = value.get("start"), value.get("end"), value.get("text")
            if type(start) is not int or type(end) is not int:
                return None
            there = self._text[start:end]
            if not 0 <= start < end <= len(self._text) or quote not in (None, there):
                return None
            found.append(Evidence(start=start, end=end, quote=there))
        return tuple(found)

    def _stance(self, fields: Fields) -> Stance:
        fields.name("id")
        label = fields.text("label")
        if label not in STANCE_LABELS:
            raise FieldError(
                f"`{fields.path('label')}` is {label!r}",
                f"make it one of {', '.join(STANCE_LABELS)}",
            )
        holder = self._reference(fields, "holder")
        target = self._reference(fields, "target")
        if target is None:
            raise FieldError(f"`{fields.path('target')}` is missing", "a stance needs a target")
        stance = Stance(
            id=self._next(Stance),
            holder=holder,
            holder_kind=_holder_kind(fields, holder),
            target=target,
            label=label,
            evidence=self._evidence(fields),
            attribution=fields.choice("attribution", Attribution),
            source=self._reference(fields, "source"),
            certainty=fields.choice("certainty", Certainty, Certainty.ASSERTED),
            decision=Decision.ADDED,
        )
        self._ignored += fields.unread()
        return stance

    def _reference(self, fields: Fields, key: str) -> str | None:
        name = fields.optional_text(key)
        if name is not None and name not in self._mentions:
            raise FieldError(
                f"`{fields.path(key)}` is {name!r}, which is not among the entities",
                "add that entity, or mend the reference",
            )
        return None if name is None else self._mentions[name]

    def _evidence(self, fields: Fields) -> tuple[Evidence, ...]:
        found = []
        for number, value in enumerate(fields.array("evidence", required=True)):
            part = Fields(value, f"{fields.path('evidence')}[{number}]")
            start, end, quote = self._quoted(part)
            found.append(Evidence(start=start, end=end, quote=quote))
            self._ignored += part.unread()
        if not found:
            raise FieldError(f"`{fields.path('evidence')}` is empty", "give at least one span")
        return tuple(found)

    def _zone(self, number: int, value: JsonValue) -> Zone:
        where = f"boilerplate[{number}]"
        match value:
            case [int(start), int(end)] if not (isinstance(start, bool) or isinstance(end, bool)):
                start, end = self._range(where, start, end)
            case _:
                raise FieldError(f"`{where}` is no pair of offsets", "make it [start, end]")
        return Zone(id=self._next(Zone), start=start, end=end, decision=Decision.ADDED)

    def _layer(self) -> LayerInfo | None:
        fields = self._fields.object("layer")
        if fields is None:
            worked = self._fields.has("entities", "stances", "boilerplate")
            return None if worked else LayerInfo(Role.ANNOTATOR, IMPORTED, State.NEW, None)
        info = LayerInfo(
            fields.choice("role", Role),
            fields.name("name"),
            fields.choice("state", State),
            fields.optional_text("scheme"),
        )
        self._ignored += fields.unread()
        return info


def _holder_kind(fields: Fields, holder: str | None) -> HolderKind:
    implied = HolderKind.UNSTATED if holder is None else HolderKind.MENTION
    kind = fields.choice("holder_kind", HolderKind, implied)
    if (kind is HolderKind.MENTION) != (holder is not None):
        raise FieldError(
            f"`{fields.path('holder_kind')}` is {kind.value!r}, which contradicts `holder`",
            "`mention` needs a holder, the other kinds have none",
        )
    return kind
