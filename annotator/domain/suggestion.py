"""What a suggester says about an article, before it becomes a layer."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.domain.article import Span
from annotator.domain.items import Attribution, Certainty, HolderKind, MentionKind

FILLED_IN = 0.5
"""Probability from which a suggestion is filled in; below it is a candidate."""
CANDIDATE = 0.2
"""Probability below which a suggestion is not shown at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedMention:
    """A mention with the probability (0..1) that it is right, its rule and a one-line reason.

    `canonical` is the name of its entity. `shipped` is the probability before what the project
    learned was applied; None where that is `p`.
    """

    start: int
    end: int
    label: str
    canonical: str
    kind: MentionKind = MentionKind.NAMED
    p: float
    rule: str
    reason: str
    shipped: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedZone:
    """A paragraph that is probably not the article: `p`, rule and reason as for a mention."""

    start: int
    end: int
    p: float
    rule: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedStance:
    """A stance with its probabilities, rule and reason, as for a mention.

    `holder`, `target` and `source` are places in `Suggestions.mentions` (from 0); `holder` is None
    unless `holder_kind` is `mention`. `evidence` holds at least one span.
    """

    holder: int | None
    holder_kind: HolderKind
    target: int
    label: str
    evidence: tuple[Span, ...]
    attribution: Attribution
    source: int | None = None
    certainty: Certainty
    p: float
    rule: str
    reason: str
    shipped: float | None = None


@dataclass(frozen=True, slots=True)
class Suggestions:
    """All suggestions of one suggester (engine and version) for one article.

    `mentions` are of every kind: the nominal, pronoun and topic mentions that only stances need
    stand among them. `phrases` are noun phrases that no mention covers, without articles: what a
    target that somebody adds would extend over.
    """

    suggester: str
    mentions: tuple[SuggestedMention, ...]
    zones: tuple[SuggestedZone, ...]
    stances: tuple[SuggestedStance, ...] = ()
    phrases: tuple[Span, ...] = ()
