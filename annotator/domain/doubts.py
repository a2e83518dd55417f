"""The doubt ring: the few places where a person's look is worth a key.

A doubt is resolved by deciding on the item, not by passing it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.domain.items import Decision, Item, Mention, Stance
from annotator.domain.scheme import EntityLabel

STANCE_DOUBT_BELOW = 0.55
"""A filled-in stance is a stop of the ring below this probability (0..1).

All parts of a stance stand in the list beside the text, and two keys lead to any of them: a stop
pays only where two of five are wrong. So it was measured below this; above, one in four.
"""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One stop of the ring: the item, whether it is a candidate, and why it is doubtful."""

    item: Mention | Stance
    candidate: bool
    reason: str

    @classmethod
    def of_candidate(cls, item: Mention | Stance) -> Doubt:
        """An open candidate is always a doubt."""
        return cls(item, candidate=True, reason=item.origin.reason if item.origin else "")


def doubt_of(item: Mention | Stance, below: float) -> Doubt | None:
    """The doubt about an item of the layer; None where a person decided or p is high enough.

    Args:
        item: A live mention or stance.
        below: Suggestions less probable than this (0..1) are doubtful.
    """
    origin = item.origin
    if item.decision is not Decision.SUGGESTED or origin is None or origin.p >= below:
        return None
    return Doubt(item, candidate=False, reason=origin.reason)


def broken_rule(
    stance: Stance, items: Mapping[str, Item], labels: Sequence[EntityLabel]
) -> Doubt | None:
    """The doubt about a stance whose end has a label that may not stand there.

    It stays until the stance or the label changes, or the reviewer is to decide.
    """
    if stance.unsure:
        return None
    rules = {label.id: label for label in labels}
    for end, role in ((stance.holder, "holder"), (stance.target, "target")):
        mention = items.get(end or "")
        label = rules.get(mention.label) if isinstance(mention, Mention) else None
        if label is not None and not (label.holder if role == "holder" else label.target):
            return Doubt(stance, candidate=False, reason=f"{label.id} can be no {role}")
    return None
