"""How many wrong labels are found: `python -m benchmarks.quality [FILE] [--json]`.

Gives a share of the names of WikiNEuRal-fr another label by chance, a few sentences an article, and
looks for them again: precision and recall of the likely label errors.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from types import MappingProxyType

from annotator.domain.items import Decision, Item, Mention
from annotator.domain.layer import Author, Layer, Role
from annotator.domain.quality import Finished, QualityKind, findings
from benchmarks.names import Sentence, sentences

FILE = Path("../shared/data/wikineural_fr/test.conllu")
_LABELS = ("PER", "LOC", "ORG")
_SENTENCES = 20


def articles(
    texts: Sequence[Sentence], share: float
) -> tuple[list[Finished], set[tuple[str, str]]]:
    """Layers of some sentences each, and the mentions (article, id) that were given a wrong label.

    `share` (0..1) of the names is wrong.
    """
    drawn = random.Random(20260105)
    works, wrong = [], set()
    for begin in range(0, len(texts), _SENTENCES):
        name, items, at = f"a{begin}", dict[str, Item](), 0
        for sentence in texts[begin : begin + _SENTENCES]:
            for start, end, gold in sorted(sentence.gold):
                identifier, label = f"m{len(items) + 1}", gold
                if drawn.random() < share:
                    label = drawn.choice([other for other in _LABELS if other != gold])
                    wrong.add((name, identifier))
                items[identifier] = Mention(
                    id=identifier,
                    start=at + start,
                    end=at + end,
                    quote=sentence.text[start:end],
                    label=label,
                    decision=Decision.ADDED,
                )
            at += len(sentence.text) + 1
        layer = Layer(name, Author(Role.ANNOTATOR, "a"), items=MappingProxyType(items))
        works.append(Finished(layer, at // 6, None, {}))
    return works, wrong


def main() -> None:
    """Spoil labels, look for them, print how many were found."""
    parser = argparse.ArgumentParser(prog="benchmarks.quality", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=FILE)
    parser.add_argument("--sentences", type=int, default=11_000)
    parser.add_argument("--wrong", type=float, default=0.03, help="share of wrong labels")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    works, wrong = articles(list(islice(sentences(options.file), options.sentences)), options.wrong)
    begun = time.perf_counter()
    found = {(f.article, f.item) for f in findings(works) if f.kind is QualityKind.LABEL}
    seconds = time.perf_counter() - begun
    names = sum(len(work.layer.items) for work in works)
    right = sum(one in found for one in wrong)
    result = {
        "names": names,
        "wrong": len(wrong),
        "found": len(found),
        "precision": right / max(1, len(found)),
        "recall": right / max(1, len(wrong)),
        "seconds": seconds,
    }
    if options.json:
        print(json.dumps(result))
    else:
        print("  ".join(f"{name} {value:.3g}" for name, value in result.items()))


if __name__ == "__main__":
    main()
