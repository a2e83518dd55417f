"""Mentions of several layers brought together: what is equal in all, and what stands together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

from annotator.domain.conflicts import Disagreement, ItemRef
from annotator.domain.evaluation import LabelledSpan
from annotator.domain.groups import Groups
from annotator.domain.items import Mention
from annotator.domain.layer import Author, Layer
from annotator.domain.span_matching import match_spans

MentionGroup: TypeAlias = list[tuple[ItemRef, Mention]]
"""Mentions of one place, by author, in text order."""


@dataclass(frozen=True, slots=True)
class GroupedMentions:
    """Groups with one equal mention of every layer, and all the other groups."""

    agreed: list[MentionGroup]
    open: list[MentionGroup]


def group_mentions(layers: Sequence[Layer]) -> GroupedMentions:
    """Every live mention of the layers in one group.

    Args:
        layers: Of one article, in the order of their authors.
    """
    held = [[(_ref(layer, m), m) for m in layer.mentions()] for layer in layers]
    equal = _equal_in_all(held)
    taken = {ref for group in equal for ref, _ in group}
    rest = [[pair for pair in of_layer if pair[0] not in taken] for of_layer in held]
    disputed = [group for group in equal if len(_entities(m for _, m in group)) > 1]
    agreed = [group for group in equal if len(_entities(m for _, m in group)) <= 1]
    return GroupedMentions(agreed, disputed + _matched(rest))


def mention_kinds(group: MentionGroup, authors: Sequence[Author]) -> set[Disagreement]:
    """How the layers of these authors differ in a group that is not agreed."""
    by_author: dict[Author, list[Mention]] = defaultdict(list)
    for ref, mention in group:
        by_author[ref.author].append(mention)
    kinds = {Disagreement.ONLY} if len(by_author) < len(authors) else set()
    for one, other in combinations(by_author.values(), 2):
        if len(one) != len(other):
            kinds.add(Disagreement.SPLIT)
        else:
            for a, b in zip(one, other, strict=True):
                kinds |= _kinds_of_pair(a, b)
    if len(_entities(mention for _, mention in group)) > 1:
        kinds.add(Disagreement.ENTITY)
    return kinds


def mention_content(mention: Mention, *, with_entity: bool) -> tuple[object, ...]:
    """What a mention says; the entity only where layers differ in it."""
    entity = mention.entity if with_entity else None
    return (mention.start, mention.end, mention.label, mention.kind.value, entity or 0)


def _kinds_of_pair(a: Mention, b: Mention) -> set[Disagreement]:
    differs = {
        Disagreement.BOUNDARY: a.span != b.span,
        Disagreement.LABEL: a.label != b.label,
        Disagreement.KIND: a.kind is not b.kind,
    }
    return {kind for kind, here in differs.items() if here}


def _ref(layer: Layer, mention: Mention) -> ItemRef:
    return ItemRef(layer.author, mention.id, mention.revision)


def _entities(mentions: Iterable[Mention]) -> set[int]:
    return {m.entity for m in mentions if m.entity is not None}


def _equal_in_all(held: Sequence[MentionGroup]) -> list[MentionGroup]:
    """Groups of one mention of each layer, all equal; the n-th copy with the n-th copies."""
    copies: list[dict[tuple[object, ...], MentionGroup]] = []
    for of_layer in held:
        found: dict[tuple[object, ...], MentionGroup] = defaultdict(list)
        for pair in of_layer:
            found[mention_content(pair[1], with_entity=False)].append(pair)
        copies.append(found)
    return [
        list(group)
        for content in copies[0]
        for group in zip(*(found.get(content, []) for found in copies), strict=False)
    ]


def _matched(held: Sequence[MentionGroup]) -> list[MentionGroup]:
    """Groups of what is matched between any two layers, or a part of what is."""
    mentions = dict(pair for of_layer in held for pair in of_layer)
    groups = Groups(mentions)
    for one, other in combinations(held, 2):
        pairs = match_spans(_spans(one), _spans(other))
        for p, q in pairs:
            groups.join(one[p][0], other[q][0])
        matched = [(one[p], other[q]) for p, q in pairs]
        _join_parts(groups, matched, one)
        _join_parts(groups, [(q, p) for p, q in matched], other)
    found = [[(ref, mentions[ref]) for ref in group] for group in groups.all()]
    return [sorted(group, key=_order) for group in found]


def _join_parts(
    groups: Groups[ItemRef],
    matched: Sequence[tuple[tuple[ItemRef, Mention], tuple[ItemRef, Mention]]],
    held: MentionGroup,
) -> None:
    """Put what is left of a layer with the longer span of the other layer that it is a part of.

    Args:
        groups: To be joined.
        matched: Pairs of a mention of this layer and one of the other.
        held: All mentions of this layer.
    """
    taken = {mine[0] for mine, _ in matched}
    for ref, part in held:
        if ref in taken:
            continue
        for (_, mine), (whole_ref, whole) in matched:
            same_label = part.label == mine.label == whole.label
            if same_label and whole.span.contains(part.span) and not part.span.overlaps(mine.span):
                groups.join(whole_ref, ref)
                break


def _spans(held: MentionGroup) -> list[LabelledSpan]:
    return [LabelledSpan(m.start, m.end, m.label) for _, m in held]


def _order(pair: tuple[ItemRef, Mention]) -> tuple[Author, int, int, str]:
    ref, mention = pair
    return (ref.author, mention.start, mention.end, ref.id)
