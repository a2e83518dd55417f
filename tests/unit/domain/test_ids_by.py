import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.domain.ids_by import IdsBy

steps = st.lists(
    st.tuples(st.booleans(), st.sampled_from(["Cardinal", "Valmer"]), st.integers(1, 4))
)


@given(steps)
def test_the_ids_under_a_key_are_those_put_there_in_this_order(steps):
    found: IdsBy[str] = IdsBy()
    expected: dict[str, list[str]] = {"Cardinal": [], "Valmer": []}
    for put, key, number in steps:
        identifier = f"m{number}"
        here = expected[key]
        if put:
            found.put(key, identifier)
            here += [] if identifier in here else [identifier]
        else:
            found.discard(key, identifier)
            expected[key] = [each for each in here if each != identifier]
    assert {key: list(found.of(key)) for key in expected} == expected


@pytest.mark.parametrize("change", [IdsBy.put, IdsBy.discard])
def test_a_copy_is_changed_alone(change):
    first: IdsBy[str] = IdsBy()
    first.put("Cardinal", "m1")
    other = first.copy()
    assert other == first
    change(other, "Cardinal", "m1" if change is IdsBy.discard else "m2")
    assert first.of("Cardinal") == ("m1",)
    assert other != first
