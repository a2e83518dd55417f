import pyarrow as pa
import pytest

from annotator.exchange.columns import ColumnDigest, Row, table_of

SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("title", pa.struct([("start", pa.int32()), ("end", pa.int32())])),
        ("items", pa.list_(pa.struct([("text", pa.string()), ("share", pa.float64())]))),
        ("tokens", pa.list_(pa.string())),
        ("explicit", pa.bool_()),
    ]
)
ROWS: list[Row] = [
    ("é", (0, 4), [("a🚆", 0.5), (None, None)], ["x", "yz"], True),
    ("", None, [], [], False),
    ("b", (None, 2), [("", 1.0)], [""], True),
]


def table(rows: list[Row]) -> pa.Table:
    return table_of(list(zip(*rows, strict=True)), SCHEMA)


def digest(*tables: pa.Table) -> str:
    found = ColumnDigest()
    for table in tables:
        found.update(table)
    return found.hexdigest()


def test_rows_become_the_table_that_arrow_makes_of_records():
    def named(row: Row) -> dict[str, object]:
        identifier, title, items, tokens, explicit = row
        return {
            "id": identifier,
            "title": title and dict(zip(("start", "end"), title, strict=True)),
            "items": [dict(zip(("text", "share"), item, strict=True)) for item in items],
            "tokens": tokens,
            "explicit": explicit,
        }

    expected = pa.Table.from_pylist([named(row) for row in ROWS], schema=SCHEMA)
    assert table(ROWS).equals(expected)
    table(ROWS).validate(full=True)


def test_another_number_of_columns_is_refused():
    with pytest.raises(ValueError, match="5 columns"):
        table_of([["a"], [None]], SCHEMA)


def test_the_digest_is_the_same_however_the_rows_are_cut(tmp_path):
    import pyarrow.parquet as pq

    rows = table(ROWS)
    pq.write_table(rows, tmp_path / "rows.parquet", row_group_size=2)
    whole = digest(rows)
    assert digest(rows.slice(0, 1), rows.slice(1)) == whole
    assert digest(pq.read_table(tmp_path / "rows.parquet")) == whole
    assert digest(pa.Table.from_pylist(rows.to_pylist(), schema=SCHEMA)) == whole


@pytest.mark.parametrize(
    "changed",
    [
        ("e", (0, 4), [("a🚆", 0.5), (None, None)], ["x", "yz"], True),
        ("é", None, [("a🚆", 0.5), (None, None)], ["x", "yz"], True),
        ("é", (0, None), [("a🚆", 0.5), (None, None)], ["x", "yz"], True),
        ("é", (0, 4), [("a🚆", 0.5), ("", None)], ["x", "yz"], True),
        ("é", (0, 4), [("a🚆", 0.5), (None, 0.0)], ["x", "yz"], True),
        ("é", (0, 4), [("a🚆", 0.5)], ["x", "yz"], True),
        ("é", (0, 4), [("a🚆", 0.5), (None, None)], ["xy", "z"], True),
        ("é", (0, 4), [("a🚆", 0.5), (None, None)], ["x", "yz"], False),
    ],
)
def test_every_change_of_a_value_changes_the_digest(changed):
    before, after = (table([first, *ROWS[1:]]) for first in (ROWS[0], changed))
    assert digest(before) != digest(after)
