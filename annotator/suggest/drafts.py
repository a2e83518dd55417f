"""Mentions in the making: a span with label and probability, before canonicals are known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from annotator.domain.article import Span

FIRST_NAME = "first"
"""Rule of first names alone; their draft's canonical is the person's full name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A mention that a rule proposes. `canonical` is set where a list names the entity."""

    span: Span
    label: str
    p: float
    rule: str
    reason: str
    canonical: str | None = None

    @property
    def start(self) -> int:
        """Where it begins in the article."""
        return self.span.start

    @property
    def end(self) -> int:
        """Where it ends, exclusive."""
        return self.span.end

    def doubted(self, p: float, reason: str) -> Draft:
        """The draft with at most this probability; the reason changes only when it falls."""
        return self if self.p <= p else replace(self, p=p, reason=reason)


def without_overlap(drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts in text order, none overlapping another: the better, then the longer, stays."""
    kept: list[Draft] = []
    ranked = sorted(drafts, key=lambda d: (-d.p, d.span.start - d.span.end, d.span.start, d.label))
    taken: set[int] = set()
    for draft in ranked:
        places = range(draft.span.start, draft.span.end)
        if taken.isdisjoint(places):
            kept.append(draft)
            taken.update(places)
    return sorted(kept, key=lambda d: d.span)
