"""Import of native JSONL against SQLite alone writing the same rows with `executemany`.

python -m benchmarks.store [--articles 2000] [--rounds 5] [--json]

Both are measured in turn, each time into a new file, and compared round by round: a busy machine
slows both. The readers' modules are loaded before; a thousandth of a second for each article is
what counts.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from annotator.project.importing import import_paths
from annotator.project.workspace import open_workspace
from benchmarks.big_project import native_record, settings_for

_Rows: TypeAlias = Mapping[str, list[tuple[object, ...]]]


@dataclass(slots=True)
class Time:
    """Seconds of the clock and of the processor that something took."""

    wall: float = 0.0
    processor: float = 0.0


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Import against bare SQLite.")
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="annotator-store-"))
    try:
        found = measured(folder, chosen.articles, chosen.rounds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if chosen.json:
        print(json.dumps(found, indent=2))
    else:
        for name, value in found.items():
            print(f"{name:<40}{value:>12.4g}")
    return 0


def measured(folder: Path, articles: int, rounds: int) -> dict[str, float]:
    """Milliseconds an article of both ways, and their ratio; all medians over the rounds.

    Reading and parsing the file belongs to the import.
    """
    import annotator.exchange.formats  # noqa: F401  # two tenths of a second, once

    file = folder / "articles.jsonl"
    with file.open("w", encoding="utf-8") as lines:
        for number in range(articles):
            lines.write(json.dumps(native_record(number), ensure_ascii=False) + "\n")
    ours: list[Time] = []
    bare: list[Time] = []
    for number in range(rounds):
        project = folder / str(number)
        project.mkdir()
        ours.append(_import(project, file))
        bare.append(_bare(project))
        shutil.rmtree(project)
    found: dict[str, float] = {"articles": articles, "rounds": rounds}
    for clock in ("wall", "processor"):
        ways = [[getattr(t, clock) / articles * 1000 for t in times] for times in (ours, bare)]
        ratios = [one / other for one, other in zip(*ways, strict=True)]
        found[f"{clock}, import, ms an article"] = statistics.median(ways[0])
        found[f"{clock}, bare SQLite, ms an article"] = statistics.median(ways[1])
        found[f"{clock}, import to bare"] = statistics.median(ratios)
        found[f"{clock}, import to bare, least"] = min(ratios)
        found[f"{clock}, import to bare, most"] = max(ratios)
    return found


@contextmanager
def _timed() -> Iterator[Time]:
    found = Time()
    wall, processor = time.perf_counter(), time.process_time()
    yield found
    found.wall = time.perf_counter() - wall
    found.processor = time.process_time() - processor


def _import(project: Path, file: Path) -> Time:
    with open_workspace(settings_for(project)) as workspace, _timed() as found:
        for _ in import_paths(workspace, [file]):
            pass
    return found


def _bare(project: Path) -> Time:
    """The time for the very rows that the import stored, in a new file."""
    schema, tables = _stored(project / "annotator.db")
    with closing(sqlite3.connect(project / "bare.db")) as target:
        target.execute("PRAGMA journal_mode = WAL")
        for statement in schema:
            target.execute(statement)
        with _timed() as found:
            for name, rows in tables.items():
                if rows:
                    marks = ",".join("?" * len(rows[0]))
                    target.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)  # noqa: S608
            target.commit()
    return found


def _stored(database: Path) -> tuple[list[str], _Rows]:
    """The statements that make the tables and indexes, and the rows by table."""
    with closing(sqlite3.connect(database)) as source:
        schema = [
            row[0]
            for row in source.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
            if "sqlite_" not in row[0]
        ]
        names = [r[0] for r in source.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        rows = {
            name: source.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608
            for name in names
        }
    return schema, rows


if __name__ == "__main__":
    sys.exit(main())
