"""Who stands where: grouping by folded name, counts, contradictions between outlets."""

from dataclasses import replace

from annotator.domain.article import Article, Span
from annotator.domain.layer import Role
from annotator.domain.standpoints import (
    AROUND,
    Quote,
    Saying,
    contradictions,
    matrix_of,
    quote_of,
    sayings_of,
    standpoints,
    tally,
)


def saying(outlet, label, holder="Zoé Arc", target="le pont"):
    return Saying(
        f"a-{outlet}", outlet, None, holder, target, label, Role.GOLD, "s1", Span(0, 5), Span(0, 2),
        Quote("", "Il", " a"),
    )  # fmt: skip


def test_names_are_grouped_however_they_are_spelled_and_the_frequent_come_first():
    found = standpoints(
        [
            saying("x", "favor", target="gare"),
            saying("x", "favor"),
            saying("y", "neutral", "ZOÉ ARC"),
        ]
    )
    assert [(p.holder, p.target, dict(p.counts)) for p in found] == [
        ("Zoé Arc", "le pont", {"favor": 1, "neutral": 1}),
        ("Zoé Arc", "gare", {"favor": 1}),
    ]


def test_outlets_contradict_each_other_only_where_two_of_them_take_both_sides():
    (two,) = standpoints([saying("x", "favor"), saying("y", "against")])
    assert two.is_contradicted
    assert (two.outlets("favor"), two.outlets("against")) == (("x",), ("y",))
    (one,) = standpoints([saying("x", "favor"), saying("x", "against")])
    assert not one.is_contradicted
    (mild,) = standpoints([saying("x", "favor"), saying("y", "neutral")])
    assert not mild.is_contradicted


def test_contradictions_are_those_between_outlets_and_then_those_within_one():
    found = standpoints(
        [
            *(saying("x", "favor", target="gare") for _ in range(3)),
            saying("x", "against", target="gare"),
            saying("x", "favor", target="quai"),
            saying("y", "favor"),
            saying("x", "against"),
        ]
    )
    assert [point.target for point in contradictions(found)] == ["le pont", "gare"]


def test_the_matrix_has_the_most_frequent_names_first_and_no_cell_without_a_stance():
    found = standpoints(
        [
            saying("x", "favor", "Ida Brun", "gare"),
            saying("x", "favor", "Bo Weber", "GARE"),
            saying("x", "against", "Bo Weber", "quai"),
            saying("x", "neutral", "Zoé Arc", "phare"),
        ]
    )
    whole = matrix_of(found, 9, 9)
    assert (whole.holders, whole.targets) == (
        ("Bo Weber", "Ida Brun", "Zoé Arc"),
        ("GARE", "phare", "quai"),
    )
    assert {at: tally([point]) for at, point in whole.cells.items()} == {
        (0, 0): "+1", (0, 2): "−1", (1, 0): "+1", (2, 1): "○1",
    }  # fmt: skip
    part = matrix_of(found, 2, 1)
    assert (part.holders, part.targets, [*part.cells]) == (
        ("Bo Weber", "Ida Brun"), ("GARE",), [(0, 0), (1, 0)],
    )  # fmt: skip


def test_counts_of_several_pairs_are_added_and_each_label_has_its_sign():
    found = standpoints(
        [saying("x", label) for label in ("neutral", "against", "favor", "mixed", "favor")]
        + [saying("x", "against", target="gare")]
    )
    assert tally(found) == "+2 −2 ○1 mixed 1"


def test_a_stance_is_told_with_its_sentence_outlet_and_canonical_names(build):
    sketch = build.Sketch()
    mayor, bridge = sketch.mention("Paul Roche", "PER"), sketch.mention("pont", "TOPIC", 2)
    stance = sketch.stance(mayor, bridge, "refuse le pont")
    article = Article("a1", sketch.text, source="Le Littoral", published="2026-01-05")
    (found,) = sayings_of(article, sketch.layer(), {mayor.entity: "P. Roche"})
    assert (found.holder, found.target, found.label) == ("P. Roche", "pont", "against")
    assert (found.outlet, found.published) == ("Le Littoral", "2026-01-05")
    assert (found.role, found.stance) == (Role.ANNOTATOR, stance.id)
    (plain,) = sayings_of(Article("a1", sketch.text), sketch.layer(), {})
    assert (plain.outlet, plain.holder) == ("a1", "Paul Roche")
    assert found.evidence.of(sketch.text) == "refuse le pont"
    assert found.sentence.of(sketch.text).startswith("Valmure refuse")
    assert found.quote.evidence == "refuse le pont"


def test_an_undecided_suggestion_is_told_only_where_it_is_asked_for(build):
    sketch = build.Sketch()
    mayor, bridge = sketch.mention("Paul Roche", "PER"), sketch.mention("pont", "TOPIC", 2)
    sketch.stance(mayor, bridge, "refuse le pont", p=0.9)
    article, layer = Article("a1", sketch.text), sketch.layer()
    assert len(list(sayings_of(article, layer, {}))) == 1
    assert list(sayings_of(article, layer, {}, only_decided=True)) == []


def test_a_sentence_is_quoted_around_its_evidence_and_a_long_one_is_cut():
    text = "Paul Roche refuse le pont. Il part."
    words = quote_of(text, Span(0, 26), Span(11, 17))
    assert words == Quote("Paul Roche ", "refuse", " le pont.")
    assert quote_of(text, Span(0, 26), Span(18, 29)).after == ""
    long = "a" * 2000
    cut = quote_of(long, Span(0, 2000), Span(1000, 1005))
    assert replace(cut, before="", after="") == Quote("", "aaaaa", "")
    assert (cut.before, cut.after) == ("…" + "a" * AROUND, "a" * AROUND + "…")
