"""What fine-tuning on few sentences gives: `python -m benchmarks.training [FILE] [--json]`.

Trains with the `train.cfg` that exports carry, by `python -m spacy train`, on the first sentences
of WikiNEuRal-fr, and prints the F1 of the raw and of the tuned model on the same later sentences.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.exchange.spacy_config import CONFIG, train_config
from annotator.resources import load_scheme
from benchmarks.names import Sentence, sentences

if TYPE_CHECKING:
    from spacy.language import Language

FILE = Path("../shared/data/wikineural_fr/test.conllu")
_LABELS = {label: label for label in ("PER", "LOC", "ORG", "MISC")}
_DEV = 100


def write_docbin(texts: Sequence[Sentence], path: Path, nlp: Language) -> None:
    """The sentences as spaCy's own file, spans widened to whole tokens."""
    from spacy.tokens import DocBin
    from spacy.util import filter_spans

    docs = DocBin()
    for sentence in texts:
        doc = nlp.make_doc(sentence.text)
        spans = [
            doc.char_span(start, end, label=label, alignment_mode="expand")
            for start, end, label in sorted(sentence.gold)
        ]
        doc.set_ents(filter_spans([span for span in spans if span is not None]))
        docs.add(doc)
    docs.to_disk(path)


def f1(nlp: Language, texts: Sequence[Sentence]) -> float:
    """F1 of exact spans with their labels."""
    right = found = gold = 0
    for sentence, doc in zip(texts, nlp.pipe(one.text for one in texts), strict=True):
        spans = {(e.start_char, e.end_char, e.label_) for e in doc.ents}
        right += len(spans & sentence.gold)
        found += len(spans)
        gold += len(sentence.gold)
    return 2 * right / max(1, found + gold)


def measure(path: Path, train: int, test: int) -> dict[str, float]:
    """F1 of both models on the test sentences, and the seconds of training."""
    import spacy

    scheme = load_scheme()
    raw = spacy.load(scheme.pipeline, enable=["tok2vec", "ner"])
    texts = list(islice(sentences(path, _LABELS), train + _DEV + test))
    held_out = texts[train + _DEV :]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_docbin(texts[:train], folder / "train.spacy", raw)
        write_docbin(texts[train : train + _DEV], folder / "dev.spacy", raw)
        (folder / CONFIG).write_text(train_config(scheme), "utf-8")
        begun = time.perf_counter()
        files = ["--paths.train", "train.spacy", "--paths.dev", "dev.spacy", "--output", "out"]
        subprocess.run(
            [sys.executable, "-m", "spacy", "train", CONFIG, *files],
            cwd=folder,
            stdout=sys.stderr,
            check=True,
        )
        seconds = time.perf_counter() - begun
        tuned = f1(spacy.load(folder / "out" / "model-best"), held_out)
    return {
        "train": train,
        "test": len(held_out),
        "raw": f1(raw, held_out),
        "tuned": tuned,
        "seconds": seconds,
    }


def main() -> None:
    """Train and print both figures."""
    parser = argparse.ArgumentParser(prog="benchmarks.training", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=FILE)
    parser.add_argument("--train", type=int, default=100, help="sentences to train on")
    parser.add_argument("--test", type=int, default=1000, help="sentences to test on")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    result = measure(options.file, options.train, options.test)
    if options.json:
        print(json.dumps(result))
        return
    print(f"F1 on {result['test']} sentences: raw {result['raw']:.3f}, after {result['train']:.0f}")
    print(
        f"sentences {result['tuned']:.3f} ({result['tuned'] - result['raw']:+.3f}), "
        f"{result['seconds']:.0f} s of training"
    )


if __name__ == "__main__":
    main()
