"""Typing while the project is worked on: `python -m benchmarks.busy [--json]`.

The real program in the pseudo-terminal on a project of many articles (100 KB with 5,000 mentions
are open), alone and while `annotator suggest`, `import` and `export` run on the same database in a
process of their own. The memory of the screen's process is read at the end of each.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from annotator.config import Settings
from annotator.domain.article import Article
from annotator.project.workspace import open_workspace
from annotator.storage.articles import add_article
from benchmarks.big_project import fill, native_record
from benchmarks.program import ENVIRONMENT, FIRST_WORD, NAME, add_synthetic
from benchmarks.suggest import texts
from benchmarks.terminal import START_UP_S, STILL_S, NoFrameError, Terminal

KEYS = (b"n", b"t", b"n", b"x", b"n", b"y", b"z")
SIZE, MENTIONS = 100_000, 5_000
MORE = 20_000
"""Articles to import: more than there is time for."""


@dataclass(frozen=True, slots=True)
class Row:
    """Milliseconds from a key to its frame's end, and the megabytes of the screen's process."""

    beside: str
    keys: int
    p50_ms: float
    p95_ms: float
    p99_ms: float
    max_ms: float
    memory_mb: int


def project(folder: Path, articles: int, waiting: int) -> Path:
    """So many finished articles, so many without suggestions, and the one to type in."""
    fill(folder, articles)
    database = folder / "annotator.db"
    with open_workspace(Settings(str(database), "anna")) as workspace:
        for number, text in enumerate(texts(waiting)):
            article = Article(f"w{number}", text)
            workspace.write(partial(add_article, article=article, at=workspace.clock()))
    add_synthetic(database, SIZE, MENTIONS)
    with (folder / "more.jsonl").open("w", encoding="utf-8") as file:
        for number in range(articles, articles + MORE):
            file.write(json.dumps(native_record(number)) + "\n")
    return database


@contextmanager
def running(command: Sequence[str], folder: Path) -> Iterator[None]:
    """Run `annotator` with these words meanwhile, if there are any."""
    if not command:
        yield
        return
    words = [sys.executable, "-m", "annotator", *command, "--db", str(folder / "annotator.db")]
    environment = {**os.environ, "ANNOTATOR_NAME": "anna"}
    with subprocess.Popen(
        words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield
            if process.poll() is not None:
                print(f"`{command[0]}` ended before the last key", file=sys.stderr)
        finally:
            process.terminate()


def measure(folder: Path, name: str, command: Sequence[str], keys: int) -> Row:
    """Press so many keys while the command runs."""
    program = [sys.executable, "-m", "annotator", "--db", str(folder / "annotator.db")]
    with Terminal(program, environment=ENVIRONMENT) as terminal:
        terminal.wait_for(FIRST_WORD if name == "nothing" else NAME)
        terminal.settle(START_UP_S)
        with running(command, folder):
            terminal.settle(2 * START_UP_S)
            times = sorted(_times(terminal, keys))
        memory = _memory_mb(terminal.process)
    at = len(times) - 1
    return Row(
        name,
        len(times),
        round(statistics.median(times), 1),
        round(times[round(0.95 * at)], 1),
        round(times[round(0.99 * at)], 1),
        round(times[-1], 1),
        memory,
    )


def _times(terminal: Terminal, keys: int) -> Iterator[float]:
    for number in range(keys):
        # A key that changes nothing draws nothing.
        with suppress(NoFrameError):
            yield terminal.press(KEYS[number % len(KEYS)], STILL_S).ms


def _memory_mb(process: int) -> int:
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    found = re.search(r"VmHWM:\s+(\d+)", status)
    return 0 if found is None else round(int(found[1]) / 1024)


def main() -> None:
    """Measure alone and beside each command."""
    parser = argparse.ArgumentParser(prog="benchmarks.busy", description=__doc__)
    parser.add_argument("--articles", type=int, default=4000, help="finished articles")
    parser.add_argument("--waiting", type=int, default=300, help="articles to suggest for")
    parser.add_argument("--keys", type=int, default=210)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project(folder, options.articles, options.waiting)
        rows = [
            measure(folder, beside, command, options.keys)
            for beside, command in (
                ("nothing", ()),
                ("suggest", ("suggest",)),
                ("import", ("import", str(folder / "more.jsonl"))),
                ("export", ("export", str(folder / "out"))),
            )
        ]
    if options.json:
        print(json.dumps([asdict(row) for row in rows]))
        return
    for row in rows:
        print(
            f"beside {row.beside:8} p50 {row.p50_ms:6.1f}  p95 {row.p95_ms:6.1f}  "
            f"p99 {row.p99_ms:6.1f}  max {row.max_ms:6.1f} ms  {row.memory_mb} MB"
        )


if __name__ == "__main__":
    main()
