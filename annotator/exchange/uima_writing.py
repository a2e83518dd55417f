"""From a finished layer to typed spans, for WebAnno TSV and UIMA XMI.

Mentions are DKPro's `NamedEntity` (value = label, identifier = the entity's name, kind where it is
not named), which every reader of these formats knows. A stance is a span over its first evidence
with slots for holder, target and source, and for further evidence; a relation layer could hold
neither a stance without a holder nor evidence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from types import MappingProxyType
from typing import TypeAlias

from annotator.domain.items import HolderKind, Mention, MentionKind, Stance
from annotator.domain.losses import Losses
from annotator.exchange.export_document import AgreedDocument
from annotator.exchange.integrity import check_quotes, check_references, entity_name
from annotator.exchange.uima import (
    BOILERPLATE,
    EVIDENCE,
    NAMED_ENTITY,
    STANCE,
    Slot,
    TypedSpan,
    UimaDocument,
)

Fit: TypeAlias = Callable[[int, int], tuple[int, int] | None]
"""What of a span, by its offsets, a format can hold; None: nothing."""


def _whole(start: int, end: int) -> tuple[int, int]:
    return start, end


def uima_document(document: AgreedDocument, fit: Fit = _whole) -> UimaDocument:
    """The document's layer as typed spans, each as far as the format can hold it.

    Raises:
        ExportError: A quote or reference does not hold.
    """
    return _Writing(document, fit).document()


class _Writing:
    """One document while it is turned into spans."""

    def __init__(self, document: AgreedDocument, fit: Fit) -> None:
        self._document = document
        self._fit = fit
        self._losses: Losses = Counter()
        self._spans: list[TypedSpan] = []
        self._index: dict[str, int] = {}

    def document(self) -> UimaDocument:
        article, layer = self._document.article, self._document.layer
        mentions = list(layer.mentions())
        for mention in mentions:
            check_quotes(article, mention)
            self._mention(mention)
        for stance in layer.stances():
            check_quotes(article, stance)
            check_references(article, stance, {mention.id for mention in mentions})
            self._stance(stance)
        for zone in layer.zones():
            if place := self._place("dimmed paragraphs", zone.start, zone.end):
                self._spans.append(TypedSpan(BOILERPLATE, *place))
        losses = MappingProxyType(+self._losses)
        return UimaDocument(article.text, tuple(self._spans), losses=losses)

    def _place(self, what: str, start: int, end: int) -> tuple[int, int] | None:
        place = self._fit(start, end)
        if place is None:
            self._losses[f"{what} of nothing but white space"] += 1
        elif place != (start, end):
            self._losses[f"{what} without the white space at their edges"] += 1
        return place

    def _mention(self, mention: Mention) -> None:
        place = self._place("mentions", mention.start, mention.end)
        if place is None:
            return
        features = {"value": mention.label}
        name = entity_name(self._document.article, mention, self._document.names)
        if name is not None:
            features["identifier"] = name
        if mention.kind is not MentionKind.NAMED:
            features["kind"] = mention.kind.value
        self._index[mention.id] = len(self._spans)
        self._spans.append(TypedSpan(NAMED_ENTITY, *place, MappingProxyType(features)))

    def _stance(self, stance: Stance) -> None:
        ends = {"holder": stance.holder, "target": stance.target, "source": stance.source}
        given = {role: mention for role, mention in ends.items() if mention is not None}
        if any(mention not in self._index for mention in given.values()):
            self._losses["stances whose mention can't be written"] += 1
            return
        parts = [self._place("evidence spans", part.start, part.end) for part in stance.evidence]
        shown = [part for part in parts if part is not None]
        if not shown:
            self._losses["stances whose evidence can't be written"] += 1
            return
        first, *further = shown
        begin = len(self._spans)
        self._spans += [TypedSpan(EVIDENCE, *part) for part in further]
        participants = tuple(Slot(role, self._index[m]) for role, m in given.items())
        slots = {"participants": participants}
        if further:
            slots["evidence"] = tuple(Slot("also", begin + n) for n in range(len(further)))
        features = {
            "label": stance.label,
            "attribution": stance.attribution.value,
            "certainty": stance.certainty.value,
        }
        if stance.holder_kind is HolderKind.ARTICLE:
            features["holderKind"] = stance.holder_kind.value
        self._spans.append(
            TypedSpan(
                STANCE,
                *first,
                MappingProxyType(features),
                MappingProxyType(slots),
            )
        )
