"""What the workbench and the review say about who stands where."""

from __future__ import annotations

from annotator.domain.counted import counted
from annotator.domain.display import safe_line
from annotator.domain.standpoints import SIGNS, Saying, Standpoint, tally
from annotator.tui.key_names import KeyNames

NAME_CELLS, LINE_CELLS = 36, 400
EVERYBODY, EVERYTHING = "everybody", "everything"
BOTH_SIDES = "!"
"""Stands behind the counts of a pair that is both for and against."""


def nothing_said(keys: KeyNames) -> str:
    """No stance is to be seen."""
    keep, done = keys["item.keep"], keys["article.done"]
    return f"No stance with a holder yet: {keep} keeps one, {done} finishes an article."


def nothing_finished() -> str:
    """The review has no stance to show."""
    return "No finished article has a stance that somebody holds."


def is_reading() -> str:
    """The stances are being read."""
    return "reading the stances …"


def standpoints_heading(holders: int, targets: int, stances: int, divided: int) -> str:
    """What the matrix is about."""
    counts = f"holders {holders}   targets {targets}   stances {stances}"
    return f"who stands where   {counts}   on both sides {divided}"


def standpoints_cut(holders: int, targets: int) -> str:
    """The matrix is not whole."""
    return f"the {holders} × {targets} most frequent; the first column and row list all pairs"


def standpoints_signs() -> str:
    """What the signs of a cell mean."""
    signs = "   ".join(f"{sign} {label}" for label, sign in SIGNS.items())
    return f"{signs}   {BOTH_SIDES} both sides"


TO_SENTENCES, TO_ARTICLE = "sentences", "go to the article"
"""Where a row of a list of pairs, and of a list of sentences, leads."""


def standpoints_legend(keys: KeyNames) -> str:
    """The keys of the matrix."""
    steps = f"{keys['standpoints.next']} {keys['standpoints.previous']}: next, previous pair"
    down, back = keys["standpoints.open"], keys["standpoints.back"]
    both = keys["standpoints.contradictions"]
    return f"{steps}   {down}: sentences   {both}: contradictions   {back}: back"


def points_heading(count: int, listed: int) -> str:
    """What a list of pairs is about."""
    pairs = counted(count, "pair")
    return pairs if listed == count else f"the first {listed} of {pairs}"


def contradictions_heading(between: int, within: int) -> str:
    """What the list of contradictions is about."""
    return f"contradictions: {between} between outlets, {within} within one outlet"


def points_legend(keys: KeyNames) -> str:
    """The keys of a list of pairs."""
    return f"{_steps(keys)}   {keys['list.open']}: {TO_SENTENCES}   {keys['list.back']}: back"


def sayings_legend(keys: KeyNames) -> str:
    """The keys of a list of sentences."""
    return f"{_steps(keys)}   {keys['list.open']}: {TO_ARTICLE}   {keys['list.back']}: back"


def _steps(keys: KeyNames) -> str:
    return f"{keys['list.next']} {keys['list.previous']}: next, previous"


def no_contradiction() -> str:
    """Nobody is on both sides of anything."""
    return "Nobody is both for and against the same target."


def nothing_here() -> str:
    """A cell is empty."""
    return "no stance"


def several_pairs(counts: str, pairs: int) -> str:
    """A row, a column, or everything."""
    return f"{safe_line(counts, NAME_CELLS)} in {counted(pairs, 'pair')}"


def not_in_review(article: str) -> str:
    """The review has nothing to decide in an article."""
    return f"Annotators agree on all of {safe_line(article, NAME_CELLS)}."


def said_here(holder: str, target: str, label: str, *, gold: bool) -> str:
    """A stance of gold, or of somebody else, stands here."""
    ends = f"{safe_line(holder, 18)} → {safe_line(target, 18)}"
    whose = "Gold has here" if gold else "Others have here"
    return f"{whose}: {ends}, {safe_line(label, 10)}"


def ends_line(holder: str, target: str) -> str:
    """A holder and a target."""
    return safe_line(f"{holder} → {target}", LINE_CELLS)


def sides_line(point: Standpoint) -> str:
    """How often what is said, and in which outlets; before it, whether they contradict."""
    remark = "outlets contradict each other: " if point.is_contradicted else "within one outlet: "
    said = (f"{s}: {', '.join(point.outlets(s))}" for s in SIGNS if s in point.counts)
    line = f"{tally([point])}   {remark if point.is_divided else ''}{'; '.join(said)}"
    return safe_line(line, LINE_CELLS)


def saying_line(saying: Saying) -> str:
    """Where a stance is said: label, outlet, date, article."""
    outlet = "" if saying.outlet == saying.article else saying.outlet
    parts = [saying.label, outlet, saying.published or "", saying.article]
    return safe_line("  ·  ".join(part for part in parts if part), LINE_CELLS)
