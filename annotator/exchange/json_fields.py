"""Typed access to a parsed JSON object; every failure says which field and what it must be."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import TypeVar

from annotator.domain.article import JsonValue

_E = TypeVar("_E", bound=StrEnum)


class FieldError(ValueError):
    """A field that can't be taken. The arguments are what is wrong and the remedy, as clauses."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what, remedy)
        self.what = what
        self.remedy = remedy


class Fields:
    """One JSON object with typed access; `where` names it in messages (`entities[3]`)."""

    def __init__(self, value: JsonValue, where: str) -> None:
        if not isinstance(value, dict):
            raise FieldError(f"{where} is {_kind(value)}", "make it a JSON object")
        self._values = value
        self._where = where
        self._taken: set[str] = set()

    def path(self, key: str) -> str:
        """The name of the field `key` in messages."""
        return f"{self._where}.{key}" if self._where != "the record" else key

    def _take(self, key: str, *, required: bool) -> JsonValue:
        self._taken.add(key)
        if key not in self._values:
            if required:
                raise FieldError(f"`{self.path(key)}` is missing", "add it")
            return None
        return self._values[key]

    def _wrong(self, key: str, value: JsonValue, expected: str) -> FieldError:
        return FieldError(f"`{self.path(key)}` is {_kind(value)}", f"make it {expected}")

    def text(self, key: str) -> str:
        """A required string."""
        self._taken.add(key)
        value = self._values.get(key)
        if not isinstance(value, str):
            raise self._wrong(key, self._take(key, required=True), "a string")
        return value

    def name(self, key: str) -> str:
        """A required string that is visible on one line: an id or a name."""
        value = self.text(key)
        if not value.strip() or not value.isprintable():
            raise FieldError(
                f"`{self.path(key)}` is {value[:40]!r}", "make it visible characters on one line"
            )
        return value

    def optional_text(self, key: str) -> str | None:
        """A string, or None where it is null or absent."""
        self._taken.add(key)
        value = self._values.get(key)
        if value is not None and not isinstance(value, str):
            raise self._wrong(key, value, "a string or null")
        return value

    def scalar(self, key: str) -> str | None:
        """A string, or a whole number in digits: an id or name; None where it is null or absent."""
        value = self._take(key, required=False)
        if value is None or (isinstance(value, str) and value):
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        raise self._wrong(key, value, "a string or a whole number")

    def number(self, key: str) -> int:
        """A required integer; true, false and 3.0 are none."""
        self._taken.add(key)
        value = self._values.get(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self._wrong(key, self._take(key, required=True), "a whole number")
        return value

    def choice(self, key: str, kind: type[_E], default: _E | None = None) -> _E:
        """A member of `kind`; absent or null means the default, where there is one."""
        value = self._take(key, required=default is None)
        if value is None and default is not None:
            return default
        members: Mapping[str, _E] = _members(kind)
        if isinstance(value, str) and value in members:
            return members[value]
        shown = repr(value) if isinstance(value, str) else _kind(value)
        raise FieldError(f"`{self.path(key)}` is {shown}", f"make it one of {', '.join(kind)}")

    def optional_choice(self, key: str, kind: type[_E]) -> _E | None:
        """A member of `kind`, or None where it is null or absent."""
        if self._take(key, required=False) is None:
            return None
        return self.choice(key, kind)

    def array(self, key: str, *, required: bool = False) -> list[JsonValue]:
        """A list; empty where it is null or absent and not required."""
        value = self._take(key, required=required)
        if value is None and not required:
            return []
        if not isinstance(value, list):
            raise self._wrong(key, value, "a list")
        return value

    def strings(self, key: str) -> list[str]:
        """A list of strings, or one string alone; empty where it is null or absent."""
        value = self._take(key, required=False)
        values = [value] if isinstance(value, str) else self.array(key)
        found = [item for item in values if isinstance(item, str)]
        if len(found) < len(values):
            raise self._wrong(key, value, "a list of strings")
        return found

    def object(self, key: str) -> Fields | None:
        """An object, or None where it is null or absent."""
        value = self._take(key, required=False)
        return None if value is None else Fields(value, self.path(key))

    def mapping(self, key: str) -> Mapping[str, JsonValue]:
        """A free object, kept as it is; empty where it is null or absent."""
        value = self._take(key, required=False)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise self._wrong(key, value, "a JSON object")
        return value

    def has(self, *keys: str) -> bool:
        """Whether one of these fields is there, whatever it holds."""
        return any(key in self._values for key in keys)

    def unread(self) -> tuple[str, ...]:
        """The names of the fields that nobody asked for."""
        if self._values.keys() <= self._taken:
            return ()
        return tuple(self.path(key) for key in self._values if key not in self._taken)


@cache
def _members(kind: type[_E]) -> Mapping[str, _E]:
    return {member.value: member for member in kind}


def _kind(value: JsonValue) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case int() | float():
            return f"the number {value}" if abs(value) < 1e9 else "a number"
        case str():
            return "a string"
        case list():
            return "a list"
        case dict():
            return "an object"
