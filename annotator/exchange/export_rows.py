"""The rows of each configuration, as plain values with class labels already turned into ids.

Turning labels into ids here, instead of letting the library encode every row, makes the export ten
times faster; a label without an id is an error all the same.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from annotator.domain.article import Article, JsonValue, Span, paragraphs
from annotator.domain.item_agreement import ItemAgreement, item_agreement
from annotator.domain.items import Item, Mention, MentionKind, Stance, Zone
from annotator.domain.layer import Layer
from annotator.domain.stance_pairs import PairEnd, StancePair
from annotator.domain.tokens import TagLosses, tag_paragraph
from annotator.errors import ExportError
from annotator.exchange.export_document import ExportDocument, Pseudonyms
from annotator.exchange.features import ClassLabels
from annotator.exchange.integrity import check_quotes, check_references, entity_name

Row: TypeAlias = dict[str, JsonValue]


@dataclass(frozen=True, slots=True)
class TaggedRows:
    """The paragraphs of a document as rows, and how many mentions their tags can't show."""

    rows: tuple[Row, ...]
    losses: TagLosses


class RowMaker:
    """Makes rows under one set of labels and pseudonyms. Every quote is held against the text."""

    def __init__(self, labels: ClassLabels, named: Sequence[str], pseudonyms: Pseudonyms) -> None:
        self._named = frozenset(named)
        self._pseudonyms = pseudonyms
        self._entity = _ids(labels.entity)
        self._tag = _ids(labels.tag)
        self._stance = _ids(labels.stance)
        self._kind = _ids(labels.kind)
        self._holder_kind = _ids(labels.holder_kind)
        self._attribution = _ids(labels.attribution)
        self._certainty = _ids(labels.certainty)
        self._decision = _ids(labels.decision)

    def document(self, document: ExportDocument, layer: Layer) -> Row:
        """The row of `documents` for an article and the layer that stands for it."""
        article, title = document.article, document.article.title
        mentions = list(layer.mentions())
        known = {mention.id for mention in mentions}
        agreed = item_agreement(layer, document.layers)
        return {
            "id": article.id,
            "text": article.text,
            "title": None if title is None else {"start": title.start, "end": title.end},
            "source": article.source,
            "published": article.published,
            "language": article.language,
            "sha256": article.sha256,
            "entities": [
                {**self._mention(document, m), **self._agreed(m, agreed)} for m in mentions
            ],
            "stances": [
                {**self._stance_row(article, s, known), **self._agreed(s, agreed)}
                for s in layer.stances()
            ],
            "boilerplate": [{"start": z.start, "end": z.end} for z in layer.zones()],
            "annotator": self._pseudonyms.of_author(layer.author),
            "split_group": document.group,
            "chosen_by": document.chosen_by.value,
        }

    def tagged(self, article: Article, layer: Layer) -> TaggedRows:
        """The rows of `ner`: paragraphs that are not dimmed, with tags of the named mentions."""
        mentions = [
            m for m in layer.mentions() if m.kind is MentionKind.NAMED and m.label in self._named
        ]
        starts = [m.start for m in mentions]
        zones = [zone.span for zone in layer.zones()]
        rows: list[Row] = []
        losses, placed = TagLosses(), 0
        for number, paragraph in enumerate(paragraphs(article.text)):
            first, last = (bisect_left(starts, at) for at in (paragraph.start, paragraph.end))
            inside = mentions[first:last]
            placed += len(inside)
            if any(zone.overlaps(paragraph) for zone in zones):
                losses += TagLosses(dimmed=len(inside))
                continue
            tagged = tag_paragraph(article.text, paragraph, inside)
            losses += tagged.losses
            rows.append(
                {
                    "id": f"{article.id}:{number}",
                    "document_id": article.id,
                    "start": paragraph.start,
                    "end": paragraph.end,
                    "text": paragraph.of(article.text),
                    "tokens": [token.text for token in tagged.tokens],
                    "token_starts": [token.start for token in tagged.tokens],
                    "token_ends": [token.end for token in tagged.tokens],
                    "ner_tags": [self._tag[tag] for tag in tagged.tags],
                }
            )
        losses += TagLosses(unaligned=len(mentions) - placed)
        return TaggedRows(tuple(rows), losses)

    def pair(self, article: Article, pair: StancePair, agreed: ItemAgreement) -> Row:
        """The row of `stance` for a pair; offsets are into the paragraph, like those of `ner`.

        How a pair without a stance came about, nobody has decided: there `decision` is null.
        """
        text, stance = article.text, pair.stance
        if stance is not None:
            check_quotes(article, stance)
        return {
            "id": f"{article.id}:{pair.name}",
            "document_id": article.id,
            "start": pair.paragraph.start,
            "end": pair.paragraph.end,
            "text": pair.paragraph.of(text),
            "holder": self._end(pair.holder, pair.paragraph),
            "holder_kind": self._holder_kind[pair.holder_kind],
            "target": self._end(pair.target, pair.paragraph),
            "evidence": []
            if stance is None
            else [
                {
                    "start": e.start - pair.paragraph.start,
                    "end": e.end - pair.paragraph.start,
                    "text": e.quote,
                }
                for e in stance.evidence
            ],
            "label": None if stance is None else self._stance[stance.label],
            "attribution": None if stance is None else self._attribution[stance.attribution],
            "certainty": None if stance is None else self._certainty[stance.certainty],
            "source": self._end(pair.source, pair.paragraph),
            "explicit": stance is not None,
            **(_undecided(agreed) if stance is None else self._agreed(stance, agreed)),
        }

    def layer(self, document: ExportDocument, layer: Layer) -> Row:
        """The row of `layers`: everything in the layer with its decision, rejected items too."""
        article, items = document.article, sorted(layer.items.values(), key=_place)
        annotator = self._pseudonyms.of_author(layer.author)
        return {
            "id": f"{article.id}:{annotator}",
            "document_id": article.id,
            "annotator": annotator,
            "text": article.text,
            "sha256": article.sha256,
            "entities": [
                {**self._mention(document, i), **self._decided(i)}
                for i in items
                if isinstance(i, Mention)
            ],
            "stances": [
                {**self._stance_row(article, i, layer.items), **self._decided(i)}
                for i in items
                if isinstance(i, Stance)
            ],
            "boilerplate": [
                {"start": i.start, "end": i.end, **self._decided(i)}
                for i in items
                if isinstance(i, Zone)
            ],
            "split_group": document.group,
        }

    def _mention(self, document: ExportDocument, mention: Mention) -> Row:
        article = document.article
        check_quotes(article, mention)
        if mention.label not in self._entity:
            raise ExportError(
                f"Article {article.id}: {mention.id} has the label {mention.label!r}, which the "
                "scheme does not know; export with the scheme it was annotated with."
            )
        return {
            "id": mention.id,
            "start": mention.start,
            "end": mention.end,
            "label": self._entity[mention.label],
            "text": mention.quote,
            "kind": self._kind[mention.kind],
            "canonical": entity_name(article, mention, document.names),
        }

    def _stance_row(self, article: Article, stance: Stance, known: Collection[str]) -> Row:
        check_quotes(article, stance)
        check_references(article, stance, known)
        return {
            "id": stance.id,
            "holder": stance.holder,
            "holder_kind": self._holder_kind[stance.holder_kind],
            "target": stance.target,
            "label": self._stance[stance.label],
            "evidence": [
                {"start": e.start, "end": e.end, "text": e.quote} for e in stance.evidence
            ],
            "attribution": self._attribution[stance.attribution],
            "source": stance.source,
            "certainty": self._certainty[stance.certainty],
        }

    def _end(self, end: PairEnd | None, paragraph: Span) -> Row | None:
        """A holder, target or source; without offsets where it is in another paragraph."""
        if end is None:
            return None
        inside = paragraph.contains(end.span)
        return {
            "start": end.span.start - paragraph.start if inside else None,
            "end": end.span.end - paragraph.start if inside else None,
            "text": end.words,
            "label": self._entity[end.label],
            "kind": self._kind[end.kind],
            "canonical": end.canonical,
        }

    def _decided(self, item: Item) -> Row:
        return {"decision": self._decision[item.decision]}

    def _agreed(self, item: Item, agreed: ItemAgreement) -> Row:
        share = agreed.shares.get(item.id)
        return {
            "decision": self._decision[item.decision],
            "n_annotators": agreed.annotators,
            "agreement": share,
        }


def _undecided(agreed: ItemAgreement) -> Row:
    return {"decision": None, "n_annotators": agreed.annotators, "agreement": None}


def _ids(names: Sequence[str]) -> Mapping[str, int]:
    return {name: number for number, name in enumerate(names)}


def _place(item: Item) -> tuple[int, int, str]:
    if isinstance(item, Stance):
        return (item.evidence[0].start, item.evidence[0].end, item.id)
    return (item.start, -item.end, item.id)
