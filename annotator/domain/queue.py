"""The queue: which articles there are, how far the annotator is, and which comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.domain.layer import State


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """One article of the queue as the annotator sees it; `length` is in code points.

    `copies` counts the other articles of its near-duplicate group.
    """

    article: str
    title: str
    length: int
    state: State
    flagged: bool
    suggested: bool
    copies: int = 0


@dataclass(frozen=True, slots=True)
class Visit:
    """How a person left an article: where (item, and first offset on screen), and for how long.

    `active_ms` counts the time between keys at most 60 s apart.
    """

    item: str | None = None
    offset: int = 0
    active_ms: int = 0


def next_unfinished(entries: Sequence[QueueEntry], after: str | None) -> str | None:
    """The article to go to from `after`: the next new or open one, round the end of the queue.

    Skipped articles come only when nothing else is left; None when everything is done.
    """
    ids = [entry.article for entry in entries]
    begin = ids.index(after) + 1 if after in ids else 0
    turned = [*entries[begin:], *entries[:begin]]
    for wanted in ((State.NEW, State.OPEN), (State.SKIPPED,)):
        for entry in turned:
            if entry.state in wanted and entry.article != after:
                return entry.article
    return None


def neighbour(entries: Sequence[QueueEntry], of: str, step: int) -> str | None:
    """The article `step` places from `of` in queue order, or None past either end."""
    ids = [entry.article for entry in entries]
    place = ids.index(of) + step
    return ids[place] if 0 <= place < len(ids) else None
