"""The edit log: appending, reading, and finding what undo and redo would take back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import TypeAlias, cast

from pydantic import JsonValue
from sqlalchemy import Insert, Select, Table, Text, bindparam
from sqlalchemy import select as select_columns
from sqlalchemy.orm.util import identity_key
from sqlmodel import Session, col, func, select

from annotator.domain.edits import Act, ActorKind, Draft, Edit, in_values_of, reversed_draft
from annotator.domain.layer import Layer
from annotator.errors import StaleLayerError
from annotator.storage.layers import Written, update_of, write_changes
from annotator.storage.records import changes_from_json, changes_text
from annotator.storage.tables import EditPartRow, EditRow, LayerRow, table_of

PART = 500
"""Changes in one row of the log."""
Logged: TypeAlias = Mapping[str, Mapping[str, JsonValue]]
"""A change as it is stored."""


def append_edit(
    session: Session,
    layer: int,
    parent: int,
    draft: Draft,
    *,
    next_number: int,
    actor_kind: ActorKind,
    actor: str,
    at: dt.datetime,
    undoes: int | None = None,
    group: str | None = None,
) -> int:
    """Log the draft as an edit made on version `parent` of the layer, and write its changes.

    Returns:
        The id of the edit.

    Raises:
        StaleLayerError: The stored layer has another version than `parent`.
    """
    session.flush()
    written = _next_version(session, layer, parent, next_number)
    edit = {
        "at": at,
        "actor_kind": actor_kind,
        "actor": actor,
        "act": draft.act,
        "article": written.article,
        "layer": layer,
        "parent": parent,
        "undoes": undoes,
        "group": group,
        "as_text": changes_text(draft.changes[:PART]),
    }
    execute = session.connection().execute
    made = cast("tuple[int]", execute(_text_into(table_of(EditRow)), edit).inserted_primary_key)
    # One by one: as text, twenty thousand changes take more memory than all else on the screen.
    for part, begin in enumerate(range(PART, len(draft.changes), PART), 1):
        text = changes_text(draft.changes[begin : begin + PART])
        values = {"edit": made[0], "part": part, "as_text": text}
        execute(_text_into(table_of(EditPartRow)), values)
    write_changes(session, written, draft.changes, at)
    return made[0]


def _next_version(session: Session, layer: int, parent: int, next_number: int) -> Written:
    """Raise the version of the layer, which must be `parent`; gives whose layer it is."""
    execute = session.connection().execute
    row = execute(_layer_statement(), {"at_layer": layer}).one()
    if row.version != parent:
        raise StaleLayerError(
            f"Article {row.article} was changed by another window since you opened it; it was "
            "reloaded, your last act was not stored: look and repeat it."
        )
    versions = {"version": parent + 1, "next_number": next_number}
    raised = update_of(table_of(LayerRow), ("id",), tuple(versions))
    execute(raised, {"at_id": layer, **versions})
    known = session.identity_map.get(identity_key(LayerRow, layer))
    if known is not None:
        session.expire(known)
    return Written(layer, row.article, row.role, row.author)


@cache
def _layer_statement() -> Select[str, str, str, int]:
    chosen = col(LayerRow.id) == bindparam("at_layer")
    return select_columns(
        col(LayerRow.article), col(LayerRow.role), col(LayerRow.author), col(LayerRow.version)
    ).where(chosen)


@cache
def _text_into(table: Table) -> Insert:
    # The changes are text already: values as JSON, made of text again, would take twice the time.
    return table.insert().values(items=bindparam("as_text", type_=Text))


def edits_of_layer(session: Session, layer: int) -> Iterator[Edit]:
    """Every edit of a layer, oldest first."""
    statement = select(EditRow).where(EditRow.layer == layer).order_by(col(EditRow.parent))
    return (_edit(session, row) for row in session.exec(statement))


@dataclass(frozen=True, slots=True)
class LogLine:
    """One edit without its values: when, by whom, what, where, and how many items it touched."""

    id: int
    at: dt.datetime
    actor_kind: str
    actor: str
    act: str
    article: str
    items: int


def log_lines(session: Session, article: str | None, last: int) -> list[LogLine]:
    """The newest `last` edits, of one article or of all, oldest first."""
    statement = select(EditRow).order_by(col(EditRow.id).desc()).limit(last)
    if article is not None:
        statement = statement.where(EditRow.article == article)
    lines = [
        LogLine(
            cast("int", row.id),
            row.at,
            row.actor_kind,
            row.actor,
            row.act,
            row.article,
            sum(len(part) for part in items_of_edit(session, cast("int", row.id), row.items)),
        )
        for row in session.exec(statement)
    ]
    return lines[::-1]


def last_edit_of_item(session: Session, layer: int, item: str) -> Edit | None:
    """The newest edit that touched the item."""
    statement = select(EditRow).where(EditRow.layer == layer).order_by(col(EditRow.id).desc())
    for row in session.exec(statement):
        edit = _edit(session, row)
        if any(change.id == item for change in edit.draft.changes):
            return edit
    return None


REVIEW = "review:"
"""Groups of a reviewer's edits begin so: the two kinds of work are taken back apart."""


@dataclass(frozen=True, slots=True)
class Target:
    """An edit that undo or redo is about: what is known of it without its values."""

    id: int
    article: str
    layer: int
    group: str | None


def undo_target(session: Session, actor: str, *, review: bool = False) -> list[Target]:
    """The person's newest act that is not undone: one edit, or all edits of its group.

    Walking back, each undo hides the act before it that it took back; a redo is an act again.
    """
    return _targets(session, _newest_act(session, actor, review=review))


def _newest_act(session: Session, actor: str, *, review: bool) -> list[int]:
    """The ids of the edits of the person's newest act that is not undone."""
    hidden = 0
    for act, edits in _units(session, actor, review=review):
        if act is Act.UNDO:
            hidden += 1
        elif hidden:
            hidden -= 1
        else:
            return edits
    return []


def require_newest(session: Session, actor: str, edit: int) -> None:
    """Make sure that `edit` is what undo takes back now.

    Raises:
        StaleLayerError: The person did something else since, in another window.
    """
    if _newest_act(session, actor, review=False) != [edit]:
        raise StaleLayerError(
            "Something else was done since in another window, so nothing was taken back; look and "
            "undo again."
        )


def redo_target(session: Session, actor: str, *, review: bool = False) -> list[Target]:
    """The person's newest undo that nothing followed but redone undos; empty after a new act."""
    redone = 0
    for act, edits in _units(session, actor, review=review):
        if act is Act.REDO:
            redone += 1
        elif act is not Act.UNDO:
            return []
        elif redone:
            redone -= 1
        else:
            return _targets(session, edits)
    return []


def original_act(session: Session, edit: int) -> Act:
    """The act that an undo or redo is about, behind however many steps."""
    columns = select_columns(col(EditRow.undoes), col(EditRow.act))
    undoes: int | None = edit
    act = ""
    while undoes is not None:
        row = session.connection().execute(columns.where(col(EditRow.id) == undoes)).one()
        undoes, act = row.undoes, row.act
    return Act(act)


def touched_by(session: Session, edit: int) -> set[str]:
    """The ids of what an edit changed."""
    return {str(entry["id"]) for part in items_of_edit(session, edit) for entry in part}


def reversal_of(session: Session, edit: int, layer: Layer, act: Act) -> Draft:
    """The draft that takes a logged edit back from today's `layer`, under the name `act`.

    Made part by part, of the layer's own values where they are equal: twenty thousand changes as
    they are read take more memory than all else.

    Raises:
        UndoRefusedError: Something that the edit touched has changed since.
    """
    parts = [
        in_values_of(layer, reversed_draft(layer, Draft(act, changes_from_json(part)), act)).changes
        for part in items_of_edit(session, edit)
    ]
    return Draft(act, tuple(change for part in reversed(parts) for change in part))


def _units(session: Session, actor: str, *, review: bool) -> Iterator[tuple[Act, list[int]]]:
    """The person's acts, newest first, with their edits' ids; edits of one group are one act.

    Reads no items: the walk may pass many undone acts before it finds its target.
    """
    statement = (
        select_columns(col(EditRow.id), col(EditRow.act), col(EditRow.group))
        .where(
            col(EditRow.actor_kind) == ActorKind.PERSON,
            col(EditRow.actor) == actor,
            func.coalesce(col(EditRow.group), "").startswith(REVIEW) == review,
        )
        .order_by(col(EditRow.id).desc())
        .execution_options(yield_per=100)
    )
    rows = session.connection().execute(statement)
    for _, unit in groupby(rows, key=lambda row: row.group or row.id):
        edits = list(unit)
        yield Act(edits[0].act), [row.id for row in edits]


def _targets(session: Session, ids: list[int]) -> list[Target]:
    columns = (col(EditRow.article), col(EditRow.layer), col(EditRow.group))
    chosen = select_columns(*columns).where(col(EditRow.id) == bindparam("edit"))
    execute = session.connection().execute
    return [Target(each, *execute(chosen, {"edit": each}).one()) for each in ids]


def items_of_edit(
    session: Session, edit: int, first: JsonValue = None
) -> Iterator[Sequence[Logged]]:
    """The changes of an edit as they are stored, part by part; `first` are those in its own row.

    They are read where they are not at hand.
    """
    if first is None:
        of_edit = select_columns(col(EditRow.items)).where(col(EditRow.id) == edit)
        first = session.connection().execute(of_edit).scalar_one()
    items = cast("Sequence[Logged]", first)
    yield items
    if len(items) < PART:
        return  # no part was ever shorter but the last
    parts = session.connection().execute(
        select_columns(col(EditPartRow.items))
        .where(col(EditPartRow.edit) == edit)
        .order_by(col(EditPartRow.part)),
        execution_options={"yield_per": 1},
    )
    for (part,) in parts:
        yield cast("Sequence[Logged]", part)


def _edit(session: Session, row: EditRow) -> Edit:
    parts = items_of_edit(session, cast("int", row.id), row.items)
    changes = tuple(change for part in parts for change in changes_from_json(part))
    return Edit(
        id=cast("int", row.id),
        at=row.at,
        actor_kind=ActorKind(row.actor_kind),
        actor=row.actor,
        draft=Draft(Act(row.act), changes),
        article=row.article,
        layer=row.layer,
        parent=row.parent,
        undoes=row.undoes,
        group=row.group,
    )
