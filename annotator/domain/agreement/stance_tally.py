"""Stances of two readings of one article, counted at five levels into the blocks of a row."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from enum import StrEnum

from annotator.domain.agreement.formulas import Floats
from annotator.domain.agreement.layout import Block
from annotator.domain.agreement.readings import ItemOrigin, ReadStance
from annotator.domain.entities import fold_name
from annotator.domain.items import Attribution, Certainty
from annotator.domain.stance_matching import match_places
from annotator.domain.stance_view import Participant, StanceView


class StanceLevel(StrEnum):
    """What makes two stances agree (agreement notes, section 1.1; relation extraction practice).

    Strict: equal holder, target, paragraph and label. Overlap with label: ends overlap, equal
    label. Overlap: ends overlap. Entity: holder and target of equal name, equal label, anywhere in
    the article. Matched: the same stance as the evaluation has it (same paragraph, ends overlap or
    share the name): what label, attribution and certainty are compared on.
    """

    STRICT = "strict"
    OVERLAP_LABEL = "overlap and label"
    OVERLAP = "overlap"
    ENTITY = "entity"
    MATCHED = "matched"


ORIGIN_PLACE = {origin: place for place, origin in enumerate(ItemOrigin)}
_ATTRIBUTION = {value: place for place, value in enumerate(Attribution)}
_CERTAINTY = {value: place for place, value in enumerate(Certainty)}


def tally_stances(
    a: Sequence[ReadStance],
    b: Sequence[ReadStance],
    labels: Mapping[str, int],
    row: Mapping[Block, Floats],
) -> None:
    """Count the stances of two readings of one article into `row`, the blocks of its row."""
    for level, key in ((StanceLevel.STRICT, _strict_key), (StanceLevel.ENTITY, _entity_key)):
        _count_sets(a, b, key, labels, level, row)
    for level, same in (
        (StanceLevel.OVERLAP_LABEL, _overlap_label),
        (StanceLevel.OVERLAP, _overlap),
        (StanceLevel.MATCHED, StanceView.is_same),
    ):
        pairs = match_places([s.view for s in a], [s.view for s in b], same)
        _count_pairs(a, b, pairs, labels, level, row)
        if level is StanceLevel.MATCHED:
            for p, q in pairs:
                _count_match(a[p], b[q], labels, row)


def _count_match(
    a: ReadStance, b: ReadStance, labels: Mapping[str, int], row: Mapping[Block, Floats]
) -> None:
    origin = max(ORIGIN_PLACE[a.origin], ORIGIN_PLACE[b.origin])
    one, other = a.view, b.view
    row[Block.STANCE_LABELS][labels[one.label], labels[other.label], origin] += 1
    attribution = _ATTRIBUTION[one.attribution], _ATTRIBUTION[other.attribution]
    row[Block.ATTRIBUTION][(*attribution, origin)] += 1
    row[Block.CERTAINTY][_CERTAINTY[one.certainty], _CERTAINTY[other.certainty], origin] += 1


def _count_pairs(
    a: Sequence[ReadStance],
    b: Sequence[ReadStance],
    pairs: Sequence[tuple[int, int]],
    labels: Mapping[str, int],
    level: StanceLevel,
    row: Mapping[Block, Floats],
) -> None:
    place = tuple(StanceLevel).index(level)
    for side, stances in enumerate((a, b)):
        for stance in stances:
            origin = ORIGIN_PLACE[stance.origin]
            row[Block.STANCES][place, side, labels[stance.view.label], origin] += 1
    for pair in pairs:
        for stances, number in zip((a, b), pair, strict=True):
            stance = stances[number]
            origin = ORIGIN_PLACE[stance.origin]
            row[Block.STANCE_CREDIT][place, labels[stance.view.label], origin] += 1


def _count_sets(
    a: Sequence[ReadStance],
    b: Sequence[ReadStance],
    key: Callable[[StanceView], Hashable],
    labels: Mapping[str, int],
    level: StanceLevel,
    row: Mapping[Block, Floats],
) -> None:
    """Count each distinct key of either side once, with the latest origin that it has there."""
    place = tuple(StanceLevel).index(level)
    sides = [_latest(stances, key) for stances in (a, b)]
    for side, found in enumerate(sides):
        for name, (label, origin) in found.items():
            row[Block.STANCES][place, side, labels[label], origin] += 1
            if name in sides[1 - side]:
                row[Block.STANCE_CREDIT][place, labels[label], origin] += 1


def _latest(
    stances: Sequence[ReadStance], key: Callable[[StanceView], Hashable]
) -> dict[Hashable, tuple[str, int]]:
    found: dict[Hashable, tuple[str, int]] = {}
    for stance in stances:
        name, origin = key(stance.view), ORIGIN_PLACE[stance.origin]
        _, before = found.get(name, ("", 0))
        found[name] = (stance.view.label, max(origin, before))
    return found


def _strict_key(view: StanceView) -> Hashable:
    holder = view.holder_kind if view.holder is None else view.holder.span
    return (view.paragraph, holder, view.target.span, view.label)


def _entity_key(view: StanceView) -> Hashable:
    holder = view.holder_kind if view.holder is None else _entity(view.holder)
    return (holder, _entity(view.target), view.label)


def _entity(end: Participant) -> Hashable:
    """The folded name; an end without one is only ever equal to itself."""
    return end.span if end.canonical is None else fold_name(end.canonical)


def _overlap(a: StanceView, b: StanceView) -> bool:
    if a.holder_kind is not b.holder_kind or not a.target.span.overlaps(b.target.span):
        return False
    return a.holder is None or b.holder is None or a.holder.span.overlaps(b.holder.span)


def _overlap_label(a: StanceView, b: StanceView) -> bool:
    return a.label == b.label and _overlap(a, b)
