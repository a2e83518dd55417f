"""The items of a layer by kind and place: what an act looks up without reading every item.

An index is never changed: the next version of a layer gets a copy in which the changed items were
replaced. Copying a list of references costs microseconds where walking the items costs
milliseconds.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, Self, TypeAlias, TypeVar

from annotator.domain.article import Span
from annotator.domain.ids_by import IdsBy
from annotator.domain.items import (
    Item,
    Mention,
    Origin,
    Stance,
    Zone,
    is_live,
    item_number,
    text_order,
)

_MANY = 200
"""Changes after which sorting all items anew is faster than moving each of them."""
_I = TypeVar("_I", Mention, Stance, Zone)
_Order = Callable[[_I], tuple[int, ...]]
Origins: TypeAlias = Mapping[str, IdsBy[str]]


class _Put(Protocol):
    """Inserts an item into a sorted list, or removes it."""

    def __call__(self, sequence: list[_I], item: _I, order: _Order[_I]) -> None: ...


@dataclass(frozen=True, slots=True, eq=False)
class LayerIndex:
    """The items of one version of a layer.

    `items` is the very mapping that was indexed. `mentions` and `zones` are the live ones in text
    order, `stances` those in order of creation; `everywhere` and `every_stance` hold tombstones as
    well. `longest` is at least the length of the longest mention. `origins` has, by suggester, the
    ids of the items made of a suggestion, by its id there.
    """

    items: Mapping[str, Item]
    mentions: list[Mention]
    everywhere: list[Mention]
    longest: int
    stances: list[Stance]
    every_stance: list[Stance]
    zones: list[Zone]
    origins: Origins

    @classmethod
    def of(cls, items: Mapping[str, Item]) -> Self:
        """The index of these items."""
        made = [item for item in items.values() if item.origin is not None]
        return cls.sorted_anew(items, _with_origins({}, made))

    @classmethod
    def sorted_anew(cls, items: Mapping[str, Item], origins: Origins) -> Self:
        """The index of these items, whose origins are known."""
        everywhere = sorted((i for i in items.values() if isinstance(i, Mention)), key=text_order)
        every_stance = sorted((i for i in items.values() if isinstance(i, Stance)), key=_creation)
        zones = (i for i in items.values() if isinstance(i, Zone) and is_live(i))
        return cls(
            items,
            [mention for mention in everywhere if is_live(mention)],
            everywhere,
            max((m.end - m.start for m in everywhere), default=0),
            [stance for stance in every_stance if is_live(stance)],
            every_stance,
            sorted(zones, key=_beginning),
            origins,
        )

    def following(
        self, items: Mapping[str, Item], changes: Iterable[tuple[Item | None, Item | None]]
    ) -> Self:
        """The index of `items`, which differ from these by the changes (before, after)."""
        changed = list(changes)
        made = [
            after
            for before, after in changed
            if after is not None and after.origin != (before.origin if before else None)
        ]
        origins = _with_origins(self.origins, made) if made else self.origins
        if len(changed) > _MANY:
            return type(self).sorted_anew(items, origins)
        index = type(self)(
            items,
            self.mentions.copy(),
            self.everywhere.copy(),
            max([self.longest, *(i.span.end - i.span.start for _, i in changed if i)]),
            self.stances.copy(),
            self.every_stance.copy(),
            self.zones.copy(),
            origins,
        )
        for before, after in changed:
            if before is not None:
                _put(index, before, _remove)
            if after is not None:
                _put(index, after, _insert)
        return index

    def made_of(self, origin: Origin) -> Iterator[Item]:
        """The items, live or not, that were made of the same suggestion."""
        made = self.origins.get(origin.suggester)
        for identifier in made.of(origin.item) if made else ():
            item = self.items.get(identifier)
            if item is not None and item.origin == origin:
                yield item

    def overlapping(self, span: Span) -> Iterator[Mention]:
        """The mentions, live or not, that share a character with `span`, in text order."""
        for place in range(self._first_from(span.start - self.longest), len(self.everywhere)):
            mention = self.everywhere[place]
            if mention.start >= span.end:
                return
            if mention.end > span.start:
                yield mention

    def exactly(self, span: Span) -> Iterator[Mention]:
        """The mentions, live or not, over this very span, oldest first."""
        for place in range(self._first_from(span.start), len(self.everywhere)):
            mention = self.everywhere[place]
            if mention.start > span.start:
                return
            if mention.end == span.end:
                yield mention

    def _first_from(self, start: int) -> int:
        return bisect_left(self.everywhere, start, key=lambda mention: mention.start)


def _put(index: LayerIndex, item: Item, put: _Put) -> None:
    """Insert or remove an item wherever it stands."""
    match item:
        case Mention():
            put(index.everywhere, item, text_order)
            if is_live(item):
                put(index.mentions, item, text_order)
        case Stance():
            put(index.every_stance, item, _creation)
            if is_live(item):
                put(index.stances, item, _creation)
        case Zone() if is_live(item):
            put(index.zones, item, _beginning)


def _with_origins(origins: Origins, items: Iterable[Item]) -> Origins:
    found: dict[str, IdsBy[str]] = {}
    for item in items:
        if item.origin is not None:
            suggester = item.origin.suggester
            if suggester not in found:
                found[suggester] = origins[suggester].copy() if suggester in origins else IdsBy()
            found[suggester].put(item.origin.item, item.id)
    return {**origins, **found}


def _remove(sequence: list[_I], item: _I, order: _Order[_I]) -> None:
    del sequence[bisect_left(sequence, order(item), key=order)]


def _insert(sequence: list[_I], item: _I, order: _Order[_I]) -> None:
    insort(sequence, item, key=order)


def _creation(stance: Stance) -> tuple[int, ...]:
    return (item_number(stance.id),)


def _beginning(zone: Zone) -> tuple[int, ...]:
    return (zone.start, item_number(zone.id))
