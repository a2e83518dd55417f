"""Entities of a project: one row for each thing in the world, under its canonical name."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Entity:
    """A canonical name with its label and aliases; `merged_into` points to the surviving row."""

    id: int
    name: str
    label: str
    aliases: tuple[str, ...] = ()
    merged_into: int | None = None


_PLAIN = (
    *((mark, "'") for mark in "\u2018\u2019"),
    *((dash, " ") for dash in "\u2010\u2011\u2012\u2013"),
)
_BETWEEN = "\0"


@lru_cache(maxsize=1 << 16)
def fold_name(name: str) -> str:
    """The form under which two spellings are one name.

    Canonical decomposition without combining marks, case folded, typographic apostrophes and
    hyphens made plain, hyphens and runs of white space made one space: `États-Unis`, `Etats Unis`
    and `ETATS-UNIS` fold together.
    """
    return " ".join(_plain(name).split())


def fold_names(names: Sequence[str]) -> list[str]:
    """`fold_name` of each name, for many at once."""
    # What is folded character by character needs no turn for each name.
    folded = [" ".join(name.split()) for name in _plain(_BETWEEN.join(names)).split(_BETWEEN)]
    return folded if len(folded) == len(names) else list(map(fold_name, names))


def _plain(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFD", text)
        for mark in filter(unicodedata.combining, set(text)):
            text = text.replace(mark, "")
        for typographic, plain in _PLAIN:
            text = text.replace(typographic, plain)
    return text.casefold().replace("-", " ")


@lru_cache(maxsize=1 << 14)
def _folded_words(name: str) -> frozenset[str]:
    return frozenset(fold_name(name).split())


class NameUse(NamedTuple):
    """A mention's entity as a file or suggester gives it: canonical name, label, and its quote."""

    name: str
    label: str
    quote: str

    @property
    def is_literal(self) -> bool:
        """Whether the mention says (part of) the name; else it stands for something else."""
        return not _folded_words(self.name).isdisjoint(fold_name(self.quote).split())
