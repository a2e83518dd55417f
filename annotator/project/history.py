"""Undo and redo over articles, restarts and bulk acts, walked from the log.

An undo that would change another article than the one on screen first goes there; the second press
does it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial

from annotator.domain.edits import Act, ActorKind, Draft, apply_draft
from annotator.errors import UndoRefusedError
from annotator.project.workspace import Workspace
from annotator.storage.engine import Session
from annotator.storage.layers import load_layer
from annotator.storage.log import (
    REVIEW,
    Target,
    append_edit,
    last_edit_of_item,
    original_act,
    redo_target,
    reversal_of,
    touched_by,
    undo_target,
)

_MANY = 1000
"""Changes from which the whole layer is read: one query does not take any number of ids."""


@dataclass(frozen=True, slots=True)
class Step:
    """What an undo or redo did.

    `article` is where it happened (None: nothing is left to take back), `act` what was taken back
    or done again, `draft` the stored changes of this article; None where the person must first go
    to the article. `articles` counts the articles touched, `touched` names them.
    """

    article: str | None = None
    act: Act | None = None
    draft: Draft | None = None
    articles: int = 0
    touched: tuple[str, ...] = ()


def undo(workspace: Workspace, on_screen: str | None) -> Step:
    """Take back the annotator's newest act.

    Raises:
        UndoRefusedError: Something it touched was changed since; says by whom and when.
    """
    return queue_undo(workspace, on_screen).result()


def redo(workspace: Workspace, on_screen: str | None) -> Step:
    """Do again what was undone last.

    Raises:
        UndoRefusedError: Something it touched was changed since; says by whom and when.
    """
    return queue_redo(workspace, on_screen).result()


def queue_undo(
    workspace: Workspace, on_screen: str | None, *, review: bool = False
) -> Future[Step]:
    """`undo` behind everything that is queued already; its errors are the future's.

    `review`: of the person's acts as a reviewer, else of those as an annotator.
    """
    target = partial(undo_target, review=review)
    return workspace.submit(lambda s: _step(workspace, s, on_screen, target, Act.UNDO))


def queue_redo(
    workspace: Workspace, on_screen: str | None, *, review: bool = False
) -> Future[Step]:
    """`redo` behind everything that is queued already; its errors are the future's."""
    target = partial(redo_target, review=review)
    return workspace.submit(lambda s: _step(workspace, s, on_screen, target, Act.REDO))


def review_group() -> str:
    """A new name for a group of edits that a reviewer makes at once."""
    return f"{REVIEW}{secrets.token_hex(8)}"


def _step(
    workspace: Workspace,
    session: Session,
    on_screen: str | None,
    target: Callable[[Session, str], list[Target]],
    act: Act,
) -> Step:
    unit = target(session, workspace.settings.annotator)
    if not unit:
        return Step()
    here = next((edit for edit in unit if edit.article == on_screen), None)
    named = here or unit[0]
    what = original_act(session, named.id)
    if here is None and on_screen is not None:
        return Step(named.article, what)
    is_review = (named.group or "").startswith(REVIEW)
    group = secrets.token_hex(8) if len(unit) > 1 else None
    group = review_group() if is_review else group
    drafts = {edit.article: _take_back(workspace, session, edit, act, group) for edit in unit}
    return Step(named.article, what, drafts[named.article], len(drafts), tuple(drafts))


def _take_back(
    workspace: Workspace, session: Session, edit: Target, act: Act, group: str | None
) -> Draft:
    touched = touched_by(session, edit.id)
    layer = load_layer(session, edit.layer, only=touched if len(touched) < _MANY else None)
    try:
        draft = reversal_of(session, edit.id, layer, act)
    except UndoRefusedError as error:
        raise UndoRefusedError(_who_changed(session, edit, str(error))) from error
    append_edit(
        session,
        edit.layer,
        layer.version,
        draft,
        next_number=apply_draft(layer, draft).next_number,
        actor_kind=ActorKind.PERSON,
        actor=workspace.settings.annotator,
        at=workspace.clock(),
        undoes=edit.id,
        group=group,
    )
    return draft


def _who_changed(session: Session, edit: Target, item: str) -> str:
    last = last_edit_of_item(session, edit.layer, item)
    if last is None or last.id == edit.id:
        return f"This can't be taken back: {item} of article {edit.article} is no longer the same."
    return (
        f"This can't be taken back: {last.actor} changed {item} of article {edit.article} since "
        f"({last.draft.act.replace('_', ' ')}, {last.at:%Y-%m-%d %H:%M} UTC)."
    )
