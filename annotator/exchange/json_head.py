"""What a JSON file begins with, told from its first bytes: the fields of its first object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from annotator.exchange.decoding import UndecodableError, decode

_SHOWN = 400
_OPEN, _CLOSE = "{[", "}]"


@dataclass(frozen=True, slots=True)
class JsonHead:
    """The first object of a file: `fields` gives the beginning of each value, without spaces.

    `listed` tells whether the object stands in a list.
    """

    fields: Mapping[str, str]
    listed: bool

    def has(self, *names: str) -> bool:
        """Whether one of these fields is there."""
        return any(name in self.fields for name in names)

    def begins(self, name: str, value: str) -> bool:
        """Whether the field is there and its value begins so."""
        return self.fields.get(name, "").startswith(value)


def json_head(head: bytes) -> JsonHead | None:
    """The first object in the first bytes of a file, however cut off; None where it is none."""
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"{", b"[", b"\xff", b"\xfe"):
        return None
    try:
        text = head.decode("utf-8-sig", "ignore") if b"\0" not in head else decode(head).text
    except UndecodableError:
        return None
    text = text.lstrip()
    listed = text.startswith("[")
    text = text.removeprefix("[").lstrip()
    if not text.startswith("{"):
        return None
    return JsonHead(MappingProxyType(_fields(text)), listed)


def _fields(text: str) -> dict[str, str]:
    """The beginning of each value of the object that the text begins with."""
    fields: dict[str, str] = {}
    depth, place, key = 0, 0, ""
    string = ""
    while place < len(text):
        char = text[place]
        end = place + 1
        if char == '"':
            end = _string_end(text, place)
            string = text[place + 1 : end - 1]
        elif char == ":" and depth == 1:
            key = string
            fields[key] = ""
        elif char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth -= 1
        if key and char not in ":," and not char.isspace() and depth >= 1:
            fields[key] += text[place : min(end, place + _SHOWN)] * (len(fields[key]) < _SHOWN)
        elif key and depth > 1 and char in ":,":
            fields[key] += char * (len(fields[key]) < _SHOWN)
        if char == "," and depth == 1:
            key = ""
        if depth == 0 and place:
            break
        place = end
    return fields


def _string_end(text: str, start: int) -> int:
    place = start + 1
    while place < len(text) and text[place] != '"':
        place += 2 if text[place] == "\\" else 1
    return place + 1
