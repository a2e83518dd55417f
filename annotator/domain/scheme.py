"""The label scheme: what may be annotated, read from a file in `labels/` and checked whole.

The file's format is documented in `labels/README.md`. Everything language-specific stands in the
scheme or in the files it names; the program itself knows no language.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from annotator.domain.words import PLAIN, Words
from annotator.errors import SchemeError

STANCE_LABELS = ("against", "favor", "neutral")
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,31}\Z")
_NAME = re.compile(r"[a-z][a-z0-9-]{0,63}\Z")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")
# Letters are on every keyboard layout, and no terminal calls them by another name.
_KEY = re.compile(r"[A-Za-z]\Z")
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")


class Underline(StrEnum):
    """The mark of a label besides its colour: a way to underline its mentions."""

    NONE = "none"
    SINGLE = "single"
    DOUBLE = "double"
    BOLD = "bold"
    ITALIC = "italic"


@dataclass(frozen=True, slots=True)
class EntityLabel:
    """A label of mentions.

    `named` labels are what NER training and entity F1 see; `holder` and `target` say who may stand
    where in a stance.
    """

    id: str
    key: str
    colour: str
    mark: Underline
    definition: str
    named: bool = True
    holder: bool = True
    target: bool = True


@dataclass(frozen=True, slots=True)
class StanceLabel:
    """A side that a holder can take on a target."""

    id: str
    key: str
    colour: str
    definition: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """A label scheme in force. `source` is the text of its file, `hash` the digest of that.

    `suggester` names the engine that fills in suggestions, `rules` the program's own.
    """

    name: str
    version: str
    title: str
    language: str
    pipeline: str
    entities: tuple[EntityLabel, ...]
    stances: tuple[StanceLabel, ...]
    guidelines: str | None
    gazetteer: str | None
    zones: str | None
    frames: str | None
    source: str
    suggester: str = "rules"
    words: Words = PLAIN

    @property
    def hash(self) -> str:
        """SHA-256 of the file's text, in hex."""
        return hashlib.sha256(self.source.encode("utf-8")).hexdigest()

    @property
    def entity_labels(self) -> tuple[str, ...]:
        """Ids of the mention labels, in the order of the file."""
        return tuple(label.id for label in self.entities)

    @property
    def named_labels(self) -> tuple[str, ...]:
        """Ids of the labels that NER training sees, in the order of the file."""
        return tuple(label.id for label in self.entities if label.named)

    @property
    def stance_labels(self) -> tuple[str, ...]:
        """Ids of the stance labels, in the order of the file."""
        return tuple(label.id for label in self.stances)

    def entity(self, identifier: str) -> EntityLabel:
        """The mention label with this id. Raises KeyError where there is none."""
        for label in self.entities:
            if label.id == identifier:
                return label
        raise KeyError(identifier)


_T = TypeVar("_T", str, bool)


class _Table:
    """A TOML table with typed access; every failure names the file, the table and the key."""

    def __init__(self, values: Mapping[str, object], where: str) -> None:
        self._values = dict(values)
        self._where = where

    def fail(self, problem: str) -> SchemeError:
        return SchemeError(f"{self._where}: {problem}")

    def take(self, key: str, kind: type[_T], default: _T | None = None) -> _T:
        if key not in self._values:
            if default is None:
                raise self.fail(f"`{key}` is missing; add it.")
            return default
        value = self._values.pop(key)
        if not isinstance(value, kind):
            raise self.fail(f"`{key}` must be {'a string' if kind is str else 'true or false'}.")
        return value

    def matching(self, key: str, pattern: re.Pattern[str], what: str) -> str:
        value = self.take(key, str)
        if not pattern.match(value):
            raise self.fail(f"`{key}` is {value!r}; it must be {what}.")
        return value

    def optional_file(self, key: str) -> str | None:
        if key not in self._values:
            return None
        return self.matching(key, _FILE, "a plain file name beside the scheme")

    def strings(self, key: str) -> frozenset[str]:
        value = self._values.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) and v for v in value):
            raise self.fail(f"`{key}` must be a list of words, each in quotation marks.")
        return frozenset(value)

    def table(self, key: str) -> _Table:
        value = self._values.pop(key, {})
        if not isinstance(value, dict):
            raise self.fail(f"`{key}` must be a table: a line `[{key}]` and its keys below it.")
        return _Table(value, f"{self._where}, [{key}]")

    def tables(self, key: str) -> Iterable[_Table]:
        value = self._values.pop(key, None)
        if not isinstance(value, list) or not value or not all(isinstance(v, dict) for v in value):
            raise self.fail(f"`[[{key}]]` is missing; add at least one label.")
        return [_Table(v, f"{self._where}, [[{key}]] {n}") for n, v in enumerate(value, 1)]

    def finish(self) -> None:
        if self._values:
            unknown = ", ".join(f"`{key}`" for key in sorted(self._values))
            raise self.fail(
                f"{unknown} is not a key of the format; remove it or mend its spelling."
            )


def parse_scheme(source: str, where: str) -> Scheme:
    """The scheme in `source` (TOML text).

    Args:
        source: The file's text.
        where: The file's name, for messages.

    Raises:
        SchemeError: The text is no TOML, or breaks a rule of the format; the message says where.
    """
    try:
        values = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise SchemeError(f"{where} is not valid TOML ({error}); mend that line.") from error
    table = _Table(values, where)
    scheme = Scheme(
        name=table.matching("name", _NAME, "lower-case letters, digits and hyphens"),
        version=table.take("version", str),
        title=table.take("title", str),
        language=table.take("language", str),
        pipeline=table.take("pipeline", str, ""),
        guidelines=table.optional_file("guidelines"),
        gazetteer=table.optional_file("gazetteer"),
        zones=table.optional_file("zones"),
        frames=table.optional_file("frames"),
        entities=tuple(_entity_label(t) for t in table.tables("entity")),
        stances=tuple(_stance_label(t) for t in table.tables("stance")),
        source=source,
        suggester=table.take("suggester", str, "rules"),
        words=_words(table.table("words")),
    )
    table.finish()
    _check_labels(scheme, where)
    return scheme


def _words(table: _Table) -> Words:
    words = Words(elided=table.strings("elided"), pronouns=table.strings("pronouns"))
    for word in sorted(words.elided | words.pronouns):
        if word != word.lower():
            raise table.fail(f"{word!r} has a capital; write it in lower case.")
    table.finish()
    return words


def _entity_label(table: _Table) -> EntityLabel:
    mark = table.take("mark", str, Underline.NONE.value)
    if mark not in tuple(Underline):
        raise table.fail(f"`mark` is {mark!r}; it must be one of {', '.join(Underline)}.")
    label = EntityLabel(
        id=table.matching("id", _ID, "a letter followed by letters, digits or _"),
        key=_key(table),
        colour=table.matching("colour", _COLOUR, "a colour like #77AADD"),
        mark=Underline(mark),
        definition=table.take("definition", str),
        named=table.take("named", bool, default=True),
        holder=table.take("holder", bool, default=True),
        target=table.take("target", bool, default=True),
    )
    table.finish()
    return label


def _stance_label(table: _Table) -> StanceLabel:
    label = StanceLabel(
        id=table.matching("id", _ID, "a letter followed by letters, digits or _"),
        key=_key(table),
        colour=table.matching("colour", _COLOUR, "a colour like #77AADD"),
        definition=table.take("definition", str),
    )
    table.finish()
    return label


def _key(table: _Table) -> str:
    return table.matching("key", _KEY, "one letter from a to z or A to Z")


def _check_labels(scheme: Scheme, where: str) -> None:
    for group, labels in (("entity", scheme.entities), ("stance", scheme.stances)):
        for field in ("id", "key"):
            seen: set[str] = set()
            for label in labels:
                value = getattr(label, field)
                if value in seen:
                    raise SchemeError(
                        f"{where}: {field} {value!r} stands on two [[{group}]] labels; "
                        "give each its own."
                    )
                seen.add(value)
    if scheme.stance_labels != STANCE_LABELS:
        raise SchemeError(
            f"{where}: the [[stance]] labels must be {', '.join(STANCE_LABELS)}, in this order."
        )
    if not scheme.named_labels:
        raise SchemeError(f"{where}: no [[entity]] label is `named`; at least one must be.")


def removed_labels(old: Scheme, new: Scheme) -> tuple[str, ...]:
    """Labels of `old` that `new` lacks: what a changed scheme file must not drop while used."""
    kept = set(new.entity_labels) | set(new.stance_labels)
    return tuple(x for x in (*old.entity_labels, *old.stance_labels) if x not in kept)
