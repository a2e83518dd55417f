"""The three decisions on any item: right, wrong, unsure."""

from __future__ import annotations

from annotator.domain.items import Stance, is_decided
from annotator.project.annotating import Desk
from annotator.project.stance_desk import StanceDesk
from annotator.tui import evidence_acts, stance_wording, wording
from annotator.tui.focus import Current, Kind
from annotator.tui.item_acts import advance, announce_proposal, as_mention, others, ready
from annotator.tui.picture import stance_words
from annotator.tui.reader import Reader


def keep(reader: Reader) -> None:
    """The current item is right; on to the next doubt, or stance."""
    desk, current = ready(reader)
    if desk is None or current is None:
        return
    by_herself = _went_to_it(desk, current)
    if current.stance is not None:
        if current.is_candidate:
            reader.stored(StanceDesk(desk).take(current.stance, current.stance.label))
        else:
            reader.stored(desk.keep(current.stance))
    elif current.mention is None:
        reader.face.notice(wording.needs_label(reader.keys))
        return
    elif current.kind is Kind.CANDIDATE:
        reader.stored(desk.take_candidate(current.mention, current.mention.label))
        announce_proposal(reader, desk)
    else:
        reader.stored(desk.keep(current.mention))
    _go_on(reader, desk, current, by_herself=by_herself)


def _went_to_it(desk: Desk, current: Current) -> bool:
    """Whether the current item is a stance that no doubt led to."""
    stance = current.stance
    return stance is not None and stance not in [doubt.item for doubt in desk.doubts]


def _go_on(reader: Reader, desk: Desk, current: Current, *, by_herself: bool) -> None:
    """After a decision: on to the next doubt.

    With none left, from a stance that was none to the next in text order that nobody decided on:
    whoever goes through the stances needs a key for each. Where there is none, she stays.
    """
    if desk.doubts or not by_herself:
        advance(reader, desk)
        return
    stances = [s for s in desk.picture.stances if not is_decided(s)]
    following = next((s for s in stances if s.span.start >= current.span.start), None)
    if following is None:
        reader.refocus()
        reader.face.notice(stance_wording.no_further_stance(reader.keys, len(stances)))
    else:
        reader.put_current(Current.of_stance(following), guard=True)


def reject(reader: Reader) -> None:
    """The current item is wrong, on to the next doubt; of several evidence spans, only this one."""
    desk, current = ready(reader)
    if desk is None or current is None:
        return
    if current.stance is not None and current.at_evidence:
        evidence_acts.remove(reader, desk, current, current.stance)
        return
    if current.stance is None and current.mention is None:
        reader.put_current(None)
        return
    said, cascade, by_herself = "", 0, _went_to_it(desk, current)
    if current.stance is not None:
        said, cascade = _reject_stance(reader, desk, current, current.stance)
    elif current.mention is not None and current.kind is Kind.CANDIDATE:
        reader.stored(desk.reject_candidate(current.mention))
        said = wording.rejected(reader.keys, current.mention.quote, 0, 0)
    elif current.mention is not None:
        cascade = desk.dependants(current.mention)
        reader.stored(desk.reject(current.mention))
        said = wording.rejected(reader.keys, current.mention.quote, cascade, others(desk))
    reader.face.notice(said)
    _go_on(reader, desk, current, by_herself=by_herself)
    if cascade or by_herself:
        reader.face.notice(said)  # what went along matters more than that no doubt is left


def unsure(reader: Reader) -> None:
    """Leave the current item to the reviewer; on to the next doubt."""
    desk, current = ready(reader)
    if desk is None or current is None:
        return
    if current.stance is not None:
        words = stance_words(desk, current.stance)
        reader.stored(StanceDesk(desk).mark_unsure(current.stance))
        reader.face.notice(wording.unsure(words))
        advance(reader, desk)
        return
    mention = as_mention(reader, current)
    if mention is not None:
        reader.stored(desk.mark_unsure(mention))
        reader.face.notice(wording.unsure(mention.quote))
        advance(reader, desk)


def _reject_stance(reader: Reader, desk: Desk, current: Current, stance: Stance) -> tuple[str, int]:
    """Reject it; what to say, and how many mentions went along."""
    words = stance_words(desk, stance)
    acts = StanceDesk(desk)
    before = len(desk.mentions)
    rejected = acts.reject_candidate if current.is_candidate else acts.reject
    reader.stored(rejected(stance))
    gone = before - len(desk.mentions)
    return stance_wording.stance_rejected(words, gone), gone
