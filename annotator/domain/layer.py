"""A layer: all items of one author on one article, and where that author's work on it stands.

Suggester, annotator and gold layers have this one shape, so that comparing, merging, exporting and
evaluating are all "two layers in, something out".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from annotator.domain.article import Span
from annotator.domain.items import Item, Mention, Stance, Zone
from annotator.domain.layer_index import LayerIndex

if TYPE_CHECKING:
    from annotator.domain.rulings import Ruling


class Role(StrEnum):
    """What kind of author a layer has."""

    SUGGESTER = "suggester"
    ANNOTATOR = "annotator"
    GOLD = "gold"


class State(StrEnum):
    """Where an annotator stands with an article."""

    NEW = "new"
    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Assignment:
    """The decisions about an article as a whole; changed by edits, so undo covers them."""

    state: State = State.NEW
    flagged: bool = False
    comment: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Author:
    """Who made a layer: role and name (annotator's name, or suggester with its version)."""

    role: Role
    name: str


@dataclass(frozen=True, slots=True)
class Layer:
    """One author's items on one article.

    `version` counts the edits; `next_number` is the number of the next item, never reused.
    `rulings` tell how the items of a gold layer came about; other layers have none.
    """

    article: str
    author: Author
    version: int = 0
    next_number: int = 1
    items: Mapping[str, Item] = field(default_factory=lambda: MappingProxyType({}))
    assignment: Assignment = field(default_factory=Assignment)
    rulings: Mapping[str, Ruling] = field(default_factory=lambda: MappingProxyType({}))
    _index: LayerIndex | None = field(default=None, compare=False, repr=False)

    @property
    def index(self) -> LayerIndex:
        """The items by kind and place; made when it is first asked for."""
        if self._index is None or self._index.items is not self.items:
            # Derived from `items` alone, so the layer stays the same value.
            object.__setattr__(self, "_index", LayerIndex.of(self.items))
        return cast("LayerIndex", self._index)

    def mention(self, identifier: str) -> Mention:
        """The mention with this id. Raises KeyError where there is none."""
        item = self.items[identifier]
        if not isinstance(item, Mention):
            raise KeyError(identifier)
        return item

    def stance(self, identifier: str) -> Stance:
        """The stance with this id. Raises KeyError where there is none."""
        item = self.items[identifier]
        if not isinstance(item, Stance):
            raise KeyError(identifier)
        return item

    def mentions(self) -> Iterator[Mention]:
        """Live mentions in text order, the longer first where they begin together."""
        return iter(self.index.mentions)

    def mentions_over(self, span: Span) -> Iterator[Mention]:
        """Live mentions that share a character with `span`, in text order."""
        return self.index.live_over(span)

    def stances(self) -> Iterator[Stance]:
        """Live stances in order of creation."""
        return iter(self.index.stances)

    def zones(self) -> Iterator[Zone]:
        """Live zones in text order."""
        return iter(self.index.zones)

    def in_zone(self, start: int, end: int) -> bool:
        """Whether the range touches a dimmed paragraph."""
        return any(z.start < end and start < z.end for z in self.index.zones)
