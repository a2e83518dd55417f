"""The queue: which articles there are, how far the annotator is, and what a filter asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from annotator.domain.layer import State
from annotator.errors import InputError

FLAGGED = "flagged"
LABEL = "label:"
STATE = "state:"


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """One article of the queue as the annotator sees it; `length` is in code points.

    `copies` counts the other articles of its near-duplicate group, `active_ms` is her time on it.
    """

    article: str
    title: str
    length: int
    state: State
    flagged: bool
    suggested: bool
    copies: int = 0
    active_ms: int = 0


@dataclass(frozen=True, slots=True)
class QueueCounts:
    """How many articles are in each state for one annotator, and how many she flagged.

    `elsewhere` counts the articles that are not offered to her, because others have every slot.
    """

    states: Mapping[State, int]
    flagged: int
    elsewhere: int = 0

    @property
    def total(self) -> int:
        """How many articles there are."""
        return sum(self.states.values())


@dataclass(frozen=True, slots=True)
class QueuePlace:
    """Where an article stands in the queue.

    `number` counts from 1, `done_besides` are the finished articles without this one. `plain`: no
    suggestions are to be waited for, by draw.
    """

    number: int
    total: int
    done_besides: int
    suggested: bool
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Visit:
    """How a person left an article: where (item, and first offset on screen), and for how long.

    `active_ms` counts the time between keys at most 60 s apart.
    """

    item: str | None = None
    offset: int = 0
    active_ms: int = 0


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Which articles to show: all conditions hold together, of several states any.

    `labels` are labels of mentions or stances in the annotator's layer or in suggestions, `words`
    stand in the id, the source or the text.
    """

    states: tuple[State, ...] = ()
    flagged: bool = False
    labels: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


def parse_filter(line: str) -> QueueFilter:
    """The filter that a person typed: words, `flagged`, `state:open`, `label:PER`.

    Raises:
        InputError: There is no such state; says which there are.
    """
    states: list[State] = []
    labels: list[str] = []
    words: list[str] = []
    flagged = False
    for part in line.split():
        if part.casefold() == FLAGGED:
            flagged = True
        elif part.casefold().startswith(STATE):
            states.append(_state(part[len(STATE) :]))
        elif part.casefold().startswith(LABEL):
            labels.append(part[len(LABEL) :])
        else:
            words.append(part)
    return QueueFilter(tuple(states), flagged, tuple(labels), tuple(words))


def _state(name: str) -> State:
    try:
        return State(name.casefold())
    except ValueError as error:
        known = ", ".join(state.value for state in State)
        raise InputError(f"There is no state {name!r}; write one of {known}.") from error
