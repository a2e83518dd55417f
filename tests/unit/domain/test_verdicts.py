"""What a layer says about suggestions: open or finished, by each decision."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.domain.items import Decision
from annotator.domain.layer import State
from annotator.domain.verdicts import Kind, NameVerdict, Verdict, judgements

NAMED = ("PER", "ORG", "GPE")
NAMES = {1: "Cardinal"}


def judged(build, decisions, *, state=State.OPEN, label="ORG", kept_words=None, shipped=None):
    """Two suggestions (Cardinal, Paul Roche), the first of them decided on as told."""
    theirs = build.suggester()
    first = theirs.mention("Cardinal", "ORG", p=0.8)
    theirs.mention("Paul Roche", "PER", p=0.4)
    if shipped is not None:
        origin = replace(first.origin, shipped=shipped)
        theirs.items[first.id] = replace(first, origin=origin)
    suggested = theirs.layer()
    own = build.Sketch(state=state)
    if decisions is not None:
        made = own.mention(kept_words or "Cardinal", label, decision=decisions)
        origin = suggested.items["m1"].origin
        own.items[made.id] = replace(made, origin=origin)
    return judgements(own.text, own.layer(), suggested, NAMES, NAMED)


def test_an_open_article_judges_only_what_was_decided(build):
    assert judged(build, Decision.SUGGESTED).suggestions == ()
    assert judged(build, Decision.KEPT).suggestions == (
        Verdict(Kind.MENTION, "rule:ORG", 0.8, is_right=True),
    )
    assert not judged(build, Decision.REJECTED).suggestions[0].is_right


def test_a_finished_article_judges_everything_candidates_left_alone_included(build):
    found = judged(build, Decision.KEPT_WITH_ARTICLE, state=State.DONE).suggestions

    assert [(v.rule, v.is_right) for v in found] == [("rule:PER", False), ("rule:ORG", True)]


def test_another_label_makes_the_suggestion_wrong_and_the_name_known(build):
    found = judged(build, Decision.CHANGED, label="GPE")

    assert not found.suggestions[0].is_right
    assert found.names == (
        NameVerdict("Cardinal", "GPE", "Cardinal", is_right=True, teaches=True),
        NameVerdict("Cardinal", "ORG", "Cardinal", is_right=False, teaches=False),
    )


def test_other_edges_refuse_no_name(build):
    found = judged(build, Decision.CHANGED, kept_words="Cardinal attend")

    assert not found.suggestions[0].is_right
    assert [name.is_right for name in found.names] == [True]


@pytest.mark.parametrize(
    ("decision", "state", "teaches"),
    [
        (Decision.ADDED, State.OPEN, True),
        (Decision.KEPT, State.OPEN, True),
        (Decision.KEPT_WITH_ARTICLE, State.DONE, False),
        (Decision.REJECTED, State.OPEN, False),
    ],
)
def test_only_what_a_person_said_of_this_very_mention_teaches_a_name(
    build, decision, state, teaches
):
    (name,) = judged(build, decision, state=state).names

    assert name.teaches is teaches
    assert name.is_right is (decision is not Decision.REJECTED)


def test_counts_are_of_the_probability_before_learning(build):
    assert judged(build, Decision.KEPT, shipped=0.6).suggestions[0].p == 0.6


def test_a_dimmed_suggestion_is_not_judged(build):
    theirs = build.suggester()
    theirs.mention("Gazette", "ORG", p=0.8)
    own = build.Sketch(state=State.DONE)
    own.zone("Lisez La Gazette de Valmure")

    assert judgements(own.text, own.layer(), theirs.layer(), NAMES, NAMED).suggestions == ()


def test_a_stance_is_judged_by_what_the_layer_holds(build):
    theirs = build.suggester()
    roche, pont = theirs.mention("Paul Roche", "PER", p=0.9), theirs.mention("pont", "ORG", p=0.9)
    theirs.stance(roche, pont, "refuse", p=0.6)
    suggested = theirs.layer()
    for is_there in (True, False):
        own = build.Sketch(state=State.DONE)
        mine = own.mention("Paul Roche", "PER"), own.mention("pont", "ORG")
        if is_there:
            own.stance(*mine, "refuse")
        found = judgements(own.text, own.layer(), suggested, {}, NAMED).suggestions
        (stance,) = (v for v in found if v.kind is Kind.STANCE)

        assert (stance.rule, stance.p, stance.is_right) == ("rule", 0.6, is_there)
        assert ("holder kind=named", 1.0) in stance.features
        assert not any("Roche" in name for name, _ in stance.features)
