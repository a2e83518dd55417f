"""Reads paragraphs whose names are marked in place: `[Océlia|ORG]`, furniture lines after `~ `.

A mark may hold another one: `[Conseil d'[Océlia|ORG]|ORG]`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from annotator.domain.evaluation import LabelledSpan

_MARK = re.compile(r"\[|\|([A-Z]+)\]")


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text and the names and zones that were marked in it."""

    name: str
    text: str
    gold: frozenset[LabelledSpan]
    zones: frozenset[tuple[int, int]]


def marked_texts(path: Path) -> Iterator[MarkedText]:
    """The texts of a file, each under a heading of its own."""
    for block in re.split(r"(?m)^## ", path.read_text(encoding="utf-8"))[1:]:
        name, _, body = block.partition("\n")
        yield _marked(name, body.strip("\n").split("\n"))


def _marked(name: str, lines: list[str]) -> MarkedText:
    text, gold, zones = "", [], []
    for line in lines:
        source, start = line.removeprefix("~ "), len(text)
        at, opened = 0, list[int]()
        for match in _MARK.finditer(source):
            text += source[at : match.start()]
            if match.group(1) is None:
                opened.append(len(text))
            else:
                gold.append(LabelledSpan(opened.pop(), len(text), match.group(1)))
            at = match.end()
        text += source[at:]
        if line.startswith("~ "):
            zones.append((start, len(text)))
        text += "\n"
    return MarkedText(name, text, frozenset(gold), frozenset(zones))
