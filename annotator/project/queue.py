"""The queue as the screens show it, and which article comes first, next, and before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace

from annotator.domain.queue import QueueCounts, QueueEntry, QueuePlace, parse_filter
from annotator.project.claiming import has_it_open_elsewhere, release_dead_windows
from annotator.project.workspace import Workspace
from annotator.storage import claims, queue
from annotator.storage.engine import Session


@dataclass(frozen=True, slots=True)
class Around:
    """What may be opened after an article: its neighbours, and the next one to be worked on."""

    before: str | None
    after: str | None
    unfinished: str | None


@dataclass(frozen=True, slots=True)
class Queue:
    """One annotator's queue: asked anew each time, so that it costs nothing while she works."""

    workspace: Workspace

    def counts(self) -> QueueCounts:
        """How far the annotator is."""

        def count(session: Session) -> QueueCounts:
            taken = claims.elsewhere(session, self._name, self._now)
            return replace(queue.queue_counts(session, self._name), elsewhere=taken)

        return self.workspace.read(count)

    def place(self, article: str) -> QueuePlace | None:
        """Where an article stands; None where there is no such article."""
        return self.workspace.read(lambda s: queue.queue_place(s, self._name, article))

    def first(self) -> str | None:
        """Where she goes on: the article left open last, else the first unfinished one."""
        left = self.workspace.read(self._left_open)
        return left or self.next_unfinished(None)

    def take_first(self) -> str | None:
        """`first`, claimed for this window at once, so that nobody else begins with it."""

        def take(session: Session) -> str | None:
            release_dead_windows(session, self.workspace)
            left = self._left_open(session)
            if left and claims.claim(session, left, self.workspace.seat, self._now).granted:
                return left
            return queue.take_next(session, self.workspace.seat, None, self._now)

        return self.workspace.write(take)

    def next_unfinished(self, after: str | None) -> str | None:
        """The next unfinished article, round the end of the queue; skipped ones come last."""
        seat = self.workspace.seat
        return self.workspace.read(lambda s: queue.next_unfinished(s, seat, after, self._now))

    def take_next(self, after: str | None) -> str | None:
        """`next_unfinished`, claimed for this window at once."""
        seat = self.workspace.seat
        return self.workspace.write(lambda s: queue.take_next(s, seat, after, self._now))

    def neighbour(self, of: str, step: int) -> str | None:
        """The article right after (`step` > 0) or before another, or None at the end."""
        return self.workspace.read(lambda s: queue.neighbour(s, self._name, of, step, self._now))

    def around(self, article: str) -> Around:
        """Where the next key may lead to from an article."""
        seat, now = self.workspace.seat, self._now

        def look(session: Session) -> Around:
            return Around(
                queue.neighbour(session, self._name, article, -1, now),
                queue.neighbour(session, self._name, article, +1, now),
                queue.next_unfinished(session, seat, article, now),
            )

        return self.workspace.read(look)

    def ahead(self, article: str, count: int) -> list[str]:
        """Of the article and the next `count` unfinished ones, those without suggestions."""
        name, now = self._name, self._now
        return self.workspace.read(lambda s: queue.articles_ahead(s, name, article, count, now))

    def find(self, line: str) -> list[str]:
        """The ids of the articles that a typed filter asks for, in queue order.

        Raises:
            InputError: The filter names a state that does not exist.
        """
        wanted = parse_filter(line)
        return self.workspace.read(lambda s: queue.find_articles(s, self._name, wanted, self._now))

    def rows(self, articles: Collection[str]) -> list[QueueEntry]:
        """These articles with her state, in queue order."""
        return self.workspace.read(lambda s: queue.queue_rows(s, self._name, articles))

    def everything(self) -> list[QueueEntry]:
        """Every article that is offered to her, with her state, in queue order."""
        return self.workspace.read(lambda s: queue.queue_entries(s, self._name, self._now))

    def _left_open(self, session: Session) -> str | None:
        """The article that she left open last, unless another window of hers shows it now."""
        left = queue.last_visited(session, self._name)
        if left is None or has_it_open_elsewhere(session, self.workspace, left):
            return None
        return left

    @property
    def _now(self) -> dt.datetime:
        return self.workspace.clock()

    @property
    def _name(self) -> str:
        return self.workspace.settings.annotator
