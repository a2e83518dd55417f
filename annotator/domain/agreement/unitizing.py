"""Krippendorff's alpha for unitizing: agreement on where the units of a label begin and end.

Krippendorff 2004, Content Analysis (2nd ed.), section 11.6, with the corrected expected
disagreement. Each label has its own continuum; lengths count squared, so long units dominate. Units
of one label in one reading must not overlap: the measure is not defined for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.domain.agreement.measure import Estimate, Measure, Reason, Undefined


@dataclass(frozen=True, slots=True)
class Unit:
    """What an annotator (a number from 0) marked: a half-open range and its label."""

    rater: int
    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Section:
    """A unit, or a gap between units: where it begins and how long it is."""

    start: int
    length: int
    is_unit: bool


@dataclass(frozen=True, slots=True)
class Continuum:
    """What was to be divided into units: its begin, its length, and by how many annotators."""

    start: int
    length: int
    raters: int


@dataclass(frozen=True, slots=True)
class Disagreements:
    """Observed and expected disagreement of one label."""

    observed: float
    expected: float

    @property
    def alpha(self) -> Measure:
        """1 - observed / expected; undefined where nothing could disagree."""
        if not self.expected:
            return Undefined(Reason.NOTHING_MARKED)
        return Estimate(1 - self.observed / self.expected)


def section_distance(a: Section, b: Section) -> int:
    """How far two sections differ (Krippendorff 2004, p. 253): squared, 0 for what can't meet."""
    if a.is_unit and b.is_unit:
        if -a.length < a.start - b.start < b.length:
            ends = a.start + a.length - b.start - b.length
            return int((a.start - b.start) ** 2 + ends**2)
        return 0
    for unit, gap in ((a, b), (b, a)):
        if unit.is_unit and not gap.is_unit:
            return unit.length**2 if gap.length - unit.length >= unit.start - gap.start >= 0 else 0
    return 0


def alpha_u(units: Sequence[Unit], continuum: Continuum, label: str | None = None) -> Measure:
    """Alpha over all labels, or of one (Krippendorff 2004, p. 254)."""
    labels = sorted({unit.label for unit in units}) if label is None else [label]
    if continuum.raters < 2:
        return Undefined(Reason.ONE_ANNOTATOR)
    parts = [label_disagreements(units, continuum, each) for each in labels]
    if any(part is None for part in parts):
        return Undefined(Reason.OVERLAP)
    found = [part for part in parts if part is not None]
    return Disagreements(
        sum(part.observed for part in found), sum(part.expected for part in found)
    ).alpha


def label_disagreements(
    units: Sequence[Unit], continuum: Continuum, label: str
) -> Disagreements | None:
    """Observed and expected disagreement of one label; None where its units overlap."""
    of_label = [unit for unit in units if unit.label == label]
    sections = [_sections(of_label, continuum, rater) for rater in range(continuum.raters)]
    rows = [row for row in sections if row is not None]
    if len(rows) < len(sections):
        return None
    return Disagreements(_observed(rows, continuum), _expected(of_label, continuum))


def _sections(units: Sequence[Unit], continuum: Continuum, rater: int) -> list[Section] | None:
    """One annotator's units and the gaps between them; None where units overlap."""
    sections, at = [], continuum.start
    for unit in sorted((u for u in units if u.rater == rater), key=lambda u: (u.start, u.end)):
        if unit.start < at:
            return None
        if unit.start > at:
            sections.append(Section(at, unit.start - at, is_unit=False))
        sections.append(Section(unit.start, unit.end - unit.start, is_unit=True))
        at = unit.end
    end = continuum.start + continuum.length
    if at < end:
        sections.append(Section(at, end - at, is_unit=False))
    return sections


def _observed(rows: Sequence[Sequence[Section]], continuum: Continuum) -> float:
    total = sum(
        section_distance(a, b)
        for i, row in enumerate(rows)
        for j, other in enumerate(rows)
        if i != j
        for a in row
        for b in other
    )
    m = continuum.raters
    return total / (m * (m - 1) * continuum.length**2)


def _expected(units: Sequence[Unit], continuum: Continuum) -> float:
    """What random placement of the same units and gaps would give (2004, p. 253).

    A unit of length b meets every other unit, and every gap that is long enough to hold it.
    """
    size, m = continuum.length, continuum.raters
    gaps = [
        section.length
        for rater in range(m)
        for section in _sections(units, continuum, rater) or ()
        if not section.is_unit
    ]
    total = 0.0
    for unit in units:
        b = unit.end - unit.start
        total += (len(units) - 1) / 3 * (2 * b**3 - 3 * b**2 + b)
        total += b**2 * sum(gap - b + 1 for gap in gaps if gap >= b)
    lengths = sum((unit.end - unit.start) * (unit.end - unit.start - 1) for unit in units)
    pairs = m * size * (m * size - 1) - lengths
    return 2 / size * total / pairs if pairs else 0.0
