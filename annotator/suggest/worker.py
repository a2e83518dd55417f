"""The suggestion process: `python -m annotator.suggest.worker --scheme NAME_OR_PATH`.

Requests come as JSON lines on standard input, answers leave on what was standard output; whatever
a library prints goes to standard error, the log. Ends when its input closes.
"""

from __future__ import annotations

import argparse
import os
import queue
import sys
import threading
from collections.abc import Sequence
from importlib.metadata import version
from typing import TYPE_CHECKING, BinaryIO

from annotator.errors import AnnotatorError, SuggesterError
from annotator.suggest.protocol import (
    CANNOT_START,
    Answer,
    Done,
    Failed,
    Hello,
    Progress,
    Request,
    Stage,
    Stop,
    Suggest,
    decode_request,
    encode,
)

if TYPE_CHECKING:
    from annotator.suggest.suggesters import Suggester

_NICENESS = 10
_BACKLOG = 8
"""Requests that must be waiting for several to be taken together."""
_TOGETHER = 16
"""Articles that go through the models at once."""
_THREAD_LIMITS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until the input closes or `stop` comes; returns the exit code."""
    parser = argparse.ArgumentParser(prog="annotator.suggest.worker")
    parser.add_argument("--scheme", required=True, help="name in labels/, or path of a scheme file")
    parser.add_argument("--suggester", help="another suggester than the scheme's")
    parser.add_argument("--threads", type=int, default=_default_threads())
    parser.add_argument("--niceness", type=int, default=_NICENESS)
    options = parser.parse_args(arguments)
    answers = _own_output()
    _be_modest(options.threads, options.niceness)
    # After the thread limits, which the numeric libraries read when they are imported.
    from annotator.suggest.suggesters import load_suggester

    try:
        engine = load_suggester(options.scheme, options.suggester)
        _send(answers, Hello(engine.name, engine.parser, version("spacy")))
    except AnnotatorError as error:
        _send(answers, Failed(None, str(error)))
        return CANNOT_START
    _serve(engine, answers)
    return 0


def _default_threads() -> int:
    return max(1, (os.cpu_count() or 2) - 1)


def _own_output() -> BinaryIO:
    """A private copy of standard output; what libraries print joins standard error."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answers


def _be_modest(threads: int, niceness: int) -> None:
    """Lower priority and few threads: the person's keys come first."""
    for name in _THREAD_LIMITS:
        os.environ.setdefault(name, str(threads))
    if hasattr(os, "nice"):
        os.nice(niceness)


def _serve(engine: Suggester, answers: BinaryIO) -> None:
    waiting: queue.Queue[Request | Failed] = queue.Queue()
    threading.Thread(target=_read, args=(waiting,), daemon=True).start()
    held: Request | Failed | None = None
    while not isinstance(request := held or waiting.get(), Stop):
        held = None
        if isinstance(request, Failed):
            _send(answers, request)
            continue
        together = [request]
        # Few articles are what a person waits for: each is answered as soon as it can be.
        while not request.alone and (len(together) > 1 or waiting.qsize() >= _BACKLOG):
            if len(together) == _TOGETHER or waiting.empty():
                break
            following = waiting.get()
            if not isinstance(following, Suggest) or following.alone:
                held = following
                break
            together.append(following)
        _answer(engine, together, answers)


def _read(waiting: queue.Queue[Request | Failed]) -> None:
    """Pass requests on as they come, so that the other side never waits to write."""
    for line in sys.stdin.buffer:
        try:
            waiting.put(decode_request(line))
        except SuggesterError as error:
            waiting.put(Failed(None, str(error)))
    # Nobody is left to read an answer: end at once, in the midst of an article too.
    os._exit(0)


def _answer(engine: Suggester, asked: Sequence[Suggest], answers: BinaryIO) -> None:
    """Answer the requests together, and one by one what is left when a text breaks something."""

    def announce() -> None:
        stage = Stage.PARSING if engine.is_loaded else Stage.LOADING
        _send(answers, Progress(asked[0].id, stage))

    for request in asked:
        _send(answers, Progress(request.id, Stage.BEGUN))
    done = 0
    try:
        for request, (found, doc) in zip(asked, engine.suggest_all(asked, announce), strict=True):
            _send(answers, Done(request.id, found, doc))
            done += 1
    except Exception as error:  # noqa: BLE001 - whatever one text breaks, the next must be served
        if len(asked) == 1:
            _send(answers, Failed(asked[0].id, f"{type(error).__name__}: {error}"))
            return
        for request in asked[done:]:
            _answer(engine, [request], answers)


def _send(answers: BinaryIO, answer: Answer) -> None:
    try:
        answers.write(encode(answer))
        answers.flush()
    except BrokenPipeError:
        os._exit(0)


if __name__ == "__main__":
    code = main()
    sys.stderr.flush()
    # Not sys.exit: the reading thread sits in a read, and the interpreter's shutdown aborts on the
    # lock that it holds on standard input.
    os._exit(code)
