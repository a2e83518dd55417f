"""Parquet files are written a row group at a time, of columns made earlier."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.exchange.columns import Row
from annotator.exchange.parquet import CHARACTERS_PER_GROUP, GroupSize, ParquetFile, read_tables

ROWS: list[tuple[Row, int]] = [((f"a{n}", n), 1) for n in range(25)]


def written(path: Path, size: GroupSize, rows: list[tuple[Row, int]]) -> ParquetFile:
    from datasets import Features, Value

    features = Features({"id": Value("string"), "n": Value("int64")})
    file = ParquetFile(path, features, size=size)
    file.add(rows)
    file.close()
    return file


@pytest.mark.parametrize(
    ("size", "groups"),
    [
        (GroupSize(10, 5), [10, 10, 5]),
        (GroupSize(10, 3), [12, 12, 1]),
        (GroupSize(100, 7), [25]),
        (GroupSize(25, 25), [25]),
    ],
)
def test_row_groups_are_made_of_several_parts(tmp_path, size, groups):
    path = tmp_path / "part" / "rows.parquet"

    file = written(path, size, ROWS)

    tables = list(read_tables(path))
    assert [table.num_rows for table in tables] == groups
    assert [tuple(row.values()) for t in tables for row in t.to_pylist()] == [r for r, _ in ROWS]
    assert file.rows == len(ROWS)


def test_the_digest_does_not_depend_on_the_parts(tmp_path):
    one = written(tmp_path / "one" / "rows.parquet", GroupSize(10, 3), ROWS)
    other = written(tmp_path / "other" / "rows.parquet", GroupSize(100, 100), ROWS)

    assert one.digest == other.digest


def test_long_texts_close_a_row_group_early(tmp_path):
    path = tmp_path / "part" / "rows.parquet"
    rows = [(row, CHARACTERS_PER_GROUP // 4) for row, _ in ROWS]

    written(path, GroupSize(10, 3), rows)

    assert [table.num_rows for table in read_tables(path)] == [4, 4, 4, 4, 4, 4, 1]
