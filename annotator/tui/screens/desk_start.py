"""Around the annotate screen: what a key and an article are called, and the first moments."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from textual import events

from annotator.domain.article import Article

if TYPE_CHECKING:
    from annotator.tui.reader import Reader


_FRAME_S = 0.03

COLLECT_AFTER = (20_000, 20, 50)
"""A key makes some thousand objects that reference counts free: by default several collections."""


def key_of(event: events.Key) -> str:
    """The key as the registry calls it: a visible character by itself, any other by its name."""
    character = event.character
    if character is None or character == "?" or not character.isprintable() or character == " ":
        return event.key
    return character


def heading(article: Article | None) -> str:
    """The article's name, source and title: work may begin with the headline out of sight."""
    if article is None:
        return "annotator"
    title = article.title.of(article.text) if article.title is not None else ""
    return "  —  ".join(part for part in (article.id, article.source, title) if part)


def freeze_start_up() -> None:
    """Take everything that lives now out of the garbage collector's sight, and let it work less."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
    gc.enable()


async def nothing(reader: Reader) -> None:
    """What stands for what does nothing here."""


async def load_acts(reader: Reader) -> None:
    """Load what keys do, once the frame before had the time to go out."""
    await asyncio.sleep(_FRAME_S)
    reader.acts()


def opening(article: str) -> Callable[[Reader], Awaitable[None]]:
    """The task that opens an article."""
    return lambda reader: reader.open(article)


async def choose_first(reader: Reader) -> None:
    """Let the person choose from the queue when nothing is unfinished."""
    chosen = await reader.face.choose_article()
    if chosen is not None:
        await reader.open(chosen)
