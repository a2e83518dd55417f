"""Parquet files are written a row group at a time, of columns made earlier."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from annotator.exchange.behind import Behind
from annotator.exchange.parquet import CHARACTERS_PER_GROUP, ParquetFile, read_tables

TABLE = pa.table({"id": [f"a{n}" for n in range(25)], "n": range(25)})


def written(
    path: Path, rows_per_group: int, at_once: int, characters: int = 1, behind: Behind | None = None
) -> ParquetFile:
    """The table in a file, so many rows of it added at once."""
    from datasets import Features, Value

    features = Features({"id": Value("string"), "n": Value("int64")})
    jobs = {} if behind is None else {"run": behind.do}
    file = ParquetFile(path, features, rows_per_group=rows_per_group, **jobs)
    for begin in range(0, TABLE.num_rows, at_once):
        part = TABLE.slice(begin, at_once)
        file.add(part, np.full(part.num_rows, characters))
    file.close()
    return file


@pytest.mark.parametrize(
    ("rows_per_group", "at_once", "groups"),
    [
        (10, 5, [10, 10, 5]),
        (10, 3, [10, 10, 5]),
        (10, 25, [10, 10, 5]),
        (100, 7, [25]),
        (25, 25, [25]),
    ],
)
def test_row_groups_are_as_long_however_the_rows_come(tmp_path, rows_per_group, at_once, groups):
    path = tmp_path / "part" / "rows.parquet"

    file = written(path, rows_per_group, at_once)

    tables = list(read_tables(path))
    assert [table.num_rows for table in tables] == groups
    assert pa.concat_tables(tables).combine_chunks().equals(TABLE)
    assert file.rows == TABLE.num_rows


def test_the_digest_and_the_size_do_not_depend_on_the_parts(tmp_path):
    one = written(tmp_path / "one" / "rows.parquet", 10, 3)
    other = written(tmp_path / "other" / "rows.parquet", 10, 25)

    assert (one.digest, one.bytes) == (other.digest, other.bytes)


@pytest.mark.parametrize("at_once", [3, 25])
def test_long_texts_close_a_row_group_early(tmp_path, at_once):
    path = tmp_path / "part" / "rows.parquet"

    written(path, 10, at_once, characters=CHARACTERS_PER_GROUP // 4)

    assert [table.num_rows for table in read_tables(path)] == [4, 4, 4, 4, 4, 4, 1]


def test_what_is_written_behind_is_the_same_file(tmp_path):
    with Behind() as behind:
        written(tmp_path / "behind" / "rows.parquet", 2, 2, behind=behind)
    written(tmp_path / "at-once" / "rows.parquet", 2, 2)

    behind_, at_once = ((tmp_path / name / "rows.parquet") for name in ("behind", "at-once"))
    assert behind_.read_bytes() == at_once.read_bytes()


def test_an_error_behind_reaches_who_gave_the_job():
    def job() -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"), Behind() as behind:
        behind.do(job)
