"""Whether probabilities hold, and the points that make them: `python -m benchmarks.calibration`.

Takes native JSONL files of gold; each file weighs the same. Counts how often suggestions of each
number that rules give are right, smooths the counts towards the number itself (Beta prior) and
makes them rise (isotonic regression, candidates and filled-in suggestions apart). Errors are of
each article with the points of all other articles. `--points` prints the points of all for the
`[calibration]` of a gazetteer (mentions) or of stance frames.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from annotator.domain.calibration import Prediction, reliability
from annotator.domain.evaluation import LabelledSpan, named_spans
from annotator.domain.items import MentionKind
from annotator.domain.scheme import Scheme
from annotator.domain.stance_matching import match_stances
from annotator.domain.suggestion import CANDIDATE, FILLED_IN, Suggestions
from annotator.exchange.native_reader import read_native
from annotator.exchange.native_record import NativeRecord
from annotator.project.evaluating import stance_comparison
from annotator.resources import load_scheme
from annotator.suggest.calibrated import UNCHANGED, Calibration
from annotator.suggest.engine import Engine, load_engine

_EDGES = (0.2, 0.3, 0.4, 0.5, 0.58, 0.66, 0.75, 0.86, 0.92, 1.01)
_PRIOR = 4.0
"""Suggestions that the number itself weighs as much as."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A suggestion: the article it is of, the number of its rule, whether it is right."""

    article: str
    p: float
    is_right: bool
    weight: float


def uncalibrated(engine: Engine) -> Engine:
    """The engine with the numbers of its rules."""
    frames = engine.frames
    return replace(
        engine,
        gazetteer=replace(engine.gazetteer, calibration=UNCHANGED),
        frames=None if frames is None else replace(frames, calibration=UNCHANGED),
    )


def judged(
    engine: Engine, scheme: Scheme, files: Sequence[Path]
) -> tuple[list[Judged], list[Judged]]:
    """The suggested mentions and stances of the files' articles."""
    mentions: list[Judged] = []
    stances: list[Judged] = []
    for file in files:
        records = [r for r in read_native(file, scheme) if isinstance(r, NativeRecord)]
        own: tuple[list[tuple[str, float, bool]], list[tuple[str, float, bool]]] = ([], [])
        for record in records:
            found = engine.suggest(record.article.text, None, [], None)[0]
            name = record.article.id
            own[0].extend((name, p, right) for p, right in _mentions(scheme, record, found))
            own[1].extend((name, p, right) for p, right in _stances(record, found))
        for rows, into in zip(own, (mentions, stances), strict=True):
            into += [Judged(name, p, right, 1 / len(rows)) for name, p, right in rows]
    return mentions, stances


def _mentions(
    scheme: Scheme, record: NativeRecord, found: Suggestions
) -> Iterator[tuple[float, bool]]:
    gold = named_spans(record.mentions, scheme.named_labels)
    for m in found.mentions:
        if m.kind is MentionKind.NAMED and m.label in scheme.named_labels and m.p >= CANDIDATE:
            yield m.p, LabelledSpan(m.start, m.end, m.label) in gold


def _stances(record: NativeRecord, found: Suggestions) -> Iterator[tuple[float, bool]]:
    one = stance_comparison(record, found)
    shown = [view for view in one.predicted if view.p >= CANDIDATE]
    right = {id(view) for _, view in match_stances(one.gold, shown)}
    for view in shown:
        yield view.p, id(view) in right


def fitted(rows: Sequence[Judged]) -> Calibration:
    """The points of these suggestions; candidates and filled-in ones are fitted apart."""
    points: list[tuple[float, float]] = []
    for low, high in ((CANDIDATE, FILLED_IN), (FILLED_IN, 1.01)):
        points += _rising([row for row in rows if low <= row.p < high])
    return Calibration(tuple(points))


def _rising(rows: Sequence[Judged]) -> Iterator[tuple[float, float]]:
    from sklearn.isotonic import IsotonicRegression

    means, shares, weights = [], [], []
    mean_weight = sum(row.weight for row in rows) / max(1, len(rows))
    for low, high in pairwise(_EDGES):
        own = [row for row in rows if low <= row.p < high]
        if not own:
            continue
        total = sum(row.weight for row in own) / mean_weight
        mean = sum(row.p * row.weight for row in own) / mean_weight / total
        right = sum(row.weight for row in own if row.is_right) / mean_weight
        means.append(mean)
        shares.append((right + _PRIOR * mean) / (total + _PRIOR))
        weights.append(total)
    if not means:
        return
    rising = IsotonicRegression().fit_transform(means, shares, sample_weight=weights)
    for mean, share in zip(means, rising, strict=True):
        yield round(mean, 3), round(float(share), 3)


def crossed(rows: Sequence[Judged]) -> Iterator[Prediction]:
    """Each suggestion with the probability that all other articles give it."""
    for article in sorted({row.article for row in rows}):
        calibration = fitted([row for row in rows if row.article != article])
        for row in rows:
            if row.article == article:
                yield Prediction(calibration.of(row.p), row.is_right)


def _line(name: str, predictions: Iterable[Prediction]) -> str:
    table = reliability(list(predictions))
    bins = "  ".join(f"{b.mean:.2f}>{b.right:.2f} ({b.n})" for b in table.bins)
    return f"{name:22} error {table.error or 0:.3f}  Brier {table.brier or 0:.3f}  {bins}"


def main() -> None:
    """Measure the files named on the command line."""
    parser = argparse.ArgumentParser(prog="benchmarks.calibration", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--scheme", default="news-fr")
    parser.add_argument("--points", action="store_true", help="print the points of all articles")
    options = parser.parse_args()
    engine = uncalibrated(load_engine(options.scheme))
    found = judged(engine, load_scheme(options.scheme), options.files)
    for name, rows in zip(("mentions", "stances"), found, strict=True):
        if not rows:
            continue
        print(_line(f"{name} by rules", (Prediction(r.p, r.is_right) for r in rows)))
        print(_line(f"{name} calibrated", crossed(rows)))
        if options.points:
            points = fitted(rows).points
            print(f"from = {[a for a, _ in points]}")
            print(f"to = {[b for _, b in points]}")


if __name__ == "__main__":
    main()
