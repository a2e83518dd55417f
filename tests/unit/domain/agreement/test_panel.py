"""The panel: hand-counted figures, what is undefined and why, and what must never matter."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.domain.agreement.figures import Figure, Name
from annotator.domain.agreement.measure import Estimate, Reason, Undefined
from annotator.domain.agreement.panel import build_panel
from annotator.domain.agreement.readings import (
    ItemOrigin,
    ReadArticle,
    Reading,
    ReadMention,
    ReadStance,
)
from annotator.domain.agreement.reliability import Rated, alpha_nominal
from annotator.domain.agreement.spans import Schema, semeval_counts
from annotator.domain.agreement.tally import tally
from annotator.domain.agreement.token_columns import token_columns
from annotator.domain.article import Span
from annotator.domain.evaluation import LabelledSpan
from annotator.domain.items import Attribution, Certainty, HolderKind
from annotator.domain.layer import Author, Role
from annotator.domain.stance_view import Participant, StanceView
from annotator.domain.tokens import tokenize

ANNA, BEN, CARO = (Author(Role.ANNOTATOR, name) for name in ("anna", "ben", "caro"))
LABELS, STANCES = ("PER", "ORG"), ("against", "favor", "neutral")
KEPT, ADDED = ItemOrigin.KEPT, ItemOrigin.ADDED
TEXT = "Paul Roche parle. Cardinal attend Valmure et Roche."


def mention(start, end, label, origin=ADDED):
    return ReadMention(start, end, label, origin)


def stance(holder, target, label="against", **values):
    view = StanceView(
        holder=None if holder is None else Participant(Span(*holder), values.pop("name", None)),
        holder_kind=HolderKind.UNSTATED if holder is None else HolderKind.MENTION,
        target=Participant(Span(*target)),
        paragraph=0,
        label=label,
        attribution=values.pop("attribution", Attribution.REPORTED),
        certainty=Certainty.ASSERTED,
        evidence=(Span(0, 17),),
    )
    return ReadStance(view, values.pop("origin", ADDED))


def panel(*articles, labels=LABELS):
    read = [
        ReadArticle(str(number), TEXT, dict(readings)) for number, readings in enumerate(articles)
    ]
    return build_panel(tally(read, labels, STANCES))


def value(figures, name, label=None, origin=None):
    found = figures[Figure(name, label, origin)]
    return found.value if isinstance(found, Estimate) else found.reason


A = Reading((mention(0, 10, "PER"), mention(18, 26, "ORG"), mention(45, 50, "PER", KEPT)))
B = Reading((mention(5, 10, "PER"), mention(18, 26, "PER"), mention(45, 50, "PER", KEPT)))


def test_the_four_schemas_are_those_of_semeval():
    (pair,) = panel({ANNA: A, BEN: B}).pairs
    spans = [[LabelledSpan(m.start, m.end, m.label) for m in r.mentions] for r in (A, B)]

    for schema, name in zip(
        Schema, (Name.STRICT, Name.EXACT, Name.PARTIAL, Name.TYPE), strict=True
    ):
        assert value(pair.figures, name) == pytest.approx(semeval_counts(*spans, schema).f1.value)
    assert value(pair.figures, Name.STRICT) == pytest.approx(1 / 3)
    assert value(pair.figures, Name.MATCHED) == 1
    assert (pair.mentions, pair.articles, pair.empty) == ((3, 3), 1, 0)


def test_every_figure_is_split_by_origin():
    (pair,) = panel({ANNA: A, BEN: B}).pairs

    assert value(pair.figures, Name.STRICT, origin=KEPT) == 1
    assert value(pair.figures, Name.STRICT, origin=ADDED) == 0
    assert value(pair.figures, Name.STRICT, origin=ItemOrigin.CHANGED) is Reason.NOTHING_MARKED
    for name in Name:
        assert {Figure(name, None, origin) for origin in (None, *ItemOrigin)} <= set(pair.figures)


def test_figures_by_label_count_each_side_under_its_own_label():
    (pair,) = panel({ANNA: A, BEN: B}).pairs

    assert value(pair.figures, Name.STRICT, "PER") == pytest.approx(2 / 5)
    assert value(pair.figures, Name.EXACT, "ORG") == 1
    assert value(pair.figures, Name.STRICT, "ORG") == 0


def test_the_confusion_knows_nothing():
    extra = Reading((*A.mentions, mention(34, 41, "ORG")))
    (pair,) = panel({ANNA: extra, BEN: B}).pairs

    assert pair.labels.labels == ("PER", "ORG", "nothing")
    assert pair.labels.counts == ((2, 0, 0), (1, 0, 1), (0, 0, 0))


def test_token_kappa_is_counted_by_hand():
    (pair,) = panel({ANNA: A, BEN: B}).pairs
    # Tokens: Paul Roche parle . Cardinal attend Valmure et Roche .
    # anna:   P    P     -     - O        -      -       -  P     -
    # ben:    -    P     -     - P        -      -       -  P     -
    agreed, chance = 8 / 10, (3 * 3 + 1 * 0 + 6 * 7) / 100
    assert value(pair.figures, Name.TOKEN_KAPPA) == pytest.approx((agreed - chance) / (1 - chance))
    agreed, chance = 2 / 4, (3 * 3 + 1 * 0 + 0 * 1) / 16
    assert value(pair.figures, Name.TOKEN_KAPPA_MARKED) == pytest.approx(
        (agreed - chance) / (1 - chance)
    )


def test_stances_agree_at_levels():
    one = Reading(stances=(stance((0, 10), (18, 26)), stance(None, (34, 41), "favor")))
    other = Reading(
        stances=(
            stance((5, 10), (18, 26), attribution=Attribution.QUOTED),
            stance(None, (34, 41), "against"),
        )
    )
    (pair,) = panel({ANNA: one, BEN: other}).pairs
    found = {name: value(pair.figures, name) for name in Name if "stance" in name.value}

    assert found[Name.STANCE_STRICT] == 0
    assert found[Name.STANCE_OVERLAP_LABEL] == 0.5
    assert found[Name.STANCE_OVERLAP] == found[Name.STANCE_MATCHED] == 1
    assert found[Name.STANCE_KAPPA] == 0
    assert pair.stance_labels.counts[1] == (1, 0, 0, 0)
    assert value(pair.figures, Name.ATTRIBUTION_KAPPA) == 0
    assert value(pair.figures, Name.CERTAINTY_KAPPA) is Reason.ONE_LABEL


def test_the_entity_level_knows_names_and_not_places():
    one = Reading(stances=(stance((0, 10), (18, 26), name="Paul Roche"),))
    other = Reading(stances=(stance((45, 50), (18, 26), name="PAUL ROCHE"),))
    (pair,) = panel({ANNA: one, BEN: other}).pairs

    assert value(pair.figures, Name.STANCE_ENTITY) == 1
    assert value(pair.figures, Name.STANCE_OVERLAP) == 0


def test_nothing_marked_is_undefined_and_counted_apart():
    (pair,) = panel({ANNA: Reading(), BEN: Reading()}).pairs

    assert pair.empty == 1
    assert value(pair.figures, Name.STRICT) is Reason.NOTHING_MARKED
    assert value(pair.figures, Name.LABEL_KAPPA) is Reason.NOTHING_MATCHED
    assert all(isinstance(found, Undefined) for found in pair.figures.values())


def test_annotators_without_a_common_article_are_not_compared():
    found = panel({ANNA: A}, {BEN: B})

    assert found.pairs == ()
    assert value(found.overall, Name.STRICT) is Reason.ONE_ANNOTATOR


def test_gold_and_suggester_are_no_annotators():
    gold, model = Author(Role.GOLD, "gold"), Author(Role.SUGGESTER, "model 1")
    found = panel({ANNA: A, BEN: B, gold: A, model: B})

    assert [(c.a, c.b) for c in found.pairs] == [(ANNA, BEN)]
    assert [c.a for c in found.against_gold] == [ANNA, BEN, gold]
    assert value(found.against_gold[0].figures, Name.STRICT) == 1
    assert [c.b for c in found.against_suggester] == [model, model, model]
    assert value(found.overall, Name.STRICT) == pytest.approx(1 / 3)


def test_intervals_hold_the_value_and_narrow_with_articles():
    def width(articles):
        found = panel(*([{ANNA: A, BEN: B}, {ANNA: A, BEN: A}] * articles)).overall
        estimate = found[Figure(Name.STRICT)]
        assert estimate.interval.low <= estimate.value <= estimate.interval.high
        return estimate.interval.high - estimate.interval.low

    few, some, many = width(4), width(20), width(100)
    assert few > some > many > 0


def test_one_article_has_a_value_and_no_interval():
    (pair,) = panel({ANNA: A, BEN: B}).pairs

    assert pair.figures[Figure(Name.STRICT)] == Estimate(pytest.approx(1 / 3), None)


def test_a_pair_with_few_of_many_articles_has_its_own_jackknife():
    many = [{ANNA: A, BEN: B}] * 60
    found = panel(*many, {ANNA: A, CARO: B}, {ANNA: A, CARO: A}, {ANNA: B, CARO: A})
    alone = panel({ANNA: A, CARO: B}, {ANNA: A, CARO: A}, {ANNA: B, CARO: A})
    figure = Figure(Name.STRICT)

    assert found.pairs[1].articles == 3
    assert found.pairs[1].figures[figure] == alone.pairs[0].figures[figure]


def test_token_alpha_over_three_is_krippendorffs():
    rows = ("PP..O...P.", ".P..P...P.", "PP......O.")
    units = [Rated(labels) for labels in zip(*rows, strict=True)]
    third = Reading((mention(0, 10, "PER"), mention(45, 50, "ORG")))
    found = panel({ANNA: A, BEN: B, CARO: third}).overall

    assert value(found, Name.TOKEN_ALPHA) == pytest.approx(alpha_nominal(units).value)


def test_token_alpha_weighs_articles_by_their_annotators():
    rows = (("PP..O...P.", ".P..P...P.", "PP......O."), ("PP..O...P.", ".P..P...P."))
    units = [
        Rated((*labels, None)[:3])
        for of_article in rows
        for labels in zip(*of_article, strict=True)
    ]
    third = Reading((mention(0, 10, "PER"), mention(45, 50, "ORG")))
    found = panel({ANNA: A, BEN: B, CARO: third}, {ANNA: A, BEN: B}).overall

    assert value(found, Name.TOKEN_ALPHA) == pytest.approx(alpha_nominal(units).value)


nasty = st.text(st.sampled_from("aé_1²٣ \t\n\u2028\x1c.’-日👍🏽\u0301𝔸"), max_size=40)


@given(st.lists(nasty, min_size=1, max_size=4))
def test_token_columns_are_the_tokens(texts):
    found = token_columns(texts)
    expected = [
        (base + token.start, base + token.end, number)
        for number, (text, base) in enumerate(zip(texts, found.base.tolist(), strict=True))
        for token in tokenize(text)
    ]

    columns = (found.start, found.end, found.text)
    assert list(zip(*(c.tolist() for c in columns), strict=True)) == expected


origins = st.sampled_from(tuple(ItemOrigin))
mentions = st.builds(
    lambda start, length, label, origin: mention(start, start + length, label, origin),
    st.integers(0, 40),
    st.integers(1, 9),
    st.sampled_from(LABELS),
    origins,
)
ends = st.sampled_from([(0, 10), (5, 10), (18, 26), (34, 41), (45, 50)])
stances = st.builds(
    lambda holder, target, label, origin: stance(holder, target, label, origin=origin),
    st.none() | ends,
    ends,
    st.sampled_from(STANCES),
    origins,
)
readings = st.builds(
    Reading, st.lists(mentions, max_size=5).map(tuple), st.lists(stances, max_size=3).map(tuple)
)
NAMES = (ANNA, BEN, CARO)
articles = st.lists(
    st.dictionaries(st.sampled_from(NAMES), readings, min_size=1), min_size=1, max_size=4
)


def known(figures):
    return {
        figure: (found.value, found.interval) if isinstance(found, Estimate) else found.reason
        for figure, found in figures.items()
    }


def close(one, other):
    for figure, found in one.items():
        if isinstance(found, tuple) and isinstance(other[figure], tuple):
            assert found[0] == pytest.approx(other[figure][0], abs=1e-9), figure
        else:
            assert found == other[figure], figure


def test_of_two_copies_with_one_to_match_the_same_is_matched_from_either_side():
    twice = Reading(
        stances=(
            stance(None, (45, 50), "neutral", origin=KEPT),
            stance(None, (45, 50), "neutral", origin=ADDED),
            stance(None, (0, 10), origin=KEPT),
        )
    )
    once = Reading(
        stances=(
            stance(None, (0, 10), origin=ItemOrigin.CHANGED),
            stance(None, (45, 50), "neutral", origin=KEPT),
            stance((5, 10), (5, 10), origin=ADDED),
        )
    )
    (before,) = panel({ANNA: twice, BEN: once}).pairs
    (after,) = panel({ANNA: once, BEN: twice}).pairs

    for origin in ItemOrigin:
        figure = (Name.STANCE_OVERLAP_LABEL, None, origin)
        assert value(before.figures, *figure) == value(after.figures, *figure)


@settings(deadline=None, max_examples=40)
@given(articles, st.sampled_from(list(itertools.permutations(NAMES))))
def test_the_order_of_annotators_changes_no_figure(found, order):
    renamed = dict(zip(NAMES, order, strict=True))
    turned = [
        {renamed[who]: reading for who, reading in reversed(article.items())} for article in found
    ]
    before, after = panel(*found), panel(*turned)

    close(known(before.overall), known(after.overall))
    pairs = {frozenset((c.a, c.b)): known(c.figures) for c in after.pairs}
    for pair in before.pairs:
        close(known(pair.figures), pairs[frozenset((renamed[pair.a], renamed[pair.b]))])


@settings(deadline=None, max_examples=40)
@given(st.lists(readings, min_size=1, max_size=4))
def test_a_copy_scores_one_or_is_undefined(found):
    copied = panel(*({ANNA: reading, BEN: reading, CARO: reading} for reading in found))
    every = [c.figures for c in copied.pairs] + [copied.overall]

    for figures in every:
        for figure, measure in figures.items():
            if isinstance(measure, Estimate):
                assert measure.value == pytest.approx(1), figure
    if any(reading.mentions for reading in found):
        assert value(copied.overall, Name.STRICT) == 1
    if any(reading.stances for reading in found):
        assert value(copied.overall, Name.STANCE_STRICT) == 1


@settings(deadline=None, max_examples=20)
@given(readings)
def test_against_nothing_no_figure_is_perfect(reading):
    (pair,) = panel({ANNA: reading, BEN: Reading()}).pairs

    for figure, found in pair.figures.items():
        assert isinstance(found, Undefined) or found.value <= 0, figure
    assert np.isfinite([m.value for m in pair.figures.values() if isinstance(m, Estimate)]).all()
