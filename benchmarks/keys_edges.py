"""How an edge gets from one word to another in the fewest keys. Pure."""

from __future__ import annotations

from functools import cache

from annotator.domain.article import Span
from annotator.domain.words import Edge, Words
from annotator.resources import load_scheme
from benchmarks.keys_screen import Screen

STEPS_BEFORE_HINT = 2
"""Up to so many steps with n, b or an edge key are no dearer than a hint."""


@cache
def words() -> Words:
    """How the language of the articles writes its words: a page shows as much to a reader."""
    return load_scheme().words


def edge_meant(screen: Screen) -> Edge | None:
    """Which edge the hints on the screen are for, by what the item line says."""
    if "left edge" in screen.item:
        return Edge.START
    return Edge.END if "right edge" in screen.item else None


def at_edge(word: Span, span: Span, edge: Edge) -> bool:
    """Whether a word stands at this end of a span."""
    return word.start == span.start if edge is Edge.START else word.end == span.end


def edge_key(text: str, span: Span, goal: Span) -> str:
    """The key that brings a span nearer to the goal: a step, or hints where it is far."""
    if span.start != goal.start:
        outward = goal.start < span.start
        steps = _steps(text, span.start, goal.start, Edge.START)
        near = steps is not None and (
            steps <= STEPS_BEFORE_HINT or not _hinted(text, goal, Edge.START)
        )
        return ("s" if outward else "d") if near else "S"
    outward = goal.end > span.end
    steps = _steps(text, span.end, goal.end, Edge.END)
    near = steps is not None and (steps <= STEPS_BEFORE_HINT or not _hinted(text, goal, Edge.END))
    return ("k" if outward else "j") if near else "K"


def end_key(text: str, span: Span, goal: Span) -> str | None:
    """The capital letter that brings a stance's end nearer to the goal; None where none does."""
    edge = Edge.START if span.start != goal.start else Edge.END
    here, there = (span.start, goal.start) if edge is Edge.START else (span.end, goal.end)
    inward = there > here if edge is Edge.START else there < here
    if inward and _steps(text, here, there, edge) == 1:
        return "D" if edge is Edge.START else "J"
    if not _hinted(text, goal, edge):
        return None
    return "S" if edge is Edge.START else "K"


def _steps(text: str, start: int, goal: int, edge: Edge) -> int | None:
    """How many words lie between an edge and its goal; None where no word begins or ends there."""
    mover = words().next_edge if goal > start else words().previous_edge
    place: int | None = start
    count = 0
    while place is not None and place != goal:
        if (place > goal) == (goal > start):
            return None
        place = mover(text, place, edge)
        count += 1
    return None if place is None else count


def _hinted(text: str, goal: Span, edge: Edge) -> bool:
    found = words().content_words(text, goal.start, goal.end)
    return any(at_edge(word, goal, edge) for word in found)
