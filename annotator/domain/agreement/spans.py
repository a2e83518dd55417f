"""Agreement on spans: set scores, the SemEval-2013 counts, and the mean over annotator pairs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

import numpy as np

from annotator.domain.agreement.measure import Estimate, Measure, Reason, Undefined, measured
from annotator.domain.evaluation import LabelledSpan, Score
from annotator.domain.span_matching import match_spans


class Schema(StrEnum):
    """What makes a matched pair right (Segura-Bedmar et al. 2013, section 4).

    Strict: span and label. Exact: span. Partial: overlap, half credit unless the span is equal.
    Type: label, with any overlap.
    """

    STRICT = "strict"
    EXACT = "exact"
    PARTIAL = "partial"
    TYPE = "type"


@dataclass(frozen=True, slots=True)
class SchemaCounts:
    """The MUC-5 counts of one schema; a measure whose denominator is zero is None."""

    correct: int
    incorrect: int
    partial: int
    missed: int
    spurious: int

    @property
    def credit(self) -> float:
        """Correct, with half for partial."""
        return self.correct + 0.5 * self.partial

    @property
    def actual(self) -> int:
        """Spans of the second reading."""
        return self.correct + self.incorrect + self.partial + self.spurious

    @property
    def possible(self) -> int:
        """Spans of the first reading (the gold)."""
        return self.correct + self.incorrect + self.partial + self.missed

    @property
    def precision(self) -> float | None:
        """Credit among the spans of the second reading."""
        return self.credit / self.actual if self.actual else None

    @property
    def recall(self) -> float | None:
        """Credit among the spans of the first."""
        return self.credit / self.possible if self.possible else None

    @property
    def f1(self) -> Measure:
        """2 credit / (possible + actual); undefined where neither has a span."""
        both = self.possible + self.actual
        return Estimate(2 * self.credit / both) if both else Undefined(Reason.NOTHING_MARKED)


def semeval_counts(
    gold: Sequence[LabelledSpan], predicted: Sequence[LabelledSpan], schema: Schema
) -> SchemaCounts:
    """The counts of SemEval-2013 task 9.1 (section 4), over the best one-to-one matching."""
    pairs = [(gold[p], predicted[q]) for p, q in match_spans(gold, predicted)]
    span = sum((g.start, g.end) == (p.start, p.end) for g, p in pairs)
    right = {
        Schema.STRICT: sum(g == p for g, p in pairs),
        Schema.EXACT: span,
        Schema.PARTIAL: span,
        Schema.TYPE: sum(g.label == p.label for g, p in pairs),
    }[schema]
    other = len(pairs) - right
    partial = schema is Schema.PARTIAL
    return SchemaCounts(
        correct=right,
        incorrect=0 if partial else other,
        partial=other if partial else 0,
        missed=len(gold) - len(pairs),
        spurious=len(predicted) - len(pairs),
    )


def set_score(
    gold: Iterable[LabelledSpan], predicted: Iterable[LabelledSpan], *, labelled: bool = True
) -> Score:
    """Equal spans, with or without equal labels, each counted once (Hripcsak & Rothschild 2005)."""
    one = {(s.start, s.end, s.label if labelled else "") for s in gold}
    other = {(s.start, s.end, s.label if labelled else "") for s in predicted}
    return Score(len(one & other), len(other - one), len(one - other))


@dataclass(frozen=True, slots=True)
class PairwiseF1:
    """The mean strict F1 over annotator pairs, and its standard deviation (of the population)."""

    mean: Measure
    deviation: Measure


def pairwise_strict_f1(
    documents: Sequence[Mapping[str, Sequence[LabelledSpan]]], label: str | None = None
) -> PairwiseF1:
    """Strict F1 of each annotator pair, micro-averaged over its documents, then the mean of pairs.

    The definition of bratiaa (after Hripcsak & Rothschild 2005). A pair is compared on documents
    that both annotated; a pair without any span is undefined and not averaged in.

    Args:
        documents: The spans of each annotator who annotated the document, by name.
        label: Compare spans of this label only.
    """
    names = sorted({name for document in documents for name in document})
    values = []
    for one, other in combinations(names, 2):
        shared = equal = 0
        for document in documents:
            if one in document and other in document:
                score = set_score(_of(document[one], label), _of(document[other], label))
                equal += 2 * score.right
                shared += 2 * score.right + score.spurious + score.missed
        if shared:
            values.append(equal / shared)
    reason = Reason.ONE_ANNOTATOR if len(names) < 2 else Reason.NOTHING_MARKED
    if not values:
        return PairwiseF1(Undefined(reason), Undefined(reason))
    return PairwiseF1(
        measured(float(np.mean(values)), reason), measured(float(np.std(values)), reason)
    )


def _of(spans: Iterable[LabelledSpan], label: str | None) -> list[LabelledSpan]:
    return [span for span in spans if label is None or span.label == label]
