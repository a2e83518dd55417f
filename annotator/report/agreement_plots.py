"""Plots as inline SVG: values with intervals. Marks carry text, so that colour is never needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from annotator.domain.agreement.measure import Measure, Undefined

_NAME, _PLOT, _VALUE, _ROW = 220, 420, 170, 26


@dataclass(frozen=True, slots=True)
class PlotRow:
    """A name and its measure; one line of a plot."""

    name: str
    measure: Measure


def interval_plot(title: str, rows: Sequence[PlotRow]) -> str:
    """A dot for each value on a scale from 0 to 1, a whisker for its interval, the figure beside.

    What is undefined has its reason instead of a dot.
    """
    height = _ROW * (len(rows) + 2)
    width = _NAME + _PLOT + _VALUE
    parts = [
        (
            f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
            f'aria-label="{escape(title, quote=True)}">'
        )
    ]
    for tick in range(0, 11, 2):
        x = _x(tick / 10)
        parts.append(f'<line class="grid" x1="{x}" x2="{x}" y1="{_ROW}" y2="{height - _ROW}"/>')
        parts.append(f'<text class="tick" x="{x}" y="{height - 6}">{tick / 10:.1f}</text>')
    for number, row in enumerate(rows):
        parts += _row(row, _ROW * (number + 1) + _ROW // 2)
    return "".join([*parts, "</svg>"])


def _row(row: PlotRow, y: int) -> list[str]:
    parts = [f'<text class="name" x="{_NAME - 12}" y="{y + 5}">{escape(row.name)}</text>']
    if isinstance(row.measure, Undefined):
        reason = escape(f"n/a: {row.measure.reason.value}")
        return [*parts, f'<text class="reason" x="{_x(0) + 6}" y="{y + 5}">{reason}</text>']
    value, between = row.measure.value, row.measure.interval
    told = f"{value:.3f}"
    if between is not None:
        told += f" [{between.low:.2f} {between.high:.2f}]"
        low, high = _x(between.low), _x(between.high)
        parts.append(f'<line class="whisker" x1="{low}" x2="{high}" y1="{y}" y2="{y}"/>')
        parts += [
            f'<line class="whisker" x1="{x}" x2="{x}" y1="{y - 5}" y2="{y + 5}"/>'
            for x in (low, high)
        ]
    parts.append(f'<circle cx="{_x(value)}" cy="{y}" r="5"/>')
    parts.append(f'<text class="value" x="{_NAME + _PLOT + 12}" y="{y + 5}">{told}</text>')
    return parts


def _x(value: float) -> float:
    """The place of a value; what is below 0 stands at the left edge."""
    return round(_NAME + _PLOT * min(1.0, max(0.0, value)), 1)
