"""Rows into Arrow columns, and a digest over columns.

Rows are tuples in the order of the columns, structs within them likewise: columns made by turning
whole batches round are several times faster than Arrow's own way from dictionaries.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import accumulate, chain
from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias, cast

if TYPE_CHECKING:
    import pyarrow as pa
    from typing_extensions import Buffer

Cell: TypeAlias = bool | int | float | str | tuple["Cell", ...] | list["Cell"] | None
Row: TypeAlias = tuple[Cell, ...]


_PROBED = 100
"""How many values of a column tell whether values stand in many rows."""


def table_of(rows: Sequence[Row], schema: pa.Schema) -> pa.Table:
    """The rows as a table.

    Raises:
        ValueError: A row has more or fewer values than there are columns.
    """
    import pyarrow as pa

    if set(map(len, rows)) - {len(schema)}:
        raise ValueError(f"a row has not the {len(schema)} values of the columns")
    return pa.Table.from_arrays(_turned(rows, list(schema)), schema=schema)


def _turned(rows: Sequence[Row], fields: Sequence[pa.Field]) -> list[pa.Array]:
    """The columns of the rows: one pass for each, for `zip(*rows)` makes an iterator of each."""
    return [
        column_of(list(map(itemgetter(place), rows)), field.type)
        for place, field in enumerate(fields)
    ]


def column_of(values: Sequence[Cell], kind: pa.DataType) -> pa.Array:
    """The values of one column, in its type."""
    import pyarrow as pa

    if pa.types.is_list(kind):
        lists = cast("Sequence[Sequence[Cell]]", values)
        offsets = pa.array([0, *accumulate(map(len, lists))], pa.int32())
        inner = column_of(list(chain.from_iterable(lists)), kind.value_type)
        return pa.ListArray.from_arrays(offsets, inner, type=kind)
    if pa.types.is_struct(kind):
        return _structs(cast("Sequence[Row | None]", values), kind)
    return pa.array(values, kind)


def _structs(values: Sequence[Row | None], kind: pa.StructType) -> pa.Array:
    import pyarrow as pa

    # One value may stand in many rows: it is turned round once.
    if len(set(map(id, values[:_PROBED]))) * 2 < len(values[:_PROBED]):
        single = dict(zip(map(id, values), values, strict=True))
        numbers = dict(zip(single, range(len(single)), strict=True))
        indices = pa.array(list(map(numbers.__getitem__, map(id, values))), pa.int32())
        return _structs(list(single.values()), kind).take(indices)
    fields = list(kind)
    absent = [value is None for value in values]
    if not any(absent):
        whole = cast("Sequence[Row]", values)
        return pa.StructArray.from_arrays(_turned(whole, fields), fields=fields)
    empty: Row = (None,) * len(fields)
    rows = [empty if value is None else value for value in values]
    mask = pa.array(absent, pa.bool_())
    return pa.StructArray.from_arrays(_turned(rows, fields), fields=fields, mask=mask)


class ColumnDigest:
    """SHA-256 over the values of a table that comes in parts, the same however it is cut.

    Each column without columns in it has a hash of its own: of the lengths and the bytes of texts,
    of numbers as they stand in memory (little-endian), of which values are null, of the lengths of
    lists. Unlike a file's digest it does not depend on the version of the Parquet library.
    """

    def __init__(self) -> None:
        self._hashes: dict[str, hashlib._Hash] = {}

    def update(self, table: pa.Table) -> None:
        """Add the next rows."""
        for name, column in zip(table.column_names, table.columns, strict=True):
            for chunk in column.chunks:
                self._add(name, chunk)

    def hexdigest(self) -> str:
        """The digest of all columns, in hex."""
        whole = hashlib.sha256()
        for name, column in sorted(self._hashes.items()):
            whole.update(f"{name}\n{column.hexdigest()}\n".encode())
        return whole.hexdigest()

    def _add(self, name: str, array: pa.Array) -> None:
        import pyarrow as pa
        from pyarrow import compute

        kind = array.type
        if pa.types.is_list(kind):
            self._put(f"{name}#", compute.list_value_length(array).fill_null(-1))
            self._add(f"{name}[]", array.flatten())
        elif pa.types.is_struct(kind):
            self._put(f"{name}?", array.is_valid().cast(pa.uint8()))
            for field, inner in zip(kind, array.flatten(), strict=True):
                self._add(f"{name}.{field.name}", inner)
        elif pa.types.is_string(kind):
            self._put(f"{name}#", compute.binary_length(array).fill_null(-1))
            self._put_bytes(name, _characters(array.drop_null()))
        else:
            array = array.cast(pa.uint8()) if pa.types.is_boolean(kind) else array
            self._put(f"{name}?", array.is_valid().cast(pa.uint8()))
            self._put(name, array.fill_null(0))

    def _put(self, name: str, numbers: pa.Array) -> None:
        self._put_bytes(name, numbers.to_numpy(zero_copy_only=True))

    def _put_bytes(self, name: str, content: Buffer) -> None:
        self._hashes.setdefault(name, hashlib.sha256()).update(content)


def _characters(texts: pa.StringArray) -> memoryview:
    """The UTF-8 of all texts, one after the other."""
    _, offsets, content = texts.buffers()
    if len(texts) == 0 or content is None:
        return memoryview(b"")
    places = memoryview(offsets).cast("i")[texts.offset : texts.offset + len(texts) + 1]
    return memoryview(content)[places[0] : places[-1]]
