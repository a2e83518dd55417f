from dataclasses import replace

import pytest

from annotator.domain.agreement.figures import Figure, Name
from annotator.domain.agreement.panel import build_panel
from annotator.domain.agreement.readings import ReadArticle, reading_of
from annotator.domain.agreement.tally import tally
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
    agreed = item_agreement(two[0].article, layers[0], layers, {})

    assert agreed.annotators == 2
    assert agreed.shares == {"m1": 1.0, "m2": 0.5, "s3": 1.0}


def test_what_nobody_has_is_zero_and_rejected_items_do_not_count(two):
    anna, bea = (sketch.layer() for sketch in two)
    relabelled = replace(anna, items={**anna.items, "m2": replace(anna.items["m2"], label="GPE")})
    dropped = {k: replace(v, decision=Decision.REJECTED) for k, v in bea.items.items()}

    article = two[0].article
    assert item_agreement(article, relabelled, [anna, bea], {}).shares["m2"] == 0.0
    assert (
        item_agreement(article, anna, [anna, replace(bea, items=dropped)], {}).shares["m1"] == 0.5
    )


def test_one_annotator_agrees_with_nobody(two):
    layer, article = two[0].layer(), two[0].article
    assert item_agreement(article, layer, [layer], {}).shares == {}
    assert item_agreement(article, layer, [layer], {}).annotators == 1
    assert pairwise_agreement(article, [layer], {}, NAMED).articles == 0


def test_pairs_of_annotators_are_scored_on_spans_and_on_holder_and_target(two):
    layers = [sketch.layer() for sketch in two]
    agreement = pairwise_agreement(two[0].article, layers, {}, NAMED)

    assert agreement.articles == 1
    assert (agreement.mentions.right, agreement.mentions.spurious, agreement.mentions.missed) == (
        1, 2, 1,
    )  # fmt: skip
    assert agreement.mentions.f1 == pytest.approx(2 / 5)
    assert (agreement.stances.right, agreement.labels) == (1, 1)
    both = agreement + agreement
    assert (both.articles, both.mentions.right, both.labels) == (2, 2, 2)


def test_the_figures_are_those_of_the_panel(two):
    """One pair: counted together, the card says what the panel says."""
    layers, article = [sketch.layer() for sketch in two], two[0].article
    agreement = pairwise_agreement(article, layers, {}, NAMED)
    readings = {layer.author: reading_of(article.text, layer, {}) for layer in layers}
    read = ReadArticle(article.id, article.text, readings)
    (pair,) = build_panel(tally([read], NAMED, ("against", "favor", "neutral"))).pairs

    assert pair.figures[Figure(Name.STRICT)].value == agreement.mentions.f1
    assert pair.figures[Figure(Name.STANCE_MATCHED)].value == agreement.stances.f1


def test_a_stance_whose_ends_overlap_is_the_same_and_another_label_is_not(two):
    anna, bea = two
    stance = next(i for i in bea.items.values() if i.id.startswith("s"))
    holder = bea.items[stance.holder]
    bea.items[holder.id] = replace(holder, start=holder.start + 5, quote="Roche")
    layers = [anna.layer(), bea.layer()]
    assert item_agreement(anna.article, layers[0], layers, {}).shares["s3"] == 1.0

    bea.items[stance.id] = replace(stance, label="favor")
    layers = [anna.layer(), bea.layer()]
    assert item_agreement(anna.article, layers[0], layers, {}).shares["s3"] == 0.5
    assert pairwise_agreement(anna.article, layers, {}, NAMED).labels == 0
