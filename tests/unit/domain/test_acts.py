from dataclasses import replace

import pytest

from annotator.domain import acts
from annotator.domain.article import paragraph_at
from annotator.domain.edits import Act, reversed_draft
from annotator.domain.items import Decision, MentionKind
from annotator.domain.layer import State


@pytest.fixture
def sketch(build):
    return build.Sketch()


def test_a_kept_item_is_decided_and_keeps_its_origin(build, sketch):
    mention = sketch.mention("Cardinal", "ORG", p=0.6)
    kept = build.after(sketch.layer(), acts.keep(sketch.layer(), mention)).mention("m1")

    assert kept.decision is Decision.KEPT
    assert kept.origin == mention.origin


def test_keeping_what_was_added_or_kept_changes_nothing(sketch):
    mention = sketch.mention("Cardinal", "ORG")

    assert not acts.keep(sketch.layer(), mention)


def test_an_unsure_item_stays_and_is_marked(build, sketch):
    mention = sketch.mention("Cardinal", "ORG", p=0.6)
    unsure = build.after(sketch.layer(), acts.mark_unsure(sketch.layer(), mention)).mention("m1")

    assert (unsure.unsure, unsure.decision) == (True, Decision.KEPT)


def test_a_changed_mention_is_no_longer_unsure(build, sketch):
    mention = sketch.mention("Cardinal", "ORG", p=0.6)
    layer = build.after(sketch.layer(), acts.mark_unsure(sketch.layer(), mention))
    layer = build.after(layer, acts.relabel(layer, layer.mention("m1"), "PER", 3))

    assert layer.mention("m1").unsure is False


def test_a_rejected_mention_stays_as_a_tombstone_and_takes_its_stances_along(build, sketch):
    roche, bridge = sketch.mention("Paul Roche", "PER"), sketch.mention("le pont", "TOPIC")
    sketch.stance(roche, bridge, "refuse")
    layer = build.after(
        sketch.layer(), acts.reject(sketch.layer(), [bridge], ("PER", "ORG", "GPE", "LOC"))
    )

    assert layer.items["m2"].decision is Decision.REJECTED
    assert layer.items["s3"].decision is Decision.REJECTED
    assert [m.id for m in layer.mentions()] == ["m1"]
    assert list(layer.stances()) == []


def test_a_stance_outlives_the_mention_that_only_reports_it(build, sketch):
    roche, bridge = sketch.mention("Paul Roche", "PER"), sketch.mention("le pont", "TOPIC")
    reporter = sketch.mention("Cardinal", "ORG")
    sketch.stance(roche, bridge, "refuse", source=reporter)
    layer = build.after(
        sketch.layer(), acts.reject(sketch.layer(), [reporter], ("PER", "ORG", "GPE", "LOC"))
    )

    assert [s.source for s in layer.stances()] == [None]


def test_resizing_keeps_id_label_origin_and_stances(build, sketch):
    roche, bridge = sketch.mention("Paul", "PER", p=0.9), sketch.mention("le pont", "TOPIC")
    sketch.stance(roche, bridge, "refuse")
    layer = sketch.layer()
    layer = build.after(layer, acts.resize(layer, sketch.article, roche, sketch.span("Paul Roche")))

    changed = layer.mention("m1")
    assert (changed.quote, changed.label, changed.origin) == ("Paul Roche", "PER", roche.origin)
    assert changed.decision is Decision.CHANGED
    assert [s.holder for s in layer.stances()] == ["m1"]


def test_what_a_person_added_stays_added_when_changed(build, sketch):
    mention = sketch.mention("Cardinal", "ORG")
    layer = build.after(sketch.layer(), acts.relabel(sketch.layer(), mention, "PER", 5))

    assert layer.mention("m1").decision is Decision.ADDED


def test_becoming_equal_to_a_younger_mention_keeps_the_older_and_moves_the_stances(build, sketch):
    old, bridge = sketch.mention("Paul", "PER", p=0.9), sketch.mention("le pont", "TOPIC")
    young = sketch.mention("Paul Roche", "PER")
    sketch.stance(young, bridge, "refuse")
    layer = sketch.layer()
    draft = acts.resize(layer, sketch.article, old, young.span)
    merged = build.after(layer, draft)

    assert {m.id for m in merged.mentions()} == {"m1", "m2"}
    assert merged.items["m3"].decision is Decision.REJECTED
    assert [s.holder for s in merged.stances()] == ["m1"]
    back = build.after(merged, reversed_draft(merged, draft, Act.UNDO))
    assert build.content(back) == build.content(layer)


def test_a_suggestion_that_an_added_mention_grows_into_counts_as_kept(build, sketch):
    old = sketch.mention("Paul Roche", "PER", p=0.9)
    young = replace(sketch.mention("Roche", "PER"), entity=old.entity)
    sketch.items["m2"] = young
    layer = sketch.layer()
    merged = build.after(
        layer, acts.resize(layer, sketch.article, young, sketch.span("Paul Roche"))
    )

    assert merged.items["m2"].decision is Decision.REJECTED
    assert merged.mention("m1").decision is Decision.KEPT


def test_adding_what_is_there_keeps_it(build, sketch):
    sketch.mention("Cardinal", "ORG", p=0.6)
    draft = acts.add(sketch.layer(), sketch.article, sketch.span("Cardinal"), "ORG", 9)

    assert draft.act is Act.KEEP
    assert build.after(sketch.layer(), draft).mention("m1").decision is Decision.KEPT


def test_adding_where_a_rejected_one_lies_makes_a_new_mention(build, sketch):
    mention = sketch.mention("Cardinal", "ORG", p=0.6)
    layer = build.after(
        sketch.layer(), acts.reject(sketch.layer(), [mention], ("PER", "ORG", "GPE", "LOC"))
    )
    layer = build.after(
        layer, acts.add(layer, sketch.article, sketch.span("Cardinal"), "ORG", None)
    )

    assert [m.id for m in layer.mentions()] == ["m2"]


def test_the_kind_is_a_change_like_others(build, sketch):
    mention = sketch.mention("Le maire", "PER", p=0.8)
    layer = sketch.layer()
    layer = build.after(layer, acts.set_kind(layer, mention, MentionKind.NOMINAL))

    assert layer.mention("m1").kind is MentionKind.NOMINAL


def test_a_candidate_that_is_taken_keeps_its_origin_under_a_new_id(build, sketch):
    candidate = build.suggester().mention("Cardinal", "ORG", p=0.3)
    sketch.mention("Paul Roche", "PER")
    layer = sketch.layer()
    same = build.after(layer, acts.take_candidate(layer, candidate, "ORG", 4)).mention("m2")
    other = build.after(layer, acts.take_candidate(layer, candidate, "PER", 4)).mention("m2")

    assert (same.decision, same.origin) == (Decision.KEPT, candidate.origin)
    assert (other.decision, other.label) == (Decision.CHANGED, "PER")


def test_a_candidate_that_is_rejected_leaves_a_tombstone(build, sketch):
    candidate = build.suggester().mention("Cardinal", "ORG", p=0.3)
    layer = build.after(sketch.layer(), acts.reject_candidate(sketch.layer(), candidate))

    assert layer.items["m1"].decision is Decision.REJECTED
    assert list(layer.mentions()) == []


def test_accepting_a_paragraph_keeps_what_is_suggested_in_it_alone(build, sketch):
    sketch.mention("Paul Roche", "PER", p=0.9)
    sketch.mention("Cardinal", "ORG", 2, p=0.9)
    layer = sketch.layer()
    paragraph = paragraph_at(sketch.text, sketch.span("Paul Roche").start)
    layer = build.after(layer, acts.accept_paragraph(layer, paragraph))

    assert [m.decision for m in layer.mentions()] == [Decision.KEPT, Decision.SUGGESTED]


def test_dimming_takes_the_items_out_and_undimming_brings_them_back(build, sketch):
    gazette, valmure = sketch.mention("La Gazette", "ORG", p=0.9), sketch.mention("Valmure", "GPE")
    sketch.stance(gazette, valmure, "Lisez")
    layer = sketch.layer()
    dimmed = build.after(layer, acts.dim(layer, sketch.article, _last_paragraph(sketch)))

    assert [m.id for m in dimmed.mentions()] == ["m2"]
    assert list(dimmed.stances()) == []
    assert dimmed.in_zone(gazette.start, gazette.end)
    back = build.after(dimmed, acts.undim(dimmed, next(dimmed.zones())))
    assert list(back.zones()) == []
    items, _ = build.content(back)
    assert {i: items[i] for i in ("m1", "m2", "s3")} == build.content(layer)[0]


def test_a_dimmed_source_takes_its_stance_along_and_brings_it_back(build, sketch):
    roche, bridge = sketch.mention("Paul Roche", "PER"), sketch.mention("le pont", "TOPIC")
    gazette = sketch.mention("La Gazette", "ORG")
    sketch.stance(roche, bridge, "refuse", source=gazette)
    layer = sketch.layer()
    dimmed = build.after(layer, acts.dim(layer, sketch.article, _last_paragraph(sketch)))

    assert list(dimmed.stances()) == []
    back = build.after(dimmed, acts.undim(dimmed, next(dimmed.zones())))
    assert [s.source for s in back.stances()] == [gazette.id]


def test_undimming_never_makes_two_equal_mentions(build, sketch):
    gazette, valmure = sketch.mention("La Gazette", "ORG"), sketch.mention("Valmure", "GPE")
    sketch.stance(gazette, valmure, "Lisez")
    layer = sketch.layer()
    layer = build.after(layer, acts.dim(layer, sketch.article, _last_paragraph(sketch)))
    layer = build.after(layer, acts.add(layer, sketch.article, gazette.span, "ORG", None))
    layer = build.after(layer, acts.undim(layer, next(layer.zones())))

    again = [m.id for m in layer.mentions() if m.span == gazette.span]
    assert len(again) == 1
    assert [s.holder for s in layer.stances()] == again


def test_finishing_keeps_what_was_not_touched_with_the_article(build, sketch):
    sketch.mention("Paul Roche", "PER", p=0.9)
    sketch.mention("Cardinal", "ORG")
    layer = build.after(sketch.layer(), acts.finish(sketch.layer(), doubts_left=False))

    assert layer.assignment.state is State.DONE
    assert layer.mention("m1").decision is Decision.KEPT_WITH_ARTICLE
    assert layer.mention("m2").decision is Decision.ADDED


def test_finishing_with_doubts_left_is_logged_as_such(sketch):
    assert acts.finish(sketch.layer(), doubts_left=True).act is Act.DONE_WITH_DOUBTS
    assert acts.finish(sketch.layer(), doubts_left=False).act is Act.DONE


def test_finishing_a_finished_article_is_no_edit(build, sketch):
    layer = build.after(sketch.layer(), acts.finish(sketch.layer(), doubts_left=False))

    assert not acts.finish(layer, doubts_left=False)


@pytest.mark.parametrize("state", [State.DONE, State.SKIPPED])
def test_an_edit_reopens_a_finished_or_skipped_article(build, state):
    sketch = build.Sketch(state=state)
    mention = sketch.mention("Cardinal", "ORG")
    layer = build.after(sketch.layer(), acts.relabel(sketch.layer(), mention, "PER", 2))

    assert layer.assignment.state is State.OPEN


def test_flag_and_comment_leave_a_finished_article_finished(build):
    layer = build.Sketch(state=State.DONE).layer()
    layer = build.after(layer, acts.toggle_flag(layer))
    layer = build.after(layer, acts.set_comment(layer, "à revoir"))

    assert layer.assignment.state is State.DONE
    assert (layer.assignment.flagged, layer.assignment.comment) == (True, "à revoir")
    assert not acts.set_comment(layer, "à revoir")


def test_only_an_open_article_can_be_skipped(build):
    assert acts.skip(build.Sketch().layer())
    assert not acts.skip(build.Sketch(state=State.DONE).layer())


def _last_paragraph(sketch):
    return sketch.span("Lisez La Gazette de Valmure")
