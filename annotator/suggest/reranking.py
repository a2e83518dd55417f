"""Training the re-ranker: a logistic regression over generic features of judged stances.

Kept only where it puts right stances before wrong ones better than the present order does, on
articles that it was not trained on (grouped cross-validation, articles as groups). The present
order is what rules and acceptance counts give, the counts taken from the training articles alone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.domain.learned import Learned, Tally
from annotator.domain.ranker import ODDS, Ranker
from annotator.domain.verdicts import Judgements, Verdict

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FOLDS = 5
_SURE = 2.33
"""Standard errors by which it must be better, article by article.

One-sided 99 % of independent articles; folds share their training articles, so that less is sure.
"""
_STRENGTH = 0.1
"""Inverse of the regularisation: few cases, correlated features."""


@dataclass(frozen=True, slots=True)
class _Cases:
    groups: list[str]
    verdicts: list[Verdict]
    right: list[int]


def trained_ranker(judged: Sequence[tuple[str, Verdict]]) -> Ranker | None:
    """A ranker trained on judged stances, or None where it would be no better than none.

    Args:
        judged: Article and verdict of each judged stance.
    """
    import numpy as np
    from sklearn.model_selection import GroupKFold

    cases = _Cases(
        [article for article, _ in judged],
        [verdict for _, verdict in judged],
        [int(verdict.is_right) for _, verdict in judged],
    )
    folds = min(FOLDS, len(set(cases.groups)))
    if folds < 2 or len(set(cases.right)) < 2:
        return None
    present, learned = np.zeros(len(judged)), np.zeros(len(judged))
    for train, test in GroupKFold(folds).split(cases.verdicts, groups=cases.groups):
        if len({cases.right[i] for i in train}) < 2:
            return None
        ranker, moved = _fitted(cases, [int(i) for i in train])
        for i in (int(i) for i in test):
            p = _moved(moved, cases.verdicts[i])
            present[i] = p
            learned[i] = ranker.probability(p, cases.verdicts[i].features)
    before, after = _orders(cases, present), _orders(cases, learned)
    gain = after - before
    if len(gain) < folds or gain.mean() <= _SURE * gain.std(ddof=1) / math.sqrt(len(gain)):
        return None
    final, _ = _fitted(cases, list(range(len(judged))))
    return Ranker(final.intercept, final.weights, len(judged), _mean(after), _mean(before))


def _orders(cases: _Cases, scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each article with right and wrong stances: the area under its ROC curve, ties a half."""
    import numpy as np
    from sklearn.metrics import roc_auc_score

    found = []
    groups, right = np.array(cases.groups), np.array(cases.right)
    for article in dict.fromkeys(cases.groups):
        here = groups == article
        if len(set(right[here].tolist())) == 2:
            found.append(float(roc_auc_score(right[here], scores[here])))
    return np.array(found)


def _mean(values: NDArray[np.float64]) -> float:
    return round(float(values.mean()), 4)


def _fitted(cases: _Cases, chosen: Sequence[int]) -> tuple[Ranker, Learned]:
    """The regression on these cases, and their counts."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    tally = Tally()
    tally.add(Judgements(tuple(cases.verdicts[i] for i in chosen)))
    learned = tally.learned()
    rows = [
        {ODDS: _odds(_moved(learned, cases.verdicts[i])), **dict(cases.verdicts[i].features)}
        for i in chosen
    ]
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform(rows)
    model = LogisticRegression(C=_STRENGTH, max_iter=1000)
    model.fit(matrix, [cases.right[i] for i in chosen])
    names = [str(name) for name in vectorizer.get_feature_names_out()]
    weights = tuple((n, round(float(w), 4)) for n, w in zip(names, model.coef_[0], strict=True))
    return Ranker(round(float(model.intercept_[0]), 4), weights, len(chosen), 0.0, 0.0), learned


def _moved(learned: Learned, verdict: Verdict) -> float:
    return learned.moved(verdict.kind, verdict.rule, verdict.p)


def _odds(p: float) -> float:
    held = min(0.99, max(0.01, p))
    return math.log(held / (1 - held))
