"""Keys per conflict: a script adjudicates simulated annotators in the real review program.

`python -m benchmarks.keys --review --gold FILE`: three annotators read the gold a little wrongly
(`readings`), their work is imported, and the review is done by keys alone; the script sees the
frames and knows the gold. What is stored is exported as gold and compared.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.domain.article import Span
from benchmarks.keys import KEY_BYTES, FrameReader, quietly
from benchmarks.keys_equal import differences
from benchmarks.keys_screen import (
    GoldArticle,
    GoldMention,
    GoldStance,
    Screen,
    read_gold,
    read_screen,
)
from benchmarks.readings import gold_records, perturbed_lines
from benchmarks.terminal import Terminal

ANNOTATORS = ("anna", "ben", "caro")
READING_KEYS = ("h", "j", "k", "l")
ATTRIBUTIONS = ("author", "quoted", "reported")
CERTAINTIES = ("asserted", "hedged")
KINDS = ("named", "nominal", "pronoun")
MENTION_KEYS = {"PER": "p", "ORG": "o", "GPE": "g", "LOC": "l", "TOPIC": "t"}
STANCE_KEYS = {"against": "c", "favor": "f", "neutral": "u"}

Frame = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReviewResult:
    """A run: keys by what they were for, conflicts, gold, and what was exported."""

    keys: Counter[str]
    conflicts: int
    gold: Mapping[str, GoldArticle]
    stored: Mapping[str, GoldArticle]

    def record(self, *, equal: bool) -> dict[str, object]:
        """The figures as one JSON document."""
        return {
            "keys": self.keys.total(),
            "conflicts": self.conflicts,
            "keys_per_conflict": round(self.keys.total() / max(1, self.conflicts), 3),
            "by_cause": dict(self.keys.most_common()),
            "equal": equal,
        }


def reading_key(frame: Frame, gold: GoldArticle) -> str:
    """The key for a conflict: the reading that gold has, `x` where it has none, else `enter`."""
    fits = [_fit(reading, gold) for reading in frame["variants"]]
    best = max(fits, default=0)
    if best > 0 and fits.index(best) < len(READING_KEYS):
        return READING_KEYS[fits.index(best)]
    return "enter" if any(_has_place(reading, gold) for reading in frame["variants"]) else "x"


def _fit(reading: Sequence[Frame], gold: GoldArticle) -> int:
    """How well gold has a reading: 0 not at all, more where its ends are gold's to the letter."""
    fits = [_item_fit(item, gold) for item in reading]
    return min(fits) if fits else 0


def _item_fit(item: Frame, gold: GoldArticle) -> int:
    if "holder_kind" in item:
        return max((_stance_fit(item, stance) for stance in gold.stances), default=0)
    spans = [Span(*span) for span in item["spans"]]
    if "label" not in item:
        return int(any(span in gold.zones for span in spans))
    for mention in gold.mentions:
        if [mention.span] == spans and (mention.label, mention.kind) == _label_kind(item):
            return 1 if item.get("entity") not in (None, mention.entity) else 2
    return 0


def _label_kind(item: Frame) -> tuple[str, str]:
    return (item["label"], item["kind"])


def _stance_fit(item: Frame, stance: GoldStance) -> int:
    if not _same_place(item, stance):
        return 0
    said = (item["label"], item["attribution"], item["certainty"])
    if said != (stance.label, stance.attribution, stance.certainty):
        return 0
    exact = (_span(item["holder"]), _span(item["target"])) == (stance.holder, stance.target)
    return 2 if exact else 1


def _same_place(item: Frame, stance: GoldStance) -> bool:
    evidence = [Span(*span) for span in item["evidence"]]
    near = any(e.overlaps(f) for e in evidence for f in stance.evidence)
    return near and _meets(item["holder"], stance.holder) and _meets(item["target"], stance.target)


def _meets(drawn: Sequence[int] | None, span: Span | None) -> bool:
    if drawn is None or span is None:
        return drawn is None and span is None
    return Span(*drawn).overlaps(span)


def _span(drawn: Sequence[int] | None) -> Span | None:
    return None if drawn is None else Span(*drawn)


def _has_place(reading: Sequence[Frame], gold: GoldArticle) -> bool:
    """Whether gold has something where this reading has its first item."""
    first = reading[0]
    if "holder_kind" in first:
        return any(_same_place(first, stance) for stance in gold.stances)
    spans = [Span(*span) for span in first["spans"]]
    return any(m.span.overlaps(span) for m in gold.mentions for span in spans)


def own_keys(screen: Screen, gold: GoldArticle) -> Iterator[str]:
    """The keys that make the current item what gold has there; `space` decides.

    The edges are left alone but for the right one: that is all that the simulated readers move.
    """
    current = screen.current
    if current is not None and current.stance is not None:
        stance = current.stance
        wanted = next(
            s for s in gold.stances if any(e.overlaps(f) for e in s.evidence
                                           for f in stance.evidence)
        )  # fmt: skip
        if wanted.label != stance.label:
            yield STANCE_KEYS[wanted.label]
        yield from _cycle("a", ATTRIBUTIONS, stance.attribution, wanted.attribution)
        yield from _cycle("i", CERTAINTIES, stance.certainty, wanted.certainty)
    elif current is not None and current.spans:
        mention = _nearest(current.spans[0], screen, gold)
        if mention.label != current.label:
            yield MENTION_KEYS[mention.label]
        yield from _cycle("i", KINDS, current.mention_kind or KINDS[0], mention.kind)
        if mention.span.end != current.spans[0].end:
            yield "j" if mention.span.end < current.spans[0].end else "k"
    yield "space"


def _nearest(span: Span, screen: Screen, gold: GoldArticle) -> GoldMention:
    """The gold mention that covers the span most; one that another mark is comes last."""
    others = {(mark.span, mark.label) for mark in screen.marks if mark.span != span}

    def worth(mention: GoldMention) -> tuple[bool, int]:
        shared = min(mention.span.end, span.end) - max(mention.span.start, span.start)
        return (mention.span, mention.label) not in others and shared > 0, shared

    return max(gold.mentions, key=worth)


def _cycle(key: str, values: Sequence[str], now: str, wanted: str) -> Iterator[str]:
    for _ in range((values.index(wanted) - values.index(now)) % len(values)):
        yield key


@dataclass(slots=True)
class ReviewSession:
    """The policy at the keyboard: `send` presses a key, `frames` waits for new ones."""

    send: Callable[[str], None]
    frames: Callable[[], Sequence[str]]
    gold: Mapping[str, GoldArticle]
    keys: Counter[str] = field(default_factory=Counter)

    def finish(self) -> int:
        """Go down to the first disagreement of everybody, decide all; how many there were."""
        frame = self._wait("table")
        while "reading: " in frame["table"]:
            frame = self._wait("table")
        frame = self._press("enter", "way down", frame, "table")
        frame = self._press("enter", "way down", frame, "review")
        places = int(frame["places"])
        while frame["open"]:
            key = reading_key(frame, self.gold[frame["review"]])
            if key == "enter":
                frame = self._own(frame)
            else:
                frame = self._press(key, "none" if key == "x" else "reading", frame, "review")
        return places

    def _own(self, frame: Frame) -> Frame:
        article = self.gold[frame["review"]]
        self._press("enter", "own version", frame, "article")
        shown = self._last
        for key in own_keys(read_screen(shown), article):
            wanted = "review" if key == "space" else "article"
            frame = self._press(key, "own version", frame, wanted)
        return frame

    _last: str = ""

    def _press(self, key: str, cause: str, before: Frame, wanted: str) -> Frame:
        self.keys[cause] += 1
        self.send(key)
        found = self._wait(wanted)
        while found == before:
            found = self._wait(wanted)
        return found

    def _wait(self, wanted: str) -> Frame:
        while True:
            # Frames of the screen that is being left may follow those of the one to come.
            found = [line for line in self.frames() if wanted in json.loads(line)]
            if found:
                self._last = found[-1]
                frame: Frame = json.loads(self._last)
                return frame


def review_gold(gold_file: Path, seed: int) -> ReviewResult:
    """Make the readings, import them, review them with the real program, export the gold.

    Args:
        gold_file: Native JSONL.
        seed: Of the readings.

    Raises:
        StuckError: The policy went in circles, or no frame came.
    """
    gold = {article.id: article for article in read_gold(gold_file)}
    command = [sys.executable, "-m", "annotator"]
    with tempfile.TemporaryDirectory() as folder:
        readings, log = Path(folder) / "readings.jsonl", Path(folder) / "frames.jsonl"
        lines = perturbed_lines(gold_records(gold_file), ANNOTATORS, seed)
        readings.write_text(lines, encoding="utf-8")
        project = ["--db", str(Path(folder) / "keys.db")]
        quietly([*command, "import", str(readings), *project])
        environment = {
            "ANNOTATOR_SPACE_GUARD_MS": "0",
            "ANNOTATOR_NAME": "reviewer",
            "ANNOTATOR_FRAME_LOG": str(log),
        }
        with Terminal([*command, "review", *project], environment=environment) as terminal:
            session = ReviewSession(
                send=lambda key: terminal.send(KEY_BYTES.get(key) or key.encode()),
                frames=FrameReader(log, terminal).lines,
                gold=gold,
            )
            conflicts = session.finish()
        out = Path(folder) / "out"
        quietly([*command, "export", str(out), "--format", "jsonl", "--as", "gold", *project])
        stored = {a.id: a for file in out.rglob("*.jsonl") for a in read_gold(file)}
    return ReviewResult(session.keys, conflicts, gold, stored)


def print_review(gold_file: Path, seed: int, *, as_json: bool) -> int:
    """Run and print; 1 where what is stored differs from the gold."""
    result = review_gold(gold_file, seed)
    wrong = list(differences(result.gold, result.stored))
    figures = result.record(equal=not wrong)
    if as_json:
        print(json.dumps(figures, indent=1))
    else:
        for name, value in figures.items():
            print(f"{name:<20}{value}")
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0
