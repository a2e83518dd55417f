from dataclasses import replace
from types import MappingProxyType

import pytest

from annotator.domain.items import MentionKind
from annotator.domain.layer import Layer
from annotator.domain.quality import (
    OUTLIER,
    WORDS_A_MINUTE,
    Finished,
    QualityKind,
    findings,
    robust_z,
)


def finished(sketch, article="a", *, words=40, active_ms=None, votes=()):
    layer: Layer = replace(sketch.layer(), article=article)
    return Finished(layer, words, active_ms, MappingProxyType(dict(votes)))


def of(kind, found):
    return [finding for finding in found if finding.kind is kind]


def labelled(build, label, article, **own):
    sketch = build.Sketch()
    sketch.mention("Cardinal", label)
    return finished(sketch, article, **own)


def test_the_one_label_against_many_of_the_same_name_is_a_likely_error(build):
    works = [labelled(build, "ORG", f"a{n}") for n in range(6)]
    works += [labelled(build, "PER", "wrong")]
    works += [labelled(build, "ORG", f"b{n}") for n in range(3)]
    found = of(QualityKind.LABEL, findings(works))

    assert [(f.article, f.item) for f in found] == [("wrong", "m1")]
    assert "9 of 9 others alike are ORG" in found[0].reason
    assert 0.5 < found[0].score <= 1


def test_case_and_accents_do_not_make_another_name(build):
    sketch = build.Sketch("CARDINAL attend.")
    sketch.mention("CARDINAL", "PER")
    works = [labelled(build, "ORG", f"a{n}") for n in range(6)]
    assert of(QualityKind.LABEL, findings([*works, finished(sketch, "wrong")]))


def test_names_that_are_evenly_divided_are_no_errors_but_are_named(build):
    works = [labelled(build, label, f"a{n}") for n, label in enumerate(["ORG", "PER"] * 5)]
    found = findings(works)

    assert not of(QualityKind.LABEL, found)
    (several,) = of(QualityKind.NAME, found)
    assert "5 times ORG, 5 times PER" in several.reason


def test_a_suggester_of_another_mind_tips_the_scales(build):
    works = [labelled(build, "ORG", f"a{n}") for n in range(8)]
    works += [labelled(build, "PER", f"p{n}") for n in range(2)]
    alone = build.Sketch("Valmure attend.")
    span = alone.mention("Valmure", "PER").span

    def accused(work):
        return [f for f in of(QualityKind.LABEL, findings([*works, work])) if f.article == "lone"]

    assert not accused(finished(alone, "lone"))
    voted = finished(alone, "lone", votes={span: ("ORG", 0.9)})
    (found,) = accused(voted)
    assert "the suggester" in found.reason


def test_a_stance_unlike_the_others_of_the_pair_is_found(build):
    def sided(label, article):
        sketch = build.Sketch()
        holder, target = sketch.mention("Paul Roche", "PER"), sketch.mention("Cardinal", "ORG")
        stance = sketch.stance(holder, target, "refuse")
        sketch.items[stance.id] = replace(stance, label=label)
        return finished(sketch, article)

    works = [sided("against", f"a{n}") for n in range(6)]
    works += [sided("favor", "turned")]
    found = of(QualityKind.LABEL, findings(works))
    assert [(f.article, f.item) for f in found] == [("turned", "s3")]


def test_what_reaches_into_a_dimmed_paragraph_is_found(build):
    sketch = build.Sketch()
    sketch.zone("Lisez La Gazette de Valmure")
    sketch.mention("Gazette", "ORG")
    sketch.mention("Cardinal", "ORG")
    (found,) = of(QualityKind.ZONE, findings([finished(sketch)]))
    assert (found.item, found.span) == ("m2", sketch.span("Gazette"))


@pytest.mark.parametrize(
    ("active_ms", "is_found"), [(59_000, True), (61_000, False), (None, False)]
)
def test_faster_than_reading(build, active_ms, is_found):
    work = finished(build.Sketch(), words=WORDS_A_MINUTE, active_ms=active_ms)
    assert bool(of(QualityKind.PACE, findings([work]))) is is_found


def test_an_article_with_far_more_mentions_than_the_others_is_found(build):
    def dense(count, article):
        text = " ".join(f"Nom{n:03}" for n in range(30))
        sketch = build.Sketch(text)
        for n in range(count):
            sketch.mention(f"Nom{n:03}", "PER", kind=MentionKind.NOMINAL)
        return finished(sketch, article, words=100)

    works = [dense(3 + n % 3, f"a{n}") for n in range(12)]
    found = of(QualityKind.DENSITY, findings([*works, dense(30, "dense")]))
    assert [f.article for f in found] == ["dense"]
    assert found[0].item is None
    assert not of(QualityKind.DENSITY, findings([*works[:5], dense(30, "dense")]))


def test_the_modified_z_score():
    """By hand: median 3, absolute deviations 2 1 0 1 97, MAD 1."""
    assert robust_z([1, 2, 3, 4, 100]) == pytest.approx([-1.349, -0.6745, 0, 0.6745, 65.4265])
    assert robust_z([5, 5, 5, 5]) == [0, 0, 0, 0]
    assert robust_z([5] * 9 + [9])[-1] > OUTLIER
