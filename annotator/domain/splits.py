"""Train, validation and test: whole near-duplicate groups, divided by hash.

A group's side depends on its founder and the salt alone, so later articles never move earlier
ones. What may be said of the result is "no near-copy crosses splits", and not more.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from annotator.domain.counted import counted
from annotator.domain.near_duplicates import DuplicateGroup
from annotator.errors import InputError

SALTS = 64
"""How many salts compete for the smallest gap."""
LAST_SALT = 4096
"""Where the search ends when none of the first ones fills every split."""
GROUPS_NEEDED = 3
"""With fewer groups everything is training data."""


class Split(StrEnum):
    """The parts of a data set, under the names that training libraries expect."""

    TRAIN = "train"
    VALIDATION = "validation"
    TEST = "test"


_PLACES = {split: place for place, split in enumerate(Split)}


@dataclass(frozen=True, slots=True)
class Ratios:
    """How many parts of the groups each split is to get; only the proportions count."""

    train: float = 80
    validation: float = 10
    test: float = 10

    def __post_init__(self) -> None:
        if not all(0 <= part < float("inf") for part in self.parts) or self.train <= 0:
            raise ValueError(f"not ratios: {self.parts}")

    @property
    def parts(self) -> tuple[float, float, float]:
        """Train, validation and test."""
        return (self.train, self.validation, self.test)

    def share(self, split: Split) -> float:
        """The share (0..1) of `split`."""
        parts = self.parts
        return parts[_PLACES[split]] / sum(parts)

    @property
    def without_test(self) -> Ratios:
        """The same without test, where test is filled by other means."""
        return Ratios(self.train, self.validation, 0)

    @property
    def wanted(self) -> tuple[Split, ...]:
        """The splits that are to get anything."""
        return tuple(split for split in Split if self.share(split) > 0)


def parse_ratios(text: str) -> Ratios:
    """The ratios in a text like `80/10/10` (train, validation, test).

    Raises:
        InputError: It is anything else, or train would be empty.
    """
    try:
        train, validation, test = (float(part) for part in text.split("/"))
        return Ratios(train, validation, test)
    except ValueError as error:
        raise InputError(
            f"{text!r} is no way to split; give train/validation/test like 80/10/10, train above 0."
        ) from error


@dataclass(frozen=True, slots=True)
class SplitPlan:
    """Where each article goes.

    `salt` is what the division was hashed with, None where all is train; then `train_only` says
    why, in a sentence. `gap` is the largest prevalence gap (0..1, see `prevalence_gap`).
    `quarantined` articles go nowhere: they are near-copies of articles frozen in two splits;
    `frozen` counts the articles whose split was frozen before.
    """

    splits: Mapping[str, Split]
    salt: int | None
    gap: float
    train_only: str | None = None
    quarantined: tuple[str, ...] = ()
    frozen: int = 0


def plan_splits(
    groups: Sequence[DuplicateGroup],
    labels: Mapping[str, Collection[str]],
    ratios: Ratios | None = None,
    *,
    fixed: Mapping[str, Split] | None = None,
) -> SplitPlan:
    """The split of every article, near-copies together; the order of `groups` has no part in it.

    The salt is, among the first 64 that leave no wanted split empty, the one with the smallest sum
    of prevalence gap and size gap (how far a split's share of the articles is from its ratio); the
    earliest of equals. Where none of these fills every split, it is the first later one that does.

    Args:
        groups: The near-duplicate groups of all articles.
        labels: The labels that occur in each article, by id; articles without any may be absent.
        ratios: What each split is to get; 80/10/10 by default.
        fixed: Groups, by founder, whose side is decided already; nothing else joins those of test.
    """
    ratios, fixed = ratios or Ratios(), fixed or {}
    everything = {i: Split.TRAIN for group in groups for i in group.members}
    if len(groups) < GROUPS_NEEDED:
        reason = (
            f"The articles form {counted(len(groups), 'near-duplicate group')}; "
            f"a split needs {GROUPS_NEEDED}, so all of them are training data."
        )
        return SplitPlan(MappingProxyType(everything), None, 0.0, reason)
    best: tuple[float, int] | None = None
    draw = _Draw(groups, labels, ratios, fixed)
    for salt in range(LAST_SALT):
        if salt >= SALTS and best is not None:
            break
        cost = draw.cost(salt)
        if cost is not None and (best is None or (salt < SALTS and cost < best[0])):
            best = (cost, salt)
    if best is None:
        reason = "The ratios leave a split empty whatever the salt, so all is training data."
        return SplitPlan(MappingProxyType(everything), None, 0.0, reason)
    splits = dict(sorted(_divide(groups, best[1], ratios, fixed).items()))
    return SplitPlan(MappingProxyType(splits), best[1], prevalence_gap(splits, labels))


def split_of(founder: str, salt: int, ratios: Ratios) -> Split:
    """The side on which the hash of salt and founder falls."""
    return _side(founder, salt, _borders(ratios))


def prevalence_gap(splits: Mapping[str, Split], labels: Mapping[str, Collection[str]]) -> float:
    """The largest difference, over splits and labels, between two shares of articles.

    The shares (0..1) are those of the articles with the label: within the split, and overall.
    """
    sizes = Counter(splits.values())
    overall: Counter[str] = Counter()
    within: Counter[tuple[Split, str]] = Counter()
    for identifier, split in splits.items():
        for label in set(labels.get(identifier, ())):
            overall[label] += 1
            within[split, label] += 1
    gaps = (
        abs(within[split, label] / sizes[split] - count / len(splits))
        for label, count in overall.items()
        for split in sizes
    )
    return max(gaps, default=0.0)


class _Draw:
    """What is divided, as arrays, for many salts are compared."""

    def __init__(
        self,
        groups: Sequence[DuplicateGroup],
        labels: Mapping[str, Collection[str]],
        ratios: Ratios,
        fixed: Mapping[str, Split],
    ) -> None:
        self._groups, self._ratios, self._fixed = groups, ratios, fixed
        self._founders = [group.founder.encode() for group in groups]
        self._borders = _borders(ratios.without_test if Split.TEST in fixed.values() else ratios)
        self._sizes = np.array([len(group.members) for group in groups], np.int64)
        names = {name: n for n, name in enumerate(sorted(set().union(*labels.values())))}
        # How many members of each group have each label.
        self._labelled = np.zeros((len(groups), len(names)), np.int64)
        for place, group in enumerate(groups):
            for member in group.members:
                for name in set(labels.get(member, ())):
                    self._labelled[place, names[name]] += 1

    def cost(self, salt: int) -> float | None:
        """Prevalence gap and size gap of a division; None where a wanted split is empty."""
        sides = self._sides(salt)
        chosen = [sides == place for place in range(len(Split))]
        sizes = [int(self._sizes[inside].sum()) for inside in chosen]
        if {s for s, size in zip(Split, sizes, strict=True) if size} != set(self._ratios.wanted):
            return None
        whole = sum(sizes)
        overall = self._labelled.sum(axis=0) / whole
        gaps = [
            float(np.abs(self._labelled[inside].sum(axis=0) / size - overall).max(initial=0.0))
            for inside, size in zip(chosen, sizes, strict=True)
            if size
        ]
        shares = (
            abs(size / whole - self._ratios.share(split))
            for split, size in zip(Split, sizes, strict=True)
        )
        return max(gaps) + max(shares)

    def _sides(self, salt: int) -> npt.NDArray[np.int64]:
        """The place in `Split` of each group's side (`_side`)."""
        begin = _salted(salt)
        digests = b"".join(
            [hashlib.blake2b(begin + founder, digest_size=8).digest() for founder in self._founders]
        )
        points = np.frombuffer(digests, ">u8").astype(np.float64) / 2**64
        ends, splits = zip(*self._borders, strict=True)
        found = np.minimum(np.searchsorted(ends, points, side="right"), len(ends) - 1)
        sides = np.array([_PLACES[split] for split in splits])[found]
        for place, group in enumerate(self._groups if self._fixed else ()):
            if group.founder in self._fixed:
                sides[place] = _PLACES[self._fixed[group.founder]]
        return sides


def _divide(
    groups: Sequence[DuplicateGroup], salt: int, ratios: Ratios, fixed: Mapping[str, Split]
) -> dict[str, Split]:
    rest = ratios.without_test if Split.TEST in fixed.values() else ratios
    borders = _borders(rest)
    sides = ((g, fixed.get(g.founder) or _side(g.founder, salt, borders)) for g in groups)
    return {i: side for group, side in sides for i in group.members}


def _borders(ratios: Ratios) -> list[tuple[float, Split]]:
    """Where each wanted split ends on the line from 0 to 1."""
    border, borders = 0.0, []
    for split in ratios.wanted:
        border += ratios.share(split)
        borders.append((border, split))
    return borders


def _side(founder: str, salt: int, borders: Sequence[tuple[float, Split]]) -> Split:
    point = int.from_bytes(_digest(founder, salt), "big") / 2**64
    for border, split in borders:
        if point < border:
            return split
    return borders[-1][1]


def _digest(founder: str, salt: int) -> bytes:
    return hashlib.blake2b(_salted(salt) + founder.encode(), digest_size=8).digest()


def _salted(salt: int) -> bytes:
    """What is hashed before the founder."""
    return f"{salt}|".encode()
