"""The rows of each configuration, as tuples in the order of its columns (`features`).

Class labels are already ids: letting the library encode every row takes ten times as long. A label
without an id is an error all the same.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TypeAlias, cast

from annotator.domain.article import Article, Span, paragraphs
from annotator.domain.item_agreement import ItemAgreement
from annotator.domain.items import Item, Mention, MentionKind, Stance, Zone
from annotator.domain.layer import Layer
from annotator.domain.pair_ends import PairEnd
from annotator.domain.stance_pairs import StancePair
from annotator.domain.tokens import TagLosses
from annotator.errors import ExportError
from annotator.exchange.columns import Cell, Row
from annotator.exchange.export_document import ExportDocument, Pseudonyms
from annotator.exchange.features import ClassLabels
from annotator.exchange.integrity import check_quotes, check_references, entity_name
from annotator.exchange.tagged_table import Paragraph, Tagged, TaggedTables

_Ends: TypeAlias = dict[int, Row]
"""Ends of pairs of one paragraph as rows show them, by the object: few ends stand in many rows."""

_NO_STANCE: Row = ([], None, None, None)


@dataclass(frozen=True, slots=True)
class TaggedRows:
    """The paragraphs of a document as rows, each with its number of characters.

    `losses` counts the mentions that are in none of them; what tags can't show counts
    `RowMaker.tagged_tables`.
    """

    rows: tuple[tuple[Row, int], ...]
    losses: TagLosses


class RowMaker:
    """Makes rows under one set of labels and pseudonyms. Every quote is held against the text."""

    def __init__(self, labels: ClassLabels, named: Sequence[str], pseudonyms: Pseudonyms) -> None:
        self._named = {label: number for number, label in enumerate(sorted(named))}
        self._pseudonyms = pseudonyms
        self._entity = _ids(labels.entity)
        tags = _ids(labels.tag)
        self.tagged_tables = TaggedTables([tags[f"B-{label}"] for label in self._named])
        self._stance = _ids(labels.stance)
        self._kind = _ids(labels.kind)
        self._holder_kind = _ids(labels.holder_kind)
        self._attribution = _ids(labels.attribution)
        self._certainty = _ids(labels.certainty)
        self._decision = _ids(labels.decision)
        self._document: ExportDocument | None = None
        self._mentions: dict[int, Row] = {}

    def document(self, document: ExportDocument, layer: Layer, agreed: ItemAgreement) -> Row:
        """The row of `documents` for an article and the layer that stands for it."""
        article, title = document.article, document.article.title
        mentions = list(layer.mentions())
        known = {mention.id for mention in mentions}
        return (
            article.id,
            article.text,
            None if title is None else (title.start, title.end),
            article.source,
            article.published,
            article.language,
            article.sha256,
            [(*self._mention(document, m), *self._agreed(m, agreed)) for m in mentions],
            [
                (*self._stance_row(article, s, known), *self._agreed(s, agreed))
                for s in layer.stances()
            ],
            [(zone.start, zone.end) for zone in layer.zones()],
            self._pseudonyms.of_author(layer.author),
            document.group,
            document.chosen_by.value,
        )

    def tagged(self, article: Article, layer: Layer) -> TaggedRows:
        """The rows of `ner`: paragraphs that are not dimmed, with the named mentions."""
        mentions = [
            m for m in layer.mentions() if m.kind is MentionKind.NAMED and m.label in self._named
        ]
        starts = [m.start for m in mentions]
        zones = [zone.span for zone in layer.zones()]
        rows: list[tuple[Row, int]] = []
        dimmed = placed = 0
        for number, paragraph in enumerate(paragraphs(article.text)):
            begin, end = paragraph.start, paragraph.end
            inside = mentions[bisect_left(starts, begin) : bisect_left(starts, end)]
            placed += len(inside)
            if any(zone.overlaps(paragraph) for zone in zones):
                dimmed += len(inside)
                continue
            tagged = [Tagged(m.start - begin, m.end - begin, self._named[m.label]) for m in inside]
            name = f"{article.id}:{number}"
            text = paragraph.of(article.text)
            row = Paragraph(name, article.id, begin, end, text, tagged)
            rows.append((cast("Row", row), end - begin))
        losses = TagLosses(dimmed=dimmed, unaligned=len(mentions) - placed)
        return TaggedRows(tuple(rows), losses)

    def pairs(
        self, article: Article, pairs: Iterable[StancePair], agreed: ItemAgreement
    ) -> Iterator[tuple[Row, int]]:
        """The rows of `stance`, each with the number of characters of its paragraph.

        Offsets are into the paragraph, like those of `ner`. How a pair without a stance came about,
        nobody has decided: there `decision` is null.
        """
        identifier, undecided = article.id, (None, agreed.annotators, None)
        # The pairs of a paragraph come together, and share its text.
        for paragraph, together in groupby(pairs, key=attrgetter("paragraph")):
            text, begin, stop = paragraph.of(article.text), paragraph.start, paragraph.end
            ends: _Ends = {}
            for _, holder, holder_kind, target, name, stance, source in together:
                yield (
                    (
                        f"{identifier}:{name}",
                        identifier,
                        begin,
                        stop,
                        text,
                        None if holder is None else self._end(holder, paragraph, ends),
                        self._holder_kind[holder_kind],
                        self._end(target, paragraph, ends),
                        *(_NO_STANCE if stance is None else self._said(article, stance, begin)),
                        None if source is None else self._end(source, paragraph, ends),
                        stance is not None,
                        *(undecided if stance is None else self._agreed(stance, agreed)),
                    ),
                    stop - begin,
                )

    def _said(self, article: Article, stance: Stance, begin: int) -> Row:
        """Evidence, label, attribution and certainty, offsets from `begin`."""
        check_quotes(article, stance)
        return (
            [(e.start - begin, e.end - begin, e.quote) for e in stance.evidence],
            self._stance[stance.label],
            self._attribution[stance.attribution],
            self._certainty[stance.certainty],
        )

    def layer(self, document: ExportDocument, layer: Layer) -> Row:
        """The row of `layers`: everything in the layer with its decision, rejected items too."""
        article, items = document.article, sorted(layer.items.values(), key=_place)
        annotator = self._pseudonyms.of_author(layer.author)
        entities: list[Cell] = []
        stances: list[Cell] = []
        zones: list[Cell] = []
        for item in items:
            decision = self._decision[item.decision]
            match item:
                case Mention():
                    entities.append((*self._mention(document, item), decision))
                case Stance():
                    stances.append((*self._stance_row(article, item, layer.items), decision))
                case Zone():
                    zones.append((item.start, item.end, decision))
        return (
            f"{article.id}:{annotator}",
            article.id,
            annotator,
            article.text,
            article.sha256,
            entities,
            stances,
            zones,
            document.group,
        )

    def _mention(self, document: ExportDocument, mention: Mention) -> Row:
        """The columns that `documents` and `layers` share: mostly they show the same layer."""
        if document is not self._document:
            self._document, self._mentions = document, {}
        row = self._mentions.get(id(mention))
        if row is None:
            row = self._mentions[id(mention)] = self._new_mention(document, mention)
        return row

    def _new_mention(self, document: ExportDocument, mention: Mention) -> Row:
        article = document.article
        check_quotes(article, mention)
        if mention.label not in self._entity:
            raise ExportError(
                f"Article {article.id}: {mention.id} has the label {mention.label!r}, which the "
                "scheme does not know; export with the scheme it was annotated with."
            )
        return (
            mention.id,
            mention.start,
            mention.end,
            self._entity[mention.label],
            mention.quote,
            self._kind[mention.kind],
            entity_name(article, mention, document.names),
        )

    def _stance_row(self, article: Article, stance: Stance, known: Collection[str]) -> Row:
        check_quotes(article, stance)
        check_references(article, stance, known)
        return (
            stance.id,
            stance.holder,
            self._holder_kind[stance.holder_kind],
            stance.target,
            self._stance[stance.label],
            [(e.start, e.end, e.quote) for e in stance.evidence],
            self._attribution[stance.attribution],
            stance.source,
            self._certainty[stance.certainty],
        )

    def _end(self, end: PairEnd, paragraph: Span, known: _Ends) -> Row:
        """A holder, target or source; without offsets where it is in another paragraph."""
        row = known.get(id(end))
        if row is None:
            start, stop, words, label, kind, canonical, _ = end
            begin = paragraph.start
            inside = begin <= start and stop <= paragraph.end
            row = known[id(end)] = (
                start - begin if inside else None,
                stop - begin if inside else None,
                words,
                self._entity[label],
                self._kind[kind],
                canonical,
            )
        return row

    def _agreed(self, item: Item, agreed: ItemAgreement) -> Row:
        return (self._decision[item.decision], agreed.annotators, agreed.shares.get(item.id))


def _ids(names: Sequence[str]) -> Mapping[str, int]:
    return {name: number for number, name in enumerate(names)}


def _place(item: Item) -> tuple[int, int, str]:
    if isinstance(item, Stance):
        return (item.evidence[0].start, item.evidence[0].end, item.id)
    return (item.start, -item.end, item.id)
