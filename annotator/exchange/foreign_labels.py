"""From another tool's label to the scheme's: the user's own map, the scheme, the common names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from annotator.domain.scheme import STANCE_LABELS, Scheme
from annotator.errors import InputError, SchemeError

LEFT_OUT = ""
"""What a label stands for that is to be left out, and counted."""
EVERY_OTHER = "*"
"""In a user's map: every label that is found nowhere else."""

_TAG_PREFIX = re.compile(r"[BIOESLUM]-(?=.)")
_SEPARATORS = re.compile(r"[\s_\-]+")


@dataclass(frozen=True, slots=True)
class LabelMap:
    """Resolves the labels of a file. `mentions` and `stances` are by normal form, `own` as given.

    `known` are the labels of the scheme.
    """

    own: Mapping[str, str]
    known: tuple[str, ...]
    mentions: Mapping[str, str]
    stances: Mapping[str, str]

    def mention(self, label: str) -> str | None:
        """The scheme's label for a mention, `LEFT_OUT`, or None where nothing says which."""
        if (own := self._own(label)) is not None:
            return own
        if label in self.known:
            return label
        found = self.mentions.get(normal_form(label))
        return self.own.get(EVERY_OTHER) if found is None else found

    def stance(self, label: str) -> str | None:
        """The side that a relation's label names, or None where it is no stance."""
        own = self._own(label)
        if own is None:
            own = self.stances.get(normal_form(label))
        return own if own in STANCE_LABELS else None

    def _own(self, label: str) -> str | None:
        if label in self.own:
            return self.own[label]
        return self.own.get(_TAG_PREFIX.sub("", label, count=1))


def normal_form(label: str) -> str:
    """The label without capitals, separators and the prefix of a tagging scheme."""
    return _SEPARATORS.sub("", _TAG_PREFIX.sub("", label.strip(), count=1)).casefold()


def label_map(scheme: Scheme, common: str, own: Mapping[str, str], where: str) -> LabelMap:
    """The map for a scheme.

    Args:
        scheme: The scheme in force.
        common: TOML text of the common names (`labels/common-labels.toml`); may be empty.
        own: What the user says, label of the file to label of the scheme; empty: leave out.
        where: The name of the file of common names, for messages.

    Raises:
        InputError: The user names a label that the scheme does not have.
        SchemeError: The file of common names is malformed.
    """
    known = scheme.entity_labels
    for label in own.values():
        if label not in (LEFT_OUT, *known, *STANCE_LABELS):
            raise InputError(
                f"--labels names {label!r}, which the scheme does not have; "
                f"use one of {', '.join((*known, *STANCE_LABELS))}, or nothing to leave it out."
            )
    try:
        tables = tomllib.loads(common)
    except tomllib.TOMLDecodeError as error:
        raise SchemeError(f"{where} is not valid TOML ({error}); mend that line.") from error
    return LabelMap(
        MappingProxyType(dict(own)),
        known,
        _folded(tables.get("mention", []), known, where),
        _folded(tables.get("stance", []), STANCE_LABELS, where),
    )


def parse_labels(text: str) -> dict[str, str]:
    """The user's map in `Person=PER,Date=`.

    Raises:
        InputError: A part is no pair.
    """
    found: dict[str, str] = {}
    for part in filter(str.strip, text.split(",")):
        name, sign, label = part.partition("=")
        if not sign or not name.strip():
            raise InputError(f"--labels: {part.strip()!r} is no pair; write Person=PER,Date=.")
        found[name.strip()] = label.strip()
    return found


def _folded(tables: object, known: Collection[str], where: str) -> Mapping[str, str]:
    """The scheme's label, or `LEFT_OUT`, by the normal form of each common name."""
    folded: dict[str, str] = {}
    for table in tables if isinstance(tables, list) else [tables]:
        match table:
            case {"to": [*labels], "names": [*names]} if all(
                isinstance(word, str) for word in (*labels, *names)
            ):
                label = next((label for label in labels if label in known), LEFT_OUT)
                folded.update({normal_form(name): label for name in names})
            case _:
                raise SchemeError(f"{where}: each table needs `to` and `names`, lists of strings.")
    # What the scheme itself names wins over any common meaning of the word.
    folded.update({normal_form(label): label for label in known})
    return MappingProxyType(folded)
