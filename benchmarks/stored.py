"""Starts and acts with many articles stored, beside the same with one, in turn.

    python -m benchmarks.stored [--articles 100000] [--rounds 5] [--folder DIR] [--json]

The many are finished by somebody else, with mentions and stances, and stand in the queue before the
one on the screen. The machine changes its speed from one second to the next: both programs are
started and asked in turn, and the ratio is that of the medians.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from benchmarks.big_project import fill
from benchmarks.program import PREPARE, add_synthetic, measure_acts

ARTICLE = (10_000, 1_000)
"""The article on the screen: code points, and mentions enough for every press to do something."""
PRESSES = 12
"""Presses of each act in one round."""
FIRST_FRAME, FIRST_ARTICLE = "first frame", "first article"

Times: TypeAlias = Mapping[str, Sequence[float]]
"""Milliseconds of every press, by act."""


def main() -> None:
    """Fill, measure in turn, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000, help="stored articles")
    parser.add_argument("--rounds", type=int, default=5, help="starts of each program")
    parser.add_argument("--folder", type=Path, help="keep both databases here, or take them")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        databases = folder / "one.db", folder / "annotator.db"
        if not databases[1].exists():
            fill(folder, options.articles)
            for database in databases:
                add_synthetic(database, *ARTICLE)
        times = measured(databases, options.rounds)
    rows = [(act, _figures(times[0][act]), _figures(times[1][act])) for act in times[0]]
    if options.json:
        print(json.dumps([{"act": a, "one": o, "many": m} for a, o, m in rows], indent=1))
        return
    for act, alone, stored in rows:
        print(
            f"{act:13}  one: p50 {alone['p50_ms']:7.1f}  p95 {alone['p95_ms']:7.1f} ms   "
            f"{options.articles:,}: p50 {stored['p50_ms']:7.1f}  p95 {stored['p95_ms']:7.1f} ms   "
            f"ratio {stored['p50_ms'] / alone['p50_ms']:.2f}"
        )


def measured(databases: Sequence[Path], rounds: int) -> list[Times]:
    """Milliseconds of starts and acts on each database, the programs started in turn."""
    times: list[dict[str, list[float]]] = [defaultdict(list) for _ in databases]
    for done in range(rounds):
        for place, database in enumerate(databases):
            run = measure_acts(database, PRESSES)
            found = times[place]
            found[FIRST_FRAME].append(run.first_frame_ms)
            found[FIRST_ARTICLE].append(run.first_article_ms)
            for act, answers in run.answers.items():
                if act != PREPARE:
                    found[act].extend(answer.ms for answer in answers)
        print(f"round {done + 1} of {rounds}", file=sys.stderr)
    return list(times)


def _figures(times: Sequence[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "n": len(ordered),
        "p50_ms": round(statistics.median(ordered), 2),
        "p95_ms": round(ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], 2),
    }


if __name__ == "__main__":
    main()
