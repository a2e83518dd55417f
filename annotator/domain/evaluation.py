"""Suggestions against gold: precision, recall and F1 of the named mentions, and each error.

A mention is right where start, end and label are equal. Knows nothing of how mentions were made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from annotator.domain.article import Span
from annotator.domain.items import Mention, MentionKind, is_live
from annotator.domain.suggestion import FILLED_IN, SuggestedMention

ScoreRecord: TypeAlias = dict[str, float | int | None]


@dataclass(frozen=True, slots=True, order=True)
class LabelledSpan:
    """What is compared: a range of code points and its label."""

    start: int
    end: int
    label: str

    @property
    def span(self) -> Span:
        """Start and end as one value."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The named mentions of one article: those of the gold and those predicted."""

    article: str
    gold: frozenset[LabelledSpan]
    predicted: frozenset[LabelledSpan]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of right, spurious and missed mentions, and the measures made of them.

    A measure whose denominator is zero is undefined: None, neither 0 nor 1.
    """

    right: int
    spurious: int
    missed: int

    @property
    def n(self) -> int:
        """Mentions in the gold."""
        return self.right + self.missed

    @property
    def precision(self) -> float | None:
        """Right among predicted."""
        return _ratio(self.right, self.right + self.spurious)

    @property
    def recall(self) -> float | None:
        """Right among those of the gold."""
        return _ratio(self.right, self.n)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall, as 2TP / (2TP + FP + FN).

        Defined as soon as there is a mention on either side, also where precision is not.
        """
        return _ratio(2 * self.right, 2 * self.right + self.spurious + self.missed)

    def record(self) -> ScoreRecord:
        """The measures under the keys of `evaluate --json`."""
        return {"precision": self.precision, "recall": self.recall, "f1": self.f1, "n": self.n}


class ErrorKind(StrEnum):
    """How a mention went wrong."""

    MISSED = "missed"
    SPURIOUS = "spurious"
    BOUNDARY = "boundary"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class EntityError:
    """One difference: `gold` is None for a spurious mention, `predicted` for a missed one."""

    article: str
    kind: ErrorKind
    gold: LabelledSpan | None
    predicted: LabelledSpan | None


@dataclass(frozen=True, slots=True)
class EntityEvaluation:
    """The scores of all articles together, of each label, and every error in text order."""

    overall: Score
    labels: Mapping[str, Score]
    errors: tuple[EntityError, ...]


def named_spans(
    mentions: Iterable[Mention | SuggestedMention], labels: Sequence[str]
) -> frozenset[LabelledSpan]:
    """The mentions that count: named, with one of `labels`, and filled in where they have a p."""
    return frozenset(
        LabelledSpan(m.start, m.end, m.label)
        for m in mentions
        if m.kind is MentionKind.NAMED
        and m.label in labels
        and (is_live(m) if isinstance(m, Mention) else m.p >= FILLED_IN)
    )


def evaluate_entities(comparisons: Iterable[Comparison], labels: Sequence[str]) -> EntityEvaluation:
    """The predicted mentions scored against gold, micro-averaged over all articles.

    Args:
        comparisons: One for each article of the gold; an article without predictions counts.
        labels: The scheme's named labels, in its order; each gets a score, used or not.
    """
    pairs = tuple(comparisons)
    right = Counter(s.label for pair in pairs for s in pair.gold & pair.predicted)
    spurious = Counter(s.label for pair in pairs for s in pair.predicted - pair.gold)
    missed = Counter(s.label for pair in pairs for s in pair.gold - pair.predicted)
    scores = {label: Score(right[label], spurious[label], missed[label]) for label in labels}
    errors = tuple(error for pair in pairs for error in _errors(pair))
    overall = Score(right.total(), spurious.total(), missed.total())
    return EntityEvaluation(overall, scores, errors)


def entity_record(
    evaluation: EntityEvaluation,
) -> dict[str, dict[str, ScoreRecord | dict[str, ScoreRecord]]]:
    """The `entities` part of what `evaluate --json` prints."""
    labels = {label: score.record() for label, score in evaluation.labels.items()}
    return {"entities": {"overall": evaluation.overall.record(), "labels": labels}}


def _errors(pair: Comparison) -> list[EntityError]:
    """Each wrong mention once: the best partner makes a label or a boundary error."""
    # The matching takes its spans from here.
    from annotator.domain.span_matching import match_spans  # noqa: PLC0415  # numpy is slow

    missed = sorted(pair.gold - pair.predicted)
    spurious = sorted(pair.predicted - pair.gold)
    matched = [(missed[p], spurious[q]) for p, q in match_spans(missed, spurious)]
    errors: list[EntityError] = []
    for gold, partner in matched:
        kind = ErrorKind.LABEL if gold.span == partner.span else ErrorKind.BOUNDARY
        errors.append(EntityError(pair.article, kind, gold, partner))
        missed.remove(gold)
        spurious.remove(partner)
    errors += [EntityError(pair.article, ErrorKind.MISSED, gold, None) for gold in missed]
    errors += [EntityError(pair.article, ErrorKind.SPURIOUS, None, wrong) for wrong in spurious]
    return sorted(errors, key=_position)


def _position(error: EntityError) -> tuple[int, int]:
    span = error.gold or error.predicted
    return (span.start, span.end) if span is not None else (0, 0)


def _ratio(numerator: int, denominator: int) -> float | None:
    return numerator / denominator if denominator else None
