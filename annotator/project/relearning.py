"""Beside a screen: what was just learned, applied to the next articles before they are opened.

Their stored parses are sent to the worker again with the names that are known now, which takes
milliseconds. Works on a thread of its own; the screen waits for it only where it opens an article.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

from annotator.domain.learned import NOTHING, Learned, base_of, is_outdated
from annotator.project.learning import Learner
from annotator.project.workspace import Workspace
from annotator.storage.articles import get_article, get_parse
from annotator.storage.learned import suggester_names
from annotator.storage.queue import unbegun_ahead
from annotator.suggest.client import SuggestClient
from annotator.suggest.protocol import Hello

SLICE_S, REST_S = 0.1, 0.1
"""How long layers are read in one go, and the pause after it, which a decision makes longer."""
PATIENCE_S = 0.4
"""How long an article that is being opened waits for what was learned last."""
QUIET_S, SOON_S = 3.0, 0.15
"""Without a decision for so long, a look at what the last ones teach: it must not meet a key.

Soon, where nothing is left to decide on: the next key may open the next article.
"""


class Relearning:
    """Keeps the articles that come next up to date with what the project has learned.

    `pipeline` is what makes the parses, empty until the worker has said so.
    """

    def __init__(
        self, workspace: Workspace, client: SuggestClient, start: Callable[[], None]
    ) -> None:
        self.pipeline = ""
        self._suggester = ""
        self._workspace, self._client, self._start = workspace, client, start
        self._learner = Learner(workspace)
        self._background = ThreadPoolExecutor(max_workers=1, thread_name_prefix="learning")
        self._sent: dict[str, Learned] = {}
        self._renewing: dict[str, threading.Event] = {}
        self._timer: threading.Timer | None = None
        self._here: str | None = None
        self._look_at = 0.0
        self._behind = True
        """Something was decided that no article ahead knows of."""
        self._closed = False

    def ask(self, article: str) -> None:
        """Ask the worker for an article's first suggestions, with the names known so far."""
        self._later(partial(self._ask, article))

    def fresh(self, article: str, *, begun: bool) -> None:
        """Renew the article and those after it; wait `PATIENCE_S` at most for the former.

        One that was begun keeps what it has, and those after it can wait for a quiet moment. So can
        one that knows all that was decided but that an article is finished.
        """
        self._here, until = article, time.monotonic() + PATIENCE_S
        if begun or not (self._behind or article in self._renewing):
            self._look_in(QUIET_S)
            return
        looked = self._later(self._renew)
        if looked is None:
            return
        try:
            looked.result(PATIENCE_S)
        except TimeoutError:
            return
        renewed = self._renewing.get(article)
        if renewed is not None and self.pipeline:
            renewed.wait(max(0.0, until - time.monotonic()))

    def decided(self, *, soon: bool) -> None:
        """Somebody decided on something: look at what that teaches, in a quiet moment or soon."""
        self._behind = True
        if self._here is not None:
            self._look_in(SOON_S if soon else QUIET_S)

    def greeted(self, hello: Hello) -> None:
        """The worker is up."""
        self.pipeline, self._suggester = hello.pipeline, hello.suggester
        self._later(self._renew)

    def sent(self, article: str) -> Learned:
        """What was known when the article was sent."""
        return self._sent.get(article, NOTHING)

    def stored(self, article: str) -> None:
        """The article's answer is stored; look whether more was learned meanwhile."""
        self._settle(article)
        self._later(self._renew)

    def failed(self, article: str | None) -> None:
        """The article gets no answer."""
        if article is not None:
            self._settle(article)

    def close(self) -> None:
        """Begin nothing more."""
        self._closed = True
        if self._timer is not None:
            self._timer.cancel()
        self._background.shutdown(wait=True, cancel_futures=True)

    def _later(self, job: Callable[[], None]) -> Future[None] | None:
        try:
            return None if self._closed else self._background.submit(job)
        except RuntimeError:
            return None  # closed in this very moment

    def _look_in(self, seconds: float) -> None:
        """Look after so long a pause; another call before that begins it anew."""
        self._look_at = time.monotonic() + seconds
        if self._timer is not None and seconds < QUIET_S:
            self._timer.cancel()
            self._timer = None
        if self._timer is None and not self._closed:
            self._wait(seconds)

    def _wait(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._look)
        self._timer.daemon = True
        self._timer.start()

    def _look(self) -> None:
        self._timer = None
        left = self._look_at - time.monotonic()
        if self._closed:
            return
        if left > 0:
            self._wait(left)
        else:
            self._later(self._renew)

    def _ask(self, article: str) -> None:
        self._learner.refresh(SLICE_S)
        found = self._workspace.read(lambda session: get_article(session, article))
        if found is not None:
            learned = self._sent[article] = self._learner.learned(article)
            self._client.submit(article, found.text, learned.names)

    def _renew(self) -> None:
        self._behind = False
        if not self._learner.refresh(SLICE_S):
            self._behind = True
            if self._timer is None and not self._closed:
                self._wait(REST_S)
            return
        here, common = self._here, self._learner.common
        if here is None or not (common.revision or self._suggester):
            return
        count = self._workspace.settings.prefetch + 1
        ahead = self._workspace.read(
            lambda session: unbegun_ahead(session, here, count, self.pipeline or None)
        )
        if ahead and not self._suggester:
            self._start()  # greets soon, and then this is called again
            return
        for article in ahead:
            if article not in self._renewing:
                self._renew_article(article)

    def _renew_article(self, article: str) -> None:
        learned = self._learner.learned(article)
        names = self._workspace.read(lambda session: suggester_names(session, article))
        known = bool(names) and base_of(names[-1]) == base_of(self._suggester)
        if not known or not is_outdated(names, learned.suggester(self._suggester)):
            return
        found = self._workspace.read(lambda session: get_article(session, article))
        parse = self._workspace.read(lambda session: get_parse(session, article, self.pipeline))
        if found is not None and parse is not None:
            self._sent[article] = learned
            self._renewing[article] = threading.Event()
            self._client.submit(article, found.text, learned.names, doc=parse)

    def _settle(self, article: str) -> None:
        self._sent.pop(article, None)
        renewed = self._renewing.pop(article, None)
        if renewed is not None:
            renewed.set()
