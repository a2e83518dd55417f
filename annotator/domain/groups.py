"""Things that belong together: disjoint sets, joined pair by pair (union-find)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

_T = TypeVar("_T", bound=Hashable)


class Groups(Generic[_T]):
    """Members in disjoint groups; each begins in a group of its own."""

    def __init__(self, members: Iterable[_T]) -> None:
        self._above = {member: member for member in members}

    def root(self, member: _T) -> _T:
        """The member that stands for the group of this one."""
        path = member
        while self._above[path] != path:
            self._above[path] = self._above[self._above[path]]
            path = self._above[path]
        return path

    def join(self, one: _T, other: _T) -> None:
        """Make the groups of the two one group."""
        self._above[self.root(other)] = self.root(one)

    def all(self) -> list[list[_T]]:
        """The groups and their members, both in the order in which members were given."""
        found: dict[_T, list[_T]] = {}
        for member in self._above:
            found.setdefault(self.root(member), []).append(member)
        return list(found.values())
