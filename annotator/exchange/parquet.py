"""Writes and reads one Parquet file of an export, a row group at a time.

The files carry no `huggingface` metadata: what version 4 of the library writes there, version 3
can't read, while the card's YAML is read by both. Everything that would change the bytes is fixed
here: compression and its level, row groups, page index.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.domain.article import JsonValue
from annotator.exchange.export_rows import Row

if TYPE_CHECKING:
    from datasets import Features

ROWS_PER_GROUP = 500
"""Most rows in a row group."""
CHARACTERS_PER_GROUP = 4_000_000
"""Characters of text after which a row group is closed, so that long articles don't fill memory."""
_ZSTD_LEVEL = 3
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class ParquetFile:
    """A Parquet file being written. `rows`, `bytes` and `digest` tell what it holds so far.

    `digest` is the SHA-256 of the rows as canonical JSON Lines: unlike the file's own, it does not
    depend on the version of the Parquet library. `bytes` is the size of the rows in memory.
    """

    def __init__(self, path: Path, features: Features) -> None:
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
        self._hash = hashlib.sha256()
        self._waiting: list[Row] = []
        self._characters = 0

    @property
    def digest(self) -> str:
        """SHA-256 of the rows as canonical JSON Lines, in hex."""
        return self._hash.hexdigest()

    def add(self, row: Row) -> None:
        """Add a row; it reaches the disk with its row group."""
        line = canonical_line(row)
        self._hash.update(line)
        self._waiting.append(row)
        self._characters += len(line)
        if len(self._waiting) >= ROWS_PER_GROUP or self._characters >= CHARACTERS_PER_GROUP:
            self._flush()

    def close(self) -> None:
        """Write what waits and close the file."""
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        import pyarrow as pa

        if not self._waiting:
            return
        table = pa.Table.from_pylist(self._waiting, schema=self._schema)
        self._writer.write_table(table, row_group_size=len(self._waiting))
        self.rows += len(self._waiting)
        self.bytes += table.nbytes
        self._waiting = []
        self._characters = 0


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a Parquet file, a row group in memory at a time.

    Raises:
        ValueError, OSError: It is no Parquet file or damaged.
    """
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            rows: list[Row] = file.read_row_group(group).to_pylist()
            yield from rows


def canonical_line(row: dict[str, JsonValue]) -> bytes:
    r"""The row as JSON with sorted names and no spare white space, in UTF-8, with its `\n`."""
    return f"{_ENCODER.encode(row)}\n".encode()
