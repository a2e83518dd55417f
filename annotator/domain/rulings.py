"""How gold came about: a ruling for each place, beside the items that it made.

Rulings live in the gold layer and change by edits like its items, so that undo covers both.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from annotator.domain.conflicts import ItemRef
from annotator.domain.layer import Author, Layer


class How(StrEnum):
    """How a gold item came about, or why there is none."""

    UNANIMOUS = "unanimous"
    TAKEN = "taken"
    EDITED = "edited"
    NEW = "new"
    REJECTED = "rejected"
    SENT_BACK = "sent back"


class Reason(StrEnum):
    """Why the annotators differ, in the reviewer's opinion."""

    UNSAID = ""
    ERROR = "annotator error"
    AMBIGUOUS = "ambiguous text"
    EDGE_CASE = "edge case"
    OPINION = "matter of opinion"


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reviewer says about a ruling."""

    reason: Reason = Reason.UNSAID
    note: str = ""
    guideline_gap: bool = False

    @property
    def words(self) -> str:
        """Everything that is said, on one line; empty where nothing is."""
        gap = "the guidelines do not say" if self.guideline_gap else ""
        return "; ".join(part for part in (self.reason.value, gap, self.note) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """One decision about one place.

    Attributes:
        id: Its id in the gold layer: `d7`.
        how: How it was decided.
        inputs: Every annotators' item that it settles; empty for what nobody had.
        chosen: The inputs that its items are made of.
        items: Ids of the gold items that it made.
        by: Who decided; for unanimous items the one at whose review they were merged.
        at: When.
        guideline: The scheme's version then.
        carried: It is no decision of its own: a stance in gold stands on its mention.
        reason_code: Why the annotators differ.
        note: In the reviewer's words.
        guideline_gap: The guidelines do not say.
        asked: Annotators it was sent back to.
    """

    id: str
    how: How
    inputs: tuple[ItemRef, ...] = ()
    chosen: tuple[ItemRef, ...] = ()
    items: tuple[str, ...] = ()
    by: str
    at: dt.datetime
    guideline: str
    carried: bool = False
    reason_code: Reason = Reason.UNSAID
    note: str = ""
    guideline_gap: bool = False
    asked: tuple[str, ...] = ()

    @property
    def remark(self) -> Remark:
        """What was said about it."""
        return Remark(self.reason_code, self.note, self.guideline_gap)


def notes_of(gold: Layer) -> dict[tuple[Author, str], str]:
    """What a reviewer said of each item that a ruling settles or made, by its author and id."""
    notes: dict[tuple[Author, str], str] = {}
    for ruling in gold.rulings.values():
        if ruling.remark.words:
            about = [*((ref.author, ref.id) for ref in ruling.inputs)]
            about += [(gold.author, item) for item in ruling.items]
            notes |= dict.fromkeys(about, ruling.remark.words)
    return notes
