"""The mentions that stances stand on: which ones exist for them only, and go with the last."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from annotator.domain.edits import Draft
from annotator.domain.items import Mention, MentionKind, Stance, is_live
from annotator.domain.layer import Layer


def orphans(
    layer: Layer, gone: Collection[str], named: Collection[str], kept: Collection[str] = ()
) -> tuple[Mention, ...]:
    """The mentions that stood only for the stances `gone` (ids), and for no other.

    Named mentions stand for themselves. `kept` are ids that stay an end all the same.
    """
    touched: set[str] = set()
    needed = set(kept)
    for stance in layer.stances():
        (touched if stance.id in gone else needed).update(ends_of(stance))
    found = (layer.items.get(identifier) for identifier in sorted(touched - needed))
    return tuple(
        m for m in found if isinstance(m, Mention) and is_live(m) and stands_for_stances(m, named)
    )


def stands_for_stances(mention: Mention, named: Collection[str]) -> bool:
    """Whether a mention exists only as an end of stances: no name, or a label that is not named."""
    return mention.kind is not MentionKind.NAMED or mention.label not in named


def ends_of(stance: Stance) -> set[str]:
    """Ids of the mentions that a stance names: holder, target, source."""
    return {end for end in (stance.holder, stance.target, stance.source) if end is not None}


def end_at_hand(stance: Stance, drafts: Iterable[Draft]) -> str | None:
    """The id of the end that was made or mended last; None where none was.

    `drafts` are a person's acts, the newest first. The end is at hand as long as every act since
    was on this stance. Of two that were made along with it, it is the target.
    """
    for draft in drafts:
        touched = {change.id for change in draft.changes}
        end = next((e for e in (stance.target, stance.holder) if e in touched), None)
        if end is not None or stance.id not in touched:
            return end
    return None


def on_ends(stance: Stance, ids: Mapping[str, str]) -> Stance:
    """The stance on other mentions, where `ids` names them for the ones it stands on."""
    return replace(
        stance,
        holder=ids.get(stance.holder or "", stance.holder),
        target=ids.get(stance.target, stance.target),
        source=ids.get(stance.source or "", stance.source),
    )


def standing(layer: Layer, mention: Mention) -> Mention | None:
    """The mention of the layer that stands for another layer's: made of it, or over its span.

    A live one first, then one with the same label.
    """
    made = () if mention.origin is None else layer.index.made_of(mention.origin)
    found = [own for own in made if isinstance(own, Mention)]
    found += layer.index.exactly(mention.span)
    return max(found, key=lambda m: (is_live(m), m.label == mention.label), default=None)


def same_stance(one: Stance, its: Layer, other: Stance, others: Layer) -> bool:
    """Whether two stances of two layers have the same ends and share evidence, whatever they say.

    A suggestion and what was made of it are the same too, even where its ends were changed.
    """
    if one.origin and other.origin:
        made_of = (one.origin.suggester, one.origin.item)
        if made_of == (other.origin.suggester, other.origin.item):
            return True
    if one.holder_kind is not other.holder_kind:
        return False
    ends = ((one.holder, other.holder), (one.target, other.target))
    if any(_place(its, mine) != _place(others, theirs) for mine, theirs in ends):
        return False
    return any(e.start < f.end and f.start < e.end for e in one.evidence for f in other.evidence)


def _place(layer: Layer, identifier: str | None) -> tuple[int, int] | None:
    item = layer.items.get(identifier or "")
    return (item.start, item.end) if isinstance(item, Mention) else None
