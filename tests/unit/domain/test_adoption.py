from dataclasses import replace

import pytest

from annotator.domain import acts
from annotator.domain.adoption import (
    adopt,
    adopt_newer,
    suggested_items,
    suggestions_taken,
)
from annotator.domain.entities import NameUse
from annotator.domain.items import Decision
from annotator.domain.layer import Layer, State
from annotator.domain.picture import Picture
from annotator.domain.suggestion import SuggestedMention, SuggestedZone, Suggestions
from annotator.resources import load_scheme

SCHEME = load_scheme("news-fr")
NAMED = SCHEME.named_labels


def candidates(layer: Layer, suggested: Layer | None):
    return Picture(layer, suggested, 0.85, SCHEME.entities).candidates


@pytest.fixture
def suggested(build):
    sketch = build.suggester()
    sketch.mention("Paul Roche", "PER", p=0.9)
    sketch.mention("Cardinal", "ORG", p=0.5)
    sketch.mention("conseil", "ORG", p=0.49)
    sketch.mention("pont", "LOC", p=0.19)
    sketch.zone("Lisez La Gazette de Valmure", p=0.9)
    return sketch


@pytest.fixture
def adopted(build, suggested):
    new = build.Sketch(state=State.NEW).layer()
    return build.after(new, adopt(new, suggested.layer(), NAMED))


def test_suggestions_become_items_with_their_origin(build):
    text = build.Sketch().text
    span = build.span_of(text, "Cardinal")
    mention = SuggestedMention(
        start=span.start, end=span.end, label="ORG", canonical="Cardinal SA", p=0.7,
        rule="model", reason="said by the model",
    )  # fmt: skip
    zone = SuggestedZone(start=0, end=22, p=0.8, rule="title", reason="a headline")
    items = list(
        suggested_items(
            Suggestions("model 1", (mention,), (zone,)),
            text,
            {NameUse("Cardinal SA", "ORG", "Cardinal"): 12},
        )
    )

    assert [item.id for item in items] == ["z1", "m2"]
    assert (items[1].entity, items[1].quote, items[1].origin.p) == (12, "Cardinal", 0.7)
    assert {item.decision for item in items} == {Decision.SUGGESTED}


def test_the_first_opening_copies_what_is_filled_in_and_no_candidate(adopted):
    assert [m.quote for m in adopted.mentions()] == ["Paul Roche", "Cardinal"]
    assert len(list(adopted.zones())) == 1
    assert adopted.assignment.state is State.OPEN


def test_adopted_items_have_ids_of_their_own_and_say_where_they_came_from(adopted):
    assert list(adopted.items) == ["m1", "m2", "z3"]
    assert {i.origin.item for i in adopted.items.values()} == {"m1", "m2", "z5"}
    assert {i.origin.suggester for i in adopted.items.values()} == {"model 1"}


def test_an_article_without_suggestions_is_begun_without(build):
    new = build.Sketch(state=State.NEW).layer()
    begun = build.after(new, adopt(new, None, NAMED))

    assert begun.assignment.state is State.OPEN
    assert not begun.items


def test_candidates_are_the_improbable_ones_that_nobody_judged(build, adopted, suggested):
    assert [c.quote for c in candidates(adopted, suggested.layer())] == ["conseil"]
    candidate = candidates(adopted, suggested.layer())[0]
    for draft in (
        acts.take_candidate(adopted, candidate, "ORG", None),
        acts.reject_candidate(adopted, candidate),
    ):
        assert candidates(build.after(adopted, draft), suggested.layer()) == ()


def test_there_is_no_candidate_in_a_dimmed_paragraph_or_without_suggestions(build, suggested):
    suggested.mention("La Gazette", "ORG", p=0.3)
    new = build.Sketch(state=State.NEW).layer()
    layer = build.after(new, adopt(new, suggested.layer(), NAMED))

    assert "La Gazette" not in [c.quote for c in candidates(layer, suggested.layer())]
    assert candidates(layer, None) == ()


def test_newer_suggestions_replace_what_nobody_decided(build, adopted):
    newer = build.suggester(2)
    newer.mention("Paul Roche", "PER", p=0.95)
    newer.mention("maire", "PER", p=0.8)
    layer = build.after(adopted, adopt_newer(adopted, newer.layer(), NAMED))

    assert [m.quote for m in layer.mentions()] == ["maire", "Paul Roche"]
    assert layer.mention("m1") == adopted.mention("m1")
    assert list(layer.zones()) == []


@pytest.mark.parametrize(
    "decide", [acts.keep, acts.mark_unsure, lambda x, m: acts.reject(x, [m], NAMED)]
)
def test_newer_suggestions_touch_nothing_decided(build, adopted, decide):
    layer = build.after(adopted, decide(adopted, adopted.mention("m1")))
    newer = build.suggester(2)
    newer.mention("Paul Roche", "ORG", p=0.95)
    taken = build.after(layer, adopt_newer(layer, newer.layer(), NAMED))

    assert taken.items["m1"] == layer.items["m1"]
    assert [m.quote for m in taken.mentions()].count("Paul Roche") == len(
        [m for m in layer.mentions() if m.id == "m1"]
    )


def test_newer_suggestions_stay_out_of_what_a_person_dimmed(build, adopted):
    sketch = build.Sketch()
    layer = build.after(adopted, acts.dim(adopted, sketch.article, sketch.span("Valmure refuse")))
    newer = build.suggester(2)
    newer.mention("Valmure", "GPE", p=0.95)

    assert "Valmure" not in [
        m.quote for m in build.after(layer, adopt_newer(layer, newer.layer(), NAMED)).mentions()
    ]


def test_newer_suggestions_never_dim_what_a_person_undimmed_or_decided(build, adopted):
    layer = build.after(adopted, acts.undim(adopted, next(adopted.zones())))
    layer = build.after(layer, acts.keep(layer, layer.mention("m1")))
    newer = build.suggester(2)
    newer.zone("Lisez La Gazette", p=0.9)
    newer.zone("Le maire de Valmure, Paul Roche, refuse", p=0.9)
    newer.zone("Valmure refuse le pont", p=0.9)
    taken = build.after(layer, adopt_newer(layer, newer.layer(), NAMED))

    assert [z.span.start for z in taken.zones()] == [0]


def test_newer_suggestions_leave_the_ends_of_stances_standing(build, suggested):
    sketch = build.Sketch()
    roche = sketch.mention("Paul Roche", "PER", p=0.9)
    sketch.stance(roche, sketch.mention("le pont", "TOPIC"), "refuse")
    layer = sketch.layer()
    newer = build.suggester(2)
    newer.mention("Cardinal", "ORG", p=0.9)
    taken = build.after(layer, adopt_newer(layer, newer.layer(), NAMED))

    assert roche in taken.mentions()


def test_newer_suggestions_reopen_a_finished_article(build, adopted):
    layer = build.after(adopted, acts.finish(adopted, doubts_left=False))
    newer = build.suggester(2)
    newer.mention("maire", "PER", p=0.8)

    assert (
        build.after(layer, adopt_newer(layer, newer.layer(), NAMED)).assignment.state is State.OPEN
    )


def test_the_same_suggestions_again_are_no_edit(adopted, suggested):
    assert not adopt_newer(adopted, suggested.layer(), NAMED)


def test_an_annotator_works_with_the_newest_suggestions_she_took(build, adopted, suggested):
    newer = build.suggester(2)
    newer.mention("maire", "PER", p=0.8)
    both = [suggested.layer(), newer.layer()]
    taken = build.after(adopted, adopt_newer(adopted, newer.layer(), NAMED))

    assert suggestions_taken(adopted, both, "model 1") is both[0]
    assert suggestions_taken(taken, both, "model 1") is both[1]
    assert suggestions_taken(replace(adopted, items={}), both, "model 1") is both[0]
    assert suggestions_taken(replace(adopted, items={}), both, None) is None
