"""The table of `ner`: paragraphs with their tokens and tags, a whole row group at once.

What `tokens.tag_paragraph` does for one paragraph, as columns: no object for each token.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from annotator.domain.token_places import TokenFinder, TokenPlaces
from annotator.domain.tokens import TagLosses
from annotator.exchange.columns import Row, column_of

if TYPE_CHECKING:
    import pyarrow as pa

_Integers = npt.NDArray[np.int64]


class Tagged(NamedTuple):
    """A mention to tag: its offsets into the paragraph where it begins, and its label's number.

    Labels are numbered in the order of their names.
    """

    start: int
    end: int
    label: int


class Paragraph(NamedTuple):
    """A row of `ner` before its text is cut into tokens; offsets are into the article."""

    identifier: str
    document: str
    start: int
    end: int
    text: str
    mentions: Sequence[Tagged]


class TaggedTables:
    """Makes the tables; `losses` counts the mentions that their tags can't show."""

    def __init__(self, begins: Sequence[int]) -> None:
        """With the id of the tag that begins a mention of each label; the next one goes on."""
        self.losses = TagLosses()
        self._begins = begins
        self._finder = TokenFinder()

    def table_of(self, rows: Sequence[Row], schema: pa.Schema) -> pa.Table:
        """The rows (`Paragraph`) as a table."""
        import pyarrow as pa

        paragraphs = [Paragraph._make(row) for row in rows]
        texts = [paragraph.text for paragraph in paragraphs]
        # White space between two paragraphs keeps their words apart.
        found = self._finder.find("\n".join(texts))
        sizes = np.fromiter(map(len, texts), np.int64, len(texts))
        begins = np.concatenate(([0], np.cumsum(sizes + 1)))
        offsets = np.searchsorted(found.starts, begins).astype(np.int32)
        shift = np.repeat(begins[:-1], np.diff(offsets))
        strings = pa.StringArray.from_buffers(
            len(found.starts), pa.py_buffer(found.places), pa.py_buffer(found.content)
        )
        tags = self._tags(paragraphs, found, begins[:-1], sizes)
        lists = [strings, *(_int32(places - shift) for places in (found.starts, found.ends)), tags]
        plain = list(schema)[: -len(lists)]
        columns = [column_of([row[n] for row in rows], field.type) for n, field in enumerate(plain)]
        columns += [
            pa.ListArray.from_arrays(pa.array(offsets), values, type=field.type)
            for values, field in zip(lists, list(schema)[len(plain) :], strict=True)
        ]
        return pa.Table.from_arrays(columns, schema=schema)

    def _tags(
        self,
        paragraphs: Sequence[Paragraph],
        found: TokenPlaces,
        begins: _Integers,
        sizes: _Integers,
    ) -> pa.Array:
        """The tag ids: the longest of overlapping mentions, then the earliest, then by label."""
        import pyarrow as pa

        mentions = [paragraph.mentions for paragraph in paragraphs]
        counts = np.fromiter(map(len, mentions), np.int64, len(mentions))
        flat = np.fromiter(chain.from_iterable(chain.from_iterable(mentions)), np.int64)
        starts, ends, labels = flat.reshape(-1, 3).T
        first, begun = _placed(found.starts, starts + np.repeat(begins, counts))
        last, ended = _placed(found.ends, ends + np.repeat(begins, counts))
        aligned = begun & ended & (ends <= np.repeat(sizes, counts))
        order = np.lexsort((labels, starts, starts - ends))
        tags, overlapped = [0] * len(found.starts), 0
        taken = bytearray(len(tags))
        for n in order[aligned[order]].tolist():
            one, other = int(first[n]), int(last[n]) + 1
            if taken.find(1, one, other) >= 0:
                overlapped += 1
                continue
            taken[one:other] = b"\1" * (other - one)
            begin = self._begins[labels[n]]
            tags[one:other] = [begin, *[begin + 1] * (other - one - 1)]
        unaligned = int(np.count_nonzero(~aligned))
        self.losses += TagLosses(overlapped=overlapped, unaligned=unaligned)
        return pa.array(tags, pa.int64())


def _placed(ascending: _Integers, wanted: _Integers) -> tuple[_Integers, npt.NDArray[np.bool_]]:
    """Where each number stands among ascending ones, and whether it does."""
    places = np.searchsorted(ascending, wanted)
    return places, np.append(ascending, -1)[places] == wanted


def _int32(values: _Integers) -> pa.Array:
    import pyarrow as pa

    return pa.array(values.astype(np.int32))
