"""Suggested stances of a text in short: "X > Y label"; "?" stands for an unstated holder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.domain.suggestion import CANDIDATE, FILLED_IN, SuggestedStance, Suggestions

if TYPE_CHECKING:
    from annotator.suggest.engine import Engine


def suggested(engine: Engine, text: str) -> Suggestions:
    return engine.suggest(text, [], [], None)[0]


def quote(text: str, found: Suggestions, place: int | None) -> str:
    if place is None:
        return "?"
    return text[found.mentions[place].start : found.mentions[place].end]


def told(text: str, found: Suggestions, stance: SuggestedStance) -> str:
    sides = (quote(text, found, stance.holder), quote(text, found, stance.target))
    return f"{sides[0]} > {sides[1]} {stance.label}"


def stances(engine: Engine, text: str) -> set[str]:
    found = suggested(engine, text)
    return {told(text, found, s) for s in found.stances if s.p >= FILLED_IN}


def candidates(engine: Engine, text: str) -> set[str]:
    """The stances that are offered, but not filled in."""
    found = suggested(engine, text)
    return {told(text, found, s) for s in found.stances if CANDIDATE <= s.p < FILLED_IN}
