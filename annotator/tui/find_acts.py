"""What keys do to find words: in this article, and over all of them with a label for every hit."""

from __future__ import annotations

import asyncio

from annotator.domain.article import Span
from annotator.domain.finding import Hit, pattern_of
from annotator.domain.graphemes import floor_boundary, next_boundary
from annotator.project.finding import Found, find_everywhere, label_everywhere, preview_label
from annotator.tui import find_wording, focus, wording
from annotator.tui.focus import Current
from annotator.tui.reader import Reader
from annotator.tui.text_cursor import TextCursor


async def find(reader: Reader) -> None:
    """Find text from here on, round the end, and select it."""
    article = reader.article
    text = await reader.face.ask(find_wording.ask_find(), reader.find_text)
    if article is None or not text:
        return
    reader.find_text = text
    pattern = pattern_of(text)
    spans = [Span(*match.span()) for match in pattern.finditer(article.text)]
    if not spans:
        reader.face.notice(find_wording.not_found(text))
        return
    here = _after_here(reader)
    place = next((n for n, span in enumerate(spans) if span.start >= here), 0)
    _select(reader, spans[place])
    reader.face.notice(find_wording.found_here(reader.keys, text, place + 1, len(spans)))


async def find_in_all(reader: Reader) -> None:
    """Find text in all articles; go to a hit, or give all of them a label after a preview."""
    text = await reader.face.ask(find_wording.ask_find_everywhere(), reader.find_text)
    if not text or not text.strip():
        return
    reader.find_text = text
    workspace = reader.workspace
    await asyncio.wrap_future(workspace.queued())
    found = await asyncio.to_thread(find_everywhere, workspace, text)
    if not found.hits:
        reader.face.notice(find_wording.found_nowhere(text))
        return
    chosen = await reader.face.choose_hit(found)
    if isinstance(chosen, Hit):
        await go_to(reader, chosen)
    elif chosen is not None:
        await _label(reader, found, chosen)


async def go_to(reader: Reader, hit: Hit) -> None:
    """Open the article of a hit, with the hit current or selected."""
    if reader.article is None or reader.article.id != hit.article:
        await reader.open(hit.article)
    _select(reader, hit.span)


async def _label(reader: Reader, found: Found, label: str) -> None:
    workspace = reader.workspace
    preview = await asyncio.to_thread(preview_label, workspace, found, label)
    if not preview.total:
        nothing = find_wording.nothing_to_label(found.words)
        reader.face.notice(
            find_wording.left_waiting(preview.waiting) if preview.waiting else nothing
        )
        return
    rows = [
        wording.preview_row(article, places, unopened=article in preview.unopened)
        for article, places in preview.places.items()
    ]
    if preview.waiting:
        rows.insert(0, find_wording.left_waiting(preview.waiting))
    if not found.more and len(found.hits) > preview.total:
        rows.append(find_wording.others_stay(len(found.hits) - preview.total))
    question = find_wording.preview_label(found.words, label, preview.total, len(preview.places))
    if not await reader.face.confirm(question, rows):
        return
    drafts = await asyncio.to_thread(label_everywhere, workspace, found, label)
    if reader.desk is not None:
        reader.desk.acted_elsewhere()
        if reader.desk.article.id in drafts:
            reader.desk.replay(drafts[reader.desk.article.id])
            # Its entities may be new.
            await reader.reopen()
            reader.refocus()
    places, articles = preview.total, len(preview.places)
    reader.face.notice(find_wording.labelled(found.words, label, places, articles))


def _select(reader: Reader, span: Span) -> None:
    """Make the mention of exactly this text current, else select the text in whole graphemes."""
    desk = reader.desk
    there = focus.at(span.start, desk.layer.mentions_over(span)) if desk else None
    if there is not None and there.span == span:
        reader.cursor = None
        reader.put_current(Current.of_mention(there))
    elif reader.article is not None:
        text = reader.article.text
        end = span.end
        if floor_boundary(text, end) != end:
            end = next_boundary(text, end)
        reader.cursor = TextCursor(floor_boundary(text, span.start), end)


def _after_here(reader: Reader) -> int:
    """Where a further search begins: after the beginning of what was found, or at the top."""
    selected = reader.cursor.selection() if reader.cursor else None
    if selected is not None:
        return selected.start + 1
    return reader.origin + (reader.cursor is not None or reader.in_sight is not None)
