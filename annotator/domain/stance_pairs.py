"""The pairs of a possible holder and target in finished articles: with a stance, or without.

A classifier needs pairs without a stance as much as pairs with one, and both must look alike: what
nobody takes a side on is seldom marked, so marked pairs alone would give the answer away. Pairs
without a stance are therefore drawn by hash, for each kind of pair in proportion, and among them
are what annotators rejected and phrases that nobody marked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Self

import numpy as np

from annotator.domain.items import Decision, Mention, Stance
from annotator.domain.joined_texts import Integers, JoinedTexts, Truths, integers
from annotator.domain.layer import Layer
from annotator.domain.mention_columns import MentionColumns
from annotator.domain.pair_draw import (
    HOLDER_KINDS,
    PairDraw,
    Pairs,
    Recorded,
    Wanted,
    group_of,
    kinds_of,
)
from annotator.domain.pair_ends import NOBODY, PairEnds, PairKind, PairWork
from annotator.domain.row_order import order_of
from annotator.domain.scheme import Scheme

_HOLDER_KIND = {kind: number for number, kind in enumerate(HOLDER_KINDS)}


@dataclass(frozen=True, slots=True)
class PairRoles:
    """Labels that may hold a stance, labels that may be its target, and the label of a phrase.

    `phrase` is that of what can be a target but no holder; None where the scheme has no such label.
    """

    holders: frozenset[str]
    targets: frozenset[str]
    phrase: str | None

    @classmethod
    def of(cls, scheme: Scheme) -> PairRoles:
        """The roles that a scheme gives its labels."""
        topics = [e.id for e in scheme.entities if e.target and not e.holder and not e.named]
        return cls(
            frozenset(label.id for label in scheme.entities if label.holder),
            frozenset(label.id for label in scheme.entities if label.target),
            next(iter(topics), None),
        )


@dataclass(frozen=True, slots=True)
class PairLosses:
    """How many stances are no row, by reason.

    `spread` have holder, target and evidence not all in one paragraph, `dimmed` have their target
    in a dimmed one.
    """

    spread: int = 0
    dimmed: int = 0

    def __add__(self, other: PairLosses) -> PairLosses:
        return PairLosses(self.spread + other.spread, self.dimmed + other.dimmed)


@dataclass(frozen=True, slots=True, eq=False)
class StancePairs:
    """The pairs of several articles as columns, in text order, and the stances that are none.

    `paragraphs` are numbers of paragraphs of the joined texts; `holders`, `targets` and `sources`
    numbers of `ends`. A holder is `NOBODY` unless its kind (a place in `HOLDER_KINDS`) is
    `mention`, a source where there is none; it may stand in another paragraph. `stances` has None
    where none was recorded. `names` identify the pairs within their article: the stance's id, or
    the spans. `kinds` counts the pairs of each kind: with a stance, and drawn.
    """

    ends: PairEnds
    paragraphs: Integers
    holders: Integers
    holder_kinds: Integers
    targets: Integers
    sources: Integers
    stances: list[Stance | None]
    names: list[str]
    losses: PairLosses
    kinds: Mapping[PairKind, tuple[int, int]]


def stance_pairs(
    works: Sequence[PairWork], mentions: MentionColumns, texts: JoinedTexts, roles: PairRoles
) -> StancePairs:
    """Every stance that stands in one paragraph, and pairs without a stance beside it.

    For each stance at most five pairs of its kind (`PairKind`) are drawn from the paragraphs of its
    article that are not dimmed: first what annotators rejected as a stance, then by hash of text
    and spans (`pair_draw`).

    Args:
        works: The articles, each with the work that stands for it.
        mentions: The mentions of these layers.
        texts: The texts of the articles with their dimmed paragraphs.
        roles: Who may hold a stance, and what may be its target.

    Raises:
        KeyError: A stance points to a mention that the layer does not hold.
    """
    ends = PairEnds.of(works, mentions, texts, roles.phrase)
    live = _Stances.of([list(work.layer.stances()) for work in works], mentions, ends)
    within = live.are_within(texts) & live.have_evidence_within(texts)
    explicit = live.chosen(within)
    wanted = Wanted.of(explicit.groups)
    drawn, names = Pairs([], [], []), [stance.id for stance in explicit.items]
    if explicit.items:
        rejected = _Stances.of([list(_rejected(work.layer)) for work in works], mentions, ends)
        rejected = rejected.chosen(rejected.are_within(texts))
        digests = [work.article.sha256 for work in works]
        labels = (roles.holders, roles.targets)
        draw = PairDraw(ends, texts.begins, digests, live.recorded(texts), labels)
        drawn = draw.drawn(wanted, rejected.pairs, rejected.groups.tolist())
        names += map(draw.name, *drawn)
    holders, targets = (
        np.append(known, integers(found))
        for known, found in ((explicit.holders, drawn.holders), (explicit.targets, drawn.targets))
    )
    order = _text_order(ends, holders, targets, len(explicit.items), names)
    rows = order.tolist()
    stances: list[Stance | None] = [*explicit.items, *(None,) * len(drawn.targets)]
    return StancePairs(
        ends,
        ends.places[targets[order]],
        holders[order],
        np.append(explicit.kinds, integers(drawn.kinds))[order],
        targets[order],
        np.append(explicit.sources, np.full(len(drawn.targets), NOBODY))[order],
        [stances[row] for row in rows],
        [names[row] for row in rows],
        _losses(works, mentions, live.chosen(~within)),
        _kinds(ends, explicit, drawn),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Stances:
    """Stances of several articles as columns.

    `places` are the paragraphs of their targets. `evidence` has a row for each of its spans: the
    number of the stance, start and end on the axis.
    """

    ends: PairEnds
    items: list[Stance]
    owners: Integers
    holders: Integers
    kinds: Integers
    targets: Integers
    sources: Integers

    @classmethod
    def of(
        cls, chosen: Sequence[Sequence[Stance]], mentions: MentionColumns, ends: PairEnds
    ) -> Self:
        """The chosen stances of each article."""
        rows: list[tuple[int, int, int, int, int]] = []
        for owner, stances in enumerate(chosen):
            begin, end = mentions.bounds[owner : owner + 2].tolist()
            there = mentions.mentions[begin:end] if stances else ()
            numbers: dict[str | None, int] = {m.id: n for n, m in enumerate(there, begin)}
            numbers[None] = NOBODY
            rows += [
                (
                    owner,
                    numbers[s.holder],
                    _HOLDER_KIND[s.holder_kind],
                    numbers[s.target],
                    numbers[s.source],
                )
                for s in stances
            ]
        columns = np.array(rows, np.int64).reshape(-1, 5).T
        return cls(ends, [stance for stances in chosen for stance in stances], *columns)

    def chosen(self, which: Truths) -> Self:
        """Some of them."""
        items = [self.items[number] for number in np.flatnonzero(which).tolist()]
        columns = (self.owners, self.holders, self.kinds, self.targets, self.sources)
        return type(self)(self.ends, items, *(column[which] for column in columns))

    @property
    def groups(self) -> Integers:
        """Article and kind of pair of each as one number."""
        return group_of(self.ends, self.holders, self.kinds, self.targets)

    @property
    def pairs(self) -> Pairs:
        """Holders and targets."""
        return Pairs(self.holders.tolist(), self.kinds.tolist(), self.targets.tolist())

    def are_within(self, texts: JoinedTexts) -> Truths:
        """Whether holder and target stand in one paragraph that is not dimmed."""
        ends, places = self.ends, self.ends.places[self.targets]
        held = _holds(texts, places, ends.starts[self.holders], ends.ends[self.holders])
        within: Truths = (places >= 0) & ((self.holders == NOBODY) | held)
        return within

    def have_evidence_within(self, texts: JoinedTexts) -> Truths:
        """Whether all of their evidence stands in the paragraph of the target."""
        numbers, starts, ends = self._evidence(texts)
        held = _holds(texts, self.ends.places[self.targets][numbers], starts, ends)
        within = np.ones(len(self.items), np.bool_)
        within[numbers[~held]] = False
        return within

    def recorded(self, texts: JoinedTexts) -> Recorded:
        """The stances by every paragraph that holder, target or evidence stand in."""
        every, held = np.arange(len(self.items)), np.flatnonzero(self.holders != NOBODY)
        numbers, starts, ends = self._evidence(texts)
        touching = (
            (every, self.ends.places[self.targets]),
            (held, self.ends.places[self.holders[held]]),
            (numbers, texts.place(starts, ends)),
        )
        who, where = (np.concatenate(column) for column in zip(*touching, strict=True))
        there = where >= 0
        # One number for both, for that sorts at once.
        places, stances = np.divmod(
            np.unique(where[there] * len(self.items) + who[there]), max(len(self.items), 1)
        )
        return Recorded(places, self.holders[stances], self.targets[stances])

    def _evidence(self, texts: JoinedTexts) -> tuple[Integers, Integers, Integers]:
        """For each span of evidence the number of its stance, start and end on the axis."""
        rows = [(n, e.start, e.end) for n, item in enumerate(self.items) for e in item.evidence]
        numbers, starts, ends = np.array(rows, np.int64).reshape(-1, 3).T
        shift = texts.begins[self.owners[numbers]]
        return numbers, starts + shift, ends + shift


def _holds(texts: JoinedTexts, places: Integers, starts: Integers, ends: Integers) -> Truths:
    """Whether each paragraph holds all of a range."""
    if not texts.starts.size:
        return np.zeros(places.size, np.bool_)
    held: Truths = (texts.starts[places] <= starts) & (ends <= texts.ends[places])
    return held


def _rejected(layer: Layer) -> Iterator[Stance]:
    """The stances that annotators rejected, whose mentions still stand."""
    for item in layer.index.every_stance:
        if item.decision is Decision.REJECTED and item.dimmed_by is None:
            ends = [end for end in (item.holder, item.target, item.source) if end is not None]
            if all(isinstance(layer.items.get(end), Mention) for end in ends):
                yield item


def _losses(works: Sequence[PairWork], mentions: MentionColumns, spread: _Stances) -> PairLosses:
    """Why these stances are no rows."""
    dimmed = 0
    for owner, target in zip(spread.owners.tolist(), spread.targets.tolist(), strict=True):
        mention = mentions.mentions[target]
        dimmed += works[owner].layer.in_zone(mention.start, mention.end)
    return PairLosses(len(spread.items) - dimmed, dimmed)


def _kinds(ends: PairEnds, explicit: _Stances, drawn: Pairs) -> Mapping[PairKind, tuple[int, int]]:
    """How many pairs of each kind there are: with a stance, and drawn."""
    rows = kinds_of(group_of(ends, *(integers(column) for column in drawn)))
    with_stance = kinds_of(explicit.groups)
    return MappingProxyType({kind: (n, rows[kind]) for kind, n in with_stance.items()})


def _text_order(
    ends: PairEnds, holders: Integers, targets: Integers, explicit: int, names: Sequence[str]
) -> Integers:
    """The pairs by paragraph, holder and target; those with a stance first, then by name."""
    first = np.where(holders == NOBODY, targets, holders)
    keys = (
        ends.places[targets],
        ends.starts[first],
        ends.starts[targets],
        ends.ends[targets],
        integers([0] * explicit + [1] * (holders.size - explicit)),
    )
    return order_of(keys, names)
