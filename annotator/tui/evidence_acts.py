"""What keys do to the evidence of the current stance. The desk does the work."""

from __future__ import annotations

from functools import partial

from annotator.domain.article import Span
from annotator.domain.items import Stance
from annotator.domain.stance_ends import ends_of
from annotator.project.annotating import Desk
from annotator.project.stance_desk import StanceDesk
from annotator.tui import focus, stance_wording, wording
from annotator.tui.focus import Current
from annotator.tui.hint_prompt import HintPrompt
from annotator.tui.hints import hints_in_order
from annotator.tui.reader import Reader
from annotator.tui.stance_item_acts import with_stance


def next_evidence(reader: Reader) -> None:
    """Go to the next evidence of the stance: the one that edge keys move."""
    current = reader.current
    if current is not None and current.stance is not None:
        place = (current.evidence + 1) % len(current.stance.evidence)
        _go_to(reader, current, current.stance, place)


def add(reader: Reader) -> None:
    """Show hints for the first and the last word of further evidence."""

    def ask(acts: StanceDesk, stance: Stance) -> None:
        visible = reader.face.visible_span()
        words = list(
            acts.desk.scheme.words.content_words(acts.desk.article.text, visible.start, visible.end)
        )

        def to(first: Span, last: Span) -> None:
            _add(reader, acts, Span(min(first.start, last.start), max(first.end, last.end)))

        def begin(first: Span) -> None:
            rest = sorted(words, key=lambda w: (w.start < first.start, abs(w.start - first.start)))
            reader.prompt = HintPrompt(
                stance_wording.hint_evidence_end(), hints_in_order(rest), partial(to, first)
            )

        near = sorted(words, key=lambda w: abs(w.start - stance.span.start))
        reader.prompt = HintPrompt(stance_wording.hint_evidence(), hints_in_order(near), begin)

    with_stance(reader, ask)


def add_selection(reader: Reader) -> None:
    """What is selected, or the word under the cursor, is further evidence of the open stance."""
    desk, cursor = reader.desk, reader.cursor
    if desk is None or cursor is None:
        return
    span = cursor.selection() or focus.word_at(desk.scheme.words, desk.article.text, cursor.offset)
    if span is None:
        reader.face.notice(wording.nothing_selected(reader.keys))
        return
    stance = open_stance(reader)
    if stance is None:
        reader.face.notice(stance_wording.no_stance_for_evidence(reader.keys))
        return
    reader.cursor = None
    reader.put_current(stance)
    _add(reader, StanceDesk(desk), span)


def open_stance(reader: Reader) -> Current | None:
    """The current stance, or the one whose end the person went to."""
    current = reader.current
    if current is None or current.stance is not None:
        return current
    left = focus.find(reader.open_stance, reader.items)
    if left is None or left.stance is None or current.mention is None:
        return None
    return left if current.mention.id in ends_of(left.stance) else None


def move(reader: Reader, desk: Desk, current: Current, span: Span) -> None:
    """Give the current evidence these edges."""
    if current.stance is not None:
        spans = _spans(current.stance)
        spans[current.evidence] = span
        reader.stored(StanceDesk(desk).set_evidence(current.stance, sorted(set(spans))))
        _show(reader, span, at_evidence=current.at_evidence)


def remove(reader: Reader, desk: Desk, current: Current, stance: Stance) -> None:
    """The current evidence is none, unless it is the last one."""
    spans = _spans(stance)
    if len(spans) == 1:
        reader.face.notice(stance_wording.last_evidence(reader.keys))
        return
    gone = spans.pop(current.evidence)
    reader.stored(StanceDesk(desk).set_evidence(stance, spans))
    reader.refocus()
    reader.face.notice(
        stance_wording.evidence_removed(reader.keys, gone.of(desk.article.text), len(spans))
    )


def _add(reader: Reader, acts: StanceDesk, span: Span) -> None:
    """Add evidence to the current stance and go to it."""
    stance = reader.current.stance if reader.current else None
    if stance is None:
        return
    spans = _spans(stance)
    if span not in spans:
        reader.stored(acts.set_evidence(stance, [*spans, span]))
    _show(reader, span, at_evidence=True)


def _show(reader: Reader, span: Span, *, at_evidence: bool) -> None:
    """Make the evidence over a span current, in the stance that the current one became."""
    reader.refocus()
    current = reader.current
    if current is None or current.stance is None:
        return
    place = _spans(current.stance).index(span)
    if at_evidence:
        _go_to(reader, current, current.stance, place)
    else:
        reader.put_current(Current.of_stance(current.stance, place, kind=current.kind))


def _go_to(reader: Reader, current: Current, stance: Stance, place: int) -> None:
    reader.put_current(Current.of_stance(stance, place, at_evidence=True, kind=current.kind))
    reader.face.notice(
        stance_wording.evidence_is_current(reader.keys, place + 1, len(stance.evidence))
    )


def _spans(stance: Stance) -> list[Span]:
    return [Span(e.start, e.end) for e in stance.evidence]
