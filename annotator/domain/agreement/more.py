"""The dear measures of two annotators, on a sample of their articles: AC1, alpha_U, gamma.

Gamma is pairwise here, the mean over articles; for more annotators it is the mean over pairs.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from annotator.domain.agreement.dawid_skene import DawidSkene, Response, fit_dawid_skene
from annotator.domain.agreement.gamma import Dissimilarity, Placed, gamma
from annotator.domain.agreement.measure import Measure
from annotator.domain.agreement.panel import NOTHING, Comparison, Confusion
from annotator.domain.agreement.readings import ReadArticle, Reading
from annotator.domain.agreement.reliability import Rated, gwet_ac1, mean_of
from annotator.domain.agreement.unitizing import Continuum, Unit, alpha_u
from annotator.domain.items import MentionKind
from annotator.domain.layer import Author, Layer
from annotator.domain.mention_groups import group_mentions

SAMPLE = 200
"""Articles that the dear measures are taken on unless all are asked for."""
GAMMA = Dissimilarity(alpha=1.0, beta=1.0, delta_empty=1.0)
"""The parameters of gamma; with 30 shuffled readings."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class More:
    """What `--more` adds for a pair; `articles` are those of the sample.

    `is_self`: both are one person, who read the articles twice ("anna@1", "anna@2"); agreement
    with others can't be expected above it.
    """

    a: Author
    b: Author
    articles: int
    label_ac1: Measure
    stance_ac1: Measure
    alpha_u: Measure
    gamma: Measure
    is_self: bool


def sampled(articles: Sequence[_T], *, every: bool) -> list[_T]:
    """At most `SAMPLE` of the articles, always the same ones, in their order; or all."""
    if every or len(articles) <= SAMPLE:
        return list(articles)
    source = random.Random(SAMPLE)  # noqa: S311  # a sample, no secret
    return [articles[n] for n in sorted(source.sample(range(len(articles)), SAMPLE))]


def more_of_pair(
    pair: Comparison, articles: Sequence[ReadArticle], on_article: Callable[[], None]
) -> More:
    """The dear measures of a pair.

    Args:
        pair: The two authors, and their confusions, which AC1 needs.
        articles: Those of the sample that both read.
        on_article: Told after each.
    """
    alphas, gammas = [], []
    for article in articles:
        both = [article.readings[pair.a], article.readings[pair.b]]
        alphas.append(_alpha_u(both, len(article.text)))
        gammas.append(gamma([_placed(reading) for reading in both], GAMMA))
        on_article()
    return More(
        pair.a,
        pair.b,
        len(articles),
        label_ac1=_ac1(pair.labels),
        stance_ac1=_ac1(pair.stance_labels),
        alpha_u=mean_of(alphas),
        gamma=mean_of(gammas),
        is_self=is_same_person(pair.a, pair.b),
    )


def is_same_person(a: Author, b: Author) -> bool:
    """Whether the two names are one person's first and second reading (NAME@1, NAME@2)."""
    return "@" in a.name + b.name and a.name.split("@")[0] == b.name.split("@")[0]


def fit_mentions(articles: Sequence[Sequence[Layer]]) -> DawidSkene | None:
    """Dawid & Skene's model of the named mentions: the items are groups of matched mentions.

    An annotator without a mention there gave the label `nothing`.

    Args:
        articles: The finished layers of each article.
    """
    responses: list[Response] = []
    for layers in articles:
        ordered = sorted(layers, key=lambda layer: layer.author)
        if len(ordered) < 2:
            continue
        groups = group_mentions(ordered)
        for number, group in enumerate((*groups.agreed, *groups.open)):
            if all(mention.kind is not MentionKind.NAMED for _, mention in group):
                continue
            given = {ref.author: mention.label for ref, mention in reversed(group)}
            responses += [
                Response(
                    (ordered[0].article, number), layer.author, given.get(layer.author, NOTHING)
                )
                for layer in ordered
            ]
    return fit_dawid_skene(responses)


def of_version(article: ReadArticle, version: str) -> ReadArticle:
    """The article with only those readings that were made under a guideline version."""
    kept = {who: r for who, r in article.readings.items() if r.version == version}
    return replace(article, readings=kept)


def _ac1(confusion: Confusion) -> Measure:
    """AC1 of the labels of matched pairs."""
    labels = confusion.labels[:-1]
    units = [
        Rated((one, other), confusion.counts[i][j])
        for i, one in enumerate(labels)
        for j, other in enumerate(labels)
        if confusion.counts[i][j]
    ]
    return gwet_ac1(units, labels).coefficient


def _alpha_u(readings: Sequence[Reading], length: int) -> Measure:
    units = [
        Unit(rater, m.start, m.end, m.label)
        for rater, reading in enumerate(readings)
        for m in reading.mentions
    ]
    return alpha_u(units, Continuum(0, length, len(readings)))


def _placed(reading: Reading) -> list[Placed]:
    return sorted(Placed(m.start, m.end, m.label) for m in reading.mentions)
