"""A plot of how labels are distributed over the splits, as SVG text.

The same counts give the same bytes: no date, no id drawn at random, no font measured.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from annotator.domain.export_counts import ExportCounts
from annotator.domain.scheme import Scheme
from annotator.domain.splits import Split

PLOT = "labels.svg"

_COLOURS = {Split.TRAIN: "#4477AA", Split.VALIDATION: "#CCBB44", Split.TEST: "#AA3377"}
_NAMES_WIDTH, _BARS_WIDTH, _NUMBER_WIDTH = 130, 420, 70
_BAR, _GAP, _TOP = 11, 9, 40


def label_plot(counts: ExportCounts, scheme: Scheme) -> str:
    """Horizontal bars: each label's share of its split's mentions or stances, with its count."""
    splits = [split for split, size in counts.splits.items() if size.documents]
    mentions = {split: counts.splits[split].mentions for split in splits}
    stances = {split: counts.splits[split].stances for split in splits}
    top, parts = _TOP, _legend(splits)
    for heading, labels, found in (
        ("mentions", scheme.entity_labels, mentions),
        ("stances", scheme.stance_labels, stances),
    ):
        if any(by_label for by_label in found.values()):
            parts.append(_text(4, top + 10, f"{heading}, share of their split", bold=True))
            drawn, top = _bars(labels, splits, found, top + 20)
            parts += drawn
    width = _NAMES_WIDTH + _BARS_WIDTH + _NUMBER_WIDTH
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{top + 10}" '
        f'viewBox="0 0 {width} {top + 10}" font-family="sans-serif" font-size="11">'
    )
    background = f'<rect width="{width}" height="{top + 10}" fill="#FFFFFF"/>'
    return "\n".join((head, background, *parts, "</svg>", ""))


def _legend(splits: Sequence[Split]) -> list[str]:
    parts: list[str] = []
    for place, split in enumerate(splits):
        left = _NAMES_WIDTH + 110 * place
        parts.append(_bar(left, 12, 12, split))
        parts.append(_text(left + 17, 22, split.value))
    return parts


def _bars(
    labels: Sequence[str],
    splits: Sequence[Split],
    found: Mapping[Split, Mapping[str, int]],
    top: int,
) -> tuple[list[str], int]:
    """The bars of one table, and where the next one begins."""
    parts: list[str] = []
    for label in labels:
        middle = top + (_BAR * len(splits)) // 2 + 4
        parts.append(_text(4, middle, label))
        for split in splits:
            count, total = found[split].get(label, 0), sum(found[split].values())
            width = round(_BARS_WIDTH * count / total, 1) if total else 0.0
            parts.append(_bar(_NAMES_WIDTH, top, width, split))
            parts.append(_text(_NAMES_WIDTH + width + 5, top + _BAR - 2, str(count)))
            top += _BAR
        top += _GAP
    return parts, top + _GAP


def _bar(left: float, top: float, width: float, split: Split) -> str:
    return (
        f'<rect x="{left}" y="{top}" width="{width}" height="{_BAR - 1}" fill="{_COLOURS[split]}"/>'
    )


def _text(left: float, base: float, words: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{left}" y="{base}"{weight}>{escape(words)}</text>'
