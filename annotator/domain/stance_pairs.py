"""The pairs of a possible holder and target in a finished article: with a stance, or without.

A classifier needs pairs without a stance as much as pairs with one, and both must look alike: what
nobody takes a side on is seldom marked, so marked pairs alone would give the answer away. Pairs
without a stance are therefore drawn by hash, for each kind of pair in proportion, and among them
are what annotators rejected and phrases that nobody marked.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from annotator.domain.article import Article, Span, paragraphs
from annotator.domain.items import (
    Decision,
    Evidence,
    HolderKind,
    Mention,
    MentionKind,
    Stance,
)
from annotator.domain.layer import Layer
from annotator.domain.pair_ends import PRIME, Candidate, PairEnd, PairKind, Recorded
from annotator.domain.proposals import occurrences
from annotator.domain.scheme import Scheme

DRAWN_PER_STANCE = 5
"""Most pairs without a stance that are drawn for each stance of the same kind in the article."""


@dataclass(frozen=True, slots=True)
class PairRoles:
    """Labels that may hold a stance, labels that may be its target, and the label of a phrase.

    `phrase` is that of what can be a target but no holder; None where the scheme has no such label.
    """

    holders: frozenset[str]
    targets: frozenset[str]
    phrase: str | None

    @classmethod
    def of(cls, scheme: Scheme) -> PairRoles:
        """The roles that a scheme gives its labels."""
        topics = [e.id for e in scheme.entities if e.target and not e.holder and not e.named]
        return cls(
            frozenset(label.id for label in scheme.entities if label.holder),
            frozenset(label.id for label in scheme.entities if label.target),
            next(iter(topics), None),
        )


class StancePair(NamedTuple):
    """A holder and a target in one paragraph; `stance` is None where none was recorded.

    `holder` is None unless `holder_kind` is `mention`. `source` may stand in another paragraph.
    `name` identifies the pair within its article: the stance's id, or the spans.
    """

    paragraph: Span
    holder: PairEnd | None
    holder_kind: HolderKind
    target: PairEnd
    name: str
    stance: Stance | None = None
    source: PairEnd | None = None

    @property
    def kind(self) -> PairKind:
        """The kind of pair it is."""
        return PairKind(self.holder.kind if self.holder else self.holder_kind, self.target.kind)


@dataclass(frozen=True, slots=True)
class PairLosses:
    """How many stances are no row, by reason.

    `spread` have holder, target and evidence not all in one paragraph, `dimmed` have their target
    in a dimmed one.
    """

    spread: int = 0
    dimmed: int = 0

    def __add__(self, other: PairLosses) -> PairLosses:
        return PairLosses(self.spread + other.spread, self.dimmed + other.dimmed)


@dataclass(frozen=True, slots=True)
class ArticlePairs:
    """The pairs of an article in text order, and the stances that are none of them.

    `kinds` counts the pairs of each kind: with a stance, and drawn.
    """

    pairs: tuple[StancePair, ...]
    losses: PairLosses
    kinds: Mapping[PairKind, tuple[int, int]] = field(default_factory=lambda: MappingProxyType({}))


def stance_pairs(
    article: Article,
    layer: Layer,
    names: Mapping[int, str],
    roles: PairRoles,
    phrases: Iterable[Span] = (),
) -> ArticlePairs:
    """Every stance of a layer that stands in one paragraph, and pairs without a stance beside it.

    For each stance at most five pairs of its kind (`PairKind`) are drawn from the paragraphs that
    are not dimmed: first what annotators rejected as a stance, then by hash of text and spans.
    A pair is without a stance when no recorded one of the paragraph is like it: the same target
    and the same holder, by overlap or canonical name; a pair without a holder, when no recorded
    stance has the target. The ends are the live mentions, other occurrences of the words of
    nominal and pronoun mentions, rejected mentions and `phrases`; the last two as targets only.

    Args:
        article: The article.
        layer: The work that stands for it.
        names: The canonical name of each entity, by id.
        roles: Who may hold a stance, and what may be its target.
        phrases: Noun phrases of the article; those that somebody marked are left out.

    Raises:
        KeyError: A stance points to a mention that the layer does not hold.
    """
    places = _Places(article.text, [zone.span for zone in layer.zones()])
    found = _Found(article, layer, names, places)
    explicit, losses = found.explicit()
    wanted = Counter(pair.kind for pair in explicit)
    pool = _Pool(found, roles, phrases, wanted) if wanted else None
    drawn = {} if pool is None else {k: pool.drawn(k, count) for k, count in wanted.items()}
    pairs = sorted(chain(explicit, *drawn.values()), key=_text_place)
    kinds = {kind: (count, len(drawn[kind])) for kind, count in wanted.items()}
    return ArticlePairs(tuple(pairs), losses, kinds)


class _Places:
    """The paragraphs of a text that are not dimmed, by their numbers."""

    def __init__(self, text: str, zones: Sequence[Span]) -> None:
        everything = paragraphs(text)
        self.spans = [p for p in everything if not any(z.overlaps(p) for z in zones)]
        self._starts = [p.start for p in self.spans]
        self._ends = [p.end for p in self.spans]
        self._zones = zones

    def of(self, start: int, end: int) -> int | None:
        """The paragraph that holds all of a range; None where it is dimmed or there is none."""
        place = bisect_right(self._starts, start) - 1
        return None if place < 0 or end > self._ends[place] else place

    def is_dimmed(self, span: Span) -> bool:
        """Whether the span touches a dimmed paragraph."""
        return any(zone.overlaps(span) for zone in self._zones)


class _Found:
    """What a layer holds, as ends of pairs."""

    def __init__(
        self, article: Article, layer: Layer, names: Mapping[int, str], places: _Places
    ) -> None:
        self.article = article
        self.layer = layer
        self.places = places
        self._names = names
        self.marked = {mention.id: self._end(mention) for mention in layer.mentions()}

    def end(self, identifier: str) -> PairEnd:
        """The end that a mention id stands for, a rejected one too."""
        return self.marked.get(identifier) or self._end(self.layer.mention(identifier))

    def _end(self, m: Mention) -> PairEnd:
        canonical = None if m.entity is None else self._names.get(m.entity)
        return PairEnd.of(m.start, m.end, m.quote, m.label, m.kind, canonical)

    def end_of(self, identifier: str | None) -> PairEnd | None:
        """The end that a mention id stands for, where there is one."""
        return None if identifier is None else self.end(identifier)

    def pair(self, stance: Stance) -> StancePair | None:
        """The stance as a pair; None where holder and target are not in one paragraph."""
        target, holder = self.end(stance.target), self.end_of(stance.holder)
        place = self.places.of(target.start, target.end)
        if place is None:
            return None
        paragraph = self.places.spans[place]
        if holder is not None and not _holds(paragraph, holder):
            return None
        source = self.end_of(stance.source)
        return StancePair(paragraph, holder, stance.holder_kind, target, stance.id, stance, source)

    def explicit(self) -> tuple[list[StancePair], PairLosses]:
        """The live stances that stand in one paragraph with their evidence."""
        pairs: list[StancePair] = []
        losses = PairLosses()
        for stance in self.layer.stances():
            pair = self.pair(stance)
            if pair is not None and all(_holds(pair.paragraph, e) for e in stance.evidence):
                pairs.append(pair)
            elif self.places.is_dimmed(self.end(stance.target).span):
                losses += PairLosses(dimmed=1)
            else:
                losses += PairLosses(spread=1)
        return pairs, losses

    def recorded(self) -> Mapping[int, list[Recorded]]:
        """Holders and targets of the live stances, by each paragraph that they touch."""
        by_place: dict[int, list[Recorded]] = {}
        of = self.places.of
        for stance in self.layer.stances():
            holder, target = self.end_of(stance.holder), self.end(stance.target)
            touched = {of(target.start, target.end), *(of(e.start, e.end) for e in stance.evidence)}
            if holder is not None:
                touched.add(of(holder.start, holder.end))
            for place in touched:
                if place is not None:
                    known = by_place.setdefault(place, [])
                    known.append(Recorded.of(len(known), holder, target))
        return by_place


class _Pool:
    """The pairs of an article that no stance was recorded for."""

    def __init__(
        self, found: _Found, roles: PairRoles, phrases: Iterable[Span], wanted: Iterable[PairKind]
    ) -> None:
        self._found = found
        self._prefix = hashlib.sha256(f"{found.article.sha256}:".encode())
        self._recorded = found.recorded()
        self._rejected = _rejected_pairs(found)
        # Those of one kind in one paragraph together.
        self._holders: dict[tuple[int, MentionKind | HolderKind], list[Candidate]] = {}
        self._targets: dict[MentionKind, dict[int, list[Candidate]]] = {}
        held, aimed = (set(kinds) for kinds in zip(*wanted, strict=True))
        taken: set[tuple[int, int]] = set()
        for end in chain(found.marked.values(), _echoes(found), _phrases(found, roles, phrases)):
            span, kind, label = end[:2], end.kind, end.label
            place = found.places.of(*span)
            if place is None or span in taken:
                continue
            taken.add(span)
            holds = kind in held and label in roles.holders
            aims = kind in aimed and label in roles.targets
            if holds or aims:
                candidate = self._candidate(end, place)
                if holds:
                    self._holders.setdefault((place, kind), []).append(candidate)
                if aims:
                    self._targets.setdefault(kind, {}).setdefault(place, []).append(candidate)

    def drawn(self, kind: PairKind, count: int) -> list[StancePair]:
        """At most five pairs of the kind for each of `count`: what was rejected, then by hash.

        Only as many are looked at closely as are drawn: there are many more possible ones.
        """
        most, spans = DRAWN_PER_STANCE * count, self._found.places.spans
        rejected = {pair.name: pair for pair in self._rejected if self._is_drawn(pair, kind)}
        chosen = [rejected[name] for name in sorted(rejected, key=self._key)][:most]
        holder_kind = _holder_kind(kind)
        for holder, target in self._possible(kind):
            if len(chosen) == most:
                break
            if target.end is not None and holder.is_free(target):
                name = _name(holder.end, holder_kind, target.end)
                if name not in rejected:
                    place = spans[target.place]
                    chosen.append(StancePair(place, holder.end, holder_kind, target.end, name))
        return chosen

    def _possible(self, kind: PairKind) -> Iterator[tuple[Candidate, Candidate]]:
        """Every holder and target of a kind in one paragraph, in the order of the draw."""
        drawn: list[int] = []
        found: list[tuple[Candidate, Sequence[Candidate]]] = []
        for place, targets in self._targets.get(kind.target, {}).items():
            keys = [target.key + 1 for target in targets]
            if isinstance(kind.holder, HolderKind):
                holders: Sequence[Candidate] = (self._nobody(kind.holder),)
            else:
                holders = self._holders.get((place, kind.holder), ())
            for holder in holders:
                # As good as random, and without a hash of every pair.
                own = holder.key % PRIME
                drawn += [own * key % PRIME for key in keys]
                found.append((holder, targets))
        begins = list(accumulate((len(targets) for _, targets in found), initial=0))
        for place in np.argsort(np.array(drawn, np.int64), kind="stable").tolist():
            row = bisect_right(begins, place) - 1
            first, among = found[row]
            yield first, among[place - begins[row]]

    def _candidate(self, end: PairEnd, place: int) -> Candidate:
        key = self._key(f"{end.start}-{end.end}")
        return Candidate.of(end, place, key, self._recorded.get(place, ()))

    def _nobody(self, kind: HolderKind) -> Candidate:
        """The holder that is no mention: any recorded stance with the target is like its pair."""
        return Candidate(None, -1, self._key(kind.value), -1, 0)

    def _is_drawn(self, pair: StancePair, kind: PairKind) -> bool:
        """Whether a rejected pair is of this kind, and no recorded stance is like it."""
        if pair.kind != kind:
            return False
        place = self._found.places.of(pair.target.start, pair.target.end) or 0
        target = self._candidate(pair.target, place)
        if pair.holder is None:
            return self._nobody(pair.holder_kind).is_free(target)
        return self._candidate(pair.holder, place).is_free(target)

    def _key(self, name: str) -> int:
        hashed = self._prefix.copy()
        hashed.update(name.encode())
        return int.from_bytes(hashed.digest()[:8], "big")


def _holds(paragraph: Span, part: PairEnd | Evidence) -> bool:
    return paragraph.start <= part.start and part.end <= paragraph.end


def _name(holder: PairEnd | None, kind: HolderKind, target: PairEnd) -> str:
    """What identifies a pair without a stance within its article."""
    if holder is None:
        return f"{kind.value}:{target.start}-{target.end}"
    return f"{holder.start}-{holder.end}:{target.start}-{target.end}"


def _holder_kind(kind: PairKind) -> HolderKind:
    return kind.holder if isinstance(kind.holder, HolderKind) else HolderKind.MENTION


def _rejected_pairs(found: _Found) -> list[StancePair]:
    """The pairs of the stances that annotators rejected, whose mentions still stand."""
    items = found.layer.items
    pairs: list[StancePair] = []
    for item in found.layer.index.every_stance:
        if item.decision is not Decision.REJECTED or item.dimmed_by is not None:
            continue
        ends = [end for end in (item.holder, item.target, item.source) if end is not None]
        if all(isinstance(items.get(end), Mention) for end in ends):
            pair = found.pair(item)
            if pair is not None:
                name = _name(pair.holder, pair.holder_kind, pair.target)
                pairs.append(pair._replace(name=name, stance=None, source=None))
    return pairs


def _echoes(found: _Found) -> Iterator[PairEnd]:
    """The words of nominal and pronoun mentions where nobody marked them."""
    text = found.article.text
    models = {e.words: e for e in found.marked.values() if e.kind is not MentionKind.NAMED}
    for words, model in models.items():
        # Whom a pronoun means elsewhere, nobody has said.
        canonical = None if model.kind is MentionKind.PRONOUN else model.canonical
        for span in occurrences(text, words):
            start, end = span.start, span.end
            if not any(start < e.end and e.start < end for e in found.marked.values()):
                yield PairEnd.of(start, end, words, model.label, model.kind, canonical)


def _phrases(found: _Found, roles: PairRoles, phrases: Iterable[Span]) -> Iterator[PairEnd]:
    """Rejected mentions and noun phrases, under the label of what can only be a target."""
    if roles.phrase is None:
        return
    text, marked = found.article.text, found.marked.values()
    rejected = [
        mention.span
        for mention in found.layer.index.everywhere
        if mention.decision is Decision.REJECTED and mention.dimmed_by is None
    ]
    named = {end[:2] for end in marked}
    others = [end[:2] for end in marked if end.kind is not MentionKind.NAMED]
    for span in (*rejected, *phrases):
        start, end = span.start, span.end
        if (start, end) not in named and not any(a < end and start < b for a, b in others):
            words = text[start:end]
            yield PairEnd.of(start, end, words, roles.phrase, MentionKind.NOMINAL, words)


def _text_place(pair: StancePair) -> tuple[int, int, int, int, bool, str]:
    target = pair.target
    holder = target if pair.holder is None else pair.holder
    return (
        pair.paragraph.start,
        holder.start,
        target.start,
        target.end,
        pair.stance is None,
        pair.name,
    )
