"""The queue as the screens show it, and which article comes first, next, and before."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from annotator.domain.queue import QueueCounts, QueueEntry, QueuePlace, parse_filter
from annotator.project.workspace import Workspace
from annotator.storage import queue


@dataclass(frozen=True, slots=True)
class Queue:
    """One annotator's queue: asked anew each time, so that it costs nothing while she works."""

    workspace: Workspace

    def counts(self) -> QueueCounts:
        """How far the annotator is."""
        return self.workspace.read(lambda s: queue.queue_counts(s, self._name))

    def place(self, article: str) -> QueuePlace | None:
        """Where an article stands; None where there is no such article."""
        return self.workspace.read(lambda s: queue.queue_place(s, self._name, article))

    def first(self) -> str | None:
        """Where she goes on: the article left open last, else the first unfinished one."""
        left = self.workspace.read(lambda s: queue.last_visited(s, self._name))
        return left or self.next_unfinished(None)

    def next_unfinished(self, after: str | None) -> str | None:
        """The next unfinished article, round the end of the queue; skipped ones come last."""
        return self.workspace.read(lambda s: queue.next_unfinished(s, self._name, after))

    def neighbour(self, of: str, step: int) -> str | None:
        """The article right after (`step` > 0) or before another, or None at the end."""
        return self.workspace.read(lambda s: queue.neighbour(s, of, step))

    def ahead(self, article: str, count: int) -> list[str]:
        """Of the article and the next `count` unfinished ones, those without suggestions."""
        return self.workspace.read(lambda s: queue.articles_ahead(s, self._name, article, count))

    def find(self, line: str) -> list[str]:
        """The ids of the articles that a typed filter asks for, in queue order.

        Raises:
            InputError: The filter names a state that does not exist.
        """
        wanted = parse_filter(line)
        return self.workspace.read(lambda s: queue.find_articles(s, self._name, wanted))

    def rows(self, articles: Collection[str]) -> list[QueueEntry]:
        """These articles with her state, in queue order."""
        return self.workspace.read(lambda s: queue.queue_rows(s, self._name, articles))

    def everything(self) -> list[QueueEntry]:
        """Every article with her state, in queue order."""
        return self.workspace.read(lambda s: queue.queue_entries(s, self._name))

    @property
    def _name(self) -> str:
        return self.workspace.settings.annotator
