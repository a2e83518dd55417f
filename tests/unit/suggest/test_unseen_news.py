"""Whole paragraphs that the rules were not written for, measured as `annotator evaluate` does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator.domain.stance_evaluation import evaluate_stances
from tests.unit.suggest.unseen import compared

if TYPE_CHECKING:
    from annotator.suggest.engine import Engine

pytestmark = [pytest.mark.model, pytest.mark.xdist_group("model")]

UNSEEN = Path(__file__).with_name("unseen_news.toml")


def test_stances_of_unseen_news_are_found(engine: Engine) -> None:
    found = compared(UNSEEN, lambda text: engine.suggest(text, None, [], None)[0])
    evaluation = evaluate_stances(found)
    assert evaluation.pairs.f1 is not None
    assert evaluation.pairs.f1 >= 0.5
    assert evaluation.candidates.recall is not None
    assert evaluation.candidates.recall >= 0.7
    assert evaluation.candidates.wrong <= 2 * evaluation.candidates.right
    assert evaluation.label.accuracy is not None
    assert evaluation.label.accuracy >= 0.95
