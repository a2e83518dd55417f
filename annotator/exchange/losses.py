"""What a format can't hold, counted by reason: the one wording for every reader and writer."""

from __future__ import annotations

from collections import Counter
from enum import Flag, auto

from annotator.domain.items import Certainty, HolderKind, Mention, MentionKind, Stance
from annotator.domain.layer import Layer
from annotator.domain.losses import Losses
from annotator.domain.stance_defaults import default_attribution, default_evidence
from annotator.domain.words import PLAIN
from annotator.exchange.export_document import AgreedDocument


class Part(Flag):
    """What a format may be able to hold beside text, spans and labels."""

    NOTHING = 0
    KIND = auto()
    CANONICAL = auto()
    STANCES = auto()
    UNSTATED_HOLDER = auto()
    EVIDENCE = auto()
    ATTRIBUTION = auto()
    CERTAINTY = auto()
    SOURCE = auto()
    ZONES = auto()
    ARTICLE_FACTS = auto()
    """Title, source, date, language and meta of the article."""
    EVERYTHING = (
        KIND | CANONICAL | STANCES | UNSTATED_HOLDER | EVIDENCE | ATTRIBUTION | CERTAINTY | SOURCE
        | ZONES | ARTICLE_FACTS
    )  # fmt: skip


def written_stances(layer: Layer, holds: Part) -> list[Stance]:
    """The stances of a layer that a format holding these parts can show."""
    if Part.STANCES not in holds:
        return []
    return [s for s in layer.stances() if s.holder is not None or Part.UNSTATED_HOLDER in holds]


def unheld(document: AgreedDocument, holds: Part) -> Losses:
    """What of a document is lost in a format that holds these parts.

    What the reader of the format would fill in by itself (the default evidence, certainty and
    attribution, the mention's own words as its entity's name) is no loss.
    """
    losses = _mention_losses(document, holds)
    losses += _stance_losses(document, holds)
    article, layer = document.article, document.layer
    if Part.ZONES not in holds:
        losses["dimmed paragraphs"] = sum(1 for _ in layer.zones())
    if Part.ARTICLE_FACTS not in holds:
        facts = (article.title, article.source, article.published, article.meta or None)
        losses["facts of articles (title, source, date, meta)"] = sum(
            fact is not None for fact in facts
        )
    return +losses


def _mention_losses(document: AgreedDocument, holds: Part) -> Losses:
    losses: Losses = Counter()
    for mention in document.layer.mentions():
        if Part.KIND not in holds and mention.kind is not MentionKind.NAMED:
            losses[f"kinds of mentions ({mention.kind.value})"] += 1
        name = None if mention.entity is None else document.names.get(mention.entity)
        if Part.CANONICAL not in holds and name is not None and name != mention.quote:
            losses["names of entities"] += 1
    return losses


def _stance_losses(document: AgreedDocument, holds: Part) -> Losses:
    losses: Losses = Counter()
    text, layer = document.article.text, document.layer
    shown = {stance.id for stance in written_stances(layer, holds)}
    mentions = {mention.id: mention for mention in layer.mentions()}
    for stance in layer.stances():
        if stance.id not in shown:
            losses["stances" if stance.holder else "stances without a holder"] += 1
            continue
        holder = None if stance.holder is None else mentions[stance.holder]
        target = mentions[stance.target]
        given = tuple((e.start, e.end) for e in stance.evidence)
        if Part.EVIDENCE not in holds and given != _filled_in(text, holder, target):
            losses["evidence of stances"] += 1
        if Part.ATTRIBUTION not in holds and stance.attribution is not default_attribution(
            text, target.span
        ):
            losses[f"attributions of stances ({stance.attribution.value})"] += 1
        if Part.CERTAINTY not in holds and stance.certainty is not Certainty.ASSERTED:
            losses[f"certainties of stances ({stance.certainty.value})"] += 1
        if Part.SOURCE not in holds and stance.source is not None:
            losses["sources of stances"] += 1
        if stance.holder_kind is HolderKind.ARTICLE and Part.UNSTATED_HOLDER not in holds:
            losses["holders that are the article"] += 1
    return losses


def _filled_in(text: str, holder: Mention | None, target: Mention) -> tuple[tuple[int, int], ...]:
    span = default_evidence(PLAIN, text, None if holder is None else holder.span, target.span)
    return ((span.start, span.end),)
