"""The doubt ring: the few places where a person's look is worth a key.

A doubt is resolved by deciding on the item, not by passing it.
"""

from __future__ import annotations

from dataclasses import dataclass

from annotator.domain.items import Decision, Mention


@dataclass(frozen=True, slots=True)
class Doubt:
    """One stop of the ring: the mention, whether it is a candidate, and why it is doubtful."""

    mention: Mention
    candidate: bool
    reason: str

    @classmethod
    def of_candidate(cls, mention: Mention) -> Doubt:
        """An open candidate is always a doubt."""
        return cls(mention, candidate=True, reason=mention.origin.reason if mention.origin else "")


def doubt_of(mention: Mention, below: float) -> Doubt | None:
    """The doubt about a mention of the layer; None where a person decided or p is high enough.

    Args:
        mention: A live mention.
        below: Suggestions less probable than this (0..1) are doubtful.
    """
    origin = mention.origin
    if mention.decision is not Decision.SUGGESTED or origin is None or origin.p >= below:
        return None
    return Doubt(mention, candidate=False, reason=origin.reason)
