"""An open project: settings, scheme, database, and the one writer thread.

Every write goes through `submit`, in order, one transaction each; reads run where they are called.
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Protocol, TypeVar

from annotator.config import Settings
from annotator.domain.scheme import Scheme, removed_labels
from annotator.domain.sharing import Seat
from annotator.errors import SchemeError
from annotator.keys import NO_CHANGES, KeyChanges, check_keys
from annotator.resources import load_scheme
from annotator.storage.engine import Database, Session, open_database
from annotator.storage.schemes import adopt_scheme, scheme_in_force, used_labels

_T = TypeVar("_T")


class Clock(Protocol):
    """Tells the time; injected, so that tests own it."""

    def __call__(self) -> dt.datetime:
        """Now, as an aware datetime in UTC."""
        ...


def system_clock() -> dt.datetime:
    """The machine's time, in UTC."""
    return dt.datetime.now(dt.UTC)


def random_entity_id() -> int:
    """An entity id that no other window will draw: 53 random bits, exact in JSON and REAL."""
    return secrets.randbits(53)


def window_name() -> str:
    """What tells this program's windows from those of other processes and machines."""
    return f"{socket.gethostname()}:{os.getpid()}"


class Workspace:
    """What every use case needs. Close it: the writer thread holds edits until then."""

    def __init__(
        self,
        settings: Settings,
        scheme: Scheme,
        database: Database,
        clock: Clock = system_clock,
        new_entity_id: Callable[[], int] = random_entity_id,
    ) -> None:
        self.settings = settings
        self.scheme = scheme
        self.keys: KeyChanges = NO_CHANGES
        self.clock = clock
        self.new_entity_id = new_entity_id
        self.window = window_name()
        self._database = database
        self._hurry = threading.Event()
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")

    @property
    def seat(self) -> Seat:
        """Who works here, in which window."""
        return Seat(self.settings.annotator, self.window)

    def work_as(self, name: str) -> None:
        """What is done from now on is this annotator's; for a start without a name."""
        self.settings = replace(self.settings, annotator=name, named=True)

    def read(self, job: Callable[[Session], _T]) -> _T:
        """What `job` finds in the database, here and now."""
        with self._database.reading() as session:
            return job(session)

    def submit(self, job: Callable[[Session], _T], *, after_s: float = 0.0) -> Future[_T]:
        """Queue `job` for the writer: it runs in one transaction, after all queued before it.

        Args:
            job: What to do with the session.
            after_s: Seconds from now before which it does not begin, unless somebody waits for the
                writer: a screen gives its frame the time to be drawn first, for both want the one
                interpreter.
        """
        if not after_s:
            self._hurry.set()
        return self._writer.submit(self._run, job, time.monotonic() + after_s, after_s > 0)

    def write(self, job: Callable[[Session], _T]) -> _T:
        """Queue `job` for the writer and wait for its commit."""
        return self.submit(job).result()

    def queued(self) -> Future[None]:
        """Done when everything that is queued now is stored, or has failed."""
        self._hurry.set()
        # What comes after it has time again.
        return self._writer.submit(self._hurry.clear)

    def compact(self) -> None:
        """Write the database's file anew, without the remains of what was removed."""
        self._hurry.set()
        self._writer.submit(self._database.compact).result()

    def back_up(self, target: Path) -> None:
        """Copy the database to a new file, with everything that is queued now."""
        self.queued().result()
        self._database.back_up(target)

    def close(self) -> None:
        """Wait for every queued edit, then close the database."""
        self._hurry.set()
        self._writer.shutdown(wait=True)
        self._database.close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def _run(self, job: Callable[[Session], _T], begin: float, patient: bool) -> _T:
        if patient:
            self._hurry.wait(max(0.0, begin - time.monotonic()))
        else:
            self._hurry.clear()
        with self._database.writing() as session:
            return job(session)


def open_workspace(
    settings: Settings,
    clock: Clock = system_clock,
    new_entity_id: Callable[[], int] = random_entity_id,
) -> Workspace:
    """The project of these settings, its database created or migrated, its scheme in force.

    Raises:
        AnnotatorError: The scheme or the database can't be used; the message says what to do.
    """
    scheme = load_scheme(settings.scheme)
    check_keys(scheme)
    workspace = Workspace(settings, scheme, open_database(settings.database), clock, new_entity_id)
    try:
        _put_in_force(workspace)
    except BaseException:
        workspace.close()
        raise
    return workspace


def _put_in_force(workspace: Workspace) -> None:
    """Adopt the scheme's file where it is new or changed in a way that loses nothing."""
    stored = workspace.read(scheme_in_force)
    scheme = workspace.scheme
    if stored is not None and stored.hash == scheme.hash:
        return
    if stored is not None:
        used = workspace.read(used_labels)
        lost = [label for label in removed_labels(stored, scheme) if label in used]
        if lost:
            raise SchemeError(
                f"labels/{scheme.name}.toml no longer has {', '.join(lost)}, which stored items "
                "carry; put the label back, or start another database with --db."
            )
    workspace.write(lambda session: adopt_scheme(session, scheme, workspace.clock()))
