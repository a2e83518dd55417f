"""The places that a reviewer goes through: as she chose them, newly read ones behind them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annotator.project.disagreements import Docket, Order, Place, Wanted


class PlaceList:
    """`places` keep their numbers: what is read later stands behind, in its own order.

    Args:
        docket: Where the places come from.
        wanted: Which are asked for.
        order: Their order.
        places: Those that were there when the list was made.
    """

    def __init__(
        self, docket: Docket, wanted: Wanted, order: Order, places: Sequence[Place]
    ) -> None:
        self._docket, self._wanted, self._order = docket, wanted, order
        self.places: list[Place] = []
        self._numbers: dict[str, list[int]] = {}
        self._add(places)

    def grow(self) -> None:
        """Add the places of articles that were read since."""
        every = self._docket.places(self._wanted, self._order)
        self._add([place for place in every if place.article not in self._numbers])

    def follow(self, articles: Iterable[str]) -> None:
        """Take over what is decided now on these; what is no conflict any more stays as it was."""
        for article in articles:
            for number in self._numbers.get(article, ()):
                before = self.places[number]
                self.places[number] = self._docket.current(before) or before

    def first_of(self, article: str) -> int | None:
        """The number of the first place of an article."""
        return next(iter(self._numbers.get(article, ())), None)

    def _add(self, places: Iterable[Place]) -> None:
        for number, place in enumerate(places, len(self.places)):
            self.places.append(place)
            self._numbers.setdefault(place.article, []).append(number)
