"""How the score grows with the training articles: as SVG, and as lines for the terminal.

The same points give the same bytes: no date, no id drawn at random, no font measured.
"""

from __future__ import annotations

from dataclasses import dataclass

from annotator.domain.agreement.measure import Estimate, Measure, value_of
from annotator.domain.counted import counted

CURVE = "learning.svg"
_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT, _BOTTOM = 560, 300, 60, 30, 20, 45
_TRAINED, _UNTRAINED = "#4477AA", "#AA3377"
_BAR_CELLS = 40


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """The F1 on the test split of an extractor trained on so many articles with so many names."""

    articles: int
    mentions: int
    f1: Measure


@dataclass(frozen=True, slots=True)
class Curve:
    """The points by size, and the F1 of the untrained suggester on the same test split."""

    points: tuple[CurvePoint, ...]
    untrained: Measure | None


def learning_curve(curve: Curve) -> str:
    """The curve with the interval of each point, and the untrained suggester as a dashed line."""
    parts = [_axis(step / 5) for step in range(6)]
    parts.append(_words(_LEFT, 18, "F1 of named mentions on the test split"))
    most = max((point.articles for point in curve.points), default=1)
    places = [(point, _across(point.articles, most)) for point in curve.points]
    line = [(x, value) for point, x in places if (value := value_of(point.f1)) is not None]
    if len(line) > 1:
        path = " ".join(f"{x},{_down(value)}" for x, value in line)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{_TRAINED}"/>')
    for point, x in places:
        parts += _point(point, x)
    untrained = None if curve.untrained is None else value_of(curve.untrained)
    if untrained is not None:
        y = _down(untrained)
        parts.append(
            f'<line x1="{_LEFT}" y1="{y}" x2="{_WIDTH - _RIGHT}" y2="{y}" stroke="{_UNTRAINED}" '
            'stroke-dasharray="6 4"/>'
        )
        parts.append(_words(_LEFT + 6, y - 5, f"untrained suggester {untrained:.3f}"))
    parts.append(_words(_LEFT, _HEIGHT - 8, "training articles (95 % intervals over articles)"))
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}" '
        f'viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" font-size="11">'
    )
    background = f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#FFFFFF"/>'
    return "\n".join((head, background, *parts, "</svg>", ""))


def curve_rows(curve: Curve) -> list[tuple[str, str, str]]:
    """For the terminal: what was trained on, a bar as long as the F1, and the F1."""
    rows = [
        (
            f"{counted(point.articles, 'article')}, {counted(point.mentions, 'name')}",
            _bar(point.f1),
            told(point.f1),
        )
        for point in curve.points
    ]
    if curve.untrained is not None:
        rows.append(("untrained suggester", _bar(curve.untrained), told(curve.untrained)))
    return rows


def told(measure: Measure) -> str:
    """A value with its interval, or why there is none."""
    if not isinstance(measure, Estimate):
        return f"n/a ({measure.reason.value})"
    if measure.interval is None:
        return f"{measure.value:.3f} (no interval: too few articles, or all alike)"
    return f"{measure.value:.3f} [{measure.interval.low:.3f}, {measure.interval.high:.3f}]"


def _bar(measure: Measure) -> str:
    return "█" * round(_BAR_CELLS * (value_of(measure) or 0.0))


def _point(point: CurvePoint, x: float) -> list[str]:
    value = value_of(point.f1)
    if value is None or not isinstance(point.f1, Estimate):
        return []
    y = _down(value)
    parts = [f'<circle cx="{x}" cy="{y}" r="3.5" fill="{_TRAINED}"/>']
    if point.f1.interval is not None:
        low, high = _down(point.f1.interval.low), _down(point.f1.interval.high)
        parts.append(f'<line x1="{x}" y1="{low}" x2="{x}" y2="{high}" stroke="{_TRAINED}"/>')
    parts.append(_words(x - 34, y + 16, f"{value:.3f}"))
    parts.append(_words(x - 8, _HEIGHT - _BOTTOM + 16, str(point.articles)))
    return parts


def _axis(value: float) -> str:
    y = _down(value)
    line = f'<line x1="{_LEFT}" y1="{y}" x2="{_WIDTH - _RIGHT}" y2="{y}" stroke="#DDDDDD"/>'
    return line + _words(_LEFT - 28, y + 4, f"{value:.1f}")


def _across(articles: int, most: int) -> float:
    return round(_LEFT + 20 + (_WIDTH - _LEFT - _RIGHT - 40) * articles / most, 1)


def _down(value: float) -> float:
    return round(_TOP + (_HEIGHT - _TOP - _BOTTOM) * (1.0 - value), 1)


def _words(x: float, y: float, words: str) -> str:
    return f'<text x="{round(x, 1)}" y="{round(y, 1)}">{words}</text>'
