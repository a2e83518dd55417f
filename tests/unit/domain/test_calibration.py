"""Reliability tables and what thresholds cost, on counts that can be done by hand."""

from __future__ import annotations

import pytest

from annotator.domain.calibration import Keys, Prediction, reliability, threshold_costs


def predictions(*given: tuple[float, int, int]) -> list[Prediction]:
    """Probability, how many were right, how many wrong."""
    return [Prediction(p, n < right) for p, right, wrong in given for n in range(right + wrong)]


def test_probabilities_that_hold_have_no_error():
    found = reliability(predictions((0.25, 1, 3), (0.75, 3, 1)))

    assert [(b.low, b.n, b.mean, b.right) for b in found.bins] == [
        (0.2, 4, 0.25, 0.25),
        (0.7, 4, 0.75, 0.75),
    ]
    assert found.error == pytest.approx(0)
    assert found.brier == pytest.approx(0.1875)


def test_the_error_is_the_distance_weighted_by_the_number():
    """4 of 10 at 0.6 where 0.4 are right, 6 of 10 at 0.9 where all are: 0.4 * 0.35 + 0.6 * 0.1."""
    found = reliability(predictions((0.6, 1, 3), (0.9, 6, 0)))

    assert found.error == pytest.approx(0.4 * 0.35 + 0.6 * 0.1)


def test_a_sure_suggestion_is_in_the_last_bin_and_an_unseen_one_in_none():
    found = reliability([Prediction(1.0, is_right=True), Prediction(0.1, is_right=True)])

    assert [(b.high, b.n) for b in found.bins] == [(1.0, 1)]


def test_nothing_suggested_has_no_error():
    assert reliability([]).error is None


def test_a_threshold_costs_what_is_missed_judged_and_offered():
    found = threshold_costs(predictions((0.3, 1, 1), (0.8, 3, 1)), missed=2, keys=Keys(7, 2))
    half = next(cost for cost in found if cost.threshold == 0.5)

    assert (half.right, half.wrong, half.offered, half.missed) == (3, 1, 2, 2)
    assert half.keys == pytest.approx((2 * 7 + (1 + 2) * 2) / 6)


def test_without_gold_there_is_no_cost_for_each_item():
    assert threshold_costs(predictions((0.8, 0, 1)), missed=0, keys=Keys(7, 2))[0].keys is None
