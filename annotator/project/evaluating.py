"""Evaluation of suggestions against gold: as shipped, or with what a project learned."""

from __future__ import annotations

import queue
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.domain.article import Span
from annotator.domain.calibration import Prediction
from annotator.domain.evaluation import (
    Comparison,
    EntityEvaluation,
    LabelledSpan,
    evaluate_entities,
    named_spans,
)
from annotator.domain.evaluation_errors import ErrorClass, ErrorInContext, in_context
from annotator.domain.items import MentionKind
from annotator.domain.learned import NOTHING, Learned
from annotator.domain.scheme import Scheme
from annotator.domain.stance_evaluation import (
    StanceComparison,
    StanceEvaluation,
    evaluate_stances,
)
from annotator.domain.stance_matching import match_stances
from annotator.domain.stance_view import stance_views, suggested_views
from annotator.domain.suggestion import CANDIDATE, FILLED_IN, Suggestions
from annotator.domain.verdicts import Kind
from annotator.errors import InputError, SuggesterError
from annotator.exchange.native_reader import read_native
from annotator.exchange.native_record import NativeRecord
from annotator.exchange.problems import Problem
from annotator.project.learning import Learner
from annotator.resources import load_scheme
from annotator.suggest.client import Event, GaveUp, SuggestClient
from annotator.suggest.protocol import Done, Failed


@dataclass(frozen=True, slots=True)
class Evaluated:
    """The evaluations, and what they were made of, article by article in the gold's order.

    `suggester` is the version that was measured, `articles` how many articles there are,
    `problems` are the gold's records left out.
    """

    suggester: str
    entities: EntityEvaluation
    stances: StanceEvaluation
    articles: int
    problems: tuple[Problem, ...]
    mention_pairs: tuple[Comparison, ...]
    stance_pairs: tuple[StanceComparison, ...]
    errors: tuple[ErrorInContext, ...]
    predictions: Mapping[Kind, tuple[Prediction, ...]]


def evaluate_shipped(
    scheme_name: str,
    gold: Path,
    on_progress: Callable[[int, int], None] = lambda _d, _t: None,
    suggester: str | None = None,
    learner: Learner | None = None,
) -> Evaluated:
    """Suggest the gold's articles anew, from their texts alone, and compare.

    Args:
        scheme_name: The scheme whose suggester is measured.
        gold: Native JSONL.
        on_progress: Told how many of how many articles are suggested.
        suggester: The name of another suggester than the scheme's.
        learner: What a project learned, to be applied; what it learned from an article of the gold
            itself is left out there. None for suggestions as shipped.

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
    asked = [Asked(r.article.id, r.article.text, _learned(learner, r)) for r in records]
    suggested = suggest_texts(scheme_name, suggester, asked, on_progress)
    both = [(record, suggested[record.article.id]) for record in records]
    mentions = tuple(_entities(scheme, record, found) for record, found in both)
    stances = tuple(stance_comparison(record, found) for record, found in both)
    entities = evaluate_entities(mentions, scheme.named_labels)
    return Evaluated(
        suggester=min(found.suggester for _, found in both),
        entities=entities,
        stances=evaluate_stances(stances),
        articles=len(records),
        problems=problems,
        mention_pairs=mentions,
        stance_pairs=stances,
        errors=tuple(_errors(entities, both)),
        predictions={
            Kind.MENTION: tuple(p for both_ in both for p in _mentions(scheme, *both_)),
            Kind.STANCE: tuple(p for one in stances for p in _sides(one)),
        },
    )


def _learned(learner: Learner | None, record: NativeRecord) -> Learned:
    return NOTHING if learner is None else learner.learned_about(record.article)


def _errors(
    entities: EntityEvaluation, both: Sequence[tuple[NativeRecord, Suggestions]]
) -> Iterator[ErrorInContext]:
    """Every error, class by class."""
    known = {record.article.id: (record, found) for record, found in both}
    found_errors: dict[ErrorClass, list[ErrorInContext]] = {kind: [] for kind in ErrorClass}
    for error in entities.errors:
        record, found = known[error.article]
        zones = [Span(z.start, z.end) for z in found.zones if z.p >= FILLED_IN]
        own = [zone.span for zone in record.zones]
        shown = in_context(error, record.article.text, own, zones)
        found_errors[shown.kind].append(shown)
    for kind in ErrorClass:
        yield from found_errors[kind]


def _mentions(scheme: Scheme, record: NativeRecord, found: Suggestions) -> Iterator[Prediction]:
    """Each named mention that was suggested: right where edges and label are."""
    gold = named_spans(record.mentions, scheme.named_labels)
    for m in found.mentions:
        if m.kind is MentionKind.NAMED and m.label in scheme.named_labels and m.p >= CANDIDATE:
            yield Prediction(m.p, LabelledSpan(m.start, m.end, m.label) in gold)


def _sides(one: StanceComparison) -> Iterator[Prediction]:
    """Each stance that was suggested: right where it finds one of the gold."""
    shown = [view for view in one.predicted if view.p >= CANDIDATE]
    right = {id(view) for _, view in match_stances(one.gold, shown)}
    for view in shown:
        yield Prediction(view.p, id(view) in right)


def _entities(scheme: Scheme, record: NativeRecord, suggestions: Suggestions) -> Comparison:
    return Comparison(
        record.article.id,
        gold=named_spans(record.mentions, scheme.named_labels),
        predicted=named_spans(suggestions.mentions, scheme.named_labels),
    )


def stance_comparison(record: NativeRecord, suggestions: Suggestions) -> StanceComparison:
    """The stances of a record beside those that were suggested for its text."""
    text = record.article.text
    layer, names = record.to_layer()
    return StanceComparison(
        record.article.id,
        text,
        gold=stance_views(text, layer, names),
        predicted=suggested_views(text, suggestions),
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A text to be suggested for, and what is learned for it."""

    id: str
    text: str
    learned: Learned = NOTHING


def suggest_texts(
    scheme_name: str,
    suggester: str | None,
    asked: Sequence[Asked],
    on_progress: Callable[[int, int], None] = lambda _d, _t: None,
) -> dict[str, Suggestions]:
    """Suggestions for texts outside of any project, by id.

    Raises:
        SuggesterError: The worker can't be kept alive, or failed on a text.
    """
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    known = {one.id: one for one in asked}
    found: dict[str, Suggestions] = {}
    with tempfile.TemporaryDirectory() as folder:
        client = SuggestClient(
            scheme_name, Path(folder) / "worker.log", events.put, suggester=suggester
        )
        client.start()
        try:
            for one in asked:
                client.submit(one.id, one.text, one.learned.names)
            while len(found) < len(known):
                event = events.get()
                if isinstance(event, Failed | GaveUp):
                    raise SuggesterError(f"The suggestions could not be made: {event.reason}")
                if isinstance(event, Done):
                    one = known[event.id]
                    found[event.id] = one.learned.applied(event.suggestions, one.text)
                    on_progress(len(found), len(known))
        finally:
            client.stop()
    return found
