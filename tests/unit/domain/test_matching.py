"""Layers compared: what is merged, what stays open, and of which kind it is."""

from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.domain.conflicts import Disagreement, likeness, ordered_variants
from annotator.domain.evaluation import LabelledSpan
from annotator.domain.items import Attribution, Certainty, Decision, Evidence, Mention, MentionKind
from annotator.domain.layer import Author, Layer, Role
from annotator.domain.matching import differences, quotes
from annotator.domain.span_matching import match_spans

ANNA, BEN, CARO = (Author(Role.ANNOTATOR, name) for name in ("anna", "ben", "caro"))
TEXT = (
    "Valmure refuse le pont\n\n"
    "Le maire de Valmure, Paul Roche, refuse le pont. Valmure paiera, dit Paul Roche à Cardinal.\n"
)


def kinds(found):
    return [tuple(kind.value for kind in conflict.kinds) for conflict in found.conflicts]


@pytest.fixture
def sketch(build):
    def begin(author):
        return build.Sketch(TEXT, author=author)

    return begin


def two(sketch):
    """Anna and Ben, who both have the mayor's stance."""
    pair = []
    for author in (ANNA, BEN):
        mine = sketch(author)
        mayor = replace(mine.mention("Paul Roche", "PER"), entity=1)
        bridge = replace(mine.mention("pont", "TOPIC", 2, kind=MentionKind.NOMINAL), entity=2)
        mine.items |= {mayor.id: mayor, bridge.id: bridge}
        mine.stance(mayor, bridge, "refuse le pont.")
        pair.append(mine)
    return pair


def changed(mine, identifier, **values):
    mine.items[identifier] = replace(mine.items[identifier], **values)
    return mine.layer()


def test_equal_layers_are_merged_whole(sketch):
    one, other = two(sketch)
    found = differences(TEXT, [one.layer(), other.layer()], {})

    assert found.conflicts == ()
    assert [agreed.item.id for agreed in found.agreed] == ["m1", "s3", "m2"]
    assert all([ref.author for ref in a.sources] == [ANNA, BEN] for a in found.agreed)


@pytest.mark.parametrize(
    ("identifier", "values", "expected"),
    [
        ("m1", {"label": "ORG"}, ("label",)),
        ("m1", {"start": 40, "quote": "e, Paul Roche"}, ("boundary",)),
        ("m1", {"start": 40, "label": "ORG", "quote": "e, Paul Roche"}, ("boundary", "label")),
        ("m1", {"kind": MentionKind.PRONOUN}, ("kind",)),
        ("m1", {"entity": 9}, ("entity",)),
        ("s3", {"label": "favor"}, ("stance label",)),
        ("s3", {"attribution": Attribution.QUOTED}, ("attribution",)),
        ("s3", {"certainty": Certainty.HEDGED}, ("certainty",)),
        ("s3", {"source": "m1"}, ("source",)),
        ("s3", {"holder": "m2", "target": "m1"}, ("direction",)),
        ("s3", {"target": "m1"}, ("endpoint",)),
        (
            "s3",
            {"evidence": (Evidence(start=57, end=70, quote=TEXT[57:70]),)},
            ("evidence",),
        ),
        ("s3", {"decision": Decision.REJECTED}, ("stance missing",)),
    ],
)  # fmt: skip
def test_each_difference_has_its_kind(sketch, identifier, values, expected):
    one, other = two(sketch)
    layers = [one.layer(), changed(other, identifier, **values)]

    assert kinds(differences(TEXT, layers, {})) == [expected]
    assert differences(TEXT, layers, {}) == differences(TEXT, layers[::-1], {})


def test_an_entity_that_one_leaves_open_is_no_difference(sketch):
    one, other = two(sketch)
    found = differences(TEXT, [changed(one, "m1", entity=None), other.layer()], {})

    assert found.conflicts == ()
    assert next(a.item for a in found.agreed if a.item.label == "PER").entity == 1


def test_a_span_here_and_its_parts_there_are_one_conflict(sketch):
    one, other = sketch(ANNA), sketch(BEN)
    one.mention("maire de Valmure, Paul Roche", "PER")
    other.mention("maire de Valmure", "PER")
    other.mention("Paul Roche", "PER")
    (conflict,) = differences(TEXT, [one.layer(), other.layer()], {}).conflicts

    assert Disagreement.SPLIT in conflict.kinds
    assert sorted(len(variant.items) for variant in conflict.variants) == [1, 2]


def test_what_only_one_has_names_who_lacks_it(sketch):
    one, other = sketch(ANNA), sketch(BEN)
    one.mention("Cardinal", "ORG")
    (conflict,) = differences(TEXT, [other.layer(), one.layer()], {}).conflicts

    assert conflict.kinds == (Disagreement.ONLY,)
    assert conflict.absent == (BEN,)
    assert conflict.variants[0].authors == (ANNA,)


def test_stacked_copies_are_merged_and_the_one_too_many_stays_open(sketch):
    one, other = sketch(ANNA), sketch(BEN)
    for mine, labels in ((one, ("ORG", "PER")), (other, ("PER", "ORG", "ORG"))):
        for label in labels:
            mention = mine.mention("Cardinal", label)
            mine.items[mention.id] = replace(mention, entity=1)
    found = differences(TEXT, [one.layer(), other.layer()], {})

    assert sorted(agreed.item.label for agreed in found.agreed) == ["ORG", "PER"]
    assert kinds(found) == [("only",)]


def test_three_layers_give_one_conflict_with_the_majority_first(sketch):
    sketches = [sketch(author) for author in (ANNA, BEN, CARO)]
    for mine, label in zip(sketches, ("ORG", "PER", "ORG"), strict=True):
        mine.mention("Cardinal", label)
    sketches[1].mention("Valmure", "GPE")
    found = differences(TEXT, [mine.layer() for mine in sketches], {})

    assert kinds(found) == [("only",), ("label",)]
    assert found.conflicts[0].absent == (ANNA, CARO)
    assert [v.authors for v in found.conflicts[1].variants] == [(ANNA, CARO), (BEN,)]
    assert found.counts() == {Disagreement.ONLY: 1, Disagreement.LABEL: 1}


def test_a_mention_that_only_carries_a_stance_comes_with_it(sketch):
    one, other = two(sketch)
    for identifier in ("s3", "m2"):
        other.items.pop(identifier)
    found = differences(TEXT, [one.layer(), other.layer()], {})

    assert kinds(found) == [("stance missing",)]


def test_an_edge_in_dispute_is_no_dispute_about_the_stance(sketch):
    one, other = two(sketch)
    layers = [one.layer(), changed(other, "m2", start=66, quote=TEXT[66:71])]
    found = differences(TEXT, layers, {})

    assert kinds(found) == [("boundary",)]
    assert "s3" in [agreed.item.id for agreed in found.agreed]


def test_zones_differ_as_wholes(sketch):
    one, other = sketch(ANNA), sketch(BEN)
    one.zone("Valmure refuse le pont")
    assert kinds(differences(TEXT, [one.layer(), other.layer()], {})) == [("only", "zone")]
    other.zone("Valmure refuse le pont")
    assert differences(TEXT, [one.layer(), other.layer()], {}).conflicts == ()


def test_alike_conflicts_are_found_and_list_their_variants_alike(sketch):
    one, other = sketch(ANNA), sketch(BEN)
    for nth, labels in ((1, ("GPE", "ORG")), (2, ("ORG", "GPE")), (3, ("GPE", "PER"))):
        one.mention("Valmure", labels[0], nth)
        other.mention("Valmure", labels[1], nth)
    layers = [one.layer(), other.layer()]
    first, second, third = differences(TEXT, layers, {}).conflicts
    words = quotes(layers)

    assert likeness(first, words) == likeness(second, words) != likeness(third, words)
    assert [v.items[0].label for v in ordered_variants(first, words)] == [
        v.items[0].label for v in ordered_variants(second, words)
    ]


@pytest.mark.parametrize("layers", [[Layer("a", ANNA)], [Layer("a", ANNA), Layer("a", ANNA)],
                                    [Layer("a", ANNA), Layer("b", BEN)]])  # fmt: skip
def test_what_can_not_be_compared_is_refused(layers):
    with pytest.raises(ValueError, match="differences are between"):
        differences(TEXT, layers, {})


def test_a_later_exact_span_is_not_taken_by_an_earlier_overlap():
    gold = [LabelledSpan(0, 9, "PER"), LabelledSpan(11, 20, "PER")]
    found = [LabelledSpan(8, 12, "PER"), *gold]

    assert match_spans(gold, found) == [(0, 1), (1, 2)]
    assert match_spans(found, gold) == [(1, 0), (2, 1)]


spans = st.builds(
    lambda start, length, label: LabelledSpan(start, start + length, label),
    st.integers(0, 30),
    st.integers(1, 12),
    st.sampled_from(["PER", "ORG"]),
)


def profile(a, b, pairs):
    """What the matching is to be best in, in this order."""
    equal = [(a[p], b[q]) for p, q in pairs]
    return (
        sum(x == y for x, y in equal),
        sum(x.span == y.span for x, y in equal),
        len(equal),
        sum(x.label == y.label for x, y in equal),
    )


def every_matching(a, b, start=0, taken=frozenset()):
    """All one-to-one matchings of overlapping spans."""
    if start == len(a):
        yield []
        return
    yield from every_matching(a, b, start + 1, taken)
    for q, other in enumerate(b):
        if q not in taken and a[start].span.overlaps(other.span):
            for rest in every_matching(a, b, start + 1, taken | {q}):
                yield [(start, q), *rest]


# The solver's library is imported at the first call, which takes longer than any deadline.
@settings(deadline=None)
@given(st.lists(spans, max_size=4), st.lists(spans, max_size=4))
def test_no_other_matching_is_better(a, b):
    there, back = match_spans(a, b), match_spans(b, a)

    assert profile(a, b, there) == max(profile(a, b, pairs) for pairs in every_matching(a, b))
    assert profile(a, b, there) == profile(b, a, back)


def layer_of(author, found):
    mentions = {
        f"m{n}": Mention(
            id=f"m{n}",
            start=span.start,
            end=span.end,
            quote=TEXT[span.start : span.end],
            label=span.label,
            decision=Decision.ADDED,
        )
        for n, span in enumerate(found, 1)
    }
    return Layer("a", author, items=MappingProxyType(mentions))


@settings(deadline=None)
@given(st.lists(spans, max_size=6), st.lists(spans, max_size=6), st.lists(spans, max_size=6))
def test_each_item_is_merged_or_in_one_conflict(a, b, c):
    layers = [layer_of(*pair) for pair in zip((ANNA, BEN, CARO), (a, b, c), strict=True)]
    found = differences(TEXT, layers, {})
    refs = [ref for agreed in found.agreed for ref in agreed.sources]
    refs += [ref for conflict in found.conflicts for ref in conflict.sources]

    assert len(refs) == len(set(refs)) == sum(map(len, (a, b, c)))
    assert all(conflict.kinds for conflict in found.conflicts)
    assert found == differences(TEXT, layers[::-1], {})
