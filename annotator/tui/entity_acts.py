"""What keys do to the entity of the current mention, and what was said of its name before."""

from __future__ import annotations

import asyncio

from annotator.domain.article import Span
from annotator.domain.finding import Hit
from annotator.domain.likeness import Join
from annotator.project.annotating import Desk
from annotator.project.entity_desk import EntityDesk
from annotator.project.label_history import history_of
from annotator.tui import entity_wording, item_wording, wording
from annotator.tui.find_acts import go_to
from annotator.tui.hint_prompt import HintPrompt
from annotator.tui.hints import BOTH_CASES, hints_on
from annotator.tui.item_acts import as_mention, label, ready
from annotator.tui.reader import Reader


def same_entity(reader: Reader) -> None:
    """Show hints on the other mentions: the current one gets the entity of the chosen one."""
    desk, current = ready(reader)
    mention = as_mention(reader, current)
    if desk is None or mention is None:
        return
    visible = reader.face.visible_span()
    # Innermost first, so that of mentions that begin together the outermost has the hint.
    near = [m for m in reversed([*desk.layer.mentions_over(visible)]) if m != mention]
    others = {m.span: m for m in {m.start: m for m in near}.values()}
    if not others:
        reader.face.notice(wording.no_other_mention(reader.keys))
        return

    def chosen(span: Span) -> None:
        entity = others[span].entity
        if entity is not None:
            reader.stored(desk.set_entity(mention, entity))
            reader.refocus()

    reader.prompt = HintPrompt(
        item_wording.hint_entity(mention.quote),
        hints_on(list(others), mention.start, BOTH_CASES),
        chosen,
    )


async def name_entity(reader: Reader) -> None:
    """Type the name of the current mention's entity, with completion."""
    desk, current = ready(reader)
    mention = as_mention(reader, current)
    if desk is None or mention is None:
        return
    entity = desk.entity_of(mention)
    name = await reader.face.ask(
        entity_wording.ask_entity(mention.quote),
        entity.name if entity else mention.quote,
        desk.entities.completion,
    )
    if name is not None:
        reader.stored(desk.name_entity(mention, name))
        reader.refocus()


async def join(reader: Reader) -> None:
    """Make one entity of the current mention's and the one that looks like it."""
    desk, current = ready(reader)
    mention = as_mention(reader, current)
    if desk is None or mention is None:
        return
    # Over a whole project that is no matter of a moment.
    found = await asyncio.to_thread(EntityDesk(desk).proposal, mention)
    if found is None:
        reader.face.notice(entity_wording.nothing_alike(mention.quote))
    elif _both_here(desk, found) or await reader.face.confirm(entity_wording.ask_join(found), ()):
        moved = sum(desk.entity_of(m) == found.less for m in desk.mentions)
        reader.stored(EntityDesk(desk).join(found))
        reader.refocus()
        reader.face.notice(entity_wording.joined(found.less.name, found.full.name, moved))


async def labelled_before(reader: Reader) -> None:
    """Show how the person labelled these words before: go to a place, or take its label."""
    desk, current = ready(reader)
    mention = as_mention(reader, current)
    if desk is None or mention is None:
        return
    workspace = reader.workspace
    await asyncio.wrap_future(workspace.queued())
    history = await asyncio.to_thread(history_of, workspace, desk.article.id, mention)
    if not history.places:
        reader.face.notice(entity_wording.never_labelled(mention.quote))
        return
    chosen = await reader.face.choose_labelled(history)
    if isinstance(chosen, Hit):
        await go_to(reader, chosen)
    elif chosen is not None:
        label(reader, chosen)


def _both_here(desk: Desk, found: Join) -> bool:
    """Whether the article names both, so that the proposal stood on the screen."""
    named = {desk.entity_of(m) for m in desk.mentions}
    return found.less in named and found.full in named
