"""Reads the native JSONL line by line: each line a record or a problem, never a stop half-way."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn, TypeAlias

from annotator.domain.article import JsonValue
from annotator.domain.scheme import Scheme
from annotator.errors import InputError
from annotator.exchange.json_fields import FieldError
from annotator.exchange.native_record import NativeRecord, parse_record
from annotator.exchange.problems import Problem

Result: TypeAlias = NativeRecord | Problem

_DEEPEST = 100
_ONE_LINE = "write each record on one line (`jq -c .` does it)"
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
    known = _Known(str(path))
    for result in _records(path, scheme):
        yield known.checked(result) if isinstance(result, NativeRecord) else result


def _records(path: Path, scheme: Scheme | None) -> Iterator[Result]:
    file, begun, spread = str(path), False, False
    try:
        # In bytes: only "\n" ends a line here, whatever else a string holds.
        with path.open("rb") as lines:
            for number, raw in enumerate(lines, 1):
                line = raw.removeprefix(codecs.BOM_UTF8) if number == 1 else raw
                if line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and number == 1:
                    yield Problem(file, None, "it is in UTF-16", "save it as UTF-8")
                    return
                if not begun and line.lstrip().startswith(b"["):
                    yield Problem(file, number, "the file is one JSON list", _LIST)
                    return
                begun = begun or bool(line.strip())
                if not line.strip() or (spread and not _begins_record(line)):
                    continue
                spread = _is_spread(line)
                if spread:
                    what = "a record is spread over several lines"
                    yield Problem(file, number, what, _ONE_LINE)
                    continue
                yield _result(file, number, line, scheme)
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
        value = _parse(line)
        if isinstance(value, list):
            return Problem(file, number, "the line is a JSON list", _LIST)
        record = parse_record(value, number, scheme)
    except FieldError as error:
        return Problem(file, number, error.what, error.remedy)
    if isinstance(value, dict) and isinstance(text := value["text"], str):
        return Problem.of_text(file, number, text) or record
    return record


def _parse(line: bytes) -> JsonValue:
    """The JSON value of a line, with only what can be stored and passed on."""
    try:
        value: JsonValue = json.loads(
            line.decode("utf-8"), object_pairs_hook=_object, parse_constant=_no_constant
        )
        _check_strings(value, "")
    except UnicodeDecodeError as error:
        raise FieldError(
            f"byte {error.start} of the line is not UTF-8", "save the file as UTF-8"
        ) from error
    except json.JSONDecodeError as error:
        raise FieldError(
            f"the line is not valid JSON ({error.msg} at column {error.colno})", "mend that line"
        ) from error
    except RecursionError as error:
        raise _nested() from error
    except FieldError:
        raise
    except ValueError as error:
        raise FieldError("the line holds a number too long to read", "shorten it") from error
    return value


def _object(pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
    values = dict(pairs)
    if len(values) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise FieldError(f"`{twice}` stands twice in one object", "keep one of the two")
    return values


def _no_constant(name: str) -> NoReturn:
    raise FieldError(f"{name} is not JSON", "write a number or null")


def _nested() -> FieldError:
    return FieldError("the line is nested too deeply", "flatten it")


def _check_strings(value: JsonValue, where: str, depth: int = 0) -> None:
    """Refuse what no database takes in any string but the text, which has a message of its own."""
    if depth > _DEEPEST:
        raise _nested()
    match value:
        case str() if where != ".text":
            for char in value:
                if char == "\0" or "\ud800" <= char <= "\udfff":
                    kind = "a NUL character" if char == "\0" else "a lone surrogate"
                    raise FieldError(f"`{where[1:]}` holds {kind}", "remove it")
        case list():
            for number, item in enumerate(value):
                _check_strings(item, f"{where}[{number}]", depth + 1)
        case dict():
            for key, item in value.items():
                if "\0" in key or any("\ud800" <= char <= "\udfff" for char in key):
                    raise FieldError(f"a name in `{where[1:]}` can't be stored", "mend the name")
                _check_strings(item, f"{where}.{key}", depth + 1)
        case _:
            pass


class _Known:
    """What the file has held so far: texts by id, authors by id."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._texts: dict[str, tuple[str, int]] = {}
        self._authors: dict[tuple[str, str, str], int] = {}

    def checked(self, record: NativeRecord) -> Result:
        identifier, digest = record.article.id, record.article.sha256
        known, line = self._texts.setdefault(identifier, (digest, record.line))
        if known != digest:
            return Problem(
                self._file,
                record.line,
                f"id {identifier!r} stands on line {line} with another text",
                "give one of the two another id",
            )
        author = ("", "") if record.layer is None else (record.layer.role, record.layer.name)
        line = self._authors.setdefault((identifier, *author), record.line)
        if line != record.line:
            return Problem(
                self._file,
                record.line,
                f"id {identifier!r} stands on line {line} already, by the same author",
                "remove one of the two, or name another author in `layer`",
            )
        return record
