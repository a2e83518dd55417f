"""Values in an order, of which the next version shares nearly everything with this one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, chain
from typing import Final, Self, TypeAlias, TypeVar, overload

T = TypeVar("T")
Key: TypeAlias = tuple[int, ...]
Order: TypeAlias = Callable[[T], Key]

_LENGTH: Final = 256
"""Values of a stretch; at twice as many it becomes two."""


class Stretches(Sequence[T]):
    """A sorted sequence in stretches, never changed: one with a value more copies one of them."""

    __slots__ = ("_begins", "_order", "_stretches")

    def __init__(self, stretches: Sequence[Sequence[T]], order: Order[T]) -> None:
        self._stretches, self._order = stretches, order
        self._begins = list(accumulate(map(len, stretches), initial=0))

    @classmethod
    def of(cls, values: Iterable[T], order: Order[T]) -> Self:
        """The values in this order; no two of them may have the same place in it."""
        return cls(_cut(sorted(values, key=order)), order)

    def only(self, wanted: Callable[[T], bool]) -> Self:
        """The same, of the values that are wanted."""
        return type(self)(_cut([value for value in self if wanted(value)]), self._order)

    def __len__(self) -> int:
        return self._begins[-1]

    def __iter__(self) -> Iterator[T]:
        return chain.from_iterable(self._stretches)

    @overload
    def __getitem__(self, place: int) -> T: ...

    @overload
    def __getitem__(self, place: slice) -> list[T]: ...

    def __getitem__(self, place: int | slice) -> T | list[T]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        at = place + len(self) if place < 0 else place
        if not 0 <= at < len(self):
            raise IndexError(place)
        number = bisect_right(self._begins, at) - 1
        return self._stretches[number][at - self._begins[number]]

    def since(self, key: Key) -> Iterator[T]:
        """The values that stand at `key` or after it, in order."""
        number, place = _place_of(key, self._stretches, self._order)
        for stretch in self._stretches[number:]:
            yield from stretch[place:]
            place = 0

    def changed(self, gone: Iterable[T], come: Iterable[T]) -> Self:
        """The same without the values in the places of `gone`, then with those that `come`.

        Raises:
            KeyError: Nothing stands in such a place.
        """
        stretches = list(self._stretches)
        for value in gone:
            _remove(value, stretches, self._order)
        for value in come:
            _insert(value, stretches, self._order)
        return type(self)(stretches, self._order)


def _cut(ordered: list[T]) -> list[list[T]]:
    """Values in their order, in stretches."""
    begins = range(0, len(ordered), _LENGTH)
    return [ordered[begin : begin + _LENGTH] for begin in begins]


def _remove(value: T, stretches: list[Sequence[T]], order: Order[T]) -> None:
    """Put a stretch without what stands in the place of the value instead of that stretch."""
    key = order(value)
    number, place = _place_of(key, stretches, order)
    if number == len(stretches) or order(stretches[number][place]) != key:
        raise KeyError(key)
    before = stretches[number]
    shorter = [*before[:place], *before[place + 1 :]]
    stretches[number : number + 1] = [shorter] if shorter else []


def _insert(value: T, stretches: list[Sequence[T]], order: Order[T]) -> None:
    """Put a stretch with the value instead of the one that it belongs to; two, where it is long."""
    number, place = _place_of(order(value), stretches, order)
    if number == len(stretches):  # behind all of them
        number = max(0, number - 1)
        place = len(stretches[number]) if stretches else 0
    before = stretches[number] if stretches else ()
    longer = [*before[:place], value, *before[place:]]
    parts = [longer] if len(longer) < 2 * _LENGTH else [longer[:_LENGTH], longer[_LENGTH:]]
    stretches[number : number + 1] = parts


def _place_of(key: Key, stretches: Sequence[Sequence[T]], order: Order[T]) -> tuple[int, int]:
    """The first stretch that ends at `key` or after it, and the place of `key` there."""
    number = bisect_left(stretches, key, key=lambda stretch: order(stretch[-1]))
    if number == len(stretches):
        return number, 0
    return number, bisect_left(stretches[number], key, key=order)
