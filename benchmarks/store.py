"""Import of native JSONL against SQLite alone writing the same rows with `executemany`.

python -m benchmarks.store [--articles 2000] [--json]

The readers' modules are loaded before; a thousandth of a second for each article is what counts.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from annotator.project.importing import import_paths
from annotator.project.workspace import open_workspace
from benchmarks.big_project import native_record, settings_for


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Import against bare SQLite.")
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="annotator-store-"))
    try:
        found = measured(folder, chosen.articles)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if chosen.json:
        print(json.dumps(found, indent=2))
    else:
        for name, value in found.items():
            print(f"{name:<32}{value:>12.4g}")
    return 0


def measured(folder: Path, articles: int) -> dict[str, float]:
    """Seconds of both ways and their ratio; reading and parsing the file belongs to the import."""
    import annotator.exchange.formats  # noqa: F401  # two tenths of a second, once

    file = folder / "articles.jsonl"
    with file.open("w", encoding="utf-8") as lines:
        for number in range(articles):
            lines.write(json.dumps(native_record(number), ensure_ascii=False) + "\n")
    begin, cpu = time.perf_counter(), time.process_time()
    with open_workspace(settings_for(folder)) as workspace:
        opened = time.perf_counter() - begin, time.process_time() - cpu
        imported = sum(1 for _ in import_paths(workspace, [file]))
    wall = time.perf_counter() - begin - opened[0]
    busy = time.process_time() - cpu - opened[1]
    bare_wall, bare_busy = _bare(folder)
    return {
        "articles": imported,
        "import, seconds": wall,
        "import, seconds of processor": busy,
        "bare SQLite, seconds": bare_wall,
        "bare, seconds of processor": bare_busy,
        "import to bare": wall / bare_wall,
        "import to bare, processor": busy / bare_busy,
    }


def _bare(folder: Path) -> tuple[float, float]:
    """Seconds (wall, processor) for the very rows that the import stored, in a new file."""
    with closing(sqlite3.connect(folder / "annotator.db")) as source:
        schema = [
            row[0]
            for row in source.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
            if "sqlite_" not in row[0]
        ]
        names = [r[0] for r in source.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        tables = {
            name: source.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608
            for name in names
        }
    with closing(sqlite3.connect(folder / "bare.db")) as target:
        target.execute("PRAGMA journal_mode = WAL")
        for statement in schema:
            target.execute(statement)
        begin, cpu = time.perf_counter(), time.process_time()
        for name, rows in tables.items():
            if rows:
                marks = ",".join("?" * len(rows[0]))
                target.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)  # noqa: S608
        target.commit()
        return time.perf_counter() - begin, time.process_time() - cpu


if __name__ == "__main__":
    sys.exit(main())
