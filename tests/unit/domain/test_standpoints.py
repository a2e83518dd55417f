"""Who stands where: grouping by folded name, counts, contradictions between outlets."""

from annotator.domain.article import Article, Span
from annotator.domain.standpoints import Saying, sayings_of, standpoints


def saying(outlet, label, holder="Zoé Arc", target="le pont"):
    return Saying(f"a-{outlet}", outlet, holder, target, label, Span(0, 5), Span(0, 2))


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


def test_a_stance_is_told_with_its_sentence_outlet_and_canonical_names(build):
    sketch = build.Sketch()
    mayor, bridge = sketch.mention("Paul Roche", "PER"), sketch.mention("pont", "TOPIC", 2)
    sketch.stance(mayor, bridge, "refuse le pont")
    article = Article("a1", sketch.text, source="Le Littoral")
    (found,) = sayings_of(article, sketch.layer(), {mayor.entity: "P. Roche"})
    assert (found.holder, found.target, found.label) == ("P. Roche", "pont", "against")
    assert found.outlet == "Le Littoral"
    (plain,) = sayings_of(Article("a1", sketch.text), sketch.layer(), {})
    assert (plain.outlet, plain.holder) == ("a1", "Paul Roche")
    assert found.evidence.of(sketch.text) == "refuse le pont"
    assert found.sentence.of(sketch.text).startswith("Valmure refuse")
