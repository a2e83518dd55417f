"""Writes and reads one Parquet file of an export, a row group at a time.

The files carry no `huggingface` metadata: what version 4 of the library writes there, version 3
can't read, while the card's YAML is read by both. Everything that would change the bytes is fixed
here: compression and its level, row groups, page index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from annotator.domain.article import JsonValue
from annotator.exchange.columns import ColumnDigest, Row, table_of

if TYPE_CHECKING:
    import pyarrow as pa
    from datasets import Features

Record: TypeAlias = dict[str, JsonValue]
"""A row with the names of its columns, as files are read and checked."""

_ZSTD_LEVEL = 3


class GroupSize(NamedTuple):
    """How many rows stand in a row group, and of how many at a time columns are made.

    Columns take less memory than the rows that they are made of, and the file's footer takes some
    for each column of each group until it is written: neither rows nor groups may become many.
    """

    rows: int
    at_once: int


WHOLE_ARTICLES = GroupSize(1000, 250)
"""For rows that hold an article with all its items."""
PARAGRAPHS = GroupSize(1000, 1000)
"""For rows that hold a paragraph with its tokens."""
PAIRS = GroupSize(5000, 1000)
"""For rows of a few values, many of which share a paragraph's text."""

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
        to_table: Callable[[Sequence[Row], pa.Schema], pa.Table] = table_of,
        size: GroupSize = WHOLE_ARTICLES,
        run: Callable[[Callable[[], None]], None] = lambda job: job(),
    ) -> None:
        """Begin a file with these columns; `change`, if there is one, is applied to every row.

        `to_table` makes a table of rows that are not yet the values of its columns. `run` gets a
        job for every row group, to be done in their order, at once or later.
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
        self._size = size
        self._change = change
        self._to_table = to_table
        self._run = run
        self._digest = ColumnDigest()
        self._waiting: list[Row] = []
        self._tables: list[pa.Table] = []
        self._characters = 0

    @property
    def digest(self) -> str:
        """The digest of the columns, in hex."""
        return self._digest.hexdigest()

    def add(self, rows: Iterable[tuple[Row, int]]) -> None:
        """Add rows, each with its number of characters; they reach the disk a group at a time."""
        rows_per_group, at_once = self._size
        for row, characters in rows:
            self._waiting.append(row)
            self._characters += characters
            self.rows += 1
            if self._characters >= CHARACTERS_PER_GROUP:
                self._flush()
            elif len(self._waiting) >= at_once:
                self._turn()
                if len(self._tables) * at_once >= rows_per_group:
                    self._flush()

    def close(self) -> None:
        """Write what waits and close the file."""
        self._flush()
        self._run(self._writer.close)

    def _turn(self) -> None:
        """Make columns of the rows that wait."""
        import pyarrow as pa

        if not self._waiting:
            return
        table = self._to_table(self._waiting, self._schema)
        if self._change is not None:
            changed = [self._change(row) for row in table.to_pylist()]
            table = pa.Table.from_pylist(changed, schema=self._schema)
        self._tables.append(table)
        self._waiting = []

    def _flush(self) -> None:
        """Have what waits written as a row group."""
        self._turn()
        if self._tables:
            self._run(partial(self._write, self._tables))
        self._tables = []
        self._characters = 0

    def _write(self, tables: Sequence[pa.Table]) -> None:
        import pyarrow as pa

        table = pa.concat_tables(tables).combine_chunks()
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
