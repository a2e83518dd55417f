"""Evaluation with the real worker, once: texts in, both parts of the answer out."""

import json
from pathlib import Path

import pytest

from annotator.domain.stance_evaluation import StanceErrorKind, stance_record
from annotator.project.evaluating import evaluate_shipped

pytestmark = pytest.mark.model
SCHEME = str(Path(__file__).parents[3] / "labels" / "news-fr.toml")
TEXT = "La Suède condamne la Norvège.\n"


def test_gold_without_a_prediction_is_missed_and_nothing_undefined_is_a_number(tmp_path):
    def entity(identifier: str, words: str) -> dict[str, object]:
        start = TEXT.index(words)
        place = {"start": start, "end": start + len(words), "text": words}
        return {"id": identifier, "label": "GPE", "canonical": words, "kind": "named", **place}

    stance = {
        "id": "s0",
        "holder": "e0",
        "target": "e1",
        "label": "against",
        "evidence": [{"start": 9, "end": 17}],
        "attribution": "author",
        "source": None,
        "certainty": "asserted",
    }
    record = {
        "id": "a",
        "text": TEXT,
        "entities": [entity("e0", "Suède"), entity("e1", "Norvège")],
        "stances": [stance],
        "boilerplate": [],
    }
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(record) + "\n", "utf-8")
    result = evaluate_shipped(SCHEME, gold)
    assert (result.articles, result.problems) == (1, ())
    assert result.entities.overall.recall == 1.0
    scores = stance_record(result.stances)["stances"]
    assert scores["pairs"]["n"] == 1
    missed = [e for e in result.stances.errors if e.kind is StanceErrorKind.MISSED]
    assert len(missed) == 1 - result.stances.pairs.right
    assert all(e.words == "Suède → Norvège, against: condamne" for e in missed)
