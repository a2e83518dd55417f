"""What keys do to the current stance. The desk does the work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial

from annotator.domain.article import Span
from annotator.domain.items import Certainty, HolderKind, Mention, Stance, is_decided
from annotator.domain.stance_defaults import next_attribution
from annotator.project.annotating import Desk
from annotator.project.stance_desk import StanceDesk
from annotator.tui import stance_wording
from annotator.tui.end_hints import end_words, nested_hints
from annotator.tui.focus import Current
from annotator.tui.hint_prompt import HintPrompt
from annotator.tui.hints import hints_in_order
from annotator.tui.reader import Reader
from annotator.tui.stance_end_acts import end_acts

OTHER_CERTAINTY = {
    Certainty.ASSERTED: Certainty.HEDGED,
    Certainty.HEDGED: Certainty.ASSERTED,
}


def stance_end(reader: Reader, role: str) -> Mention | None:
    """The `holder` or `target` of the current stance; None, and a word on it, where it has none."""
    desk, current = reader.desk, reader.current
    if desk is None or current is None or current.stance is None:
        return None
    stance: Stance | None = current.stance
    if current.is_candidate:
        stance = _take(reader, desk, current.stance, current.stance.label)
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
        reader.face.notice(stance_wording.no_stance_of(reader.keys, current.mention.quote))
        return
    reader.put_current(Current.of_stance(min(its, key=is_decided)))


def _take(reader: Reader, desk: Desk, candidate: Stance, label: str) -> Stance | None:
    reader.stored(StanceDesk(desk).take(candidate, label))
    reader.refocus()
    return reader.current.stance if reader.current else None


def stance_label(reader: Reader, label: str) -> None:
    """The current stance takes this side; a candidate becomes a stance with it."""
    desk, current = reader.desk, reader.current
    if desk is None or current is None or current.stance is None:
        return
    if current.is_candidate:
        _take(reader, desk, current.stance, label)
    else:
        with_stance(reader, lambda acts, stance: reader.stored(acts.set_label(stance, label)))


def swap(reader: Reader) -> None:
    """Holder and target change places."""

    def fix(acts: StanceDesk, stance: Stance) -> None:
        if stance.holder is None:
            reader.face.notice(stance_wording.nothing_to_swap())
        else:
            reader.stored(acts.swap(stance))

    with_stance(reader, fix)


def attribution(reader: Reader) -> None:
    """Reported, quoted, stated by the author, and round again: the likeliest correction first."""

    def turn(acts: StanceDesk, stance: Stance) -> None:
        text, now = acts.desk.article.text, stance.attribution
        turned, first = reader.turned_from
        first = first if turned == stance.id else now
        reader.stored(acts.set_attribution(stance, next_attribution(text, stance.span, first, now)))
        reader.refocus()
        made = reader.current.stance if reader.current else None
        reader.turned_from = (made.id if made else "", first)

    with_stance(reader, turn)


def certainty(reader: Reader) -> None:
    """Asserted or hedged."""
    with_stance(
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
        _prompt(
            reader,
            acts,
            stance,
            stance_wording.hint_new_holder(),
            lambda word, nested: acts.set_holder(stance, acts.holder_at(word, nested=nested)),
            first=_others(acts, stance),
            space=lambda: acts.set_holder(stance, nobody),
            present=lambda s: s.holder,
        )

    with_stance(reader, ask)


def target(reader: Reader) -> None:
    """Show hints for another target; Enter: go to the present one."""

    def ask(acts: StanceDesk, stance: Stance) -> None:
        _prompt(
            reader,
            acts,
            stance,
            stance_wording.hint_new_target(),
            lambda word, nested: acts.set_target(stance, acts.target_at(word, nested=nested)),
            present=lambda s: s.target,
        )

    with_stance(reader, ask)


def source(reader: Reader) -> None:
    """Show hints for the third party that reports it; Space: none; Enter: go to it."""

    def ask(acts: StanceDesk, stance: Stance) -> None:
        _prompt(
            reader,
            acts,
            stance,
            stance_wording.hint_source(),
            lambda word, nested: acts.set_source(stance, acts.holder_at(word, nested=nested)),
            first=_others(acts, stance),
            space=lambda: acts.set_source(stance, None),
            present=lambda s: s.source,
        )

    with_stance(reader, ask)


def _others(acts: StanceDesk, stance: Stance) -> list[Mention]:
    """The speakers that are no end of the stance."""
    ends = acts.desk.spans_of(stance)
    return [mention for mention in acts.speakers(stance) if mention.span not in ends]


def _prompt(
    reader: Reader,
    acts: StanceDesk,
    stance: Stance,
    purpose: str,
    change: Callable[[Span, bool], Future[int] | None],
    *,
    present: Callable[[Stance], str | None],
    first: Sequence[Mention] = (),
    space: Callable[[], Future[int] | None] | None = None,
) -> None:
    """Hints for one end of the stance, with what Space, Enter and capital letters do instead.

    `change` takes the word at a hint, and whether a nested mention is meant there.
    """
    desk, visible = acts.desk, reader.face.visible_span()

    def store(future: Future[int] | None) -> None:
        reader.stored(future)
        reader.refocus()

    instead: dict[str, Callable[[], None]] = {}
    if space is not None:
        nobody = space
        instead["space"] = lambda: store(nobody())
    end = desk.item(present(stance) or "")
    if end is not None and not (reader.current and reader.current.is_candidate):
        instead |= end_acts(reader, desk, end)
    if present(stance) is not None:
        instead["enter"] = partial(_go_to_end, reader, desk, stance, present)
    prompt = HintPrompt(
        purpose,
        hints_in_order(end_words(desk, visible, stance.span, first=first)),
        lambda word: store(change(word, prompt.nested)),
        find_nested=partial(nested_hints, desk, visible, stance.span),
        instead=instead,
    )
    reader.prompt = prompt


def _go_to_end(
    reader: Reader, desk: Desk, stance: Stance, present: Callable[[Stance], str | None]
) -> None:
    """Make an end of the stance current; a candidate is taken, for its end must be a mention."""
    current = reader.current
    taken = (
        _take(reader, desk, stance, stance.label) if current and current.is_candidate else stance
    )
    end = None if taken is None else desk.item(present(taken) or "")
    if taken is not None and end is not None:
        reader.put_current(Current.of_mention(end))
        reader.open_stance = taken.id
        reader.face.notice(stance_wording.stance_stays_open(reader.keys))


def with_stance(reader: Reader, fix: Callable[[StanceDesk, Stance], object]) -> None:
    """Do something to the current stance; what changes a candidate takes it in the same edit."""
    desk, current = reader.desk, reader.current
    if desk is None or current is None or current.stance is None:
        return
    fix(StanceDesk(desk), current.stance)
    reader.refocus()
