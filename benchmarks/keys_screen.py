"""What the keys benchmark sees and knows: one frame of the screen, and the gold of one article.

A frame is a line of the program's frame log. Offsets are code points of the article's text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.domain.article import Span

NAMED = "named"
TOPIC = "TOPIC"
TOP = Span(0, 1)


@dataclass(frozen=True, slots=True)
class ScreenMark:
    """A mark as drawn: filled or outlined, and whether it asks for a look."""

    id: str
    span: Span
    label: str
    outlined: bool = False
    doubtful: bool = False

    @property
    def on_ring(self) -> bool:
        """Whether `Tab` stops here."""
        return self.outlined or self.doubtful


@dataclass(frozen=True, slots=True)
class CurrentItem:
    """The current item: `mention`, `candidate` or `pending`; no spans where it is out of sight."""

    kind: str
    spans: tuple[Span, ...]
    label: str | None = None
    mention_kind: str | None = None


@dataclass(frozen=True, slots=True)
class Screen:
    """One frame. `article` is None where the queue is shown; stances join when they are drawn."""

    article: str | None
    visible: Span = TOP
    doubts: int | None = 0
    marks: tuple[ScreenMark, ...] = ()
    dimmed: tuple[Span, ...] = ()
    proposal: tuple[Span, ...] = ()
    current: CurrentItem | None = None
    hints: Mapping[str, Span] | None = None
    item: str = ""
    notice: str = ""
    stances: tuple[GoldStance, ...] | None = None


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A mention as the gold, or an export, has it; the name of its entity is compared apart."""

    span: Span
    label: str
    kind: str = NAMED
    entity: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class GoldStance:
    """A stance as the gold, or an export, has it; holder None where it is unstated."""

    holder: Span | None
    target: Span
    label: str
    attribution: str
    certainty: str
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One record of native JSONL: text, mentions, stances, furniture."""

    id: str
    text: str
    mentions: tuple[GoldMention, ...] = ()
    stances: tuple[GoldStance, ...] = ()
    zones: tuple[Span, ...] = ()

    def named_only(self) -> GoldArticle:
        """The article with its named mentions (not TOPIC) and without stances."""
        named = tuple(m for m in self.mentions if m.kind == NAMED and m.label != TOPIC)
        return GoldArticle(self.id, self.text, named, (), self.zones)


def read_screen(line: str) -> Screen:
    """The frame of one line of the frame log."""
    frame = json.loads(line)
    if frame["article"] is None:
        return Screen(None, notice=frame["notice"])
    current, hints = frame["current"], frame["hints"]
    return Screen(
        article=frame["article"],
        visible=Span(*frame["visible"]),
        doubts=frame["doubts"],
        marks=tuple(
            ScreenMark(
                m["id"], Span(m["start"], m["end"]), m["label"], m["outlined"], m["doubtful"]
            )
            for m in frame["marks"]
        ),
        dimmed=_spans(frame["dimmed"]),
        proposal=_spans(frame["proposal"]),
        current=None
        if current is None
        else CurrentItem(
            current["kind"], _spans(current["spans"]), current["label"], current["mention_kind"]
        ),
        hints=None if hints is None else {code: Span(*word) for code, word in hints.items()},
        item=frame["item"],
        notice=frame["notice"],
    )


def read_gold(path: Path) -> Iterator[GoldArticle]:
    """The records of a native JSONL file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield _gold_article(json.loads(line))


def _gold_article(record: Mapping[str, Any]) -> GoldArticle:
    spans = {e["id"]: Span(e["start"], e["end"]) for e in record.get("entities", [])}
    return GoldArticle(
        id=record["id"],
        text=record["text"],
        mentions=tuple(
            GoldMention(spans[e["id"]], e["label"], e.get("kind", NAMED), e.get("canonical") or "")
            for e in record.get("entities", [])
        ),
        stances=tuple(
            GoldStance(
                holder=spans.get(s["holder"]),
                target=spans[s["target"]],
                label=s["label"],
                attribution=s["attribution"],
                certainty=s["certainty"],
                evidence=tuple(Span(e["start"], e["end"]) for e in s["evidence"]),
            )
            for s in record.get("stances", [])
        ),
        zones=_spans(record.get("boilerplate", [])),
    )


def _spans(pairs: Sequence[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)
