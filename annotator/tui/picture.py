"""From the reader's state to what widgets take: marks, outlines, panel, status words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from textwrap import wrap
from typing import TYPE_CHECKING

from annotator.domain.article import Span
from annotator.domain.items import Mention
from annotator.domain.layer import State
from annotator.tui import focus, wording
from annotator.tui.focus import Current, Kind
from annotator.tui.widgets.marks import Mark
from annotator.tui.widgets.side_panel import EntityRow, PanelValue, entity_rows

if TYPE_CHECKING:
    from annotator.project.annotating import Desk
    from annotator.tui.reader import Reader


REASON_CELLS = 34
REASON_ROWS = 3


@dataclass(slots=True)
class MarkCache:
    """Marks of the last picture: what did not change is handed out again as the same object."""

    known: dict[str, tuple[Mention, bool, Mark]] = field(default_factory=dict)

    def marks(self, desk: Desk) -> list[Mark]:
        """The marks of a desk: its mentions, and its candidates outlined (id with a `?`)."""
        doubtful = {doubt.mention.id for doubt in desk.doubts if not doubt.candidate}
        fresh: dict[str, tuple[Mention, bool, Mark]] = {}
        for mention in desk.mentions:
            fresh[mention.id] = self._mark(mention.id, mention, doubtful=mention.id in doubtful)
        for candidate in desk.candidates:
            fresh[f"?{candidate.id}"] = self._mark(f"?{candidate.id}", candidate, doubtful=False)
        self.known = fresh
        return [mark for _, _, mark in fresh.values()]

    def _mark(self, key: str, mention: Mention, *, doubtful: bool) -> tuple[Mention, bool, Mark]:
        known = self.known.get(key)
        if known is not None and known[0] is mention and known[1] == doubtful:
            return known
        mark = Mark(
            id=key,
            start=mention.start,
            end=mention.end,
            label=mention.label,
            outlined=key.startswith("?"),
            doubtful=doubtful,
        )
        return mention, doubtful, mark


@dataclass(slots=True)
class EntityCache:
    """The panel's entity rows, counted again only when the layer changed."""

    version: object = None
    rows: tuple[EntityRow, ...] = ()

    def of(self, desk: Desk) -> tuple[EntityRow, ...]:
        """The rows of a desk."""
        if self.version is not desk.layer:
            self.version = desk.layer
            self.rows = entity_rows([(_entity_name(desk, m), m.label) for m in desk.mentions])
        return self.rows


def outlined(desk: Desk) -> list[Span]:
    """The places of the same-text proposal."""
    spans = []
    for change in desk.proposal.changes:
        value = change.before or change.after
        if isinstance(value, Mention):
            spans.append(value.span)
    return spans


def panel(reader: Reader, entities: EntityCache) -> PanelValue:
    """The side panel's value."""
    desk, current = reader.desk, reader.current
    if desk is None:
        return PanelValue("Suggestions are coming", None, [], (), None)
    rows = entities.of(desk)
    if current is None:
        return PanelValue("No current item", None, _doubt_lines(desk), rows, None)
    if current.mention is None:
        return PanelValue(wording.quoted(current.span.of(desk.article.text)), None, [], rows, None)
    return _mention_panel(desk, current, current.mention, rows)


def _mention_panel(
    desk: Desk, current: Current, mention: Mention, rows: Sequence[EntityRow]
) -> PanelValue:
    name = _entity_name(desk, mention)
    details = [f"{mention.kind} · {name}"]
    candidate = current.kind is Kind.CANDIDATE
    details.append("candidate" if candidate else mention.decision.replace("_", " "))
    if mention.origin is not None:
        details.append(f"p {mention.origin.p:.2f} · {mention.origin.rule}")
        details += wrap(mention.origin.reason, REASON_CELLS)[:REASON_ROWS]
    if mention.unsure:
        details.append("unsure: for the reviewer")
    return PanelValue(
        mention.quote, mention.label, [*details, *_doubt_lines(desk)], tuple(rows), name
    )


def _doubt_lines(desk: Desk) -> list[str]:
    count = len(desk.doubts)
    return [f"{count} doubt{'s' if count != 1 else ''} left" if count else "no doubts left"]


def _entity_name(desk: Desk, mention: Mention) -> str:
    entity = desk.entity_of(mention)
    return mention.quote if entity is None else entity.name


def status_line(reader: Reader, *, waiting: str) -> str:
    """Where the person is, in words: article, state, doubts, storing."""
    if reader.article is None:
        return waiting or wording.no_article(any_at_all=bool(reader.entries))
    ids = [entry.article for entry in reader.entries]
    place = ids.index(reader.article.id) + 1 if reader.article.id in ids else 0
    dot = "● storing" if reader.unstored else "○ stored"
    desk = reader.desk
    states = {entry.article: entry.state for entry in reader.entries}
    if desk is not None:
        # The queue was read when the article was opened; what was done to it since shows here.
        states[desk.article.id] = desk.state
    done = sum(state is State.DONE for state in states.values())
    parts = [f"article {place} of {len(ids)}", f"{done} done"]
    if desk is None:
        parts.append(waiting or wording.not_open_yet())
    else:
        parts.append(wording.STATE_NAMES[desk.state])
        count = len(desk.doubts)
        parts.append(f"{count} doubt{'s' if count != 1 else ''}")
        # Before what may be cut off on a narrow screen.
        parts.append(dot)
        if desk.layer.assignment.flagged:
            parts.append("⚑ flagged")
        if desk.layer.assignment.comment:
            parts.append("comment")
    return " · ".join(parts)


def item_line(reader: Reader) -> str:
    """The current item in words."""
    if reader.prompt is not None:
        return reader.prompt.purpose + ("  (nested)" if reader.prompt.nested else "")
    desk, current = reader.desk, reader.current
    if desk is None:
        return ""
    if reader.cursor is not None:
        text, selection = desk.article.text, reader.cursor.selection()
        word = selection or focus.word_at(text, reader.cursor.offset)
        return wording.cursor_line(word.of(text) if word else None, selected=selection is not None)
    if current is None:
        return ""
    if current.mention is None:
        return wording.pending_line(current.span.of(desk.article.text))
    return wording.mention_line(
        current.mention,
        _entity_name(desk, current.mention),
        candidate=current.kind is Kind.CANDIDATE,
    )


def legend_kind(reader: Reader) -> str:
    """Which keys the legend shows."""
    if reader.desk is None:
        return "waiting"
    if reader.prompt is not None:
        return "hint"
    if reader.cursor is not None:
        return "cursor"
    if reader.current is None:
        return "none"
    return "pending" if reader.current.mention is None else "mention"
