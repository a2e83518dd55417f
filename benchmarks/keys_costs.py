"""What keys cost: the ledger of a run, SLATE's key model, and the lower bound. Pure."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from benchmarks.keys_faults import OTHER, Fault
from benchmarks.keys_memory import Move
from benchmarks.keys_policy import CONFIRM, DONE, SAME, SCROLL, TAKEN
from benchmarks.keys_stances import StanceFault
from benchmarks.keys_view import KIND

UNITS = {
    "wrong_label": (Fault.LABEL, StanceFault.LABEL),
    "wrong_edge": (Fault.EDGE,),
    "spurious": (Fault.SPURIOUS, StanceFault.SPURIOUS),
    "missed_named_mention": (Fault.MISSED,),
    "wrong_kind": (KIND,),
    "wrong_holder_or_target": (StanceFault.HOLDER, StanceFault.TARGET),
    "wrong_attribution": (StanceFault.ATTRIBUTION,),
    "wrong_certainty": (StanceFault.CERTAINTY,),
    "wrong_evidence": (StanceFault.EVIDENCE,),
    "wrong_source": (StanceFault.SOURCE,),
    "missed_stance": (StanceFault.MISSED,),
    "missed_stance_and_end": (StanceFault.MISSED_END,),
    "wrong_zone": (Fault.ZONE,),
    "candidate_taken": (TAKEN, StanceFault.TAKEN),
    "wrong_candidate": (Fault.CANDIDATE, StanceFault.CANDIDATE),
    "doubt_confirmed": (CONFIRM, StanceFault.CONFIRMED),
    "article": (DONE, SCROLL),
}
"""The unit costs of the report and the causes whose keys make them up."""

SLATE_MOVE = 3.0
"""Keys to bring SLATE's cursor to a mention; its table in the notes implies 2.7 to 3.5."""
SLATE_ADD, SLATE_LABEL, SLATE_EDGE, SLATE_DELETE, SLATE_ARTICLE = 4.64, 3.0, 4.0, 1.0, 1.0
SLATE_LINK = 2 * SLATE_MOVE + 1.0
"""Both cursors moved, then `d`: its links have no label, voice or evidence to correct."""
USABLE_KEYS = 40
EDGE_FIXES, LABELS, SIDES = 4, 4, 3

ITEMS = {
    "stance_found": (
        StanceFault.CONFIRMED,
        StanceFault.TAKEN,
        StanceFault.LABEL,
        StanceFault.HOLDER,
        StanceFault.TARGET,
        StanceFault.ATTRIBUTION,
        StanceFault.CERTAINTY,
        StanceFault.EVIDENCE,
        StanceFault.SOURCE,
    ),
    "stance_added": (StanceFault.MISSED, StanceFault.MISSED_END),
    "stance_rejected": (StanceFault.SPURIOUS, StanceFault.CANDIDATE),
    "article": (DONE, SCROLL, Fault.ZONE),
}
"""What keys are spent on, and their causes; all others are for mentions."""


@dataclass(slots=True)
class Ledger:
    """Every key of a run under what it was pressed for."""

    keys: Counter[str] = field(default_factory=Counter)
    units: dict[tuple[str, str], int] = field(default_factory=dict)
    """Keys by cause and by what was mended; the article's name is part of the latter."""
    repeated: Counter[str] = field(default_factory=Counter)
    """Places that a same-text proposal mended, by the cause of the fix that it repeated."""
    _carried: int = 0
    _last: str = ""

    def press(self, article: str, move: Move, places: int = 0) -> None:
        """Count a move; `places` is how many a same-text proposal changed."""
        count = len(move.keys)
        if move.cause is None:
            self._carried += count
            return
        count, self._carried = count + self._carried, 0
        self.keys[str(move.cause)] += count
        if move.cause == SAME:
            self.repeated[self._last] += places
            return
        self._last = str(move.cause)
        unit = (str(move.cause), f"{article} {move.unit}")
        self.units[unit] = self.units.get(unit, 0) + count

    @property
    def total(self) -> int:
        """All keys."""
        return sum(self.keys.values()) + self._carried

    def mended(self, cause: str) -> int:
        """How many faults of a kind there were: mended by hand, or with a same text."""
        return sum(1 for unit in self.units if unit[0] == cause) + self.repeated[cause]


def unit_costs(ledger: Ledger) -> dict[str, list[int]]:
    """Keys of each thing mended, by kind of unit; what a same text mended is not among them."""
    table: dict[str, list[int]] = {}
    for name, causes in UNITS.items():
        costs: Counter[str] = Counter()
        for (cause, unit), count in ledger.units.items():
            if cause in causes:
                costs[unit] += count
        if costs:
            table[name] = sorted(costs.values())
    return table


def per_unit(ledger: Ledger) -> dict[str, float]:
    """Median keys of each kind of unit."""
    return {name: statistics.median(costs) for name, costs in unit_costs(ledger).items()}


def per_item(ledger: Ledger, counts: Mapping[str, int]) -> dict[str, float]:
    """Mean keys for each kind of item; `counts` says how many named and other mentions there are.

    What is made along with a stance counts for the stance. Stances and articles are counted by what
    was done: `stance_found` by the gold's stances (`stances`) that were not added.
    """
    spent: Counter[str] = Counter()
    units: dict[str, set[str]] = {name: set() for name in ITEMS}
    for (cause, unit), keys in ledger.units.items():
        name = next((name for name, causes in ITEMS.items() if cause in causes), None)
        if name is None:
            name = "other_mention" if f" {OTHER}" in unit else "named_mention"
        else:
            units[name].add(unit)
        spent[name] += keys
    spent["named_mention"] += ledger.keys[SAME]
    added = len(units["stance_added"])
    many = {
        "named_mention": counts["named"],
        "other_mention": counts["other"],
        "stance_found": counts["stances"] - added,
        "stance_added": added,
        "stance_rejected": len(units["stance_rejected"]),
        "article": counts["articles"],
    }
    return {name: round(spent[name] / n, 3) for name, n in many.items() if n}


def slate_keys(ledger: Ledger, articles: int) -> float:
    """What the same corrections would cost in SLATE, by the key model of the notes."""
    costs: Mapping[str, float] = {
        Fault.LABEL: SLATE_MOVE + SLATE_LABEL,
        Fault.EDGE: SLATE_MOVE + SLATE_EDGE,
        Fault.SPURIOUS: SLATE_MOVE + SLATE_DELETE,
        Fault.MISSED: SLATE_ADD,
        TAKEN: SLATE_ADD,
        StanceFault.MISSED: SLATE_LINK,
        StanceFault.MISSED_END: SLATE_LINK + SLATE_ADD,
        StanceFault.TAKEN: SLATE_LINK,
        StanceFault.HOLDER: SLATE_LINK + SLATE_DELETE,
        StanceFault.TARGET: SLATE_LINK + SLATE_DELETE,
        StanceFault.SPURIOUS: SLATE_MOVE + SLATE_DELETE,
    }
    mending = sum(cost * ledger.mended(cause) for cause, cost in costs.items())
    return articles * SLATE_ARTICLE + mending


def lower_bound(ledger: Ledger, articles: int, gold: int, words: int) -> float:
    """Keys that no interface with 40 keys can go below: articles + H(gold | suggestions) / log2 40.

    H counts which suggestions are wrong and how, which label or edge is right, and where in the
    text something is missing; errors are taken as independent, candidates as misses.
    """
    wrong = [ledger.mended(cause) for cause in (Fault.LABEL, Fault.EDGE, Fault.SPURIOUS)]
    missing = ledger.mended(Fault.MISSED) + ledger.mended(TAKEN)
    missing += ledger.mended(StanceFault.MISSED_END)
    suggested = gold - missing + wrong[2]
    shares = [n / suggested for n in (*wrong, suggested - sum(wrong)) if n > 0 and suggested]
    bits = -suggested * sum(share * math.log2(share) for share in shares)
    bits += wrong[0] * math.log2(LABELS - 1) + wrong[1] * math.log2(EDGE_FIXES)
    bits += missing * math.log2(LABELS) + math.log2(math.comb(max(words, missing), missing))
    return articles + bits / math.log2(USABLE_KEYS)


def stance_bound(ledger: Ledger, stances: int, pairs: int) -> float:
    """Keys that stances add to the lower bound: which are wrong and how, and where some lack.

    Args:
        ledger: A run.
        stances: Stances of the gold.
        pairs: Ordered pairs of mentions of one article, in all articles: where one can lack.
    """
    kinds = (
        *(StanceFault.LABEL, StanceFault.HOLDER, StanceFault.TARGET, StanceFault.ATTRIBUTION),
        *(StanceFault.CERTAINTY, StanceFault.EVIDENCE, StanceFault.SPURIOUS),
    )
    wrong = [ledger.mended(kind) for kind in kinds]
    missing = sum(
        ledger.mended(cause)
        for cause in (StanceFault.MISSED, StanceFault.MISSED_END, StanceFault.TAKEN)
    )
    suggested = stances - missing + ledger.mended(StanceFault.SPURIOUS)
    shares = [n / suggested for n in (*wrong, suggested - sum(wrong)) if n > 0 and suggested]
    bits = -suggested * sum(share * math.log2(share) for share in shares)
    bits += missing * math.log2(SIDES) + math.log2(math.comb(max(pairs, missing), missing))
    return bits / math.log2(USABLE_KEYS)
