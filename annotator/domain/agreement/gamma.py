"""Gamma: agreement on spans that may overlap and nest, position and label together.

Mathet, Widlöcher & Métivier 2015 (Computational Linguistics 41(3)): the units of all annotators are
aligned so that the disorder is least; gamma is 1 - observed / expected disorder, the expectation
by shuffled readings. It depends on alpha, beta, delta_empty and the sampler: name them with it.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import TypeAlias

import numpy as np

from annotator.domain.agreement.measure import Estimate, Measure, Reason, Undefined


@dataclass(frozen=True, slots=True, order=True)
class Placed:
    """A unit of one annotator: a half-open range and its label."""

    start: float
    end: float
    label: str


Reading: TypeAlias = Sequence[Placed]
Alignment: TypeAlias = tuple[Placed | None, ...]
"""One unit of each annotator at most: what they say about the same thing."""

_TRIES = 20
"""Draws of a cut that keeps its distance from the others; a short text may have no room for it."""
_FEWER_PARTS = 1e-7
"""Added to the cost of a part: of alignments of equal disorder the one with fewest parts."""


@dataclass(frozen=True, slots=True)
class Dissimilarity:
    """How unlike two units are (section 4): `alpha` times position plus `beta` times label.

    `delta_empty` is the cost of leaving a unit alone; `labels` the dissimilarity of two labels,
    by default 0 for equal and 1 for different ones.
    """

    alpha: float = 1.0
    beta: float = 1.0
    delta_empty: float = 1.0
    labels: Mapping[tuple[str, str], float] | None = None

    def position(self, a: Placed, b: Placed) -> float:
        """Squared distance of the ends relative to the lengths (section 4.2.1)."""
        apart = abs(a.start - b.start) + abs(a.end - b.end)
        return (apart / (a.end - a.start + b.end - b.start)) ** 2 * self.delta_empty

    def label(self, a: Placed, b: Placed) -> float:
        """Dissimilarity of the labels (section 4.2.2)."""
        if self.labels is not None:
            return self.labels[a.label, b.label] * self.delta_empty
        return (a.label != b.label) * self.delta_empty

    def combined(self, a: Placed, b: Placed) -> float:
        """Both, weighted (section 4.2.3)."""
        return self.alpha * self.position(a, b) + self.beta * self.label(a, b)

    def disorder(self, alignment: Alignment) -> float:
        """The mean over the pairs of annotators (section 4.3)."""
        pairs = list(combinations(alignment, 2))
        total = sum(
            self.delta_empty if a is None or b is None else self.combined(a, b) for a, b in pairs
        )
        return total / len(pairs)


def best_alignment(readings: Sequence[Reading], distance: Dissimilarity) -> list[Alignment]:
    """The alignment of least disorder, every unit in exactly one part of it (section 4.4)."""
    if len(readings) == 2:
        return _best_of_two(readings[0], readings[1], distance)
    return _best_of_many(readings, distance)


def observed_disorder(readings: Sequence[Reading], distance: Dissimilarity) -> float | None:
    """The disorder of the best alignment per unit of the average annotator; None without units."""
    units = sum(map(len, readings))
    if not units:
        return None
    total = sum(distance.disorder(part) for part in best_alignment(readings, distance))
    return total / (units / len(readings))


def gamma(
    readings: Sequence[Reading], distance: Dissimilarity, *, samples: int = 30, seed: int = 1
) -> Measure:
    """Gamma (section 5), the expected disorder from `samples` shuffled readings (5.2).

    Undefined without units and with fewer than two annotators. A fixed `seed`: the same readings
    give the same figure.
    """
    if len(readings) < 2:
        return Undefined(Reason.ONE_ANNOTATOR)
    observed = observed_disorder(readings, distance)
    if observed is None:
        return Undefined(Reason.NOTHING_MARKED)
    source = random.Random(seed)  # noqa: S311  # a sampler, no secret
    used = [reading for reading in readings if reading]
    drawn = [
        observed_disorder(_shuffled(source, used, len(readings)), distance) for _ in range(samples)
    ]
    values = [value for value in drawn if value is not None]
    expected = sum(values) / len(values)
    if not expected:
        return Estimate(1.0) if not observed else Undefined(Reason.NOTHING_MATCHED)
    return Estimate(1 - observed / expected)


def _shuffled(
    source: random.Random, readings: Sequence[Reading], annotators: int
) -> list[list[Placed]]:
    """As many readings, each a random annotator's units cut at a random place and turned round.

    No two are cut within an average unit's length of each other (5.2), or two shuffles of one
    reading would agree by more than chance.
    """
    low = min(unit.start for reading in readings for unit in reading)
    high = max(unit.end for reading in readings for unit in reading)
    lengths = [unit.end - unit.start for reading in readings for unit in reading]
    apart = sum(lengths) / len(lengths)
    cuts: list[float] = []
    for _ in range(annotators):
        cut = source.uniform(low, high)
        for _ in range(_TRIES):
            if all(abs(cut - other) >= apart for other in cuts):
                break
            cut = source.uniform(low, high)
        cuts.append(cut)
    return [_turned(source.choice(readings), cut - low, high, high - low) for cut in cuts]


def _turned(reading: Reading, shift: float, high: float, length: float) -> list[Placed]:
    moved = []
    for unit in reading:
        back = length if unit.start + shift >= high else 0.0
        moved.append(Placed(unit.start + shift - back, unit.end + shift - back, unit.label))
    return sorted(moved)


def _best_of_two(a: Reading, b: Reading, distance: Dissimilarity) -> list[Alignment]:
    """Exact, as an assignment in which a unit may also stay alone."""
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415  # slow, no screen needs it

    alone = distance.delta_empty
    gain = np.array([[2 * alone - distance.combined(x, y) for y in b] for x in a])
    gain = np.maximum(gain.reshape(len(a), len(b)), 0.0)
    rows, columns = linear_sum_assignment(gain, maximize=True)
    pairs = [(int(r), int(c)) for r, c in zip(rows, columns, strict=True) if gain[r, c] > 0]
    taken_a, taken_b = {r for r, _ in pairs}, {c for _, c in pairs}
    alignment: list[Alignment] = [(a[r], b[c]) for r, c in pairs]
    alignment += [(x, None) for n, x in enumerate(a) if n not in taken_a]
    alignment += [(None, y) for n, y in enumerate(b) if n not in taken_b]
    return alignment


def _best_of_many(readings: Sequence[Reading], distance: Dissimilarity) -> list[Alignment]:
    """Exact, as a set partition by integer programming; for small numbers of units."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415  # slow to import

    first = np.cumsum([0, *map(len, readings)])
    if not first[-1]:
        return []
    options: list[Alignment] = []
    costs: list[float] = []
    members: list[list[int]] = []
    for places in product(*([None, *range(len(reading))] for reading in readings)):
        chosen = [(r, n) for r, n in enumerate(places) if n is not None]
        part = tuple(None if n is None else readings[r][n] for r, n in enumerate(places))
        # Dearer than leaving each of its units alone: never in a best alignment.
        if not chosen or (cost := distance.disorder(part)) > len(chosen) * distance.delta_empty:
            continue
        options.append(part)
        costs.append(cost + _FEWER_PARTS)
        members.append([int(first[r]) + n for r, n in chosen])
    cover = np.zeros((int(first[-1]), len(options)))
    for column, rows in enumerate(members):
        cover[rows, column] = 1
    solved = milp(
        np.array(costs),
        constraints=LinearConstraint(cover, 1, 1),
        integrality=np.ones(len(options)),
        bounds=Bounds(0, 1),
    )
    return [options[n] for n in np.flatnonzero(np.round(solved.x))]
