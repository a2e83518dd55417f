import random

import pytest

from annotator.domain.near_duplicates import DuplicateGroup, NearDuplicates
from annotator.domain.split_rules import (
    Known,
    Method,
    Place,
    SplitRule,
    check_frozen,
    day_of,
    draw_rule,
    plan_frozen,
    side_of,
)
from annotator.domain.splits import Ratios, Split
from annotator.errors import ExportError

WORDS = [f"mot{number}" for number in range(5000)]


def invented(words, seed):
    return " ".join(random.Random(seed).choices(WORDS, k=words))  # noqa: S311


def groups(number, size=1):
    return [
        DuplicateGroup(f"{n:064x}", tuple(f"a{n}-{m}" for m in range(size))) for n in range(number)
    ]


def index_of(texts, **options):
    index = NearDuplicates(**options)
    for identifier, text in texts.items():
        index.add(identifier, text)
    return index


RULE = SplitRule(salt=3)
TRAIN, TEST = Place(Split.TRAIN, "f1"), Place(Split.TEST, "f2")


def test_frozen_articles_stay_and_newcomers_join_their_near_copies():
    old, other = invented(300, 1), invented(300, 2)
    index = index_of({"a": old, "b": other, "copy": old + " " + invented(40, 3)})
    plan, founders = plan_frozen(index, RULE, {"a": TEST, "b": TRAIN}, Known())

    assert plan.splits == {"a": Split.TEST, "b": Split.TRAIN, "copy": Split.TEST}
    assert founders == {"a": "f2", "b": "f1", "copy": "f2"}
    assert plan.quarantined == ()


def test_a_newcomer_of_its_own_is_divided_by_the_frozen_rule():
    texts = {f"n{n}": invented(100, n) for n in range(20)}
    plan, founders = plan_frozen(index_of(texts), RULE, {}, Known())

    assert all(plan.splits[i] is side_of(DuplicateGroup(founders[i], (i,)), RULE, Known())
               for i in texts)  # fmt: skip


def test_a_bridge_between_two_sides_is_quarantined_and_nobody_moves():
    one, two = invented(200, 1), invented(200, 2)
    texts = {"a": one, "b": two, "bridge": f"{one} {two}", "copy": one + " " + invented(20, 5)}
    plan, _ = plan_frozen(index_of(texts), RULE, {"a": TRAIN, "b": TEST}, Known())

    assert plan.quarantined == ("bridge",)
    assert plan.splits == {"a": Split.TRAIN, "b": Split.TEST, "copy": Split.TRAIN}


def test_a_chain_of_newcomers_between_two_sides_is_quarantined():
    text = invented(1000, 7).split()
    parts = {"a": text[:400], "n1": text[200:600], "n2": text[400:800], "b": text[600:]}
    index = index_of({k: " ".join(v) for k, v in parts.items()})
    plan, _ = plan_frozen(index, RULE, {"a": TRAIN, "b": TEST}, Known())

    assert plan.quarantined == ("n1", "n2")
    assert plan.splits == {"a": Split.TRAIN, "b": Split.TEST}


def test_near_copies_that_are_frozen_on_two_sides_are_refused_with_a_remedy():
    text = invented(200, 1)
    index = index_of({"a": text, "b": text + " " + invented(10, 2)})
    with pytest.raises(ExportError, match=r"a \(train\) and b \(test\) .* reopen") as caught:
        plan_frozen(index, RULE, {"a": TRAIN, "b": TEST}, Known())

    assert str(caught.value).count(". ") == 0


def test_one_founder_on_two_sides_is_refused_whether_or_not_it_is_exported():
    check_frozen({"a": TRAIN, "b": TEST})
    with pytest.raises(ExportError, match=r"b .* are one group"):
        check_frozen({"a": TRAIN, "b": Place(Split.TEST, "f1")})


def test_by_time_later_groups_are_validation_and_test():
    days = {f"a{n}-{m}": f"2025-03-{n + 1:02d}" for n in range(20) for m in range(2)}
    wanted = SplitRule(method=Method.TIME)
    rule, plan = draw_rule(groups(20, 2), Known(dates=days), wanted)

    latest = {s: max(days[i] for i, x in plan.splits.items() if x is s) for s in Split}
    earliest = {s: min(days[i] for i, x in plan.splits.items() if x is s) for s in Split}
    assert latest[Split.TRAIN] < earliest[Split.VALIDATION]
    assert latest[Split.VALIDATION] < earliest[Split.TEST]
    assert dict(rule.borders) == {Split.VALIDATION: "2025-03-17", Split.TEST: "2025-03-19"}


def test_by_time_a_reprint_takes_its_group_to_the_later_side_and_no_date_means_train():
    days = {f"a{n}-0": f"2025-03-{n + 1:02d}" for n in range(10)}
    found = [*groups(10), DuplicateGroup("f" * 64, ("old", "reprint", "undated"))]
    dates = {**days, "old": "2025-03-01", "reprint": "2025-03-10"}
    _, plan = draw_rule(
        [*found, DuplicateGroup("e" * 64, ("none",))],
        Known(dates=dates),
        SplitRule(method=Method.TIME),
    )

    assert {plan.splits[i] for i in ("old", "reprint", "undated")} == {Split.TEST}
    assert plan.splits["none"] is Split.TRAIN


def test_by_time_without_dates_all_is_training_data_and_said_so():
    _, plan = draw_rule(groups(9), Known(), SplitRule(method=Method.TIME))

    assert set(plan.splits.values()) == {Split.TRAIN}
    assert "dates of publication" in (plan.train_only or "")


def test_multiply_annotated_gold_fills_the_test_split_alone():
    gold = frozenset({"a3-1", "a7-0"})
    rule, plan = draw_rule(groups(40, 2), Known(gold=gold), SplitRule(gold_to_test=True))

    test = {i for i, split in plan.splits.items() if split is Split.TEST}
    assert test == {"a3-0", "a3-1", "a7-0", "a7-1"}
    assert set(plan.splits.values()) == set(Split)
    assert all(
        plan.splits[g.members[0]] is side_of(g, rule, Known(gold=gold)) for g in groups(40, 2)
    )


def test_without_such_gold_the_wish_is_given_up():
    rule, plan = draw_rule(groups(40), Known(), SplitRule(gold_to_test=True))

    assert not rule.gold_to_test
    assert set(plan.splits.values()) == set(Split)


def test_a_rule_tells_the_same_sides_as_the_plan_it_was_drawn_with():
    rule, plan = draw_rule(groups(60), Known(), SplitRule(Ratios(70, 15, 15)))

    assert all(side_of(g, rule, Known()) is plan.splits[g.members[0]] for g in groups(60))


@pytest.mark.parametrize(
    ("published", "day"),
    [("2025-03-01T10:00:00+01:00", "2025-03-01"), ("20 mars", None), (None, None)],
)
def test_only_iso_dates_are_days(published, day):
    assert day_of(published) == day
