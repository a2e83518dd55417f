"""What the key for a question to the reviewer does."""

from __future__ import annotations

import asyncio
from functools import partial

from annotator.project.asking import ask as put
from annotator.tui import question_wording, wording
from annotator.tui.picture import stance_words
from annotator.tui.question_wording import asked_here
from annotator.tui.reader import Reader


async def ask(reader: Reader) -> None:
    """Ask the reviewer about the current item, or about the article."""
    desk, current = reader.desk, reader.current
    if desk is None:
        reader.face.notice(wording.not_open_yet(reader.keys))
        return
    words = None if current is None else current.span.of(desk.article.text)
    if current is not None and current.stance is not None and not current.at_evidence:
        words = stance_words(desk, current.stance)
    before = asked_here(desk.questions, current)
    said = await reader.face.ask(question_wording.ask_about(words, before), "")
    if said is None or not said.strip():
        return
    item = None if current is None or current.item is None else current.key
    span = None if current is None else current.span
    # The item it is about may still be on its way to the database.
    await asyncio.wrap_future(reader.workspace.queued())
    question = await asyncio.to_thread(
        partial(put, reader.workspace, desk.article.id, said, item, span)
    )
    desk.questions = (*desk.questions, question)
    reader.face.notice(question_wording.asked())
