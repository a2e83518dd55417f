"""The tables of `ner` and `stance`: paragraphs that are not dimmed, a batch of articles at once.

Offsets are into the paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np

from annotator.domain.item_agreement import ItemAgreement
from annotator.domain.items import MentionKind
from annotator.domain.joined_texts import Integers, integers
from annotator.domain.mention_columns import KINDS
from annotator.domain.pair_draw import HOLDER_KINDS
from annotator.domain.pair_ends import NOBODY, PairWork
from annotator.domain.stance_pairs import PairRoles, StancePairs, stance_pairs
from annotator.domain.tokens import TagLosses
from annotator.exchange.columns import Cell, column_of, lists_of, structs_of, table_of
from annotator.exchange.export_batch import ExportBatch
from annotator.exchange.features import ClassLabels, label_ids
from annotator.exchange.tagged_table import TaggedMentions, TaggedTables

if TYPE_CHECKING:
    import pyarrow as pa


class ParagraphTables:
    """Makes the tables of a batch. `numbers` are those of the paragraphs that are not dimmed."""

    def __init__(self, batch: ExportBatch) -> None:
        texts = batch.texts
        self._batch = batch
        self._mentions = batch.mentions.first(len(batch.agreed))
        self._articles = [document.article for document in batch.agreed]
        self._starts = texts.starts - texts.begins[texts.owners]
        self._ends = texts.ends - texts.begins[texts.owners]
        self.numbers = np.flatnonzero(~texts.dimmed)

    def lengths(self, numbers: Integers) -> Integers:
        """The code points of paragraphs."""
        return (self._ends - self._starts)[numbers]

    def tagged(self, tagger: TaggedTables, named: Sequence[str], schema: pa.Schema) -> pa.Table:
        """The paragraphs with their tokens and the tags of the named mentions.

        Args:
            tagger: What cuts them into tokens; it counts the mentions that no tag shows.
            named: The labels of the mentions that count, sorted.
            schema: The columns.
        """
        numbers, texts = self.numbers, self._batch.texts
        ids = [self._articles[owner].id for owner in texts.owners[numbers].tolist()]
        inner = texts.numbers[numbers].tolist()
        words = self._words(numbers)
        plain: list[pa.Array | Sequence[Cell]] = [
            [f"{article}:{number}" for article, number in zip(ids, inner, strict=True)],
            ids,
            _int32(self._starts[numbers]),
            _int32(self._ends[numbers]),
            words,
        ]
        return tagger.table_of(plain, words, self._to_tag(tagger, named), schema)

    def _to_tag(self, tagger: TaggedTables, named: Sequence[str]) -> TaggedMentions:
        """The named mentions that begin in a paragraph that is not dimmed."""
        mentions, texts = self._mentions, self._batch.texts
        known = label_ids(named)
        labels = integers([known.get(label, -1) for label in mentions.labels])
        chosen = mentions.live & (labels >= 0) & (mentions.kinds == KINDS.index(MentionKind.NAMED))
        shift = texts.begins[mentions.layers[chosen]]
        starts, ends = mentions.starts[chosen] + shift, mentions.ends[chosen] + shift
        places = np.searchsorted(texts.starts, starts, side="right") - 1
        # What is appended is for a mention before the first paragraph.
        inside = starts < np.append(texts.ends, 0)[places]
        dimmed = inside & np.append(texts.dimmed, False)[places]
        lost = TagLosses(dimmed=int(dimmed.sum()), unaligned=int((~inside).sum()))
        tagger.losses += lost
        kept = inside & ~dimmed
        begins, rows = texts.starts[places[kept]], np.cumsum(~texts.dimmed)[places[kept]] - 1
        return TaggedMentions(
            rows, starts[kept] - begins, ends[kept] - begins, labels[chosen][kept]
        )

    def pairs(self, roles: PairRoles) -> StancePairs:
        """The pairs of the agreed documents."""
        works = [
            PairWork(document.article, layer, document.phrases)
            for document, layer in zip(self._batch.agreed, self._batch.layers, strict=False)
        ]
        return stance_pairs(works, self._mentions, self._batch.texts, roles)

    def stances(self, pairs: StancePairs, labels: ClassLabels, schema: pa.Schema) -> pa.Table:
        """A row for each pair.

        How a pair without a stance came about, nobody has decided: there `decision` is null.
        """
        import pyarrow as pa

        owners = self._batch.texts.owners[pairs.paragraphs]
        ids = [article.id for article in self._articles]
        annotators = integers([agreed.annotators for agreed in self._batch.agreements])
        shown, places = np.unique(pairs.paragraphs, return_inverse=True)
        ends, said = _EndColumns(pairs, self._batch, labels), _Said(pairs)
        columns: list[pa.Array | Sequence[Cell]] = [
            [f"{ids[n]}:{name}" for n, name in zip(owners.tolist(), pairs.names, strict=True)],
            pa.array(ids, pa.string()).take(pa.array(owners)),
            _int32(self._starts[pairs.paragraphs]),
            _int32(self._ends[pairs.paragraphs]),
            # Of a text that stands in many rows one copy waits until they are written.
            pa.DictionaryArray.from_arrays(_int32(places), self._words(shown)),
            ends.column(pairs.holders, schema.field("holder").type),
            ends.holder_kinds(pairs.holder_kinds),
            ends.column(pairs.targets, schema.field("target").type),
            said.evidence(self._starts[pairs.paragraphs], schema.field("evidence").type),
            said.ids("label", labels.stance),
            said.ids("attribution", labels.attribution),
            said.ids("certainty", labels.certainty),
            ends.column(pairs.sources, schema.field("source").type),
            said.explicit(),
            said.ids("decision", labels.decision),
            pa.array(annotators[owners].astype(np.int32)),
            said.shares([self._batch.agreements[n] for n in owners[said.rows].tolist()]),
        ]
        return table_of(columns, schema)

    def _words(self, numbers: Integers) -> list[str]:
        """The text of paragraphs."""
        texts = self._batch.texts
        owners, starts, ends = texts.owners[numbers], self._starts[numbers], self._ends[numbers]
        return [
            texts.texts[owner][start:end]
            for owner, start, end in zip(
                owners.tolist(), starts.tolist(), ends.tolist(), strict=True
            )
        ]


class _EndColumns:
    """Holders, targets and sources of pairs as columns; each end that occurs is made once."""

    def __init__(self, pairs: StancePairs, batch: ExportBatch, labels: ClassLabels) -> None:
        import pyarrow as pa

        self._pairs, self._labels = pairs, labels
        ends, texts = pairs.ends, batch.texts
        self._used = np.unique(np.concatenate((pairs.holders, pairs.targets, pairs.sources)))
        self._used = self._used[self._used != NOBODY]
        used = self._used.tolist()
        entity, kinds = label_ids(labels.entity), label_ids(labels.kind)
        numbers = integers([kinds[kind] for kind in KINDS])
        self._fields = (
            pa.array([ends.words[end] for end in used], pa.string()),
            pa.array([entity[ends.labels[end]] for end in used], pa.int64()),
            pa.array(numbers[ends.kinds[self._used]]),
            pa.array([ends.canonical[end] for end in used], pa.string()),
        )
        self._begins = texts.starts[pairs.paragraphs]
        self._stops = texts.ends[pairs.paragraphs]

    def column(self, ends: Integers, kind: pa.StructType) -> pa.Array:
        """The ends of each pair; without offsets where they stand in another paragraph."""
        import pyarrow as pa

        absent = ends == NOBODY
        starts, stops = self._pairs.ends.starts[ends], self._pairs.ends.ends[ends]
        outside = absent | (starts < self._begins) | (stops > self._stops)
        rows = pa.array(np.searchsorted(self._used, ends), mask=absent)
        fields = [
            pa.array((places - self._begins).astype(np.int32), mask=outside)
            for places in (starts, stops)
        ]
        fields += [field.take(rows) for field in self._fields]
        return structs_of(fields, kind, pa.array(absent) if absent.any() else None)

    def holder_kinds(self, kinds: Integers) -> pa.Array:
        """The ids of kinds that are given as places in `HOLDER_KINDS`."""
        import pyarrow as pa

        known = label_ids(self._labels.holder_kind)
        return pa.array(integers([known[kind] for kind in HOLDER_KINDS])[kinds])


class _Said:
    """What the stances of pairs say, as columns: null where a pair has none.

    `rows` are the numbers of the pairs that have one.
    """

    def __init__(self, pairs: StancePairs) -> None:
        self._said = [stance for stance in pairs.stances if stance is not None]
        self._explicit = np.array([stance is not None for stance in pairs.stances], np.bool_)
        self.rows = np.flatnonzero(self._explicit)

    def explicit(self) -> pa.Array:
        """Whether each pair has a stance."""
        import pyarrow as pa

        return pa.array(self._explicit)

    def ids(self, field: str, names: Sequence[str]) -> pa.Array:
        """The class label of a field of the stances."""
        import pyarrow as pa

        known, value = label_ids(names), attrgetter(field)
        return self._spread(pa.array([known[value(stance)] for stance in self._said], pa.int64()))

    def shares(self, agreements: Sequence[ItemAgreement]) -> pa.Array:
        """The share of annotators that has each stance, where several finished the article.

        `agreements` are those of the articles of the stances.
        """
        import pyarrow as pa

        both = zip(self._said, agreements, strict=True)
        shares = [agreed.shares.get(stance.id) for stance, agreed in both]
        return self._spread(pa.array(shares, pa.float64()))

    def evidence(self, begins: Integers, kind: pa.ListType) -> pa.Array:
        """The spans of evidence, none where there is no stance; pairs' paragraphs at `begins`."""
        lengths = np.zeros(self._explicit.size, np.int64)
        lengths[self.rows] = [len(stance.evidence) for stance in self._said]
        there = zip(self._said, begins[self.rows].tolist(), strict=True)
        spans: list[Cell] = [
            (part.start - begin, part.end - begin, part.quote)
            for stance, begin in there
            for part in stance.evidence
        ]
        return lists_of(lengths.tolist(), column_of(spans, kind.value_type), kind)

    def _spread(self, values: pa.Array) -> pa.Array:
        import pyarrow as pa

        return values.take(pa.array(np.cumsum(self._explicit) - 1, mask=~self._explicit))


def _int32(values: Integers) -> pa.Array:
    import pyarrow as pa

    return pa.array(values.astype(np.int32))
