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
class ScreenStance:
    """The current stance as drawn; an end is None where it is out of sight or nobody is named."""

    id: str
    label: str
    attribution: str
    certainty: str
    named_holder: bool
    holder: Span | None
    target: Span | None
    evidence: tuple[Span, ...]
    source: Span | None = None

    @property
    def is_candidate(self) -> bool:
        """Whether it is not in the layer yet."""
        return self.id.startswith("?")


@dataclass(frozen=True, slots=True)
class PanelRow:
    """A stance as the panel names it, in words; `hint` or `number` are the keys that lead to it.

    A `doubtful` one has a question mark: `Tab` stops there.
    """

    id: str
    holder: str
    target: str
    label: str
    voice: str = ""
    evidence: str = ""
    hint: str = ""
    number: str = ""
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class CurrentItem:
    """The current item: mention, stance, candidate or pending; no spans where it is out of sight.

    `holder_kind` and `target_kind` are the kinds of a stance's ends.
    """

    kind: str
    spans: tuple[Span, ...]
    label: str | None = None
    mention_kind: str | None = None
    stance: ScreenStance | None = None
    holder_kind: str | None = None
    target_kind: str | None = None


@dataclass(frozen=True, slots=True)
class Screen:
    """One frame. `article` is None where the queue is shown; `answered` counts keys."""

    article: str | None
    visible: Span = TOP
    doubts: int | None = 0
    marks: tuple[ScreenMark, ...] = ()
    dimmed: tuple[Span, ...] = ()
    proposal: tuple[Span, ...] = ()
    current: CurrentItem | None = None
    hints: Mapping[Span, str] | None = None
    """The letter before each word that has one, with `…` where another one is to be typed."""
    item: str = ""
    notice: str = ""
    rows: tuple[PanelRow, ...] = ()
    answered: int = 0


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A mention as the gold, or an export, has it; the name of its entity is compared apart."""

    span: Span
    label: str
    kind: str = NAMED
    entity: str = field(default="", compare=False)

    @property
    def is_named(self) -> bool:
        """Whether it is marked for its own sake, and not only as an end of stances."""
        return self.kind == NAMED and self.label != TOPIC


@dataclass(frozen=True, slots=True)
class GoldStance:
    """A stance as the gold, or an export, has it; holder None where it is unstated."""

    holder: Span | None
    target: Span
    label: str
    attribution: str
    certainty: str
    evidence: tuple[Span, ...]
    source: Span | None = None

    @property
    def unit(self) -> str:
        """Names the stance while it is being made."""
        holder = "" if self.holder is None else f"{self.holder.start}"
        return f"{holder}>{self.target.start}@{self.evidence[0].start}"

    @property
    def ends(self) -> tuple[Span, ...]:
        """Holder and target, as far as they are named."""
        return (self.target,) if self.holder is None else (self.holder, self.target)


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One record of native JSONL: text, mentions, stances, furniture."""

    id: str
    text: str
    mentions: tuple[GoldMention, ...] = ()
    stances: tuple[GoldStance, ...] = ()
    zones: tuple[Span, ...] = ()

    def has(self, span: Span) -> bool:
        """Whether a mention stands over exactly this span."""
        return any(m.span == span for m in self.mentions)

    def end(self, span: Span) -> GoldMention:
        """The mention over exactly this span."""
        return next(m for m in self.mentions if m.span == span)


def read_screen(line: str) -> Screen:
    """The frame of one line of the frame log."""
    frame = json.loads(line)
    if frame["article"] is None:
        return Screen(None, notice=frame["notice"], answered=frame["answered"])
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
            if not m["id"].startswith("?s")
        ),
        dimmed=_spans(frame["dimmed"]),
        proposal=_spans(frame["proposal"]),
        current=None if current is None else _current(current),
        hints=None if hints is None else {Span(start, end): sign for start, end, sign in hints},
        item=frame["item"],
        notice=frame["notice"],
        rows=tuple(PanelRow(**row) for row in frame["stances"]),
        answered=frame["answered"],
    )


def _current(current: Mapping[str, Any]) -> CurrentItem:
    stance = current["stance"]
    holder_kind, target_kind = (None, None) if stance is None else stance["kinds"]
    return CurrentItem(
        current["kind"],
        _spans(current["spans"]),
        current["label"],
        current["mention_kind"],
        stance=None
        if stance is None
        else ScreenStance(
            id=stance["id"],
            label=stance["label"],
            attribution=stance["attribution"],
            certainty=stance["certainty"],
            named_holder=stance["holder_kind"] == "mention",
            holder=_span(stance["holder"]),
            target=_span(stance["target"]),
            evidence=_spans(stance["evidence"]),
            source=_span(stance["source"]),
        ),
        holder_kind=holder_kind,
        target_kind=target_kind,
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
                source=spans.get(s.get("source")),
            )
            for s in record.get("stances", [])
        ),
        zones=_spans(record.get("boilerplate", [])),
    )


def _spans(pairs: Sequence[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)


def _span(pair: Sequence[int] | None) -> Span | None:
    return None if pair is None else Span(pair[0], pair[1])
