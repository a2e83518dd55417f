"""Fixes repeated over every article that the annotator has open, as one undoable act."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.domain.edits import Act, ActorKind, Change, Draft, apply_draft
from annotator.domain.layer import Author, Role
from annotator.domain.proposals import Fix, propose
from annotator.project.opening import contents_of
from annotator.project.workspace import Workspace
from annotator.storage.engine import Session
from annotator.storage.log import append_edit
from annotator.storage.queue import open_articles


@dataclass(frozen=True, slots=True)
class Preview:
    """How many places of which open articles (by id) a fix would change."""

    places: Mapping[str, int]

    @property
    def total(self) -> int:
        """Places in all."""
        return sum(self.places.values())


def preview_over_project(workspace: Workspace, *fixes: Fix) -> Preview:
    """Where the fixes would be repeated; nothing is changed."""
    drafts = workspace.read(lambda session: _drafts(workspace, session, fixes))
    return Preview({article: len(draft.changes) for article, (_, draft) in drafts.items()})


def repeat_over_project(workspace: Workspace, *fixes: Fix) -> Mapping[str, Draft]:
    """Repeat fixes in every open article, in one transaction and one undo; drafts by article."""
    return workspace.write(lambda session: repeat_fixes(workspace, session, fixes))


def repeat_fixes(
    workspace: Workspace, session: Session, fixes: Sequence[Fix]
) -> Mapping[str, Draft]:
    """`repeat_over_project` within a transaction."""
    author = Author(Role.ANNOTATOR, workspace.settings.annotator)
    group = secrets.token_hex(8)
    done: dict[str, Draft] = {}
    for article, (row, draft) in _drafts(workspace, session, fixes).items():
        layer = contents_of(session, article, author).layer
        append_edit(
            session,
            row,
            layer.version,
            draft,
            next_number=apply_draft(layer, draft).next_number,
            actor_kind=ActorKind.PERSON,
            actor=author.name,
            at=workspace.clock(),
            group=group,
        )
        done[article] = draft
    return done


def _drafts(
    workspace: Workspace, session: Session, fixes: Sequence[Fix]
) -> dict[str, tuple[int, Draft]]:
    author = Author(Role.ANNOTATOR, workspace.settings.annotator)
    drafts: dict[str, tuple[int, Draft]] = {}
    for article in open_articles(session, author.name):
        contents = contents_of(session, article, author)
        layer, changes = contents.layer, list[Change]()
        for fix in fixes:
            draft = propose(layer, contents.article, fix)
            if draft.changes:
                layer = apply_draft(layer, draft)
                changes += draft.changes
        if changes:
            drafts[article] = (contents.layer_row, Draft(Act.PROPAGATE, tuple(changes)))
    return drafts
