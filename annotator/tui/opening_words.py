"""What is said when an article comes to the screen."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from annotator.tui import question_wording, wording

if TYPE_CHECKING:
    from annotator.tui.reader import Reader


async def say_on_opening(reader: Reader) -> None:
    """Say what is new or different about the article, or that the reviewer answered somewhere."""
    # Imported here: the first frame must not wait for SQLModel.
    from annotator.project.asking import unseen_answers

    desk, place = reader.desk, reader.place
    if desk is not None and desk.newer_suggestions:
        reader.face.notice(wording.newer_suggestions(reader.keys))
    if answers := await asyncio.to_thread(unseen_answers, reader.workspace):
        reader.face.notice(question_wording.news(reader.keys, answers))
    if desk is not None and place is not None and place.plain:
        reader.face.notice(wording.plain_article())
