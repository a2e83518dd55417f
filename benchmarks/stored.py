"""Starts and acts with many articles stored, beside the same with one, in turn.

    python -m benchmarks.stored [--articles 100000] [--starts 10] [--presses 60] [--pause SECONDS]
                                [--folder DIR] [--json]

The many are finished by somebody else, with mentions and stances, and stand in the queue before the
one on the screen. The machine changes its speed from one second to the next: both programs are
started in turn, then both are open and each key goes to the one and to the other; the ratio is that
of the medians. `article` and `finish` go through ordinary articles behind the one on the screen, of
which `finish` opens those that nobody has opened; there are half as many of these. `bare imports`
is a yardstick: a Python that imports Textual and SQLModel, nothing else.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import TypeAlias

from benchmarks.big_project import fill
from benchmarks.program import (
    ENVIRONMENT,
    NAME,
    ORDINARY,
    PAIR,
    PAUSE_S,
    PREPARE,
    add_changes,
    add_synthetic,
    change,
    change_presses,
    presses,
)
from benchmarks.terminal import STILL_S, NoFrameError, Terminal

ARTICLE = (10_000, 1_000)
"""The article on the screen: code points, and mentions enough for every press to do something."""
LIBRARIES = "textual.app, sqlmodel"
"""Without these there is no first article."""
SETTLED_S = 20.0
"""After so long the programs have read what they learn from, up to a thousand layers."""

Times: TypeAlias = dict[str, list[float]]
"""Milliseconds of every press or start, by act."""


def main() -> None:
    """Fill, measure in turn, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000, help="stored articles")
    parser.add_argument("--starts", type=int, default=10, help="starts of each program")
    parser.add_argument("--presses", type=int, default=60, help="presses of each act")
    parser.add_argument("--pause", type=float, default=PAUSE_S, help="seconds on each article")
    parser.add_argument("--folder", type=Path, help="keep both databases here, or take them")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        databases = folder / "one.db", folder / "annotator.db"
        if not databases[1].exists():
            folder.mkdir(exist_ok=True)
            fill(folder, options.articles)
            for database in databases:
                add_synthetic(database, *ARTICLE)
        for database in databases:
            remove_behind(database)
        times: list[Times] = [defaultdict(list) for _ in databases]
        measure_starts(databases, options.starts, times)
        measure_acts(databases, options.presses, times)
        measure_changes(databases, options.presses // 2, times, options.pause)
    rows = [(act, _figures(times[0][act]), _figures(times[1][act])) for act in times[0]]
    if options.json:
        print(json.dumps([{"act": a, "one": o, "many": m} for a, o, m in rows], indent=1))
        return
    for act, one, many in rows:
        print(
            f"{act:13}  one: p50 {one['p50_ms']:7.1f}  p95 {one['p95_ms']:7.1f} ms   "
            f"many: p50 {many['p50_ms']:7.1f}  p95 {many['p95_ms']:7.1f} ms   "
            f"ratio {many['p50_ms'] / one['p50_ms']:.2f}"
        )


def measure_starts(databases: Sequence[Path], starts: int, times: Sequence[Times]) -> None:
    """Start the program on each database in turn, before each a Python that only imports."""
    for _ in range(starts):
        for database, found in zip(databases, times, strict=True):
            found["bare imports"].append(bare_imports())
            with program(database) as terminal:
                found["first frame"].append(terminal.wait_for(""))
                found["first article"].append(terminal.wait_for(NAME))
                terminal.settle()


def bare_imports() -> float:
    """Milliseconds from the start of a Python until it has imported the two libraries."""
    # The monotonic clock is the system's: both processes read the same.
    script = f"import {LIBRARIES}, time; print(time.monotonic())"
    began = time.monotonic()
    ended = float(subprocess.check_output([sys.executable, "-c", script]))
    return (ended - began) * 1e3


def measure_acts(databases: Sequence[Path], repeats: int, times: Sequence[Times]) -> None:
    """Open each database and press every key on one after the other."""
    with both_open(databases, NAME) as terminals:
        for act, key in presses(repeats):
            for terminal, found in zip(terminals, times, strict=True):
                # A key that changes nothing draws nothing.
                with suppress(NoFrameError):
                    answer = terminal.press(key, STILL_S)
                    if act != PREPARE:
                        found[act].append(answer.ms)


def measure_changes(
    databases: Sequence[Path], repeats: int, times: Sequence[Times], pause_s: float
) -> None:
    """Go from article to article on the one and on the other."""
    for database in databases:
        add_changes(database, *ORDINARY, repeats)
    with both_open(databases, PAIR[1]) as terminals:
        for each in change_presses(repeats, repeats):
            for terminal, found in zip(terminals, times, strict=True):
                found[each.act].append(change(terminal, each, pause_s).ms)


def remove_behind(database: Path) -> None:
    """Take away what an earlier run has added behind the article on the screen."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = ON")
        behind = "position > (SELECT position FROM article WHERE id = ?)"
        connection.execute(f"DELETE FROM article WHERE {behind}", (NAME,))  # noqa: S608


@contextmanager
def both_open(databases: Sequence[Path], name: str) -> Iterator[list[Terminal]]:
    """The program open on each database, at the article of this name, with nothing left to read."""
    with ExitStack() as stack:
        terminals = []
        for database in databases:
            terminals.append(stack.enter_context(program(database)))
            # A terminal answers at once: one that is read late may be taken for an older one.
            terminals[-1].wait_for(name)
        time.sleep(SETTLED_S)
        for terminal in terminals:
            terminal.settle()
        yield terminals


def program(database: Path) -> Terminal:
    """The program, started on a database."""
    command = [sys.executable, "-m", "annotator", "--db", str(database)]
    return Terminal(command, environment=ENVIRONMENT)


def _figures(times: Sequence[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "n": len(ordered),
        "p50_ms": round(statistics.median(ordered), 2),
        "p95_ms": round(ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], 2),
    }


if __name__ == "__main__":
    main()
