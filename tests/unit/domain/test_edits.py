from dataclasses import replace
from types import MappingProxyType

import pytest

from annotator.domain import acts
from annotator.domain.edits import Act, Change, Draft, apply_draft, checked, reversed_draft
from annotator.domain.items import Decision
from annotator.errors import EditError, UndoRefusedError


def test_a_draft_makes_the_next_version_and_leaves_the_old_layer_alone(build):
    sketch = build.Sketch()
    mention = sketch.mention("Paul Roche", "PER")
    layer = sketch.layer()

    changed = build.after(layer, acts.relabel(layer, mention, "ORG", 7))

    assert changed.version == layer.version + 1
    assert changed.mention("m1").label == "ORG"
    assert layer.mention("m1").label == "PER"


def test_a_draft_on_another_state_of_an_item_is_refused(build):
    sketch = build.Sketch()
    mention = sketch.mention("Paul Roche", "PER")
    layer = sketch.layer()
    draft = acts.relabel(layer, mention, "ORG", 7)

    with pytest.raises(EditError, match="m1 is not what the edit expects"):
        apply_draft(apply_draft(layer, draft), draft)


def test_a_draft_on_another_state_of_the_article_is_refused(build):
    layer = build.Sketch().layer()
    draft = acts.toggle_flag(layer)

    with pytest.raises(EditError, match="its state is not what the edit expects"):
        apply_draft(apply_draft(layer, draft), draft)


def test_undoing_gives_the_content_back_with_a_higher_revision(build):
    sketch = build.Sketch()
    mention = sketch.mention("Paul Roche", "PER")
    layer = sketch.layer()
    draft = acts.relabel(layer, mention, "ORG", 7)
    changed = apply_draft(layer, draft)

    back = build.after(changed, reversed_draft(changed, draft, Act.UNDO))

    assert build.content(back) == build.content(layer)
    assert [x.mention("m1").revision for x in (layer, changed, back)] == [1, 2, 3]


def test_an_item_that_is_added_undone_and_redone_never_has_an_old_revision(build):
    sketch = build.Sketch()
    layer = sketch.layer()
    added = acts.add(layer, sketch.article, sketch.span("Cardinal"), "ORG", None)
    one = apply_draft(layer, added)
    undone = reversed_draft(one, added, Act.UNDO)
    two = apply_draft(one, undone)
    redone = reversed_draft(two, undone, Act.REDO)
    three = apply_draft(two, redone)

    assert "m1" not in two.items
    assert three.mention("m1").revision == 2


def test_the_id_of_an_undone_item_is_never_given_again(build):
    sketch = build.Sketch()
    layer = sketch.layer()
    added = acts.add(layer, sketch.article, sketch.span("Cardinal"), "ORG", None)
    one = apply_draft(layer, added)
    two = apply_draft(one, reversed_draft(one, added, Act.UNDO))

    again = acts.add(two, sketch.article, sketch.span("Paul Roche"), "PER", None)

    assert [change.id for change in again.changes] == ["m2"]


def test_undo_is_refused_where_the_item_was_changed_since(build):
    sketch = build.Sketch()
    mention = sketch.mention("Paul Roche", "PER")
    layer = sketch.layer()
    draft = acts.relabel(layer, mention, "ORG", 7)
    changed = apply_draft(layer, draft)
    later = apply_draft(changed, acts.relabel(changed, changed.mention("m1"), "GPE", 8))

    with pytest.raises(UndoRefusedError, match="m1"):
        reversed_draft(later, draft, Act.UNDO)


@pytest.mark.parametrize(
    ("start", "end", "problem"),
    [(-1, 3, "no range"), (3, 3, "no range"), (0, 10_000, "no range"), (0, 5, "the quote")],
)
def test_an_item_off_the_text_is_refused(build, start, end, problem):
    sketch = build.Sketch()
    mention = sketch.mention("Paul Roche", "PER")

    with pytest.raises(EditError, match=problem):
        checked(replace(mention, start=start, end=end), sketch.article)


def test_the_quotes_of_evidence_are_held_against_the_text_too(build):
    sketch = build.Sketch()
    stance = sketch.stance(
        sketch.mention("Paul Roche", "PER"), sketch.mention("le pont", "TOPIC"), "refuse"
    )
    wrong = replace(stance.evidence[0], quote="approuve")

    assert checked(stance, sketch.article) is stance
    with pytest.raises(EditError, match="the quote of s3"):
        checked(replace(stance, evidence=(wrong,)), sketch.article)


def test_removing_an_item_leaves_its_number_used(build):
    sketch = build.Sketch()
    mention = sketch.mention("Cardinal", "ORG", p=0.9)
    layer = sketch.layer()

    gone = apply_draft(layer, Draft(Act.ADOPT_NEWER, (Change("m1", mention, None),)))

    assert gone.items == MappingProxyType({})
    assert gone.next_number == 2
    assert mention.decision is Decision.SUGGESTED


def test_an_item_may_change_twice_in_one_draft(build):
    sketch = build.Sketch("Cardinal gagne.\n")
    first = sketch.mention("Cardinal", "ORG", p=0.9)
    layer = sketch.layer()
    second = replace(first, start=1, quote="ardinal", revision=2)
    third = replace(second, end=3, quote="ar", revision=3)
    steps = (Change(first.id, first, second), Change(first.id, second, third))
    after = apply_draft(layer, Draft(Act.RESIZE, steps))
    assert list(after.mentions()) == [third]
    assert list(after.index.everywhere) == [third]
