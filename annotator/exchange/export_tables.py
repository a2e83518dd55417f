"""The tables of `documents` and `layers`: articles with all that one layer holds, a batch at once.

Class labels are already ids: letting the library encode every row takes ten times as long. A label
without an id is an error all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from annotator.domain.items import Mention, Stance, Zone, is_live
from annotator.domain.joined_texts import Integers, Truths, integers, ranges
from annotator.domain.layer import Layer
from annotator.domain.mention_columns import KINDS
from annotator.domain.row_order import order_of
from annotator.errors import ExportError
from annotator.exchange.columns import column_of, lists_of, structs_of, table_of
from annotator.exchange.export_batch import ExportBatch
from annotator.exchange.export_document import Pseudonyms
from annotator.exchange.features import ClassLabels, label_ids

if TYPE_CHECKING:
    import pyarrow as pa


class ArticleTables:
    """Makes the tables of a batch under one set of labels and pseudonyms."""

    def __init__(self, batch: ExportBatch, labels: ClassLabels, pseudonyms: Pseudonyms) -> None:
        self._batch = batch
        self._pseudonyms = pseudonyms
        self._decision = label_ids(labels.decision)
        self._mentions = _mentions(batch, labels)
        self._stances = _stances(batch, labels)

    def documents(self, schema: pa.Schema) -> pa.Table:
        """The agreed documents, each with the live items of the layer that stands for it."""
        batch = self._batch
        articles = [document.article for document in batch.agreed]
        layers = batch.layers[: len(articles)]
        titles = [None if a.title is None else (a.title.start, a.title.end) for a in articles]
        columns = [
            [article.id for article in articles],
            [article.text for article in articles],
            titles,
            [article.source for article in articles],
            [article.published for article in articles],
            [article.language for article in articles],
            [batch.digests[article.id] for article in articles],
            self._agreed(self._mentions, schema.field("entities").type),
            self._agreed(self._stances, schema.field("stances").type),
            [[(zone.start, zone.end) for zone in layer.zones()] for layer in layers],
            [self._pseudonyms.of_author(layer.author) for layer in layers],
            [document.group for document in batch.agreed],
            [document.chosen_by.value for document in batch.agreed],
        ]
        return table_of(columns, schema)

    def layers(self, schema: pa.Schema) -> pa.Table:
        """The finished layers, each with all of its items, tombstones too."""
        batch = self._batch
        finished = [(batch.owners[n], batch.layers[n]) for n in batch.finished]
        names = [self._pseudonyms.of_author(layer.author) for _, layer in finished]
        articles = [document.article for document, _ in finished]
        columns = [
            [f"{a.id}:{name}" for a, name in zip(articles, names, strict=True)],
            [article.id for article in articles],
            names,
            [article.text for article in articles],
            [batch.digests[article.id] for article in articles],
            self._finished(self._mentions, schema.field("entities").type),
            self._finished(self._stances, schema.field("stances").type),
            [
                [(zone.start, zone.end, self._decision[zone.decision]) for zone in _zones(layer)]
                for _, layer in finished
            ],
            [document.group for document, _ in finished],
        ]
        return table_of(columns, schema)

    def _agreed(self, items: _Items, kind: pa.ListType) -> pa.Array:
        """The live items of the layers that stand for the agreed documents."""
        import pyarrow as pa

        agreements = self._batch.agreements
        rows = np.flatnonzero(items.live[: items.bounds[len(agreements)]])
        owners = items.layers[rows]
        lengths = np.bincount(owners, minlength=len(agreements)).tolist()
        annotators = integers([agreed.annotators for agreed in agreements])[owners]
        shares = pa.nulls(rows.size, pa.float64())
        if any(agreed.shares for agreed in agreements):
            both = zip(owners.tolist(), rows.tolist(), strict=True)
            found = [agreements[owner].shares.get(items.ids[row]) for owner, row in both]
            shares = pa.array(found, pa.float64())
        fields = [*items.taken(rows), pa.array(annotators, pa.int32()), shares]
        return lists_of(lengths, structs_of(fields, kind.value_type), kind)

    def _finished(self, items: _Items, kind: pa.ListType) -> pa.Array:
        """All items of the finished layers, in text order."""
        layers = integers(self._batch.finished)
        lengths = items.bounds[layers + 1] - items.bounds[layers]
        rows = ranges(items.bounds[layers], lengths)
        owners = np.repeat(np.arange(layers.size), lengths)
        first, second = (key[rows] for key in items.place)
        rows = rows[order_of((owners, first, second), [items.ids[row] for row in rows.tolist()])]
        fields = items.taken(rows)
        return lists_of(lengths.tolist(), structs_of(fields, kind.value_type), kind)


@dataclass(frozen=True, slots=True, eq=False)
class _Items:
    """Mentions or stances of all layers of a batch, one layer after the other.

    `layers` are the numbers of their layers, `bounds` where those of each begin, `place` what they
    are ordered by before their ids, `fields` the columns that both tables show.
    """

    ids: list[str]
    layers: Integers
    bounds: Integers
    live: Truths
    place: tuple[Integers, Integers]
    fields: Sequence[pa.Array]

    def taken(self, rows: Integers) -> list[pa.Array]:
        """The fields of some of them."""
        return [field.take(rows) for field in self.fields]


def _mentions(batch: ExportBatch, labels: ClassLabels) -> _Items:
    import pyarrow as pa

    known = batch.mentions
    kinds, decisions = label_ids(labels.kind), label_ids(labels.decision)
    kind_of = integers([kinds[kind] for kind in KINDS])
    ids = [mention.id for mention in known.mentions]
    fields = [
        pa.array(ids, pa.string()),
        pa.array(known.starts.astype(np.int32)),
        pa.array(known.ends.astype(np.int32)),
        _labelled(batch, known.mentions, known.layers, known.live, labels.entity),
        pa.array(known.quotes, pa.string()),
        pa.array(kind_of[known.kinds]),
        pa.array(known.canonical, pa.string()),
        pa.array([decisions[mention.decision] for mention in known.mentions], pa.int64()),
    ]
    place = (known.starts, -known.ends)
    return _Items(ids, known.layers, known.bounds, known.live, place, fields)


def _stances(batch: ExportBatch, labels: ClassLabels) -> _Items:
    import pyarrow as pa

    parts = [layer.index.every_stance for layer in batch.layers]
    items = [stance for part in parts for stance in part]
    lengths = list(map(len, parts))
    layers = np.repeat(np.arange(len(parts)), lengths)
    live = np.array([is_live(stance) for stance in items], np.bool_)
    holder_kinds, attributions, certainties, decisions = (
        label_ids(names)
        for names in (labels.holder_kind, labels.attribution, labels.certainty, labels.decision)
    )
    ids = [stance.id for stance in items]
    evidence = pa.list_(
        pa.struct([("start", pa.int32()), ("end", pa.int32()), ("text", pa.string())])
    )
    fields = [
        pa.array(ids, pa.string()),
        pa.array([stance.holder for stance in items], pa.string()),
        pa.array([holder_kinds[stance.holder_kind] for stance in items], pa.int64()),
        pa.array([stance.target for stance in items], pa.string()),
        _labelled(batch, items, layers, live, labels.stance),
        column_of([[(e.start, e.end, e.quote) for e in s.evidence] for s in items], evidence),
        pa.array([attributions[stance.attribution] for stance in items], pa.int64()),
        pa.array([stance.source for stance in items], pa.string()),
        pa.array([certainties[stance.certainty] for stance in items], pa.int64()),
        pa.array([decisions[stance.decision] for stance in items], pa.int64()),
    ]
    bounds = np.cumsum([0, *lengths], dtype=np.int64)
    place = (
        integers([stance.evidence[0].start for stance in items]),
        integers([stance.evidence[0].end for stance in items]),
    )
    return _Items(ids, layers, bounds, live, place, fields)


def _labelled(
    batch: ExportBatch,
    items: Sequence[Mention | Stance],
    layers: Integers,
    live: Truths,
    labels: Sequence[str],
) -> pa.Array:
    """The ids of the items' labels; null where one is not known, and not shown either.

    Raises:
        ExportError: One that is shown is not known.
    """
    import pyarrow as pa

    known = label_ids(labels)
    found = [known.get(item.label) for item in items]
    if None in found:
        shown = live | np.array(batch.shown(), np.bool_)[layers]
        unknown = np.array([label is None for label in found], np.bool_)
        for number in np.flatnonzero(shown & unknown)[:1].tolist():
            article, item = batch.owners[layers[number]].article.id, items[number]
            raise ExportError(
                f"Article {article}: {item.id} has the label {item.label!r}, which the scheme does "
                "not know; export with the scheme it was annotated with."
            )
    return pa.array(found, pa.int64())


def _zones(layer: Layer) -> list[Zone]:
    """All zones of the layer in text order."""
    zones = (item for item in layer.items.values() if isinstance(item, Zone))
    return sorted(zones, key=lambda zone: (zone.start, -zone.end, zone.id))
