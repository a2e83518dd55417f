"""The doubt ring: the few places where a person's look is worth a key.

A doubt is resolved by deciding on the item, not by passing it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.domain.items import Decision, Mention
from annotator.domain.layer import Layer


@dataclass(frozen=True, slots=True)
class Doubt:
    """One stop of the ring: the mention, whether it is a candidate, and why it is doubtful."""

    mention: Mention
    candidate: bool
    reason: str


def doubts(layer: Layer, candidates: Sequence[Mention], below: float) -> tuple[Doubt, ...]:
    """The doubts of a layer in text order.

    Args:
        layer: The annotator's layer.
        candidates: The candidates that are still open.
        below: Suggestions less probable than this (0..1) are doubtful.
    """
    found = [Doubt(m, candidate=True, reason=_reason(m)) for m in candidates]
    found += [
        Doubt(m, candidate=False, reason=_reason(m))
        for m in layer.mentions()
        if m.decision is Decision.SUGGESTED and m.origin is not None and m.origin.p < below
    ]
    return tuple(sorted(found, key=lambda d: (d.mention.start, d.mention.end)))


def _reason(mention: Mention) -> str:
    return "" if mention.origin is None else mention.origin.reason
