"""Which items stand under a key, in little memory: most keys have one."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


@dataclass(slots=True)
class IdsBy(Generic[K]):
    """From a key to the ids under it, in the order in which they were put there.

    A single id takes no sequence of its own: of 20,000 keys those would take more than the ids.
    """

    _ids: dict[K, str | tuple[str, ...]] = field(default_factory=dict)

    def of(self, key: K) -> tuple[str, ...]:
        """The ids under `key`."""
        found = self._ids.get(key, ())
        return (found,) if isinstance(found, str) else found

    def put(self, key: K, identifier: str) -> None:
        """Add an id, unless it stands there."""
        ids = self.of(key)
        if identifier not in ids:
            self._ids[key] = (*ids, identifier) if ids else identifier

    def discard(self, key: K, identifier: str) -> None:
        """Remove an id, if it stands there."""
        left = tuple(each for each in self.of(key) if each != identifier)
        if left:
            self._ids[key] = left[0] if len(left) == 1 else left
        else:
            self._ids.pop(key, None)

    def copy(self) -> IdsBy[K]:
        """The same, to be changed apart from this one."""
        return IdsBy(self._ids.copy())
