import pytest

from annotator.domain.near_duplicates import DuplicateGroup
from annotator.domain.splits import (
    Ratios,
    Split,
    parse_ratios,
    plan_splits,
    prevalence_gap,
    split_of,
)
from annotator.errors import InputError


def groups(number: int, size: int = 1) -> list[DuplicateGroup]:
    return [
        DuplicateGroup(f"{n:064x}", tuple(f"a{n}-{m}" for m in range(size))) for n in range(number)
    ]


def test_members_of_a_group_share_their_split():
    plan = plan_splits(groups(50, size=3), {})
    for group in groups(50, size=3):
        assert len({plan.splits[member] for member in group.members}) == 1


def test_the_ratios_are_met_roughly():
    plan = plan_splits(groups(2000), {}, Ratios(80, 10, 10))
    shares = {s: sum(x is s for x in plan.splits.values()) / 2000 for s in Split}
    assert shares[Split.TRAIN] == pytest.approx(0.8, abs=0.03)
    assert shares[Split.TEST] == pytest.approx(0.1, abs=0.03)


@pytest.mark.parametrize("number", [3, 4, 5, 8])
def test_no_split_is_empty_from_three_groups_on(number):
    plan = plan_splits(groups(number), {})
    assert set(plan.splits.values()) == set(Split)
    assert plan.train_only is None


@pytest.mark.parametrize("number", [0, 1, 2])
def test_fewer_than_three_groups_are_all_training_data_and_said_so(number):
    plan = plan_splits(groups(number), {})
    assert set(plan.splits.values()) <= {Split.TRAIN}
    assert plan.salt is None
    assert plan.train_only is not None
    assert str(number) in plan.train_only


def test_the_order_of_the_groups_has_no_part_in_the_plan():
    labels = {f"a{n}-0": {"PER"} if n % 3 else {"ORG", "PER"} for n in range(40)}
    assert plan_splits(groups(40), labels) == plan_splits(groups(40)[::-1], labels)


def test_the_chosen_salt_has_the_smallest_gap_of_those_that_fill_every_split():
    labels = {f"a{n}-0": {"LOC"} for n in range(0, 60, 4)}
    plan = plan_splits(groups(60), labels)
    sizes = [sum(s is x for s in plan.splits.values()) for x in Split]
    assert plan.gap < 0.2
    assert sizes[0] > 40
    assert plan.gap == prevalence_gap(plan.splits, labels)


def test_a_split_without_a_part_stays_empty():
    plan = plan_splits(groups(40), {}, Ratios(80, 0, 20))
    assert set(plan.splits.values()) == {Split.TRAIN, Split.TEST}


def test_the_prevalence_gap_is_that_of_shares():
    splits = {"a": Split.TRAIN, "b": Split.TRAIN, "c": Split.TEST}
    assert prevalence_gap(splits, {"a": ["PER", "PER"]}) == pytest.approx(1 / 3)
    assert prevalence_gap({}, {}) == 0


def test_the_side_of_a_founder_is_fixed_for_ever():
    found = "".join(split_of(f"{n:064x}", 0, Ratios()).value[1] for n in range(12))
    assert found == "eerarreerrra"


@pytest.mark.parametrize(
    "text", ["80/10", "a/b/c", "0/50/50", "80/-1/21", "nan/1/1", "inf/1/1", ""]
)
def test_ratios_that_make_no_sense_are_refused_with_an_example(text):
    with pytest.raises(InputError, match="80/10/10"):
        parse_ratios(text)


def test_only_the_proportions_of_ratios_count():
    assert parse_ratios("8/1/1").share(Split.TEST) == parse_ratios("80/10/10").share(Split.TEST)
