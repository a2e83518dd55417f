"""Evaluation of the shipped suggestions against gold; the project's database has no part in it."""

from __future__ import annotations

import queue
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from annotator.domain.evaluation import (
    Comparison,
    EntityEvaluation,
    evaluate_entities,
    named_spans,
)
from annotator.domain.scheme import Scheme
from annotator.domain.stance_evaluation import (
    StanceComparison,
    StanceEvaluation,
    evaluate_stances,
)
from annotator.domain.stance_view import stance_views, suggested_views
from annotator.domain.suggestion import Suggestions
from annotator.errors import InputError, SuggesterError
from annotator.exchange.native_reader import read_native
from annotator.exchange.native_record import NativeRecord
from annotator.exchange.problems import Problem
from annotator.resources import load_scheme
from annotator.suggest.client import Event, GaveUp, SuggestClient
from annotator.suggest.protocol import Done, Failed


@dataclass(frozen=True, slots=True)
class Evaluated:
    """The evaluations, how many articles they are over, and the gold's records left out."""

    entities: EntityEvaluation
    stances: StanceEvaluation
    articles: int
    problems: tuple[Problem, ...]


def evaluate_shipped(
    scheme_name: str,
    gold: Path,
    on_progress: Callable[[int, int], None] = lambda _d, _t: None,
    suggester: str | None = None,
) -> Evaluated:
    """Suggest the gold's articles anew, from their texts alone, and compare.

    Args:
        scheme_name: The scheme whose suggester is measured.
        gold: Native JSONL.
        on_progress: Told how many of how many articles are suggested.
        suggester: The name of another suggester than the scheme's.

    Raises:
        InputError: The file can't be read or holds no usable record.
        SuggesterError: The worker can't be kept alive, or failed on an article.
    """
    scheme = load_scheme(scheme_name)
    results = list(read_native(gold, scheme))
    records = [result for result in results if isinstance(result, NativeRecord)]
    problems = tuple(result for result in results if isinstance(result, Problem))
    if not records:
        reason = f" ({problems[0]})" if problems else ""
        raise InputError(f"{gold} holds no usable record{reason}; give native JSONL.")
    texts = {record.article.id: record.article.text for record in records}
    suggested = _suggest(scheme_name, suggester, texts, on_progress)
    both = [(record, suggested[record.article.id]) for record in records]
    return Evaluated(
        evaluate_entities(
            [_entities(scheme, record, found) for record, found in both], scheme.named_labels
        ),
        evaluate_stances(_stances(record, found) for record, found in both),
        len(records),
        problems,
    )


def _entities(scheme: Scheme, record: NativeRecord, suggestions: Suggestions) -> Comparison:
    return Comparison(
        record.article.id,
        gold=named_spans(record.mentions, scheme.named_labels),
        predicted=named_spans(suggestions.mentions, scheme.named_labels),
    )


def _stances(record: NativeRecord, suggestions: Suggestions) -> StanceComparison:
    text = record.article.text
    layer, names = record.to_layer()
    return StanceComparison(
        record.article.id,
        text,
        gold=stance_views(text, layer, names),
        predicted=suggested_views(text, suggestions),
    )


def _suggest(
    scheme_name: str,
    suggester: str | None,
    texts: dict[str, str],
    on_progress: Callable[[int, int], None],
) -> dict[str, Suggestions]:
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    found: dict[str, Suggestions] = {}
    with tempfile.TemporaryDirectory() as folder:
        client = SuggestClient(
            scheme_name, Path(folder) / "worker.log", events.put, suggester=suggester
        )
        client.start()
        try:
            for article, text in texts.items():
                client.submit(article, text)
            while len(found) < len(texts):
                event = events.get()
                if isinstance(event, Failed | GaveUp):
                    raise SuggesterError(f"The suggestions could not be made: {event.reason}")
                if isinstance(event, Done):
                    found[event.id] = event.suggestions
                    on_progress(len(found), len(texts))
        finally:
            client.stop()
    return found
