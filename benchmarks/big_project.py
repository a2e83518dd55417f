"""A project of many finished articles, written straight into the tables: for benchmarks only.

Every named mention has an entity: some are of the article's own name, which no other speaks of, the
others of names that all articles have in common.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TypeAlias

from annotator.config import Settings
from annotator.domain.article import text_digest
from annotator.domain.entities import fold_name
from annotator.project.workspace import open_workspace
from benchmarks.synthetic import article_text, person_name

Values: TypeAlias = tuple[object, ...]
MENTIONS, STANCES, LENGTH = 45, 12, 3000
COMMON_NAMES = 3000
"""Names that the articles have in common; each has one of its own besides."""
_AT = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC).isoformat(timespec="microseconds")
_LABELS = ("PER", "ORG", "GPE", "LOC")
_EVIDENCE_CHARACTERS = 20
_OWN_EVERY = 12
"""Of so many mentions one is of the article's own name."""
_ID_STRIDE = 0x9E3779B97F4A7
"""Odd, so that no id comes twice: spread over all there are, as those drawn at random."""


def settings_for(folder: Path) -> Settings:
    """The settings of a project in the folder."""
    return Settings(str(folder / "annotator.db"), "anna")


def fill(folder: Path, articles: int) -> None:
    """Create the project: each article finished by one annotator."""
    open_workspace(settings_for(folder)).close()
    with closing(sqlite3.connect(folder / "annotator.db")) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        _insert(connection, "entity", list(map(_entity_row, range(COMMON_NAMES))))
        for begin in range(0, articles, 1000):
            rows: dict[str, list[Values]] = {}
            for number in range(begin, min(begin + 1000, articles)):
                for table, row in article_rows(number):
                    rows.setdefault(table, []).append(row)
            for table, values in rows.items():
                _insert(connection, table, values)
            connection.commit()


def _insert(connection: sqlite3.Connection, table: str, rows: Sequence[Values]) -> None:
    marks = ",".join("?" * len(rows[0]))
    connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608


def article_rows(number: int) -> Iterator[tuple[str, Values]]:
    """The rows of one article, parents first, with the names of their tables.

    The names that it has in common with others are no rows of its own.
    """
    text, name, layer = article_text(LENGTH, seed=number), f"a{number:07d}", number + 1
    yield "entity", _entity_row(COMMON_NAMES + number)
    yield "article", (
        name, number, text, text_digest(text), None, None, None, None, "fr", "{}", _AT,
    )  # fmt: skip
    yield "layer", (layer, name, "annotator", "anna", 1, MENTIONS + STANCES + 1)
    yield "assignment", (
        name, "anna", "done", 0, "", None, _AT, _AT, _AT, 0, None, 0, 0, None, None, 0,
    )  # fmt: skip
    spans = _spans(text, number)
    for place, ((start, end), entity) in enumerate(zip(spans, _named(number), strict=True)):
        nominal = place % 9 == 8
        yield "mention", (
            layer, f"m{place + 1}", start, end, text[start:end], _LABELS[place % 4],
            "nominal" if nominal else "named", None if nominal else entity,
            "kept", None, 0, None, 1,
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


def _entity_row(entity: int) -> Values:
    """The row of the common name with this number, or of an article's own behind these."""
    name = person_name(entity)
    label = _LABELS[entity % 4 if entity < COMMON_NAMES else 0]
    return _id_of(entity), name, fold_name(name), label, "[]", None


def _named(article: int) -> list[int]:
    """What the mentions of an article are of, by place: each has its mention's label.

    A few names are in most articles and most in few, as in the news.
    """
    source = random.Random(article)
    of_label = COMMON_NAMES // len(_LABELS)
    common = [int(of_label * source.random() ** 3) for _ in range(MENTIONS)]
    return [
        _id_of(COMMON_NAMES + article if place % _OWN_EVERY == 0 else name * 4 + place % 4)
        for place, name in enumerate(common)
    ]


def _id_of(entity: int) -> int:
    return (entity + 1) * _ID_STRIDE % (1 << 53)


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
