"""The shipped data of the French scheme, and one engine with models for the whole session."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator.domain.article import Span
from annotator.domain.names import KnownName
from annotator.domain.suggestion import SuggestedMention
from annotator.suggest.entity_rules import suggest_entities
from annotator.suggest.gazetteer import Gazetteer, parse_gazetteer
from annotator.suggest.reading import RawSpan, read

if TYPE_CHECKING:
    from annotator.suggest.engine import Engine

ROOT = Path(__file__).parents[3]
SCHEME = str(ROOT / "labels" / "news-fr.toml")


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    source = (ROOT / "labels" / "news-fr.gazetteer.toml").read_text(encoding="utf-8")
    return parse_gazetteer(source, "gazetteer", "fr")


@pytest.fixture(scope="session")
def engine() -> Engine:
    from annotator.suggest.engine import load_engine

    return load_engine(SCHEME)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared test material beside the repository."""
    folder = Path(os.environ.get("ANNOTATOR_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{folder} is missing; set ANNOTATOR_SHARED to the shared folder.")
        pytest.skip(f"{folder} is not on this machine")
    return folder


Rules = Callable[..., dict[str, SuggestedMention]]


@pytest.fixture
def rules(gazetteer: Gazetteer) -> Rules:
    """Suggestions by quote, for a text and what a model is said to have found in it."""

    def suggest(
        text: str,
        raw: dict[str, str] | None = None,
        known: list[KnownName] | None = None,
        zones: list[str] | None = None,
    ) -> dict[str, SuggestedMention]:
        spans = [RawSpan(text.index(q), text.index(q) + len(q), r) for q, r in (raw or {}).items()]
        dimmed = [Span(text.index(z), text.index(z) + len(z)) for z in zones or []]
        reading = read(text, gazetteer.names)
        found = suggest_entities(reading, spans, dimmed, known or [], gazetteer)
        return {text[m.start : m.end]: m for m in found}

    return suggest
