"""Latency of the screen in a real pseudo-terminal: from a key's byte to the end of its frame.

`python -m benchmarks.screen [--json] [--quick] [--pause SECONDS]`. Acts that scroll repaint the
whole page and are told apart from acts that don't. `annotator` is the real program on a database,
`view` the article view alone; the peer is a `Static` with a `rich.Text`, in the same run. `article`
goes between two opened articles, `finish` finishes one and opens the next, which nobody has opened
before, both after a pause in which the program may make the next one ready.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import chain

from benchmarks.program import (
    LONG,
    ORDINARY,
    PAUSE_S,
    PREPARE,
    measure_changes,
    measure_neighbours,
    run_program,
)
from benchmarks.terminal import Answer, Terminal

SIZES = (10_000, 100_000, 1_000_000)
MENTIONS = (1_000, 5_000, 20_000)
TYPICAL = (100_000, 5_000)
PROGRAM_ARTICLES = (ORDINARY, (10_000, 1_000), TYPICAL, LONG)
"""The real program; the first is an article as people read it."""
FEW_FINISHED = {TYPICAL: 10, LONG: 3}
"""Presses where each needs an article of its own that takes long to make."""
BUDGET_MS = 16.0
"""p95 for acts that do not scroll, on the typical article."""

SCROLLED_BYTES = 5000
"""So much for one key is the page drawn anew: the next item at the foot brings the text along."""

STILL = {"next item": (b"n", b"b"), "relabel": (b"o",), "edge": (b"k",), "reject": (b"x",)}
WHOLE_PAGE = {"hints": (b"h",)}
SCROLLING = {"page down": (b"f",), "jump": (b"J",)}


@dataclass(frozen=True, slots=True)
class Row:
    """One act on one article: milliseconds to the first frame's end, median bytes of the answer."""

    kind: str
    size: int
    mentions: int
    act: str
    scrolls: bool
    n: int
    p50_ms: float
    p95_ms: float
    max_ms: float
    settled_p95_ms: float
    bytes: int


def row(
    kind: str, size: int, mentions: int, act: str, answers: Sequence[Answer], *, scrolls: bool
) -> Row:
    """The answers of an act in one row."""
    times = sorted(answer.ms for answer in answers)
    settled = sorted(answer.settled_ms for answer in answers)
    return Row(
        kind=kind,
        size=size,
        mentions=mentions,
        act=act,
        scrolls=scrolls,
        n=len(times),
        p50_ms=round(statistics.median(times), 2),
        p95_ms=round(_p95(times), 2),
        max_ms=round(times[-1], 2),
        settled_p95_ms=round(_p95(settled), 2),
        bytes=round(statistics.median(answer.size for answer in answers)),
    )


def measure_view(kind: str, size: int, mentions: int, repeats: int) -> Iterator[Row]:
    """Rows for every act on one article, drawn by the article view or by its peer."""
    command = [sys.executable, "-m", "benchmarks.view_app", kind, str(size), str(mentions)]
    with Terminal(command) as terminal:
        terminal.wait_for("")
        terminal.settle(1.0 if kind == "view" else 3.0)
        whole_page = WHOLE_PAGE if kind == "view" else {}
        for acts, scrolls in ((STILL, False), (whole_page, False), (SCROLLING, True)):
            for act, keys in acts.items():
                presses = repeats if kind == "view" else max(3, repeats // 10)
                answers = [terminal.press(keys[n % len(keys)]) for n in range(presses)]
                yield row(kind, size, mentions, act, answers, scrolls=scrolls)


def measure_real(size: int, mentions: int, repeats: int) -> Iterator[Row]:
    """Rows for every act of the real program on one article, its start-up among them."""
    run = run_program(size, mentions, repeats)
    for act, ms in (
        ("first frame", run.first_frame_ms),
        ("first article", run.first_article_ms),
    ):
        start = Answer(ms, ms, 0)
        yield row("annotator", size, mentions, act, [start], scrolls=True)
    for act, answers in run.answers.items():
        for scrolls in (False, True):
            found = [answer for answer in answers if _scrolls(act, answer) is scrolls]
            if found and act != PREPARE:
                yield row("annotator", size, mentions, act, found, scrolls=scrolls)


def measure_others(size: int, mentions: int, repeats: int, pause_s: float) -> Iterator[Row]:
    """Rows for going from such an article to another."""
    finished = FEW_FINISHED.get((size, mentions), repeats)
    stayed = finished if (size, mentions) == LONG else 0
    found = measure_changes(size, mentions, repeats // 2, finished, pause_s, stayed=stayed)
    changes = dict(found)
    if (size, mentions) == LONG:
        changes.update(measure_neighbours(repeats // 2, pause_s))
    for act, answers in changes.items():
        yield row("annotator", size, mentions, act, answers, scrolls=True)


def _scrolls(act: str, answer: Answer) -> bool:
    return act.startswith("page") or answer.size >= SCROLLED_BYTES


def main() -> None:
    """Measure and print, as a table or as one JSON document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.add_argument("--quick", action="store_true", help="the typical article only")
    parser.add_argument("--pause", type=float, default=PAUSE_S, help="seconds on each article")
    options = parser.parse_args()
    articles = [TYPICAL] if options.quick else [(s, m) for s in SIZES for m in MENTIONS]
    rows: list[Row] = []
    repeats = 60 if options.quick else 40
    for size, mentions in [TYPICAL] if options.quick else PROGRAM_ARTICLES:
        for each in chain(
            measure_real(size, mentions, repeats),
            measure_others(size, mentions, repeats, options.pause),
        ):
            rows.append(each)
            if not options.json:
                print(_line(each), flush=True)
    for kind, (size, mentions) in [*(("view", a) for a in articles), ("static", TYPICAL)]:
        for each in measure_view(kind, size, mentions, repeats):
            rows.append(each)
            if not options.json:
                print(_line(each), flush=True)
    if options.json:
        print(json.dumps({"budget_ms": BUDGET_MS, "rows": [asdict(r) for r in rows]}, indent=1))


def _line(r: Row) -> str:
    return (
        f"{r.kind:9} {r.size:>9,} {r.mentions:>6,} {'scroll' if r.scrolls else 'still':6} "
        f"{r.act:17} p50 {r.p50_ms:7.1f}  p95 {r.p95_ms:7.1f}  max {r.max_ms:7.1f} ms "
        f"(settled p95 {r.settled_p95_ms:.1f})  {r.bytes:>7,} bytes"
    )


def _p95(ordered: Sequence[float]) -> float:
    return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]


if __name__ == "__main__":
    main()
