"""Keys per gold item: the real program in a pseudo-terminal, driven by a script that knows gold.

`python -m benchmarks.keys --articles DIR --gold FILE [options]`; for the review
`python -m benchmarks.keys --review --gold FILE [--seed N] [--json]`.
The texts are imported into a fresh database and suggested (`perfect`: the gold itself; `none`:
nothing), then the gold is opened, the program started, and
every article corrected and finished with keys alone, by the table in `keys_policy`. The script
sees the frames and nothing else. What is stored is then exported and compared with the gold; exit
code 1 where they differ.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.keys_costs import (
    Ledger,
    lower_bound,
    per_item,
    per_unit,
    slate_keys,
    stance_bound,
    unit_costs,
)
from benchmarks.keys_edges import words
from benchmarks.keys_equal import differences, strict_counts
from benchmarks.keys_memory import Seen
from benchmarks.keys_policy import DONE, POLICIES, SAME, decide
from benchmarks.keys_screen import GoldArticle, Screen, read_gold, read_screen
from benchmarks.keys_view import View
from benchmarks.terminal import NoFrameError, Terminal

KEY_BYTES = {
    "space": b" ",
    "tab": b"\t",
    "enter": b"\r",
    "escape": b"\x1b",
    "pagedown": b"\x1b[6~",
    "pageup": b"\x1b[5~",
}
FRAME_LIMIT_S = 20.0
REST_S = 8.0
"""Before an article is finished: a person is slower, and what was learned is stored by then."""
TODAY, PERFECT, NONE = "today", "perfect", "none"
MOST_KEYS = 8
"""Keys for an article at most, and for each of its gold items: more means going in circles."""


class StuckError(RuntimeError):
    """The policy and the screen went in circles, or no frame came."""


@dataclass(frozen=True, slots=True)
class Result:
    """A run: its ledger, the gold, and the articles as the program exported them."""

    ledger: Ledger
    gold: Mapping[str, GoldArticle]
    stored: Mapping[str, GoldArticle]


@dataclass(slots=True)
class FrameReader:
    """The frames of a run, one by one, as the program writes them."""

    path: Path
    terminal: Terminal
    _offset: int = 0

    def after(self, keys: int) -> Screen:
        """The newest frame, once there is one that answers so many keys.

        Frames that bring news in between answer no key.

        Raises:
            StuckError: None came within the limit.
        """
        screen = read_screen(self.lines()[-1])
        while screen.answered < keys:
            screen = read_screen(self.lines()[-1])
        return screen

    def lines(self) -> list[str]:
        """The frames that were not read yet, as logged; at least one.

        Raises:
            StuckError: None came within the limit.
        """
        deadline = time.monotonic() + FRAME_LIMIT_S
        while time.monotonic() < deadline:
            lines = self._new_lines()
            if lines:
                return lines
            self.terminal.settle(0.002)
        raise StuckError("the program painted no frame")

    def _new_lines(self) -> list[str]:
        if not self.path.exists():
            return []
        with self.path.open("rb") as log:
            log.seek(self._offset)
            whole = log.read().rpartition(b"\n")[0]
        self._offset += len(whole) + 1 if whole else 0
        return whole.decode().splitlines()


@dataclass(slots=True)
class Session:
    """A policy at the keyboard of one running program."""

    terminal: Terminal
    frames: FrameReader
    policy: str
    gold: Mapping[str, GoldArticle]
    trace: bool = False
    ledger: Ledger = field(default_factory=Ledger)
    _sent: int = 0

    def finish_all(self) -> None:
        """Correct and finish article after article, until the queue is shown.

        Raises:
            StuckError: An article can't be finished.
        """
        screen = self.frames.after(0)
        while screen.article is not None:
            gold = self.gold.get(screen.article)
            if gold is None:
                raise StuckError(f"{screen.article} is not in the gold")
            screen = self._finish(screen, gold)

    def _finish(self, screen: Screen, gold: GoldArticle) -> Screen:
        seen, pressed, rested = Seen(), 0, False
        while screen.article == gold.id:
            if screen.doubts is None:
                raise StuckError(f"{gold.id}: there are no suggestions")
            seen = seen.looked(screen, gold)
            move = decide(POLICIES[self.policy], View(screen, gold, seen))
            self.ledger.press(gold.id, move, len(screen.proposal) if move.cause == SAME else 0)
            seen = seen.acted(move)
            if move.cause == DONE and not rested:
                rested = True
                time.sleep(REST_S)
            for key in move.keys:
                if self.trace:
                    print(key, move.cause, move.unit, screen.item, sep="\t", file=sys.stderr)
                self.terminal.send(KEY_BYTES.get(key) or key.encode())
                self._sent += 1
                screen = self.frames.after(self._sent)
            pressed += len(move.keys)
            if pressed > MOST_KEYS * (1 + len(gold.mentions) + len(gold.stances)):
                raise StuckError(f"{gold.id}: {pressed} keys, the last {move} at {screen}")
        return screen


def run(
    articles: Path,
    gold_file: Path,
    policy: str,
    only: str | None = None,
    *,
    suggestions: str = TODAY,
    trace: bool = False,
) -> Result:
    """Correct a folder's articles with the real program, and read back what it stored.

    Args:
        articles: A folder of texts.
        gold_file: Their gold, in native JSONL.
        policy: A name of `POLICIES`.
        only: The one article to correct.
        suggestions: What is suggested: `today`, what the program makes; `perfect`; `none`.
        trace: Whether each key is told on the standard error output.

    Raises:
        StuckError: An article could not be finished.
    """
    with tempfile.TemporaryDirectory() as folder:
        database, log = Path(folder) / "keys.db", Path(folder) / "frames.jsonl"
        command = [sys.executable, "-m", "annotator"]
        project = ["--db", str(database)]
        texts = articles if only is None else articles / f"{only}.txt"
        for step in (["import", str(texts)], _suggesting(suggestions, gold_file, Path(folder))):
            quietly([*command, *step, *project])
        gold = {
            article.id: article for article in read_gold(gold_file) if only in (None, article.id)
        }
        environment = {
            "ANNOTATOR_SPACE_GUARD_MS": "0",
            "ANNOTATOR_NAME": "keys",
            "ANNOTATOR_FRAME_LOG": str(log),
        }
        with Terminal([*command, *project], environment=environment) as terminal:
            session = Session(terminal, FrameReader(log, terminal), policy, gold, trace)
            session.finish_all()
        export = [*command, "export", str(Path(folder) / "out"), "--format", "jsonl"]
        quietly([*export, "--as", "keys", *project])
        stored = {a.id: a for f in (Path(folder) / "out").rglob("*.jsonl") for a in read_gold(f)}
    return Result(session.ledger, gold, stored)


def _suggesting(suggestions: str, gold_file: Path, folder: Path) -> list[str]:
    """The command that puts the suggestions into the project."""
    if suggestions == TODAY:
        return ["suggest"]
    if suggestions == NONE:
        empty = folder / "empty.jsonl"
        texts = [{"id": a.id, "text": a.text} for a in read_gold(gold_file)]
        lines = [json.dumps({**record, "entities": [], "stances": []}) for record in texts]
        empty.write_text("\n".join(lines), encoding="utf-8")
        gold_file = empty
    return ["import", str(gold_file), "--as-suggestions", suggestions]


def report(result: Result) -> dict[str, object]:
    """The figures as one JSON document."""
    ledger, gold = result.ledger, list(result.gold.values())
    counts = _counts(result)
    mentions, stances = counts["named"] + counts["other"], counts["stances"]
    count = sum(len(list(words().content_words(a.text, 0, len(a.text)))) for a in gold)
    pairs = sum(len(a.mentions) * (len(a.mentions) - 1) for a in gold)
    bound = lower_bound(ledger, len(gold), mentions, count) + stance_bound(ledger, stances, pairs)
    items = mentions + stances
    return {
        "keys": ledger.total,
        "gold_items": items,
        "gold": counts,
        "keys_per_gold": round(ledger.total / items, 3),
        "per_item": per_item(ledger, counts),
        "by_cause": {cause: round(n / items, 3) for cause, n in ledger.keys.most_common()},
        "per_unit": per_unit(ledger),
        "units": {name: len(costs) for name, costs in unit_costs(ledger).items()},
        "slate_per_gold": round(slate_keys(ledger, len(gold)) / items, 3),
        "bound_per_gold": round(bound / items, 3),
        "strict": {
            "equal": not list(differences(result.gold, result.stored)),
            **strict_counts(result.gold, result.stored),
        },
    }


def _counts(result: Result) -> dict[str, int]:
    """How many items of each kind the gold has."""
    gold = result.gold.values()
    mentions = [mention.is_named for article in gold for mention in article.mentions]
    return {
        "named": sum(mentions),
        "other": len(mentions) - sum(mentions),
        "stances": sum(len(article.stances) for article in gold),
        "articles": len(gold),
    }


def main() -> None:
    """Run, compare, print; exit code 1 where what is stored differs from the gold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=Path, help="folder of texts")
    parser.add_argument("--gold", type=Path, required=True, help="gold in native JSONL")
    parser.add_argument("--policy", choices=POLICIES, default="exception")
    parser.add_argument("--suggestions", choices=(TODAY, PERFECT, NONE), default=TODAY)
    parser.add_argument("--article", help="suggest and correct only this article")
    parser.add_argument("--trace", action="store_true", help="tell each key on stderr")
    parser.add_argument("--review", action="store_true", help="adjudicate simulated annotators")
    parser.add_argument("--seed", type=int, default=1, help="of the simulated annotators")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    options = parser.parse_args()
    if options.review:
        from benchmarks.keys_review import print_review

        sys.exit(print_review(options.gold, options.seed, as_json=options.json))
    if options.articles is None:
        parser.error("--articles is needed")
    try:
        result = run(
            options.articles,
            options.gold,
            options.policy,
            options.article,
            suggestions=options.suggestions,
            trace=options.trace,
        )
    except (StuckError, NoFrameError) as error:
        sys.exit(f"not finished: {error}")
    figures, wrong = report(result), list(differences(result.gold, result.stored))
    if options.json:
        print(json.dumps(figures, indent=1))
    else:
        print(_table(options.policy, figures, result, equal=not wrong))
    for line in wrong:
        print(line, file=sys.stderr)
    sys.exit(1 if wrong else 0)


def _table(policy: str, figures: Mapping[str, object], result: Result, *, equal: bool) -> str:
    ledger, means = result.ledger, per_item(result.ledger, _counts(result))
    letters = strict_counts(result.gold, result.stored)
    items = int(str(figures["gold_items"]))
    heading = (
        f"{policy}: {ledger.total} keys for {items} gold items in {len(result.gold)} "
        f"articles: {figures['keys_per_gold']} keys per gold item "
        f"(SLATE's key model {figures['slate_per_gold']}, lower bound {figures['bound_per_gold']})"
    )
    lines = [
        heading,
        *(f"  {cause:<26}{n:>5}{n / items:>8.3f}" for cause, n in ledger.keys.most_common()),
        "mean keys per item",
        *(f"  {name:<22}{mean:>7g}" for name, mean in means.items()),
        "median keys per unit",
        *(
            f"  {name:<22}{median:>5g}  n {len(costs)}"
            for (name, costs), median in zip(
                unit_costs(ledger).items(), per_unit(ledger).values(), strict=True
            )
        ),
        f"stored rows equal the gold: {'yes' if equal else 'no'}; to the letter: "
        + ", ".join(f"{name} {n}" for name, n in letters.items()),
    ]
    return "\n".join(lines)


def quietly(command: list[str]) -> None:
    """Run a command of the program; what it says only where it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    main()
