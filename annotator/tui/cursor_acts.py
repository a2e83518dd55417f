"""Cursor mode: any character can be reached and selected; a label key makes the mention."""

from __future__ import annotations

from annotator.domain.graphemes import next_boundary, previous_boundary
from annotator.tui.reader import Reader

NEAR = 400
"""How far the next word is looked for, in code points."""


def right(reader: Reader) -> None:
    """One grapheme on."""
    if reader.cursor and reader.article and reader.cursor.offset < len(reader.article.text):
        reader.cursor.offset = next_boundary(reader.article.text, reader.cursor.offset)


def left(reader: Reader) -> None:
    """One grapheme back."""
    if reader.cursor and reader.article and reader.cursor.offset > 0:
        reader.cursor.offset = previous_boundary(reader.article.text, reader.cursor.offset)


def down(reader: Reader) -> None:
    """One row down."""
    if reader.cursor:
        reader.cursor.offset = reader.face.row_step(reader.cursor.offset, +1)


def up(reader: Reader) -> None:
    """One row up."""
    if reader.cursor:
        reader.cursor.offset = reader.face.row_step(reader.cursor.offset, -1)


def next_word(reader: Reader) -> None:
    """To the next word's beginning; with a selection, to its end."""
    if reader.cursor and reader.article:
        here, text = reader.cursor.offset, reader.article.text
        words = reader.workspace.scheme.words
        edges = [
            w.start if reader.cursor.anchor is None else w.end
            for w in words.content_words(text, max(0, here - NEAR), here + NEAR)
        ]
        reader.cursor.offset = next((edge for edge in edges if edge > here), len(text))


def previous_word(reader: Reader) -> None:
    """To the beginning of the word before."""
    if reader.cursor and reader.article:
        here, text = reader.cursor.offset, reader.article.text
        words = reader.workspace.scheme.words
        edges = [w.start for w in words.content_words(text, max(0, here - NEAR), here)]
        reader.cursor.offset = next((edge for edge in reversed(edges) if edge < here), 0)


def select(reader: Reader) -> None:
    """Begin the selection here, or let it go."""
    if reader.cursor:
        reader.cursor.anchor = reader.cursor.offset if reader.cursor.anchor is None else None


def leave(reader: Reader) -> None:
    """Back to reading."""
    reader.cursor = None
