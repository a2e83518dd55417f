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


def uima_document(
    document: AgreedDocument, addressable: Callable[[int, int], bool] | None = None
) -> UimaDocument:
    """The document's layer as typed spans.

    Args:
        document: The article with its layer.
        addressable: Whether the format can hold a span, by its offsets; None: any.

    Raises:
        ExportError: A quote or reference does not hold.
    """
    return _Writing(document, addressable or (lambda _start, _end: True)).document()


class _Writing:
    """One document while it is turned into spans."""

    def __init__(self, document: AgreedDocument, holds: Callable[[int, int], bool]) -> None:
        self._document = document
        self._holds = holds
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
            if self._fits("dimmed paragraphs", zone.start, zone.end):
                self._spans.append(TypedSpan(BOILERPLATE, zone.start, zone.end))
        losses = MappingProxyType(+self._losses)
        return UimaDocument(article.text, tuple(self._spans), losses=losses)

    def _fits(self, what: str, start: int, end: int) -> bool:
        if self._holds(start, end):
            return True
        self._losses[f"{what} that begin or end in white space"] += 1
        return False

    def _mention(self, mention: Mention) -> None:
        if not self._fits("mentions", mention.start, mention.end):
            return
        features = {"value": mention.label}
        name = entity_name(self._document.article, mention, self._document.names)
        if name is not None:
            features["identifier"] = name
        if mention.kind is not MentionKind.NAMED:
            features["kind"] = mention.kind.value
        self._index[mention.id] = len(self._spans)
        span = TypedSpan(NAMED_ENTITY, mention.start, mention.end, MappingProxyType(features))
        self._spans.append(span)

    def _stance(self, stance: Stance) -> None:
        ends = {"holder": stance.holder, "target": stance.target, "source": stance.source}
        given = {role: mention for role, mention in ends.items() if mention is not None}
        if any(mention not in self._index for mention in given.values()):
            self._losses["stances whose mention can't be written"] += 1
            return
        if not all(self._holds(part.start, part.end) for part in stance.evidence):
            self._losses["stances whose evidence begins or ends in white space"] += 1
            return
        first, *further = stance.evidence
        begin = len(self._spans)
        self._spans += [TypedSpan(EVIDENCE, part.start, part.end) for part in further]
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
                first.start,
                first.end,
                MappingProxyType(features),
                MappingProxyType(slots),
            )
        )
