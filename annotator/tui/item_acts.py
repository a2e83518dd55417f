"""What keys do to the current item. Each act takes the reader; the desk does the work."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from annotator.domain.article import Span
from annotator.domain.items import Mention, is_decided
from annotator.domain.kinds import next_kind
from annotator.domain.words import Edge
from annotator.project.annotating import Desk
from annotator.tui import evidence_acts, focus, item_wording, wording
from annotator.tui.edge_hints import edge_words, mention_meant
from annotator.tui.focus import Current, Kind
from annotator.tui.hint_prompt import HintPrompt
from annotator.tui.hints import BOTH_CASES, hints, hints_in_order
from annotator.tui.picture import end_at_hand
from annotator.tui.reader import Reader
from annotator.tui.stance_end_acts import label_end
from annotator.tui.stance_item_acts import stance_end
from annotator.tui.stance_making import aimed_at_current, held_by_current


def next_item(reader: Reader) -> None:
    """Go to the next item in text order."""
    _step(reader, forward=True)


def previous_item(reader: Reader) -> None:
    """Go to the previous item in text order."""
    _step(reader, forward=False)


def next_doubt(reader: Reader) -> None:
    """Go to the next doubt, round the end."""
    _step_doubt(reader, forward=True)


def previous_doubt(reader: Reader) -> None:
    """Go to the previous doubt, round the beginning."""
    _step_doubt(reader, forward=False)


def label(reader: Reader, label_id: str) -> None:
    """Give the current item, or the selection, this label.

    On a stance the end gets it that was made or mended last. With none of these, or where a
    person gave the current mention this label already, the key asks for the hint of what gets it.
    """
    desk = reader.desk
    if desk is None:
        reader.face.notice(wording.not_open_yet(reader.keys))
        return
    if reader.cursor is not None:
        span = reader.cursor.selection() or focus.word_at(
            desk.scheme.words, desk.article.text, reader.cursor.offset
        )
        if span is None:
            reader.face.notice(wording.nothing_selected(reader.keys))
            return
        reader.cursor = None
        reader.put_current(Current.pending(span))
    current, end = reader.current, end_at_hand(reader)
    if end is not None and end.label != label_id:
        label_end(reader, desk, end, label_id)
    elif current is None or current.stance is not None or _has_it(current, label_id):
        give = partial(_give_label, reader, desk, label_id)
        reader.prompt = _hint_prompt(reader, desk, item_wording.hint_label(label_id), give)
    else:
        _give_label(reader, desk, label_id)


def _give_label(reader: Reader, desk: Desk, label_id: str) -> None:
    """The current mention, candidate or span gets this label."""
    current = reader.current
    if current is None:
        return
    if current.mention is None:
        reader.stored(desk.add(current.span, label_id))
        reader.put_current(focus.exactly(current.span, desk.mentions, label_id))
    elif current.kind is Kind.CANDIDATE:
        reader.stored(desk.take_candidate(current.mention, label_id))
        reader.put_current(focus.exactly(current.span, desk.mentions, label_id))
    else:
        reader.stored(desk.relabel(current.mention, label_id))
        reader.refocus()
    announce_proposal(reader, desk)


def _has_it(current: Current, label_id: str) -> bool:
    mention = current.mention if current.kind is Kind.MENTION else None
    return mention is not None and mention.label == label_id and is_decided(mention)


def cycle_kind(reader: Reader) -> None:
    """Named, nominal, pronoun, and round again."""
    desk, current = ready(reader)
    mention = as_mention(reader, current)
    if desk is not None and mention is not None:
        reader.stored(desk.set_kind(mention, next_kind(mention.kind)))
        reader.refocus()


def edge_mover(edge: Edge, *, outward: bool) -> Callable[[Reader], None]:
    """An act that moves one edge of the current item by a word."""

    def move(reader: Reader) -> None:
        desk, current = ready(reader)
        if desk is None or current is None:
            return
        span = focus.moved_edge(
            desk.scheme.words, desk.article.text, current.span, edge, outward=outward
        )
        if span is None:
            reader.face.notice(wording.edge_stuck())
        else:
            _set_span(reader, desk, current, span)

    return move


def edge_to(edge: Edge) -> Callable[[Reader], None]:
    """An act that moves one edge to the word at a hint: of the mention there, or of the current.

    On a stance it is the end that label keys act on, where the word stands in its sentence.
    """

    def begin(reader: Reader) -> None:
        desk, current = reader.desk, reader.current
        if desk is None:
            reader.face.notice(wording.not_open_yet(reader.keys))
            return

        def chosen(word: Span) -> None:
            there = mention_meant(desk, current, word, edge, end_at_hand(reader))
            if there is not None:
                _resize_there(reader, desk, there, word, edge)
                return
            if current is None:
                reader.face.notice(item_wording.no_edge_there())
                return
            start = word.start if edge is Edge.START else current.span.start
            end = word.end if edge is Edge.END else current.span.end
            if start >= end and current.stance is not None:
                _set_span(reader, desk, current, word)  # evidence goes where it is pointed to
            elif start >= end:
                reader.face.notice(wording.edge_stuck())
            else:
                _set_span(reader, desk, current, Span(start, end))

        visible = reader.face.visible_span()
        spans = [item.span for item in (current, end_at_hand(reader)) if item is not None]
        words = edge_words(desk, spans, visible, reader.origin, edge)
        reader.prompt = HintPrompt(
            item_wording.hint_edge(edge), hints_in_order(words, BOTH_CASES), chosen
        )

    return begin


def _resize_there(reader: Reader, desk: Desk, mention: Mention, word: Span, edge: Edge) -> None:
    start = word.start if edge is Edge.START else mention.start
    end = word.end if edge is Edge.END else mention.end
    if reader.current is None or reader.current.stance is None:
        reader.put_current(Current.of_mention(mention))
    reader.stored(desk.resize(mention, Span(start, end)))
    reader.refocus()
    announce_proposal(reader, desk)


def go_to_hint(reader: Reader) -> None:
    """Show hints: go to the mention at one, or begin a mention there."""
    desk = reader.desk
    if desk is None:
        reader.face.notice(wording.not_open_yet(reader.keys))
        return
    reader.prompt = _hint_prompt(reader, desk, item_wording.hint_go(), lambda: None)


def _hint_prompt(reader: Reader, desk: Desk, purpose: str, then: Callable[[], None]) -> HintPrompt:
    """Hints on every word; what stands at the chosen one becomes current, and `then` acts on it."""
    visible = reader.face.visible_span()
    covered = [mention.span for mention in desk.layer.mentions_over(visible)]
    phrases = list(desk.phrases.overlapping(visible))
    text, words = desk.article.text, desk.scheme.words
    found = hints(words, text, visible, reader.origin, covered, BOTH_CASES, phrases)

    def chosen(word: Span) -> None:
        reader.put_current(_at_word(desk, word, nested=prompt.nested))
        then()

    prompt = HintPrompt(purpose, found, chosen, find_nested=lambda: found)
    return prompt


def _at_word(desk: Desk, word: Span, *, nested: bool) -> Current:
    """The innermost mention over a word, else the candidate there, else a span from there on."""
    if nested:
        return Current.pending(word)
    there = focus.at(word.start, desk.layer.mentions_over(word))
    if there is not None:
        return Current.of_mention(there)
    candidate = focus.at(word.start, desk.candidates)
    if candidate is not None:
        return Current.of_candidate(candidate)
    return Current.pending(desk.scheme.words.name_extent(desk.article.text, word))


def stance_held(reader: Reader) -> None:
    """A new stance of the current mention, or of the holder of the current stance."""
    desk, current = ready(reader)
    if current is not None and current.stance is not None:
        mention = stance_end(reader, "holder")
    else:
        mention = as_mention(reader, current)
    if desk is not None and mention is not None:
        held_by_current(reader, desk, mention)


def stance_aimed(reader: Reader) -> None:
    """A new stance on the current mention, or on the target of the current stance."""
    desk, current = ready(reader)
    if current is not None and current.stance is not None:
        mention = stance_end(reader, "target")
    else:
        mention = as_mention(reader, current)
    if desk is not None and mention is not None:
        aimed_at_current(reader, desk, mention)


def announce_proposal(reader: Reader, desk: Desk) -> None:
    """Say what `e` would do now: once it is known, where the text stands in very many places."""
    if desk.same is not None and not desk.same.is_complete:
        reader.unsaid = partial(announce_proposal, reader, desk)
    elif desk.fix is not None and desk.proposal:
        reader.face.notice(wording.proposal(reader.keys, desk.fix.text, others(desk)))


def others(desk: Desk) -> int:
    """How many places the same-text proposal has, as far as that is known."""
    return len(desk.proposal.changes) if desk.same is not None and desk.same.is_complete else 0


def ready(reader: Reader) -> tuple[Desk | None, Current | None]:
    """The desk and the current item, or a word about what is missing."""
    if reader.desk is None:
        reader.face.notice(wording.not_open_yet(reader.keys))
        return None, None
    if reader.current is None:
        reader.face.notice(wording.nothing_current(reader.keys))
    return reader.desk, reader.current


def as_mention(reader: Reader, current: Current | None) -> Mention | None:
    """The current item as a mention, or a word about why it is none.

    What is done to a candidate takes it, in the same edit.
    """
    if current is not None and current.mention is None:
        reader.face.notice(wording.needs_label(reader.keys))
    return None if current is None else current.mention


def _set_span(reader: Reader, desk: Desk, current: Current, span: Span) -> None:
    if current.kind is Kind.PENDING:
        reader.put_current(Current.pending(span))
        return
    if current.stance is not None:
        evidence_acts.move(reader, desk, current, span)
        return
    mention = as_mention(reader, current)
    if mention is None:
        return
    reader.stored(desk.resize(mention, span))
    reader.refocus()
    if reader.current is None:
        reader.put_current(focus.exactly(span, desk.mentions))
    announce_proposal(reader, desk)


def _step(reader: Reader, *, forward: bool) -> None:
    desk = reader.desk
    if desk is None:
        reader.face.notice(wording.not_open_yet(reader.keys))
        return
    found = focus.step(reader.in_sight, reader.origin, reader.items, forward=forward)
    if found is None:
        reader.face.notice(wording.no_more_items(forward=forward))
    else:
        reader.put_current(found)


def _step_doubt(reader: Reader, *, forward: bool) -> None:
    desk = reader.desk
    if desk is None:
        reader.face.notice(wording.not_open_yet(reader.keys))
        return
    found = focus.step_doubt(reader.current, reader.origin, desk.doubts, forward=forward)
    if found is None:
        reader.face.notice(wording.no_doubts(reader.keys))
        return
    if found == reader.current:
        reader.face.notice(wording.only_doubt())
    reader.put_current(found, guard=True)


def advance(reader: Reader, desk: Desk) -> None:
    """After a decision: the next doubt; with none left, stay where the text is."""
    following = focus.step_doubt(reader.current, reader.origin, desk.doubts, forward=True)
    if following is None:
        reader.refocus()
        if desk.same is None or (desk.same.is_complete and not desk.proposal):
            reader.face.notice(wording.no_doubts(reader.keys))
    else:
        reader.put_current(following, guard=True)
