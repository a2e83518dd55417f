"""A layer: all items of one author on one article, and where that author's work on it stands.

Suggester, annotator and gold layers have this one shape, so that comparing, merging, exporting and
evaluating are all "two layers in, something out".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from annotator.domain.items import Item, Mention, Stance, Zone, is_live, item_number


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


def text_order(item: Mention | Stance) -> tuple[int, int, int]:
    """The place of an item in text order; the longer first, then the older."""
    return (item.span.start, -item.span.end, item_number(item.id))


@dataclass(frozen=True, slots=True)
class Layer:
    """One author's items on one article.

    `version` counts the edits; `next_number` is the number of the next item, never reused.
    """

    article: str
    author: Author
    version: int = 0
    next_number: int = 1
    items: Mapping[str, Item] = field(default_factory=lambda: MappingProxyType({}))
    assignment: Assignment = field(default_factory=Assignment)

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
        live = (i for i in self.items.values() if isinstance(i, Mention) and is_live(i))
        return iter(sorted(live, key=text_order))

    def stances(self) -> Iterator[Stance]:
        """Live stances in order of creation."""
        live = (i for i in self.items.values() if isinstance(i, Stance) and is_live(i))
        return iter(sorted(live, key=lambda stance: item_number(stance.id)))

    def zones(self) -> Iterator[Zone]:
        """Live zones in text order."""
        return iter(
            sorted(
                (i for i in self.items.values() if isinstance(i, Zone) and is_live(i)),
                key=lambda z: z.start,
            )
        )

    def in_zone(self, start: int, end: int) -> bool:
        """Whether the range touches a dimmed paragraph."""
        return any(z.start < end and start < z.end for z in self.zones())
