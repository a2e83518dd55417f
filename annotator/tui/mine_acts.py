"""What the key for one's own work against gold and for the reviewer's answers does."""

from __future__ import annotations

import asyncio

from annotator.tui import focus, question_wording, wording
from annotator.tui.focus import Current
from annotator.tui.reader import Reader


async def show_mine(reader: Reader) -> None:
    """Show answers to her questions and where gold differs from her finished work; go to one."""
    # Imported here: the matching brings numpy, which the first article need not wait for.
    from annotator.project.asking import see_answers
    from annotator.project.mine import NEWEST, my_answers, my_feedback

    await asyncio.wrap_future(reader.workspace.queued())
    answers = await asyncio.to_thread(my_answers, reader.workspace)
    places = [*answers, *await asyncio.to_thread(my_feedback, reader.workspace, NEWEST)]
    if not places:
        reader.face.notice(wording.nothing_from_gold())
        return
    if answers:
        # The list says them in full, so they are no news from now on.
        await asyncio.to_thread(see_answers, reader.workspace)
    chosen = await reader.face.choose_feedback(places)
    if chosen is None:
        return
    if reader.article is None or reader.article.id != chosen.article:
        await reader.open(chosen.article)
    if reader.desk is None:
        return
    question = chosen.question
    if question is None or question.span is not None:
        reader.put_current(focus.find(chosen.item, reader.items) or Current.pending(chosen.span))
    if question is None:
        reader.face.notice(wording.from_gold(chosen.gold))
    else:
        reader.face.notice(question_wording.lines_of(question)[-1])
