"""From the adjudicator's state to what widgets take: marks, spans, lines. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from annotator.domain.adjudication import aliases
from annotator.domain.article import Span
from annotator.domain.conflicts import Conflict
from annotator.domain.items import Item, Mention, Stance, Zone
from annotator.domain.layer import Author, Layer
from annotator.project.reviewing import Reviewing
from annotator.tui import question_wording
from annotator.tui import review_wording as wording
from annotator.tui.adjudicator import Adjudicator
from annotator.tui.widgets.marks import Mark


@dataclass(frozen=True, slots=True)
class ReviewPicture:
    """What the screen shows of one conflict.

    `marks` are gold's mentions, filled, and the mentions of every reading, outlined; `current` is
    what the conflict is about, `beside` the ends of its stances.
    """

    marks: tuple[Mark, ...]
    current: tuple[Span, ...]
    beside: tuple[Span, ...]
    readings: tuple[str, ...]
    ruling: str
    heading: str
    status: str


def picture_of(state: Adjudicator) -> ReviewPicture:
    """The picture of the current place."""
    place, desk, conflict = state.place, state.desk, state.conflict
    heading = f"review  —  {wording.questions(place.kinds)}  —  {place.article}"
    status = wording.position(state.index + 1, len(state.places), state.undecided)
    if desk is None or conflict is None:
        return ReviewPicture(
            (), (), (), (wording.changed_meanwhile(state.keys),), "", heading, status
        )
    ruling, layers = state.ruling, {layer.author: layer for layer in desk.review.layers}
    names = {author: author.name for author in layers}
    # Who said what is told only once it can't sway the decision; dealt anew at each conflict, for
    # the names told after one would give away the others of the article.
    dealt = aliases(f"{place.article} {place.number}", layers)
    called = dealt if ruling is None else names
    told = {author.name: alias for author, alias in called.items()}
    asked = [question_wording.reviewer_line(q, told) for q in desk.questions_about(conflict)]
    ends = [m.span for item, layer in _held(conflict, layers) for m in _ends(item, layer)]
    return ReviewPicture(
        marks=(*_gold_marks(desk, conflict), *_reading_marks(conflict, layers)),
        current=tuple(sorted({s for item, _ in _held(conflict, layers) for s in _spans(item)})),
        beside=tuple(sorted(set(ends))),
        readings=(
            *wording.reading_lines(
                state.keys, conflict, layers, desk.names, called, desk.article.text
            ),
            *asked,
        ),
        ruling=wording.ruling_line(ruling, state.said),
        heading=heading,
        status=f"{status} · gold {desk.review.gold.assignment.state.value}",
    )


def _held(conflict: Conflict, layers: dict[Author, Layer]) -> Iterable[tuple[Item, Layer]]:
    return [(item, layers[v.authors[0]]) for v in conflict.variants for item in v.items]


def _spans(item: Item) -> list[Span]:
    match item:
        case Stance():
            return [Span(part.start, part.end) for part in item.evidence]
        case Mention() | Zone():
            return [item.span]


def _ends(item: Item, layer: Layer) -> list[Mention]:
    if not isinstance(item, Stance):
        return []
    ends = (item.holder, item.target, item.source)
    return [layer.mention(end) for end in ends if end is not None]


def _gold_marks(desk: Reviewing, conflict: Conflict) -> list[Mark]:
    """Gold's mentions; those of the conflict itself stand among the readings while it is open."""
    carried = {
        item
        for ruling in desk.review.gold.rulings.values()
        if ruling.carried and ruling.inputs == conflict.sources
        for item in ruling.items
    }
    return [
        Mark(m.id, m.start, m.end, m.label)
        for m in desk.review.gold.mentions()
        if m.id not in carried
    ]


def _reading_marks(conflict: Conflict, layers: dict[Author, Layer]) -> list[Mark]:
    mentions: dict[tuple[int, int, str], Mark] = {}
    for item, layer in _held(conflict, layers):
        for mention in [item] if isinstance(item, Mention) else _ends(item, layer):
            key = (mention.start, mention.end, mention.label)
            mark = Mark(f"?{key}", mention.start, mention.end, mention.label, outlined=True)
            mentions.setdefault(key, mark)
    return list(mentions.values())
