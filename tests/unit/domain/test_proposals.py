from dataclasses import replace

import pytest

from annotator.domain import acts
from annotator.domain.article import Span
from annotator.domain.items import Decision, MentionKind
from annotator.domain.layer import State
from annotator.domain.proposals import _STRETCH, Fix, Proposal, occurrences, propose

TEXT = "Cardinal gagne. Cardinal perd. Cardinal-Nord attend. Cardinalat. Cardinal rit.\n"


@pytest.fixture
def sketch(build):
    return build.Sketch(TEXT)


def test_occurrences_are_whole_words():
    assert [span.start for span in occurrences(TEXT, "Cardinal")] == [0, 16, 65]
    assert list(occurrences(TEXT, "")) == []


@pytest.mark.parametrize("begin", [0, 3, _STRETCH - 8, _STRETCH - 4, _STRETCH, 3 * _STRETCH])
def test_occurrences_are_found_wherever_the_searched_stretches_end(begin):
    text = " " * begin + "Cardinal et Cardinale" + " " * _STRETCH + "Cardinal"
    second = len(text) - len("Cardinal")
    assert [span.start for span in occurrences(text, "Cardinal")] == [begin, second]


def test_a_long_text_is_searched_a_few_stretches_at_a_time(build):
    sketch = build.Sketch("Cardinal" + " " * 10 * _STRETCH + "Cardinal")
    mention = sketch.mention("Cardinal", "ORG", p=0.9)
    proposal = Proposal(sketch.layer(), sketch.article, Fix(sketch.article.id, None, mention))
    for _ in range(3):
        assert proposal.advance(3)
    assert not proposal.is_complete
    assert not proposal.advance(4)


def test_an_added_mention_is_proposed_for_the_other_identical_texts(build, sketch):
    first = sketch.mention("Cardinal", "ORG")
    draft = propose(sketch.layer(), sketch.article, Fix(sketch.article.id, None, first))
    layer = build.after(sketch.layer(), draft)

    assert [(m.start, m.label, m.entity) for m in layer.mentions()] == [
        (0, "ORG", 1), (16, "ORG", 1), (65, "ORG", 1),
    ]  # fmt: skip
    assert {c.after.decision for c in draft.changes} == {Decision.ADDED}


def test_a_relabel_is_proposed_where_nobody_decided(build, sketch):
    first = sketch.mention("Cardinal", "PER", p=0.9)
    second = sketch.mention("Cardinal", "PER", 2, p=0.9)
    third = sketch.mention("Cardinal", "PER", 5, decision=Decision.KEPT, p=0.9)
    layer = build.after(sketch.layer(), acts.relabel(sketch.layer(), first, "ORG", 8))
    draft = propose(layer, sketch.article, Fix(sketch.article.id, first, layer.mention("m1")))

    assert [(c.id, c.after.label, c.after.entity) for c in draft.changes] == [(second.id, "ORG", 8)]
    assert third.id not in [c.id for c in draft.changes]


def test_a_rejection_is_proposed_for_equal_suggestions_alone(build, sketch):
    first = sketch.mention("Cardinal", "PER", p=0.9)
    sketch.mention("Cardinal", "PER", 2, p=0.9)
    sketch.mention("Cardinal", "ORG", 5, p=0.9)
    layer = build.after(
        sketch.layer(), acts.reject(sketch.layer(), [first], ("PER", "ORG", "GPE", "LOC"))
    )
    draft = propose(layer, sketch.article, Fix(sketch.article.id, first, None))

    assert [(c.id, c.after.decision) for c in draft.changes] == [("m2", Decision.REJECTED)]


@pytest.mark.parametrize("end", ["holder", "target", "source"])
def test_a_rejection_is_not_proposed_where_a_stance_stands_on_the_mention(build, end):
    sketch = build.Sketch("Cardinal gagne. Cardinal attend Roche, dit Valmer. Cardinal rit.\n")
    first, second, third = (sketch.mention("Cardinal", "PER", n, p=0.9) for n in (1, 2, 3))
    roche, valmer = sketch.mention("Roche", "PER"), sketch.mention("Valmer", "GPE")
    holder, target, source = {
        "holder": (second, roche, None),
        "target": (roche, second, None),
        "source": (roche, valmer, second),
    }[end]
    sketch.stance(holder, target, "attend", source, p=0.9)
    before = sketch.layer()
    layer = build.after(before, acts.reject(before, [first], ("PER", "GPE")))
    draft = propose(layer, sketch.article, Fix(sketch.article.id, first, None))

    assert [change.id for change in draft.changes] == [third.id]


def test_a_moved_edge_is_proposed_where_the_same_was_suggested(build):
    sketch = build.Sketch("Le maire Roche rit. Le maire Roche dort.")
    first = sketch.mention("maire Roche", "PER", p=0.9)
    sketch.mention("maire Roche", "PER", 2, p=0.9)
    layer = sketch.layer()
    layer = build.after(layer, acts.resize(layer, sketch.article, first, sketch.span("Roche")))
    draft = propose(layer, sketch.article, Fix(sketch.article.id, first, layer.mention("m1")))

    assert [(c.id, c.after.quote) for c in draft.changes] == [("m2", "Roche")]


def test_nothing_is_proposed_where_a_person_rejected_or_dimmed(build, sketch):
    tomb = sketch.mention("Cardinal", "ORG", 2, decision=Decision.REJECTED)
    first = sketch.mention("Cardinal", "ORG")
    sketch.zone("Cardinal rit.")

    assert not propose(sketch.layer(), sketch.article, Fix(sketch.article.id, None, first))
    assert tomb.span.start == 16


def test_a_proposal_never_makes_two_equal_mentions(build, sketch):
    first = sketch.mention("Cardinal", "PER", p=0.9)
    sketch.mention("Cardinal", "GPE", 2, p=0.9)
    sketch.mention("Cardinal", "ORG", 2, p=0.9)
    layer = build.after(sketch.layer(), acts.relabel(sketch.layer(), first, "ORG", 8))
    draft = propose(layer, sketch.article, Fix(sketch.article.id, first, layer.mention("m1")))

    assert not [c for c in draft.changes if c.before is not None]


def test_a_proposal_changes_no_item_twice(build):
    sketch = build.Sketch("Pont Pont ici. Pont Pont là.")
    first = sketch.mention("Pont Pont", "LOC", p=0.9)
    sketch.mention("Pont Pont", "LOC", 2, p=0.9)
    layer = sketch.layer()
    layer = build.after(layer, acts.resize(layer, sketch.article, first, sketch.span("Pont")))
    draft = propose(layer, sketch.article, Fix(sketch.article.id, first, layer.mention("m1")))

    assert build.after(layer, draft)
    assert len({c.id for c in draft.changes}) == len(draft.changes)


def test_nothing_is_proposed_in_an_article_that_is_not_open(sketch):
    first = sketch.mention("Cardinal", "ORG")
    layer = sketch.layer()
    done = replace(layer, assignment=replace(layer.assignment, state=State.DONE))

    assert propose(layer, sketch.article, Fix(sketch.article.id, None, first))
    assert not propose(done, sketch.article, Fix(sketch.article.id, None, first))


def test_a_proposal_tells_what_is_in_sight_before_it_is_worked_out(build):
    sketch = build.Sketch("Cardinal gagne, Cardinal-Nord non. " * 70)
    first = sketch.mention("Cardinal", "ORG")
    fix = Fix(sketch.article.id, None, first)
    proposal = Proposal(sketch.layer(), sketch.article, fix)
    sight = Span(1400, 1470)
    seen = proposal.places(sight)
    more = proposal.advance(3)

    assert more
    assert [span.start for span in seen] == [1400, 1435, 1470]
    assert proposal.places(sight) == seen
    assert len(proposal.draft.changes) == 69
    assert not proposal.advance(1)
    assert proposal.places(sight) == seen
    assert proposal.draft == propose(sketch.layer(), sketch.article, fix)


def test_a_pronoun_is_repeated_for_the_same_entity_alone(build):
    sketch = build.Sketch("Elle rit. Elle dort. Elle part.")
    for nth in (1, 2, 3):
        sketch.mention("Elle", "ORG", nth, kind=MentionKind.PRONOUN, p=0.9)
    sketch.items["m2"] = replace(sketch.items["m2"], entity=1)
    first = sketch.items["m1"]
    layer = build.after(sketch.layer(), acts.relabel(sketch.layer(), first, "PER", 9))
    draft = propose(layer, sketch.article, Fix(sketch.article.id, first, layer.mention("m1")))
    assert [(c.id, c.after.label) for c in draft.changes] == [("m2", "PER")]


def test_a_pronoun_that_was_added_or_rejected_says_nothing_of_the_same_words(build):
    sketch = build.Sketch("Elle rit. Elle dort. Elle part.")
    added = sketch.mention("Elle", "PER", kind=MentionKind.PRONOUN)
    sketch.mention("Elle", "PER", 2, kind=MentionKind.PRONOUN, p=0.9)
    for fix in (Fix(sketch.article.id, None, added), Fix(sketch.article.id, added, None)):
        assert not propose(sketch.layer(), sketch.article, fix).changes
