"""Names by model and by rules on public gold: `python -m benchmarks.names FILE... [--json]`.

Takes files of one token a line with a BIO tag (CoNLL-U like WikiNEuRal, HIPE's TSV, Europeana) and
compares the raw model with the rules built on it, in one run: exact span and PER / LOC / ORG,
states and cities counted as places as in those files. Sentences are texts of their own.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from annotator.domain.suggestion import FILLED_IN
from annotator.suggest.engine import Engine, load_engine
from annotator.suggest.protocol import Suggest

LABELS = {"PER": "PER", "LOC": "LOC", "ORG": "ORG", "GPE": "LOC", "pers": "PER", "loc": "LOC"}
LABELS |= {"org": "ORG", "P": "PER", "L": "LOC", "O": "ORG"}
_LONGEST = 300
"""Tokens after which a file without sentences is cut."""
_TAG = re.compile(r"([BI])-([A-Za-z]+)")
Found = frozenset[tuple[int, int, str]]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text and its gold names, in code points."""

    text: str
    gold: Found


def sentences(path: Path, labels: Mapping[str, str] = LABELS) -> Iterator[Sentence]:
    """The sentences of a file; a blank line, or HIPE's sentence mark, ends one.

    `labels` says what the file's labels stand for; others are left out.
    """
    tokens: list[tuple[str, str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t") if "\t" in line else line.split(" ")
        if line.startswith(("#", "TOKEN")):
            continue
        if len(cells) < 2:
            yield from _sentence(tokens, labels)
            tokens = []
            continue
        at = 1 if cells[0].isdigit() and len(cells) == 3 and _is_tag(cells[2]) else 0
        tokens.append((cells[at], cells[at + 1]))
        if "EndOfSentence" in cells[-1] or len(tokens) >= _LONGEST:
            yield from _sentence(tokens, labels)
            tokens = []
    yield from _sentence(tokens, labels)


def _is_tag(cell: str) -> bool:
    return cell == "O" or _TAG.match(cell) is not None


def _sentence(tokens: Sequence[tuple[str, str]], labels: Mapping[str, str]) -> Iterator[Sentence]:
    text, last = "", ""
    spans: list[tuple[int, int, str]] = []
    for token, tag in tokens:
        text += "" if not text or text.endswith(("'", "’")) else " "
        match, start = _TAG.match(tag), len(text)
        text += token
        label = match.group(2) if match else ""
        if match and match.group(1) == "I" and label == last and spans:
            spans[-1] = (spans[-1][0], len(text), spans[-1][2])
        elif label in labels:
            spans.append((start, len(text), labels[label]))
        last = label
    if text:
        yield Sentence(text, frozenset(spans))


def measure(engine: Engine, texts: Sequence[Sentence]) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 of the raw model and of the rules."""
    from annotator.suggest.reading import read

    counts = {"model": [0, 0, 0], "rules": [0, 0, 0]}
    asked = [Suggest(str(n), s.text, ()) for n, s in enumerate(texts)]
    for sentence, (found, stored) in zip(texts, engine.suggest_all(asked), strict=True):
        reading = read(sentence.text, engine.gazetteer.names)
        parse = engine.pipeline.restored(stored or b"", reading)
        raw = () if parse is None else parse.raw_spans(reading)
        model = frozenset((r.start, r.end, r.label) for r in raw if r.label in LABELS)
        rules = frozenset(
            (m.start, m.end, LABELS[m.label])
            for m in found.mentions
            if m.p >= FILLED_IN and m.kind == "named" and m.label in LABELS
        )
        for name, spans in (("model", model), ("rules", rules)):
            counts[name][0] += len(spans & sentence.gold)
            counts[name][1] += len(spans)
            counts[name][2] += len(sentence.gold)
    return {name: _scores(*numbers) for name, numbers in counts.items()}


def _scores(right: int, found: int, gold: int) -> dict[str, float]:
    precision, recall = right / max(1, found), right / max(1, gold)
    f1 = 2 * right / max(1, found + gold)
    return {"precision": precision, "recall": recall, "f1": f1, "n": gold}


def main() -> None:
    """Measure the files named on the command line."""
    parser = argparse.ArgumentParser(prog="benchmarks.names", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--scheme", default="news-fr")
    parser.add_argument("--sentences", type=int, default=3000, help="at most so many of a file")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    engine = load_engine(options.scheme)
    results = {
        path.name: measure(engine, list(islice(sentences(path), options.sentences)))
        for path in options.files
    }
    if options.json:
        print(json.dumps(results))
        return
    for name, result in results.items():
        for who, scores in result.items():
            figures = "  ".join(f"{key} {scores[key]:.3f}" for key in ("precision", "recall", "f1"))
            print(f"{name:24} {who:6} {figures}  n {scores['n']}")


if __name__ == "__main__":
    main()
