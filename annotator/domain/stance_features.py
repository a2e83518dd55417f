"""Generic features of a suggested stance: kinds, labels, places. Never words, never names.

The same for a stance of a layer and for one that was just suggested, so that what was learned from
the first can be applied to the second.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from annotator.domain.article import Span, paragraph_at
from annotator.domain.items import Attribution, Certainty, HolderKind, Mention, MentionKind, Stance
from annotator.domain.layer import Layer
from annotator.domain.suggestion import SuggestedMention, SuggestedStance, Suggestions

Features: TypeAlias = tuple[tuple[str, float], ...]
"""Name and value of each feature that is not zero, in a fixed order."""

_FAR = 200.0
"""Code points that count as far apart."""
_LONG = 80.0
"""Code points of a long evidence span."""


@dataclass(frozen=True, slots=True)
class _End:
    span: Span
    label: str
    kind: MentionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    holder: _End | None
    holder_kind: HolderKind
    target: _End
    label: str
    attribution: Attribution
    certainty: Certainty
    evidence: Span
    rule: str
    beside: int


def family_of(rule: str) -> str:
    """The rule without its frame or word: `frame` of `frame:condamner`."""
    return rule.partition(":")[0]


def stance_features(text: str, layer: Layer, stance: Stance) -> Features:
    """The features of a stance of a suggester's layer.

    Args:
        text: The article's text.
        layer: The layer that holds the stance and its mentions.
        stance: One of its stances.
    """
    paragraph = paragraph_at(text, stance.span.start)
    beside = sum(paragraph is not None and paragraph.contains(s.span) for s in layer.stances())
    shape = _Shape(
        holder=None if stance.holder is None else _end(layer.mention(stance.holder)),
        holder_kind=stance.holder_kind,
        target=_end(layer.mention(stance.target)),
        label=stance.label,
        attribution=stance.attribution,
        certainty=stance.certainty,
        evidence=stance.span,
        rule=stance.origin.rule if stance.origin else "",
        beside=beside,
    )
    return tuple(_features(text, shape))


def suggested_features(text: str, found: Suggestions, stance: SuggestedStance) -> Features:
    """The features of a stance that was just suggested; see `stance_features`."""
    evidence = min(stance.evidence)
    paragraph = paragraph_at(text, evidence.start)
    places = [min(s.evidence) for s in found.stances]
    shape = _Shape(
        holder=None if stance.holder is None else _end(found.mentions[stance.holder]),
        holder_kind=stance.holder_kind,
        target=_end(found.mentions[stance.target]),
        label=stance.label,
        attribution=stance.attribution,
        certainty=stance.certainty,
        evidence=evidence,
        rule=stance.rule,
        beside=sum(paragraph is not None and paragraph.contains(place) for place in places),
    )
    return tuple(_features(text, shape))


def _end(mention: Mention | SuggestedMention) -> _End:
    return _End(Span(mention.start, mention.end), mention.label, mention.kind)


def _features(text: str, shape: _Shape) -> Iterator[tuple[str, float]]:
    yield f"rule={family_of(shape.rule)}", 1.0
    yield f"label={shape.label}", 1.0
    yield f"attribution={shape.attribution}", 1.0
    yield f"certainty={shape.certainty}", 1.0
    yield f"holder={shape.holder_kind}", 1.0
    yield "evidence length", min(1.0, (shape.evidence.end - shape.evidence.start) / _LONG)
    yield "stances in the paragraph", min(1.0, shape.beside / 5)
    yield "place in the article", shape.evidence.start / max(1, len(text))
    yield "target distance", _distance(shape.target.span, shape.evidence)
    yield f"target kind={shape.target.kind}", 1.0
    yield f"target label={shape.target.label}", 1.0
    if shape.holder is not None:
        yield "holder distance", _distance(shape.holder.span, shape.evidence)
        yield f"holder kind={shape.holder.kind}", 1.0
        yield f"holder label={shape.holder.label}", 1.0
        yield "holder first", float(shape.holder.span.start < shape.target.span.start)


def _distance(one: Span, other: Span) -> float:
    """Code points between the two, as a share of `_FAR` (at most 1)."""
    gap = max(one.start - other.end, other.start - one.end, 0)
    return min(1.0, gap / _FAR)
