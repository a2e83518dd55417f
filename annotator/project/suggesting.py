"""Suggestions on demand: the worker's answers stored as layers, beside the screen or by command.

What is stored is stored: an interrupted run goes on where it ended. One article's failure never
stops the others.
"""

from __future__ import annotations

import os
import queue
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeAlias

from annotator.domain.adoption import name_use, suggested_items
from annotator.domain.article import Article
from annotator.domain.edits import Act, ActorKind, Change, Draft, checked
from annotator.domain.layer import Author, Role
from annotator.domain.suggestion import Suggestions
from annotator.errors import SuggesterError
from annotator.project.workspace import Workspace
from annotator.storage.articles import article_ids, get_article, get_parse, save_parse
from annotator.storage.engine import Session
from annotator.storage.entities import resolve_names
from annotator.storage.layers import create_layer, find_layer, load_layer
from annotator.storage.log import append_edit
from annotator.suggest.client import Event, GaveUp, SuggestClient
from annotator.suggest.protocol import Done, Failed, Hello, Progress, Stage

WINDOW = 32
"""Articles that are with one worker at once: it takes up to half of them together."""
_WORTH_A_PROCESS = 40
"""Articles that pay for the seconds in which another process loads the models."""

Events: TypeAlias = queue.SimpleQueue[tuple[int, Event]]
"""What the workers of a run tell, each with its number."""

LOADING = "loading the language model …"


class Suggesting:
    """Suggestions beside a screen: asked for by article, told of by callbacks on other threads."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        on_stored: Callable[[str], object],
        on_progress: Callable[[str], object],
        on_trouble: Callable[[str], object],
    ) -> None:
        self._workspace = workspace
        self._on_stored, self._on_progress, self._on_trouble = on_stored, on_progress, on_trouble
        self._client = new_client(workspace, self._heard)
        self._pipeline = ""
        self._asked: set[str] = set()
        self._started = False

    def want(self, article: str) -> None:
        """Ask for an article's suggestions; asking again changes nothing."""
        if article in self._asked:
            return
        self._asked.add(article)
        found = self._workspace.read(lambda session: get_article(session, article))
        if found is None:
            return
        if not self._started:
            self._started = True
            self._on_progress(LOADING)
            self._client.start()
        self._client.submit(article, found.text)

    def close(self) -> None:
        """End the worker process."""
        self._client.stop()

    def _heard(self, event: Event) -> None:
        match event:
            case Hello():
                self._pipeline = event.pipeline
            case Done():
                self._store(event)
            case Failed():
                self._on_trouble(f"No suggestions for {event.id}: {event.reason}")
            case GaveUp():
                self._asked -= set(event.pending)
                self._started = False
                self._on_trouble(
                    f"Suggestions have stopped ({event.reason}); Enter begins without them."
                )
            case Progress():
                loading = event.stage is Stage.LOADING
                self._on_progress(LOADING if loading else f"suggesting {event.id} …")

    def _store(self, event: Done) -> None:
        workspace = self._workspace
        future = workspace.submit(partial(store_suggestions, workspace, event, self._pipeline))
        future.add_done_callback(
            lambda f: (
                self._on_trouble(str(f.exception())) if f.exception() else self._on_stored(event.id)
            )
        )


@dataclass(frozen=True, slots=True)
class SuggestReport:
    """How far a run is: `done` of `total` articles; the failure of `article`, if it failed."""

    done: int
    total: int
    article: str
    failure: str | None = None


def suggest_all(workspace: Workspace) -> Iterator[SuggestReport]:
    """Suggestions of today's suggester for every article that has none of it, one report each.

    Closing the iterator (or Ctrl+C) ends the worker; what was reported is stored.

    Raises:
        SuggesterError: The worker can't be kept alive.
    """
    events: Events = queue.SimpleQueue()
    # No screen is open: every core works, each in a process of its own.
    clients: list[SuggestClient] = []
    _start_another(workspace, clients, events)
    try:
        hello = _greeting(events)
        author = Author(Role.SUGGESTER, hello.suggester)
        waiting = workspace.read(lambda session: _without(session, author))
        more = min(_cores(), len(waiting) // _WORTH_A_PROCESS) - 1
        for _ in range(more):
            _start_another(workspace, clients, events)
        yield from _drain(workspace, clients, events, hello, waiting)
    finally:
        for client in clients:
            client.stop()


def _start_another(workspace: Workspace, clients: list[SuggestClient], events: Events) -> None:
    number = len(clients)
    clients.append(new_client(workspace, lambda event: events.put((number, event)), threads=1))
    clients[-1].start()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def new_client(
    workspace: Workspace, on_event: Callable[[Event], None], threads: int | None = None
) -> SuggestClient:
    """A client for the project's scheme; the worker's own output goes to a log by the database."""
    log = Path(f"{workspace.settings.database}.log")
    chosen = workspace.settings
    return SuggestClient(chosen.scheme, log, on_event, threads=threads, suggester=chosen.suggester)


def store_suggestions(workspace: Workspace, done: Done, pipeline: str, session: Session) -> None:
    """Store an answer as the suggester's layer and the article's parse; a known one is left."""
    article = get_article(session, done.id)
    author = Author(Role.SUGGESTER, done.suggestions.suggester)
    if article is None or find_layer(session, done.id, author) is not None:
        return
    save_parse(session, done.id, pipeline, done.doc, done.suggestions.phrases)
    _store_layer(workspace, session, article, done.suggestions, author)


def _store_layer(
    workspace: Workspace,
    session: Session,
    article: Article,
    suggestions: Suggestions,
    author: Author,
) -> None:
    names = [name_use(mention, article.text) for mention in suggestions.mentions]
    entities = resolve_names(session, names, workspace.new_entity_id)
    items = list(suggested_items(suggestions, article.text, entities))
    row = create_layer(session, article.id, author)
    append_edit(
        session,
        row,
        load_layer(session, row).version,
        Draft(Act.SUGGEST, tuple(Change(i.id, None, checked(i, article)) for i in items)),
        next_number=len(items) + 1,
        actor_kind=ActorKind.SUGGESTER,
        actor=author.name,
        at=workspace.clock(),
    )


def _drain(
    workspace: Workspace,
    clients: Sequence[SuggestClient],
    events: Events,
    hello: Hello,
    waiting: list[str],
) -> Iterator[SuggestReport]:
    """Feed the workers that are up, the least busy first; store what they answer."""
    total, done, sent = len(waiting), 0, 0
    busy = {0: 0}
    while done < total:
        while sent < total and min(busy.values()) < WINDOW:
            number = min(busy, key=lambda n: busy[n])
            _send(workspace, clients[number], waiting[sent], hello.pipeline)
            busy[number] += 1
            sent += 1
        number, event = events.get()
        if isinstance(event, GaveUp):
            raise SuggesterError(f"{event.reason} {total - done} articles are left; run it again.")
        if isinstance(event, Hello):
            busy.setdefault(number, 0)
        if not isinstance(event, Done | Failed) or event.id is None:
            continue
        busy[number] -= 1
        done += 1
        if isinstance(event, Done):
            workspace.write(partial(store_suggestions, workspace, event, hello.pipeline))
            yield SuggestReport(done, total, event.id)
        else:
            yield SuggestReport(done, total, event.id, event.reason)


def _send(workspace: Workspace, client: SuggestClient, article: str, pipeline: str) -> None:
    found = workspace.read(lambda session: get_article(session, article))
    parse = workspace.read(lambda session: get_parse(session, article, pipeline))
    if found is not None:
        client.submit(article, found.text, doc=parse)


def _greeting(events: Events) -> Hello:
    while True:
        _, event = events.get()
        if isinstance(event, Hello):
            return event
        if isinstance(event, GaveUp):
            raise SuggesterError(event.reason)


def _without(session: Session, author: Author) -> list[str]:
    return [a for a in article_ids(session) if find_layer(session, a, author) is None]
