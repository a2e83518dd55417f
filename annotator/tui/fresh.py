"""What the reader asks of learning before it opens an article."""

from __future__ import annotations

from typing import Protocol


class Fresh(Protocol):
    """Renews an article's suggestions by what was learned, before it is opened."""

    def __call__(self, article: str, /, *, begun: bool) -> None:
        """`begun`: it keeps what it has."""


def nothing_fresh(_article: str, /, *, begun: bool) -> None:
    """Where nothing is learned."""
