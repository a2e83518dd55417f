import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain import stretches
from annotator.domain.stretches import Stretches


def order(number):
    return (number // 10, number)


def made(numbers):
    return Stretches.of(numbers, order)


steps = st.lists(st.tuples(st.booleans(), st.integers(0, 30)), max_size=60)


@given(st.sets(st.integers(0, 30)), steps)
def test_changed_step_by_step_they_are_a_sorted_list(begun, steps):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stretches, "_LENGTH", 3)
        found, expected = made(begun), sorted(begun)
        for come, number in steps:
            before, stood = found, list(found)
            if come and number not in expected:
                found, expected = found.changed([], [number]), sorted([*expected, number])
            elif not come and number in expected:
                found = found.changed([number], [])
                expected = [each for each in expected if each != number]
            assert list(before) == stood
            assert (list(found), len(found)) == (expected, len(expected))
            assert [found[n] for n in range(len(found))] == expected
            assert found[::-2] == expected[::-2]
            assert list(found.since((number // 10, number))) == [n for n in expected if n >= number]
            assert list(found.since((1,))) == [n for n in expected if n >= 10]


def test_what_went_and_what_came_may_stand_in_one_place():
    assert list(made(range(1000)).changed([7, 999], [7])) == list(range(999))


@pytest.mark.parametrize(("gone", "there"), [(5, range(5)), (5, [4, 6]), (0, [])])
def test_what_is_not_there_cannot_go(gone, there):
    with pytest.raises(KeyError):
        made(there).changed([gone], [])


@pytest.mark.parametrize("place", [3, -4])
def test_there_is_nothing_outside(place):
    with pytest.raises(IndexError):
        made([1, 2, 3])[place]


def test_the_last_may_be_asked_for_from_the_end():
    assert made([3, 1, 2])[-1] == 3
