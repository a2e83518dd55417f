"""Some articles of an export together: what the tables of all its configurations are made of.

A hundred articles at a time cost a fraction of what they cost one by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from annotator.domain.item_agreement import ItemAgreement, item_agreement
from annotator.domain.joined_texts import Integers, JoinedTexts, integers
from annotator.domain.layer import Layer
from annotator.domain.mention_columns import MentionColumns
from annotator.exchange.export_document import ExportDocument, Pseudonyms
from annotator.exchange.integrity import check_quotes, check_references, entity_name


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
        whole = self.shown()
        doubtful = set(range(len(self.layers))) if self._are_doubtful() else ()
        for number, (layer, document) in enumerate(zip(self.layers, self.owners, strict=True)):
            article, index = document.article, layer.index
            if number in doubtful:
                for mention in index.everywhere if whole[number] else index.mentions:
                    check_quotes(article, mention)
                    entity_name(article, mention, document.names)
            for stance in index.every_stance if whole[number] else index.stances:
                check_quotes(article, stance)
                check_references(article, stance, layer.items)
            if layer is document.layer:
                live = {mention.id for mention in index.mentions}
                for stance in index.stances:
                    check_references(article, stance, live)

    def _are_doubtful(self) -> bool:
        """Whether a quote or name of some mention does not hold: told for all at once."""
        mentions = self.mentions
        starts, ends = mentions.starts.tolist(), mentions.ends.tolist()
        bounds = mentions.bounds.tolist()
        found = [
            document.article.text[start:end]
            for number, document in enumerate(self.owners)
            for start, end in zip(
                starts[bounds[number] : bounds[number + 1]],
                ends[bounds[number] : bounds[number + 1]],
                strict=True,
            )
        ]
        lengths = np.fromiter(map(len, mentions.quotes), np.int64, len(mentions.quotes))
        return (
            found != mentions.quotes
            or bool((lengths != mentions.ends - mentions.starts).any())
            or bool(((mentions.starts < 0) | (lengths == 0)).any())
            or any(
                name is None and mention.entity is not None
                for name, mention in zip(mentions.canonical, mentions.mentions, strict=True)
            )
        )
