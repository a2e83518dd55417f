"""The models on our own sentences, and the shared articles where they are at hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator.domain.article import Span
from annotator.domain.evaluation import Comparison, LabelledSpan, evaluate_entities, named_spans

if TYPE_CHECKING:
    from annotator.suggest.engine import Engine

pytestmark = pytest.mark.model
LABELS = ("PER", "ORG", "GPE", "LOC")
TEXT = (
    "La Norvège hausse le ton\n\n"
    "Le premier ministre Jonas Haugen a rencontré mardi à Oslo la présidente de l’Otan, "
    "avant un discours de Haugen devant les Nations unies.\n"
    "Publicité\n"
    "« La Suède nous soutient », a-t-il dit au New York Times, selon Reuters."
)


def quotes(engine: Engine, text: str) -> dict[str, str]:
    suggestions, _ = engine.suggest(text, None, [], None)
    return {text[m.start : m.end]: m.label for m in suggestions.mentions if m.p >= 0.5}


def test_an_article_is_suggested_whole(engine: Engine) -> None:
    suggestions, _ = engine.suggest(TEXT, None, [], None)
    assert [TEXT[z.start : z.end] for z in suggestions.zones] == ["Publicité"]
    assert quotes(engine, TEXT) == {
        "Norvège": "GPE",
        "Jonas Haugen": "PER",
        "Oslo": "GPE",
        "Otan": "ORG",
        "Haugen": "PER",
        "Nations unies": "ORG",
        "Suède": "GPE",
        "New York Times": "ORG",
        "Reuters": "ORG",
    }


def test_a_stored_parse_gives_the_same_suggestions_without_the_models(engine: Engine) -> None:
    from annotator.suggest.engine import load_engine
    from tests.unit.suggest.conftest import SCHEME

    first, stored = engine.suggest(TEXT, None, [], None)
    fresh = load_engine(SCHEME)
    again, parsed_anew = fresh.suggest(TEXT, None, [], stored)
    assert again == first
    assert parsed_anew is None
    assert not fresh.pipeline.is_loaded


@pytest.mark.parametrize("stored", [b"", b"junk"])
def test_a_broken_parse_is_made_anew(engine: Engine, stored: bytes) -> None:
    _, parsed_anew = engine.suggest(TEXT, None, [], stored)
    assert parsed_anew is not None


def test_the_parse_of_another_text_is_not_used(engine: Engine) -> None:
    _, other = engine.suggest("Une autre phrase.", None, [], None)
    _, parsed_anew = engine.suggest(TEXT, None, [], other)
    assert parsed_anew is not None


def test_zones_that_a_person_set_take_the_place_of_detection(engine: Engine) -> None:
    end = TEXT.index("\n")
    suggestions, _ = engine.suggest(TEXT, [Span(0, end)], [], None)
    assert suggestions.zones == ()
    assert "Norvège" not in {TEXT[m.start : m.end] for m in suggestions.mentions}


def test_changed_data_makes_another_suggester(tmp_path: Path, engine: Engine) -> None:
    from annotator.suggest.engine import load_engine
    from tests.unit.suggest.conftest import SCHEME

    changed = tmp_path / "news-fr.toml"
    source = Path(SCHEME).read_text(encoding="utf-8")
    changed.write_text(source.replace('version = "1"', 'version = "2"'), encoding="utf-8")
    other = load_engine(str(changed))
    assert other.name.split("+")[:2] == engine.name.split("+")[:2]
    assert other.name != engine.name


@pytest.mark.parametrize("text", [" \n", "\r\n\r\nOui.\r\n", "A\u0301 " * 40, "🙂\u2028" * 50])
def test_odd_texts_are_no_failure(engine: Engine, text: str) -> None:
    suggestions, _ = engine.suggest(text, None, [], None)
    assert all(0 <= m.start < m.end <= len(text) for m in suggestions.mentions)


@pytest.mark.parametrize("reading", [1, 2])
def test_the_shared_articles_reach_the_promised_f1(
    engine: Engine, shared: Path, reading: int
) -> None:
    lines = (shared / "articles" / f"gold.reading{reading}.jsonl").read_text(encoding="utf-8")
    pairs = []
    for record in map(json.loads, lines.splitlines()):
        gold = frozenset(
            LabelledSpan(e["start"], e["end"], e["label"])
            for e in record["entities"]
            if e["kind"] == "named" and e["label"] in LABELS
        )
        suggestions, _ = engine.suggest(record["text"], None, [], None)
        pairs.append(Comparison(record["id"], gold, named_spans(suggestions.mentions, LABELS)))
        dimmed = {(z.start, z.end) for z in suggestions.zones}
        assert dimmed == {tuple(zone) for zone in record["boilerplate"]}
    f1 = evaluate_entities(pairs, LABELS).overall.f1
    assert f1 is not None
    assert f1 >= 0.95
