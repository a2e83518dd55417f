"""Values into Arrow columns, and a digest over columns.

Structs are given as tuples in the order of their fields: columns made by turning them round are
several times faster than Arrow's own way from dictionaries.
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


def table_of(columns: Sequence[pa.Array | Sequence[Cell]], schema: pa.Schema) -> pa.Table:
    """The columns as a table; those that are no arrays yet become such.

    A dictionary of values stays one (`ParquetFile` writes the values).

    Raises:
        ValueError: There are more or fewer columns than in the schema.
    """
    import pyarrow as pa

    if len(columns) != len(schema):
        raise ValueError(f"there are not the {len(schema)} columns of the table")
    arrays = [
        column if isinstance(column, pa.Array) else column_of(column, field.type)
        for column, field in zip(columns, schema, strict=True)
    ]
    for place, array in enumerate(arrays):
        if pa.types.is_dictionary(array.type):
            schema = schema.set(place, schema.field(place).with_type(array.type))
    return pa.Table.from_arrays(arrays, schema=schema)


def column_of(values: Sequence[Cell], kind: pa.DataType) -> pa.Array:
    """The values of one column, in its type."""
    import pyarrow as pa

    if pa.types.is_list(kind):
        lists = cast("Sequence[Sequence[Cell]]", values)
        inner = column_of(list(chain.from_iterable(lists)), kind.value_type)
        return lists_of(list(map(len, lists)), inner, kind)
    if pa.types.is_struct(kind):
        return _structs(cast("Sequence[Row | None]", values), kind)
    return pa.array(values, kind)


def lists_of(lengths: Sequence[int], values: pa.Array, kind: pa.ListType) -> pa.Array:
    """Lists of these lengths, of values that come one list after the other."""
    import pyarrow as pa

    offsets = pa.array([0, *accumulate(lengths)], pa.int32())
    return pa.ListArray.from_arrays(offsets, values, type=kind)


def structs_of(
    fields: Sequence[pa.Array], kind: pa.StructType, absent: pa.Array | None = None
) -> pa.Array:
    """Structs of these fields; null where `absent`."""
    import pyarrow as pa

    return pa.StructArray.from_arrays(fields, fields=list(kind), mask=absent)


def _structs(values: Sequence[Row | None], kind: pa.StructType) -> pa.Array:
    import pyarrow as pa

    absent = [value is None for value in values]
    empty: Row = (None,) * kind.num_fields
    rows = [empty if value is None else value for value in values]
    fields = [
        column_of(list(map(itemgetter(place), rows)), field.type)
        for place, field in enumerate(kind)
    ]
    return structs_of(fields, kind, pa.array(absent, pa.bool_()) if any(absent) else None)


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
