"""A project of many finished articles, written straight into the tables: for benchmarks only."""

from __future__ import annotations

import datetime as dt
import json
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeAlias

from annotator.config import Settings
from annotator.domain.article import text_digest
from annotator.project.workspace import open_workspace
from benchmarks.synthetic import article_text

Values: TypeAlias = tuple[object, ...]
MENTIONS, STANCES, LENGTH = 45, 12, 3000
_AT = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC).isoformat(timespec="microseconds")
_LABELS = ("PER", "ORG", "GPE", "LOC")
_EVIDENCE_CHARACTERS = 20


def settings_for(folder: Path) -> Settings:
    """The settings of a project in the folder."""
    return Settings(str(folder / "annotator.db"), "anna")


def fill(folder: Path, articles: int) -> None:
    """Create the project: each article finished by one annotator."""
    open_workspace(settings_for(folder)).close()
    with closing(sqlite3.connect(folder / "annotator.db")) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        for begin in range(0, articles, 1000):
            rows: dict[str, list[Values]] = {}
            for number in range(begin, min(begin + 1000, articles)):
                for table, row in article_rows(number):
                    rows.setdefault(table, []).append(row)
            for table, values in rows.items():
                marks = ",".join("?" * len(values[0]))
                connection.executemany(f"INSERT INTO {table} VALUES ({marks})", values)  # noqa: S608
            connection.commit()


def article_rows(number: int) -> Iterator[tuple[str, Values]]:
    """The rows of one article, parents first, with the names of their tables."""
    text, name, layer = article_text(LENGTH, seed=number), f"a{number:07d}", number + 1
    yield "article", (
        name, number, text, text_digest(text), None, None, None, None, "fr", "{}", _AT,
    )  # fmt: skip
    yield "layer", (layer, name, "annotator", "anna", 1, MENTIONS + STANCES + 1)
    yield "assignment", (
        name, "anna", "done", 0, "", None, _AT, _AT, _AT, 0, None, 0, 0, None, None, 0,
    )  # fmt: skip
    spans = _spans(text, number)
    for place, (start, end) in enumerate(spans):
        yield "mention", (
            layer, f"m{place + 1}", start, end, text[start:end], _LABELS[place % 4],
            "nominal" if place % 9 == 8 else "named", None, "kept", None, 0, None, 1,
        )  # fmt: skip
    for place in range(min(STANCES, len(spans) // 3)):
        holder, target = place * 3, place * 3 + 1
        start = spans[target][1]
        end = min(len(text), start + _EVIDENCE_CHARACTERS)
        evidence = json.dumps([{"start": start, "end": end, "quote": text[start:end]}])
        yield "stance", (
            layer, f"s{MENTIONS + place + 1}", f"m{holder + 1}", "mention", f"m{target + 1}",
            ("against", "favor", "neutral")[place % 3], evidence, "reported", None, "asserted",
            "added", None, 0, None, 1,
        )  # fmt: skip


def _spans(text: str, seed: int) -> list[tuple[int, int]]:
    """Places of words, in text order."""
    source = random.Random(seed)
    starts = sorted(source.sample(range(0, len(text) - 40, 30), MENTIONS))
    return [(at, at + source.randint(4, 18)) for at in starts]


def native_record(number: int) -> dict[str, object]:
    """The same article as a record of native JSONL."""
    text = article_text(LENGTH, seed=number)
    spans = _spans(text, number)
    entities = [
        {
            "id": f"e{place}",
            "start": start,
            "end": end,
            "label": _LABELS[place % 4],
            "text": text[start:end],
            "canonical": f"Nom {(number * 37 + place * place) % 3000}",
        }
        for place, (start, end) in enumerate(spans)
    ]
    stances = [
        {
            "id": f"s{place}",
            "holder": f"e{place * 3}",
            "target": f"e{place * 3 + 1}",
            "label": ("against", "favor", "neutral")[place % 3],
            "evidence": [{"start": spans[place * 3][0], "end": spans[place * 3][1]}],
            "attribution": "reported",
        }
        for place in range(STANCES)
    ]
    return {"id": f"a{number:07d}", "text": text, "entities": entities, "stances": stances}
