"""The one matching of layers: what they share, to be merged, and every place where they differ.

`differences(text, layers, names)` takes two or more layers of one article. Each live item of each
layer ends in exactly one `Agreed` (all layers have it: merge without asking) or one `Conflict`
(with its variants and the layers that hold them), but for mentions that are only there to carry a
stance in conflict: they come and go with its variant.

- Mentions: what is equal in every layer (start, end, label, kind) is agreed, copy by copy, so that
  stacked items are merged like any other. The rest is matched one to one between each two layers
  (`span_matching`, which also gives the scores); what hangs together is one conflict. A span left
  over joins the conflict of the longer one that it is a part of (`SPLIT`).
- Stances: matched one to one between each two layers (`stance_matching`: same paragraph, holders
  and targets overlap or share the name); among the rest two with their ends exchanged
  (`DIRECTION`), then two that share evidence and an end (`ENDPOINT`). Ends are equal where their
  mentions stand in one group: an edge in dispute is not a dispute about every stance on it too.
- Zones: equal ranges.

To build gold: make one item of each `Agreed` and of each variant taken, remember its sources, and
translate the ends of a stance by `Differences.same` (any mention of a group stands for it). A pure
function of values; neither the order of the layers nor that of their items matters. Imports numpy:
whatever the first screen needs must not import it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from annotator.domain.article import Span, paragraph_at
from annotator.domain.conflicts import (
    Agreed,
    Conflict,
    Differences,
    Disagreement,
    ItemRef,
    Variant,
)
from annotator.domain.items import Item, Mention, MentionKind, Zone
from annotator.domain.layer import Author, Layer
from annotator.domain.mention_groups import (
    MentionGroup,
    group_mentions,
    mention_content,
    mention_kinds,
)
from annotator.domain.stance_groups import StanceGroup, group_stances, stance_kinds


def differences(text: str, layers: Sequence[Layer], names: Mapping[int, str]) -> Differences:
    """What the layers share, and the conflicts between them.

    Conflicts come paragraph by paragraph, in each the mentions before the stances that need them,
    then in text order.

    Args:
        text: The article's text.
        layers: At least two layers of it, by different authors; in any order.
        names: The canonical name of each entity by id; may be empty.

    Raises:
        ValueError: Fewer than two layers, or two of one author or of different articles.
    """
    ordered = _checked(layers)
    authors = [layer.author for layer in ordered]
    mentions = group_mentions(ordered)
    same = {
        ref: number
        for number, group in enumerate((*mentions.agreed, *mentions.open))
        for ref, _ in group
    }
    stances = group_stances(text, ordered, names, same)
    zones_agreed, zones_open = _zones(ordered)
    agreed = [_agreed_zone(group) for group in zones_agreed]
    agreed += [_agreed_mention(group) for group in mentions.agreed]
    agreed += [Agreed(g[0].stance, tuple(s.ref for s in g)) for g in stances.agreed]
    conflicts = [_zone_conflict(group, authors) for group in zones_open]
    carried = _stance_ends(stances.open)
    for group in mentions.open:
        conflict = _mention_conflict(group, authors)
        if not _is_carried(conflict, carried):
            conflicts.append(conflict)
    conflicts += [_stance_conflict(group, authors) for group in stances.open]
    return Differences(
        tuple(sorted(agreed, key=lambda a: (a.item.span, a.sources))),
        tuple(sorted(conflicts, key=lambda c: _reading_order(text, c))),
        same,
    )


def quotes(layers: Sequence[Layer]) -> dict[ItemRef, str]:
    """The words of every live mention, by reference: what `conflicts.likeness` tells ends by."""
    return {
        ItemRef(layer.author, mention.id, mention.revision): mention.quote
        for layer in layers
        for mention in layer.mentions()
    }


def _checked(layers: Sequence[Layer]) -> list[Layer]:
    if len(layers) < 2 or len({layer.author for layer in layers}) < len(layers):
        raise ValueError("differences are between two or more layers of different authors")
    if len({layer.article for layer in layers}) > 1:
        raise ValueError("differences are between layers of one article")
    return sorted(layers, key=lambda layer: layer.author)


def _agreed_mention(group: MentionGroup) -> Agreed:
    """The first layer's mention, or the first that names an entity."""
    named = [mention for _, mention in group if mention.entity is not None]
    return Agreed((named or [group[0][1]])[0], tuple(ref for ref, _ in group))


def _mention_conflict(group: MentionGroup, authors: Sequence[Author]) -> Conflict:
    kinds = mention_kinds(group, authors)
    with_entity = Disagreement.ENTITY in kinds
    held: dict[Author, list[tuple[ItemRef, Item, tuple[object, ...]]]] = defaultdict(list)
    for ref, mention in group:
        content = mention_content(mention, with_entity=with_entity)
        held[ref.author].append((ref, mention, content))
    return _conflict(kinds, held, authors)


def _stance_conflict(group: StanceGroup, authors: Sequence[Author]) -> Conflict:
    held: dict[Author, list[tuple[ItemRef, Item, tuple[object, ...]]]] = defaultdict(list)
    for one in group:
        held[one.ref.author].append((one.ref, one.stance, one.content))
    return _conflict(stance_kinds(group, authors), held, authors)


def _zone_conflict(group: list[tuple[ItemRef, Zone]], authors: Sequence[Author]) -> Conflict:
    held: dict[Author, list[tuple[ItemRef, Item, tuple[object, ...]]]] = {
        ref.author: [(ref, zone, (zone.start, zone.end))] for ref, zone in group
    }
    return _conflict({Disagreement.ZONE, Disagreement.ONLY}, held, authors)


def _conflict(
    kinds: set[Disagreement],
    held: Mapping[Author, Sequence[tuple[ItemRef, Item, tuple[object, ...]]]],
    authors: Sequence[Author],
) -> Conflict:
    """The conflict over what each author holds in one place: reference, item and content."""
    readings: dict[tuple[tuple[object, ...], ...], list[Author]] = defaultdict(list)
    for author in authors:
        if author in held:
            readings[tuple(content for _, _, content in held[author])].append(author)
    variants = [
        Variant(
            tuple(item for _, item, _ in held[who[0]]),
            tuple(who),
            tuple(ref for author in who for ref, _, _ in held[author]),
        )
        for _, who in sorted(readings.items(), key=lambda entry: (-len(entry[1]), repr(entry[0])))
    ]
    items = [item for variant in variants for item in variant.items]
    return Conflict(
        tuple(kind for kind in Disagreement if kind in kinds),
        tuple(variants),
        tuple(author for author in authors if author not in held),
        Span(min(i.span.start for i in items), max(i.span.end for i in items)),
    )


def _stance_ends(groups: Sequence[StanceGroup]) -> set[ItemRef]:
    """The mentions at which stances in conflict end, without their revisions."""
    return {
        ItemRef(one.ref.author, end, 0)
        for group in groups
        for one in group
        for end in (one.stance.holder, one.stance.target, one.stance.source)
        if end is not None
    }


def _is_carried(conflict: Conflict, ends: set[ItemRef]) -> bool:
    """Whether some layers lack mentions which the others have for a stance in conflict alone."""
    if conflict.kinds != (Disagreement.ONLY,):
        return False
    made_by_stances = all(
        isinstance(item, Mention) and item.kind is not MentionKind.NAMED
        for variant in conflict.variants
        for item in variant.items
    )
    return made_by_stances and all(
        ItemRef(ref.author, ref.id, 0) in ends for ref in conflict.sources
    )


_HeldZone = tuple[ItemRef, Zone]


def _zones(layers: Sequence[Layer]) -> tuple[list[list[_HeldZone]], list[list[_HeldZone]]]:
    """Zones by range: those that every layer has, and the rest."""
    found: dict[Span, list[_HeldZone]] = defaultdict(list)
    for layer in layers:
        for zone in layer.zones():
            found[zone.span].append((ItemRef(layer.author, zone.id, zone.revision), zone))
    everywhere = [group for group in found.values() if len(group) == len(layers)]
    return everywhere, [group for group in found.values() if len(group) < len(layers)]


def _agreed_zone(group: list[_HeldZone]) -> Agreed:
    return Agreed(group[0][1], tuple(ref for ref, _ in group))


def _reading_order(text: str, conflict: Conflict) -> tuple[int, bool, Span, tuple[ItemRef, ...]]:
    paragraph = paragraph_at(text, conflict.span.start)
    begin = conflict.span.start if paragraph is None else paragraph.start
    return (begin, conflict.is_stance, conflict.span, conflict.sources)
