"""Who stands where as a part of the report: a matrix with links to the sentences, contradictions.

Names and sentences are untrusted: they go through `display.shown`, then through HTML escaping.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from annotator.domain.counted import counted
from annotator.domain.display import shown
from annotator.domain.standpoints import SIDES, SIGNS, Saying, Standpoint, matrix_of, tally
from annotator.report.agreement_tables import Table

MOST_HOLDERS, MOST_TARGETS = 25, 12


def standpoint_table(found: Sequence[Standpoint], most: int | None = None) -> Table:
    """The pairs with their counts; `most` of them."""
    rows = tuple(
        (point.holder, point.target, *(str(point.counts.get(s, 0)) for s in SIGNS), _mark(point))
        for point in found[:most]
    )
    left = len(found) - len(rows)
    note = counted(left, "more pair") if left else ""
    return Table("Who stands where", ("holder", "target", *SIGNS, "outlets"), rows, note)


def standpoint_section(found: Sequence[Standpoint]) -> str:
    """The section of the page; nothing without a stance."""
    if not found:
        return ""
    places = {id(point): number for number, point in enumerate(found)}
    parts = [
        "<h2>Who stands where</h2>",
        '<p class="note">+ favor, − against, ○ neutral; each number leads to its sentences.</p>',
        _matrix(found, places),
        *_contradictions([point for point in found if point.is_contradicted], places),
        *(_sentences(point, places[id(point)]) for point in found),
    ]
    return "\n".join(parts)


def _matrix(found: Sequence[Standpoint], places: Mapping[int, int]) -> str:
    matrix = matrix_of(found, MOST_HOLDERS, MOST_TARGETS)
    head = "".join(f"<th>{_safe(name)}</th>" for name in matrix.targets)
    body = "".join(
        f"<tr><td>{_safe(holder)}</td>"
        + "".join(_cell(matrix.cells.get((row, n)), places) for n in range(len(matrix.targets)))
        + "</tr>"
        for row, holder in enumerate(matrix.holders)
    )
    return (
        f'<div class="wide"><table><thead><tr><th>holder</th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _cell(point: Standpoint | None, places: Mapping[int, int]) -> str:
    if point is None:
        return "<td></td>"
    return f'<td><a href="#stand{places[id(point)]}">{tally([point])}</a></td>'


def _contradictions(found: Sequence[Standpoint], places: Mapping[int, int]) -> list[str]:
    lines = [
        f'<li><a href="#stand{places[id(p)]}">{_safe(p.holder)} → {_safe(p.target)}</a>: '
        + "; ".join(f"{side} in {_safe(', '.join(p.outlets(side)))}" for side in SIDES)
        + "</li>"
        for p in found
    ]
    return ["<h3>Outlets that contradict each other</h3><ul>", *lines, "</ul>"] if lines else []


def _sentences(point: Standpoint, number: int) -> str:
    lines = "".join(_sentence(saying) for saying in point.sayings)
    return (
        f'<div class="case" id="stand{number}"><p><span class="kind">{_safe(point.holder)} → '
        f"{_safe(point.target)}</span> {tally([point])}</p>{lines}</div>"
    )


def _sentence(saying: Saying) -> str:
    quote = saying.quote
    words = f"{_safe(quote.before)}<mark>{_safe(quote.evidence)}</mark>{_safe(quote.after)}"
    return f"<p>{_safe(saying.outlet)}: {saying.label}</p><blockquote>{words}</blockquote>"


def _mark(point: Standpoint) -> str:
    return "contradict each other" if point.is_contradicted else ""


def _safe(text: str) -> str:
    return escape(shown(text))
