"""Fixes repeated over articles that the annotator has open, or may begin, as one undoable act."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotator.domain.article import Article
from annotator.domain.edits import Act, ActorKind, Change, Draft, apply_draft
from annotator.domain.layer import Author, Layer, Role
from annotator.domain.proposals import Fix, propose
from annotator.project.opening import adopted_layer, first_opening
from annotator.project.workspace import Workspace
from annotator.storage.articles import get_article
from annotator.storage.engine import Session
from annotator.storage.layers import find_layer, load_layer
from annotator.storage.log import append_edit
from annotator.storage.queue import open_articles


@dataclass(frozen=True, slots=True)
class Preview:
    """How many places of which articles (by id) a fix would change.

    `unopened` of these articles would be opened for it; `waiting` counts further ones that are left
    alone because their suggestions are not in.
    """

    places: Mapping[str, int]
    unopened: frozenset[str] = frozenset()
    waiting: int = 0

    @property
    def total(self) -> int:
        """Places in all."""
        return sum(self.places.values())


def preview_over_project(workspace: Workspace, *fixes: Fix) -> Preview:
    """Where the fixes would be repeated; nothing is changed."""
    return workspace.read(lambda session: preview_fixes(workspace, session, fixes))


def preview_fixes(
    workspace: Workspace,
    session: Session,
    fixes: Sequence[Fix],
    unopened: Collection[str] = (),
    waiting: int = 0,
) -> Preview:
    """Where the fixes would be repeated in open articles, and in `unopened` ones."""
    author = _author(workspace)
    opened = _drafts(_open(session, author), fixes)
    begun = _drafts(_unopened(workspace, session, author, unopened), fixes)
    places = {layer.article: len(draft.changes) for layer, draft in opened}
    further = {layer.article: len(draft.changes) for layer, draft in begun}
    return Preview(places | further, frozenset(further), waiting)


def repeat_over_project(workspace: Workspace, *fixes: Fix) -> Mapping[str, Draft]:
    """Repeat fixes in every open article, in one transaction and one undo; drafts by article."""
    return workspace.write(lambda session: repeat_fixes(workspace, session, fixes))


def repeat_fixes(
    workspace: Workspace, session: Session, fixes: Sequence[Fix], unopened: Collection[str] = ()
) -> Mapping[str, Draft]:
    """`repeat_over_project` within a transaction.

    Of the `unopened` articles those where something changes are opened before: they adopt their
    suggestions as at any first opening. Undo takes the change back, and leaves them open.
    """
    author = _author(workspace)
    begun = _drafts(_unopened(workspace, session, author, unopened), fixes)
    for article in [layer.article for layer, _ in begun]:
        first_opening(workspace, session, article, author, seen=False)
    group = secrets.token_hex(8)
    done: dict[str, Draft] = {}
    for layer, draft in list(_drafts(_open(session, author), fixes)):
        row = find_layer(session, layer.article, author)
        if row is None:
            continue
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
        done[layer.article] = draft
    return done


def _author(workspace: Workspace) -> Author:
    return Author(Role.ANNOTATOR, workspace.settings.annotator)


def _open(session: Session, author: Author) -> Iterator[tuple[Article, Layer]]:
    for article in open_articles(session, author.name):
        found, row = get_article(session, article), find_layer(session, article, author)
        if found is not None and row is not None:
            yield found, load_layer(session, row)


def _unopened(
    workspace: Workspace, session: Session, author: Author, articles: Collection[str]
) -> Iterator[tuple[Article, Layer]]:
    """The articles as a first opening would show them; none that is drawn to come plain."""
    for article in articles:
        found = get_article(session, article)
        layer = adopted_layer(workspace, session, article, author)
        if found is not None and layer is not None:
            yield found, layer


def _drafts(
    layers: Iterable[tuple[Article, Layer]], fixes: Sequence[Fix]
) -> Iterator[tuple[Layer, Draft]]:
    """The fixes repeated on each layer, where they change anything."""
    for article, before in layers:
        layer, changes = before, list[Change]()
        for fix in fixes:
            draft = propose(layer, article, fix)
            if draft.changes:
                layer = apply_draft(layer, draft)
                changes += draft.changes
        if changes:
            yield before, Draft(Act.PROPAGATE, tuple(changes))
