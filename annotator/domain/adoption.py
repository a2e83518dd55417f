"""From suggestions to an annotator's own layer: adopting, and taking newer ones later.

A suggestion with p >= FILLED_IN is copied into the layer with its origin; one below is a candidate,
shown outlined and in the layer only once a person took or rejected it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from annotator.domain.acts import item_draft
from annotator.domain.edits import ASSIGNMENT_ID, Act, Change, Draft
from annotator.domain.entities import NameUse
from annotator.domain.items import (
    Decision,
    Item,
    Mention,
    Origin,
    Stance,
    Zone,
    is_decided,
    is_live,
    item_id,
)
from annotator.domain.layer import Layer, State
from annotator.domain.suggestion import CANDIDATE, FILLED_IN, SuggestedMention, Suggestions


def suggested_items(
    suggestions: Suggestions, text: str, entity_of: Mapping[NameUse, int]
) -> Iterator[Mention | Zone]:
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
                suggestions.suggester, identifier, mention.p, mention.rule, mention.reason
            ),
        )


def name_use(mention: SuggestedMention, text: str) -> NameUse:
    """How a suggested mention names its entity."""
    return NameUse(mention.canonical, mention.label, text[mention.start : mention.end])


def adopt(layer: Layer, suggested: Layer | None) -> Draft:
    """The one edit of a first opening: everything filled in, and the article is open."""
    filled = () if suggested is None else _filled_in(suggested)
    opened = Change(ASSIGNMENT_ID, layer.assignment, replace(layer.assignment, state=State.OPEN))
    return Draft(Act.ADOPT, (opened, *_added(layer, filled)))


def adopt_newer(layer: Layer, suggested: Layer) -> Draft:
    """Replaces what nobody decided by the newer suggestions; decisions and dimmings stay.

    A finished article is reopened: what is new in it, nobody has seen.
    """
    held = {
        end
        for stance in layer.items.values()
        if isinstance(stance, Stance)
        for end in (stance.holder, stance.target, stance.source)
    }
    undecided = [i for i in layer.items.values() if i.origin and not is_decided(i) and is_live(i)]
    same = {_place(i) for i in _filled_in(suggested)}
    removed = [
        Change(i.id, i, None) for i in undecided if _place(i) not in same and i.id not in held
    ]
    gone = {change.id for change in removed}
    standing = {_place(i) for i in layer.items.values() if i.id not in gone}
    decided = [i for i in layer.items.values() if is_decided(i)]
    fresh = [
        item
        for item in _filled_in(suggested)
        if _place(item) not in standing and not any(_contradicts(item, d) for d in decided)
    ]
    return item_draft(layer, Act.ADOPT_NEWER, (*removed, *_added(layer, fresh)))


def suggestions_taken(
    layer: Layer, suggesters: Sequence[Layer], adopted: str | None
) -> Layer | None:
    """The suggester's layer that an annotator works with, None where she began without.

    Args:
        layer: The annotator's layer.
        suggesters: The suggesters' layers on the article, in order of creation.
        adopted: The suggester version that her first opening adopted.
    """
    for suggested in reversed(suggesters):
        if any(_from(item, suggested) for item in layer.items.values()):
            return suggested
    return next((s for s in suggesters if s.author.name == adopted), None)


def offered(suggested: Layer | None) -> tuple[Mention, ...]:
    """The candidates of a suggester's layer, in text order."""
    if suggested is None:
        return ()
    return tuple(m for m in suggested.mentions() if m.origin and _is_candidate(m.origin.p))


def is_open_candidate(
    candidate: Mention,
    taken: Collection[tuple[int, int]],
    origins: Collection[Origin],
    zones: Iterable[Zone],
) -> bool:
    """Whether nobody has judged the candidate or its span, and no dimmed zone holds it.

    `taken` are the spans (start, end) and `origins` the origins of all mentions of the layer,
    tombstones included: taking or rejecting a candidate leaves one, which may have other edges now.
    """
    if (candidate.start, candidate.end) in taken or candidate.origin in origins:
        return False
    return not any(z.start < candidate.end and candidate.start < z.end for z in zones)


def _is_candidate(p: float) -> bool:
    return CANDIDATE <= p < FILLED_IN


def _filled_in(suggested: Layer) -> list[Mention | Zone]:
    items = [i for i in suggested.items.values() if isinstance(i, Mention | Zone)]
    return [i for i in items if i.origin and i.origin.p >= FILLED_IN]


def _added(layer: Layer, items: Iterable[Mention | Zone]) -> Iterator[Change]:
    for number, item in enumerate(items, layer.next_number):
        copy = replace(item, id=item_id(type(item), number), revision=1)
        yield Change(copy.id, None, copy)


def _from(item: Item, suggested: Layer) -> bool:
    return item.origin is not None and item.origin.suggester == suggested.author.name


def _place(item: Item) -> tuple[str, int, int, str]:
    if isinstance(item, Mention):
        return ("mention", item.start, item.end, item.label)
    if isinstance(item, Zone):
        return ("zone", item.start, item.end, "")
    return ("stance", 0, 0, item.id)


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
