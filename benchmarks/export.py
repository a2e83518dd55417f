"""Export of a big project against pyarrow writing the same prepared rows; grouping; memory.

    python -m benchmarks.export [--articles 2000] [--folder DIR] [--json]

Each part runs in a process of its own, so that its peak of memory is its own. Loading libraries
takes seconds once, whatever the number of articles: the ratios leave it out. The export groups
near-copies too, which has a bound of its own: the last lines give its ratios with and without that.
Row groups are written in a thread behind the one that makes them: `seconds` are those of the clock,
which count on a machine that does little else, `processor` those of both threads together.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TypeAlias

from annotator.domain.near_duplicates import NearDuplicates
from annotator.exchange.features import ClassLabels, Config, config_features
from annotator.project import exporting
from annotator.project.workspace import open_workspace
from annotator.resources import load_scheme
from annotator.storage.engine import Session
from annotator.storage.finished_work import finished_work, read_texts
from benchmarks.big_project import fill, settings_for

Part: TypeAlias = Callable[[Path, int], tuple[float, float] | None]
"""What is measured, with the folder and the number of articles; it may tell its own seconds."""


def main() -> int:
    """Run every part and print; with `--part`, run that part alone."""
    parser = argparse.ArgumentParser(description="Export against bare pyarrow.")
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--part", choices=sorted(PARTS))
    chosen = parser.parse_args()
    folder = chosen.folder or Path(tempfile.mkdtemp(prefix="annotator-export-"))
    if chosen.part:
        print(json.dumps(_measured(PARTS[chosen.part], folder, chosen.articles)))
        return 0
    try:
        folder.mkdir(exist_ok=True)
        figures = {part: _apart(part, folder, chosen.articles) for part in PARTS}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for measure in ("seconds", "processor"):
        spent = {part: found[measure] for part, found in figures.items() if measure in found}
        written = spent["write"] - spent["load"]
        figures[f"to pyarrow, {measure}"] = {
            "export": written / spent["bare"],
            "without grouping": (written - spent["group"]) / spent["bare"],
        }
    if chosen.json:
        print(json.dumps(figures, indent=2))
    else:
        for part, found in figures.items():
            print(f"{part:<26}" + "  ".join(f"{k} {v:.4g}" for k, v in found.items()))
    return 0


def _apart(part: str, folder: Path, articles: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.export", "--part", part]
    command += ["--folder", str(folder), "--articles", str(articles)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _measured(part: Part, folder: Path, n: int) -> dict[str, float]:
    begin, cpu = time.perf_counter(), time.process_time()
    own = part(folder, n)
    seconds, processor = time.perf_counter() - begin, time.process_time() - cpu
    if own is not None:
        seconds, processor = own
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "processor": processor, "peak MB": peak}


def _fill(folder: Path, articles: int) -> None:
    fill(folder, articles)


def _load(_folder: Path, _articles: int) -> None:
    for library in ("datasets", "pyarrow.parquet", "sklearn.feature_extraction.text"):
        import_module(library)


def _group(folder: Path, _articles: int) -> None:
    with open_workspace(settings_for(folder)) as workspace:
        index = NearDuplicates()
        works = workspace.read(finished_work)

        def add(session: Session) -> None:
            for article, _, dimmed in read_texts(session, works):
                index.add(article.id, article.text, dimmed)

        workspace.read(add)
        index.groups()


def _write(folder: Path, _articles: int) -> None:
    with open_workspace(settings_for(folder)) as workspace:
        exporting.export(workspace, folder / "out")


def _bare(folder: Path, _articles: int) -> tuple[float, float]:
    """Seconds, and those of processor, of pyarrow alone: rows into tables, tables into files."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    seconds = processor = 0.0
    features = config_features(ClassLabels.of(load_scheme("news-fr")))
    for path in sorted((folder / "out").glob("*/*.parquet")):
        schema = features[Config(path.parent.name)].arrow_schema.remove_metadata()
        with (
            pq.ParquetFile(path) as file,
            pq.ParquetWriter(
                folder / "bare.parquet", schema, compression="zstd", compression_level=3
            ) as writer,
        ):
            for group in range(file.num_row_groups):
                rows = file.read_row_group(group).to_pylist()
                begin, cpu = time.perf_counter(), time.process_time()
                writer.write_table(pa.Table.from_pylist(rows, schema=schema))
                seconds += time.perf_counter() - begin
                processor += time.process_time() - cpu
    return seconds, processor


PARTS: dict[str, Part] = {
    "fill": _fill,
    "load": _load,
    "group": _group,
    "write": _write,
    "bare": _bare,
}


if __name__ == "__main__":
    sys.exit(main())
