"""What learning from corrections changes: `python -m benchmarks.learning [--json] [--quick]`.

Entities on HIPE's historical newspapers: documents in date order, cut into articles of 20
sentences; article k is suggested after gold corrections of articles 1 to k-1, and once without.
States and cities count as places, as in those files. Stances on the seeds: each article after the
acceptance counts of all others but its near-copies. Figures, no bound.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from annotator.domain.calibration import Prediction, reliability
from annotator.domain.evaluation import Comparison, LabelledSpan
from annotator.domain.evaluation_figures import (
    ALL,
    PAIRS,
    WITH_CANDIDATES,
    Level,
    compared,
    mention_counts,
    stance_counts,
)
from annotator.domain.items import MentionKind
from annotator.domain.learned import NOTHING, Tally
from annotator.domain.near_duplicates import near_duplicate_groups
from annotator.domain.stance_evaluation import StanceComparison
from annotator.domain.stance_matching import match_stances
from annotator.domain.suggestion import CANDIDATE, FILLED_IN, SuggestedMention, Suggestions
from annotator.domain.verdicts import Judgements, Kind, NameVerdict, Verdict, mention_rule
from annotator.exchange.native_reader import read_native
from annotator.exchange.native_record import NativeRecord
from annotator.project.evaluating import stance_comparison
from annotator.resources import load_scheme
from annotator.suggest.engine import Engine, load_engine
from benchmarks.names import LABELS, Sentence, sentences

SHARED = Path(__file__).parents[2] / "shared"
SENTENCES = 20
QUICK_ARTICLES = 8
_PLACES = ("PER", "LOC", "ORG")


@dataclass(frozen=True, slots=True)
class Curve:
    """F1 of one article without and with what the ones before it taught."""

    article: int
    gold: int
    without: float | None
    learned: float | None


def hipe_articles(path: Path) -> list[Sentence]:
    """The documents of a HIPE file in date order (undated last), as articles of 20 sentences."""
    documents: list[tuple[str, str]] = []
    for part in path.read_text(encoding="utf-8").split("# hipe2022:document_id = ")[1:]:
        date = part.partition("# hipe2022:date = ")[2].partition("\n")[0].strip()
        documents.append((date if date[:1].isdigit() else "undated", part.partition("\n")[2]))
    documents.sort(key=lambda document: document[0])
    scratch = [s for _, body in documents for s in _sentences_of(body)]
    starts = range(0, len(scratch), SENTENCES)
    return [_joined(scratch[start : start + SENTENCES]) for start in starts]


def _sentences_of(body: str) -> list[Sentence]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.tsv"
        path.write_text(body, encoding="utf-8")
        return list(sentences(path))


def _joined(group: Sequence[Sentence]) -> Sentence:
    """One article, a sentence a line."""
    text, spans = "", []
    for sentence in group:
        spans += [
            (start + len(text), end + len(text), label) for start, end, label in sentence.gold
        ]
        text += sentence.text + "\n"
    return Sentence(text, frozenset(spans))


def learn_names(engine: Engine, articles: Sequence[Sentence]) -> tuple[dict[str, object], float]:
    """The figures of the entities, and the milliseconds of one suggestion from a stored parse."""
    tally = Tally()
    pairs: dict[str, list[Comparison]] = {"without": [], "learned": []}
    again_s = 0.0
    for number, article in enumerate(articles):
        shipped, parse = engine.suggest(article.text, (), (), None)
        learned = tally.learned()
        begin = time.perf_counter()
        found = engine.suggest(article.text, (), learned.names, parse)[0]
        found = learned.applied(found, article.text)
        again_s += time.perf_counter() - begin
        for name, suggestions in (("without", shipped), ("learned", found)):
            predicted = frozenset(
                LabelledSpan(m.start, m.end, LABELS[m.label]) for m in _filled(suggestions)
            )
            gold = frozenset(LabelledSpan(*span) for span in article.gold)
            pairs[name].append(Comparison(str(number), gold, predicted))
        tally.add(corrections(article, found))
    counts = {name: mention_counts(one, _PLACES) for name, one in pairs.items()}
    figures = {
        label: compared(
            counts["without"][Level.EXACT, label], counts["learned"][Level.EXACT, label]
        ).record()
        for label in (ALL, *_PLACES)
    }
    both = [counts[name][Level.EXACT, ALL] for name in ("without", "learned")]
    curve = [
        Curve(n + 1, int(b[0] + b[2]), _f1(*a.tolist()), _f1(*b.tolist()))
        for n, (a, b) in enumerate(zip(*both, strict=True))
    ]
    state = tally.learned()
    return {
        "articles": len(articles),
        "figures": figures,
        "curve": [asdict(point) for point in curve],
        "names": len(state.names),
        "never": len(state.never),
    }, 1000 * again_s / max(1, len(articles))


def corrections(article: Sentence, found: Suggestions) -> Judgements:
    """What an annotator who makes an article gold says: adds, relabels, rejects, keeps the rest."""
    gold = {(start, end): label for start, end, label in article.gold}
    own = {(m.start, m.end): m for m in _filled(found)}
    names: list[NameVerdict] = []
    for (start, end), label in sorted(gold.items()):
        there = own.get((start, end))
        kept = there is not None and LABELS[there.label] == label
        surface = article.text[start:end]
        chosen = there.label if there is not None and kept else label
        names.append(NameVerdict(surface, chosen, surface, is_right=True, teaches=not kept))
    for place, mention in sorted(own.items()):
        resized = any(s < place[1] and place[0] < e for s, e in gold.keys() - {place})
        if gold.get(place) != LABELS[mention.label] and not (resized and place not in gold):
            surface = article.text[place[0] : place[1]]
            names.append(NameVerdict(surface, mention.label, surface, False, teaches=False))
    verdicts = [
        _verdict(m, gold.get((m.start, m.end)) == LABELS[m.label])
        for m in found.mentions
        if m.kind is MentionKind.NAMED and m.label in LABELS and _shipped(m) >= CANDIDATE
    ]
    return Judgements(tuple(verdicts), tuple(names))


def _filled(found: Suggestions) -> list[SuggestedMention]:
    return [
        m
        for m in found.mentions
        if m.p >= FILLED_IN and m.kind is MentionKind.NAMED and m.label in LABELS
    ]


def _verdict(mention: SuggestedMention, is_right: bool) -> Verdict:
    rule = mention_rule(mention.rule, mention.label)
    return Verdict(Kind.MENTION, rule, _shipped(mention), is_right)


def _shipped(mention: SuggestedMention) -> float:
    return mention.p if mention.shipped is None else mention.shipped


def count_stances(engine: Engine, gold: Path) -> dict[str, object]:
    """Stances of each seed article after the counts of the others, near-copies left out."""
    scheme = load_scheme()
    records = [r for r in read_native(gold, scheme) if isinstance(r, NativeRecord)]
    shipped = {r.article.id: engine.suggest(r.article.text, None, (), None)[0] for r in records}
    judged = {r.article.id: stance_judgements(r, shipped[r.article.id]) for r in records}
    groups = near_duplicate_groups(
        {r.article.id: r.article.text for r in records},
        {r.article.id: [zone.span for zone in r.zones] for r in records},
    )
    group_of = {member: group.founder for group in groups for member in group.members}
    pairs: dict[str, list[StanceComparison]] = {"shipped": [], "counted": []}
    for record in records:
        identifier = record.article.id
        tally = Tally()
        for other, found in judged.items():
            if group_of.get(other, other) != group_of.get(identifier, identifier):
                tally.add(found)
        for name, learned in (("shipped", NOTHING), ("counted", tally.learned())):
            suggested = learned.applied(shipped[identifier], record.article.text)
            pairs[name].append(stance_comparison(record, suggested))
    one, two = (stance_counts(pairs[name]) for name in ("shipped", "counted"))
    return {
        "articles": len(records),
        "judged": sum(len(found.suggestions) for found in judged.values()),
        "pairs_f1": compared(one[PAIRS], two[PAIRS]).record(),
        "recall_with_candidates": compared(
            one[WITH_CANDIDATES], two[WITH_CANDIDATES], recall=True
        ).record(),
        "calibration_error": {
            name: reliability(list(_predictions(found))).error for name, found in pairs.items()
        },
    }


def stance_judgements(record: NativeRecord, found: Suggestions) -> Judgements:
    """What gold says of each suggested stance."""
    one = stance_comparison(record, found)
    right = {id(view) for _, view in match_stances(one.gold, one.predicted)}
    return Judgements(
        tuple(
            Verdict(Kind.STANCE, stance.rule, stance.p, id(view) in right)
            for stance, view in zip(found.stances, one.predicted, strict=True)
        )
    )


def _predictions(pairs: Sequence[StanceComparison]) -> Iterator[Prediction]:
    for one in pairs:
        right = {id(view) for _, view in match_stances(one.gold, one.predicted)}
        yield from (Prediction(view.p, id(view) in right) for view in one.predicted)


def _f1(right: float, spurious: float, missed: float) -> float | None:
    whole = 2 * right + spurious + missed
    return 2 * right / whole if whole else None


def main() -> None:
    """Measure, and tell."""
    parser = argparse.ArgumentParser(prog="benchmarks.learning", description=__doc__)
    parser.add_argument("--hipe", type=Path, default=SHARED / "data" / "hipe2022_fr")
    parser.add_argument("--gold", type=Path, default=Path("seeds") / "gold.jsonl")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_ARTICLES} articles of HIPE")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    engine = load_engine("news-fr")
    result: dict[str, object] = {"entities": {}, "stances": count_stances(engine, options.gold)}
    entities: dict[str, object] = {}
    for path in sorted(options.hipe.glob("*.tsv")):
        articles = hipe_articles(path)[: QUICK_ARTICLES if options.quick else None]
        entities[path.stem], again_ms = learn_names(engine, articles)
        result["milliseconds_from_a_stored_parse"] = round(again_ms, 1)
    result["entities"] = entities
    print(json.dumps(result, indent=None if options.json else 2))


if __name__ == "__main__":
    main()
