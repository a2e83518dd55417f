from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.items import Decision, Zone
from annotator.domain.revised_items import revised


def zone(number, revision=1):
    return Zone(id=f"z{number}", start=0, end=1, decision=Decision.SUGGESTED, revision=revision)


steps = st.lists(st.tuples(st.integers(0, 40), st.none() | st.integers(1, 9)), max_size=40)


@given(st.integers(0, 40), steps, st.integers(1, 3))
def test_step_by_step_they_are_a_dict(size, steps, at_once):
    expected = {f"z{n}": zone(n) for n in range(size)}
    found = MappingProxyType(dict(expected))
    for first in range(0, len(steps), at_once):
        changed = {
            f"z{n}": None if revision is None else zone(n, revision)
            for n, revision in steps[first : first + at_once]
        }
        before, stood = found, dict(found)
        found = revised(found, changed)
        for identifier, item in changed.items():
            if item is None:
                expected.pop(identifier, None)
            else:
                expected[identifier] = item
        assert dict(before) == stood
        assert found == expected
        assert len(found) == len(expected)
        assert set(found) == set(expected)
        assert [found.get(f"z{n}") for n in range(41)] == [expected.get(f"z{n}") for n in range(41)]


def test_what_was_taken_away_is_not_there():
    found = revised(MappingProxyType({f"z{n}": zone(n) for n in range(100)}), {"z7": None})
    assert "z7" not in found
    with pytest.raises(KeyError):
        found["z7"]


def test_items_keep_their_order_and_new_ones_come_last():
    before = MappingProxyType({f"z{n}": zone(n) for n in range(100)})
    after = revised(before, {"z100": zone(100), "z0": zone(0, revision=2), "z1": None})
    assert [*after] == ["z0", *(f"z{n}" for n in range(2, 101))]


def test_of_a_long_article_hardly_anything_is_copied():
    before = MappingProxyType({f"z{n}": zone(n) for n in range(1000)})
    after = before
    for revision in range(2, 50):
        after = revised(after, {"z3": zone(3, revision)})
    assert after["z3"].revision == 49
    assert after.whole is before
