"""From typed spans and relations to a foreign document: mentions, stances and dimmed paragraphs.

Layers of ours (`uima_writing`) come back as they were. Of other span layers each annotation is a
mention, labelled by its feature or else by its layer; linguistic layers are counted and left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import TypeVar

from annotator.domain.items import Attribution, Certainty, HolderKind, MentionKind
from annotator.domain.layer import State
from annotator.domain.losses import Losses
from annotator.exchange.foreign import ForeignDocument, ForeignMention, ForeignRelation
from annotator.exchange.uima import (
    BOILERPLATE,
    DKPRO,
    EVIDENCE,
    NAMED_ENTITY,
    STANCE,
    STRUCTURE,
    TypedRelation,
    TypedSpan,
    UimaDocument,
    short_name,
)

_LABEL_FEATURES = ("value", "label", "category", "type", "class", "tag", "entity")
_LINGUISTIC = (f"{DKPRO}.", "org.dkpro.core.api.")
_OWN_FEATURES = frozenset({"kind", "identifier", "attribution", "certainty"})
_OWN_LAYERS = frozenset({STANCE, EVIDENCE, BOILERPLATE})
_E = TypeVar("_E", bound=StrEnum)


def foreign_document(document: UimaDocument, identifier: str | None) -> ForeignDocument:
    """The document's mentions, stances and zones; `identifier` is None where the file has none."""
    return _Reading(document).document(identifier)


class _Reading:
    """One document while it is read."""

    def __init__(self, document: UimaDocument) -> None:
        self._document = document
        self._losses: Losses = Counter(document.losses)
        self._mentions: dict[int, ForeignMention] = {}

    def document(self, identifier: str | None) -> ForeignDocument:
        spans = self._document.spans
        for index, span in enumerate(spans):
            if (mention := self._mention(index, span)) is not None:
                self._mentions[index] = mention
        stances = [r for span in spans if span.type == STANCE for r in self._stance(span)]
        slots = [r for index, span in enumerate(spans) for r in self._slots(index, span)]
        arcs = [r for arc in self._document.relations for r in self._arc(arc)]
        return ForeignDocument(
            line=1,
            text=self._document.text,
            id=identifier,
            mentions=tuple(self._mentions.values()),
            relations=(*stances, *slots, *arcs),
            zones=tuple((s.start, s.end) for s in spans if s.type == BOILERPLATE),
            # Where all that was annotated is grammar, nobody looked for entities.
            state=State.NEW if self._losses and not self._mentions else State.DONE,
            losses=self._losses,
        )

    def _mention(self, index: int, span: TypedSpan) -> ForeignMention | None:
        if span.type in STRUCTURE or span.type in _OWN_LAYERS:
            return None
        if span.type.startswith(_LINGUISTIC) and span.type != NAMED_ENTITY:
            self._losses[f"annotations of the linguistic layer {short_name(span.type)}"] += 1
            return None
        if span.start >= span.end:
            self._losses["annotations without width"] += 1
            return None
        identifier = span.features.get("identifier")
        if identifier is not None and "://" in identifier:
            self._losses["links to a knowledge base"] += 1
            identifier = None
        return ForeignMention(
            id=str(index),
            start=span.start,
            end=span.end,
            label=_label(span.features) or short_name(span.type),
            canonical=identifier,
            kind=_choice(span.features, "kind", MentionKind) or MentionKind.NAMED,
        )

    def _known(self, index: int | None) -> str | None:
        return str(index) if index in self._mentions else None

    def _stance(self, span: TypedSpan) -> Iterator[ForeignRelation]:
        roles = {slot.role: slot.target for slot in span.slots.get("participants", ())}
        target = self._known(roles.get("target"))
        if target is None:
            self._losses["stances without a target"] += 1
            return
        spans = self._document.spans
        further = [spans[slot.target] for slot in span.slots.get("evidence", ())]
        yield ForeignRelation(
            label=span.features.get("label", ""),
            holder=self._known(roles.get("holder")),
            target=target,
            holder_kind=_choice(span.features, "holderKind", HolderKind),
            evidence=tuple((part.start, part.end) for part in (span, *further)),
            attribution=_choice(span.features, "attribution", Attribution),
            certainty=_choice(span.features, "certainty", Certainty) or Certainty.ASSERTED,
            source=self._known(roles.get("source")),
        )

    def _slots(self, index: int, span: TypedSpan) -> Iterator[ForeignRelation]:
        holder = self._known(index)
        for slots in span.slots.values():
            for slot in slots:
                target = self._known(slot.target)
                if holder is not None and target is not None:
                    yield ForeignRelation(label=slot.role, holder=holder, target=target)

    def _arc(self, arc: TypedRelation) -> Iterator[ForeignRelation]:
        holder, target = self._known(arc.source), self._known(arc.target)
        if holder is None or target is None:
            self._losses[f"relations {short_name(arc.type)} of a linguistic layer"] += 1
            return
        yield ForeignRelation(
            label=_label(arc.features) or short_name(arc.type),
            holder=holder,
            target=target,
            attribution=_choice(arc.features, "attribution", Attribution),
            certainty=_choice(arc.features, "certainty", Certainty) or Certainty.ASSERTED,
        )


def _label(features: Mapping[str, str]) -> str | None:
    """The feature that is the label: by its name, else the only one there is."""
    by_name = {name.casefold(): value for name, value in features.items()}
    named = next((by_name[name] for name in _LABEL_FEATURES if by_name.get(name)), None)
    others = [value for name, value in features.items() if name not in _OWN_FEATURES]
    return named or (others[0] if len(others) == 1 and others[0] else None)


def _choice(features: Mapping[str, str], name: str, kind: type[_E]) -> _E | None:
    value = features.get(name)
    return kind(value) if value in tuple(kind) else None
