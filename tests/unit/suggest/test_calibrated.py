"""From the numbers of rules to probabilities, and the points that counting gives."""

from __future__ import annotations

import pytest

from annotator.domain.rule_table import read_rules
from annotator.errors import SchemeError
from annotator.suggest.calibrated import UNCHANGED, Calibration, read_calibration
from benchmarks.calibration import Judged, crossed, fitted


def calibration(source: str) -> Calibration:
    return read_calibration(read_rules(source, "rules"))


def test_probabilities_lie_on_lines_between_the_points() -> None:
    found = calibration("[calibration]\nfrom = [0.6, 0.8]\nto = [0.5, 0.9]")
    assert [found.of(p) for p in (0.55, 0.6, 0.7, 0.8, 0.99)] == [0.5, 0.5, 0.7, 0.9, 0.9]


def test_no_suggestion_crosses_the_edge_of_what_is_filled_in_or_shown() -> None:
    found = calibration("[calibration]\nfrom = [0.3, 0.9]\nto = [0.9, 0.95]")
    assert found.of(0.3) < 0.5
    doubtful = calibration("[calibration]\nfrom = [0.3, 0.9]\nto = [0.1, 0.3]")
    assert doubtful.of(0.9) == 0.5
    assert doubtful.of(0.3) == 0.2
    assert doubtful.of(0.1) == 0.1


def test_without_points_every_probability_stays() -> None:
    assert calibration("") == UNCHANGED
    assert UNCHANGED.of(0.61) == 0.61


@pytest.mark.parametrize(
    "lists",
    [
        "from = [0.6]\nto = [0.5, 0.9]",
        "from = [0.8, 0.6]\nto = [0.5, 0.9]",
        "from = [0.6, 0.8]\nto = [0.9, 0.5]",
        "from = [0.6, 1.8]\nto = [0.5, 0.9]",
        "from = []\nto = []",
    ],
)
def test_points_that_are_no_rising_pairs_are_refused(lists: str) -> None:
    with pytest.raises(SchemeError):
        calibration(f"[calibration]\n{lists}")


def judged(article: str, p: float, right: int, wrong: int) -> list[Judged]:
    rows = [Judged(article, p, is_right=True, weight=1.0)] * right
    return rows + [Judged(article, p, is_right=False, weight=1.0)] * wrong


def test_counts_are_smoothed_and_made_to_rise() -> None:
    found = fitted([*judged("a", 0.6, 9, 1), *judged("a", 0.7, 3, 7), *judged("a", 0.95, 10, 0)])
    probabilities = [to for _, to in found.points]
    assert probabilities == sorted(probabilities)
    assert found.of(0.6) == found.of(0.7) == pytest.approx(0.61, abs=0.02)
    assert 0.95 < found.of(0.95) < 1


def test_an_article_is_measured_with_the_points_of_the_others() -> None:
    rows = [*judged("a", 0.6, 20, 0), *judged("b", 0.6, 0, 20)]
    by_article = {p.is_right: p.p for p in crossed(rows)}
    # Article a, all right, has what b taught, and b what a taught.
    assert by_article[True] == 0.5
    assert by_article[False] > 0.9
