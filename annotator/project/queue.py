"""The queue as the screens show it, and which article comes first, next, and before."""

from __future__ import annotations

from annotator.domain.layer import State
from annotator.domain.queue import QueueEntry, next_unfinished
from annotator.project.workspace import Workspace
from annotator.storage.queue import last_visited, queue_entries


def list_queue(workspace: Workspace) -> list[QueueEntry]:
    """Every article with this annotator's state, in queue order."""
    return workspace.read(lambda session: queue_entries(session, workspace.settings.annotator))


def first_article(workspace: Workspace) -> str | None:
    """Where the annotator goes on: the article left open last, else the first unfinished one."""
    left = workspace.read(lambda session: last_visited(session, workspace.settings.annotator))
    return left or next_unfinished(list_queue(workspace), None)


def articles_ahead(entries: list[QueueEntry], article: str | None, count: int) -> list[str]:
    """The article and the next `count` unfinished ones that have no suggestions yet."""
    ids = [entry.article for entry in entries]
    begin = ids.index(article) if article in ids else 0
    ahead = [
        entry
        for entry in entries[begin:]
        if entry.state is not State.DONE or entry.article == article
    ]
    return [entry.article for entry in ahead[: count + 1] if not entry.suggested]
