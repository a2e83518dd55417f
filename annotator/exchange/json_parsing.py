"""JSON from outside, parsed into what can be stored and passed on, or refused by name."""

from __future__ import annotations

import json
import re
from itertools import chain
from typing import NoReturn

import orjson

from annotator.domain.article import JsonValue
from annotator.exchange.json_fields import FieldError

_DEEPEST = 100
_LOOSE = re.compile(rb'"[ \t\r\n]+:')
"""White space between a name and its colon."""
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def parse_json(line: bytes | str) -> JsonValue:
    """The JSON value of a line or record.

    Raises:
        FieldError: It is no JSON, or holds what no database takes.
    """
    plain = _plain(line) if isinstance(line, bytes) else None
    if plain is not None:
        return plain
    try:
        text = line.decode("utf-8") if isinstance(line, bytes) else line
        value: JsonValue = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
        if isinstance(line, bytes) and b"\\u" not in line:
            # In valid UTF-8, JSON writes what can't be stored as an escape, or not at all.
            _check_depth(value)
        else:
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


def _plain(line: bytes) -> JsonValue | None:
    """The value of a line without anything unusual; None where it must be looked at closely.

    Unusual are escapes (they can hide what can't be stored), numbers with a fraction (a whole
    number may be too long for one), what is no JSON, and a name that may stand twice in an object:
    there are fewer names in the value than `":` in the line, which a text can hold as well.
    """
    if b"\\u" in line or _LOOSE.search(line) is not None:
        return None
    try:
        value: JsonValue = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    return value if _names_within(value) == line.count(b'":') else None


def _names_within(value: JsonValue) -> int | None:
    """How many names its objects have; None where there are none, or it is deep or has floats."""
    names = 0
    objects = [value] if isinstance(value, dict) else []
    lists = [value] if isinstance(value, list) else []
    for _ in range(_DEEPEST):
        if not objects and not lists:
            return names or None
        names += sum(map(len, objects))
        inside = [*chain.from_iterable(map(dict.values, objects)), *chain.from_iterable(lists)]
        kinds = set(map(type, inside))
        if float in kinds:
            return None
        objects = [v for v in inside if isinstance(v, dict)] if dict in kinds else []
        lists = [v for v in inside if isinstance(v, list)] if list in kinds else []
    return None


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


def _check_depth(value: JsonValue) -> None:
    level = [value] if isinstance(value, list | dict) else []
    depth = 0
    while level:
        if depth >= _DEEPEST:
            raise _nested()
        inside = chain.from_iterable(v.values() if isinstance(v, dict) else v for v in level)
        level = [v for v in inside if isinstance(v, list | dict)]
        depth += 1


def _check_strings(value: JsonValue, where: str, depth: int = 0) -> None:
    """Refuse what no database takes in any string but the text, which has a message of its own."""
    if depth > _DEEPEST:
        raise _nested()
    match value:
        case str() if where != ".text":
            if (found := _UNSTORABLE.search(value)) is not None:
                kind = "a NUL character" if found.group() == "\0" else "a lone surrogate"
                raise FieldError(f"`{where[1:]}` holds {kind}", "remove it")
        case list():
            for number, item in enumerate(value):
                _check_strings(item, f"{where}[{number}]", depth + 1)
        case dict():
            for key, item in value.items():
                if _UNSTORABLE.search(key) is not None:
                    raise FieldError(f"a name in `{where[1:]}` can't be stored", "mend the name")
                _check_strings(item, f"{where}.{key}", depth + 1)
        case _:
            pass
