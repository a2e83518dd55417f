"""Counts of judgements, and what they do to suggestions."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from annotator.domain.article import Span
from annotator.domain.items import Attribution, Certainty, HolderKind
from annotator.domain.learned import NOTHING, RULE_WEIGHT, Learned, Tally, is_outdated
from annotator.domain.names import KnownName
from annotator.domain.suggestion import SuggestedMention, SuggestedStance, Suggestions
from annotator.domain.verdicts import Judgements, Kind, NameVerdict, Verdict

TEXT = "Valmure refuse le pont."


def name(surface: str, label: str, *, right: bool = True, teaches: bool = True) -> Judgements:
    return Judgements((), (NameVerdict(surface, label, surface, right, teaches and right),))


def verdicts(rule: str, p: float, right: int, wrong: int, kind: Kind = Kind.STANCE) -> Judgements:
    found = [Verdict(kind, rule, p, is_right=n < right) for n in range(right + wrong)]
    return Judgements(tuple(found))


def learned(*judged: Judgements) -> Learned:
    tally = Tally()
    for one in judged:
        tally.add(one)
    return tally.learned()


def suggestions() -> Suggestions:
    mentions = tuple(
        SuggestedMention(
            start=start, end=end, label=label, canonical="x", p=0.9, rule="model", reason="r"
        )
        for start, end, label in ((0, 7, "GPE"), (18, 22, "LOC"))
    )
    stance = SuggestedStance(
        holder=0,
        holder_kind=HolderKind.MENTION,
        target=1,
        label="against",
        evidence=(Span(8, 14),),
        attribution=Attribution.REPORTED,
        certainty=Certainty.ASSERTED,
        p=0.6,
        rule="frame:refuser",
        reason="r",
    )
    return Suggestions("rules-1", mentions, (), (stance,))


def test_nothing_learned_changes_nothing():
    assert learned() == NOTHING
    assert NOTHING.revision == ""
    assert NOTHING.applied(suggestions(), TEXT) == suggestions()


def test_a_name_said_by_a_person_is_known_under_the_label_it_got_most():
    found = learned(name("Valmure", "GPE"), name("VALMURE", "GPE"), name("Valmure", "ORG"))

    assert found.names == (KnownName("Valmure", "GPE", "Valmure"),)


def test_the_name_that_another_was_joined_to_is_known_as_it_was_seen_right():
    joined = Judgements((), (NameVerdict("MKV", "ORG", "Mouvement kerazien", True, True),))
    alone = learned(joined)
    seen = learned(joined, name("Mouvement kerazien", "ORG", teaches=False))
    seat = learned(joined, name("Mouvement kerazien", "GPE", teaches=False))

    known = KnownName("MKV", "ORG", "Mouvement kerazien")
    assert alone.names == (known,)
    full = KnownName("Mouvement kerazien", "ORG", "Mouvement kerazien")
    assert seen.names == (known, full)
    assert seat.names == (known, replace(full, label="GPE"))


@pytest.mark.parametrize(("accepted", "is_never"), [(0, True), (1, True), (2, False)])
def test_a_rejected_name_comes_back_only_when_accepted_more_often(accepted, is_never):
    taken = [name("Pont", "LOC", teaches=False)] * accepted
    found = learned(name("Pont", "LOC", right=False), *taken)

    assert (("pont", "LOC") in found.never) is is_never


def test_a_rejected_name_goes_with_its_stances_and_the_rest_stays_in_place():
    found = learned(name("Valmure", "GPE", right=False)).applied(suggestions(), TEXT)

    assert [m.label for m in found.mentions] == ["LOC"]
    assert found.stances == ()
    assert found.suggester.startswith("rules-1+learned-")


def test_a_mention_that_goes_moves_the_ends_of_other_stances():
    given = suggestions()
    alone = replace(given.stances[0], holder=None, holder_kind=HolderKind.UNSTATED)
    given = Suggestions("rules-1", given.mentions, (), (alone,))
    found = learned(name("Valmure", "GPE", right=False)).applied(given, TEXT)

    assert found.stances[0].target == 0


def test_a_rule_without_a_family_apart_moves_as_its_beta_posterior():
    """Beta(30 * 0.6, 30 * 0.4) and 10 of 10 right: mean (18 + 10) / 40 = 0.7."""
    found = learned(verdicts("hint", 0.6, 10, 0))

    assert found.moved(Kind.STANCE, "hint", 0.6) == pytest.approx(0.7, abs=0.02)


def test_a_frame_moves_around_its_family():
    judged = verdicts("frame:refuser", 0.6, 0, 10)
    family = (30 * 0.6) / 40
    frame = (RULE_WEIGHT * family) / (RULE_WEIGHT + 10)
    found = learned(judged)

    assert found.moved(Kind.STANCE, "frame:refuser", 0.6) == pytest.approx(frame, abs=0.02)
    assert found.moved(Kind.STANCE, "frame:accuser", 0.6) == pytest.approx(family, abs=0.02)
    assert found.moved(Kind.MENTION, "frame:refuser", 0.6) == 0.6


def test_a_moved_suggestion_remembers_what_was_shipped():
    found = learned(verdicts("frame:refuser", 0.6, 0, 10)).applied(suggestions(), TEXT)

    assert found.stances[0].shipped == 0.6
    assert found.stances[0].p < 0.5
    assert found.mentions == suggestions().mentions


def test_counts_make_a_name_a_doubt_and_never_a_candidate():
    found = learned(verdicts("model:PER", 0.8, 0, 100, Kind.MENTION))

    assert found.moved(Kind.MENTION, "model:PER", 0.8) == 0.5
    assert found.moved(Kind.MENTION, "model:PER", 0.4) < 0.2


def test_what_is_left_out_counts_again_afterwards():
    tally = Tally()
    own, other = name("Pont", "LOC"), name("Valmure", "GPE")
    tally.add(own)
    tally.add(other)

    assert [n.name for n in tally.learned([own]).names] == ["Valmure"]
    assert [n.name for n in tally.learned().names] == ["Pont", "Valmure"]


def test_the_revision_tells_states_apart_and_not_the_order_of_learning():
    one, other = name("Pont", "LOC"), name("Valmure", "GPE")

    assert learned(one, other).revision == learned(other, one).revision
    assert learned(one).revision != learned(other).revision


def test_probabilities_stay_probabilities():
    found = learned(verdicts("frame:refuser", 0.99, 0, 500))

    assert 0 < found.moved(Kind.STANCE, "frame:refuser", 0.2) < 0.2
    assert math.isfinite(found.moved(Kind.STANCE, "frame:refuser", 1.0))


@pytest.mark.parametrize(
    ("versions", "needs"),
    [
        ([], True),
        (["other-1"], True),
        (["rules-1"], True),
        (["rules-1", "rules-1+learned-old"], True),
        (["rules-1", "rules-1+learned-new"], False),
        (["rules-1", "other-1"], False),
    ],
)
def test_a_version_is_outdated_unless_another_engine_came_after_it(versions, needs):
    assert is_outdated(versions, "rules-1+learned-new") is needs
