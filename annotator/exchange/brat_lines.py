"""The lines of a brat `.ann` file: T, R, E, A, M, N, * and #, each parsed for itself.

After brat's page "Annotation data format" (brat standoff). Offsets are code points; a fragmented
span (`0 4;9 12`) is one annotation over several ranges.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from annotator.exchange.malformed import MalformedError

_RANGE = re.compile(r"(\d{1,12}) (\d{1,12})\Z")
_SPACE = re.compile(r"[\t ]")


@dataclass(frozen=True, slots=True)
class TextBound:
    """A T line: a label on one range of the text, or on several."""

    line: int
    id: str
    label: str
    ranges: tuple[tuple[int, int], ...]
    quote: str | None


@dataclass(frozen=True, slots=True)
class Arguments:
    """An R or E line: what it says and the ids that take part, by role; `trigger` for events."""

    line: int
    id: str
    label: str
    roles: tuple[tuple[str, str], ...]
    trigger: str | None = None


@dataclass(slots=True)
class BratLines:
    """All that a file says.

    `attributes` and `notes` are by the id they speak of, an attribute without a value is `""`;
    `references` are the entries of N lines, `equivalent` the groups of `*` lines.
    """

    spans: list[TextBound] = field(default_factory=list)
    relations: list[Arguments] = field(default_factory=list)
    events: list[Arguments] = field(default_factory=list)
    attributes: dict[str, dict[str, str]] = field(default_factory=dict)
    notes: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    references: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    equivalent: list[tuple[str, ...]] = field(default_factory=list)
    malformed: list[MalformedError] = field(default_factory=list)


def parse_lines(lines: Iterable[str]) -> BratLines:
    """What the lines say; a line that can't be parsed goes to `malformed`, with its number."""
    parsed = BratLines()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            _parse(parsed, number, line)
        except MalformedError as error:
            parsed.malformed.append(error)
    return parsed


def _parse(parsed: BratLines, number: int, line: str) -> None:
    key, _, rest = line.partition("\t")
    body, _, tail = rest.partition("\t")
    match key[:1]:
        case "T":
            parsed.spans.append(_text_bound(number, key, rest))
        case "R":
            label, *parts = _SPACE.split(rest.strip())
            parsed.relations.append(Arguments(number, key, label, _roles(number, parts)))
        case "E":
            parts = body.split()
            (head, trigger), *roles = _roles(number, parts) or (("", ""),)
            parsed.events.append(Arguments(number, key, head, tuple(roles), trigger))
        case "A" | "M":
            name, target, *value = _words(number, body, 2)
            parsed.attributes.setdefault(target, {})[name] = " ".join(value)
        case "N":
            _, target, *entry = _words(number, body, 2)
            parsed.references.setdefault(target, []).append((" ".join(entry), tail))
        case "*":
            parsed.equivalent.append(tuple(_words(number, rest, 1)[1:]))
        case "#":
            kind, target, *_ = _words(number, body, 2)
            parsed.notes.setdefault(target, []).append((kind, tail))
        case _:
            raise MalformedError("it is no line of brat's format", "remove or mend it", number)


def _words(number: int, text: str, least: int) -> list[str]:
    words = text.split()
    if len(words) < least:
        raise MalformedError("the line ends too early", "complete it", number)
    return words


def _roles(number: int, parts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    roles = []
    for part in filter(None, parts):
        role, sign, identifier = part.partition(":")
        if not sign or not identifier:
            raise MalformedError(f"{part!r} is no role with an id", "write Arg1:T1", number)
        roles.append((role, identifier))
    return tuple(roles)


def _text_bound(number: int, key: str, rest: str) -> TextBound:
    place, _, quote = rest.partition("\t")
    label, _, offsets = place.partition(" ")
    ranges = []
    for part in offsets.split(";"):
        match = _RANGE.match(part.strip())
        if match is None or not label:
            what = f"{place!r} is no label with offsets"
            raise MalformedError(what, "write `T1 <tab> Label 0 5 <tab> words`", number)
        ranges.append((int(match.group(1)), int(match.group(2))))
    return TextBound(number, key, label, tuple(ranges), quote if quote.strip() else None)
