"""From the reader's state to what widgets take: outlines, panel, status words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.domain.article import Span
from annotator.domain.items import Decision, Mention, MentionKind, Stance
from annotator.domain.layer import State
from annotator.domain.likeness import join_of, may_be_alike
from annotator.domain.stance_ends import end_at_hand as end_touched_last
from annotator.tui import (
    entity_wording,
    focus,
    item_wording,
    question_wording,
    stance_wording,
    wording,
)
from annotator.tui.books import EntityBook, name_of
from annotator.tui.focus import Current, Kind
from annotator.tui.question_wording import lines_here
from annotator.tui.stance_list import stance_rows, with_nearest
from annotator.tui.widgets.side_panel import EntityRow, PanelValue, StanceRow

if TYPE_CHECKING:
    from annotator.project.annotating import Desk
    from annotator.tui.reader import Reader


def outlined(desk: Desk, sight: Span | None = None) -> list[Span]:
    """The places of the same-text proposal, in `sight` at least."""
    return [] if desk.same is None else desk.same.places(sight or Span(0, len(desk.article.text)))


def evidence(reader: Reader) -> list[Span]:
    """The evidence of the current stance."""
    stance = reader.current.stance if reader.current else None
    return [Span(e.start, e.end) for e in stance.evidence] if stance else []


def current_spans(reader: Reader) -> list[Span]:
    """What is drawn as current: a span, or a stance's holder, target and source."""
    desk, current = reader.desk, reader.current
    if desk is None or current is None:
        return []
    if current.stance is None:
        return [current.span]
    return list(desk.spans_of(current.stance))


def panel(reader: Reader, entities: EntityBook) -> PanelValue:
    """The side panel's value."""
    desk, current = reader.desk, reader.current
    if desk is None:
        return PanelValue("Suggestions are coming", None, [], (), None)
    value = _item_panel(reader, desk, current, entities)
    asked = lines_here(desk.questions, current)
    return replace(value, details=[*asked, *value.details]) if asked else value


def _item_panel(
    reader: Reader, desk: Desk, current: Current | None, entities: EntityBook
) -> PanelValue:
    """The panel without what was asked."""
    rows, stances = entities.rows, with_nearest(reader, stance_rows(reader))
    if current is None:
        return PanelValue("No current item", None, _doubt_lines(desk), rows, None, stances)
    if current.stance is not None:
        return _stance_panel(desk, current, current.stance, rows, stances)
    if current.mention is None:
        heading = wording.quoted(current.span.of(desk.article.text))
        return PanelValue(heading, None, [], rows, None, stances)
    panel = replace(_mention_panel(desk, current, current.mention, rows), stances=stances)
    alike = looks_like(reader, entities)
    return replace(panel, details=[alike, *panel.details]) if alike else panel


def looks_like(reader: Reader, entities: EntityBook) -> str:
    """The entity that the current mention's looks like, and the key that joins them; or nothing."""
    desk, mention = reader.desk, reader.current.mention if reader.current else None
    entity = None if desk is None or mention is None else desk.entity_of(mention)
    if desk is None or entity is None:
        return ""
    if entity.id not in entities.joins:
        alike = (r for r in entities.rows if may_be_alike(entity.name, r.name))
        named = (desk.entities.find(row.name, row.label) for row in alike)
        entities.joins[entity.id] = join_of(entity, (e for e in named if e is not None))
    join = entities.joins[entity.id]
    return "" if join is None else entity_wording.looks_like(reader.keys, join, entity.id)


def stance_words(desk: Desk, stance: Stance) -> str:
    """Who on what, in the words of the text."""
    holder, target = desk.words_of(stance)
    return stance_wording.who_on_what(holder, target, stance.holder_kind)


def end_at_hand(reader: Reader) -> Mention | None:
    """The end of the current stance that label keys act on: what was made or mended last.

    At a doubt it is else the end whose label is least sure.
    """
    desk, current = reader.desk, reader.in_sight
    if desk is None or current is None or current.stance is None or current.is_candidate:
        return None
    doubt = desk.picture.doubtful_stances.get(current.stance.id)
    weak = None if doubt is None else doubt.end
    return desk.item(end_touched_last(current.stance, desk.own_drafts) or weak or "")


def _words_at_hand(reader: Reader, desk: Desk, stance: Stance) -> str:
    """Who on what, with the label of the end that label keys act on."""
    holder, target = desk.words_of(stance)
    end = end_at_hand(reader)
    label = "" if end is None else end.label
    at_target = end is not None and end.id == stance.target
    return stance_wording.who_on_what(
        holder,
        target,
        stance.holder_kind,
        holder_label="" if at_target else label,
        target_label=label if at_target else "",
    )


def end_kinds(desk: Desk, stance: Stance) -> tuple[MentionKind | None, MentionKind]:
    """Of which kind holder and target are; None where nobody is named as holder."""
    ends = desk.ends(stance)
    holder = None if stance.holder is None else ends[stance.holder].kind
    return holder, ends[stance.target].kind


def _stance_panel(
    desk: Desk,
    current: Current,
    stance: Stance,
    rows: Sequence[EntityRow],
    stances: tuple[StanceRow, ...],
) -> PanelValue:
    voice = stance_wording.voice(stance, desk.source_words(stance))
    candidate = current.kind is Kind.STANCE_CANDIDATE
    status = "candidate" if candidate else stance.decision.replace("_", " ")
    kinds = stance_wording.kinds_of_ends(*end_kinds(desk, stance))
    details = [voice, kinds, status]
    if stance.origin is not None and stance.decision is not Decision.CHANGED:
        details += [f"p {stance.origin.p:.2f} · {stance.origin.rule}", stance.origin.reason]
    if stance.unsure:
        details.append("unsure: for the reviewer")
    details += [reason for reason in _doubts_about(desk, stance) if reason not in details]
    words = stance_words(desk, stance)
    return PanelValue(
        words, stance.label, [*details, *_doubt_lines(desk)], tuple(rows), None, stances, kinds
    )


def _mention_panel(
    desk: Desk, current: Current, mention: Mention, rows: Sequence[EntityRow]
) -> PanelValue:
    name = _entity_name(desk, mention)
    details = [f"{mention.kind} · {name}"]
    candidate = current.kind is Kind.CANDIDATE
    details.append("candidate" if candidate else mention.decision.replace("_", " "))
    if mention.origin is not None and mention.decision is not Decision.CHANGED:
        details += [f"p {mention.origin.p:.2f} · {mention.origin.rule}", mention.origin.reason]
    if mention.unsure:
        details.append("unsure: for the reviewer")
    return PanelValue(
        mention.quote, mention.label, [*details, *_doubt_lines(desk)], tuple(rows), name
    )


def _doubts_about(desk: Desk, stance: Stance) -> list[str]:
    """Why a stance is doubtful: a rule that it breaks, or what its suggester says."""
    return [d.reason for d in desk.doubts if d.item is stance]


def _doubt_lines(desk: Desk) -> list[str]:
    count = len(desk.doubts)
    return [f"{count} doubt{'s' if count != 1 else ''} left" if count else "no doubts left"]


def _entity_name(desk: Desk, mention: Mention) -> str:
    return name_of(desk, mention)[0]


def status_line(reader: Reader, *, waiting: str) -> str:
    """Where the person is, in words: article, state, doubts, storing."""
    if reader.article is None:
        return waiting or wording.no_article(reader.keys, any_at_all=reader.total > 0)
    dot = "● storing" if reader.unstored else "○ stored"
    desk = reader.desk
    parts = []
    if reader.place is not None:
        # The queue was read when the article was opened; what was done to it since shows here.
        done = reader.place.done_besides + (desk is not None and desk.state is State.DONE)
        parts = [f"article {reader.place.number} of {reader.place.total}", f"{done} done"]
    if desk is None:
        parts.append(waiting or wording.not_open_yet(reader.keys))
    else:
        parts.append(wording.STATE_NAMES[desk.state])
        parts.append(wording.doubts(len(desk.doubts), _place_on_ring(desk, reader.current)))
        # Before what may be cut off on a narrow screen.
        parts.append(dot)
        if desk.layer.assignment.flagged:
            parts.append("⚑ flagged")
        if desk.layer.assignment.comment:
            parts.append("comment")
        if asked := question_wording.count(desk.questions):
            parts.append(asked)
    return " · ".join(parts)


def _place_on_ring(desk: Desk, current: Current | None) -> int:
    """Which doubt the current item is, counted from 1; 0 where it is none."""
    item = current.item if current else None
    places = (n for n, doubt in enumerate(desk.doubts, 1) if doubt.item is item)
    return 0 if item is None else next(places, 0)


def item_line(reader: Reader, entities: EntityBook | None = None) -> str:
    """The current item in words, held against the article's `entities`; then what was asked."""
    if reader.prompt is not None:
        return reader.prompt.purpose + ("  (nested)" if reader.prompt.nested else "")
    desk, current = reader.desk, reader.current
    if desk is None:
        return ""
    words = _item_words(reader, desk, current, entities)
    asked = [] if reader.cursor is not None else lines_here(desk.questions, current)
    return "   ? ".join(part for part in (words, *asked[-1:]) if part)


def _item_words(
    reader: Reader, desk: Desk, current: Current | None, entities: EntityBook | None
) -> str:
    if reader.cursor is not None:
        text, selection = desk.article.text, reader.cursor.selection()
        if selection is None and reader.cursor.anchor is not None:
            return item_wording.selection_begun(reader.keys)
        word = selection or focus.word_at(desk.scheme.words, text, reader.cursor.offset)
        return item_wording.cursor_line(
            reader.keys, word.of(text) if word else None, selected=selection is not None
        )
    if current is None:
        return ""
    if current.stance is not None:
        return stance_wording.stance_line(
            _words_at_hand(reader, desk, current.stance),
            current.stance,
            desk.source_words(current.stance),
            _doubts_about(desk, current.stance),
            candidate=current.kind is Kind.STANCE_CANDIDATE,
            evidence=current.evidence if current.at_evidence else None,
        )
    if current.mention is None:
        return item_wording.pending_line(current.span.of(desk.article.text))
    return item_wording.mention_line(
        current.mention,
        _entity_name(desk, current.mention),
        candidate=current.kind is Kind.CANDIDATE,
        stances=desk.dependants(current.mention) if current.kind is Kind.MENTION else 0,
        alike="" if entities is None else looks_like(reader, entities),
    )


def legend_kind(reader: Reader) -> str:
    """Which keys the legend shows."""
    if reader.desk is None:
        return "waiting"
    if reader.prompt is not None:
        return "hint" if reader.prompt.hints else "choice"
    if reader.cursor is not None:
        return "cursor"
    if reader.current is None:
        return "none"
    if reader.current.stance is not None:
        return "evidence" if reader.current.at_evidence else "stance"
    return "pending" if reader.current.mention is None else "mention"
