from annotator.domain import acts
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
    holder = sketch.mention("Paul Roche", "PER", p=0.6)
    target = sketch.mention("Cardinal", "ORG", p=0.9)
    sketch.stance(holder, target, "refuse", p=0.6)

    assert [d.item.id for d in doubts(sketch.layer())] == ["m1"]


def test_a_stance_is_doubtful_where_two_of_five_such_are_wrong(build):
    sketch = build.Sketch()
    holder = sketch.mention("Paul Roche", "PER", p=0.9)
    target = sketch.mention("Cardinal", "ORG", p=0.9)
    sketch.stance(holder, target, "refuse", p=0.54)

    assert [d.item.id for d in doubts(sketch.layer())] == ["s3"]
    assert doubts(sketch.layer(), below=0.5) == ()
