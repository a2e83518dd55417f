"""Whole articles that no rule names, measured as `annotator evaluate` does.

`unseen_news.toml`: news whose errors are not looked at. `tests/data/unseen`: twelve articles that
the rules did not know when they were first measured; their errors have been read since.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator.domain.evaluation import evaluate_entities
from annotator.domain.stance_evaluation import StanceEvaluation, evaluate_stances
from annotator.domain.suggestion import Suggestions
from tests.unit.suggest.unseen import compared, compared_names, compared_records

if TYPE_CHECKING:
    from annotator.suggest.engine import Engine

pytestmark = pytest.mark.model

UNSEEN = Path(__file__).with_name("unseen_news.toml")
LABELS = ("PER", "ORG", "GPE", "LOC")
READ_SINCE = Path(__file__).parents[2] / "data" / "unseen"


def suggester(engine: Engine) -> Callable[[str], Suggestions]:
    return lambda text: engine.suggest(text, None, [], None)[0]


def hold(evaluation: StanceEvaluation, f1: float, recall: float, wrong: float) -> None:
    assert evaluation.pairs.f1 is not None
    assert evaluation.pairs.f1 >= f1
    assert evaluation.candidates.recall is not None
    assert evaluation.candidates.recall >= recall
    assert evaluation.candidates.wrong <= wrong * evaluation.candidates.right
    assert evaluation.label.accuracy is not None
    assert evaluation.label.accuracy >= 0.95


def test_stances_of_unseen_news_are_found(engine: Engine) -> None:
    found = compared(UNSEEN, suggester(engine))
    hold(evaluate_stances(found), f1=0.5, recall=0.7, wrong=2)


@pytest.mark.parametrize("name", ["news-1.jsonl", "news-2.jsonl"])
def test_names_and_stances_of_news_read_since_are_found(name: str, engine: Engine) -> None:
    suggest = cache(suggester(engine))
    names = evaluate_entities(compared_names(READ_SINCE / name, LABELS, suggest), LABELS)
    assert names.overall.f1 is not None
    assert names.overall.f1 >= 0.97
    stances = compared_records(READ_SINCE / name, suggest)
    hold(evaluate_stances(stances), f1=0.85, recall=0.9, wrong=1)
