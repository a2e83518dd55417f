"""The edits of one layer on their way to the writer, one standing on the other."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Protocol

from annotator.domain.edits import ActorKind, Draft
from annotator.domain.entities import Entity
from annotator.domain.layer import Layer
from annotator.errors import StaleLayerError
from annotator.project.workspace import Workspace
from annotator.storage.engine import Session
from annotator.storage.entities import add_entity
from annotator.storage.log import append_edit, require_newest

FRAME_S = 0.02
"""How long an edit waits for its picture to be drawn."""


class EditLog(Protocol):
    """Where the edits of a desk go."""

    @property
    def has_failed(self) -> bool:
        """Whether an edit could not be stored; known once nothing is queued any more."""
        ...

    def forget_failure(self) -> None:
        """What comes now stands on what is stored, whatever became of the edits before."""

    def queue(
        self,
        before: Layer,
        after: Layer,
        draft: Draft,
        *entities: Entity | None,
        undoes: Future[int] | None = None,
    ) -> Future[int]:
        """Take the edit that leads from `before` to `after`; the future is its id."""
        ...


class LayerLog:
    """Queues a person's edits of the layer in row `row`."""

    def __init__(self, workspace: Workspace, row: int) -> None:
        self._workspace, self._row = workspace, row
        self._last: Future[int] | None = None

    @property
    def has_failed(self) -> bool:
        """Whether an edit could not be stored; known once nothing is queued any more."""
        last = self._last
        return last is not None and last.done() and last.exception() is not None

    def forget_failure(self) -> None:
        """What comes now stands on what is stored, whatever became of the edits before."""
        self._last = None

    def queue(
        self,
        before: Layer,
        after: Layer,
        draft: Draft,
        *entities: Entity | None,
        undoes: Future[int] | None = None,
    ) -> Future[int]:
        """Queue the edit that leads from `before` to `after`; the future is its id.

        Args:
            before: The layer that the draft was made for.
            after: The layer that it made.
            draft: The edit.
            entities: New entities that are stored with it.
            undoes: The edit that it takes back, which must be the person's newest by then.
        """
        workspace, row, at = self._workspace, self._row, self._workspace.clock()
        previous, actor = self._last, before.author.name

        def job(session: Session) -> int:
            # Done by now: the writer takes one after the other. Versions alone don't tell, for
            # another window's edit may have made the very version that the refused one would have.
            if previous is not None and previous.exception() is not None:
                raise StaleLayerError(
                    f"Article {before.article}: an act before this one could not be stored, so "
                    "neither was this; look and repeat it."
                )
            taken_back = None if undoes is None else undoes.result()
            if taken_back is not None:
                require_newest(session, actor, taken_back)
            for entity in entities:
                if entity is not None:
                    add_entity(session, entity)
            return append_edit(
                session,
                row,
                before.version,
                draft,
                next_number=after.next_number,
                actor_kind=ActorKind.PERSON,
                actor=actor,
                at=at,
                undoes=taken_back,
            )

        self._last = workspace.submit(job, after_s=FRAME_S)
        return self._last
