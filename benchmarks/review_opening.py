"""How long the review of one article takes to open: read, compared, gold brought up to date."""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from pathlib import Path

from annotator.config import Settings
from annotator.project.importing import import_paths
from annotator.project.reviewing import open_review
from annotator.project.workspace import open_workspace
from benchmarks.readings import LABELS, SIDES, Part, Record, perturbed_lines
from benchmarks.synthetic import article_text, mention_spans

ANNOTATORS = ("anna", "ben", "caro")


def made_record(number: int, size: int, mentions: int, stances: int) -> Record:
    """A made-up article with its gold."""
    source = random.Random(number)
    text = f"{number}\n\n" + article_text(size)
    ahead = len(text) - size
    entities: list[Part] = []
    for n, span in enumerate(sorted(mention_spans(size, mentions, seed=number))):
        start, end = span.start + ahead, span.end + ahead
        label = source.choice(LABELS)
        entities.append(
            {"id": f"e{n}", "start": start, "end": end, "label": label, "text": text[start:end]}
        )
    pairs = [(entities[n], entities[n + 1]) for n in range(min(stances, len(entities) - 1))]
    sides: list[Part] = [
        {
            "id": f"s{n}",
            "holder": a["id"],
            "target": b["id"],
            "label": source.choice(SIDES),
            "evidence": [{"start": b["start"], "end": b["end"]}],
            "attribution": "reported",
            "certainty": "asserted",
            "source": None,
        }
        for n, (a, b) in enumerate(pairs)
    ]
    return {"id": f"a{number}", "text": text, "entities": entities, "stances": sides}


def opening_ms(articles: int, size: int, mentions: int, stances: int) -> dict[str, float]:
    """Milliseconds to open a review: the first time, when gold is made, and again.

    By the clock, and of the processor: others may be using the machine.
    """
    records = [made_record(number, size, mentions, stances) for number in range(articles)]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "readings.jsonl"
        file.write_text(perturbed_lines(records, ANNOTATORS, 1), encoding="utf-8")
        with open_workspace(Settings(str(Path(folder) / "bench.db"), "bench")) as workspace:
            for _ in import_paths(workspace, [file]):
                pass
            # What is imported when it is first needed belongs to the start of the program.
            open_review(workspace, "a0")
            times: dict[str, list[float]] = {}
            for name in ("first", "again"):
                wall = times[name] = []
                cpu = times[f"{name}_cpu"] = []
                for record in records[1:]:
                    begin, busy = time.perf_counter(), time.process_time()
                    open_review(workspace, str(record["id"]))
                    wall.append((time.perf_counter() - begin) * 1000)
                    cpu.append((time.process_time() - busy) * 1000)
    return {
        f"review_{name}_ms_{what}": round(value, 1)
        for name, found in times.items()
        for what, value in (
            ("p50", statistics.median(found)),
            ("p95", statistics.quantiles(found, n=20)[-1]),
        )
    }
