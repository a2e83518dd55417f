"""From conflicts to gold: what comes in unasked, what each decision leaves, what survives."""

import datetime as dt
from dataclasses import replace

import pytest

from annotator.domain import acts
from annotator.domain.adjudication import (
    GOLD,
    aliases,
    begin_review,
    layers_under_review,
    own_version,
    prepared,
    reject,
    say,
    send_back,
    take,
    version_base,
)
from annotator.domain.article import Article
from annotator.domain.edits import apply_draft
from annotator.domain.gold_editing import Stamp
from annotator.domain.items import Decision, MentionKind
from annotator.domain.layer import Assignment, Author, Layer, Role, State
from annotator.domain.rulings import How, Reason, Remark
from annotator.errors import EditError

AT = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC)
STAMP = Stamp("rita", AT, "1")
NAMED = ("PER", "ORG", "GPE", "LOC")


@pytest.fixture
def sketch(build):
    def make(name):
        author = Author(Role.ANNOTATOR, name)
        return build.Sketch(state=State.DONE, author=author)

    return make


def reviewed(text, *layers, gold=None):
    """A review that was opened: what is agreed is in gold."""
    review = begin_review(text, layers, {}, gold or Layer("a", GOLD))
    draft = prepared(review, STAMP)
    return review.with_gold(apply_draft(review.gold, draft)) if draft else review


def after(review, draft):
    return review.with_gold(apply_draft(review.gold, draft))


def gold_words(review):
    return [(m.quote, m.label) for m in review.gold.mentions()]


def hows(review):
    return [r.how for r in review.gold.rulings.values() if not r.carried]


@pytest.fixture
def pair(sketch):
    """Two agree on Paul Roche, differ on Cardinal's label; ben alone has the council."""
    anna, ben = sketch("anna"), sketch("ben")
    anna.mention("Paul Roche", "PER")
    ben.mention("Paul Roche", "PER")
    anna.mention("Cardinal", "ORG")
    ben.mention("Cardinal", "PER")
    ben.mention("Le conseil", "ORG")
    return anna, ben


def test_unanimous_items_are_gold_beforehand_and_say_so(pair):
    anna, ben = pair
    review = reviewed(anna.text, anna.layer(), ben.layer())

    assert gold_words(review) == [("Paul Roche", "PER")]
    (ruling,) = review.gold.rulings.values()
    assert ruling.how is How.UNANIMOUS
    assert [(ref.author.name, ref.id, ref.revision) for ref in ruling.inputs] == [
        ("anna", "m1", 1), ("ben", "m1", 1),
    ]  # fmt: skip
    assert (ruling.by, ruling.at, ruling.guideline) == ("rita", AT, "1")
    assert review.gold.assignment.state is State.OPEN


def test_opening_again_changes_nothing(pair):
    anna, ben = pair
    review = reviewed(anna.text, anna.layer(), ben.layer())

    assert not prepared(review, STAMP)


def test_a_taken_reading_tells_where_it_is_from_and_why(pair):
    anna, ben = pair
    review = reviewed(anna.text, anna.layer(), ben.layer())
    conflict = review.found.conflicts[0]
    variant = next(v for v in conflict.variants if v.items[0].label == "ORG")
    remark = Remark(Reason.ERROR, "a firm", guideline_gap=True)
    review = after(review, take(review, conflict, variant, STAMP, remark))

    assert ("Cardinal", "ORG") in gold_words(review)
    ruling = review.ruling(conflict)
    assert ruling.how is How.TAKEN
    assert [ref.author.name for ref in ruling.chosen] == ["anna"]
    assert len(ruling.inputs) == 2
    assert ruling.remark == remark


def test_the_review_is_done_with_its_last_conflict_and_open_again_without_it(pair):
    anna, ben = pair
    review = reviewed(anna.text, anna.layer(), ben.layer())
    first, second = review.found.conflicts
    review = after(review, take(review, first, first.variants[0], STAMP))
    assert not review.is_complete
    before = review
    review = after(review, reject(review, second, STAMP))

    assert review.is_complete
    assert review.gold.assignment.state is State.DONE
    assert review.ruling(second).how is How.REJECTED
    assert before.gold.assignment.state is State.OPEN


def test_deciding_anew_keeps_the_item_and_its_id(pair):
    anna, ben = pair
    review = reviewed(anna.text, anna.layer(), ben.layer())
    conflict = review.found.conflicts[0]
    review = after(review, take(review, conflict, conflict.variants[0], STAMP))
    (before,) = review.ruling(conflict).items
    review = after(review, take(review, conflict, conflict.variants[1], STAMP))
    (now,) = review.ruling(conflict).items

    assert now == before
    assert review.gold.items[now].revision == 2
    assert review.gold.items[now].label == conflict.variants[1].items[0].label


def test_articles_without_a_conflict_are_done_at_once(sketch):
    anna, ben = sketch("anna"), sketch("ben")
    for one in (anna, ben):
        one.mention("Paul Roche", "PER")
    review = reviewed(anna.text, anna.layer(), ben.layer())

    assert review.gold.assignment.state is State.DONE


def test_stacked_items_that_all_have_are_all_kept(sketch):
    anna, ben = sketch("anna"), sketch("ben")
    for one in (anna, ben):
        one.mention("Cardinal", "ORG")
        one.mention("Cardinal", "ORG")
        one.mention("Cardinal", "PER")
    review = reviewed(anna.text, anna.layer(), ben.layer())

    assert sorted(gold_words(review)) == [("Cardinal", "ORG")] * 2 + [("Cardinal", "PER")]


@pytest.fixture
def stances(sketch):
    """Both see the stance; the edge of its holder is in dispute, and one has a second stance."""
    anna, ben = sketch("anna"), sketch("ben")
    roche, bridge = anna.mention("Paul Roche", "PER"), anna.mention("le pont", "TOPIC", 2)
    anna.stance(roche, bridge, "refuse le pont")
    wide, other = ben.mention("Valmure, Paul Roche", "PER"), ben.mention("le pont", "TOPIC", 2)
    ben.stance(wide, other, "refuse le pont")
    ben.stance(other, wide, "paiera")
    return anna, ben


def test_an_agreed_stance_stands_on_a_mention_in_dispute(stances):
    anna, ben = stances
    review = reviewed(anna.text, anna.layer(), ben.layer())
    edge = review.found.conflicts[0]
    (stance,) = review.gold.stances()
    assert review.ruling(edge) is None
    wide = next(v for v in edge.variants if len(v.items[0].quote) > 10)
    review = after(review, take(review, edge, wide, STAMP))

    (same,) = review.gold.stances()
    assert same.holder == stance.holder
    assert review.gold.mention(same.holder).quote == "Valmure, Paul Roche"


def test_nothing_can_be_taken_from_under_a_stance_of_gold(stances):
    anna, ben = stances
    review = reviewed(anna.text, anna.layer(), ben.layer())

    with pytest.raises(EditError, match="A stance of gold stands on"):
        reject(review, review.found.conflicts[0], STAMP)


def test_a_carried_mention_leaves_with_its_stance(sketch):
    anna, ben = sketch("anna"), sketch("ben")
    roche = anna.mention("Paul Roche", "PER")
    ben.mention("Paul Roche", "PER")
    topic = anna.mention("le pont", "TOPIC", 2, kind=MentionKind.NOMINAL)
    anna.stance(roche, topic, "refuse le pont")
    review = reviewed(anna.text, anna.layer(), ben.layer())
    (conflict,) = [c for c in review.found.conflicts if c.is_stance]
    taken = after(review, take(review, conflict, conflict.variants[0], STAMP))
    assert ("le pont", "TOPIC") in gold_words(taken)
    back = after(taken, reject(taken, conflict, STAMP))

    assert gold_words(back) == gold_words(review)


def test_what_a_reviewer_edits_and_adds_is_told_apart(pair):
    anna, ben = pair
    review = reviewed(anna.text, anna.layer(), ben.layer())
    conflict = review.found.conflicts[0]
    base = version_base(review, conflict, STAMP)
    (item,) = next(r.items for r in base.rulings.values() if r.inputs == conflict.sources)
    edited = apply_draft(base, acts.relabel(base, base.mention(item), "GPE", None))
    span = anna.span("Valmure")
    edited = apply_draft(edited, acts.add(edited, Article("a", anna.text), span, "GPE", None))
    review = after(review, own_version(review, conflict, base, edited, STAMP))

    assert {("Cardinal", "GPE"), ("Valmure", "GPE")} <= set(gold_words(review))
    assert review.ruling(conflict).how is How.EDITED
    assert sorted(hows(review)) == [How.EDITED, How.NEW, How.UNANIMOUS]


def test_an_own_version_that_changes_nothing_takes_the_first_reading(pair):
    anna, ben = pair
    review = reviewed(anna.text, anna.layer(), ben.layer())
    conflict = review.found.conflicts[0]
    base = version_base(review, conflict, STAMP)
    review = after(review, own_version(review, conflict, base, base, STAMP))

    assert review.ruling(conflict).how is How.TAKEN


def test_an_own_version_without_the_item_rejects_it(pair):
    anna, ben = pair
    review = reviewed(anna.text, anna.layer(), ben.layer())
    conflict = review.found.conflicts[0]
    base = version_base(review, conflict, STAMP)
    (item,) = next(r.items for r in base.rulings.values() if r.inputs == conflict.sources)
    edited = apply_draft(base, acts.reject(base, [base.mention(item)], NAMED))
    review = after(review, own_version(review, conflict, base, edited, STAMP))

    assert review.ruling(conflict).how is How.REJECTED
    assert all(i.decision is not Decision.REJECTED for i in review.gold.items.values())


def test_a_remark_can_be_changed_later_and_tells_the_decider_still(pair):
    anna, ben = pair
    review = reviewed(anna.text, anna.layer(), ben.layer())
    conflict = review.found.conflicts[0]
    assert not say(review, conflict, Remark(note="too early"))
    review = after(review, take(review, conflict, conflict.variants[0], STAMP))
    review = after(review, say(review, conflict, Remark(note="why")))

    assert review.ruling(conflict).note == "why"
    assert review.ruling(conflict).how is How.TAKEN


def changed(layer, identifier, **values):
    item = layer.items[identifier]
    items = dict(layer.items) | {identifier: replace(item, revision=2, **values)}
    return replace(layer, items=items)


def test_reopening_keeps_decisions_whose_inputs_are_the_same_and_lists_the_rest(pair):
    anna, ben = pair
    first = reviewed(anna.text, anna.layer(), ben.layer())
    for conflict in first.found.conflicts:
        first = after(first, take(first, conflict, conflict.variants[0], STAMP))
    kept = {c.sources: first.ruling(c) for c in first.found.conflicts}
    council = next(c for c in first.found.conflicts if "Le conseil" in repr(c))
    # Ben relabels the council; Cardinal is as it was.
    again = reviewed(anna.text, anna.layer(), changed(ben.layer(), "m3", label="GPE"),
                     gold=first.gold)  # fmt: skip

    (open_again,) = again.undecided()
    assert "Le conseil" in repr(open_again)
    cardinal = next(c for c in again.found.conflicts if c.sources != open_again.sources)
    assert again.ruling(cardinal) == kept[cardinal.sources]
    assert council.sources not in again.rulings()
    assert "Le conseil" not in dict(gold_words(again))
    assert again.gold.assignment.state is State.OPEN


def test_what_is_unanimous_no_longer_is_open(pair):
    anna, ben = pair
    first = reviewed(anna.text, anna.layer(), ben.layer())
    again = reviewed(anna.text, anna.layer(), changed(ben.layer(), "m1", label="ORG"),
                     gold=first.gold)  # fmt: skip

    assert gold_words(again) == []
    assert len(again.undecided()) == 3


def test_a_kept_stance_moves_to_what_its_holder_is_now(stances):
    anna, ben = stances
    first = reviewed(anna.text, anna.layer(), ben.layer())
    edge, second = first.found.conflicts
    first = after(first, take(first, edge, edge.variants[0], STAMP))
    first = after(first, take(first, second, second.variants[0], STAMP))
    assert first.is_complete
    roche = ben.span("Paul Roche")
    again = reviewed(
        anna.text, anna.layer(),
        changed(ben.layer(), "m1", start=roche.start, end=roche.end, quote="Paul Roche"),
        gold=first.gold,
    )  # fmt: skip

    assert sorted(again.gold.mention(s.target).quote for s in again.gold.stances()) == [
        "Paul Roche", "le pont",
    ]  # fmt: skip
    assert again.is_complete


def test_what_is_sent_back_waits_until_its_annotators_are_done_again(pair):
    anna, ben = pair
    review = reviewed(anna.text, anna.layer(), ben.layer())
    first, second = review.found.conflicts
    review = after(review, take(review, first, first.variants[0], STAMP))
    review = after(review, send_back(review, second, STAMP))
    assert review.ruling(second).asked == ("anna", "ben")
    assert not review.is_complete
    at_work = [replace(x.layer(), assignment=Assignment(State.OPEN)) for x in (anna, ben)]
    layers = layers_under_review(at_work, review.gold)
    waiting = reviewed(anna.text, *layers, gold=review.gold)
    assert waiting.ruling(second).how is How.SENT_BACK
    finished = reviewed(anna.text, anna.layer(), ben.layer(), gold=waiting.gold)

    assert finished.undecided() == [second]
    assert finished.ruling(first).how is How.TAKEN


def test_layers_at_work_are_not_compared_unless_they_were_asked(pair):
    anna, ben = pair
    at_work = replace(ben.layer(), assignment=Assignment(State.OPEN))

    assert layers_under_review([anna.layer(), at_work], None) == (anna.layer(),)


def test_aliases_are_dealt_anew_in_each_place():
    authors = [Author(Role.ANNOTATOR, name) for name in ("anna", "ben", "caro")]
    dealt = {tuple(aliases(f"a {n}", authors).items()) for n in range(30)}

    assert len(dealt) > 1
    assert all(sorted(letter for _, letter in one) == ["A", "B", "C"] for one in dealt)
