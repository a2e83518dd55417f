from dataclasses import replace

import pytest

from annotator.domain.item_agreement import item_agreement, pairwise_agreement
from annotator.domain.items import Decision
from annotator.domain.layer import Author, Role

NAMED = ("ORG", "PER", "GPE")


@pytest.fixture
def two(build):
    """Anna's layer and Béa's: same first mention, another label on the second, one more stance."""
    anna, bea = build.Sketch(), build.Sketch(author=Author(Role.ANNOTATOR, "béa"))
    for sketch, label in ((anna, "ORG"), (bea, "PER")):
        mayor = sketch.mention("Paul Roche", "PER")
        town = sketch.mention("Cardinal", label)
        sketch.stance(mayor, town, "refuse le pont")
    bea.mention("conseil de Valmure", "ORG")
    return anna, bea


def test_each_item_has_the_share_of_annotators_who_have_the_same(two):
    layers = [sketch.layer() for sketch in two]
    agreed = item_agreement(layers[0], layers)

    assert agreed.annotators == 2
    assert agreed.shares == {"m1": 1.0, "m2": 0.5, "s3": 1.0}


def test_what_nobody_has_is_zero_and_rejected_items_do_not_count(two):
    anna, bea = (sketch.layer() for sketch in two)
    relabelled = replace(anna, items={**anna.items, "m2": replace(anna.items["m2"], label="GPE")})
    dropped = {k: replace(v, decision=Decision.REJECTED) for k, v in bea.items.items()}

    assert item_agreement(relabelled, [anna, bea]).shares["m2"] == 0.0
    assert item_agreement(anna, [anna, replace(bea, items=dropped)]).shares["m1"] == 0.5


def test_one_annotator_agrees_with_nobody(two):
    layer = two[0].layer()
    assert item_agreement(layer, [layer]).shares == {}
    assert item_agreement(layer, [layer]).annotators == 1
    assert pairwise_agreement([layer], NAMED).articles == 0


def test_pairs_of_annotators_are_scored_on_spans_and_on_holder_and_target(two):
    agreement = pairwise_agreement([sketch.layer() for sketch in two], NAMED)

    assert agreement.articles == 1
    assert (agreement.mentions.right, agreement.mentions.spurious, agreement.mentions.missed) == (
        1, 2, 1,
    )  # fmt: skip
    assert agreement.mentions.f1 == pytest.approx(2 / 5)
    assert (agreement.stances.right, agreement.labels) == (1, 1)
    both = agreement + agreement
    assert (both.articles, both.mentions.right, both.labels) == (2, 2, 2)
