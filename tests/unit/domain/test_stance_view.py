from dataclasses import replace
from types import MappingProxyType

import pytest

from annotator.domain.article import Span
from annotator.domain.items import (
    Attribution,
    Certainty,
    Decision,
    Evidence,
    HolderKind,
    Item,
    Mention,
    Origin,
    Stance,
)
from annotator.domain.layer import Author, Layer, Role
from annotator.domain.stance_view import Participant, StanceView, stance_views, suggested_views
from annotator.domain.suggestion import SuggestedMention, SuggestedStance, Suggestions

TEXT = "Le maire refuse le pont.\nLe préfet, lui, approuverait le pont, dit-on."


def at(words: str, after: int = 0) -> Span:
    start = TEXT.index(words, after)
    return Span(start, start + len(words))


def mention(identifier: str, span: Span, entity: int | None = None) -> Mention:
    return Mention(
        id=identifier,
        start=span.start,
        end=span.end,
        quote=span.of(TEXT),
        label="PER",
        entity=entity,
        decision=Decision.ADDED,
    )


def stance(identifier: str, holder: str | None, target: str, *evidence: Span) -> Stance:
    return Stance(
        id=identifier,
        holder=holder,
        holder_kind=HolderKind.UNSTATED if holder is None else HolderKind.MENTION,
        target=target,
        label="against",
        evidence=tuple(Evidence(start=e.start, end=e.end, quote=e.of(TEXT)) for e in evidence),
        attribution=Attribution.AUTHOR,
        certainty=Certainty.ASSERTED,
        decision=Decision.ADDED,
        origin=Origin("rules-1", identifier, 0.3, "frame", "why"),
    )


def layer(*items: Item, role: Role = Role.ANNOTATOR) -> Layer:
    return Layer("a", Author(role, "x"), items=MappingProxyType({i.id: i for i in items}))


MAYOR, BRIDGE = mention("m1", at("maire"), 1), mention("m2", at("pont"), 2)
AGAIN = mention("m3", at("pont", 30))
REFUSES = stance("s4", "m1", "m2", at("refuse"))


def test_a_layer_gives_spans_and_names_instead_of_ids() -> None:
    (view,) = stance_views(TEXT, layer(MAYOR, BRIDGE, REFUSES), {1: "maire de Valmure"})
    assert view == StanceView(
        holder=Participant(at("maire"), "maire de Valmure"),
        holder_kind=HolderKind.MENTION,
        target=Participant(at("pont"), None),
        paragraph=0,
        label="against",
        attribution=Attribution.AUTHOR,
        certainty=Certainty.ASSERTED,
        evidence=(at("refuse"),),
        p=1.0,
    )


def test_only_a_suggester_s_stances_have_a_probability() -> None:
    items = (MAYOR, BRIDGE, REFUSES)
    assert [v.p for v in stance_views(TEXT, layer(*items), {})] == [1.0]
    assert [v.p for v in stance_views(TEXT, layer(*items, role=Role.SUGGESTER), {})] == [0.3]


def test_rejected_stances_are_not_there() -> None:
    gone = replace(REFUSES, decision=Decision.REJECTED)
    assert stance_views(TEXT, layer(MAYOR, BRIDGE, gone), {}) == ()


def test_the_paragraph_is_that_of_the_first_evidence_in_the_text() -> None:
    late = stance("s4", None, "m3", at("dit-on"), at("approuverait"))
    both = stance("s5", None, "m3", at("dit-on"), at("refuse"))
    one, two = stance_views(TEXT, layer(AGAIN, late, both), {})
    assert one.evidence == (at("approuverait"), at("dit-on"))
    assert one.paragraph == TEXT.index("Le préfet")
    assert two.paragraph == 0


def test_suggestions_give_the_mentions_that_their_places_mean() -> None:
    def suggested(span: Span, name: str) -> SuggestedMention:
        return SuggestedMention(
            start=span.start, end=span.end, label="PER", canonical=name, p=0.9, rule="r", reason="w"
        )

    found = SuggestedStance(
        holder=None,
        holder_kind=HolderKind.ARTICLE,
        target=1,
        label="favor",
        evidence=(at("dit-on"), at("approuverait")),
        attribution=Attribution.REPORTED,
        certainty=Certainty.HEDGED,
        p=0.4,
        rule="frame",
        reason="why",
    )
    suggestions = Suggestions(
        "rules-1",
        (suggested(at("préfet"), "préfet"), suggested(at("pont", 30), "le pont")),
        (),
        (found, replace(found, holder=0, holder_kind=HolderKind.MENTION)),
    )
    one, two = suggested_views(TEXT, suggestions)
    assert (one.holder, one.holder_kind) == (None, HolderKind.ARTICLE)
    assert one.target == Participant(at("pont", 30), "le pont")
    assert (one.p, one.label, one.certainty) == (0.4, "favor", Certainty.HEDGED)
    assert one.evidence == (at("approuverait"), at("dit-on"))
    assert two.holder == Participant(at("préfet"), "préfet")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Participant(Span(0, 4)), Participant(Span(3, 9)), True),
        (Participant(Span(0, 4)), Participant(Span(4, 9)), False),
        (Participant(Span(0, 4), "États-Unis"), Participant(Span(9, 12), "ETATS UNIS"), True),
        (Participant(Span(0, 4), "Otan"), Participant(Span(9, 12), "Onu"), False),
        (Participant(Span(0, 4), None), Participant(Span(9, 12), None), False),
    ],
)
def test_participants_are_the_same_by_overlap_or_by_name(
    one: Participant, other: Participant, same: bool
) -> None:
    assert one.is_same(other) is same
    assert other.is_same(one) is same


def test_stances_are_the_same_whatever_they_say() -> None:
    (view,) = stance_views(TEXT, layer(MAYOR, BRIDGE, REFUSES), {})
    other = replace(view, label="favor", certainty=Certainty.HEDGED, evidence=(at("Le maire"),))
    assert view.is_same(other)
    assert not view.is_same(replace(view, paragraph=25))
    assert not view.is_same(replace(view, target=Participant(at("lui"))))


def test_a_holder_that_is_no_mention_is_like_its_own_kind_only() -> None:
    (named,) = stance_views(TEXT, layer(MAYOR, BRIDGE, REFUSES), {})
    unstated = replace(named, holder=None, holder_kind=HolderKind.UNSTATED)
    article = replace(named, holder=None, holder_kind=HolderKind.ARTICLE)
    assert unstated.is_same(unstated)
    assert article.is_same(article)
    assert not unstated.is_same(article)
    assert not unstated.is_same(named)
