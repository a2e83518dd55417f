"""Writes and reads one Parquet file of an export, a row group at a time.

The files carry no `huggingface` metadata: what version 4 of the library writes there, version 3
can't read, while the card's YAML is read by both. Everything that would change the bytes is fixed
here: compression and its level, row groups, page index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from annotator.domain.article import JsonValue
from annotator.exchange.columns import ColumnDigest

if TYPE_CHECKING:
    import pyarrow as pa
    from datasets import Features

Record: TypeAlias = dict[str, JsonValue]
"""A row with the names of its columns, as files are read and checked."""

_ZSTD_LEVEL = 3


ROWS_PER_GROUP = 1000
PAIRS_PER_GROUP = 5000
"""For rows of a few values, many of which share a paragraph's text.

The file's footer takes some memory for each column of each group until it is written, and columns
take it until the group is full: neither groups nor their rows may become many.
"""

CHARACTERS_PER_GROUP = 4_000_000
"""Characters of text after which a row group is closed, so that long articles don't fill memory."""


class ParquetFile:
    """A Parquet file being written. `rows`, `bytes` and `digest` tell what it holds when closed.

    `digest` is that of the columns (`ColumnDigest`), `bytes` the size of the rows in memory.
    """

    def __init__(
        self,
        path: Path,
        features: Features,
        change: Callable[[Record], Record] | None = None,
        rows_per_group: int = ROWS_PER_GROUP,
        run: Callable[[Callable[[], None]], None] = lambda job: job(),
    ) -> None:
        """Begin a file with these columns; `change`, if there is one, is applied to every row.

        `run` gets a job for every row group, to be done in their order, at once or later.
        """
        import pyarrow.parquet as pq

        path.parent.mkdir(exist_ok=True)
        self.rows = 0
        self.bytes = 0
        self._schema = features.arrow_schema.remove_metadata()
        self._writer = pq.ParquetWriter(
            path,
            self._schema,
            compression="zstd",
            compression_level=_ZSTD_LEVEL,
            write_page_index=False,
        )
        self._rows_per_group = rows_per_group
        self._change = change
        self._run = run
        self._digest = ColumnDigest()
        self._tables: list[pa.Table] = []
        self._waiting = 0
        self._characters = 0

    @property
    def digest(self) -> str:
        """The digest of the columns, in hex."""
        return self._digest.hexdigest()

    def add(self, table: pa.Table, characters: npt.NDArray[np.int64]) -> None:
        """Add rows, each with its number of characters; they reach the disk a group at a time.

        A column may be a dictionary of its values.
        """
        import pyarrow as pa

        if self._change is not None:
            changed = [self._change(row) for row in table.to_pylist()]
            table = pa.Table.from_pylist(changed, schema=self._schema)
        self.rows += table.num_rows
        begin = 0
        while begin < table.num_rows:
            room = self._rows_per_group - self._waiting
            together = self._characters + np.cumsum(characters[begin : begin + room])
            full = np.flatnonzero(together >= CHARACTERS_PER_GROUP)
            rows = int(full[0]) + 1 if full.size else together.size
            self._tables.append(table.slice(begin, rows))
            self._waiting += rows
            self._characters = int(together[rows - 1])
            if full.size or rows == room:
                self._flush()
            begin += rows

    def close(self) -> None:
        """Write what waits and close the file."""
        self._flush()
        self._run(self._writer.close)

    def _flush(self) -> None:
        """Have what waits written as a row group."""
        if self._tables:
            self._run(partial(self._write, self._tables))
        self._tables = []
        self._waiting = self._characters = 0

    def _write(self, tables: Sequence[pa.Table]) -> None:
        """Write a row group, and give back the memory that took: Arrow would keep a multiple."""
        import pyarrow as pa

        self._encode(tables)
        pa.default_memory_pool().release_unused()

    def _encode(self, tables: Sequence[pa.Table]) -> None:
        import pyarrow as pa

        table = pa.concat_tables(tables).cast(self._schema)
        # Of two chunks at least: one alone would stay as it is, with marks of nulls it has not.
        table = pa.concat_tables([table.slice(0, 0), table]).combine_chunks()
        self._writer.write_table(table, row_group_size=table.num_rows)
        self._digest.update(table)
        self.bytes += table.nbytes


def read_tables(path: Path) -> Iterator[pa.Table]:
    """The row groups of a Parquet file, one in memory at a time.

    Raises:
        ValueError, OSError: It is no Parquet file or damaged.
    """
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            yield file.read_row_group(group)


def read_rows(path: Path) -> Iterator[Record]:
    """The rows of a Parquet file, a row group in memory at a time.

    Raises:
        ValueError, OSError: It is no Parquet file or damaged.
    """
    for table in read_tables(path):
        rows: list[Record] = table.to_pylist()
        yield from rows
