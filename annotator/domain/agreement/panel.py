"""The panel: for every pair of authors, and over all annotators, each figure with its interval."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from annotator.domain.agreement.figures import Figure, Name, Values, figures, token_figures
from annotator.domain.agreement.formulas import Floats
from annotator.domain.agreement.layout import Block, Layout
from annotator.domain.agreement.measure import Measure, Reason, Undefined, measured
from annotator.domain.agreement.readings import ItemOrigin
from annotator.domain.agreement.resampling import (
    BOOTSTRAP_FROM,
    interval,
    replicate_weights,
    replicates,
)
from annotator.domain.agreement.stance_tally import StanceLevel
from annotator.domain.agreement.tally import PairRows, Tally
from annotator.domain.layer import Author, Role

NOTHING = "nothing"
"""In a confusion: the other has no such item."""

_Pair: TypeAlias = tuple[Author, Author]


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often the first author's label (row) met the second's (column); `nothing` is last."""

    labels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two authors over the articles that both finished.

    Attributes:
        a: The first author.
        b: The second author.
        articles: How many both finished.
        empty: Articles among them without an item by either; they are counted here and in no F1.
        mentions: Named mentions of the first and of the second.
        stances: Stances of the first and of the second.
        figures: Every figure with its interval, or undefined with the reason.
        labels: The confusion of mention labels.
        stance_labels: The confusion of stance labels.
    """

    a: Author
    b: Author
    articles: int
    empty: int
    mentions: tuple[int, int]
    stances: tuple[int, int]
    figures: Mapping[Figure, Measure]
    labels: Confusion
    stance_labels: Confusion


@dataclass(frozen=True, slots=True)
class Panel:
    """All comparisons, and the annotators together.

    `overall` holds for each figure the mean of the annotator pairs in which it is defined, but for
    the token alpha, which is of all annotators at once.
    """

    articles: int
    labels: tuple[str, ...]
    stance_labels: tuple[str, ...]
    pairs: tuple[Comparison, ...]
    against_gold: tuple[Comparison, ...]
    against_suggester: tuple[Comparison, ...]
    overall: Mapping[Figure, Measure]


def build_panel(tallied: Tally) -> Panel:
    """The panel of these statistics."""
    whole = _replicated(tallied)
    compared = [
        _comparison(tallied.layout, pair, rows, whole[pair]) for pair, rows in tallied.pairs.items()
    ]

    def against(role: Role) -> tuple[Comparison, ...]:
        return tuple(one for one in compared if role in (one.a.role, one.b.role))

    return Panel(
        articles=len(tallied.articles),
        labels=tallied.layout.labels,
        stance_labels=tallied.layout.stance_labels,
        pairs=tuple(one for one in compared if one.a.role is one.b.role is Role.ANNOTATOR),
        against_gold=against(Role.GOLD),
        against_suggester=against(Role.SUGGESTER),
        overall=_overall(tallied, whole),
    )


def _replicated(tallied: Tally) -> dict[_Pair, Floats]:
    """For each pair its sum of rows, and below it the sums in every resample of all articles."""
    pairs = tallied.pairs.items()
    used = {pair: np.flatnonzero(rows.rows.any(0)) for pair, rows in pairs}
    rows_used = {pair: rows.rows[:, used[pair]] for pair, rows in pairs}
    size = 1 + replicates(len(tallied.articles))
    sums: dict[_Pair, Floats] = {
        pair: np.zeros((size, tallied.layout.width)) for pair in tallied.pairs
    }
    for pair, rows in pairs:
        sums[pair][0] = rows.rows.sum(0, dtype=np.float64)
    at = 1
    for weights in replicate_weights(len(tallied.articles)):
        for pair, rows in pairs:
            every = len(rows.articles) == len(tallied.articles)
            chosen = weights if every else weights[:, rows.articles]
            sums[pair][at : at + len(weights), used[pair]] = chosen @ rows_used[pair]
        at += len(weights)
    return sums


def _sum(rows: Floats) -> Floats:
    return np.asarray(rows.sum(0, dtype=np.float64, keepdims=True))


def _comparison(layout: Layout, pair: _Pair, rows: PairRows, sums: Floats) -> Comparison:
    articles = len(rows.articles)
    if articles < BOOTSTRAP_FROM and len(sums) - 1 != articles:
        # Of the few articles of this pair among many: its own jackknife.
        sums = np.concatenate([sums[:1], *(w @ rows.rows for w in replicate_weights(articles))])
    total = layout.blocks(sums[0])
    spans = total[Block.SPANS].sum((-1, -2)).tolist()
    matched = total[Block.STANCES][tuple(StanceLevel).index(StanceLevel.MATCHED)]
    stances = matched.sum((-1, -2)).tolist()
    return Comparison(
        a=pair[0],
        b=pair[1],
        articles=articles,
        empty=int(total[Block.EMPTY][0]),
        mentions=(int(spans[0]), int(spans[1])),
        stances=(int(stances[0]), int(stances[1])),
        figures={
            figure: _measure(figure, values, articles) for figure, values in figures(layout, sums)
        },
        labels=_confusion(layout.labels, total[Block.SPAN_LABELS], total[Block.SPANS]),
        stance_labels=_confusion(layout.stance_labels, total[Block.STANCE_LABELS], matched),
    )


def _measure(figure: Figure, values: Values, articles: int) -> Measure:
    value = float(values.values[0])
    between = interval(value, values.values[1:], articles, figure.name.lowest)
    return measured(value, values.reason, between)


def _confusion(labels: tuple[str, ...], matched: Floats, items: Floats) -> Confusion:
    """The confusion of matched pairs, with what was left over as met by nothing."""
    pairs, of_side = matched.sum(-1), items.sum(-1)
    table = np.zeros((len(labels) + 1, len(labels) + 1))
    table[:-1, :-1] = pairs
    table[:-1, -1] = of_side[0] - pairs.sum(1)
    table[-1, :-1] = of_side[1] - pairs.sum(0)
    rows = tuple(tuple(round(cell) for cell in row) for row in table.tolist())
    return Confusion((*labels, NOTHING), rows)


def _overall(tallied: Tally, whole: Mapping[_Pair, Floats]) -> dict[Figure, Measure]:
    """The means over annotator pairs, in every replicate over the same articles."""
    layout, articles = tallied.layout, len(tallied.articles)
    pairs = [pair for pair in whole if pair[0].role is pair[1].role is Role.ANNOTATOR]
    if not pairs:
        alone = Undefined(Reason.ONE_ANNOTATOR)
        return {figure: alone for figure, _ in figures(layout, np.zeros((1, layout.width)))}
    found: dict[Figure, list[Values]] = {}
    for pair in pairs:
        for figure, values in figures(layout, whole[pair]):
            found.setdefault(figure, []).append(values)
    means = {figure: _mean(values) for figure, values in found.items()}
    means |= _token_alphas(tallied, pairs, whole)
    return {figure: _measure(figure, values, articles) for figure, values in means.items()}


def _mean(values: list[Values]) -> Values:
    table = np.array([one.values for one in values])
    defined = np.isfinite(table)
    count = defined.sum(0)
    total = np.where(defined, table, 0.0).sum(0)
    mean = np.where(count > 0, total / np.maximum(count, 1), np.nan)
    # The reason must not depend on which pair comes first.
    return Values(mean, min((one.reason for one in values), key=tuple(Reason).index))


def _token_alphas(
    tallied: Tally, pairs: list[_Pair], whole: Mapping[_Pair, Floats]
) -> dict[Figure, Values]:
    """Token alpha of all annotators: each article's pairs weigh 1 / (annotators - 1).

    A token that m annotators read adds n_c n_k / (m - 1) coincidences (Krippendorff 2011, section
    C), which is the sum of its pairs' confusions, divided by m - 1.
    """
    shape = tallied.layout.shapes[Block.TOKENS]
    sums = _token_sums(tallied, pairs, whole)
    blocks = sums.reshape(len(sums), *shape)
    return {
        figure: values
        for origin in (None, *ItemOrigin)
        for figure, values in token_figures(blocks, origin)
        if figure.name is Name.TOKEN_ALPHA
    }


def _token_sums(tallied: Tally, pairs: list[_Pair], whole: Mapping[_Pair, Floats]) -> Floats:
    """The weighted token counts in all, and in every resample."""
    layout, articles = tallied.layout, len(tallied.articles)
    width = math.prod(layout.shapes[Block.TOKENS])

    def tokens(rows: Floats) -> Floats:
        return layout.blocks(rows)[Block.TOKENS].reshape(len(rows), width)

    used = np.unique(np.concatenate([tallied.pairs[pair].articles for pair in pairs]))
    if len(weights := set((tallied.annotators[used] - 1).tolist())) == 1:
        # One weight for all articles: what was resampled for the pairs serves here, too.
        return np.asarray(sum(tokens(whole[pair]) for pair in pairs) / weights.pop())
    table = np.zeros((articles, width), np.float32)
    for pair in pairs:
        rows = tallied.pairs[pair]
        others = (tallied.annotators[rows.articles] - 1).astype(np.float32)
        table[rows.articles] += tokens(rows.rows) / others[:, None]
    resampled = (weights @ table for weights in replicate_weights(articles))
    return np.concatenate([_sum(table), *resampled])
