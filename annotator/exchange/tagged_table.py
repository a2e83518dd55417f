"""The table of `ner`: paragraphs with their tokens and tags, a whole row group at once.

What `tokens.tag_paragraph` does for one paragraph, as columns: no object for each token.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from annotator.domain.joined_texts import Integers
from annotator.domain.token_places import TokenFinder, TokenPlaces
from annotator.domain.tokens import TagLosses
from annotator.exchange.columns import Cell, table_of

if TYPE_CHECKING:
    import pyarrow as pa


class TaggedMentions(NamedTuple):
    """Mentions to tag, as columns: the paragraph that each begins in, offsets into it, its label.

    Labels are numbered in the order of their names.
    """

    paragraphs: Integers
    starts: Integers
    ends: Integers
    labels: Integers


class TaggedTables:
    """Makes the tables; `losses` counts the mentions that their tags can't show."""

    def __init__(self, begins: Sequence[int]) -> None:
        """With the id of the tag that begins a mention of each label; the next one goes on."""
        self.losses = TagLosses()
        self._begins = begins
        self._finder = TokenFinder()

    def table_of(
        self,
        plain: Sequence[pa.Array | Sequence[Cell]],
        texts: Sequence[str],
        mentions: TaggedMentions,
        schema: pa.Schema,
    ) -> pa.Table:
        """The table of paragraphs with these texts; `plain` are the columns before the tokens."""
        import pyarrow as pa

        # White space between two paragraphs keeps their words apart.
        found = self._finder.find("\n".join(texts))
        sizes = np.fromiter(map(len, texts), np.int64, len(texts))
        begins = np.concatenate(([0], np.cumsum(sizes + 1)))
        offsets = np.searchsorted(found.starts, begins).astype(np.int32)
        shift = np.repeat(begins[:-1], np.diff(offsets))
        strings = pa.StringArray.from_buffers(
            len(found.starts), pa.py_buffer(found.places), pa.py_buffer(found.content)
        )
        tags = self._tags(mentions, found, begins[:-1], sizes)
        lists = [strings, *(_int32(places - shift) for places in (found.starts, found.ends)), tags]
        columns = [
            pa.ListArray.from_arrays(pa.array(offsets), values, type=field.type)
            for values, field in zip(lists, list(schema)[len(plain) :], strict=True)
        ]
        return table_of([*plain, *columns], schema)

    def _tags(
        self, mentions: TaggedMentions, found: TokenPlaces, begins: Integers, sizes: Integers
    ) -> pa.Array:
        """The tag ids: the longest of overlapping mentions, then the earliest, then by label."""
        import pyarrow as pa

        paragraphs, starts, ends, labels = mentions
        begins, sizes = begins[paragraphs], sizes[paragraphs]
        first, begun = _placed(found.starts, starts + begins)
        last, ended = _placed(found.ends, ends + begins)
        aligned = begun & ended & (ends <= sizes)
        order = np.lexsort((labels, starts, starts - ends))
        tags, overlapped = np.zeros(len(found.starts), np.int64), 0
        taken = bytearray(tags.size)
        for n in order[aligned[order]].tolist():
            one, other = int(first[n]), int(last[n]) + 1
            if taken.find(1, one, other) >= 0:
                overlapped += 1
                continue
            taken[one:other] = b"\1" * (other - one)
            begin = self._begins[labels[n]]
            tags[one:other] = begin + 1
            tags[one] = begin
        unaligned = int(np.count_nonzero(~aligned))
        self.losses += TagLosses(overlapped=overlapped, unaligned=unaligned)
        return pa.array(tags)


def _placed(ascending: Integers, wanted: Integers) -> tuple[Integers, npt.NDArray[np.bool_]]:
    """Where each number stands among ascending ones, and whether it does."""
    places = np.searchsorted(ascending, wanted)
    return places, np.append(ascending, -1)[places] == wanted


def _int32(values: Integers) -> pa.Array:
    import pyarrow as pa

    return pa.array(values.astype(np.int32))
