"""The items of a layer after an edit, without a copy of those that it left alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from annotator.domain.items import Item

_FEW: Final = 1 / 16
"""Of all items so many are looked up beside the others, until they are put among them."""


def revised(items: Mapping[str, Item], changed: Mapping[str, Item | None]) -> Mapping[str, Item]:
    """`items` with what stands now under the ids of `changed`; None where nothing does any more.

    Of a long article the two share nearly everything: what it holds is copied once in many edits.
    """
    whole, since = items, changed
    if isinstance(items, _Revised):
        whole, since = items.whole, {**items.since, **changed}
    if len(since) <= _FEW * len(whole):
        return _Revised(whole, since)
    # A proxy copies what it stands for at once; `dict` would walk it key by key.
    copied = whole.copy() if isinstance(whole, MappingProxyType) else dict(whole)
    copied.update((identifier, item) for identifier, item in since.items() if item is not None)
    for identifier, item in since.items():
        if item is None:
            copied.pop(identifier, None)
    return MappingProxyType(copied)


class _Revised(Mapping[str, Item]):
    """The items of an earlier version, and what stands there `since`; never changed."""

    __slots__ = ("since", "whole")

    def __init__(self, whole: Mapping[str, Item], since: Mapping[str, Item | None]) -> None:
        self.whole, self.since = whole, since

    def __getitem__(self, identifier: str) -> Item:
        item = self.since[identifier] if identifier in self.since else self.whole[identifier]
        if item is None:
            raise KeyError(identifier)
        return item

    def __iter__(self) -> Iterator[str]:
        for identifier in self.whole:
            if self.since.get(identifier, identifier) is not None:
                yield identifier
        for identifier, item in self.since.items():
            if item is not None and identifier not in self.whole:
                yield identifier

    def __len__(self) -> int:
        more = (
            (item is not None) - (identifier in self.whole)
            for identifier, item in self.since.items()
        )
        return len(self.whole) + sum(more)
