"""From a brat file and its text to a foreign document.

Relations and events whose label names a side are stances. A binary relation goes from the holder
(Arg1) to the target (Arg2); an event names its participants, and its trigger is the evidence.
`brat_writing` says how our own files tell the rest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from typing import TypeVar

from annotator.domain.items import Attribution, Certainty, HolderKind, MentionKind
from annotator.domain.layer import State
from annotator.domain.losses import Losses
from annotator.exchange.brat_lines import Arguments, BratLines, TextBound
from annotator.exchange.foreign import ForeignDocument, ForeignMention, ForeignRelation
from annotator.exchange.foreign_labels import LabelMap
from annotator.exchange.offset_units import Quoted, same_words, to_code_points

BOILERPLATE = "Boilerplate"
EVIDENCE_NOTE = "Evidence"
SOURCE_NOTE = "Source"
ATTRIBUTION, CERTAINTY, KIND, HOLDER = "Attribution", "Certainty", "Kind", "Holder"
_KINDS: Mapping[str, MentionKind] = MappingProxyType(
    {
        "named": MentionKind.NAMED, "name": MentionKind.NAMED, "nam": MentionKind.NAMED,
        "nominal": MentionKind.NOMINAL, "nom": MentionKind.NOMINAL,
        "pronoun": MentionKind.PRONOUN, "pronominal": MentionKind.PRONOUN,
        "pro": MentionKind.PRONOUN,
    }
)  # fmt: skip
_KIND_NAMES = frozenset({KIND, "Mention", "MentionType"})
_HOLDERS = ("holder", "agent", "arg1", "source_of_stance")
_TARGETS = ("target", "theme", "arg2")
_NUMBER = re.compile(r"\d{1,12}\Z")
_E = TypeVar("_E", bound=StrEnum)


def brat_document(
    text: str, lines: BratLines, labels: LabelMap, identifier: str, *, marked: bool = False
) -> ForeignDocument:
    """The document of a text and its annotations; what has no place in a layer is counted.

    `marked` says that the text's file begins with a byte-order mark.
    """
    return _Reading(text, lines, labels, marked).document(identifier)


class _Reading:
    """One pair of files while it is read."""

    def __init__(self, text: str, lines: BratLines, labels: LabelMap, marked: bool) -> None:
        self._text = text
        self._lines = lines
        self._labels = labels
        self._losses: Losses = Counter()
        quoted: list[Quoted] = [
            (*span.ranges[0], span.quote)
            for span in lines.spans
            if span.quote is not None and len(span.ranges) == 1
        ]
        self._point = to_code_points(text, quoted, marked=marked)
        self._spans: dict[str, tuple[int, int]] = {}

    def document(self, identifier: str) -> ForeignDocument:
        lines = self._lines
        for span in lines.spans:
            if (place := self._place(span)) is not None:
                self._spans[span.id] = place
        triggers = {event.trigger for event in lines.events}
        names = self._names()
        mentions = [
            self._mention(span, names)
            for span in lines.spans
            if span.id in self._spans and span.id not in triggers and span.label != BOILERPLATE
        ]
        known = {mention.id for mention in mentions}
        relations = [*self._relations(known), *self._events(known)]
        self._count_the_rest()
        return ForeignDocument(
            line=1,
            text=self._text,
            id=identifier,
            mentions=tuple(mentions),
            relations=tuple(relations),
            zones=tuple(
                self._spans[span.id]
                for span in lines.spans
                if span.label == BOILERPLATE and span.id in self._spans
            ),
            state=State.DONE if lines.spans else State.NEW,
            losses=self._losses,
        )

    def _place(self, span: TextBound) -> tuple[int, int] | None:
        """The one range of a span. One that brat cut at line ends is whole."""
        points = [(self._point(start), self._point(end)) for start, end in span.ranges]
        given = [(s, e) for s, e in points if s is not None and e is not None]
        if len(given) < len(points):
            # The offsets as they stand, so that the check of the record names them.
            return span.ranges[0]
        gaps = [
            self._text[left[1] : right[0]] if left[1] <= right[0] else "overlap"
            for left, right in pairwise(given)
        ]
        if any(gap.strip() for gap in gaps):
            self._losses["discontinuous spans"] += 1
            return None
        return given[0][0], given[-1][1]

    def _mention(self, span: TextBound, names: Mapping[str, str]) -> ForeignMention:
        start, end = self._spans[span.id]
        there = self._text[start:end]
        # What differs in white space only is no wrong quote: brat writes a line end as a blank.
        quoted = span.quote is not None and not same_words(span.quote, there)
        return ForeignMention(
            id=span.id,
            start=start,
            end=end,
            label=span.label,
            quote=span.quote if quoted else None,
            canonical=names.get(span.id),
            kind=self._kind(span.id),
        )

    def _kind(self, identifier: str) -> MentionKind:
        attributes = self._lines.attributes.get(identifier, {})
        for name, value in list(attributes.items()):
            if name in _KIND_NAMES and value.casefold() in _KINDS:
                del attributes[name]
                return _KINDS[value.casefold()]
        return MentionKind.NAMED

    def _names(self) -> dict[str, str]:
        """The entity's name of each span: its entry in a resource, else that of its equivalents."""
        names = {}
        for identifier, entries in self._lines.references.items():
            entry, title = entries[0]
            names[identifier] = title.strip() or entry
            self._losses["further entries in a resource"] += len(entries) - 1
        for group in self._lines.equivalent:
            members = [member for member in group if member in self._spans]
            words = [self._text[slice(*self._spans[member])] for member in members]
            given = next((names[member] for member in members if member in names), None)
            shared = given or max(words, key=len, default="")
            for member in members:
                names.setdefault(member, shared)
        return names

    def _relations(self, known: set[str]) -> Iterator[ForeignRelation]:
        for relation in self._lines.relations:
            ends = [identifier for _, identifier in sorted(relation.roles)]
            if len(ends) != 2 or not set(ends) <= known:
                self._losses["relations of what is no mention"] += 1
                continue
            yield self._stance(relation, ends[0], ends[1], ())

    def _events(self, known: set[str]) -> Iterator[ForeignRelation]:
        for event in self._lines.events:
            roles = {role.casefold().rstrip("0123456789"): i for role, i in event.roles}
            roles |= {role.casefold(): i for role, i in event.roles}
            target = next((roles[name] for name in _TARGETS if name in roles), None)
            holder = next((roles[name] for name in _HOLDERS if name in roles), None)
            is_stance = self._labels.stance(event.label) is not None
            if target is None or not {target, holder or target} <= known or not is_stance:
                self._losses[f"events labelled {event.label}"] += 1
                self._lines.attributes.pop(event.id, None)
                continue
            trigger = self._spans.get(event.trigger or "")
            source = roles.get("source")
            evidence = () if trigger is None else (trigger,)
            yield self._stance(event, holder, target, evidence, source)

    def _stance(
        self,
        told: Arguments,
        holder: str | None,
        target: str,
        evidence: tuple[tuple[int, int], ...],
        source: str | None = None,
    ) -> ForeignRelation:
        attributes = self._lines.attributes.get(told.id, {})
        notes = dict(self._lines.notes.get(told.id, ()))
        whose = _take(attributes, HOLDER, HolderKind)
        return ForeignRelation(
            label=told.label,
            holder=holder,
            target=target,
            holder_kind=whose if holder is None else None,
            evidence=_ranges(notes.get(EVIDENCE_NOTE, "")) or evidence,
            attribution=_take(attributes, ATTRIBUTION, Attribution),
            certainty=_take(attributes, CERTAINTY, Certainty) or Certainty.ASSERTED,
            source=source or notes.get(SOURCE_NOTE),
        )

    def _count_the_rest(self) -> None:
        for attributes in self._lines.attributes.values():
            for name in attributes:
                self._losses[f"attributes named {name}"] += 1
        kinds = [kind for notes in self._lines.notes.values() for kind, _ in notes]
        self._losses["notes"] += sum(k not in (EVIDENCE_NOTE, SOURCE_NOTE) for k in kinds)


def _take(attributes: dict[str, str], name: str, kind: type[_E]) -> _E | None:
    """The attribute as a value of ours, then no longer to be counted as lost."""
    value = attributes.get(name, "").casefold()
    if value not in tuple(kind):
        return None
    del attributes[name]
    return kind(value)


def _ranges(note: str) -> tuple[tuple[int, int], ...]:
    """The ranges in an evidence note, `40 61;70 80`; none where it is a note of somebody else."""
    parts = [part.split() for part in note.split(";")]
    if not all(len(part) == 2 and all(_NUMBER.match(word) for word in part) for part in parts):
        return ()
    return tuple((int(start), int(end)) for start, end in parts)
