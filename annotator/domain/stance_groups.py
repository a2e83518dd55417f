"""Stances of several layers brought together: what is equal in all, and what stands together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

from annotator.domain.conflicts import Disagreement, ItemRef
from annotator.domain.groups import Groups
from annotator.domain.items import Stance
from annotator.domain.layer import Author, Layer
from annotator.domain.stance_matching import match_places
from annotator.domain.stance_view import StanceView, stance_views


@dataclass(frozen=True, slots=True)
class HeldStance:
    """A stance with its reference, its view, and its ends as groups of mentions.

    An end that is no mention is the holder's kind, or None for a source that nobody named.
    """

    ref: ItemRef
    stance: Stance
    view: StanceView
    holder: int | str
    target: int
    source: int | None

    @property
    def content(self) -> tuple[object, ...]:
        """What the stance says: equal contents are one stance."""
        return (
            self.view.paragraph,
            str(self.holder),
            self.target,
            self.stance.label,
            self.stance.attribution.value,
            self.stance.certainty.value,
            tuple((e.start, e.end) for e in self.view.evidence),
            -1 if self.source is None else self.source,
        )


StanceGroup: TypeAlias = list[HeldStance]


@dataclass(frozen=True, slots=True)
class GroupedStances:
    """Groups with one equal stance of every layer, and all the other groups."""

    agreed: list[StanceGroup]
    open: list[StanceGroup]


def group_stances(
    text: str, layers: Sequence[Layer], names: Mapping[int, str], mentions: Mapping[ItemRef, int]
) -> GroupedStances:
    """Every live stance of the layers in one group.

    Args:
        text: The article's text.
        layers: Of that article, in the order of their authors.
        names: The canonical name of each entity.
        mentions: The group of each mention.
    """
    held = [_held(text, layer, names, mentions) for layer in layers]
    copies: list[dict[tuple[object, ...], StanceGroup]] = []
    for of_layer in held:
        found: dict[tuple[object, ...], StanceGroup] = defaultdict(list)
        for one in of_layer:
            found[one.content].append(one)
        copies.append(found)
    agreed = [
        list(group)
        for content in copies[0]
        for group in zip(*(found.get(content, []) for found in copies), strict=False)
    ]
    taken = {one.ref for group in agreed for one in group}
    rest = [[one for one in of_layer if one.ref not in taken] for of_layer in held]
    return GroupedStances(agreed, _matched(rest))


def stance_kinds(group: StanceGroup, authors: Sequence[Author]) -> set[Disagreement]:
    """How the layers of these authors differ in a group that is not agreed."""
    present = {one.ref.author for one in group}
    kinds = {Disagreement.STANCE_MISSING} if len(present) < len(authors) else set()
    for a, b in combinations(group, 2):
        kinds |= _kinds_of_pair(a, b)
    return kinds


def _kinds_of_pair(a: HeldStance, b: HeldStance) -> set[Disagreement]:
    swapped = a.holder == b.target and a.target == b.holder and a.holder != a.target
    other_ends = (a.holder, a.target) != (b.holder, b.target)
    differs = {
        Disagreement.STANCE_LABEL: a.stance.label != b.stance.label,
        Disagreement.DIRECTION: swapped,
        Disagreement.ENDPOINT: other_ends and not swapped,
        Disagreement.EVIDENCE: a.view.evidence != b.view.evidence,
        Disagreement.ATTRIBUTION: a.stance.attribution is not b.stance.attribution,
        Disagreement.CERTAINTY: a.stance.certainty is not b.stance.certainty,
        Disagreement.SOURCE: a.source != b.source,
    }
    return {kind for kind, here in differs.items() if here}


def _held(
    text: str, layer: Layer, names: Mapping[int, str], mentions: Mapping[ItemRef, int]
) -> StanceGroup:
    def group(identifier: str) -> int:
        mention = layer.mention(identifier)
        return mentions[ItemRef(layer.author, mention.id, mention.revision)]

    return [
        HeldStance(
            ref=ItemRef(layer.author, stance.id, stance.revision),
            stance=stance,
            view=view,
            holder=stance.holder_kind.value if stance.holder is None else group(stance.holder),
            target=group(stance.target),
            source=None if stance.source is None else group(stance.source),
        )
        for stance, view in zip(layer.stances(), stance_views(text, layer, names), strict=True)
    ]


def _matched(held: Sequence[StanceGroup]) -> list[StanceGroup]:
    """Groups of what is matched between any two layers: the same, else turned, else half."""
    stances = {one.ref: one for of_layer in held for one in of_layer}
    groups = Groups(stances)
    for one, other in combinations(held, 2):
        left, right = list(one), list(other)
        for same in (StanceView.is_same, _turned, _half):
            pairs = match_places([s.view for s in left], [s.view for s in right], same)
            for p, q in pairs:
                groups.join(left[p].ref, right[q].ref)
            taken = {p for p, _ in pairs}, {q for _, q in pairs}
            left = [s for n, s in enumerate(left) if n not in taken[0]]
            right = [s for n, s in enumerate(right) if n not in taken[1]]
    return [
        [stances[ref] for ref in sorted(group, key=lambda r: (r.author, stances[r].view.evidence))]
        for group in groups.all()
    ]


def _turned(a: StanceView, b: StanceView) -> bool:
    """Whether holder and target of the one are target and holder of the other."""
    if a.holder is None or b.holder is None:
        return False
    return a.holder.is_same(b.target) and a.target.is_same(b.holder)


def _half(a: StanceView, b: StanceView) -> bool:
    """Whether the two share evidence and one of their ends."""
    if not any(e.overlaps(f) for e in a.evidence for f in b.evidence):
        return False
    if a.target.is_same(b.target):
        return True
    if a.holder is None or b.holder is None:
        return a.holder_kind is b.holder_kind
    return a.holder.is_same(b.holder)
