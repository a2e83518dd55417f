"""Draws pairs without a stance from the ends in the articles of an export, by hash.

A pair is without a stance when no recorded one of the paragraph is like it: the same target and
the same holder, by overlap or name; a pair without a holder, when no recorded stance has the
target. There are many more possible pairs than are drawn, so all of it is done on columns.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress, islice
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from annotator.domain.items import HolderKind, MentionKind
from annotator.domain.joined_texts import Integers, Truths, integers, ranges
from annotator.domain.mention_columns import KINDS
from annotator.domain.pair_ends import NOBODY, PairEnds, PairKind

DRAWN_PER_STANCE = 5
"""Most pairs without a stance that are drawn for each stance of the same kind in the article."""

HOLDER_KINDS = tuple(HolderKind)
_HOLDERS: tuple[MentionKind | HolderKind, ...] = (*KINDS, *HOLDER_KINDS)
_PAIR_KINDS = tuple(PairKind(holder, target) for holder in _HOLDERS for target in KINDS)
_GROUPS = len(_PAIR_KINDS)

_PRIME = np.uint64((1 << 61) - 1)
"""What the places of pairs in a draw are numbers below."""
_ONE = np.uint64(1)
_BITS = 62

_Hashes = npt.NDArray[np.uint64]


class Recorded(NamedTuple):
    """The recorded stances by each paragraph that they touch, in ascending order of `places`."""

    places: Integers
    holders: Integers
    targets: Integers


class Pairs(NamedTuple):
    """Pairs without a stance, as columns; `kinds` are places in `HOLDER_KINDS`.

    A holder is `NOBODY` unless it is a mention.
    """

    holders: list[int]
    kinds: list[int]
    targets: list[int]


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """How many stances of each kind there are in each article, in the order of the first ones.

    `groups` are article and kind as one number.
    """

    groups: Integers
    counts: Integers

    @classmethod
    def of(cls, groups: Integers) -> Self:
        """What stances of these groups (`group_of`) ask for."""
        found, first, counts = np.unique(groups, return_index=True, return_counts=True)
        order = np.argsort(first)
        return cls(found[order], counts[order])


def group_of(ends: PairEnds, holders: Integers, kinds: Integers, targets: Integers) -> Integers:
    """Article and kind of each pair as one number."""
    held = np.where(holders == NOBODY, len(KINDS) + kinds, ends.kinds[holders])
    return (ends.owners[targets] * len(_HOLDERS) + held) * len(KINDS) + ends.kinds[targets]


def kinds_of(groups: Integers) -> Counter[PairKind]:
    """How many pairs of each kind there are in these groups."""
    kinds, counts = np.unique(groups % _GROUPS, return_counts=True)
    found = zip(kinds.tolist(), counts.tolist(), strict=True)
    return Counter({_PAIR_KINDS[kind]: count for kind, count in found})


class PairDraw:
    """The pairs of many articles that no stance was recorded for."""

    def __init__(
        self,
        ends: PairEnds,
        begins: Integers,
        digests: Sequence[str],
        recorded: Recorded,
        roles: tuple[frozenset[str], frozenset[str]],
    ) -> None:
        """With where each article begins, its digest, and the labels that hold and are targets."""
        self._ends = ends
        starts, stops = (axis - begins[ends.owners] for axis in (ends.starts, ends.ends))
        both = zip(starts.tolist(), stops.tolist(), strict=True)
        self._spans = [f"{start}-{stop}" for start, stop in both]
        self._hashes = [hashlib.sha256(f"{digest}:".encode()) for digest in digests]
        self._likeness = _Likeness(ends, recorded)
        self._holds, self._aims = (
            ends.drawn & np.array([label in labels for label in ends.labels], np.bool_)
            for labels in roles
        )

    def drawn(self, wanted: Wanted, rejected: Pairs, groups: Sequence[int]) -> Pairs:
        """At most five pairs for each stance of a group: what was rejected, then by hash.

        Args:
            wanted: The groups.
            rejected: What annotators rejected as a stance.
            groups: The groups of that.
        """
        preferred = self._preferred(rejected, groups)
        holders, targets, begins, ends = self._possible(wanted)
        found = Pairs([], [], [])
        for group, count, begin, end in zip(
            wanted.groups.tolist(), wanted.counts.tolist(), begins, ends, strict=True
        ):
            room, kind = DRAWN_PER_STANCE * count, _holder_kind(group)
            places: Iterable[int] = range(begin, end)
            if group in preferred:
                before = preferred[group]
                first = list(before.values())[:room]
                found.holders.extend(holder for holder, _ in first)
                found.targets.extend(target for _, target in first)
                names = (
                    (place, self.name(holders[place], kind, targets[place])) for place in places
                )
                places = (place for place, name in names if name not in before)
                room -= len(first)
            chosen = list(islice(places, room))
            found.holders.extend([holders[place] for place in chosen])
            found.targets.extend([targets[place] for place in chosen])
            found.kinds.extend([kind] * (len(found.targets) - len(found.kinds)))
        return found

    def name(self, holder: int, kind: int, target: int) -> str:
        """What identifies a pair without a stance within its article."""
        held = HOLDER_KINDS[kind].value if holder == NOBODY else self._spans[holder]
        return f"{held}:{self._spans[target]}"

    def _preferred(
        self, rejected: Pairs, groups: Sequence[int]
    ) -> dict[int, dict[str, tuple[int, int]]]:
        """The holders and targets of what was rejected, by group and name, in order of the draw.

        Without those that are like a recorded stance.
        """
        found: dict[int, dict[str, tuple[int, int]]] = {}
        free = self._are_free(integers(rejected.holders), integers(rejected.targets))
        for group, holder, kind, target, is_free in zip(
            groups, *rejected, free.tolist(), strict=True
        ):
            if is_free:
                named = found.setdefault(group, {})
                named[self.name(holder, kind, target)] = (holder, target)
        return {
            group: dict(sorted(named.items(), key=lambda one: self._key(group // _GROUPS, one[0])))
            for group, named in found.items()
        }

    def _key(self, article: int, name: str) -> bytes:
        """A hash of the article's text and the name of a pair, or of an end."""
        hashed = self._hashes[article].copy()
        hashed.update(name.encode())
        return hashed.digest()[:8]

    def _possible(self, wanted: Wanted) -> tuple[list[int], list[int], list[int], list[int]]:
        """Holder and target of every pair in one paragraph that no recorded stance is like.

        The pairs of each group are in the order of the draw; they begin and end where the last two
        lists say.
        """
        parts = [self._of_kind(wanted, number) for number in np.unique(wanted.groups % _GROUPS)]
        holders, targets, groups = (np.concatenate(column) for column in zip(*parts, strict=True))
        free = self._are_free(holders, targets)
        holders, targets, groups = holders[free], targets[free], groups[free]
        order = np.lexsort((self._places(holders, targets, groups), groups))
        groups = groups[order]
        begins = np.searchsorted(groups, wanted.groups)
        ends = np.searchsorted(groups, wanted.groups, side="right")
        return holders[order].tolist(), targets[order].tolist(), begins.tolist(), ends.tolist()

    def _of_kind(self, wanted: Wanted, number: int) -> tuple[Integers, Integers, Integers]:
        """Holders, targets and groups of the pairs of one kind, in the articles that want them."""
        kind, ends = _PAIR_KINDS[number], self._ends
        articles = np.zeros(len(self._hashes), np.bool_)
        articles[wanted.groups[wanted.groups % _GROUPS == number] // _GROUPS] = True
        there = articles[ends.owners]
        targets = np.flatnonzero(there & self._aims & (ends.kinds == KINDS.index(kind.target)))
        if isinstance(kind.holder, HolderKind):
            holders = np.full(targets.size, NOBODY)
        else:
            targets = targets[np.argsort(ends.places[targets], kind="stable")]
            one = np.flatnonzero(there & self._holds & (ends.kinds == KINDS.index(kind.holder)))
            first, last = (
                np.searchsorted(ends.places[targets], ends.places[one], side=side)
                for side in ("left", "right")
            )
            holders = np.repeat(one, last - first)
            targets = targets[ranges(first, last - first)]
        return holders, targets, ends.owners[targets] * _GROUPS + number

    def _places(self, holders: Integers, targets: Integers, groups: Integers) -> _Hashes:
        """Where each pair stands in the draw: as good as random, without a hash of every pair."""
        keys = np.zeros(len(self._spans), np.uint64)
        nobody, used = holders == NOBODY, np.zeros(keys.size, np.bool_)
        used[targets] = used[holders[~nobody]] = True
        owners = self._ends.owners[used].tolist()
        spans = compress(self._spans, used.tolist())
        hashed = [self._key(owner, span) for owner, span in zip(owners, spans, strict=True)]
        keys[used] = np.frombuffer(b"".join(hashed), ">u8")
        own = keys[holders]
        unheld, inverse = np.unique(groups[nobody], return_inverse=True)
        kinds = (
            self._key(group // _GROUPS, HOLDER_KINDS[_holder_kind(group)])
            for group in unheld.tolist()
        )
        own[nobody] = np.frombuffer(b"".join(kinds), ">u8").astype(np.uint64)[inverse]
        return _product(own % _PRIME, (keys[targets] % _PRIME + _ONE) % _PRIME)

    def _are_free(self, holders: Integers, targets: Integers) -> Truths:
        """Whether no recorded stance is like each pair, and it is not somebody with himself."""
        ends, held = self._ends, holders != NOBODY
        himself = ends.starts[holders] < ends.ends[targets]
        himself &= ends.starts[targets] < ends.ends[holders]
        himself |= (ends.names[holders] >= 0) & (ends.names[holders] == ends.names[targets])
        like: Truths = himself & held | self._likeness.is_taken(holders, targets)
        return ~like


class _Likeness:
    """Which ends are like the holders and the targets of the stances recorded in their paragraphs.

    Each stance of a paragraph has a bit; where a paragraph has very many there is more than one
    column of bits.
    """

    def __init__(self, ends: PairEnds, recorded: Recorded) -> None:
        first, last = (
            np.searchsorted(recorded.places, ends.places, side=side) for side in ("left", "right")
        )
        counts = np.where(ends.places < 0, 0, last - first)
        one = np.repeat(np.arange(counts.size), counts)
        stances = ranges(first, counts)
        numbers = ranges(np.zeros_like(counts), counts)
        held = _alike(ends, one, recorded.holders[stances])
        aimed = _alike(ends, one, recorded.targets[stances])
        self._columns = []
        for begin in range(0, int(counts.max(initial=0)), _BITS):
            inside = (begin <= numbers) & (numbers < begin + _BITS)
            bits = np.where(inside, 1 << ((numbers - begin) % _BITS), 0)
            self._columns.append([_any(bits * like, counts) for like in (held, aimed)])

    def is_taken(self, holders: Integers, targets: Integers) -> Truths:
        """Whether a recorded stance is like each pair; any holder is like `NOBODY`."""
        taken = np.zeros(holders.size, np.bool_)
        for holds, aims in self._columns:
            taken |= np.where(holders == NOBODY, -1, holds[holders]) & aims[targets] != 0
        return taken


def _alike(ends: PairEnds, one: Integers, other: Integers) -> Truths:
    """Whether the ends overlap or have the same name; none is like `NOBODY`."""
    alike: Truths = (ends.starts[one] < ends.ends[other]) & (ends.starts[other] < ends.ends[one])
    alike |= (ends.names[one] >= 0) & (ends.names[one] == ends.names[other])
    alike &= other != NOBODY
    return alike


def _any(bits: Integers, counts: Integers) -> Integers:
    """The bits of consecutive numbers together, of as many as `counts` says."""
    found = np.zeros_like(counts)
    there = counts > 0
    if bits.size:
        found[there] = np.bitwise_or.reduceat(bits, (np.cumsum(counts) - counts)[there])
    return found


def _holder_kind(group: int) -> int:
    """The place in `HOLDER_KINDS` of how the holders of a group are given."""
    holder = _PAIR_KINDS[group % _GROUPS].holder
    kind = holder if isinstance(holder, HolderKind) else HolderKind.MENTION
    return HOLDER_KINDS.index(kind)


def _product(one: _Hashes, other: _Hashes) -> _Hashes:
    """The products modulo `_PRIME` of numbers below it, by halves of 32 bits: 2 ** 61 is 1."""
    low, high = np.uint64((1 << 32) - 1), np.uint64(32)
    a, b, c, d = one >> high, one & low, other >> high, other & low
    middle, least = a * d + b * c, b * d
    total = (a * c) << np.uint64(3)
    total += middle >> np.uint64(29)
    total += (middle & np.uint64((1 << 29) - 1)) << high
    total += (least & _PRIME) + (least >> np.uint64(61))
    return total % _PRIME
