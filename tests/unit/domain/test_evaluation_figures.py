"""Levels, intervals and comparisons, on readings that can be counted by hand."""

from __future__ import annotations

import pytest

from annotator.domain.agreement.measure import Interval
from annotator.domain.article import Span
from annotator.domain.evaluation import Comparison, LabelledSpan, evaluate_entities
from annotator.domain.evaluation_errors import ErrorClass, in_context
from annotator.domain.evaluation_figures import (
    ALL,
    Level,
    compared,
    f1_figure,
    mention_counts,
    recall_figure,
)

LABELS = ("PER", "ORG")


def spans(*given: tuple[int, int, str]) -> frozenset[LabelledSpan]:
    return frozenset(LabelledSpan(*one) for one in given)


def pair(gold, found, article: str = "a") -> Comparison:
    return Comparison(article, spans(*gold), spans(*found))


MIXED = pair(
    [(0, 5, "PER"), (10, 15, "ORG"), (20, 25, "PER"), (30, 35, "ORG")],
    [(0, 5, "PER"), (10, 18, "ORG"), (20, 25, "ORG"), (40, 45, "PER")],
)


@pytest.mark.parametrize(
    ("level", "right"), [(Level.EXACT, 1), (Level.TYPE, 2), (Level.OVERLAP, 3)]
)
def test_each_level_forgives_what_it_says(level, right):
    counts = mention_counts([MIXED], LABELS)

    assert counts[level, ALL].tolist() == [[right, 4 - right, 4 - right]]
    assert f1_figure(counts[level, ALL]).value == pytest.approx(right / 4)


def test_the_exact_level_is_what_evaluate_has_always_counted():
    counts = mention_counts([MIXED, pair([(0, 3, "PER")], [])], LABELS)
    scores = evaluate_entities([MIXED, pair([(0, 3, "PER")], [])], LABELS)

    for label in LABELS:
        assert f1_figure(counts[Level.EXACT, label]).value == scores.labels[label].f1
    assert recall_figure(counts[Level.EXACT, ALL]).value == scores.overall.recall


def test_an_interval_holds_its_value_and_one_article_has_none():
    some = [pair([(0, 5, "PER")], [(0, 5, "PER")] if n % 3 else []) for n in range(12)]
    figure = f1_figure(mention_counts(some, LABELS)[Level.EXACT, ALL])

    assert isinstance(figure.interval, Interval)
    assert 0 <= figure.interval.low < figure.value < figure.interval.high <= 1
    assert f1_figure(mention_counts([MIXED], LABELS)[Level.EXACT, ALL]).interval is None


def test_a_suggester_that_is_better_in_every_article_is_better_for_sure():
    gold = [(n, n + 5, "PER") for n in range(0, 100, 10)]
    less = [pair(gold, gold[: 3 + n % 2]) for n in range(10)]
    more = [pair(gold, gold[: 6 + n % 3]) for n in range(10)]
    first, second = (mention_counts(p, LABELS)[Level.EXACT, ALL] for p in (less, more))
    found = compared(first, second)

    assert found.difference.value == pytest.approx(found.second.value - found.first.value)
    assert found.difference.interval.low > 0
    assert compared(first, first).difference.value == 0


TEXT = "Lisez la Gazette de Valmure\n\nPaul Roche attend à Valmure.\n"


def error_of(gold, found):
    return evaluate_entities([pair(gold, found)], LABELS).errors[0]


def test_an_error_is_shown_in_its_words():
    error = error_of([(29, 39, "PER")], [(29, 33, "PER")])
    shown = in_context(error, TEXT, [], [])

    assert shown.kind is ErrorClass.BOUNDARY
    assert "\u2039Paul Roche\u203a attend" in shown.context
    assert "\n" not in shown.context


def test_a_spurious_mention_in_the_golds_furniture_is_a_zone_error():
    zone = Span(0, 27)
    spurious = error_of([], [(9, 16, "ORG")])
    missed = error_of([(9, 16, "ORG")], [])

    assert in_context(spurious, TEXT, [zone], []).kind is ErrorClass.ZONE
    assert in_context(spurious, TEXT, [], []).kind is ErrorClass.SPURIOUS
    assert in_context(missed, TEXT, [], [zone]).kind is ErrorClass.ZONE
    assert in_context(missed, TEXT, [zone], []).kind is ErrorClass.MISSED
