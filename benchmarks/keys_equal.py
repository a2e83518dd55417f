"""Whether what is stored equals the gold, and how much of it to the letter. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from benchmarks.keys_screen import GoldArticle, GoldStance
from benchmarks.keys_stances import evidence_fits


def differences(
    gold: Mapping[str, GoldArticle], stored: Mapping[str, GoldArticle]
) -> Iterator[str]:
    """One line for each mention and each stance that only one of the two has."""
    for name, wanted in gold.items():
        if name not in stored:
            yield f"{name}: not stored as finished"
            continue
        here, there = Counter(stored[name].mentions), Counter(wanted.mentions)
        for sign, mentions in (("-", there - here), ("+", here - there)):
            for mention in sorted(mentions.elements(), key=lambda m: (m.span, m.label)):
                quote = mention.span.of(wanted.text)
                place = f"{mention.span.start}..{mention.span.end}"
                yield f"{name}: {sign} {place} {mention.label} {mention.kind} {quote!r}"
        yield from _stance_differences(stored[name], wanted)


def _stance_differences(stored: GoldArticle, wanted: GoldArticle) -> Iterator[str]:
    """Stances that only one of the two has; evidence need only overlap, in the gold's sentence."""
    left = list(stored.stances)
    for stance in wanted.stances:
        same = [
            s
            for s in left
            if replace(s, evidence=stance.evidence, source=stance.source) == stance
            and evidence_fits(wanted.text, s.evidence, stance)
        ]
        if same:
            left.remove(same[0])
        else:
            yield f"{wanted.id}: - {_described(stance, wanted.text)}"
    yield from (f"{wanted.id}: + {_described(stance, wanted.text)}" for stance in left)


def _described(stance: GoldStance, text: str) -> str:
    holder = "somebody" if stance.holder is None else stance.holder.of(text)
    voice = f"{stance.attribution} {stance.certainty}"
    evidence = " … ".join(span.of(text) for span in stance.evidence)
    return f"{holder!r} {stance.label} {stance.target.of(text)!r} {voice}: {evidence!r}"


def strict_counts(
    gold: Mapping[str, GoldArticle], stored: Mapping[str, GoldArticle]
) -> dict[str, int]:
    """How many mentions have the gold's entity, and stances its source and its very evidence."""
    names = {
        (name, mention, mention.entity)
        for name, article in stored.items()
        for mention in article.mentions
    }
    sources, letters = Counter[object](), Counter[object]()
    for name, article in stored.items():
        for stance in article.stances:
            sources[name, replace(stance, evidence=())] += 1
            letters[name, replace(stance, source=None)] += 1
    stances = [(name, stance) for name, article in gold.items() for stance in article.stances]
    return {
        "same_entity": sum((n, m, m.entity) in names for n, a in gold.items() for m in a.mentions),
        "same_source": sum((n, replace(s, evidence=())) in sources for n, s in stances),
        "same_evidence": sum((n, replace(s, source=None)) in letters for n, s in stances),
    }
