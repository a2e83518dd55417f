"""Simulated annotators: the gold of an article, read a little wrongly, by seed.

Native JSONL records in and out. Each annotator drops, moves or relabels some mentions, and drops
or changes some stances; mentions that a kept stance stands on are never dropped.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias, cast

Record: TypeAlias = dict[str, object]
Part: TypeAlias = dict[str, object]

DROPPED, MOVED, RELABELLED = 0.05, 0.05, 0.04
"""Shares of mentions."""
LOST, TURNED, REATTRIBUTED, HEDGED = 0.08, 0.06, 0.05, 0.03
"""Shares of stances."""
LABELS = ("PER", "ORG", "GPE", "LOC")
SIDES = ("against", "favor", "neutral")
ATTRIBUTIONS = ("author", "quoted", "reported")
CERTAINTIES = ("asserted", "hedged")
_WORD = re.compile(r"\w+")


def gold_records(file: Path) -> list[Record]:
    """The records of a gold file, one for each article."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line]


def perturbed_lines(records: Sequence[Record], annotators: Sequence[str], seed: int) -> str:
    """Every article as each annotator read it, as native JSONL."""
    lines = (
        json.dumps(read_by(record, name, random.Random(f"{seed} {name} {record['id']}")))
        for name in annotators
        for record in records
    )
    return "".join(f"{line}\n" for line in lines)


def read_by(record: Mapping[str, object], name: str, source: random.Random) -> Record:
    """The record as this annotator has it, finished."""
    text = cast("str", record["text"])
    stances = list(_stances(cast("list[Part]", record.get("stances", [])), source))
    ends = {end for s in stances for end in (s["holder"], s["target"], s.get("source"))}
    entities = list(_entities(text, cast("list[Part]", record["entities"]), ends, source))
    layer = {"role": "annotator", "name": name, "state": "done"}
    return {**record, "entities": entities, "stances": stances, "layer": layer}


def _stances(stances: Sequence[Part], source: random.Random) -> Iterator[Part]:
    for stance in stances:
        chance = source.random()
        if chance < LOST:
            continue
        changed = dict(stance)
        if (chance := chance - LOST) < TURNED:
            changed["label"] = _other(SIDES, stance["label"], source)
        elif (chance := chance - TURNED) < REATTRIBUTED:
            changed["attribution"] = _other(ATTRIBUTIONS, stance.get("attribution"), source)
        elif chance - REATTRIBUTED < HEDGED:
            changed["certainty"] = _other(CERTAINTIES, stance.get("certainty"), source)
        yield changed


def _entities(
    text: str, entities: Sequence[Part], ends: set[object], source: random.Random
) -> Iterator[Part]:
    for entity in entities:
        chance = source.random()
        if chance < DROPPED and entity["id"] not in ends:
            continue
        changed = dict(entity)
        if DROPPED <= chance < DROPPED + MOVED:
            changed["end"] = _moved(text, cast("int", entity["end"]))
            changed["text"] = text[cast("int", changed["start"]) : cast("int", changed["end"])]
        elif DROPPED + MOVED <= chance < DROPPED + MOVED + RELABELLED:
            changed["label"] = _other(LABELS, entity["label"], source)
        yield changed


def _other(among: Sequence[str], but: object, source: random.Random) -> str:
    return source.choice([one for one in among if one != but])


def _moved(text: str, end: int) -> int:
    """The end of the next word of the paragraph; the same end where there is none."""
    found = _WORD.search(text, end)
    return end if found is None or "\n" in text[end : found.start()] else found.end()
