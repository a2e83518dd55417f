"""Keeps the article on the screen claimed while keys are pressed, and tells when it is lost."""

from __future__ import annotations

import asyncio
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING

from annotator.domain.sharing import Claim
from annotator.project.claiming import renew, taken_sentence

if TYPE_CHECKING:
    from annotator.tui.reader import Reader

RENEW_SECONDS = 30.0
"""How old a claim is when the next key renews it: far less than the shortest lease."""


def keep_claim(reader: Reader) -> None:
    """After a key: renew the claim where it is due; waits for nothing."""
    article, now = reader.article, reader.pace.now()
    if article is None or now - reader.claimed_at < RENEW_SECONDS:
        return
    reader.claimed_at = now
    loop = asyncio.get_running_loop()

    def heard(future: Future[Claim]) -> None:
        # Closed: the person has left.
        if not loop.is_closed():
            loop.call_soon_threadsafe(partial(_told, reader, article.id, future))

    renew(reader.workspace, article.id).add_done_callback(heard)


def _told(reader: Reader, article: str, future: Future[Claim]) -> None:
    """Put the article down where somebody else has it now; what was done in it is stored."""
    # What could not be stored is no news: the next edit will say so.
    if future.exception() is not None or future.result().granted:
        return
    if reader.article is None or reader.article.id != article:
        return
    reader.desk, reader.current, reader.cursor, reader.prompt = None, None, None, None
    reader.face.notice(taken_sentence(article, future.result()), warning=True)
    reader.face.picture_changed()
