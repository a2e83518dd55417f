"""Who stands where as a part of the report: a matrix with links to the sentences, contradictions.

Names and sentences are untrusted: they go through `display.shown`, then through HTML escaping.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape

from annotator.domain.display import shown
from annotator.domain.entities import fold_name
from annotator.domain.standpoints import SIDES, Saying, Standpoint
from annotator.report.agreement_tables import Table

MOST_HOLDERS, MOST_TARGETS = 25, 12
_SIGNS = {"favor": "+", "against": "−", "neutral": "○"}  # the minus sign is meant


def standpoint_table(found: Sequence[Standpoint], most: int | None = None) -> Table:
    """The pairs with their counts; `most` of them."""
    rows = tuple(
        (point.holder, point.target, *(str(point.counts.get(s, 0)) for s in _SIGNS), _mark(point))
        for point in found[:most]
    )
    left = len(found) - len(rows)
    note = f"{left} more pairs" if left else ""
    return Table("Who stands where", ("holder", "target", *_SIGNS, "outlets"), rows, note)


def standpoint_section(found: Sequence[Standpoint], texts: Mapping[str, str]) -> str:
    """The section of the page; nothing without a stance.

    Args:
        found: Holders and targets.
        texts: The text of each article, by id.
    """
    if not found:
        return ""
    places = {id(point): number for number, point in enumerate(found)}
    parts = [
        "<h2>Who stands where</h2>",
        '<p class="note">+ favor, − against, ○ neutral; each number leads to its sentences.</p>',
        _matrix(found, places),
        *_contradictions([point for point in found if point.is_contradicted], places),
        *(_sentences(point, places[id(point)], texts) for point in found),
    ]
    return "\n".join(parts)


def _matrix(found: Sequence[Standpoint], places: Mapping[int, int]) -> str:
    holders, targets = Counter[str](), Counter[str]()
    for point in found:
        holders[fold_name(point.holder)] += len(point.sayings)
        targets[fold_name(point.target)] += len(point.sayings)
    rows = [name for name, _ in holders.most_common(MOST_HOLDERS)]
    columns = [name for name, _ in targets.most_common(MOST_TARGETS)]
    cells = {(fold_name(p.holder), fold_name(p.target)): p for p in found}
    spelled = {fold_name(n): n for p in reversed(found) for n in (p.holder, p.target)}
    head = "".join(f"<th>{_safe(spelled[name])}</th>" for name in columns)
    body = "".join(
        f"<tr><td>{_safe(spelled[row])}</td>"
        + "".join(_cell(cells.get((row, column)), places) for column in columns)
        + "</tr>"
        for row in rows
    )
    return (
        f'<div class="wide"><table><thead><tr><th>holder</th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _cell(point: Standpoint | None, places: Mapping[int, int]) -> str:
    if point is None:
        return "<td></td>"
    return f'<td><a href="#stand{places[id(point)]}">{_counts(point)}</a></td>'


def _counts(point: Standpoint) -> str:
    return " ".join(f"{sign}{point.counts[s]}" for s, sign in _SIGNS.items() if s in point.counts)


def _contradictions(found: Sequence[Standpoint], places: Mapping[int, int]) -> list[str]:
    lines = [
        f'<li><a href="#stand{places[id(p)]}">{_safe(p.holder)} → {_safe(p.target)}</a>: '
        + "; ".join(f"{side} in {_safe(', '.join(p.outlets(side)))}" for side in SIDES)
        + "</li>"
        for p in found
    ]
    return ["<h3>Outlets that contradict each other</h3><ul>", *lines, "</ul>"] if lines else []


def _sentences(point: Standpoint, number: int, texts: Mapping[str, str]) -> str:
    lines = "".join(_sentence(saying, texts[saying.article]) for saying in point.sayings)
    return (
        f'<div class="case" id="stand{number}"><p><span class="kind">{_safe(point.holder)} → '
        f"{_safe(point.target)}</span> {_counts(point)}</p>{lines}</div>"
    )


def _sentence(saying: Saying, text: str) -> str:
    sentence, evidence = saying.sentence, saying.evidence
    end = max(evidence.end, sentence.end)
    quote = (
        f"{_safe(text[sentence.start : evidence.start])}<mark>{_safe(evidence.of(text))}</mark>"
        f"{_safe(text[evidence.end : end])}"
    )
    return f"<p>{_safe(saying.outlet)}: {saying.label}</p><blockquote>{quote}</blockquote>"


def _mark(point: Standpoint) -> str:
    return "contradict each other" if point.is_contradicted else ""


def _safe(text: str) -> str:
    return escape(shown(text))
