"""Near-copies on generated wire copy: recall, precision, leakage of splits, time and memory.

python -m benchmarks.near_duplicates [--articles 2000] [--json]
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from annotator.domain.near_duplicates import CONTAINMENT, NearDuplicates
from annotator.domain.splits import Split, plan_splits
from benchmarks.wire_copies import wire_articles


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Near-copies on generated wire copy.")
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    found = measured(chosen.articles, chosen.seed)
    if chosen.json:
        sys.stdout.write(json.dumps(found, indent=2) + "\n")
    else:
        for name, value in found.items():
            print(
                f"{name:<42}{value:>12.4g}"
                if isinstance(value, float)
                else f"{name:<42}{value:>12}"
            )
    return 0


def measured(articles: int, seed: int) -> dict[str, float | int]:
    """The figures by name."""
    index, stories = NearDuplicates(), {}
    seconds = busy = 0.0
    for article in wire_articles(articles, seed=seed):
        stories[article.id] = article.story
        begin, cpu = time.perf_counter(), time.process_time()
        index.add(article.id, article.text)
        seconds += time.perf_counter() - begin
        busy += time.process_time() - cpu
    begin, cpu = time.perf_counter(), time.process_time()
    groups = index.groups()
    seconds += time.perf_counter() - begin
    busy += time.process_time() - cpu
    group_of = {member: n for n, group in enumerate(groups) for member in group.members}
    together = Counter((stories[i], group_of[i]) for i in stories)
    right = _pairs(together.values())
    true, claimed = (_pairs(Counter(by.values()).values()) for by in (stories, group_of))
    plan = plan_splits(groups, {}).splits
    names = sorted(stories)
    random.Random(seed).shuffle(names)
    train = int(len(names) * 0.8)
    plain = {i: Split.TRAIN if n < train else Split.TEST for n, i in enumerate(names)}
    return {
        "articles": articles,
        "threshold": CONTAINMENT,
        "copies in pairs": true,
        "recall of pairs": right / true if true else 1.0,
        "precision of pairs": right / claimed if claimed else 1.0,
        "test with a twin in train, by group": _leaking(plan, stories),
        "test with a twin in train, random": _leaking(plain, stories),
        "seconds": seconds,
        "seconds of processor": busy,
        "peak MB of the process": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def _leaking(splits: Mapping[str, Split], stories: Mapping[str, int]) -> float:
    """The share of test articles whose story is told in train as well."""
    told: dict[Split, set[int]] = defaultdict(set)
    for identifier, split in splits.items():
        told[split].add(stories[identifier])
    test = [i for i, split in splits.items() if split is Split.TEST]
    return sum(stories[i] in told[Split.TRAIN] for i in test) / len(test) if test else 0.0


if __name__ == "__main__":
    sys.exit(main())
