"""From suggestions to an annotator's own layer: adopting, and taking newer ones later.

A suggestion with p >= FILLED_IN is copied into the layer with its origin; one below is a candidate,
shown outlined and in the layer only once a person took or rejected it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from annotator.domain.acts import item_draft
from annotator.domain.edits import ASSIGNMENT_ID, Act, Change, Draft
from annotator.domain.entities import NameUse
from annotator.domain.items import (
    Decision,
    Evidence,
    Item,
    Mention,
    Origin,
    Stance,
    Zone,
    is_decided,
    is_live,
    item_id,
    text_order,
)
from annotator.domain.layer import Layer, State
from annotator.domain.stance_ends import (
    ends_of,
    on_ends,
    same_stance,
    standing,
    stands_for_stances,
)
from annotator.domain.suggestion import (
    CANDIDATE,
    FILLED_IN,
    SuggestedMention,
    SuggestedStance,
    Suggestions,
)


def suggested_items(
    suggestions: Suggestions, text: str, entity_of: Mapping[NameUse, int]
) -> Iterator[Item]:
    """The items of a suggester's layer, in order, candidates included.

    `entity_of` gives the project's entity for each name that `name_use` gives.
    """
    number = 0
    for zone in suggestions.zones:
        number += 1
        identifier = item_id(Zone, number)
        yield Zone(
            id=identifier,
            start=zone.start,
            end=zone.end,
            decision=Decision.SUGGESTED,
            origin=Origin(suggestions.suggester, identifier, zone.p, zone.rule, zone.reason),
        )
    for mention in suggestions.mentions:
        number += 1
        identifier = item_id(Mention, number)
        yield Mention(
            id=identifier,
            start=mention.start,
            end=mention.end,
            quote=text[mention.start : mention.end],
            label=mention.label,
            kind=mention.kind,
            entity=entity_of[name_use(mention, text)],
            decision=Decision.SUGGESTED,
            origin=Origin(
                suggestions.suggester,
                identifier,
                mention.p,
                mention.rule,
                mention.reason,
                mention.shipped,
            ),
        )
    before = len(suggestions.zones) + 1
    ids = [item_id(Mention, before + place) for place in range(len(suggestions.mentions))]
    for stance in suggestions.stances:
        number += 1
        yield _suggested_stance(suggestions.suggester, item_id(Stance, number), stance, text, ids)


def _suggested_stance(
    suggester: str, identifier: str, stance: SuggestedStance, text: str, ids: Sequence[str]
) -> Stance:
    return Stance(
        id=identifier,
        holder=None if stance.holder is None else ids[stance.holder],
        holder_kind=stance.holder_kind,
        target=ids[stance.target],
        label=stance.label,
        evidence=tuple(
            Evidence(start=e.start, end=e.end, quote=e.of(text)) for e in sorted(stance.evidence)
        ),
        attribution=stance.attribution,
        source=None if stance.source is None else ids[stance.source],
        certainty=stance.certainty,
        decision=Decision.SUGGESTED,
        origin=Origin(suggester, identifier, stance.p, stance.rule, stance.reason, stance.shipped),
    )


def name_use(mention: SuggestedMention, text: str) -> NameUse:
    """How a suggested mention names its entity."""
    return NameUse(mention.canonical, mention.label, text[mention.start : mention.end])


def adopt(layer: Layer, suggested: Layer | None, named: Collection[str]) -> Draft:
    """The one edit of a first opening: everything filled in, and the article is open.

    Args:
        layer: The annotator's layer, still empty.
        suggested: The suggester's layer.
        named: The scheme's named labels; other mentions come only with a stance that needs them.
    """
    filled = () if suggested is None else _filled_in(suggested, named)
    opened = Change(ASSIGNMENT_ID, layer.assignment, replace(layer.assignment, state=State.OPEN))
    return Draft(Act.ADOPT, (opened, *_added(layer, filled, {})))


def adopt_newer(layer: Layer, suggested: Layer, named: Collection[str]) -> Draft:
    """Replaces what nobody decided by the newer suggestions; decisions and dimmings stay.

    Decided stances keep their ends. A finished article is reopened: what is new in it, nobody has
    seen.
    """
    filled = _filled_in(suggested, named)
    removed = _replaced(layer, suggested, filled)
    gone = {change.id for change in removed}
    stay = [i for i in layer.items.values() if i.id not in gone and not _went_with_stance(i, named)]
    decided = [i for i in stay if is_decided(i)]
    standing_places = {_place(i) for i in stay if not isinstance(i, Stance)}
    fresh = [
        item
        for item in filled
        if not isinstance(item, Stance)
        and _place(item) not in standing_places
        and not any(_contradicts(item, d) for d in decided)
    ]
    ends = _standing_ends(replace(layer, items={i.id: i for i in stay}), suggested)
    reachable = ends.keys() | {item.id for item in fresh}
    stances = [
        item
        for item in filled
        if isinstance(item, Stance)
        and ends_of(item) <= reachable
        and not layer.in_zone(item.span.start, item.span.end)
        and not any(same_stance(item, suggested, s, layer) for s in stay if isinstance(s, Stance))
    ]
    needed = {end for stance in stances for end in ends_of(stance)}
    wanted = [i for i in fresh if i.id in needed or _is_filled_in(i, named)]
    return item_draft(layer, Act.ADOPT_NEWER, (*removed, *_added(layer, (*wanted, *stances), ends)))


def suggestions_taken(
    layer: Layer, suggesters: Sequence[Layer], adopted: str | None
) -> Layer | None:
    """The suggester's layer that an annotator works with, None where she began without.

    Args:
        layer: The annotator's layer.
        suggesters: The suggesters' layers on the article, in order of creation.
        adopted: The suggester version that her first opening adopted.
    """
    versions = {suggested.author.name: suggested for suggested in suggesters}

    def is_used(version: str) -> bool:
        origins = (item.origin for item in layer.items.values())
        return any(o is not None and o.suggester == version for o in origins)

    taken = version_taken(list(versions), is_used, adopted)
    return None if taken is None else versions[taken]


def version_taken(
    versions: Sequence[str], is_used: Callable[[str], bool], adopted: str | None
) -> str | None:
    """The suggester version that an annotator works with, None where she began without.

    Args:
        versions: Those that have a layer on the article, in order of creation.
        is_used: Whether her layer holds an item of a version.
        adopted: The version that her first opening adopted.
    """
    used = (version for version in reversed(versions) if is_used(version))
    return next(used, adopted if adopted in versions else None)


def open_part(suggested: Layer) -> Layer:
    """What of a suggester's layer may still be asked for once it was adopted.

    Candidates, stances and what these stand on; the rest was copied, and takes memory.
    """
    ends = {end for stance in suggested.index.every_stance for end in ends_of(stance)}
    kept = {
        key: item
        for key, item in suggested.items.items()
        if not isinstance(item, Mention)
        or key in ends
        or (item.origin is not None and _is_candidate(item.origin.p))
    }
    return replace(suggested, items=MappingProxyType(kept), _index=None)


def offered(suggested: Layer | None, named: Collection[str]) -> tuple[Mention, ...]:
    """The candidate mentions of a suggester's layer, in text order.

    Those that stand only for stances come with their stance, and are no candidates.
    """
    if suggested is None:
        return ()
    return tuple(
        m
        for m in suggested.mentions()
        if m.origin and _is_candidate(m.origin.p) and not stands_for_stances(m, named)
    )


def offered_stances(suggested: Layer | None) -> tuple[Stance, ...]:
    """The candidate stances of a suggester's layer, in text order."""
    if suggested is None:
        return ()
    found = (s for s in suggested.stances() if s.origin and _is_candidate(s.origin.p))
    return tuple(sorted(found, key=text_order))


def is_open_stance(
    candidate: Stance, suggested: Layer, layer: Layer, named: Collection[str]
) -> bool:
    """Whether nobody has judged the candidate or rejected one of its ends, and it is not dimmed.

    An end that went with its last stance does not count as rejected.
    """
    if layer.in_zone(candidate.span.start, candidate.span.end):
        return False
    if any(same_stance(candidate, suggested, s, layer) for s in layer.index.every_stance):
        return False
    ends = (standing(layer, suggested.mention(end)) for end in ends_of(candidate))
    return all(end is None or is_live(end) or stands_for_stances(end, named) for end in ends)


def is_open_candidate(
    candidate: Mention,
    taken: Collection[tuple[int, int]],
    origins: Collection[Origin],
    zones: Iterable[Zone],
) -> bool:
    """Whether nobody has judged the candidate or its span, and no dimmed zone holds it.

    `taken` are the spans (start, end) and `origins` the origins of the mentions of the layer,
    tombstones included: taking or rejecting a candidate leaves one, which may have other edges now.
    Only the span of what went with its stance is left out.
    """
    if (candidate.start, candidate.end) in taken or candidate.origin in origins:
        return False
    return not any(z.start < candidate.end and candidate.start < z.end for z in zones)


def _is_candidate(p: float) -> bool:
    return CANDIDATE <= p < FILLED_IN


def _is_filled_in(item: Item, named: Collection[str]) -> bool:
    """Whether the item is filled in for its own sake, and not only as an end of a stance."""
    if item.origin is None or item.origin.p < FILLED_IN:
        return False
    return not isinstance(item, Mention) or not stands_for_stances(item, named)


def _filled_in(suggested: Layer, named: Collection[str]) -> list[Item]:
    """What is filled in: probable items, and the mentions that probable stances stand on."""
    stances = [s for s in suggested.stances() if _is_filled_in(s, named)]
    needed = {end for stance in stances for end in ends_of(stance)}
    return [i for i in suggested.items.values() if i.id in needed or _is_filled_in(i, named)]


def _replaced(layer: Layer, suggested: Layer, filled: Sequence[Item]) -> list[Change]:
    """The undecided items that newer suggestions don't repeat; ends of what stays, stay."""
    undecided = [i for i in layer.items.values() if i.origin and not is_decided(i) and is_live(i)]
    again = [s for s in filled if isinstance(s, Stance)]
    stances = [
        s
        for s in undecided
        if isinstance(s, Stance)
        and not any(_says_the_same(s, layer, other, suggested) for other in again)
    ]
    gone = {stance.id for stance in stances}
    held = {
        end
        for stance in layer.index.every_stance
        if stance.id not in gone
        for end in ends_of(stance)
    }
    same = {_place(i) for i in filled if not isinstance(i, Stance)}
    others = [
        i
        for i in undecided
        if not isinstance(i, Stance) and _place(i) not in same and i.id not in held
    ]
    return [Change(i.id, i, None) for i in (*stances, *others)]


def _went_with_stance(item: Item, named: Collection[str]) -> bool:
    """Whether it is the tombstone of a mention that may come back with another stance."""
    if not isinstance(item, Mention) or item.decision is not Decision.REJECTED:
        return False
    return stands_for_stances(item, named)


def _says_the_same(one: Stance, its: Layer, other: Stance, others: Layer) -> bool:
    return (one.label, one.attribution, one.certainty, one.evidence) == (
        other.label,
        other.attribution,
        other.certainty,
        other.evidence,
    ) and same_stance(one, its, other, others)


def _standing_ends(layer: Layer, suggested: Layer) -> dict[str, str]:
    """For the suggester's mentions that the layer holds already: their ids there."""
    found = ((m.id, standing(layer, m)) for m in suggested.mentions())
    return {theirs: own.id for theirs, own in found if own is not None and is_live(own)}


def _added(layer: Layer, items: Iterable[Item], ends: Mapping[str, str]) -> Iterator[Change]:
    """Copies under ids of the layer; `ends` are mentions that stances may stand on already."""
    ids = dict(ends)
    stances_last = sorted(items, key=lambda item: isinstance(item, Stance))
    for number, item in enumerate(stances_last, layer.next_number):
        moved = on_ends(item, ids) if isinstance(item, Stance) else item
        copy = replace(moved, id=item_id(type(item), number), revision=1)
        ids[item.id] = copy.id
        yield Change(copy.id, None, copy)


def _place(item: Mention | Zone) -> tuple[str, int, int, str]:
    if isinstance(item, Mention):
        return ("mention", item.start, item.end, item.label)
    return ("zone", item.start, item.end, "")


def _contradicts(new: Mention | Zone, decided: Item) -> bool:
    """Whether a new suggestion would touch what a person decided: a mention, or what is dimmed."""
    match decided:
        case Mention() if isinstance(new, Mention):
            return new.span == decided.span
        case Mention():
            return is_live(decided) and new.span.overlaps(decided.span)
        case Zone() if isinstance(new, Mention):
            return is_live(decided) and new.span.overlaps(decided.span)
        case Zone():
            return new.span.overlaps(decided.span)
        case _:
            return False
