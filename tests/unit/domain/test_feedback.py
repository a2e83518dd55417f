from annotator.domain.feedback import NOTHING, feedback, kind_counts
from annotator.domain.items import Decision
from annotator.domain.layer import Author, Role, State


def gold_sketch(build):
    return build.Sketch(author=Author(Role.GOLD, "gold"))


def test_each_kind_of_difference_is_told_in_words(build):
    own, gold = build.Sketch(state=State.DONE), gold_sketch(build)
    own.mention("Valmure", "GPE")
    gold.mention("Valmure", "GPE")
    own.mention("Paul Roche", "PER")
    gold.mention("maire de Valmure, Paul Roche", "PER")
    own.mention("Cardinal", "PER")
    gold.mention("Cardinal", "ORG")
    own.mention("mardi", "LOC")
    gold.mention("La Gazette de Valmure", "ORG")
    own.mention("pont", "TOPIC", decision=Decision.REJECTED)
    found = feedback(own.article, own.layer(), gold.layer(), {})
    assert [(place.kinds, place.own, place.gold) for place in found] == [
        (
            ("boundary",),
            "“Paul Roche” PER (named)",
            "“maire de Valmure, Paul Roche” PER (named)",
        ),
        (("label",), "“Cardinal” PER (named)", "“Cardinal” ORG (named)"),
        (("not in gold",), "“mardi” LOC (named)", NOTHING),
        (("missed",), NOTHING, "“La Gazette de Valmure” ORG (named)"),
    ]
    assert [place.item for place in found] == ["m2", "m3", "m4", None]
    assert kind_counts(found)["missed"] == 1
    for place in found:
        assert place.paragraph[place.span.start - place.context :].startswith(
            own.article.text[place.span.start : place.span.end]
        )


def test_stances_are_told_by_their_ends_and_label(build):
    own, gold = build.Sketch(state=State.DONE), gold_sketch(build)
    for sketch in (own, gold):
        holder, target = sketch.mention("Paul Roche", "PER"), sketch.mention("pont", "TOPIC")
        if sketch is gold:
            sketch.stance(holder, target, "refuse le pont", p=None)
    (place,) = feedback(own.article, own.layer(), gold.layer(), {})
    assert place.kinds == ("stance missed",)
    assert (place.own, place.gold) == (
        NOTHING,
        "“Paul Roche” against “pont” (reported, asserted)",
    )


def test_a_note_stands_with_the_place_whose_item_it_is_about(build):
    own, gold = build.Sketch(state=State.DONE), gold_sketch(build)
    own.mention("Cardinal", "PER")
    gold.mention("Cardinal", "ORG")
    gold.mention("Valmure", "GPE")
    notes = {(gold.author, "m1"): "Cardinal est une entreprise."}
    found = feedback(own.article, own.layer(), gold.layer(), {}, notes)
    assert {place.span.of(own.article.text): place.note for place in found} == {
        "Cardinal": "Cardinal est une entreprise.",
        "Valmure": "",
    }
