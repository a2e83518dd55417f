from dataclasses import fields
from itertools import combinations

from annotator.domain import acts, layer_index
from annotator.domain.article import Span
from annotator.domain.layer_index import LayerIndex
from annotator.domain.stretches import Stretches


def test_an_index_sorted_anew_is_the_one_that_followed_each_change(build, monkeypatch):
    sketch = build.Sketch("Cardinal gagne. Valmer perd.\n")
    first = sketch.mention("Cardinal", "ORG", p=0.9)
    sketch.mention("Valmer", "GPE", p=0.9)
    before = sketch.layer()
    draft = acts.reject(before, [first], frozenset({"ORG", "GPE"}))
    followed = build.after(before, draft).index
    monkeypatch.setattr(layer_index, "_MANY", 0)
    anew = build.after(before, draft).index

    assert len(anew.mentions) == 1
    for field in fields(LayerIndex):
        one, other = (_plain(getattr(index, field.name)) for index in (anew, followed))
        assert one == other


def test_the_live_mentions_over_a_span_are_those_that_share_a_character_with_it(build):
    text = "Le conseil de Valmer et Cardinal, de Valmer, gagnent.\n"
    sketch = build.Sketch(text)
    sketch.mention("conseil de Valmer et Cardinal, de Valmer", "ORG", p=0.9)
    sketch.mention("conseil de Valmer", "ORG", p=0.9)
    sketch.mention("Valmer", "GPE", p=0.9)
    gone = sketch.mention("Cardinal", "ORG", p=0.9)
    sketch.mention("Valmer", "GPE", 2, p=0.9)
    before = sketch.layer()
    layer = build.after(before, acts.reject(before, [gone], frozenset({"ORG"})))
    live = list(layer.mentions())
    assert len(live) == 4

    for start, end in combinations(range(len(text) + 1), 2):
        span = Span(start, end)
        assert list(layer.mentions_over(span)) == [m for m in live if span.overlaps(m.span)]


def _plain(value):
    return list(value) if isinstance(value, Stretches) else value
