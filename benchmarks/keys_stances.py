"""Which stance on the screen is which of the gold, what is wrong with it, and what is missing.

Pure. A stance is known in full once it was current; before, by its row in the panel.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from annotator.domain.article import Span
from annotator.domain.stance_defaults import sentence_at
from benchmarks.keys_rows import NAMED_BY_NOBODY, same_words, without_sign
from benchmarks.keys_screen import GoldArticle, GoldStance, PanelRow, ScreenStance


class StanceFault(StrEnum):
    """What is to be done about a stance; the names stand in the report."""

    LABEL = "stance: wrong label"
    HOLDER = "stance: wrong holder"
    TARGET = "stance: wrong target"
    ATTRIBUTION = "stance: wrong attribution"
    CERTAINTY = "stance: wrong certainty"
    EVIDENCE = "stance: wrong evidence"
    SOURCE = "stance: wrong source"
    SPURIOUS = "stance: spurious"
    CANDIDATE = "stance: wrong candidate"
    MISSED = "stance: missed"
    MISSED_END = "stance: missed, end too"
    CONFIRMED = "stance: confirmed"
    TAKEN = "stance: candidate taken"


_ELSEWHERE = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """Stances against the gold, by id and by place in the gold's list."""

    partner: Mapping[str, int]
    missing: tuple[int, ...]


def evidence_fits(text: str, evidence: Sequence[Span], gold: GoldStance) -> bool:
    """Whether some evidence overlaps the gold's, and does not leave its sentence."""
    return any(
        mine.overlaps(theirs) and sentence_of(text, theirs).contains(mine)
        for mine in evidence
        for theirs in gold.evidence
    )


def sentence_of(text: str, span: Span) -> Span:
    """The sentence, or sentences, that a span stands in."""
    first, last = sentence_at(text, span.start), sentence_at(text, max(span.start, span.end - 1))
    return Span(first.start, max(first.end, last.end, span.end))


def faults_of(
    stance: ScreenStance, gold: GoldStance, article: GoldArticle
) -> Iterator[StanceFault]:
    """What differs, in the order in which it is mended.

    The source only where mentions would differ: the stored one is no mention of the gold, or the
    gold's is there for this stance alone.
    """
    if stance.label != gold.label:
        yield StanceFault.LABEL
    if _holder_distance(stance, gold):
        yield StanceFault.HOLDER
    if _distance(stance.target, gold.target):
        yield StanceFault.TARGET
    if stance.attribution != gold.attribution:
        yield StanceFault.ATTRIBUTION
    if stance.certainty != gold.certainty:
        yield StanceFault.CERTAINTY
    if not evidence_fits(article.text, stance.evidence, gold):
        yield StanceFault.EVIDENCE
    if stance.source != gold.source:
        unknown = stance.source is not None and not article.has(stance.source)
        if unknown or needs_source(gold, article):
            yield StanceFault.SOURCE


def needs_source(stance: GoldStance, article: GoldArticle) -> bool:
    """Whether the source is a mention for the sake of being one."""
    if stance.source is None or article.end(stance.source).is_named:
        return False
    return not any(stance.source in other.ends for other in article.stances)


def standing(
    known: Mapping[str, ScreenStance],
    rows: Mapping[str, PanelRow],
    made: Mapping[str, int],
    gold: GoldArticle,
) -> Standing:
    """Pair stances with the gold's, one to one: made for it, the same, the same words, alike.

    Args:
        known: Stances that were current, by id.
        rows: What the panel said of all stances, by id.
        made: Stances that were added, by id, with what they are to become.
        gold: The article.
    """
    options: list[tuple[int, str, int]] = []
    for identifier, stance in known.items():
        if identifier in made:
            options.append((-1, identifier, made[identifier]))
            continue
        for place, wanted in enumerate(gold.stances):
            cost = _cost(stance, wanted, gold.text)
            if cost is not None:
                options.append((cost + (cost > 0), identifier, place))
    for identifier, row in rows.items():
        if identifier not in known:
            options += [
                (1, identifier, place)
                for place, wanted in enumerate(gold.stances)
                if reads_like(row, wanted, gold)
            ]
    partner: dict[str, int] = {}
    for _, identifier, place in sorted(options):
        if identifier not in partner and place not in partner.values():
            partner[identifier] = place
    taken = set(partner.values())
    return Standing(partner, tuple(n for n in range(len(gold.stances)) if n not in taken))


def reads_like(row: PanelRow, stance: GoldStance, gold: GoldArticle) -> bool:
    """Whether a row of the panel names a stance of the gold."""
    target = stance.target.of(gold.text)
    if row.label != stance.label or not same_words(without_sign(row.target), target):
        return False
    if stance.holder is None:
        return row.holder in NAMED_BY_NOBODY
    return same_words(without_sign(row.holder), stance.holder.of(gold.text))


def _cost(stance: ScreenStance, gold: GoldStance, text: str) -> int | None:
    """How much is to be mended; None where too little is the same to mend it."""
    holder, target = _holder_distance(stance, gold), _distance(stance.target, gold.target)
    if (stance.holder, stance.target) == (gold.target, gold.holder):
        holder, target = 1, 0  # swapped: one key
    evidence = 0 if evidence_fits(text, stance.evidence, gold) else _ELSEWHERE
    if evidence and any(
        sentence_of(text, theirs).overlaps(mine)
        for mine in stance.evidence
        for theirs in gold.evidence
    ):
        evidence = 1
    if (holder, target, evidence).count(_ELSEWHERE) > 1:
        return None
    sides = stance.label != gold.label, stance.attribution != gold.attribution
    return holder + target + evidence + sum(sides) + (stance.certainty != gold.certainty)


def _holder_distance(stance: ScreenStance, gold: GoldStance) -> int:
    if stance.named_holder != (gold.holder is not None):
        return _ELSEWHERE
    return 0 if gold.holder is None else _distance(stance.holder, gold.holder)


def _distance(shown: Span | None, wanted: Span) -> int:
    """0 the same (or out of sight, where nobody can tell), 1 other edges, else far."""
    if shown is None or shown == wanted:
        return 0
    return 1 if shown.overlaps(wanted) else _ELSEWHERE
