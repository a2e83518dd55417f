"""Suggestions on demand: the worker's answers stored as layers, beside the screen or by command.

What is stored is stored: an interrupted run goes on where it ended. One article's failure never
stops the others.
"""

from __future__ import annotations

import os
import queue
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeAlias

from annotator.domain.adoption import name_use, suggested_items
from annotator.domain.article import Article
from annotator.domain.counted import counted
from annotator.domain.edits import Act, ActorKind, Change, Draft, checked
from annotator.domain.layer import Author, Role
from annotator.domain.learned import NOTHING, Learned, base_of, is_outdated
from annotator.domain.suggestion import Suggestions
from annotator.errors import SuggesterError
from annotator.project.learning import Learner, train_ranker
from annotator.project.relearning import Relearning
from annotator.project.workspace import Workspace
from annotator.storage.articles import article_ids, get_article, get_parse, save_parse
from annotator.storage.engine import Session
from annotator.storage.entities import resolve_names
from annotator.storage.layers import create_layer, find_layer, load_layer
from annotator.storage.learned import drop_replaced, is_begun, keep_learned, suggester_names
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
        self._relearning = Relearning(workspace, self._client, self._start)
        self._asked: set[str] = set()
        self._started = False

    def want(self, article: str) -> None:
        """Ask for an article's suggestions; asking again changes nothing."""
        if article in self._asked:
            return
        self._asked.add(article)
        if not self._started:
            self._on_progress(LOADING)
            self._start()
        self._relearning.ask(article)

    def fresh(self, article: str, *, begun: bool) -> None:
        """Bring what was learned to an article that is about to be opened, and to the next ones.

        Waits for the former, but not for long.
        """
        self._relearning.fresh(article, begun=begun)

    def decided(self, *, soon: bool) -> None:
        """Somebody decided on something: there may be more to learn; `soon` is it needed."""
        self._relearning.decided(soon=soon)

    def close(self) -> None:
        """End the worker process."""
        self._relearning.close()
        self._client.stop()

    def _start(self) -> None:
        if not self._started:
            self._started = True
            self._client.start()

    def _heard(self, event: Event) -> None:
        match event:
            case Hello():
                self._relearning.greeted(event)
            case Done():
                self._store(event)
            case Failed():
                self._relearning.failed(event.id)
                self._on_trouble(f"No suggestions for {event.id}: {event.reason}")
            case GaveUp():
                self._asked -= set(event.pending)
                self._started = False
                for article in event.pending:
                    self._relearning.failed(article)
                self._on_trouble(f"Suggestions have stopped ({event.reason}); begin without them.")
            case Progress():
                loading = event.stage is Stage.LOADING
                self._on_progress(LOADING if loading else f"suggesting {event.id} …")

    def _store(self, event: Done) -> None:
        workspace, relearning = self._workspace, self._relearning
        learned = relearning.sent(event.id)
        future = workspace.submit(
            partial(store_suggestions, workspace, event, relearning.pipeline, learned=learned)
        )

        def tell(stored: Future[None]) -> None:
            if stored.exception():
                relearning.failed(event.id)
                self._on_trouble(str(stored.exception()))
            else:
                relearning.stored(event.id)
                self._on_stored(event.id)

        future.add_done_callback(tell)


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
    learner = Learner(workspace)
    learner.refresh()
    try:
        train_ranker(workspace, learner)
        learner.refresh()
        hello = _greeting(events)
        waiting = workspace.read(lambda session: _without(session, hello.suggester, learner))
        more = min(_cores(), len(waiting) // _WORTH_A_PROCESS) - 1
        for _ in range(more):
            _start_another(workspace, clients, events)
        yield from _drain(workspace, clients, events, hello, waiting, learner)
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


def store_suggestions(
    workspace: Workspace,
    done: Done,
    pipeline: str,
    session: Session,
    learned: Learned = NOTHING,
) -> None:
    """Store an answer as the suggester's layer and the article's parse; a known one is left.

    Args:
        workspace: The project.
        done: The answer.
        pipeline: What made the parse.
        session: An open transaction.
        learned: What the project had learned when the article was sent; applied here. An article
            that somebody has begun keeps the version that is there.
    """
    article = get_article(session, done.id)
    if article is None:
        return
    found = learned.applied(done.suggestions, article.text)
    author = Author(Role.SUGGESTER, found.suggester)
    begun = is_begun(session, article.id)
    if begun and _has_version_of(session, article.id, author.name):
        return
    if find_layer(session, done.id, author) is None:
        save_parse(session, done.id, pipeline, done.doc, found.phrases)
        keep_learned(session, learned, workspace.clock())
        _store_layer(workspace, session, article, found, author)
    if not begun:
        drop_replaced(session, article.id, author.name)


def _has_version_of(session: Session, article: str, suggester: str) -> bool:
    """Whether the suggester has a layer there, whatever it had learned."""
    return any(base_of(n) == base_of(suggester) for n in suggester_names(session, article))


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
    learner: Learner,
) -> Iterator[SuggestReport]:
    """Feed the workers that are up, the least busy first; store what they answer."""
    total, done, sent = len(waiting), 0, 0
    busy = {0: 0}
    while done < total:
        while sent < total and min(busy.values()) < WINDOW:
            number = min(busy, key=lambda n: busy[n])
            learned = learner.learned(waiting[sent])
            _send(workspace, clients[number], waiting[sent], hello.pipeline, learned)
            busy[number] += 1
            sent += 1
        number, event = events.get()
        if isinstance(event, GaveUp):
            left = counted(total - done, "article is", "articles are")
            raise SuggesterError(f"{event.reason} {left} left; run it again.")
        if isinstance(event, Hello):
            busy.setdefault(number, 0)
        if not isinstance(event, Done | Failed) or event.id is None:
            continue
        busy[number] -= 1
        done += 1
        if isinstance(event, Done):
            learned = learner.learned(event.id)
            workspace.write(
                partial(store_suggestions, workspace, event, hello.pipeline, learned=learned)
            )
            yield SuggestReport(done, total, event.id)
        else:
            yield SuggestReport(done, total, event.id, event.reason)


def _send(
    workspace: Workspace, client: SuggestClient, article: str, pipeline: str, learned: Learned
) -> None:
    found = workspace.read(lambda session: get_article(session, article))
    parse = workspace.read(lambda session: get_parse(session, article, pipeline))
    if found is not None:
        client.submit(article, found.text, learned.names, doc=parse)


def _greeting(events: Events) -> Hello:
    while True:
        _, event = events.get()
        if isinstance(event, Hello):
            return event
        if isinstance(event, GaveUp):
            raise SuggesterError(event.reason)


def _without(session: Session, suggester: str, learner: Learner) -> list[str]:
    """The articles that lack today's suggester, with what it learned where nobody has begun."""
    return [a for a in article_ids(session) if _lacks(session, a, suggester, learner)]


def _lacks(session: Session, article: str, suggester: str, learner: Learner) -> bool:
    if is_begun(session, article):
        return not _has_version_of(session, article, suggester)
    wanted = learner.learned(article).suggester(suggester)
    return is_outdated(suggester_names(session, article), wanted)
