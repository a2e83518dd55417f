"""Suggested stances on their way into a layer: adopted, offered, taken, rejected, renewed."""

import pytest

from annotator.domain import acts, stance_acts
from annotator.domain.adoption import adopt, adopt_newer, open_part, suggested_items
from annotator.domain.article import Span
from annotator.domain.edits import Act, reversed_draft
from annotator.domain.entities import NameUse
from annotator.domain.items import Attribution, Certainty, Decision, HolderKind, Stance
from annotator.domain.layer import State
from annotator.domain.picture import Picture
from annotator.domain.stance_acts import StanceFix
from annotator.domain.suggestion import SuggestedMention, SuggestedStance, Suggestions
from annotator.resources import load_scheme

SCHEME = load_scheme("news-fr")
NAMED = SCHEME.named_labels


@pytest.fixture
def suggested(build):
    """m1 Roche, m2 and m5 bridges, m3 Cardinal; s4 filled in, s6 a candidate; m7 for nothing."""
    sketch = build.suggester()
    roche = sketch.mention("Paul Roche", "PER", p=0.9)
    bridge = sketch.mention("le pont", "TOPIC", nth=2, p=0.4)
    cardinal = sketch.mention("Cardinal", "ORG", p=0.9)
    sketch.stance(roche, bridge, "refuse le pont", p=0.52)
    matter = sketch.mention("mardi", "TOPIC", p=0.9)
    sketch.stance(cardinal, matter, "Cardinal attend", p=0.3)
    sketch.mention("Valmure", "TOPIC", p=0.9)
    return sketch.layer()


@pytest.fixture
def adopted(build, suggested):
    new = build.Sketch(state=State.NEW).layer()
    return build.after(new, adopt(new, suggested, NAMED))


def picture(layer, suggested):
    return Picture(layer, suggested, 0.85, SCHEME.entities)


def ends(layer, stance):
    return layer.mention(stance.holder).quote, layer.mention(stance.target).quote


def test_the_open_part_offers_and_gives_what_the_whole_does(build, suggested, adopted):
    part = open_part(suggested)

    assert {i.id for i in suggested.items.values()} - {i.id for i in part.items.values()} == {"m7"}
    one, other = picture(adopted, part), picture(adopted, suggested)
    assert (one.candidates, one.doubts) == (other.candidates, other.doubts)
    assert [s.id for s in one.stance_candidates] == ["s6"]
    article, candidate = build.Sketch().article, one.stance_candidates[0]
    taken, wanted = (
        stance_acts.take_stance(adopted, article, candidate, its, "favor")
        for its in (part, suggested)
    )
    assert taken == wanted


def test_suggested_stances_become_items_on_their_mentions():
    def mention(start, end, label):
        return SuggestedMention(
            start=start, end=end, label=label, canonical="x", p=0.9, rule="r", reason=""
        )

    stance = SuggestedStance(
        holder=0, holder_kind=HolderKind.MENTION, target=1, label="favor",
        evidence=(Span(4, 8), Span(0, 4)), attribution=Attribution.QUOTED, source=None,
        certainty=Certainty.HEDGED, p=0.6, rule="frame", reason="says so",
    )  # fmt: skip
    text = "Zoé aime Léa"
    found = Suggestions("m 1", (mention(0, 3, "PER"), mention(9, 12, "PER")), (), (stance,))
    known = {NameUse("x", "PER", quote): 1 for quote in ("Zoé", "Léa")}
    *_, made = suggested_items(found, text, known)

    assert (made.id, made.holder, made.target, made.label) == ("s3", "m1", "m2", "favor")
    assert [e.quote for e in made.evidence] == ["Zoé ", "aime"]
    assert (made.origin.item, made.origin.p, made.certainty) == ("s3", 0.6, Certainty.HEDGED)


def test_probable_stances_are_adopted_with_the_mentions_that_they_need(adopted):
    (stance,) = adopted.stances()

    assert ends(adopted, stance) == ("Paul Roche", "le pont")
    assert (stance.origin.item, stance.decision) == ("s4", Decision.SUGGESTED)
    assert [m.quote for m in adopted.mentions()] == ["Paul Roche", "le pont", "Cardinal"]


def test_improbable_stances_are_candidates_and_their_mentions_are_not(adopted, suggested):
    seen = picture(adopted, suggested)

    assert [s.id for s in seen.stance_candidates] == ["s6"]
    assert seen.candidates == ()
    assert [(d.item.id[0], d.candidate) for d in seen.doubts] == [("s", False), ("s", True)]


def test_a_candidate_is_taken_with_the_ends_that_are_missing(build, adopted, suggested):
    candidate = picture(adopted, suggested).stance_candidates[0]
    article = build.Sketch().article
    draft = stance_acts.take_stance(adopted, article, candidate, suggested, "favor")
    layer = build.after(adopted, draft)
    taken = next(s for s in layer.stances() if s.origin.item == "s6")

    assert ends(layer, taken) == ("Cardinal", "mardi")
    assert (taken.label, taken.decision) == ("favor", Decision.CHANGED)
    assert picture(layer, suggested).stance_candidates == ()


def test_a_rejected_candidate_does_not_come_back(build, adopted, suggested):
    candidate = picture(adopted, suggested).stance_candidates[0]
    draft = stance_acts.reject_stance(adopted, build.Sketch().article, candidate, suggested, NAMED)
    layer = build.after(adopted, draft)

    assert picture(layer, suggested).stance_candidates == ()
    assert len(list(layer.stances())) == 1
    assert "mardi" not in [m.quote for m in layer.mentions()]
    assert "Cardinal" in [m.quote for m in layer.mentions()]


def test_a_rejected_candidate_says_nothing_of_the_candidate_names_that_it_stands_on(build):
    sketch = build.suggester()
    roche, cardinal = sketch.mention("Paul Roche", "PER", p=0.3), sketch.mention("Cardinal", "ORG")
    bridge = sketch.mention("le pont", "TOPIC", nth=2, p=0.4)
    sketch.stance(roche, bridge, "refuse le pont", p=0.3)
    sketch.stance(roche, cardinal, "refuse", p=0.25)
    suggested, new = sketch.layer(), build.Sketch(state=State.NEW).layer()
    layer = build.after(new, adopt(new, suggested, NAMED))
    seen = picture(layer, suggested)
    first, second = seen.stance_candidates
    draft = stance_acts.reject_stance(layer, sketch.article, first, suggested, NAMED)
    layer = build.after(layer, draft)
    seen.apply(layer, draft)

    for view in (seen, picture(layer, suggested)):
        assert [m.quote for m in view.candidates] == ["Paul Roche"]
        assert view.stance_candidates == (second,)
    judged = build.after(layer, acts.reject_candidate(layer, seen.candidates[0]))
    assert picture(judged, suggested).candidates == ()
    taken = build.after(
        layer, stance_acts.take_stance(layer, sketch.article, second, suggested, second.label)
    )
    assert "Paul Roche" in [m.quote for m in taken.mentions()]
    assert picture(taken, suggested).candidates == ()


def test_correcting_a_candidate_is_one_edit(build, adopted, suggested):
    candidate = picture(adopted, suggested).stance_candidates[0]
    article = build.Sketch().article
    roche = next(m for m in adopted.mentions() if m.quote == "Paul Roche")
    taking = stance_acts.take_stance(adopted, article, candidate, suggested, candidate.label)
    draft = stance_acts.correct_candidate(
        adopted,
        taking,
        lambda on, stance: stance_acts.change_stance(
            on, article, stance, StanceFix(target=roche), NAMED
        ),
    )
    layer = build.after(adopted, draft)
    made = next(s for s in layer.stances() if s.origin.item == "s6")

    assert (ends(layer, made), made.decision) == (("Cardinal", "Paul Roche"), Decision.CHANGED)
    assert "mardi" not in [m.quote for m in layer.mentions()]
    assert len({change.id for change in draft.changes}) == len(draft.changes)
    back = build.after(layer, reversed_draft(layer, draft, Act.UNDO))
    assert back.items == adopted.items


def test_a_candidate_on_a_rejected_mention_is_none(build, adopted, suggested):
    cardinal = next(m for m in adopted.mentions() if m.quote == "Cardinal")
    layer = build.after(adopted, acts.reject(adopted, [cardinal], NAMED))

    assert picture(layer, suggested).stance_candidates == ()


@pytest.mark.parametrize("what", [Stance, "holder"])
def test_a_rejected_stance_takes_along_what_stood_only_for_it(build, adopted, what):
    (stance,) = adopted.stances()
    gone = stance if what is Stance else adopted.mention(stance.holder)
    layer = build.after(adopted, acts.reject(adopted, [gone], NAMED))

    assert "le pont" not in [m.quote for m in layer.mentions()]
    assert list(layer.stances()) == []


def test_a_stance_on_a_label_that_can_hold_none_is_a_doubt(build, adopted, suggested):
    (stance,) = adopted.stances()
    layer = build.after(adopted, acts.keep(adopted, stance))
    seen = picture(layer, suggested)
    assert [d.item.id for d in seen.doubts if not d.candidate] == []
    draft = acts.relabel(layer, layer.mention(stance.holder), "TOPIC", None)
    layer = build.after(layer, draft)
    seen.apply(layer, draft)

    assert [d.reason for d in seen.doubts if not d.candidate] == ["TOPIC can be no holder"]


def test_the_picture_follows_edits_as_if_it_were_made_anew(build, adopted, suggested):
    seen, layer = picture(adopted, suggested), adopted
    article = build.Sketch().article
    (stance,) = adopted.stances()
    drafts = [
        lambda x: stance_acts.change_stance(x, article, stance, StanceFix(label="favor"), NAMED),
        lambda x: acts.reject(x, [x.mention("m1")], NAMED),
        lambda x: stance_acts.take_stance(x, article, suggested.stance("s6"), suggested, "against"),
        lambda x: acts.finish(x, doubts_left=False),
    ]
    for make in drafts:
        draft = make(layer)
        layer = build.after(layer, draft)
        seen.apply(layer, draft)
        anew = picture(layer, suggested)
        assert (seen.stances, seen.stance_candidates) == (anew.stances, anew.stance_candidates)
        assert seen.doubts == anew.doubts


def newer(build, *, keeps):
    sketch = build.suggester(2)
    cardinal = sketch.mention("Cardinal", "ORG", p=0.9)
    sketch.stance(cardinal, sketch.mention("mardi", "TOPIC"), "vote mardi", p=0.8)
    if keeps:
        roche = sketch.mention("Paul Roche", "PER", p=0.9)
        bridge = sketch.mention("le pont", "TOPIC", nth=2)
        sketch.stance(roche, bridge, "refuse le pont", p=0.9)
    return sketch.layer()


@pytest.mark.parametrize("keeps", [True, False])
def test_newer_stances_replace_what_nobody_decided(build, adopted, keeps):
    layer = build.after(adopted, adopt_newer(adopted, newer(build, keeps=keeps), NAMED))
    found = {ends(layer, s): s.id for s in layer.stances()}
    old = next(adopted.stances())

    assert found.pop(("Cardinal", "mardi"))
    assert found == ({("Paul Roche", "le pont"): old.id} if keeps else {})
    assert ("le pont" in [m.quote for m in layer.mentions()]) == keeps


def test_a_decided_stance_keeps_its_ends_when_newer_ones_are_taken(build, adopted):
    (stance,) = adopted.stances()
    layer = build.after(adopted, acts.keep(adopted, stance))
    layer = build.after(layer, adopt_newer(layer, newer(build, keeps=False), NAMED))

    assert ("Paul Roche", "le pont") in [ends(layer, s) for s in layer.stances()]


def test_a_rejected_stance_is_not_suggested_again(build, adopted):
    layer = build.after(adopted, acts.reject(adopted, [next(adopted.stances())], NAMED))
    layer = build.after(layer, adopt_newer(layer, newer(build, keeps=True), NAMED))

    assert [ends(layer, s) for s in layer.stances()] == [("Cardinal", "mardi")]


def test_an_accepted_paragraph_accepts_its_stances(build, adopted):
    layer = build.after(
        adopted,
        acts.accept_paragraph(adopted, build.Sketch().span("Valmure refuse le pont")),
    )

    assert next(layer.stances()).decision is Decision.KEPT


def test_a_change_of_a_stance_reopens_a_finished_article(build, adopted):
    layer = build.after(adopted, acts.finish(adopted, doubts_left=False))
    (stance,) = layer.stances()
    fix = StanceFix(certainty=Certainty.HEDGED)
    draft = stance_acts.change_stance(layer, build.Sketch().article, stance, fix, NAMED)

    assert build.after(layer, draft).assignment.state is State.OPEN
