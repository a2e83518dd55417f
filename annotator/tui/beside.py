"""What the reader asks of the suggestions that are made beside the screen."""

from __future__ import annotations

from typing import Protocol


class Beside(Protocol):
    """Makes suggestions for articles, and learns from what is decided."""

    def want(self, article: str, /) -> None:
        """Ask for the suggestions of an article."""

    def fresh(self, article: str, /, *, begun: bool) -> None:
        """Bring what was learned to an article that is about to be opened; may take a moment.

        `begun`: it keeps what it has.
        """

    def decided(self, *, soon: bool) -> None:
        """Be told of a decision that is stored; `soon` the next article may be opened."""


class NothingBeside:
    """Where nothing is suggested, or not yet."""

    def want(self, _article: str, /) -> None:
        """Ask for nothing."""

    def fresh(self, _article: str, /, *, begun: bool) -> None:
        """Bring nothing."""

    def decided(self, *, soon: bool) -> None:
        """Learn nothing."""
