"""Two names that look like one entity: an acronym, a part of the name, another spelling.

A likeness is a proposal to a person, never a decision: two entities are one only once she says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from annotator.domain.entities import Entity, fold_name
from annotator.domain.names import contains_name, folded_words, same_person

LEAST_ACRONYM, MOST_ACRONYM = 2, 8
"""Letters of an acronym."""
SMALL_WORD = 3
"""Words of at most so many letters need not give an acronym a letter."""


class Likeness(StrEnum):
    """Why two names may name one entity."""

    SPELLING = "another spelling"
    PART = "part of the name"
    ACRONYM = "acronym"


@dataclass(frozen=True, slots=True)
class Join:
    """A proposal: the mentions of `less` belong to `full`, for `why`."""

    less: Entity
    full: Entity
    why: Likeness


def may_be_alike(one: str, other: str) -> bool:
    """False where `likeness` surely finds nothing: asked first, for it takes next to no time."""
    last, initial, count, is_short = _shape(one)
    other_last, other_initial, other_count, other_is_short = _shape(other)
    return (
        last == other_last
        or is_short
        or other_is_short
        or (count == other_count > 1 and initial == other_initial)
    )


@lru_cache(maxsize=1 << 14)
def likeness(one: str, other: str) -> Likeness | None:
    """Why the two may name one entity, or None; the same either way round.

    Remembered: a screen asks about the same few names at every key.
    """
    if folded_words(one) == folded_words(other):
        return Likeness.SPELLING
    if contains_name(one, other) or contains_name(other, one):
        return Likeness.PART
    if is_acronym(one, other) or is_acronym(other, one):
        return Likeness.ACRONYM
    # Single words are places too often: Iran is not Irak.
    several = len(fold_name(one).split()) > 1
    return Likeness.SPELLING if several and same_person(one, other) else None


def is_acronym(short: str, full: str) -> bool:
    """Whether `short` is written of the initials of `full`, small words and one other left out.

    `SNCF` stands for `Société nationale des chemins de fer français`.
    """
    letters = short.replace(".", "")
    if not (letters.isupper() and letters.isalpha()):
        return False
    if not LEAST_ACRONYM <= len(letters) <= MOST_ACRONYM:
        return False
    words = folded_words(full).replace(".", " ").split()
    wanted = fold_name(letters)
    if len(words) < 2 or words[0][0] != wanted[0]:
        return False
    at, skipped = 0, 0
    for word in words:
        if at < len(wanted) and word[0] == wanted[at]:
            at += 1
        else:
            skipped += len(word) > SMALL_WORD
    return at == len(wanted) and skipped <= 1


def join_of(entity: Entity, others: Iterable[Entity]) -> Join | None:
    """The first of the others, of the same label, that looks like the entity.

    The fuller name stays: of an acronym, what it stands for.
    """
    for other in others:
        if other.id == entity.id or other.label != entity.label or other.merged_into is not None:
            continue
        if not may_be_alike(entity.name, other.name):
            continue
        why = likeness(entity.name, other.name)
        if why is not None:
            less, full = sorted((entity, other), key=lambda e: (len(e.name), -e.id))
            return Join(less, full, why)
    return None


@lru_cache(maxsize=1 << 16)
def _shape(name: str) -> tuple[str, str, int, bool]:
    """Last word and initial, folded, the number of words, and whether it may be an acronym."""
    words = folded_words(name).split() or [""]
    letters = name.replace(".", "")
    count, is_short = len(fold_name(name).split()), len(letters) <= MOST_ACRONYM
    return words[-1], words[0][:1], count, letters.isupper() and is_short
