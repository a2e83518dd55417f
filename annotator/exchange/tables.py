"""Tables of articles, read by a mapping of columns: CSV, TSV, Parquet, rows in JSON Lines.

`--columns text=body,id=key` says which column is what; where the user says nothing, columns of the
usual names are taken.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator.domain.article import JsonValue
from annotator.domain.scheme import Scheme
from annotator.errors import InputError
from annotator.exchange.conll import is_conll
from annotator.exchange.dataset_rows import SPANS, TEXTS, Row, has_text, row_document
from annotator.exchange.decoding import UndecodableError
from annotator.exchange.foreign import ForeignDocument, ReadOptions, records
from annotator.exchange.format import Format
from annotator.exchange.json_fields import FieldError
from annotator.exchange.json_head import JsonHead, json_head
from annotator.exchange.json_objects import read_objects
from annotator.exchange.label_studio import is_table
from annotator.exchange.native_record import NativeRecord
from annotator.exchange.problems import Problem
from annotator.exchange.separated import separated_rows
from annotator.exchange.tool_rows import is_tool_object, tool_rows

PARQUET_MAGIC = b"PAR1"
_ROWS = 500
_HEAD = 4096


def _sniff(path: Path, head: bytes) -> bool:
    if head.startswith(PARQUET_MAGIC):
        return True
    if (found := json_head(head)) is not None:
        return _has_rows(found)
    named = path.suffix.lower() in (".csv", ".tsv")
    others = head.startswith(b"#FORMAT=") or is_table(head) or is_conll(path, head)
    return named and not others


def _has_rows(found: JsonHead) -> bool:
    """Whether the objects of a file are rows: tokens with tags, or spans by offsets."""
    if found.has("stances", "boilerplate", "sha256", "_task_hash", "annotation_id"):
        return False
    tagged = found.begins("tokens", '["') and found.has("ner_tags", "tags", "labels")
    gliner = found.begins("tokenized_text", "[") and found.has("ner")
    cells = [found.fields.get(name, "") for name in SPANS]
    spans = any('"start":' in cell and not cell.startswith('[{"id":') for cell in cells)
    argilla = found.has("annotation") and found.has("prediction")
    return (
        tagged
        or gliner
        or is_tool_object(found)
        or (found.has(*TEXTS) and (spans or argilla or found.has("ents")))
    )


def read_table(
    path: Path, scheme: Scheme, options: ReadOptions
) -> Iterator[NativeRecord | Problem]:
    """One result for each row.

    Raises:
        InputError: The file can't be read at all.
    """
    try:
        rows = _rows(path)
        yield from records(path, documents(path, rows, options), scheme, options)
    except FieldError as error:
        yield Problem(str(path), None, error.what, error.remedy)
    except UndecodableError as error:
        yield Problem(str(path), None, error.what, error.remedy)
    except OSError as error:
        raise InputError(f"{path} can't be read ({error.strerror}); check it.") from error


def documents(
    path: Path, rows: Iterable[tuple[int, Row | Problem]], options: ReadOptions
) -> Iterator[ForeignDocument | Problem]:
    """The documents of a table's rows.

    Raises:
        FieldError: No column can be the text: then the whole table is wrong, not its rows.
    """
    for line, row in rows:
        if isinstance(row, Problem):
            yield row
            continue
        if not has_text(row, options.columns):
            row_document(row, line, options.columns)
        try:
            yield row_document(row, line, options.columns)
        except FieldError as error:
            raw = json.dumps(row, ensure_ascii=False)
            yield Problem(str(path), line, error.what, error.remedy, raw)


def _rows(path: Path) -> Iterator[tuple[int, Row | Problem]]:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(PARQUET_MAGIC):
        yield from _parquet(path)
    elif json_head(head) is not None:
        for found in read_objects(path):
            rows = (found,) if isinstance(found, Problem) else tool_rows(found.value)
            yield from ((found.line or 0, row) for row in rows)
    else:
        yield from separated_rows(path)


def _parquet(path: Path) -> Iterator[tuple[int, Row | Problem]]:
    """The rows of a Parquet file, some at a time; `line` is the number of the row."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            number = 0
            for batch in file.iter_batches(batch_size=_ROWS):
                for row in batch.to_pylist():
                    number += 1
                    yield number, {str(key): plain(value) for key, value in row.items()}
    except pa.ArrowException as error:
        raise FieldError(f"it is no whole Parquet file ({error})", "write it again") from error


def plain(value: object) -> JsonValue:
    """A value of a table as JSON holds it: times as ISO text, anything unknown as its text."""
    match value:
        case bytes():
            return value.decode("utf-8", "backslashreplace")
        case None | bool() | int() | float() | str():
            return value if value == value else None  # noqa: PLR0124 - NaN is no JSON
        case dt.datetime() | dt.date() | dt.time():
            return value.isoformat()
        case list():
            return [plain(item) for item in value]
        case dict():
            return {str(key): plain(item) for key, item in value.items()}
        case _:
            return str(value)


TABLES = Format(
    "table",
    (".csv", ".tsv", ".parquet", ".jsonl", ".json"),
    "CSV, TSV, Parquet or JSON with a text, or tokens, in each row (--columns text=NAME,id=NAME)",
    _sniff,
    read_table,
    None,
)
