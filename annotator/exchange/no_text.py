"""Rows without the words of the articles: offsets, hashes and labels only.

For data sets whose texts may not be passed on. The columns stay the same, so that `join_texts.py`,
which goes with the folder, can put a user's own copies of the texts back in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from annotator.domain.article import JsonValue
from annotator.exchange.features import Config
from annotator.exchange.parquet import Record

JOIN_SCRIPT = "join_texts.py"


def without_text(config: Config, row: Record) -> Record:
    """The row with its text, quotes and tokens gone, and names replaced by their hash."""
    bare: Record = {**row, "text": None}
    match config:
        case Config.NER:
            bare["tokens"] = []
        case Config.STANCE:
            for end in ("holder", "target", "source"):
                bare[end] = _bare(row[end])
            bare["evidence"] = _each(row["evidence"])
        case Config.DOCUMENTS | Config.LAYERS:
            bare["entities"] = _each(row["entities"])
            bare["stances"] = [
                {**stance, "evidence": _each(stance["evidence"])}
                for stance in _rows(row["stances"])
            ]
    return bare


def name_hash(name: str) -> str:
    """What stands for a canonical name: equal names keep equal hashes."""
    return hashlib.sha256(name.encode()).hexdigest()[:16]


def _bare(span: JsonValue) -> JsonValue:
    if not isinstance(span, Mapping):
        return span
    bare = {**span, "text": None}
    if isinstance(span.get("canonical"), str):
        bare["canonical"] = name_hash(str(span["canonical"]))
    return bare


def _each(spans: JsonValue) -> list[JsonValue]:
    return [_bare(span) for span in _rows(spans)]


def _rows(value: JsonValue) -> list[dict[str, JsonValue]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
