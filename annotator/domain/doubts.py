"""The doubt ring: the few places where a person's look is worth a key.

A doubt is resolved by deciding on the item, not by passing it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotator.domain.items import Decision, Item, Mention, MentionKind, Stance
from annotator.domain.scheme import EntityLabel

STANCE_DOUBT_BELOW = 0.7
"""A filled-in stance is a stop of the ring below this probability (0..1).

All parts of a stance stand in the list beside the text, and two keys lead to any of them: a stop
pays only where two of five are wrong. So it was measured below this; above, one in five, unless an
end is no name.
"""
WEAK_END_DOUBT_BELOW = 0.9
"""The same where an end is no name (`weak_end`): nearly every second of these is wrong.

From here on no stance was made up, though two of five have some fault; what is imported without a
probability has this one.
"""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One stop of the ring: the item, whether it is a candidate, and why it is doubtful.

    `end` is the id of the end of a stance whose label is least sure; None where both are names.
    """

    item: Mention | Stance
    candidate: bool
    reason: str
    end: str | None = None

    @classmethod
    def of_candidate(cls, item: Mention | Stance) -> Doubt:
        """An open candidate is always a doubt."""
        return cls(item, candidate=True, reason=item.origin.reason if item.origin else "")


def doubt_of(mention: Mention, below: float) -> Doubt | None:
    """The doubt about a mention of the layer; None where a person decided or p is high enough.

    Args:
        mention: A live one.
        below: Suggestions less probable than this (0..1) are doubtful.
    """
    origin = mention.origin
    if mention.decision is not Decision.SUGGESTED or origin is None or origin.p >= below:
        return None
    return Doubt(mention, candidate=False, reason=origin.reason)


class StanceDoubts:
    """The doubts about stances; each is judged again only where it or an end of it changed."""

    def __init__(self, labels: Sequence[EntityLabel]) -> None:
        self._labels = {label.id: label for label in labels}
        self._known: dict[str, tuple[Stance, Item | None, Item | None, Doubt | None]] = {}

    def of(self, stances: Iterable[Stance], items: Mapping[str, Item]) -> list[Doubt]:
        """The doubts about live stances, in their order; `items` are those of their layer."""
        before, self._known = self._known, {}
        for stance in stances:
            holder, target = items.get(stance.holder or ""), items.get(stance.target)
            known = before.get(stance.id)
            same = known is not None and known[0] is stance
            if known is None or not same or known[1] is not holder or known[2] is not target:
                known = (stance, holder, target, self._doubt(stance, holder, target))
            self._known[stance.id] = known
        return [doubt for *_, doubt in self._known.values() if doubt is not None]

    def _doubt(self, stance: Stance, holder: Item | None, target: Item | None) -> Doubt | None:
        holder = holder if isinstance(holder, Mention) else None
        target = target if isinstance(target, Mention) else None
        broken = _broken_rule(stance, holder, target, self._labels)
        origin = stance.origin
        if broken is not None or stance.decision is not Decision.SUGGESTED or origin is None:
            return broken
        weak = weak_end(holder, target, self._labels)
        if origin.p >= (STANCE_DOUBT_BELOW if weak is None else WEAK_END_DOUBT_BELOW):
            return None
        end, reason = (None, origin.reason) if weak is None else weak
        return Doubt(stance, candidate=False, reason=reason, end=end)


def weak_end(
    holder: Mention | None, target: Mention | None, labels: Mapping[str, EntityLabel]
) -> tuple[str, str] | None:
    """The id of the end that a stance is doubtful for, being no name, and why; None without one.

    Of two it is the one whose label is wrong more often. What is described as a target is mostly a
    matter, which can hold no view, and marked as somebody every second time wrongly.
    """
    matters = any(not label.holder for label in labels.values())
    if target is not None and target.kind is MentionKind.NOMINAL and matters:
        label = labels.get(target.label)
        if label is not None and label.holder:
            return target.id, f"a description as target is rarely {label.id}"
    if target is not None and target.kind is MentionKind.PRONOUN:
        return target.id, "its target is a pronoun"
    if holder is None or holder.kind is MentionKind.NAMED:
        return None
    is_pronoun = holder.kind is MentionKind.PRONOUN
    return holder.id, "its holder is a pronoun" if is_pronoun else "its holder is not named"


def _broken_rule(
    stance: Stance,
    holder: Mention | None,
    target: Mention | None,
    labels: Mapping[str, EntityLabel],
) -> Doubt | None:
    """The doubt about a stance whose end has a label that may not stand there.

    It stays until the stance or the label changes, or the reviewer is to decide.
    """
    if stance.unsure:
        return None
    for end, role in ((holder, "holder"), (target, "target")):
        label = None if end is None else labels.get(end.label)
        if end is None or label is None:
            continue
        if not (label.holder if role == "holder" else label.target):
            return Doubt(stance, candidate=False, reason=f"{label.id} can be no {role}", end=end.id)
    return None
