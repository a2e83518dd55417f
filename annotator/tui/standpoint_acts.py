"""What the key for who stands where does."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from annotator.domain.article import Span
from annotator.domain.entities import fold_name
from annotator.domain.items import Mention, Stance
from annotator.domain.layer import Role
from annotator.tui import standpoint_wording
from annotator.tui.focus import Current
from annotator.tui.reader import Reader

if TYPE_CHECKING:
    from annotator.domain.standpoints import Saying
    from annotator.project.annotating import Desk


async def show_standpoints(reader: Reader) -> None:
    """Show who stands where as far as she may see, and go to the stance that is chosen."""
    # Imported here: no first article needs it.
    from annotator.project.standpoints import standpoints_in_sight

    reader.leave()
    reader.face.notice(standpoint_wording.is_reading())
    await asyncio.wrap_future(reader.workspace.queued())
    points = await asyncio.to_thread(standpoints_in_sight, reader.workspace)
    if not points:
        reader.face.notice(standpoint_wording.nothing_said(reader.keys))
        return
    reader.face.notice("")
    chosen = await reader.face.choose_saying(points)
    if chosen is None:
        return
    if reader.article is None or reader.article.id != chosen.article:
        await reader.open(chosen.article)
    desk = reader.desk
    if desk is not None:
        here = stance_at(chosen, desk)
        reader.put_current(here or Current.pending(chosen.evidence))
        is_hers = here is not None and here.stance is not None and _is_it(chosen, here.stance, desk)
        if not is_hers:
            said, gold = (chosen.holder, chosen.target, chosen.label), chosen.role is Role.GOLD
            reader.face.notice(standpoint_wording.said_here(*said, gold=gold))


def stance_at(saying: Saying, desk: Desk) -> Current | None:
    """The stance of hers that is meant: it, else the one that is most like it in its place."""
    here = [s for s in desk.picture.stances if any(map(saying.evidence.overlaps, _spans(s)))]
    if not here:
        return None
    stance = max(here, key=lambda s: (sum(_same(saying, s, desk)), s.id == saying.stance))
    number = next(n for n, e in enumerate(_spans(stance)) if saying.evidence.overlaps(e))
    return Current.of_stance(stance, number)


def _is_it(saying: Saying, stance: Stance, desk: Desk) -> bool:
    return all(_same(saying, stance, desk))


def _same(saying: Saying, stance: Stance, desk: Desk) -> tuple[bool, bool, bool]:
    """Whether holder, target and label are the same."""
    return (
        _name(stance.holder, desk) == fold_name(saying.holder),
        _name(stance.target, desk) == fold_name(saying.target),
        stance.label == saying.label,
    )


def _name(identifier: str | None, desk: Desk) -> str:
    mention = None if identifier is None else desk.item(identifier)
    if not isinstance(mention, Mention):
        return ""
    entity = desk.entity_of(mention)
    return fold_name(mention.quote if entity is None else entity.name)


def _spans(stance: Stance) -> list[Span]:
    return [Span(e.start, e.end) for e in stance.evidence]
