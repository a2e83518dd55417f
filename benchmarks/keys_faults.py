"""Where a frame differs from the gold: what is wrong with each mark, what is missing, what is dim.

Pure. Only marks and gold mentions that lie whole in sight are judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from annotator.domain.article import Span, paragraphs
from benchmarks.keys_screen import TOPIC, GoldArticle, GoldMention, Screen, ScreenMark

OTHER = "end "
"""Begins the units of mentions that stand for stances only."""


class Fault(StrEnum):
    """What is to be mended at a place; the names stand in the report."""

    LABEL = "wrong label"
    EDGE = "wrong edge"
    SPURIOUS = "spurious"
    CANDIDATE = "wrong candidate"
    MISSED = "missed"
    ZONE = "wrong zone"
    UNCONFIRMED = "item confirmed"
    """Right, but a careful person has not said so yet."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: the mark that is wrong, the gold mention that is meant, where it stands."""

    fault: Fault
    span: Span
    mark: ScreenMark | None = None
    gold: GoldMention | None = None

    @property
    def unit(self) -> str:
        """Names the fault while it is being mended; ends of stances begin with `OTHER`."""
        if self.mark is not None:
            other = self.gold is not None and not self.gold.is_named
            return f"{OTHER if other else ''}{self.mark.id}"
        span = self.gold.span if self.gold is not None else self.span
        return f"{span.start}-{span.end}"


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that is wrong in sight, and the marks that are right, each with its gold."""

    faults: tuple[Finding, ...]
    right: Mapping[str, GoldMention]
    leftover: tuple[ScreenMark, ...] = ()
    """Marks that look like ends of stances, and are nothing in the gold."""

    def of_mark(self, mark: ScreenMark) -> Finding | None:
        """What is wrong with a mark, or None."""
        return next((f for f in self.faults if f.mark is not None and f.mark.id == mark.id), None)


def find_faults(screen: Screen, gold: GoldArticle) -> Findings:
    """Hold a frame against the gold."""
    marks = [m for m in screen.marks if is_whole(m.span, screen.visible, gold)]
    wanted = [
        g for g in gold.mentions if is_whole(g.span, screen.visible, gold) and _shown(g, screen)
    ]
    zones = list(_zone_faults(screen, gold, marks))
    pairs = _paired(marks, wanted)
    faults = [
        _judged(mark, pairs.get(mark.id))
        for mark in marks
        if not any(z.span.overlaps(mark.span) for z in zones)
        and (mark.id in pairs or not looks_like_an_end(mark, gold.text))
    ]
    taken = set(pairs.values())
    faults += [
        Finding(Fault.MISSED, g.span, None, g) for g in wanted if g not in taken and g.is_named
    ]
    return Findings(
        faults=(*zones, *(f for f in faults if f is not None)),
        leftover=tuple(
            m
            for m in marks
            if m.id not in pairs and not m.outlined and looks_like_an_end(m, gold.text)
        ),
        right={m.id: g for m in marks if (g := pairs.get(m.id)) and _judged(m, g) is None},
    )


def is_whole(span: Span, visible: Span, gold: GoldArticle) -> bool:
    """Whether all of a span is surely in sight, so that nothing of it can be cut off."""
    starts = visible.start < span.start or span.start == 0
    ends = span.end < visible.end or span.end >= len(gold.text)
    return visible.contains(span) and starts and ends


def looks_like_an_end(mark: ScreenMark, text: str) -> bool:
    """Whether a mark is no name: it is mended, or goes, with the stance that it is an end of."""
    return mark.label == TOPIC or not text[mark.span.start].isupper()


def _shown(mention: GoldMention, screen: Screen) -> bool:
    return not any(zone.overlaps(mention.span) for zone in screen.dimmed)


def _zone_faults(
    screen: Screen, gold: GoldArticle, marks: Sequence[ScreenMark]
) -> Iterable[Finding]:
    """Paragraphs that hide gold mentions, and undimmed furniture with marks that are wrong."""
    exact = {(g.span, g.label) for g in gold.mentions}
    for paragraph in paragraphs(gold.text):
        dimmed = any(zone.overlaps(paragraph) for zone in screen.dimmed)
        if not screen.visible.overlaps(paragraph):
            continue
        if dimmed:
            hidden = [g for g in gold.mentions if paragraph.contains(g.span)]
            if hidden:
                yield Finding(Fault.ZONE, paragraph)
        elif any(zone.overlaps(paragraph) for zone in gold.zones):
            inside = [m for m in marks if paragraph.contains(m.span)]
            if inside and not any((m.span, m.label) in exact for m in inside):
                yield Finding(Fault.ZONE, paragraph)


def _paired(marks: Sequence[ScreenMark], wanted: Sequence[GoldMention]) -> dict[str, GoldMention]:
    """Each mark with the gold mention that it is, or should become; one to one."""

    def fit(mark: ScreenMark, gold: GoldMention) -> tuple[bool, bool, bool, int, str]:
        shared = min(mark.span.end, gold.span.end) - max(mark.span.start, gold.span.start)
        return (
            mark.span != gold.span,
            mark.label != gold.label,
            mark.outlined,
            -shared,
            mark.id,
        )

    options = sorted(
        ((fit(m, g), m, g) for m in marks for g in wanted if m.span.overlaps(g.span)),
        key=lambda option: (option[0], option[2].span),
    )
    pairs: dict[str, GoldMention] = {}
    taken: set[GoldMention] = set()
    for _, mark, gold in options:
        if mark.id not in pairs and gold not in taken:
            pairs[mark.id] = gold
            taken.add(gold)
    return pairs


def _judged(mark: ScreenMark, gold: GoldMention | None) -> Finding | None:
    if gold is None:
        fault = Fault.CANDIDATE if mark.outlined else Fault.SPURIOUS
        return Finding(fault, mark.span, mark)
    if mark.span != gold.span:
        return Finding(Fault.EDGE, mark.span, mark, gold)
    if mark.label != gold.label:
        return Finding(Fault.LABEL, mark.span, mark, gold)
    return None
