"""Suggested stances against gold: the pairs found, what is right about them, and each error.

Stances are matched one to one by `stance_matching`. Knows nothing of how stances were made.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from annotator.domain.article import Span
from annotator.domain.evaluation import Score, ScoreRecord
from annotator.domain.stance_matching import Pair, match_stances, place
from annotator.domain.stance_view import StanceView
from annotator.domain.suggestion import CANDIDATE, FILLED_IN


@dataclass(frozen=True, slots=True)
class StanceComparison:
    """The stances of one article: those of the gold and those predicted, of every probability."""

    article: str
    text: str
    gold: tuple[StanceView, ...]
    predicted: tuple[StanceView, ...]


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How many of `n` matched pairs agree in something."""

    right: int
    n: int

    @property
    def accuracy(self) -> float | None:
        """The share that agrees (0..1); None without any pair."""
        return self.right / self.n if self.n else None

    def record(self) -> ScoreRecord:
        """The measure under the keys of `evaluate --json`."""
        return {"accuracy": self.accuracy, "n": self.n}


@dataclass(frozen=True, slots=True)
class CandidateScore:
    """What the candidates add to what is filled in.

    Attributes:
        found: Gold stances found by what is filled in and the candidates together.
        gold: Gold stances.
        right: Candidates that find a gold stance which nothing filled in finds.
        wrong: All other candidates.
    """

    found: int
    gold: int
    right: int
    wrong: int

    @property
    def recall(self) -> float | None:
        """Found among those of the gold (0..1), candidates included; None without gold."""
        return self.found / self.gold if self.gold else None

    @property
    def wrong_per_right(self) -> float | None:
        """Wrong candidates for each right one; None where no candidate is right."""
        return self.wrong / self.right if self.right else None

    def record(self) -> ScoreRecord:
        """The measures under the keys of `evaluate --json`."""
        return {"recall": self.recall, "wrong_per_right": self.wrong_per_right}


class StanceErrorKind(StrEnum):
    """How a stance that is filled in, or should be, went wrong."""

    MISSED = "missed"
    SPURIOUS = "spurious"
    LABEL = "label"
    ATTRIBUTION = "attribution"
    CERTAINTY = "certainty"


@dataclass(frozen=True, slots=True)
class StanceError:
    """One difference: `gold` is None for a spurious stance, `predicted` for a missed one.

    `words` are those of the holder (or its kind), target and evidence in the article.
    """

    article: str
    kind: StanceErrorKind
    gold: StanceView | None
    predicted: StanceView | None
    words: str

    @property
    def instead(self) -> str | None:
        """What the prediction says where gold says otherwise; None if one of the two is absent."""
        if self.gold is None or self.predicted is None:
            return None
        said = {
            StanceErrorKind.LABEL: self.predicted.label,
            StanceErrorKind.ATTRIBUTION: self.predicted.attribution.value,
            StanceErrorKind.CERTAINTY: self.predicted.certainty.value,
        }
        return said.get(self.kind)


@dataclass(frozen=True, slots=True)
class StanceEvaluation:
    """The scores of all articles together, and every error, by article in text order.

    `pairs` and the accuracies are of what is filled in; the accuracies are over its matched pairs.
    """

    pairs: Score
    candidates: CandidateScore
    label: Accuracy
    attribution: Accuracy
    certainty: Accuracy
    errors: tuple[StanceError, ...]


def evaluate_stances(comparisons: Iterable[StanceComparison]) -> StanceEvaluation:
    """The predicted stances scored against gold, micro-averaged over all articles.

    Filled in is what has a probability of at least 0.5, a candidate what has at least 0.2; the
    rest does not count.

    Args:
        comparisons: One for each article of the gold; an article without predictions counts.
    """
    pairs: list[Pair] = []
    errors: list[StanceError] = []
    gold = filled_in = candidates = found = 0
    for one in comparisons:
        filled = [view for view in one.predicted if view.p >= FILLED_IN]
        offered = [view for view in one.predicted if CANDIDATE <= view.p < FILLED_IN]
        matched = match_stances(one.gold, filled)
        gold += len(one.gold)
        filled_in += len(filled)
        candidates += len(offered)
        found += len(match_stances(one.gold, [*filled, *offered]))
        pairs += matched
        errors += _errors(one, filled, matched)
    # The filled-in stances that can be matched alone can all be matched beside the candidates
    # (matchable sets form a transversal matroid), so every further pair is a right candidate.
    right = found - len(pairs)
    return StanceEvaluation(
        pairs=Score(len(pairs), filled_in - len(pairs), gold - len(pairs)),
        candidates=CandidateScore(found, gold, right, candidates - right),
        label=Accuracy(sum(g.label == p.label for g, p in pairs), len(pairs)),
        attribution=Accuracy(sum(g.attribution is p.attribution for g, p in pairs), len(pairs)),
        certainty=Accuracy(sum(g.certainty is p.certainty for g, p in pairs), len(pairs)),
        errors=tuple(errors),
    )


def stance_record(evaluation: StanceEvaluation) -> dict[str, dict[str, ScoreRecord]]:
    """The `stances` part of what `evaluate --json` prints."""
    return {
        "stances": {
            "pairs": evaluation.pairs.record(),
            "candidates": evaluation.candidates.record(),
            "label": evaluation.label.record(),
            "attribution": evaluation.attribution.record(),
            "certainty": evaluation.certainty.record(),
        }
    }


def _errors(
    one: StanceComparison, filled: Sequence[StanceView], pairs: Sequence[Pair]
) -> list[StanceError]:
    """Everything wrong in one article, in text order."""
    errors: list[StanceError] = []

    def add(kind: StanceErrorKind, gold: StanceView | None, predicted: StanceView | None) -> None:
        view = gold or predicted
        words = "" if view is None else stance_words(one.text, view)
        errors.append(StanceError(one.article, kind, gold, predicted, words))

    for view in _without(one.gold, [gold for gold, _ in pairs]):
        add(StanceErrorKind.MISSED, view, None)
    for view in _without(filled, [predicted for _, predicted in pairs]):
        add(StanceErrorKind.SPURIOUS, None, view)
    for gold, predicted in pairs:
        if gold.label != predicted.label:
            add(StanceErrorKind.LABEL, gold, predicted)
        if gold.attribution is not predicted.attribution:
            add(StanceErrorKind.ATTRIBUTION, gold, predicted)
        if gold.certainty is not predicted.certainty:
            add(StanceErrorKind.CERTAINTY, gold, predicted)
    return sorted(errors, key=_error_place)


def stance_words(text: str, view: StanceView) -> str:
    """The stance in the article's own words: holder (or its kind), target, label, evidence."""
    holder = f"({view.holder_kind})" if view.holder is None else view.holder.span.of(text)
    evidence = " … ".join(span.of(text) for span in view.evidence)
    return f"{holder} → {view.target.span.of(text)}, {view.label}: {evidence}"


def _without(views: Iterable[StanceView], matched: Iterable[StanceView]) -> list[StanceView]:
    """The views that are not among the matched; equal ones are told apart by their number."""
    left = sorted(views, key=place)
    for view in matched:
        left.remove(view)
    return left


def _error_place(error: StanceError) -> tuple[Span, Span, str]:
    view = error.gold or error.predicted
    if view is None:
        raise ValueError("an error is about a stance")
    return (view.evidence[0], view.target.span, error.kind)
