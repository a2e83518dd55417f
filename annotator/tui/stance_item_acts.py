"""What keys do to the current stance, and how one is made. The desk does the work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial

from annotator.domain.article import Span, paragraph_at
from annotator.domain.items import Attribution, Certainty, HolderKind, Mention, Stance, is_decided
from annotator.domain.stance_acts import End, Holder
from annotator.domain.words import content_words
from annotator.project.annotating import Desk
from annotator.project.stance_desk import StanceDesk
from annotator.tui import focus, stance_wording
from annotator.tui.focus import Current
from annotator.tui.hint_prompt import HintPrompt
from annotator.tui.hints import hints_in_order
from annotator.tui.reader import Reader
from annotator.tui.stance_end_acts import end_acts

NEXT_ATTRIBUTION = {
    Attribution.AUTHOR: Attribution.QUOTED,
    Attribution.QUOTED: Attribution.REPORTED,
    Attribution.REPORTED: Attribution.AUTHOR,
}
OTHER_CERTAINTY = {
    Certainty.ASSERTED: Certainty.HEDGED,
    Certainty.HEDGED: Certainty.ASSERTED,
}


# Making one


def held_by_current(reader: Reader, desk: Desk, mention: Mention) -> None:
    """Show hints for the target of a stance that the mention holds, then ask for the label."""
    acts = StanceDesk(desk)

    def chosen(word: Span) -> None:
        _ask_label(reader, desk, mention, acts.target_at(word))

    hints = hints_in_order(_words(reader, desk, mention.span, besides=mention))
    reader.prompt = HintPrompt(stance_wording.hint_target(mention.quote), hints, chosen)


def aimed_at_current(reader: Reader, desk: Desk, mention: Mention) -> None:
    """Show hints for the holder of a stance on the mention, then ask for the label."""
    acts = StanceDesk(desk)

    def chosen(word: Span) -> None:
        _ask_label(reader, desk, acts.holder_at(word), mention)

    hints = hints_in_order(_words(reader, desk, mention.span, besides=mention))
    unstated = partial(_ask_label, reader, desk, HolderKind.UNSTATED, mention)
    reader.prompt = HintPrompt(
        stance_wording.hint_holder(mention.quote), hints, chosen, instead={"space": unstated}
    )


def _ask_label(reader: Reader, desk: Desk, holder: Holder, target: End) -> None:
    text = desk.article.text

    def add(label: str) -> None:
        before = {stance.id for stance in desk.picture.stances}
        reader.stored(StanceDesk(desk).add(holder, target, label))
        made = next(s for s in desk.picture.stances if s.id not in before)
        reader.put_current(Current.of_stance(made))

    keys = {label.key: partial(add, label.id) for label in desk.scheme.stances}
    words = None if isinstance(holder, HolderKind) else holder.span.of(text)
    choices = "  ".join(f"{label.key} {label.id}" for label in desk.scheme.stances)
    purpose = stance_wording.ask_stance_label(words, target.span.of(text), choices)
    reader.prompt = HintPrompt(purpose, (), lambda _word: None, instead=keys)


def _words(
    reader: Reader,
    desk: Desk,
    near: Span,
    *,
    besides: Mention | None = None,
    first: Sequence[Mention] = (),
) -> list[Span]:
    """What a hint can stand on: these mentions first, then the paragraph's, then the rest.

    Each mention has one hint, on its first word, and so has each other content word.
    """
    text, visible = desk.article.text, reader.face.visible_span()
    paragraph = paragraph_at(text, near.start) or near
    leading = [m for m in first if visible.overlaps(m.span)]
    found = {m.id: m.span for m in leading}
    rest: list[tuple[bool, bool, int, Span]] = []
    over = [m for m in desk.mentions if visible.overlaps(m.span)]
    for word in content_words(text, visible.start, visible.end):
        mention = focus.at(word.start, over)
        if mention is not None and (mention.id in found or mention is besides):
            continue
        if mention is not None:
            found[mention.id] = mention.span
        inside = paragraph.contains(word)
        rest.append((not inside, mention is None, abs(word.start - near.start), word))
    words = [m.span for m in leading] + [word for *_, word in sorted(rest, key=lambda r: r[:3])]
    return list({span.start: span for span in reversed(words)}.values())[::-1]


# The current one


def stance_end(reader: Reader, role: str) -> Mention | None:
    """The `holder` or `target` of the current stance; None, and a word on it, where it has none."""
    desk, current = reader.desk, reader.current
    if desk is None or current is None or current.stance is None:
        return None
    stance = as_stance(reader, desk, current)
    end = None if stance is None else stance.holder if role == "holder" else stance.target
    if end is None:
        reader.face.notice(stance_wording.nobody_holds_it())
        return None
    return desk.item(end)


def stance_of(reader: Reader) -> None:
    """Go to a stance of the current mention: the first that nobody decided on, else the first."""
    desk, current = reader.desk, reader.current
    if desk is None or current is None or current.mention is None:
        return
    mention = current.mention.id
    its = [s for s in desk.picture.stances if mention in (s.holder, s.target, s.source)]
    if not its:
        reader.face.notice(stance_wording.no_stance_of(current.mention.quote))
        return
    reader.put_current(Current.of_stance(min(its, key=is_decided)))


def as_stance(reader: Reader, desk: Desk, current: Current) -> Stance | None:
    """The current item as a stance of the layer; a candidate is taken first."""
    if current.stance is None or not current.is_candidate:
        return current.stance
    return _take(reader, desk, current.stance, current.stance.label)


def _take(reader: Reader, desk: Desk, candidate: Stance, label: str) -> Stance | None:
    before = {stance.id for stance in desk.picture.stances}
    reader.stored(StanceDesk(desk).take(candidate, label))
    taken = next((s for s in desk.picture.stances if s.id not in before), None)
    reader.put_current(None if taken is None else Current.of_stance(taken))
    return taken


def stance_label(reader: Reader, label: str) -> None:
    """The current stance takes this side; a candidate becomes a stance with it."""
    desk, current = reader.desk, reader.current
    if desk is None or current is None or current.stance is None:
        return
    if current.is_candidate:
        _take(reader, desk, current.stance, label)
    else:
        _fixed(reader, lambda acts, stance: reader.stored(acts.set_label(stance, label)))


def swap(reader: Reader) -> None:
    """Holder and target change places."""

    def fix(acts: StanceDesk, stance: Stance) -> None:
        if not reader.stored(acts.swap(stance)):
            reader.face.notice(stance_wording.nothing_to_swap())

    _fixed(reader, fix)


def attribution(reader: Reader) -> None:
    """Author, quoted, reported, and round again."""
    _fixed(
        reader,
        lambda acts, stance: reader.stored(
            acts.set_attribution(stance, NEXT_ATTRIBUTION[stance.attribution])
        ),
    )


def certainty(reader: Reader) -> None:
    """Asserted or hedged."""
    _fixed(
        reader,
        lambda acts, stance: reader.stored(
            acts.set_certainty(stance, OTHER_CERTAINTY[stance.certainty])
        ),
    )


def holder(reader: Reader) -> None:
    """Show hints for another holder; Space: unstated, again: the article; Enter: go to it."""

    def ask(acts: StanceDesk, stance: Stance) -> None:
        nobody = (
            HolderKind.ARTICLE if stance.holder_kind is HolderKind.UNSTATED else HolderKind.UNSTATED
        )
        others = [m for m in acts.speakers(stance) if m.id not in (stance.holder, stance.target)]
        _prompt(
            reader,
            acts,
            stance,
            stance_wording.hint_new_holder(),
            lambda s, word: acts.set_holder(s, acts.holder_at(word)),
            first=others,
            space=lambda s: acts.set_holder(s, nobody),
            present=stance.holder,
        )

    _fixed(reader, ask)


def target(reader: Reader) -> None:
    """Show hints for another target; Enter: go to the present one."""

    def ask(acts: StanceDesk, stance: Stance) -> None:
        _prompt(
            reader,
            acts,
            stance,
            stance_wording.hint_new_target(),
            lambda s, word: acts.set_target(s, acts.target_at(word)),
            present=stance.target,
        )

    _fixed(reader, ask)


def source(reader: Reader) -> None:
    """Show hints for the third party that reports it; Space: none."""

    def ask(acts: StanceDesk, stance: Stance) -> None:
        _prompt(
            reader,
            acts,
            stance,
            stance_wording.hint_source(),
            lambda s, word: acts.set_source(s, acts.holder_at(word)),
            first=[m for m in acts.speakers(stance) if m.id not in (stance.holder, stance.target)],
            space=lambda s: acts.set_source(s, None),
            present=stance.source,
        )

    _fixed(reader, ask)


def evidence(reader: Reader) -> None:
    """Go to the next evidence of the stance: the one that edge keys move."""

    def go(_acts: StanceDesk, stance: Stance) -> None:
        here = reader.current.evidence if reader.current else 0
        place = (here + 1) % len(stance.evidence)
        reader.put_current(Current.of_stance(stance, place))
        reader.face.notice(stance_wording.evidence_is_current(place + 1, len(stance.evidence)))

    _fixed(reader, go)


def add_evidence(reader: Reader) -> None:
    """Show hints for the first and the last word of further evidence."""

    def ask(acts: StanceDesk, stance: Stance) -> None:
        desk = acts.desk
        words = list(content_words(desk.article.text, *_ends(reader.face.visible_span())))

        def to(first: Span, last: Span) -> None:
            added = Span(min(first.start, last.start), max(first.end, last.end))
            spans = [Span(e.start, e.end) for e in stance.evidence]
            if added not in spans:
                reader.stored(acts.set_evidence(stance, [*spans, added]))
            _show_evidence(reader, desk, stance.id, added)

        def begin(first: Span) -> None:
            rest = sorted(words, key=lambda w: (w.start < first.start, abs(w.start - first.start)))
            reader.prompt = HintPrompt(
                stance_wording.hint_evidence_end(), hints_in_order(rest), partial(to, first)
            )

        near = sorted(words, key=lambda w: abs(w.start - stance.span.start))
        reader.prompt = HintPrompt(stance_wording.hint_evidence(), hints_in_order(near), begin)

    _fixed(reader, ask)


def move_evidence(reader: Reader, desk: Desk, current: Current, span: Span) -> None:
    """Give the current evidence these edges."""
    stance = as_stance(reader, desk, current)
    if stance is None:
        return
    spans = [Span(e.start, e.end) for e in stance.evidence]
    spans[current.evidence] = span
    reader.stored(StanceDesk(desk).set_evidence(stance, sorted(set(spans))))
    _show_evidence(reader, desk, stance.id, span)


def _show_evidence(reader: Reader, desk: Desk, identifier: str, span: Span) -> None:
    stance = next((s for s in desk.picture.stances if s.id == identifier), None)
    if stance is not None:
        starts = [e.start for e in stance.evidence]
        place = starts.index(span.start) if span.start in starts else 0
        reader.put_current(Current.of_stance(stance, place))


def _prompt(
    reader: Reader,
    acts: StanceDesk,
    stance: Stance,
    purpose: str,
    change: Callable[[Stance, Span], Future[int] | None],
    *,
    first: Sequence[Mention] = (),
    space: Callable[[Stance], Future[int] | None] | None = None,
    present: str | None = None,
) -> None:
    """Hints for one end of the stance, with what Space, Enter and capital letters do instead."""
    desk = acts.desk

    def store(future: Future[int] | None) -> None:
        reader.stored(future)
        reader.refocus()

    instead: dict[str, Callable[[], None]] = {}
    if space is not None:
        nobody = space
        instead["space"] = lambda: store(nobody(stance))
    end = None if present is None else desk.item(present)
    if end is not None:
        instead |= end_acts(reader, desk, end)
        instead["enter"] = partial(reader.put_current, Current.of_mention(end))
    words = _words(reader, desk, stance.span, first=first)
    reader.prompt = HintPrompt(
        purpose,
        hints_in_order(words),
        lambda word: store(change(stance, word)),
        instead=instead,
    )


def _fixed(reader: Reader, fix: Callable[[StanceDesk, Stance], object]) -> None:
    """Do something to the current stance, taking a candidate first."""
    desk, current = reader.desk, reader.current
    if desk is None or current is None or current.stance is None:
        return
    stance = as_stance(reader, desk, current)
    if stance is not None:
        fix(StanceDesk(desk), stance)
        reader.refocus()


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end
