"""What several finished layers of one article say about each other, for the rows of an export.

Two mentions are the same when start, end and label are equal; two stances when holder, target and
label are. Figures over a whole project, with intervals, are a report of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from types import MappingProxyType
from typing import TypeAlias

from annotator.domain.article import Span
from annotator.domain.evaluation import Score, named_spans
from annotator.domain.items import HolderKind, Stance
from annotator.domain.layer import Layer

_Pair: TypeAlias = tuple[Span | HolderKind, Span]


@dataclass(frozen=True, slots=True)
class ItemAgreement:
    """How many annotators finished the article, and the share (0..1) that has each item, by id.

    With fewer than two annotators there is nothing to agree on and `shares` is empty.
    """

    annotators: int
    shares: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class PairwiseAgreement:
    """Pairs of annotators on the same articles, counted together.

    `mentions` are named mentions by exact span and label; `stances` by holder and target; `labels`
    says how many of the `stances.right` have the same label too. `articles` counts the articles.
    """

    articles: int = 0
    mentions: Score = field(default_factory=lambda: Score(0, 0, 0))
    stances: Score = field(default_factory=lambda: Score(0, 0, 0))
    labels: int = 0

    def __add__(self, other: PairwiseAgreement) -> PairwiseAgreement:
        return PairwiseAgreement(
            self.articles + other.articles,
            _sum(self.mentions, other.mentions),
            _sum(self.stances, other.stances),
            self.labels + other.labels,
        )


def item_agreement(layer: Layer, finished: Sequence[Layer]) -> ItemAgreement:
    """The share of the finished layers that holds each live mention and stance of `layer`."""
    if len(finished) < 2:
        return ItemAgreement(len(finished))
    held = [_keys(other) for other in finished]
    shares = {
        identifier: sum(key in others.values() for others in held) / len(finished)
        for identifier, key in _keys(layer).items()
    }
    return ItemAgreement(len(finished), MappingProxyType(shares))


def pairwise_agreement(finished: Sequence[Layer], named: Sequence[str]) -> PairwiseAgreement:
    """Every two finished layers of one article against each other.

    Args:
        finished: The layers.
        named: The labels of the mentions that count.
    """
    total = PairwiseAgreement()
    for one, other in combinations(finished, 2):
        first, second = (named_spans(layer.mentions(), named) for layer in (one, other))
        told, retold = (dict(_stances(layer)) for layer in (one, other))
        same = told.keys() & retold.keys()
        total += PairwiseAgreement(
            0,
            Score(len(first & second), len(second - first), len(first - second)),
            Score(len(same), len(retold.keys() - same), len(told.keys() - same)),
            sum(told[pair] == retold[pair] for pair in same),
        )
    return total + PairwiseAgreement(articles=int(len(finished) > 1))


def _keys(layer: Layer) -> dict[str, tuple[object, ...]]:
    mentions = {m.id: (m.start, m.end, m.label) for m in layer.mentions()}
    stances = {s.id: (*_pair(layer, s), s.label) for s in layer.stances()}
    return {**mentions, **stances}


def _stances(layer: Layer) -> Iterable[tuple[_Pair, str]]:
    return ((_pair(layer, stance), stance.label) for stance in layer.stances())


def _pair(layer: Layer, stance: Stance) -> _Pair:
    target = layer.mention(stance.target).span
    if stance.holder is None:
        return (stance.holder_kind, target)
    return (layer.mention(stance.holder).span, target)


def _sum(one: Score, other: Score) -> Score:
    return Score(one.right + other.right, one.spurious + other.spurious, one.missed + other.missed)
