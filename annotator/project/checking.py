"""Check: what is stored holds against the texts, and against the log it was made by."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from annotator.domain.edits import apply_draft, checked
from annotator.domain.layer import Layer
from annotator.errors import EditError
from annotator.project.workspace import Workspace
from annotator.storage.articles import get_article
from annotator.storage.engine import Session
from annotator.storage.finished import file_problems, layer_rows
from annotator.storage.layers import load_layer
from annotator.storage.log import edits_of_layer


def check_project(workspace: Workspace) -> Iterator[str]:
    """Every problem in one sentence: the file, quotes and offsets, layers against the log."""
    yield from workspace.read(file_problems)
    for row, article in workspace.read(layer_rows):
        yield from workspace.read(partial(_layer, row=row, article=article))


def rebuilt(session: Session, layer: Layer, row: int) -> Layer:
    """The layer as its log alone makes it, from nothing.

    Raises:
        EditError: An edit of the log does not follow from the ones before it.
    """
    made = Layer(layer.article, layer.author)
    for edit in edits_of_layer(session, row):
        if edit.parent != made.version:
            raise EditError(f"edit {edit.id} was made on version {edit.parent}, not {made.version}")
        made = apply_draft(made, edit.draft)
    return made


def _layer(session: Session, row: int, article: str) -> list[str]:
    try:
        stored = load_layer(session, row)
    except ValueError as error:
        return [f"article {article}: layer {row} can't be read ({_first_line(error)})."]
    where = f"article {article}, {stored.author.role} {stored.author.name}"
    found = get_article(session, article)
    if found is None:
        return [f"{where}: the article is gone."]
    problems = []
    for item in stored.items.values():
        try:
            checked(item, found)
        except EditError as error:
            problems.append(f"{where}: {error}")
    try:
        if rebuilt(session, stored, row) != stored:
            problems.append(f"{where}: the stored layer is not what its log makes.")
    except (EditError, KeyError, ValueError) as error:
        problems.append(f"{where}: the log is broken ({_first_line(error)}).")
    return problems


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
