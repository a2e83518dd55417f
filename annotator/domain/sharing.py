"""How a project's articles are shared among its people: roles, slots, and what is served plain."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from enum import StrEnum

from annotator.errors import InputError

MOST_ANNOTATORS = 50
MOST_LEASE_MINUTES = 7 * 24 * 60


class Duty(StrEnum):
    """What somebody does in a project."""

    ANNOTATOR = "annotator"
    REVIEWER = "reviewer"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works on a project, by the name that her edits carry."""

    name: str
    duty: Duty = Duty.ANNOTATOR


@dataclass(frozen=True, slots=True)
class Sharing:
    """The rules of a project, stored in its database.

    Attributes:
        overlap: How many annotators each article is to have: its slots.
        lease_minutes: How long a claimed slot stays somebody's without a key from her.
        plain_percent: The share of articles that are served without suggestions, 0 to 100.
    """

    overlap: int = 1
    lease_minutes: int = 30
    plain_percent: int = 0

    @property
    def lease(self) -> dt.timedelta:
        """How long a claim lasts."""
        return dt.timedelta(minutes=self.lease_minutes)

    def checked(self) -> Sharing:
        """These rules.

        Raises:
            InputError: One of them is out of its range.
        """
        for name, value, least, most in (
            ("overlap", self.overlap, 1, MOST_ANNOTATORS),
            ("lease", self.lease_minutes, 1, MOST_LEASE_MINUTES),
            ("without-suggestions", self.plain_percent, 0, 100),
        ):
            if not least <= value <= most:
                raise InputError(f"--{name} is {value}; it must be from {least} to {most}.")
        return self


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody at a screen: her name, and which window it is (`host:process`)."""

    annotator: str
    window: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What became of a claim on an article: `holders` have all of its slots; none: it is hers."""

    holders: tuple[str, ...] = ()

    @property
    def granted(self) -> bool:
        """Whether the article is hers to work on."""
        return not self.holders


def is_plain(digest: str, percent: int) -> bool:
    """Whether the article with this text digest is served without suggestions.

    Decided by the text alone, so that it is the same for everybody and after every restart; a
    greater share adds articles and drops none.
    """
    drawn = hashlib.blake2b(f"plain|{digest}".encode(), digest_size=8).digest()
    return int.from_bytes(drawn) * 100 < percent << 64
