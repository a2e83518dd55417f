"""A terminal for measuring: runs a program in a pseudo-terminal and times its frames.

It says that it knows synchronised output (mode 2026), as a modern terminal does, so that the
program marks where each frame ends; a latency is the time from the key's byte to that mark.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

FRAME_END = b"\x1b[?2026l"
_QUERY = b"\x1b[?2026$p"
_ANSWER = b"\x1b[?2026;2$y"
_QUIET_S = 0.04
"""Without a byte for so long an answer is complete; two frames of it are at most 17 ms apart."""


START_UP_S = 4.0
"""Silence after which start-up work is over: after 3 s the first look at what was decided before.

Whoever finishes an article sooner waits for that look, some 20 to 100 ms, once.
"""


STILL_S = 2.0
"""A key that has drawn nothing for so long draws nothing."""


class NoFrameError(RuntimeError):
    """The program drew nothing in time, or ended."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for a key: time to the first frame's end and to the last one's, and bytes."""

    ms: float
    settled_ms: float
    size: int


class Terminal:
    """A program running in a pseudo-terminal; a context manager that ends it."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        rows: int = 40,
        columns: int = 120,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.started = time.perf_counter()
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", LC_ALL="C.UTF-8")
            # As where a person installed it: the second start finds bytecode.
            os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
            os.environ.update(environment or {})
            os.execvp(command[0], list(command))  # noqa: S606  # our own command, no shell
        size = struct.pack("HHHH", rows, columns, 0, 0)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, size)
        self._last = b""
        self.opening = b""
        """What the program wrote while `wait_for` was reading."""

    @property
    def process(self) -> int:
        """The id of the program's process."""
        return self._pid

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGTERM)
        os.close(self._fd)
        os.waitpid(self._pid, 0)

    def wait_for(self, text: str, limit_s: float = 60.0) -> float:
        """Milliseconds from the program's start to the end of the first frame that holds `text`.

        `text` must be one run of one style, such as a word; an empty one is in any frame. Frames
        since the start count, so two waits may be answered by one frame.

        Raises:
            NoFrameError: There was no such frame within the limit.
        """
        wanted, now = text.encode(), time.perf_counter()
        deadline = now + limit_s
        while now < deadline:
            place = self.opening.find(wanted)
            if place >= 0 and self.opening.find(FRAME_END, place) >= 0:
                return (now - self.started) * 1e3
            self.opening += self._read(deadline - now)
            now = time.perf_counter()
        raise NoFrameError(f"no frame with {text!r} within {limit_s} s: {self.opening[-300:]!r}")

    def settle(self, quiet_s: float = 0.3) -> None:
        """Read until the program has been silent for a while."""
        while self._read(quiet_s):
            pass

    def send(self, key: bytes) -> None:
        """Send a key without waiting for what it does."""
        os.write(self._fd, key)

    def press(self, key: bytes, limit_s: float = 60.0, text: str = "") -> Answer:
        """Send a key and wait for its frames; the first that counts is one that holds `text`.

        Raises:
            NoFrameError: None came within the limit.
        """
        start = time.perf_counter()
        os.write(self._fd, key)
        first = last = None
        seen, wanted = b"", text.encode()
        while first is None or (chunk := self._read(_QUIET_S)):
            if first is None and not (chunk := self._read(limit_s)):
                raise NoFrameError(f"no frame for {key!r} within {limit_s} s")
            tail = seen[-len(FRAME_END) :] + chunk
            seen += chunk
            if FRAME_END in tail and wanted in seen:
                last = (time.perf_counter() - start) * 1e3
                first = last if first is None else first
        return Answer(ms=first, settled_ms=last or first, size=len(seen))

    def _read(self, wait_s: float) -> bytes:
        """What the program wrote; nothing after `wait_s` of silence."""
        ready, _, _ = select.select([self._fd], [], [], max(0.0, wait_s))
        if not ready:
            return b""
        try:
            chunk = os.read(self._fd, 1 << 20)
        except OSError as error:  # Linux reports the end of the other side as EIO
            raise NoFrameError(f"the program has ended: {self._last[-500:]!r}") from error
        if _QUERY in self._last[-len(_QUERY) + 1 :] + chunk:
            os.write(self._fd, _ANSWER)
        self._last = chunk
        return chunk


@dataclass(frozen=True, slots=True)
class ProgramRun:
    """One run of the real program; times in milliseconds from its start, and answers per key."""

    first_frame_ms: float
    first_article_ms: float
    answers: Mapping[str, Sequence[Answer]]


def measure_program(
    database: Path,
    keys: Sequence[tuple[str, bytes]],
    first_word: str,
    *,
    environment: Mapping[str, str] | None = None,
) -> ProgramRun:
    """Start `python -m annotator` on a database and press keys.

    Args:
        database: The file; what is in it decides what the keys do.
        keys: Name of the act and the bytes of its key, in order.
        first_word: A word of the first article that the screen holds nowhere else.
        environment: Variables added to the program's environment.
    """
    command = [sys.executable, "-m", "annotator", "--db", str(database)]
    answers: dict[str, list[Answer]] = {}
    with Terminal(command, environment=environment) as terminal:
        first_frame = terminal.wait_for("")
        first_article = terminal.wait_for(first_word)
        terminal.settle(START_UP_S)
        for act, key in keys:
            # A key that changes nothing draws nothing: an edge that can't move, the last undo.
            with contextlib.suppress(NoFrameError):
                answers.setdefault(act, []).append(terminal.press(key, STILL_S))
    return ProgramRun(first_frame, first_article, answers)
