"""What an evaluation says: figures with intervals, errors, probabilities, and a comparison."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from annotator.domain.calibration import (
    MENTION_KEYS,
    STANCE_KEYS,
    Prediction,
    Reliability,
    ThresholdCost,
    reliability,
    threshold_costs,
)
from annotator.domain.evaluation import entity_record
from annotator.domain.evaluation_errors import ErrorInContext
from annotator.domain.evaluation_figures import (
    PAIRS,
    WITH_CANDIDATES,
    Difference,
    Figure,
    Level,
    compared,
    f1_figure,
    mention_counts,
    recall_figure,
    stance_counts,
)
from annotator.domain.stance_evaluation import stance_record
from annotator.domain.verdicts import Kind
from annotator.project.evaluating import Evaluated
from annotator.project.learning import Learner

_NAMES = {Kind.MENTION: "mentions", Kind.STANCE: "stances"}


@dataclass(frozen=True, slots=True)
class Against:
    """Another suggester on the same gold: its version, and each figure of both."""

    suggester: str
    differences: Mapping[str, Difference]


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """Everything that `annotator evaluate` tells.

    `entities` holds F1 by level and label, `stances` the F1 of pairs and the recall with
    candidates; `calibration` and `thresholds` are by what they are about.
    """

    evaluated: Evaluated
    entities: Mapping[str, Mapping[str, Figure]]
    stances: Mapping[str, Figure]
    errors: tuple[ErrorInContext, ...]
    calibration: Mapping[str, Reliability]
    thresholds: Mapping[str, tuple[ThresholdCost, ...]]
    against: Against | None

    def record(self) -> dict[str, object]:
        """What `evaluate --json` prints."""
        result = self.evaluated
        levels = {
            level: {label: figure.record() for label, figure in figures.items()}
            for level, figures in self.entities.items()
        }
        against = self.against and {
            "suggester": self.against.suggester,
            "figures": {name: d.record() for name, d in self.against.differences.items()},
        }
        return {
            **entity_record(result.entities),
            **stance_record(result.stances),
            "articles": result.articles,
            "suggester": result.suggester,
            "intervals": {
                "entities": levels,
                "stances": {name: figure.record() for name, figure in self.stances.items()},
            },
            "errors": [error.record() for error in self.errors],
            "calibration": {what: table.record() for what, table in self.calibration.items()},
            "thresholds": {
                what: [asdict(cost) for cost in costs] for what, costs in self.thresholds.items()
            },
            "against": against,
        }


def report_on(
    result: Evaluated, other: Evaluated | None = None, learner: Learner | None = None
) -> EvaluationReport:
    """The report of an evaluation.

    Args:
        result: The evaluation.
        other: Another suggester's on the same gold, to compare with.
        learner: What a project learned: its own decisions become a table of their own.
    """
    counts = mention_counts(result.mention_pairs, list(result.entities.labels))
    labels = ["all", *result.entities.labels]
    entities = {
        level.value: {label: f1_figure(counts[level, label]) for label in labels} for level in Level
    }
    sides = stance_counts(result.stance_pairs)
    stances = {
        PAIRS: f1_figure(sides[PAIRS]),
        WITH_CANDIDATES: recall_figure(sides[WITH_CANDIDATES]),
    }
    calibration = {
        f"{_NAMES[kind]} on this gold": reliability(found)
        for kind, found in result.predictions.items()
    }
    if learner is not None:
        calibration |= dict(_own_decisions(learner))
    return EvaluationReport(
        evaluated=result,
        entities=entities,
        stances=stances,
        errors=result.errors,
        calibration=calibration,
        thresholds=dict(_thresholds(result)),
        against=None if other is None else _against(result, other),
    )


def _thresholds(result: Evaluated) -> Iterator[tuple[str, tuple[ThresholdCost, ...]]]:
    gold = {
        Kind.MENTION: sum(len(pair.gold) for pair in result.mention_pairs),
        Kind.STANCE: sum(len(pair.gold) for pair in result.stance_pairs),
    }
    keys = {Kind.MENTION: MENTION_KEYS, Kind.STANCE: STANCE_KEYS}
    for kind, found in result.predictions.items():
        missed = gold[kind] - sum(p.is_right for p in found)
        yield _NAMES[kind], threshold_costs(found, missed, keys[kind])


def _own_decisions(learner: Learner) -> Iterator[tuple[str, Reliability]]:
    """The project's decisions: as shipped, and as learned from its other articles."""
    for kind in Kind:
        shipped, learned = [], []
        for article, judged in learner.judged().items():
            state = learner.learned(article)
            for verdict in (v for one in judged for v in one.suggestions if v.kind is kind):
                shipped.append(Prediction(verdict.p, verdict.is_right))
                p = state.judged(kind, verdict.rule, verdict.p, verdict.features)
                learned.append(Prediction(p, verdict.is_right))
        yield f"{_NAMES[kind]} by this project's decisions, as shipped", reliability(shipped)
        yield f"{_NAMES[kind]} by this project's decisions, as learned", reliability(learned)


def _against(result: Evaluated, other: Evaluated) -> Against:
    labels = list(result.entities.labels)
    first = mention_counts(other.mention_pairs, labels)
    second = mention_counts(result.mention_pairs, labels)
    found = {
        f"{label}, F1 {level}": compared(first[level, label], second[level, label])
        for level in Level
        for label in (["all", *labels] if level is Level.EXACT else ["all"])
    }
    one, two = stance_counts(other.stance_pairs), stance_counts(result.stance_pairs)
    found["stances, F1 pairs"] = compared(one[PAIRS], two[PAIRS])
    found["stances, recall with candidates"] = compared(
        one[WITH_CANDIDATES], two[WITH_CANDIDATES], recall=True
    )
    return Against(other.suggester, found)
