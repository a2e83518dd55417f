"""Some articles of an export together: what the tables of all its configurations are made of.

A hundred articles at a time cost a fraction of what they cost one by one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from annotator.domain.article import Article
from annotator.domain.item_agreement import ItemAgreement, item_agreement
from annotator.domain.items import Stance
from annotator.domain.joined_texts import Integers, JoinedTexts, integers
from annotator.domain.layer import Layer
from annotator.domain.mention_columns import MentionColumns
from annotator.exchange.export_document import ExportDocument, Pseudonyms
from annotator.exchange.integrity import check_quotes, check_references, entity_name, quotes_hold


@dataclass(frozen=True, slots=True, eq=False)
class ExportBatch:
    """Documents with their layers; every quote, name and reference in them holds.

    `agreed` are the documents that one layer stands for, `agreements` and `texts` are theirs.
    `layers` are all layers, each once: first those that stand for the agreed documents, in their
    order. `owners` are their documents. `finished` are the numbers of the finished ones, by
    document and pseudonym. `digests` are those of the texts, by article.
    """

    agreed: Sequence[ExportDocument]
    agreements: Sequence[ItemAgreement]
    texts: JoinedTexts
    layers: Sequence[Layer]
    owners: Sequence[ExportDocument]
    finished: Sequence[int]
    mentions: MentionColumns
    digests: Mapping[str, str]

    @classmethod
    def of(cls, documents: Sequence[ExportDocument], pseudonyms: Pseudonyms) -> Self:
        """The batch of these documents.

        Raises:
            ExportError: A quote is not the text at its offsets, something points to what is not
                there, or an author is unknown.
        """
        owned: dict[int, tuple[Layer, ExportDocument]] = {}
        agreed, zones, agreements = [], [], []
        for document in documents:
            layer, article = document.layer, document.article
            if layer is not None:
                owned[id(layer)] = (layer, document)
                agreed.append(document)
                zones.append([zone.span for zone in layer.zones()])
                agreements.append(item_agreement(article, layer, document.layers, document.names))
        finished: list[int] = []
        for document in documents:
            by_name = sorted(document.layers, key=lambda one: pseudonyms.of_author(one.author))
            owned.update((id(layer), (layer, document)) for layer in by_name)
            finished += [id(layer) for layer in by_name]
        numbers = {identity: number for number, identity in enumerate(owned)}
        layers = [layer for layer, _ in owned.values()]
        owners = [document for _, document in owned.values()]
        batch = cls(
            agreed,
            agreements,
            JoinedTexts.of([document.article.text for document in agreed], zones),
            layers,
            owners,
            [numbers[identity] for identity in finished],
            MentionColumns.of(layers, [document.names for document in owners]),
            {document.article.id: document.article.sha256 for document in documents},
        )
        batch._check()
        return batch

    def lengths(self) -> tuple[Integers, Integers]:
        """The code points of the articles of `finished`, and of `agreed`."""
        finished = [len(self.owners[number].article.text) for number in self.finished]
        return integers(finished), integers([len(one.article.text) for one in self.agreed])

    def shown(self) -> list[bool]:
        """Whether each layer is shown whole, tombstones too; of others the live items are."""
        whole = set(self.finished)
        return [number in whole for number in range(len(self.layers))]

    def _check(self) -> None:
        """Hold every item that is shown against its article."""
        for layer, document, is_whole in zip(self.layers, self.owners, self.shown(), strict=True):
            article, index = document.article, layer.index
            stances = index.every_stance if is_whole else index.stances
            if _is_doubtful(document, layer):
                for mention in index.everywhere if is_whole else index.mentions:
                    check_quotes(article, mention)
                    entity_name(article, mention, document.names)
                for stance in stances:
                    check_quotes(article, stance)
            if is_whole:
                _check_ends(article, stances, layer.items.keys())
            if layer is document.layer:
                _check_ends(article, index.stances, {mention.id for mention in index.mentions})


def _is_doubtful(document: ExportDocument, layer: Layer) -> bool:
    """Whether the quote or name of some item, shown or not, does not hold: told for all at once."""
    text, index = document.article.text, layer.index
    entities = {mention.entity for mention in index.everywhere}
    evidence = [part for stance in index.every_stance for part in stance.evidence]
    return (
        not entities - {None} <= document.names.keys()
        or not quotes_hold(text, index.everywhere)
        or not quotes_hold(text, evidence)
    )


def _check_ends(article: Article, stances: Sequence[Stance], known: Collection[str]) -> None:
    """Make sure that the stances point only to mentions in `known`.

    Raises:
        ExportError: One points elsewhere.
    """
    ends = {end for stance in stances for end in (stance.holder, stance.target, stance.source)}
    if not ends <= {None, *known}:
        for stance in stances:
            check_references(article, stance, known)
