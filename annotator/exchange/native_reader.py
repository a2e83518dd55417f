"""Reads the native JSONL line by line: each line a record or a problem, never a stop half-way."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from annotator.domain.scheme import Scheme
from annotator.errors import InputError
from annotator.exchange.json_fields import FieldError
from annotator.exchange.json_parsing import parse_json
from annotator.exchange.known_records import KnownRecords
from annotator.exchange.native_record import NativeRecord, parse_record
from annotator.exchange.problems import Problem

Result: TypeAlias = NativeRecord | Problem

_ONE_LINE = "write each record on one line (`jq -c .` does it)"
_RECORD = frozenset({"id", "text", "sha256"})
_SHOWN = 6
_UNKNOWN = "export in a format that README lists, or name the text's field (`--columns text=NAME`)"
_LIST = "write each record on one line, without the list (`jq -c '.[]'` does it)"


def read_native(path: Path, scheme: Scheme | None = None) -> Iterator[Result]:
    """One result for each record of the file; blank lines and a byte-order mark are fine.

    The same article may stand there once for each author, with the same text.

    Args:
        path: The file.
        scheme: Where given, labels it does not know are problems.

    Raises:
        InputError: The file can't be read at all.
    """
    known = KnownRecords(str(path))
    for result, raw in _records(path, scheme):
        checked = known.checked(result) if isinstance(result, NativeRecord) else result
        if isinstance(checked, Problem) and raw:
            checked = replace(checked, record=raw.decode("utf-8", "backslashreplace"))
        yield checked


def _records(path: Path, scheme: Scheme | None) -> Iterator[tuple[Result, bytes]]:
    """Each result with the line it stands on; without a line where a line is not the record."""
    file, begun, spread = str(path), False, False
    try:
        # In bytes: only "\n" ends a line here, whatever else a string holds.
        with path.open("rb") as lines:
            for number, raw in enumerate(lines, 1):
                line = raw.removeprefix(codecs.BOM_UTF8) if number == 1 else raw
                if line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and number == 1:
                    yield Problem(file, None, "it is in UTF-16", "save it as UTF-8"), b""
                    return
                if not begun and line.strip() == b"[]":
                    yield Problem(file, number, "the list is empty", "nothing was imported"), b""
                    return
                if not begun and line.lstrip().startswith(b"["):
                    yield Problem(file, number, "the file is one JSON list", _LIST), b""
                    return
                begun = begun or bool(line.strip())
                if not line.strip() or (spread and not _begins_record(line)):
                    continue
                spread = _is_spread(line)
                if spread:
                    what = "a record is spread over several lines"
                    yield Problem(file, number, what, _ONE_LINE), b""
                    continue
                yield _result(file, number, line, scheme), line
    except FileNotFoundError as error:
        raise InputError(f"{path} does not exist; check the path.") from error
    except OSError as error:
        raise InputError(f"{path} can't be read ({error.strerror}); check it.") from error


def _begins_record(line: bytes) -> bool:
    """Whether a record can begin here, inside what was spread over lines: at the left edge."""
    return line.startswith(b"{")


def _is_spread(line: bytes) -> bool:
    return line.strip() == b"{" or (
        line.startswith(b"{") and line.rstrip().endswith((b",", b"[", b"{", b":"))
    )


def _result(file: str, number: int, line: bytes, scheme: Scheme | None) -> Result:
    try:
        value = parse_json(line)
        if isinstance(value, list):
            return Problem(file, number, "the line is a JSON list", _LIST)
        if isinstance(value, dict) and value and not _RECORD & value.keys():
            shown = ", ".join(list(value)[:_SHOWN])
            what = f"these are the fields of no format that is known: {shown}"
            return Problem(file, number, what, _UNKNOWN)
        record = parse_record(value, number, scheme)
    except FieldError as error:
        return Problem(file, number, error.what, error.remedy)
    if isinstance(value, dict) and isinstance(text := value["text"], str):
        return Problem.of_text(file, number, text) or record
    return record
