"""The header and the cells of WebAnno TSV 3: which column holds what, and how values are escaped.

After the format's manual, INCEpTION user guide, "WebAnno TSV 3.3 File format".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

FORMAT = "#FORMAT=WebAnno TSV "
NO_ANNOTATION = "_"
NO_VALUE = "*"
_ROLE = "ROLE_"
_BASE = "BT_"
_SUFFIX = re.compile(r"\[(\d+(?:_\d+)?)\]\Z")
_VALUE_ESCAPES = {"t": "\t", "n": "\n", "r": "\r"}
_TEXT_ESCAPES = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "b": "\b"}
_JAVA_UNICODE = re.compile(r"\\u+([0-9a-fA-F]{4})")
_RESERVED = re.compile(r"->|[\\\[\]|_;\t\n\r*]")
_CONTROL = re.compile(r"[\x00-\x07\x0e-\x1f\t\n\f\r\x08\\]")


class Layer(StrEnum):
    """The three kinds of layers, by the prefix of their declaration."""

    SPAN = "#T_SP="
    CHAIN = "#T_CH="
    RELATION = "#T_RL="


class Content(StrEnum):
    """What a column says of its annotation."""

    NOTHING = "nothing"
    VALUE = "value"
    ROLES = "roles"
    FILLERS = "fillers"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Column:
    """One column after the token: its layer, the layer's type, and what it holds.

    `name` is the feature; `target` the type that fills a slot or that a relation starts from.
    """

    layer: Layer
    type: str
    content: Content
    name: str = ""
    target: str = ""


def parse_columns(lines: Sequence[str]) -> tuple[Column, ...]:
    """The columns that the declarations of a header stand for, in their order."""
    return tuple(
        column
        for line in lines
        for layer in Layer
        if line.startswith(layer)
        for column in _layer_columns(layer, line.removeprefix(layer).split("|"))
    )


def _layer_columns(layer: Layer, fields: Sequence[str]) -> Iterator[Column]:
    name, features = fields[0], [field for field in fields[1:] if field]
    if not features:
        yield Column(layer, name, Content.NOTHING)
    slot = ""
    for feature in features:
        if layer is Layer.RELATION and feature.startswith(_BASE):
            yield Column(layer, name, Content.SOURCE, target=feature.removeprefix(_BASE))
        elif layer is Layer.SPAN and feature.startswith(_ROLE):
            slot = feature.removeprefix(_ROLE).rpartition("_")[0].rpartition(":")[2]
            yield Column(layer, name, Content.ROLES, slot)
        elif slot:
            yield Column(layer, name, Content.FILLERS, slot, feature)
            slot = ""
        else:
            yield Column(layer, name, Content.VALUE, feature)


def split_escaped(cell: str, separator: str) -> list[str]:
    """The parts between separators that no backslash protects, still escaped."""
    parts, begin, at = [], 0, 0
    while at < len(cell):
        if cell[at] == "\\":
            at += 2
            continue
        if cell[at] == separator:
            parts.append(cell[begin:at])
            begin = at + 1
        at += 1
    return [*parts, cell[begin:]]


def split_id(value: str) -> tuple[str, str | None]:
    """A value without its disambiguation id, and that id (`PER[3]` is `PER` and `3`)."""
    match = _SUFFIX.search(value)
    if match is None or _is_escaped(value, match.start()):
        return value, None
    return value[: match.start()], match.group(1)


def _is_escaped(value: str, at: int) -> bool:
    before = value[:at]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1


def unescape_value(value: str) -> str:
    """A feature's value as it was before it was escaped."""
    return _unescape(value, _VALUE_ESCAPES)


def escape_value(value: str) -> str:
    """A feature's value as a cell may hold it."""
    named = {after: f"\\{before}" for before, after in _VALUE_ESCAPES.items()}
    return _RESERVED.sub(lambda m: named.get(m.group(), f"\\{m.group()}"), value)


def unescape_text(line: str, version: tuple[int, int]) -> str:
    """A `#Text=` line as it was before it was escaped; up to 3.1 with Java's Unicode escapes."""
    if version <= (3, 1):
        line = _JAVA_UNICODE.sub(lambda m: chr(int(m.group(1), 16)), line)
        # Java writes a character beyond U+FFFF as two escapes.
        line = line.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _unescape(line, _TEXT_ESCAPES)


def escape_text(line: str) -> str:
    """A line of text as `#Text=` may hold it."""
    named = {after: f"\\{before}" for before, after in _TEXT_ESCAPES.items()}
    return _CONTROL.sub(lambda m: named.get(m.group(), f"\\{m.group()}"), line)


def _unescape(value: str, named: dict[str, str]) -> str:
    return re.sub(r"\\(.)", lambda m: named.get(m.group(1), m.group(1)), value, flags=re.DOTALL)
