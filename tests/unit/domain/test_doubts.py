import pytest

from annotator.domain import acts
from annotator.domain.items import MentionKind
from annotator.domain.picture import Picture
from annotator.resources import load_scheme


def doubts(layer, suggested=None, below=0.85):
    return Picture(layer, suggested, below, load_scheme("news-fr").entities).doubts


def test_doubts_are_candidates_and_improbable_suggestions_in_text_order(build):
    sketch = build.Sketch()
    sketch.mention("Cardinal", "ORG", p=0.6)
    sketch.mention("Paul Roche", "PER", p=0.9)
    suggester = build.suggester()
    suggester.mention("maire", "PER", p=0.3)
    found = doubts(sketch.layer(), suggester.layer())

    assert [(d.item.quote, d.candidate, d.reason) for d in found] == [
        ("maire", True, "a reason"),
        ("Cardinal", False, "a reason"),
    ]


def test_deciding_resolves_a_doubt(build):
    sketch = build.Sketch()
    mention = sketch.mention("Cardinal", "ORG", p=0.6)
    layer = sketch.layer()

    for draft in (
        acts.keep(layer, mention),
        acts.mark_unsure(layer, mention),
        acts.reject(layer, [mention], ("PER", "ORG", "GPE", "LOC")),
        acts.relabel(layer, mention, "PER", None),
    ):
        assert doubts(build.after(layer, draft)) == ()


def test_what_a_person_added_is_no_doubt(build):
    sketch = build.Sketch()
    sketch.mention("Cardinal", "ORG")

    assert doubts(sketch.layer(), below=1) == ()


def test_a_stance_that_the_list_shows_is_no_stop_at_a_probability_at_which_a_mention_is(build):
    sketch = build.Sketch()
    holder = sketch.mention("Paul Roche", "PER", p=0.7)
    target = sketch.mention("Cardinal", "ORG", p=0.9)
    sketch.stance(holder, target, "refuse", p=0.7)

    assert [d.item.id for d in doubts(sketch.layer())] == ["m1"]


def test_a_stance_is_doubtful_where_two_of_five_such_are_wrong(build):
    sketch = build.Sketch()
    holder = sketch.mention("Paul Roche", "PER", p=0.9)
    target = sketch.mention("Cardinal", "ORG", p=0.9)
    sketch.stance(holder, target, "refuse", p=0.69)

    assert [(d.item.id, d.reason, d.end) for d in doubts(sketch.layer())] == [
        ("s3", "a reason", None)
    ]


NAMED, NOMINAL, PRONOUN = MentionKind


@pytest.mark.parametrize(
    ("holder_kind", "target_kind", "target_label", "end", "reason"),
    [
        (NAMED, NAMED, "ORG", None, None),
        (NAMED, NOMINAL, "TOPIC", None, None),
        (NAMED, NOMINAL, "ORG", "m2", "a description as target is rarely ORG"),
        (NAMED, PRONOUN, "TOPIC", "m2", "its target is a pronoun"),
        (PRONOUN, PRONOUN, "TOPIC", "m2", "its target is a pronoun"),
        (PRONOUN, NOMINAL, "TOPIC", "m1", "its holder is a pronoun"),
        (NOMINAL, NAMED, "ORG", "m1", "its holder is not named"),
        (NOMINAL, NOMINAL, "ORG", "m2", "a description as target is rarely ORG"),
    ],
)
def test_a_stance_with_an_end_that_is_no_name_is_doubtful_for_that_end(
    build, holder_kind, target_kind, target_label, end, reason
):
    for p, is_doubt in ((0.89, reason is not None), (0.9, False)):
        sketch = build.Sketch()
        holder = sketch.mention("Paul Roche", "PER", p=0.9, kind=holder_kind)
        target = sketch.mention("Cardinal", target_label, p=0.9, kind=target_kind)
        sketch.stance(holder, target, "refuse", p=p)
        found = [d for d in doubts(sketch.layer()) if d.item.id == "s3"]

        assert [(d.end, d.reason) for d in found] == ([(end, reason)] if is_doubt else [])


def test_a_stance_is_judged_anew_where_an_end_of_it_changed(build):
    sketch = build.Sketch()
    holder = sketch.mention("Paul Roche", "PER", p=0.9)
    target = sketch.mention("Cardinal", "ORG", p=0.9, kind=NOMINAL)
    sketch.stance(holder, target, "refuse", p=0.8)
    layer = sketch.layer()
    picture = Picture(layer, None, 0.85, load_scheme("news-fr").entities)
    assert [d.end for d in picture.doubts] == ["m2"]

    for label, ends in (("TOPIC", []), ("PER", ["m2"]), ("LOC", ["m2"])):
        draft = acts.relabel(layer, layer.mention("m2"), label, None)
        layer = build.after(layer, draft)
        picture.apply(layer, draft)
        assert [d.end for d in picture.doubts] == ends
