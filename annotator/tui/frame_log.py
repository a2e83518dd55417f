"""What each frame shows, one JSON line a frame: a debug setting for scripts that read the screen.

Offsets are cut to what is on screen, so that a line tells nothing that the frame does not show.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.domain.article import Span
from annotator.domain.conflicts import Disagreement
from annotator.domain.items import Item, Mention, Stance
from annotator.tui import picture
from annotator.tui.widgets.marks import Mark
from annotator.tui.widgets.side_panel import StanceRow

if TYPE_CHECKING:
    from annotator.domain.layer import Layer
    from annotator.tui.adjudicator import Adjudicator
    from annotator.tui.reader import Reader


def log_frame(path: str, answered: int, shown: dict[str, object]) -> None:
    """Append the frame of an article, and how many keys and clicks were answered until then."""
    _append(path, {"answered": answered, **shown})


def log_queue(path: str, answered: int, notice: str) -> None:
    """Append the frame of the queue, which shows no article."""
    _append(path, {"answered": answered, "article": None, "notice": notice})


def log_table(path: str, heading: str, rows: int) -> None:
    """Append the frame of a table of the review."""
    _append(path, {"table": heading, "rows": rows})


def log_review(
    path: str, state: Adjudicator, visible: Span, readings: Sequence[str], notice: str
) -> None:
    """Append the frame of a conflict: its place, its readings as they are drawn and described."""
    _append(path, review_frame(state, visible, readings, notice))


def review_frame(
    state: Adjudicator, visible: Span, readings: Sequence[str], notice: str
) -> dict[str, object]:
    """What one frame of the adjudication shows."""
    desk, conflict, ruling = state.desk, state.conflict, state.ruling
    layers = {} if desk is None else {layer.author: layer for layer in desk.review.layers}
    variants = () if conflict is None else conflict.variants
    named = Disagreement.ENTITY in state.place.kinds
    names = desk.names if desk is not None and named else None
    return {
        "review": state.place.article,
        "place": state.index,
        "places": len(state.places),
        "open": state.undecided,
        "kinds": [kind.value for kind in state.place.kinds],
        "decided": None if ruling is None else ruling.how.value,
        "variants": [
            [_reading(item, layers[v.authors[0]], visible, names) for item in v.items]
            for v in variants
        ],
        "readings": list(readings),
        "notice": notice,
    }


def _reading(
    item: Item, layer: Layer, visible: Span, names: Mapping[int, str] | None
) -> dict[str, object]:
    """An item of a reading: its label and attributes as the line tells, its places as drawn.

    `names` are those of the entities, where the line tells them.
    """
    if isinstance(item, Stance):

        def place(end: str | None) -> list[int] | None:
            cut = [] if end is None else _cut([layer.mention(end).span], visible)
            return cut[0] if cut else None

        return {
            "label": item.label,
            "holder": place(item.holder),
            "holder_kind": item.holder_kind.value,
            "target": place(item.target),
            "attribution": item.attribution.value,
            "certainty": item.certainty.value,
            "evidence": _cut([Span(e.start, e.end) for e in item.evidence], visible),
        }
    spans = _cut([item.span], visible)
    if isinstance(item, Mention):
        said: dict[str, object] = {"label": item.label, "kind": item.kind.value, "spans": spans}
        return said if names is None else {**said, "entity": names.get(item.entity or 0)}
    return {"spans": spans}


def frame(
    reader: Reader,
    visible: Span,
    marks: Iterable[Mark],
    rows: Sequence[StanceRow] | None,
    item: str,
    notice: str,
) -> dict[str, object]:
    """What one frame of an article shows.

    Args:
        reader: What is on the screen.
        visible: The part of the text in sight.
        marks: All marks of the article.
        rows: The stances that the panel names; None where it is hidden.
        item: The line about the current item, or about the hints.
        notice: What is said in the place of the legend; empty where the legend is.
    """
    desk = reader.desk
    in_sight = sorted((m for m in marks if visible.overlaps(Span(m.start, m.end))), key=_order)
    return {
        "article": reader.article.id if reader.article else None,
        "state": None if desk is None else desk.state.value,
        "doubts": None if desk is None else len(desk.doubts),
        "visible": [visible.start, visible.end],
        "marks": [_mark(mark, visible) for mark in in_sight],
        "dimmed": _cut([] if desk is None else [z.span for z in desk.picture.zones], visible),
        "proposal": _cut([] if desk is None else picture.outlined(desk, visible), visible),
        "current": _current(reader, visible, panel=rows is not None),
        "stances": [_row(row) for row in rows or ()],
        "hints": _hints(reader, visible),
        "item": item,
        "notice": notice,
    }


def _mark(mark: Mark, visible: Span) -> dict[str, object]:
    return {
        "id": mark.id,
        "start": max(mark.start, visible.start),
        "end": min(mark.end, visible.end),
        "label": mark.label,
        "outlined": mark.outlined,
        "doubtful": mark.doubtful,
    }


def _row(row: StanceRow) -> dict[str, object]:
    parts = ("id", "holder", "target", "label", "voice", "evidence", "hint", "number", "doubtful")
    return {part: getattr(row, part) for part in parts}


def _current(reader: Reader, visible: Span, *, panel: bool) -> dict[str, object] | None:
    """The current item as the text marks it and the item line describes it."""
    current = reader.current
    if current is None:
        return None
    mention = current.mention
    described = reader.prompt is None and reader.cursor is None
    stance = current.stance if described else None
    return {
        "kind": current.kind.value,
        "spans": _cut([current.span], visible),
        "label": mention.label if mention is not None and described else None,
        "mention_kind": mention.kind.value if mention is not None and described else None,
        "stance": None
        if stance is None
        else {"id": current.key} | _stance(reader, stance, visible, panel=panel),
    }


def _stance(reader: Reader, stance: Stance, visible: Span, *, panel: bool) -> dict[str, object]:
    """The current stance: its ends and evidence as drawn, the rest as item line and panel say.

    An end out of sight has no place; the kinds of the ends stand in the panel alone.
    """
    desk = reader.desk
    ends = {} if desk is None else desk.ends(stance)

    def place(end: str | None) -> list[int] | None:
        mention = ends.get(end or "")
        cut = [] if mention is None else _cut([mention.span], visible)
        return cut[0] if cut else None

    kinds = picture.end_kinds(desk, stance) if panel and desk is not None else (None, None)
    return {
        "label": stance.label,
        "attribution": stance.attribution.value,
        "certainty": stance.certainty.value,
        "holder_kind": stance.holder_kind.value,
        "holder": place(stance.holder),
        "target": place(stance.target),
        "source": place(stance.source),
        "kinds": [None if kind is None else kind.value for kind in kinds],
        "evidence": _cut([Span(e.start, e.end) for e in stance.evidence], visible),
    }


def _hints(reader: Reader, visible: Span) -> list[list[int | str]] | None:
    """Start and end of each word with a hint, and the letter before it, `…` where one follows."""
    prompt = reader.prompt
    if prompt is None:
        return None
    left = prompt.remaining()
    return [
        [hint.word.start, hint.word.end, letters[0] + "…" * (len(letters) > 1)]
        for hint in prompt.shown
        if (letters := left.get(hint.word.start)) and visible.contains(hint.word)
    ]


def _cut(spans: Iterable[Span], visible: Span) -> list[list[int]]:
    return [
        [max(span.start, visible.start), min(span.end, visible.end)]
        for span in spans
        if visible.overlaps(span)
    ]


def _order(mark: Mark) -> tuple[int, int, str]:
    return (mark.start, -mark.end, mark.id)


def _append(path: str, value: dict[str, object]) -> None:
    with Path(path).open("a", encoding="utf-8") as log:
        log.write(json.dumps(value, ensure_ascii=False) + "\n")
