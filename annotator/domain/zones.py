"""Title and site furniture of an article, found by rules kept as data (`labels/*.zones.toml`).

The rules' format is documented in `labels/README.md`. This module knows the shapes that furniture
takes (a repeated headline, a line of its own, the edges of the text) and no language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from annotator.domain.article import Span, paragraphs
from annotator.domain.entities import fold_name
from annotator.domain.plain import plain
from annotator.domain.rule_table import RuleTable, read_rules
from annotator.domain.suggestion import SuggestedZone

_HEADLINE_LINES = 6
"""Lines among which a headline stands twice."""
_SHORTEST_HEADLINE = 20
_ENDED = re.compile(r"[.!?\u2026]\W*$")
_SITE_BEHIND = re.compile(r"\s+[|\u2013\u2014\u00b7-]\s+[^|]{2,40}$")
"""The name of the site behind a page's title."""


class Place(StrEnum):
    """Where a rule applies: everywhere, or only before or after the article's own paragraphs."""

    ANYWHERE = "anywhere"
    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class TitleRules:
    """What a title may look like: its length in characters, and what it never matches."""

    max_characters: int
    refuse: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class LineRule:
    """A kind of furniture line.

    It applies to paragraphs of at most `max_characters` in `place` that match one of `patterns`.
    `rest` also dims what follows it up to the article's next own paragraph, `next` the line behind
    it, if that is short and ends no sentence.
    """

    name: str
    p: float
    reason: str
    patterns: tuple[re.Pattern[str], ...]
    place: Place
    max_characters: int
    rest: bool
    next: bool


@dataclass(frozen=True, slots=True)
class ShapeRule:
    """A rule without patterns: repeated lines, short lines at the edges, what follows a line."""

    p: float
    reason: str
    max_characters: int


@dataclass(frozen=True, slots=True)
class ZoneRules:
    """All rules of one file, in its order; the first line rule that matches gives the reason."""

    title: TitleRules
    body_characters: int
    body: re.Pattern[str]
    repeated: ShapeRule
    edge: ShapeRule
    rest: ShapeRule
    lines: tuple[LineRule, ...]


NO_RULES = ZoneRules(
    TitleRules(0, ()),
    0,
    re.compile(r"$"),
    ShapeRule(0.0, "", 0),
    ShapeRule(0.0, "", 0),
    ShapeRule(0.0, "", 0),
    (),
)
"""The rules of a scheme that names no file: there is no title and no zone."""


def find_title(text: str, rules: ZoneRules) -> Span | None:
    """The article's first headline without the white space around it, or None.

    It is the first paragraph that no line rule claims, if it has the shape of a title and the
    article goes on after it.
    """
    spans = list(paragraphs(text))
    for number, span in enumerate(spans[:-1][: _HEADLINE_LINES * 2]):
        line = _line(text, span)
        if not line or _line_rule(line, (Place.ANYWHERE, Place.START), rules.lines) is not None:
            continue
        if len(line) > rules.title.max_characters or _any_match(rules.title.refuse, line):
            return None
        if len(line.split()) < 2 and number + 1 < len(spans) - 1:
            continue
        following = spans[number + 1 : min(number + _HEADLINE_LINES, _HEADLINE_LINES * 2)]
        if len(line) <= rules.edge.max_characters and _is_site_name(text, line, following):
            continue
        return _trimmed(text, span)
    return None


def _is_site_name(text: str, line: str, following: Sequence[Span]) -> bool:
    """Whether a short first line only precedes the headline, which is told by its repetition."""
    folded = [fold_name(_line(text, span)) for span in following]
    return fold_name(line) not in folded and len(set(folded)) < len(folded)


def find_zones(text: str, rules: ZoneRules) -> tuple[SuggestedZone, ...]:
    """The paragraphs that are probably no part of the article, in text order, each whole."""
    if rules is NO_RULES:
        return ()
    spans = list(paragraphs(text))
    lines = [_line(text, span) for span in spans]
    title = find_title(text, rules)
    found = _repeated(spans, lines, title, rules.repeated)
    body = _body(lines, found, rules)
    found |= _claimed_lines(spans, lines, body, rules, found)
    found |= _edges(spans, lines, body, title, rules.edge, found)
    return tuple(found[number] for number in sorted(found))


def _repeated(
    spans: Sequence[Span], lines: Sequence[str], title: Span | None, rule: ShapeRule
) -> dict[int, SuggestedZone]:
    """Lines equal to the title, or to an earlier line that is short enough for a headline."""
    seen: set[str] = set()
    found: dict[int, SuggestedZone] = {}
    for number, (span, line) in enumerate(zip(spans, lines, strict=True)):
        folded = fold_name(line)
        short = _SITE_BEHIND.sub("", line)
        if len(short) >= _SHORTEST_HEADLINE and fold_name(short) in seen:
            folded = fold_name(short)
        is_title = title is not None and span.contains(title)
        if folded in seen and not is_title and len(line) <= rule.max_characters:
            found[number] = _zone(span, rule.p, "repeated", rule.reason)
        if len(folded) > 1:
            seen.add(folded)
    return found


def _body(
    lines: Sequence[str], repeated: Mapping[int, SuggestedZone], rules: ZoneRules
) -> tuple[int, int]:
    """First and last number of the paragraphs that are surely the article's; (n, -1) if none."""
    own = [
        number
        for number, line in enumerate(lines)
        if number not in repeated
        and len(line) >= rules.body_characters
        and rules.body.search(line)
        and _line_rule(line, tuple(Place), rules.lines) is None
    ]
    return (own[0], own[-1]) if own else (len(lines), -1)


def _claimed_lines(
    spans: Sequence[Span],
    lines: Sequence[str],
    body: tuple[int, int],
    rules: ZoneRules,
    taken: Mapping[int, SuggestedZone],
) -> dict[int, SuggestedZone]:
    """Lines that a line rule claims, and the rest that some of these rules dim."""
    found: dict[int, SuggestedZone] = {}
    in_rest = is_next = False
    for number, line in enumerate(lines):
        rule = _line_rule(line, _places(number, body), rules.lines)
        if number in taken:
            continue
        if rule is not None:
            found[number] = _zone(spans[number], rule.p, rule.name, rule.reason)
            in_rest = in_rest or (rule.rest and number > body[1])
        elif len(line) <= rules.rest.max_characters and (
            in_rest or (is_next and not _ENDED.search(line))
        ):
            found[number] = _zone(spans[number], rules.rest.p, "rest", rules.rest.reason)
        if line:
            is_next = rule is not None and rule.next
    return found


def _edges(
    spans: Sequence[Span],
    lines: Sequence[str],
    body: tuple[int, int],
    title: Span | None,
    rule: ShapeRule,
    taken: Mapping[int, SuggestedZone],
) -> dict[int, SuggestedZone]:
    """Very short lines without a sentence before or after the article's own paragraphs."""
    if body[1] < 0:
        return {}
    outside = (n for n in range(len(spans)) if not body[0] <= n <= body[1] and n not in taken)
    return {
        number: _zone(spans[number], rule.p, "edge", rule.reason)
        for number in outside
        if len(lines[number]) <= rule.max_characters
        and not (title is not None and spans[number].contains(title))
        and not _ENDED.search(lines[number])
    }


def _places(number: int, body: tuple[int, int]) -> tuple[Place, ...]:
    if body[1] < 0:
        return tuple(Place)
    if number < body[0]:
        return (Place.ANYWHERE, Place.START)
    return (Place.ANYWHERE, Place.END) if number > body[1] else (Place.ANYWHERE,)


def _line_rule(line: str, places: Sequence[Place], rules: Sequence[LineRule]) -> LineRule | None:
    for rule in rules:
        applies = rule.place in places and len(line) <= rule.max_characters
        if applies and _any_match(rule.patterns, line):
            return rule
    return None


def _any_match(patterns: Sequence[re.Pattern[str]], line: str) -> bool:
    return any(pattern.search(line) for pattern in patterns)


def _line(text: str, span: Span) -> str:
    return " ".join(plain(span.of(text)).split())


def _trimmed(text: str, span: Span) -> Span:
    line = span.of(text)
    return Span(
        span.start + len(line) - len(line.lstrip()), span.end - len(line) + len(line.rstrip())
    )


def _zone(span: Span, p: float, rule: str, reason: str) -> SuggestedZone:
    return SuggestedZone(start=span.start, end=span.end, p=p, rule=rule, reason=reason)


def parse_zone_rules(source: str, where: str) -> ZoneRules:
    """The zone rules in `source` (TOML text).

    Args:
        source: The file's text.
        where: The file's name, for messages.

    Raises:
        SchemeError: The text is no TOML, or breaks a rule of the format; the message says where.
    """
    table = read_rules(source, where)
    title, body = table.table("title"), table.table("body")
    rules = ZoneRules(
        title=TitleRules(title.whole("max_characters"), title.patterns("refuse")),
        body_characters=body.whole("min_characters"),
        body=body.pattern("pattern"),
        repeated=_shape(table.table("repeated")),
        edge=_shape(table.table("edge")),
        rest=_shape(table.table("rest")),
        lines=tuple(_line_rule_of(line) for line in table.tables("line")),
    )
    for each in (title, body, table):
        each.finish()
    return rules


def _shape(table: RuleTable) -> ShapeRule:
    rule = ShapeRule(table.probability("p"), table.text("reason"), table.whole("max_characters"))
    table.finish()
    return rule


def _line_rule_of(table: RuleTable) -> LineRule:
    place = table.text("place", Place.ANYWHERE.value)
    if place not in tuple(Place):
        raise table.fail(f"`place` is {place!r}; it must be one of {', '.join(Place)}.")
    rule = LineRule(
        name=table.text("name"),
        p=table.probability("p"),
        reason=table.text("reason"),
        patterns=table.patterns("patterns"),
        place=Place(place),
        max_characters=table.whole("max_characters"),
        rest=table.flag("rest"),
        next=table.flag("next"),
    )
    table.finish()
    return rule
