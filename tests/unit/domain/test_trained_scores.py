import pytest

from annotator.domain.agreement.measure import Estimate, Undefined
from annotator.domain.trained_scores import Hits, duel


def test_f1_is_over_all_articles_and_the_difference_is_paired():
    """By hand: 2 * 7 / (9 + 10) and 2 * 5 / (8 + 10)."""
    trained = [Hits(3, 4, 4), Hits(2, 2, 3), Hits(2, 3, 3)]
    untrained = [Hits(2, 3, 4), Hits(1, 2, 3), Hits(2, 3, 3)]
    found = duel(trained, untrained)

    assert isinstance(found.trained, Estimate)
    assert isinstance(found.difference, Estimate)
    assert found.trained.value == pytest.approx(14 / 19)
    assert found.difference.value == pytest.approx(14 / 19 - 10 / 18)
    assert found.difference.interval is not None
    assert found.difference.interval.low < found.difference.value < found.difference.interval.high
    assert (found.n, found.articles, found.is_better) == (10, 3, True)


def test_a_lead_in_every_article_is_certain_and_one_in_a_single_article_is_not():
    base = [Hits(5 + n % 3, 10, 10) for n in range(60)]
    ahead = [Hits(one.right + 2, 10, 10) for one in base]
    once = [Hits(10, 10, 10), *base[1:]]

    assert duel(ahead, base).is_certain
    assert duel(once, base).is_better
    assert not duel(once, base).is_certain
    assert duel(base, ahead).is_certain
    assert not duel(base, ahead).is_better


def test_equal_systems_are_not_better():
    same = [Hits(1, 2, 3)] * 4
    assert not duel(same, same).is_better


def test_without_test_articles_nothing_is_said():
    found = duel([], [])
    assert isinstance(found.trained, Undefined)
    assert not found.is_better
