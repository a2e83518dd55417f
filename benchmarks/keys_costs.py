"""What keys cost: the ledger of a run, SLATE's key model, and the lower bound. Pure."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from benchmarks.keys_faults import Fault
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
USABLE_KEYS = 40
EDGE_FIXES, LABELS = 4, 4


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


def slate_keys(ledger: Ledger, articles: int) -> float:
    """What the same corrections would cost in SLATE, by the key model of the notes."""
    costs: Mapping[str, float] = {
        Fault.LABEL: SLATE_MOVE + SLATE_LABEL,
        Fault.EDGE: SLATE_MOVE + SLATE_EDGE,
        Fault.SPURIOUS: SLATE_MOVE + SLATE_DELETE,
        Fault.MISSED: SLATE_ADD,
        TAKEN: SLATE_ADD,
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
    suggested = gold - missing + wrong[2]
    shares = [n / suggested for n in (*wrong, suggested - sum(wrong)) if n > 0 and suggested]
    bits = -suggested * sum(share * math.log2(share) for share in shares)
    bits += wrong[0] * math.log2(LABELS - 1) + wrong[1] * math.log2(EDGE_FIXES)
    bits += missing * math.log2(LABELS) + math.log2(math.comb(max(words, missing), missing))
    return articles + bits / math.log2(USABLE_KEYS)
