"""The items of a layer by kind and place: what an act looks up without reading every item.

An index is never changed: the next version of a layer gets one in which the changed items were
replaced, and which shares the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self, TypeAlias, TypeVar

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
from annotator.domain.stretches import Stretches

_MANY = 200
"""Changes after which sorting all items anew is faster than moving each of them."""
_I = TypeVar("_I", Mention, Stance, Zone)
Origins: TypeAlias = Mapping[str, IdsBy[str]]


@dataclass(frozen=True, slots=True, eq=False)
class LayerIndex:
    """The items of one version of a layer.

    `items` is the very mapping that was indexed. `mentions` and `zones` are the live ones in text
    order, `stances` those in order of creation; `everywhere` and `every_stance` hold tombstones as
    well. `longest` is at least the length of the longest mention. `origins` has, by suggester, the
    ids of the items made of a suggestion, by its id there.
    """

    items: Mapping[str, Item]
    mentions: Stretches[Mention]
    everywhere: Stretches[Mention]
    longest: int
    stances: Stretches[Stance]
    every_stance: Stretches[Stance]
    zones: Stretches[Zone]
    origins: Origins

    @classmethod
    def of(cls, items: Mapping[str, Item]) -> Self:
        """The index of these items."""
        made = [item for item in items.values() if item.origin is not None]
        return cls.sorted_anew(items, _with_origins({}, made))

    @classmethod
    def sorted_anew(cls, items: Mapping[str, Item], origins: Origins) -> Self:
        """The index of these items, whose origins are known."""
        everywhere = Stretches.of((i for i in items.values() if isinstance(i, Mention)), text_order)
        every_stance = Stretches.of((i for i in items.values() if isinstance(i, Stance)), _creation)
        zones = (i for i in items.values() if isinstance(i, Zone) and is_live(i))
        return cls(
            items,
            everywhere.only(is_live),
            everywhere,
            max((m.end - m.start for m in everywhere), default=0),
            every_stance.only(is_live),
            every_stance,
            Stretches.of(zones, _beginning),
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
        gone = [before for before, _ in changed if before is not None]
        come = [after for _, after in changed if after is not None]

        def follow(before: Stretches[_I], kind: type[_I], *, live: bool) -> Stretches[_I]:
            old, new = ([i for i in of if isinstance(i, kind)] for of in (gone, come))
            if live:
                old, new = ([i for i in of if is_live(i)] for of in (old, new))
            return before.changed(old, new)

        return type(self)(
            items,
            follow(self.mentions, Mention, live=True),
            follow(self.everywhere, Mention, live=False),
            max([self.longest, *(item.span.end - item.span.start for item in come)]),
            follow(self.stances, Stance, live=True),
            follow(self.every_stance, Stance, live=False),
            follow(self.zones, Zone, live=True),
            origins,
        )

    def made_of(self, origin: Origin) -> Iterator[Item]:
        """The items, live or not, that were made of the same suggestion."""
        made = self.origins.get(origin.suggester)
        for identifier in made.of(origin.item) if made else ():
            item = self.items.get(identifier)
            if item is not None and item.origin == origin:
                yield item

    def overlapping(self, span: Span) -> Iterator[Mention]:
        """The mentions, live or not, that share a character with `span`, in text order."""
        return self._over(self.everywhere, span)

    def live_over(self, span: Span) -> Iterator[Mention]:
        """The live mentions that share a character with `span`, in text order."""
        return self._over(self.mentions, span)

    def exactly(self, span: Span) -> Iterator[Mention]:
        """The mentions, live or not, over this very span, oldest first."""
        for mention in self.everywhere.since((span.start,)):
            if mention.start > span.start:
                return
            if mention.end == span.end:
                yield mention

    def _over(self, mentions: Stretches[Mention], span: Span) -> Iterator[Mention]:
        for mention in mentions.since((span.start - self.longest,)):
            if mention.start >= span.end:
                return
            if mention.end > span.start:
                yield mention


def _with_origins(origins: Origins, items: Iterable[Item]) -> Origins:
    found: dict[str, IdsBy[str]] = {}
    for item in items:
        if item.origin is not None:
            suggester = item.origin.suggester
            if suggester not in found:
                found[suggester] = origins[suggester].copy() if suggester in origins else IdsBy()
            found[suggester].put(item.origin.item, item.id)
    return {**origins, **found}


def _creation(stance: Stance) -> tuple[int, ...]:
    return (item_number(stance.id),)


def _beginning(zone: Zone) -> tuple[int, ...]:
    return (zone.start, item_number(zone.id))
