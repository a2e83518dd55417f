"""A stance as comparisons see it: spans and names instead of ids, whoever made it.

Stances of two layers, or of a layer and a suggester, become comparable here. What they have in
common, and how many, is counted in `stance_evaluation`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from annotator.domain.article import Span, paragraph_at
from annotator.domain.entities import fold_name
from annotator.domain.items import Attribution, Certainty, HolderKind, Mention, Stance
from annotator.domain.layer import Layer, Role
from annotator.domain.suggestion import SuggestedMention, SuggestedStance, Suggestions

# The few names of an article are compared over and over; folding them is what takes the time.
_folded = lru_cache(maxsize=4096)(fold_name)


@dataclass(frozen=True, slots=True, order=True)
class Participant:
    """A holder or target: where it stands, and the canonical name of its entity if it has one."""

    span: Span
    canonical: str | None = None

    def is_same(self, other: Participant) -> bool:
        """Whether the two overlap or share the canonical name, however it is spelled."""
        if self.span.start < other.span.end and other.span.start < self.span.end:
            return True
        if self.canonical is None or other.canonical is None:
            return False
        return _folded(self.canonical) == _folded(other.canonical)


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceView:
    """One stance: who (`holder`, None unless `holder_kind` is `mention`) is how towards what.

    `paragraph` is the offset at which the paragraph of the first evidence begins; `evidence` is in
    text order. `p` is the probability (0..1) of a suggestion, and 1 of what a person made.
    """

    holder: Participant | None
    holder_kind: HolderKind
    target: Participant
    paragraph: int
    label: str
    attribution: Attribution
    certainty: Certainty
    evidence: tuple[Span, ...]
    p: float = 1.0

    def is_same(self, other: StanceView) -> bool:
        """Whether both speak of one stance: same paragraph, same holder, same target.

        What they say of it (label, attribution, certainty) may differ. A holder that is no mention
        is only like one of its own kind.
        """
        if self.paragraph != other.paragraph or self.holder_kind is not other.holder_kind:
            return False
        if (
            self.holder is not None
            and other.holder is not None
            and not self.holder.is_same(other.holder)
        ):
            return False
        return self.target.is_same(other.target)


def stance_views(text: str, layer: Layer, names: Mapping[int, str]) -> tuple[StanceView, ...]:
    """The live stances of a layer, in its order.

    Args:
        text: The article's text.
        layer: Anybody's; a native record gives one, too (`NativeRecord.to_layer`).
        names: The canonical name of each entity, by id; one without a name has no canonical.

    Raises:
        KeyError: A stance points to a mention that the layer does not hold.
    """
    suggested = layer.author.role is Role.SUGGESTER

    def participant(identifier: str) -> Participant:
        return _participant(layer.mention(identifier), names)

    def view(stance: Stance) -> StanceView:
        evidence = tuple(sorted(Span(e.start, e.end) for e in stance.evidence))
        return StanceView(
            holder=None if stance.holder is None else participant(stance.holder),
            holder_kind=stance.holder_kind,
            target=participant(stance.target),
            paragraph=_paragraph(text, evidence[0].start),
            label=stance.label,
            attribution=stance.attribution,
            certainty=stance.certainty,
            evidence=evidence,
            p=stance.origin.p if suggested and stance.origin else 1.0,
        )

    return tuple(view(stance) for stance in layer.stances())


def suggested_views(text: str, suggestions: Suggestions) -> tuple[StanceView, ...]:
    """All suggested stances of an article, in their order, whatever their probability.

    Args:
        text: The article's text.
        suggestions: What was suggested for it.
    """

    def participant(place: int) -> Participant:
        mention: SuggestedMention = suggestions.mentions[place]
        return Participant(Span(mention.start, mention.end), mention.canonical)

    def view(stance: SuggestedStance) -> StanceView:
        evidence = tuple(sorted(stance.evidence))
        return StanceView(
            holder=None if stance.holder is None else participant(stance.holder),
            holder_kind=stance.holder_kind,
            target=participant(stance.target),
            paragraph=_paragraph(text, evidence[0].start),
            label=stance.label,
            attribution=stance.attribution,
            certainty=stance.certainty,
            evidence=evidence,
            p=stance.p,
        )

    return tuple(view(stance) for stance in suggestions.stances)


def _participant(mention: Mention, names: Mapping[int, str]) -> Participant:
    return Participant(mention.span, None if mention.entity is None else names.get(mention.entity))


def _paragraph(text: str, offset: int) -> int:
    paragraph = paragraph_at(text, offset)
    return offset if paragraph is None else paragraph.start
