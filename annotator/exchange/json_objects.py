"""The objects of a JSON file, one by one: JSON Lines, pretty-printed objects, or one list."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from annotator.domain.article import JsonValue
from annotator.errors import InputError
from annotator.exchange.decoding import UndecodableError, decode
from annotator.exchange.json_fields import FieldError
from annotator.exchange.json_parsing import parse_json
from annotator.exchange.problems import Problem

Object: TypeAlias = dict[str, JsonValue]

_BROKEN_LIST = "mend it there; what comes after it was not read"
_SPACE = " \t\r\n"


@dataclass(frozen=True, slots=True)
class JsonObject:
    """An object of a file: its line (from 1), its value, and its text in the file.

    In a list that stands on one line, `line` is the number of the object instead.
    """

    line: int
    value: Object
    raw: str


def read_objects(path: Path) -> Iterator[JsonObject | Problem]:
    """One result for each object; what is no object or broken is a problem with its text.

    Lists are read whole, everything else line by line.

    Raises:
        InputError: The file can't be read at all.
    """
    file = str(path)
    try:
        with path.open("rb") as lines:
            start = lines.read(4096)
        if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            for line, text in _spread(path):
                yield _object(file, line, text)
            return
        text = decode(path.read_bytes()).text
    except UndecodableError as error:
        yield Problem(file, None, error.what, error.remedy)
        return
    except OSError as error:
        raise InputError(f"{path} can't be read ({error.strerror}); check it.") from error
    if text.lstrip(_SPACE).startswith("["):
        yield from _listed(file, text)
    else:
        for line, part in _parts(text.split("\n")):
            yield _object(file, line, part)


def _spread(path: Path) -> Iterator[tuple[int, str]]:
    # In bytes: only "\n" ends a line here, whatever else a string holds.
    with path.open("rb") as lines:
        decoded = (
            raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape") for raw in lines
        )
        yield from _parts(decoded)


def _parts(lines: Iterator[str] | list[str]) -> Iterator[tuple[int, str]]:
    """The text of each object with its first line; an object begins at the left edge."""
    begun, part = 0, ""
    for number, line in enumerate(lines, 1):
        if part and line.startswith("{"):
            yield begun, part
            part = ""
        if part or line.strip():
            begun = begun if part else number
            part += line if line.endswith("\n") else f"{line}\n"
        if part and line.startswith("}"):
            yield begun, part
            part = ""
    if part:
        yield begun, part


def _object(file: str, line: int, text: str) -> JsonObject | Problem:
    try:
        value = parse_json(text.encode("utf-8", "surrogateescape"))
        if isinstance(value, dict):
            return JsonObject(line, value, text)
        raise FieldError("the record is no JSON object", "make it one")
    except FieldError as error:
        shown = text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
        return Problem(file, line, error.what, error.remedy, shown)


def _listed(file: str, text: str) -> Iterator[JsonObject | Problem]:
    """The elements of the one list that the file is."""
    decoder = json.JSONDecoder()
    place, line, seen = text.index("[") + 1, 1, 0
    on_one_line, number = "\n" not in text.rstrip(_SPACE), 0
    while True:
        place = _skipped(text, place)
        if text.startswith("]", place) or place >= len(text):
            return
        line, seen, number = line + text.count("\n", seen, place), place, number + 1
        try:
            _, end = decoder.raw_decode(text, place)
        except (ValueError, RecursionError) as error:
            yield Problem(file, line, f"the list is broken ({error})", _BROKEN_LIST)
            return
        yield _object(file, number if on_one_line else line, text[place:end])
        place = _skipped(text, end)
        if text.startswith(",", place):
            place += 1


def _skipped(text: str, place: int) -> int:
    while place < len(text) and text[place] in _SPACE:
        place += 1
    return place
