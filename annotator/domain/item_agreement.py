"""What several finished layers of one article say about each other, for the rows of an export.

Counts only: what is equal and what is the same stance is said in `agreement` and `stance_matching`,
as for the panel. Figures over a whole project, with intervals, are the panel's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from types import MappingProxyType

from annotator.domain.agreement.spans import set_score
from annotator.domain.article import Article
from annotator.domain.evaluation import Score, named_spans
from annotator.domain.layer import Layer
from annotator.domain.stance_matching import match_places
from annotator.domain.stance_view import StanceView, stance_views


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

    `mentions` are named mentions by exact span and label (the panel's strict F1); `stances` are
    matched by holder, target and paragraph (the panel's matched F1); `labels` says how many of the
    `stances.right` have the same label too. `articles` counts the articles.
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


def item_agreement(
    article: Article, layer: Layer, finished: Sequence[Layer], names: Mapping[int, str]
) -> ItemAgreement:
    """The share of the finished layers that holds each live mention and stance of `layer`.

    A mention is the same with equal span and label; a stance where it is matched and has the same
    label.

    Args:
        article: The article.
        layer: Gold, or anybody's.
        finished: The finished layers.
        names: The canonical name of each entity.
    """
    if len(finished) < 2:
        return ItemAgreement(len(finished))
    mentions = {m.id: (m.span, m.label) for m in layer.mentions()}
    stances = [stance.id for stance in layer.stances()]
    views = stance_views(article.text, layer, names)
    held = dict.fromkeys((*mentions, *stances), 0)
    for other in finished:
        there = {(m.span, m.label) for m in other.mentions()}
        for identifier, key in mentions.items():
            held[identifier] += key in there
        theirs = stance_views(article.text, other, names)
        for p, q in match_places(views, theirs):
            held[stances[p]] += views[p].label == theirs[q].label
    shares = {identifier: count / len(finished) for identifier, count in held.items()}
    return ItemAgreement(len(finished), MappingProxyType(shares))


def pairwise_agreement(
    article: Article, finished: Sequence[Layer], names: Mapping[int, str], named: Sequence[str]
) -> PairwiseAgreement:
    """Every two finished layers of one article against each other.

    Args:
        article: The article.
        finished: The layers.
        names: The canonical name of each entity.
        named: The labels of the mentions that count.
    """
    spans = [named_spans(layer.mentions(), named) for layer in finished]
    views = [stance_views(article.text, layer, names) for layer in finished]
    total = PairwiseAgreement(articles=int(len(finished) > 1))
    for one, other in combinations(range(len(finished)), 2):
        stances, labels = _stances(views[one], views[other])
        total += PairwiseAgreement(0, set_score(spans[one], spans[other]), stances, labels)
    return total


def _stances(one: Sequence[StanceView], other: Sequence[StanceView]) -> tuple[Score, int]:
    """The matched stances and those left over, and how many matched ones agree in their label."""
    pairs = match_places(one, other)
    score = Score(len(pairs), len(other) - len(pairs), len(one) - len(pairs))
    return score, sum(one[p].label == other[q].label for p, q in pairs)


def _sum(one: Score, other: Score) -> Score:
    return Score(one.right + other.right, one.spurious + other.spurious, one.missed + other.missed)
