from dataclasses import fields

from annotator.domain import acts, layer_index
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


def _plain(value):
    return list(value) if isinstance(value, Stretches) else value
