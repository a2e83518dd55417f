"""The order of work: which of the articles that nobody has begun come first, and why.

Most doubtful is uncertainty sampling by entropy (Settles 2009, Active Learning Literature Survey,
section 3.1), a mean over suggestions so that long articles don't win by length. A random share is
always mixed in: what it drew stands for the whole, the rest does not.
"""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from annotator.domain.suggestion import CANDIDATE
from annotator.errors import InputError


class OrderBy(StrEnum):
    """What the queue is ordered by."""

    IMPORTED = "imported"
    DOUBT = "doubt"
    DIVERSE = "diverse"


class ChosenBy(StrEnum):
    """What gave an article its turn."""

    IMPORTED = "imported"
    DOUBT = "doubt"
    DIVERSE = "diverse"
    RANDOM = "random"


@dataclass(frozen=True, slots=True)
class Turn:
    """An article in its turn, and what gave it that."""

    article: str
    chosen_by: ChosenBy


def doubt(probabilities: Iterable[float]) -> float | None:
    """How doubtful an article is: the mean entropy of its suggestions in bits; None without any."""
    shown = [p for p in probabilities if p >= CANDIDATE]
    return sum(map(_entropy, shown)) / len(shown) if shown else None


def most_doubtful(doubts: Mapping[str, float | None]) -> list[str]:
    """The articles, most doubtful first; those without suggestions last, in the order given."""
    places = {article: place for place, article in enumerate(doubts)}
    return sorted(
        doubts,
        key=lambda article: (doubts[article] is None, -(doubts[article] or 0), places[article]),
    )


def mixed(articles: Sequence[str], by: OrderBy, share: float) -> list[Turn]:
    """The articles in turn, each place given to a random one with probability `share`.

    The same articles are always drawn for the same order, so that a repeated command changes
    nothing.

    Args:
        articles: In the order wanted.
        by: What put them into it.
        share: 0..1.
    """
    if by is OrderBy.IMPORTED:
        return [Turn(article, ChosenBy.IMPORTED) for article in articles]
    digest = hashlib.sha256("\n".join(sorted(articles)).encode()).digest()
    draw = random.Random(digest)  # noqa: S311  # a sample, not a secret
    by_chance = list(articles)
    draw.shuffle(by_chance)
    wanted, drawn = iter(articles), iter(by_chance)
    taken: set[str] = set()
    turns: list[Turn] = []
    while len(turns) < len(articles):
        is_random = draw.random() < share
        source = drawn if is_random else wanted
        article = next(a for a in source if a not in taken)
        taken.add(article)
        turns.append(Turn(article, ChosenBy.RANDOM if is_random else ChosenBy(by.value)))
    return turns


def parse_share(text: str) -> float:
    """The share (0..1) in words like `10%`.

    Raises:
        InputError: It is none, or nothing would be drawn at random.
    """
    number = text.strip().removesuffix("%")
    share = int(number) / 100 if number.isdecimal() else 0.0
    if not 0 < share <= 1:
        raise InputError(
            f"--random is {text!r}; give a percentage from 1% to 100%: without a random share "
            "nothing measured on the finished articles holds for the others."
        )
    return share


def _entropy(p: float) -> float:
    return -sum(q * math.log2(q) for q in (p, 1 - p) if q > 0)
