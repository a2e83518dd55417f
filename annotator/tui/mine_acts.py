"""What the key for one's own work against gold does."""

from __future__ import annotations

import asyncio

from annotator.tui import focus, wording
from annotator.tui.focus import Current
from annotator.tui.reader import Reader


async def show_mine(reader: Reader) -> None:
    """Show where gold differs from the finished work, and go to the place that is chosen."""
    # Imported here: the matching brings numpy, which the first article need not wait for.
    from annotator.project.mine import NEWEST, my_feedback

    await asyncio.wrap_future(reader.workspace.queued())
    places = await asyncio.to_thread(my_feedback, reader.workspace, NEWEST)
    if not places:
        reader.face.notice(wording.nothing_from_gold())
        return
    chosen = await reader.face.choose_feedback(places)
    if chosen is None:
        return
    if reader.article is None or reader.article.id != chosen.article:
        await reader.open(chosen.article)
    if reader.desk is not None:
        reader.put_current(focus.find(chosen.item, reader.items) or Current.pending(chosen.span))
        reader.face.notice(wording.from_gold(chosen.gold))
