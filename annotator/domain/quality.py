"""What in finished work is worth a second look: likely wrong labels, and unusual articles.

Each rule takes values and gives findings; none changes anything, and none is proof. Knows neither
database nor screen.
"""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from annotator.domain.article import Span
from annotator.domain.counted import agreeing, counted
from annotator.domain.entities import fold_name
from annotator.domain.items import Mention, MentionKind, Stance
from annotator.domain.layer import Layer

WORDS_A_MINUTE = 300
"""The upper end of the range in which most adults read non-fiction silently: 175 to 300 words a
minute (Brysbaert 2019, "How many words do we read per minute?", Journal of Memory and Language
109, abstract). Who is faster has not read every word."""
OUTLIER = 3.5
"""The modified z-score beyond which a value is an outlier (Iglewicz & Hoaglin 1993, section 3)."""
FEWEST_LAYERS = 8
"""Finished articles below which nothing can be called unusual."""
FEWEST_WORDS = 50
"""Words below which a density is chance."""
_PRIOR_WEIGHT = 1.0
_MODEL_WEIGHT = 2.0
"""How many judged items a suggester's opinion weighs, at probability 1."""
_FEWEST_ALIKE = 2


class QualityKind(StrEnum):
    """What is the matter."""

    LABEL = "likely label error"
    NAME = "name with several labels"
    ZONE = "in a dimmed paragraph"
    PACE = "faster than reading"
    DENSITY = "unusual density"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: where, and why.

    Attributes:
        kind: What is the matter.
        article: The article's id.
        author: Whose layer it is.
        item: The item's id in that layer; None where it is the article as a whole.
        span: Where to look in the text; None where it is the article as a whole.
        score: How sure it is; comparable only among findings of one kind, the higher the surer.
        reason: One sentence.
    """

    kind: QualityKind
    article: str
    author: str
    item: str | None
    span: Span | None
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished layer with what the rules need beside it.

    Attributes:
        layer: Whose items are looked at.
        words: Words of the article outside dimmed paragraphs.
        active_ms: How long its annotator was active on it; None where nobody worked on it here.
        votes: What the newest suggester says of a span: its label and probability.
    """

    layer: Layer
    words: int
    active_ms: int | None
    votes: Mapping[Span, tuple[str, float]]


@dataclass(frozen=True, slots=True)
class _Labelled:
    """An item with its label, what it has in common with items alike, and a suggester's vote."""

    finished: Finished
    item: Mention | Stance
    key: Hashable
    label: str
    name: str
    vote: tuple[str, float] | None


def findings(works: Sequence[Finished]) -> list[Finding]:
    """Everything worth a look, by kind and then the surest first."""
    mentions, stances = list(_named(works)), list(_sided(works))
    found = [
        *label_errors(mentions),
        *label_errors(stances),
        *_several_labels(mentions),
        *(finding for work in works for finding in _in_zones(work)),
        *(finding for work in works if (finding := _too_fast(work)) is not None),
        *_densities(works, "mentions", lambda layer: len(list(layer.mentions()))),
        *_densities(works, "stances", lambda layer: len(list(layer.stances()))),
    ]
    kinds = list(QualityKind)
    return sorted(found, key=lambda f: (kinds.index(f.kind), -f.score, f.article, f.item or ""))


def _named(works: Iterable[Finished]) -> Iterator[_Labelled]:
    """The named mentions; alike are those of one name, however it is spelled."""
    for work in works:
        for mention in work.layer.mentions():
            if mention.kind is MentionKind.NAMED:
                yield _Labelled(
                    work,
                    mention,
                    fold_name(mention.quote),
                    mention.label,
                    mention.quote,
                    work.votes.get(mention.span),
                )


def _sided(works: Iterable[Finished]) -> Iterator[_Labelled]:
    """The stances; alike are those of one holder on one target, by their entities."""
    for work in works:
        for stance in work.layer.stances():
            if stance.holder is None:
                continue
            holder, target = work.layer.mention(stance.holder), work.layer.mention(stance.target)
            if holder.entity is None or target.entity is None:
                continue
            name = f"{holder.quote} → {target.quote}"
            key = (holder.entity, target.entity)
            yield _Labelled(work, stance, key, stance.label, name, None)


def label_errors(items: Sequence[_Labelled]) -> Iterator[Finding]:
    """Items whose label is probably another one, by confident learning.

    An item's label probabilities are those of the others of its key, drawn towards the labels of
    all by one item's weight, the suggester's vote among them; it is left out itself, so that they
    are out of sample. It is a likely error where another label is the most probable and at least
    as probable as it is, on average, for the items that have that label (Northcutt, Jiang & Chuang
    2021, "Confident Learning", JAIR 70, eq. 1 and 2), and is no rarer with the item counted; the
    score is the normalized margin of the two (section 3.2).
    """
    by_key: dict[Hashable, Counter[str]] = defaultdict(Counter)
    for item in items:
        by_key[item.key][item.label] += 1
    everywhere = Counter(item.label for item in items)
    told = [_probabilities(item, by_key[item.key], everywhere) for item in items]
    sure: dict[str, list[float]] = defaultdict(list)
    for item, shares in zip(items, told, strict=True):
        sure[item.label].append(shares[item.label])
    thresholds = {label: statistics.fmean(values) for label, values in sure.items()}
    for item, shares in zip(items, told, strict=True):
        others = by_key[item.key].total() - 1
        likely = max(shares, key=lambda label: shares[label])
        # Left out, the item itself makes its label rarer: where a name is evenly divided, that
        # alone must not accuse every one of them.
        vote = _MODEL_WEIGHT * item.vote[1] if item.vote and item.vote[0] == likely else 0.0
        if by_key[item.key][likely] + vote <= by_key[item.key][item.label]:
            continue
        if likely == item.label or shares[likely] < thresholds.get(likely, 1.0):
            continue
        if others < _FEWEST_ALIKE and item.vote is None:
            continue
        count = by_key[item.key][likely]
        why = f"{count} of {counted(others, 'other')} alike {agreeing(count, 'is', 'are')} {likely}"
        if item.vote is not None and item.vote[0] == likely:
            why += f"; so says the suggester (p {item.vote[1]:.2f})"
        yield _finding(
            QualityKind.LABEL,
            item,
            shares[likely] - shares[item.label],
            f"“{item.name}” is {item.label} here; {why}.",
        )


def _probabilities(
    item: _Labelled, alike: Counter[str], everywhere: Counter[str]
) -> dict[str, float]:
    """The label probabilities of an item from all others."""
    counts = {label: float(alike[label] - (label == item.label)) for label in everywhere}
    rest = max(1, everywhere.total() - 1)
    for label in everywhere:
        counts[label] += _PRIOR_WEIGHT * (everywhere[label] - (label == item.label)) / rest
    if item.vote is not None and item.vote[0] in counts:
        counts[item.vote[0]] += _MODEL_WEIGHT * item.vote[1]
    total = sum(counts.values()) or 1.0
    return {label: count / total for label, count in counts.items()}


def _several_labels(mentions: Sequence[_Labelled]) -> Iterator[Finding]:
    """Names that carry several labels: at the first mention of each label but the commonest."""
    by_name: dict[Hashable, dict[str, list[_Labelled]]] = defaultdict(lambda: defaultdict(list))
    for item in mentions:
        by_name[item.key][item.label].append(item)
    for labels in by_name.values():
        if len(labels) < 2:
            continue
        ordered = sorted(labels.items(), key=lambda pair: (-len(pair[1]), pair[0]))
        told = ", ".join(f"{counted(len(items), 'time')} {label}" for label, items in ordered)
        total = sum(len(items) for items in labels.values())
        for _, items in ordered[1:]:
            yield _finding(
                QualityKind.NAME,
                items[0],
                1.0 - len(items) / total,
                f"“{items[0].name}” is {told}.",
            )


def _in_zones(work: Finished) -> Iterator[Finding]:
    """Live mentions, and evidence of live stances, that reach into a dimmed paragraph."""
    zones = [zone.span for zone in work.layer.zones()]
    for mention in work.layer.mentions():
        for zone in zones:
            if zone.overlaps(mention.span):
                what = "lies in" if zone.contains(mention.span) else "reaches into"
                reason = f"“{mention.quote}” {what} a dimmed paragraph."
                yield _item_finding(QualityKind.ZONE, work, mention, 1.0, reason)
    for stance in work.layer.stances():
        for evidence in stance.evidence:
            if any(zone.overlaps(Span(evidence.start, evidence.end)) for zone in zones):
                reason = f"Evidence of {stance.id} reaches into a dimmed paragraph."
                yield _item_finding(QualityKind.ZONE, work, stance, 1.0, reason)
                break


def _too_fast(work: Finished) -> Finding | None:
    """The article, where its annotator was active for less time than reading it takes.

    Active time leaves out pauses of more than a minute between keys, so a slow reader may be found
    too: it is a reason to look, not to blame.
    """
    if work.active_ms is None:
        return None
    needed_ms = work.words / WORDS_A_MINUTE * 60_000
    if work.active_ms >= needed_ms:
        return None
    words = counted(work.words, "word was", "words were")
    reason = (
        f"{words} finished in {work.active_ms / 1000:.0f} s; reading them takes "
        f"{needed_ms / 1000:.0f} s at {WORDS_A_MINUTE} words a minute."
    )
    return _article_finding(QualityKind.PACE, work, 1.0 - work.active_ms / needed_ms, reason)


def _densities(
    works: Sequence[Finished], what: str, count: Callable[[Layer], int]
) -> Iterator[Finding]:
    """Articles with unusually many or few items for 100 words."""
    long = [work for work in works if work.words >= FEWEST_WORDS]
    if len(long) < FEWEST_LAYERS:
        return
    values = [100 * count(work.layer) / work.words for work in long]
    middle = statistics.median(values)
    for work, value, z in zip(long, values, robust_z(values), strict=True):
        if abs(z) > OUTLIER:
            usual = f"where {middle:.1f} are usual (robust z {z:+.1f})"
            reason = f"{value:.1f} {what} in 100 words, {usual}."
            yield _article_finding(QualityKind.DENSITY, work, abs(z), reason)


def robust_z(values: Sequence[float]) -> list[float]:
    """The modified z-score of each value.

    0.6745 (x - median) / MAD; where more than half are equal, so that the MAD is 0, the mean
    absolute deviation in its place: (x - median) / (1.2533 MeanAD) (Iglewicz & Hoaglin 1993,
    section 3). All 0 where all values are equal.
    """
    middle = statistics.median(values)
    apart = [abs(value - middle) for value in values]
    spread = statistics.median(apart) / 0.6745 or statistics.fmean(apart) * 1.2533
    return [(value - middle) / spread if spread else 0.0 for value in values]


def _finding(kind: QualityKind, item: _Labelled, score: float, reason: str) -> Finding:
    return _item_finding(kind, item.finished, item.item, score, reason)


def _item_finding(
    kind: QualityKind, work: Finished, item: Mention | Stance, score: float, reason: str
) -> Finding:
    layer = work.layer
    return Finding(kind, layer.article, layer.author.name, item.id, item.span, score, reason)


def _article_finding(kind: QualityKind, work: Finished, score: float, reason: str) -> Finding:
    layer = work.layer
    return Finding(kind, layer.article, layer.author.name, None, None, score, reason)
