"""Time and memory of the agreement panel with intervals, on a made-up corpus.

`python -m benchmarks.agreement [--articles N] [--stances N] [--review N] [--json]`: 3 annotators,
30 mentions and 3,000 characters an article; 80 % of the mentions in two readings are equal, the
rest differ in edges, label or are missing. The corpus is made article by article while it is read,
so that its making is timed apart and not kept. With `--review` also the opening of N reviews.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import time
from collections.abc import Iterator

from annotator.domain.agreement.figures import Figure, Name
from annotator.domain.agreement.measure import Estimate
from annotator.domain.agreement.panel import build_panel
from annotator.domain.agreement.readings import (
    ItemOrigin,
    ReadArticle,
    Reading,
    ReadMention,
    ReadStance,
)
from annotator.domain.agreement.tally import tally
from annotator.domain.article import Span
from annotator.domain.items import Attribution, Certainty, HolderKind
from annotator.domain.layer import Author, Role
from annotator.domain.stance_view import Participant, StanceView
from benchmarks.review_opening import opening_ms
from benchmarks.synthetic import article_text, mention_spans

LABELS = ("PER", "ORG", "GPE", "LOC", "EVENT", "WORK", "LAW", "MISC")
STANCES = ("against", "favor", "neutral")
ANNOTATORS = tuple(Author(Role.ANNOTATOR, name) for name in ("anna", "ben", "caro"))
SIZE, MENTIONS = 3_000, 30


def corpus(articles: int, stances: int, making: list[float]) -> Iterator[ReadArticle]:
    """The articles; the processor seconds that making them took are added to `making`."""
    text = article_text(SIZE)
    for number in range(articles):
        begin = time.process_time()
        source = random.Random(number)
        gold = [
            (span, source.choice(LABELS)) for span in mention_spans(SIZE, MENTIONS, seed=number)
        ]
        ends = [Participant(span) for span, _ in gold]
        article = ReadArticle(
            f"a{number}", text, {a: reading(gold, ends, stances, source) for a in ANNOTATORS}
        )
        making.append(time.process_time() - begin)
        yield article


def reading(
    gold: list[tuple[Span, str]], ends: list[Participant], stances: int, source: random.Random
) -> Reading:
    """One annotator's version of what is true."""
    mentions = []
    for span, true in gold:
        chance = source.random()
        start = span.start - (1 if 0.8 < chance < 0.88 and span.start else 0)
        label = source.choice(LABELS) if 0.88 < chance < 0.94 else true
        if chance < 0.94:
            mentions.append(ReadMention(start, span.end, label, source.choice(tuple(ItemOrigin))))
    views = []
    for number in range(stances):
        if source.random() < 0.7:
            holder, target = ends[2 * number], ends[2 * number + 1]
            views.append(ReadStance(view(holder, target, source.choice(STANCES)), ItemOrigin.ADDED))
    return Reading(mentions, views)


def view(holder: Participant, target: Participant, label: str) -> StanceView:
    """A stance between the two, in the paragraph of the target."""
    return StanceView(
        holder=holder,
        holder_kind=HolderKind.MENTION,
        target=target,
        paragraph=target.span.start // 700,
        label=label,
        attribution=Attribution.REPORTED,
        certainty=Certainty.ASSERTED,
        evidence=(target.span,),
    )


def main() -> None:
    """Measure, and print what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--stances", type=int, default=0)
    parser.add_argument("--review", type=int, default=0, metavar="N", help="open N reviews, too")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    making: list[float] = []
    begin, busy = time.perf_counter(), time.process_time()
    tallied = tally(corpus(arguments.articles, arguments.stances, making), LABELS, STANCES)
    counted = time.perf_counter()
    panel = build_panel(tallied)
    end = time.perf_counter()
    strict = panel.overall[Figure(Name.STRICT)]
    found = {
        "articles": panel.articles,
        "annotators": len(ANNOTATORS),
        "mentions": MENTIONS,
        "stances": arguments.stances,
        "figures": sum(len(pair.figures) for pair in panel.pairs) + len(panel.overall),
        "making_s": round(sum(making), 2),
        "counting_s": round(counted - begin - sum(making), 2),
        "intervals_s": round(end - counted, 2),
        "panel_s": round(end - begin - sum(making), 2),
        "panel_cpu_s": round(time.process_time() - busy - sum(making), 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "strict_f1": round(strict.value, 4) if isinstance(strict, Estimate) else None,
    }
    if arguments.review:
        found |= opening_ms(arguments.review, SIZE, MENTIONS, arguments.stances or 10)
    if arguments.json:
        json.dump(found, sys.stdout, indent=2)
        print()
        return
    for name, value in found.items():
        print(f"{name:<20} {value}")


if __name__ == "__main__":
    main()
