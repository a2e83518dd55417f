"""The dear measures: samples, one person twice, versions, and who confuses what."""

from types import MappingProxyType

import pytest

from annotator.domain.agreement.measure import Estimate, Reason, Undefined
from annotator.domain.agreement.more import (
    SAMPLE,
    fit_mentions,
    is_same_person,
    more_of_pair,
    of_version,
    sampled,
)
from annotator.domain.agreement.panel import build_panel
from annotator.domain.agreement.readings import (
    ItemOrigin,
    ReadArticle,
    Reading,
    ReadMention,
    reading_of,
)
from annotator.domain.agreement.tally import tally
from annotator.domain.items import Decision, Mention, MentionKind, Origin
from annotator.domain.layer import Author, Layer, Role

ANNA, BEN, CARO = (Author(Role.ANNOTATOR, name) for name in ("anna", "ben", "caro"))
TEXT = "Paul Roche parle. Cardinal attend Valmure et Roche."


def reading(*spans, version=""):
    return Reading(tuple(ReadMention(*s, ItemOrigin.ADDED) for s in spans), version=version)


def layer(author, *spans, **values):
    items = {
        f"m{n}": Mention(
            id=f"m{n}", start=start, end=end, quote=TEXT[start:end], label=label,
            **{"decision": Decision.ADDED, **values},
        )
        for n, (start, end, label) in enumerate(spans, 1)
    }  # fmt: skip
    return Layer("a", author, items=MappingProxyType(items))


ONE = ((0, 10, "PER"), (18, 26, "ORG"), (34, 41, "GPE"))


def dear(a, b):
    article = ReadArticle("a", TEXT, {ANNA: reading(*a), BEN: reading(*b)})
    (pair,) = build_panel(tally([article], ["PER", "ORG", "GPE"], [])).pairs
    told = []
    found = more_of_pair(pair, [article], lambda: told.append(1))
    assert len(told) == found.articles == 1
    return found


def test_a_copy_scores_one():
    found = dear(ONE, ONE)

    assert found.label_ac1 == found.alpha_u == found.gamma == Estimate(1.0)
    assert found.stance_ac1 == Undefined(Reason.NOTHING_PAIRED)


def test_a_difference_costs_every_measure():
    found = dear(ONE, ((0, 10, "ORG"), (18, 26, "ORG"), (35, 41, "GPE")))

    assert all(m.value < 1 for m in (found.label_ac1, found.alpha_u, found.gamma))


def test_nothing_marked_is_undefined():
    found = dear((), ())

    assert found.gamma == Undefined(Reason.NOTHING_MARKED)
    assert isinstance(found.alpha_u, Undefined)


def test_spans_of_one_label_that_overlap_have_no_alpha_u():
    assert dear(((0, 10, "PER"), (5, 10, "PER")), ONE).alpha_u == Undefined(Reason.OVERLAP)


def test_a_sample_is_always_the_same_and_in_order():
    articles = list(range(5 * SAMPLE))
    found = sampled(articles, every=False)

    assert found == sorted(found) == sampled(articles, every=False)
    assert len(set(found)) == SAMPLE
    assert sampled(articles, every=True) == articles


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("anna@1", "anna@2", True), ("anna", "anna@2", True), ("anna@1", "ben@1", False),
     ("anna", "ben", False)],
)  # fmt: skip
def test_one_person_is_known_by_the_name(one, other, expected):
    names = (Author(Role.ANNOTATOR, one), Author(Role.ANNOTATOR, other))
    assert is_same_person(*names) is expected


def test_a_version_keeps_only_what_was_made_under_it():
    article = ReadArticle("a", TEXT, {ANNA: reading(version="1"), BEN: reading(version="2")})

    assert list(of_version(article, "2").readings) == [BEN]


def test_who_confuses_what_is_found_without_gold():
    def article(label):
        return [
            layer(ANNA, (0, 10, "PER"), (18, 26, "ORG")),
            layer(BEN, (0, 10, "PER"), (18, 26, "ORG")),
            layer(CARO, (0, 10, "PER"), (18, 26, label)),
        ]

    model = fit_mentions([article("ORG"), article("PER"), article("PER"), article("PER")])
    org, per = model.labels.index("ORG"), model.labels.index("PER")

    assert model.confusion[CARO][org][per] == pytest.approx(0.75, abs=0.01)
    assert model.confusion[ANNA][org][org] == pytest.approx(1, abs=0.01)
    assert fit_mentions([]) is None


def test_a_reading_holds_what_counts():
    origin = Origin("model 1", "m1", 0.3, "rule", "a reason")
    candidate = layer(Author(Role.SUGGESTER, "model 1"), ONE[0], origin=origin)
    nominal = layer(ANNA, ONE[0], kind=MentionKind.NOMINAL)
    rejected = layer(ANNA, ONE[0], decision=Decision.REJECTED)
    kept = reading_of(TEXT, layer(ANNA, ONE[0], decision=Decision.KEPT_WITH_ARTICLE), {})

    for nothing in (candidate, nominal, rejected):
        assert reading_of(TEXT, nothing, {}).mentions == ()
    assert [m.origin for m in kept.mentions] == [ItemOrigin.KEPT]
