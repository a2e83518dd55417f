"""What an annotator's layer says about what was suggested to her: the evidence that learning uses.

A finished layer judges every suggestion; an open one only those that she decided on. Knows no
storage and draws no conclusion: `learned` does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from annotator.domain.items import Decision, Item, Mention, Stance, is_decided, is_live
from annotator.domain.layer import Layer, State
from annotator.domain.stance_ends import stands_for_stances
from annotator.domain.stance_features import Features, stance_features
from annotator.domain.stance_view import stance_views
from annotator.domain.suggestion import CANDIDATE

_TAUGHT_BY_LISTS = frozenset({"gazetteer", "territory", "region", "capital", "seat", "conditional"})
"""Rules whose names the suggester knows without the project."""


class Kind(StrEnum):
    """What a verdict is about."""

    MENTION = "mention"
    STANCE = "stance"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether one suggestion was right.

    `rule` is its rule or frame, `p` the probability (0..1) that its suggester shipped it with,
    before anything was learned; `features` are those of a stance, empty for a mention.
    """

    kind: Kind
    rule: str
    p: float
    is_right: bool
    features: Features = ()


@dataclass(frozen=True, slots=True)
class NameVerdict:
    """Whether the words `surface` are a name with this label.

    `canonical` is the name of its entity. What `teaches` was said by a person about this very
    mention, and is no name that the suggester's own lists hold.
    """

    surface: str
    label: str
    canonical: str
    is_right: bool
    teaches: bool


@dataclass(frozen=True, slots=True)
class Judgements:
    """Everything that one layer says of suggestions and of names."""

    suggestions: tuple[Verdict, ...] = ()
    names: tuple[NameVerdict, ...] = ()


def judgements(
    text: str,
    layer: Layer,
    suggested: Layer | None,
    entities: Mapping[int, str],
    named: Collection[str],
) -> Judgements:
    """What a layer says about suggestions. A long one can be judged in parts, see below.

    Args:
        text: The article's text.
        layer: An annotator's, finished or open.
        suggested: The suggester's layer that it is held against, if there is one.
        entities: The name of each entity.
        named: The scheme's named labels.
    """
    names = tuple(name_verdicts(layer, suggested, entities, named))
    if suggested is None:
        return Judgements((), names)
    mentions = mention_verdicts(layer, suggested, named)
    stances = stance_verdicts(text, layer, suggested, entities)
    return Judgements((*mentions, *stances), names)


def shipped_p(item: Item) -> float:
    """The probability of a suggested item before anything was learned."""
    origin = item.origin
    if origin is None:
        return 1.0
    return origin.p if origin.shipped is None else origin.shipped


def mention_rule(rule: str, label: str) -> str:
    """The key under which mentions of a rule are counted: rule and label."""
    return f"{rule}:{label}"


def name_verdicts(
    layer: Layer, suggested: Layer | None, entities: Mapping[int, str], named: Collection[str]
) -> Iterator[NameVerdict]:
    """What the mentions of a layer, or of a part of it, say about names, in text order.

    Of `suggested`, only what the mentions were made of is looked at.
    """
    for mention in layer.index.everywhere:
        if stands_for_stances(mention, named) or mention.dimmed_by is not None or mention.unsure:
            continue
        joined = _is_joined(mention, suggested, entities)
        if mention.decision is Decision.SUGGESTED and not joined:
            continue
        right = is_live(mention)
        canonical = entities.get(mention.entity or -1, mention.quote)
        listed = mention.origin is not None and mention.origin.rule in _TAUGHT_BY_LISTS
        changed = mention.decision in (Decision.CHANGED, Decision.ADDED)
        decided = is_decided(mention) and (changed or not listed)
        teaches = right and (joined or decided)
        yield NameVerdict(mention.quote, mention.label, canonical, right, teaches)
        yield from _taken_back(mention, suggested, right)


def _before(mention: Mention, suggested: Layer | None) -> Mention | None:
    """The suggestion that the mention was, as it was suggested."""
    if mention.origin is None or suggested is None:
        return None
    if suggested.author.name != mention.origin.suggester:
        return None
    before = suggested.items.get(mention.origin.item)
    return before if isinstance(before, Mention) else None


def _is_joined(mention: Mention, suggested: Layer | None, entities: Mapping[int, str]) -> bool:
    """Whether a person gave the suggested mention to another entity, whatever else she left."""
    before = _before(mention, suggested)
    if before is None or before.quote != mention.quote or mention.entity is None:
        return False
    return entities.get(before.entity or -1) != entities.get(mention.entity)


def _taken_back(mention: Mention, suggested: Layer | None, right: bool) -> Iterator[NameVerdict]:
    """Of a mention that was relabelled: its words are no name of the old label.

    Other edges say nothing of the kind: the old ones may be right elsewhere.
    """
    before = _before(mention, suggested)
    if not right or mention.decision is not Decision.CHANGED or before is None:
        return
    if before.quote == mention.quote and before.label != mention.label:
        yield NameVerdict(before.quote, before.label, before.quote, False, teaches=False)


def mention_verdicts(layer: Layer, suggested: Layer, named: Collection[str]) -> Iterator[Verdict]:
    """Whether the mentions of `suggested`, or of a part of it, are right, in text order.

    Of the layer, only its zones, what has the same spans and, while it is open, what was made of
    those mentions is looked at.
    """
    done = layer.assignment.state is State.DONE
    for mention in suggested.mentions():
        origin = mention.origin
        if origin is None or shipped_p(mention) < CANDIDATE or stands_for_stances(mention, named):
            continue
        over = list(layer.index.exactly(mention.span))
        if any(m.dimmed_by for m in over) or layer.in_zone(mention.start, mention.end):
            continue
        is_there = any(is_live(m) and _equal(m, mention) for m in over)
        decided = [m for m in (*layer.index.made_of(origin), *over) if is_decided(m)]
        if not done and not decided:
            continue
        rule = mention_rule(origin.rule, mention.label)
        yield Verdict(Kind.MENTION, rule, shipped_p(mention), is_there)


def _equal(mine: Mention, suggested: Mention) -> bool:
    return mine.label == suggested.label and mine.kind is suggested.kind


def stance_verdicts(
    text: str, layer: Layer, suggested: Layer, entities: Mapping[int, str]
) -> Iterator[Verdict]:
    """Whether suggested stances are right: held by the layer in the sense of `StanceView.is_same`.

    Of both, only stances, the mentions that they stand on, and zones are looked at.
    """
    done = layer.assignment.state is State.DONE
    own = stance_views(text, layer, entities)
    theirs = stance_views(text, suggested, entities)
    for stance, view in zip(suggested.stances(), theirs, strict=True):
        origin = stance.origin
        if origin is None or shipped_p(stance) < CANDIDATE:
            continue
        if layer.in_zone(stance.span.start, stance.span.end):
            continue
        made = [s for s in layer.index.made_of(origin) if isinstance(s, Stance)]
        is_there = any(map(is_live, made)) or any(view.is_same(other) for other in own)
        if not done and not any(map(is_decided, made)):
            continue
        features = stance_features(text, suggested, stance)
        yield Verdict(Kind.STANCE, origin.rule, shipped_p(stance), is_there, features)
