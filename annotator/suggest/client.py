"""The workbench's side of the suggestion process: start it, feed it, survive its crashes.

Knows the protocol and a command line, never spaCy. All answers come as events on a thread of the
client; a screen passes them on to its own.
"""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from annotator.domain.article import Span
from annotator.domain.names import KnownName
from annotator.errors import SuggesterError
from annotator.suggest.protocol import (
    CANNOT_START,
    Done,
    Failed,
    Hello,
    Progress,
    Request,
    Suggest,
    decode_answer,
    encode,
)

PAUSES = (0.5, 2.0, 8.0)
"""Seconds before the first, second and third restart."""
_END_S = 2.0


@dataclass(frozen=True, slots=True)
class GaveUp:
    """The process ended and won't be restarted; the `pending` articles get no answer.

    It ended once more than it may, or for a reason that a restart does not mend.
    """

    reason: str
    pending: tuple[str, ...]


Event: TypeAlias = Hello | Progress | Done | Failed | GaveUp


@dataclass(slots=True)
class _Run:
    """One life of the process. `begun` are the articles that it works on."""

    process: subprocess.Popen[bytes]
    outbox: queue.SimpleQueue[Request | None]
    begun: set[str] = field(default_factory=set)
    complaint: str = ""


class SuggestClient:
    """A suggestion process that is started anew when it crashes, at most `len(pauses)` times.

    `on_event` is called on the client's thread, never after `stop` has returned.
    """

    def __init__(
        self,
        scheme: str,
        log_path: Path,
        on_event: Callable[[Event], None],
        *,
        pauses: Sequence[float] = PAUSES,
        command: Sequence[str] | None = None,
        threads: int | None = None,
        suggester: str | None = None,
    ) -> None:
        """Prepare a client; nothing is started yet.

        Args:
            scheme: Name of a scheme in `labels/`, or path of its file.
            log_path: File to which the process's own output is appended.
            on_event: Takes each event.
            pauses: Seconds before each restart; their number is that of the restarts.
            command: What to run instead of this program's worker.
            suggester: Another suggester than the scheme's.
            threads: Threads of its numeric libraries, at full priority; None leaves a core to
                the screen and steps behind it.
        """
        worker = [sys.executable, "-m", "annotator.suggest.worker", "--scheme", scheme]
        if threads is not None:
            worker += ["--threads", str(threads), "--niceness", "0"]
        if suggester is not None:
            worker += ["--suggester", suggester]
        self._command = list(command) if command is not None else worker
        self._log_path = log_path
        self._on_event = on_event
        self._pauses = tuple(pauses)
        self._lock = threading.Lock()
        self._pending: dict[str, Suggest] = {}
        self._run: _Run | None = None
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def pid(self) -> int | None:
        """Process id of the running process, None between two."""
        with self._lock:
            return None if self._run is None else self._run.process.pid

    def start(self) -> None:
        """Start the process in the background; `Hello` comes when it is up.

        After `GaveUp`, starting again gives it all its restarts back.

        Raises:
            SuggesterError: It is running already.
        """
        if self._thread is not None and self._thread.is_alive():
            raise SuggesterError("The suggestion process is running already; stop it first.")
        self._stopping.clear()
        self._thread = threading.Thread(target=self._supervise, name="suggest", daemon=True)
        self._thread.start()

    def submit(
        self,
        article_id: str,
        text: str,
        known_names: Sequence[KnownName] = (),
        doc: bytes | None = None,
        zones: Sequence[Span] | None = None,
    ) -> None:
        """Ask for an article's suggestions; returns at once, `Done` or `Failed` comes later.

        Args:
            article_id: Names the article in the events; one that is pending already is ignored.
            text: The article's text.
            known_names: Names and aliases of the project's entities.
            doc: An earlier parse of this article by the same pipeline.
            zones: Paragraphs that a person dimmed; None to detect them.
        """
        request = Suggest(
            article_id, text, None if zones is None else tuple(zones), tuple(known_names), doc
        )
        with self._lock:
            if article_id in self._pending:
                return
            self._pending[article_id] = request
            if self._run is not None:
                self._run.outbox.put(request)

    def stop(self) -> None:
        """End the process at once; pending articles get no answer. Does nothing if none runs."""
        self._stopping.set()
        with self._lock:
            self._pending.clear()
            if self._run is not None:
                self._run.process.kill()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(_END_S)

    def _supervise(self) -> None:
        """Run the process, and again after each crash until the restarts are used up."""
        reason, is_final = "", False
        for pause in (0.0, *self._pauses):
            if self._stopping.wait(pause):
                return
            try:
                reason, is_final = self._live()
            except OSError as error:
                reason = f"The suggestion process can't be started: {error}"
            if self._stopping.is_set():
                return
            if is_final:
                break
        with self._lock:
            pending = tuple(self._pending)
            self._pending.clear()
        self._tell(GaveUp(reason, pending))

    def _live(self) -> tuple[str, bool]:
        """One life of the process; returns why it ended, and whether for good."""
        with self._log_path.open("ab") as log:
            process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log
            )
        run = _Run(process, queue.SimpleQueue())
        with self._lock:
            for request in self._pending.values():
                run.outbox.put(request)
            self._run = run
        if self._stopping.is_set():
            process.kill()
        writer = threading.Thread(target=_write, args=(run,), daemon=True)
        writer.start()
        try:
            self._read(run)
        finally:
            run.outbox.put(None)
            code = _ended(process)
            writer.join(_END_S)
            with self._lock:
                self._run = None
        reason = run.complaint or f"The suggestion process ended ({code}); see {self._log_path}."
        if not self._stopping.is_set():
            self._blame(run.begun, reason)
        return reason, code == CANNOT_START

    def _blame(self, begun: set[str], reason: str) -> None:
        """Fail the article that the process ended on; of several, ask for each alone."""
        if len(begun) == 1:
            (article,) = begun
            self._settle(article)
            self._tell(Failed(article, reason))
            return
        with self._lock:
            for article in begun & self._pending.keys():
                self._pending[article] = replace(self._pending[article], alone=True)

    def _read(self, run: _Run) -> None:
        """Turn answers into events until the process closes its pipe."""
        if run.process.stdout is None:
            return
        for line in run.process.stdout:
            try:
                answer = decode_answer(line)
            except SuggesterError as error:
                run.complaint = str(error)
                run.process.kill()
                return
            match answer:
                case Progress():
                    run.begun.add(answer.id)
                case Done() | Failed():
                    if answer.id is None:
                        run.complaint = answer.reason
                        continue
                    run.begun.discard(answer.id)
                    self._settle(answer.id)
                case Hello():
                    pass
            self._tell(answer)

    def _settle(self, article_id: str) -> None:
        with self._lock:
            self._pending.pop(article_id, None)

    def _tell(self, event: Event) -> None:
        if not self._stopping.is_set():
            self._on_event(event)


def _ended(process: subprocess.Popen[bytes]) -> int:
    """The exit code of a process that has closed its pipe, or that is ended here."""
    try:
        return process.wait(_END_S)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def _write(run: _Run) -> None:
    """Send what is in the outbox; a pipe that breaks is noticed by the reader."""
    stdin = run.process.stdin
    if stdin is None:
        return
    try:
        with stdin:
            while (request := run.outbox.get()) is not None:
                stdin.write(encode(request))
                stdin.flush()
    except OSError:
        return
