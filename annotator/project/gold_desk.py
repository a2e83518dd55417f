"""A desk over gold for a version of the reviewer's own: nothing is stored until it is done."""

from __future__ import annotations

from concurrent.futures import Future

from annotator.domain.conflicts import Conflict
from annotator.domain.edits import Draft
from annotator.domain.entities import Entity
from annotator.domain.items import Mention, Stance
from annotator.domain.layer import Layer
from annotator.domain.queue import Visit
from annotator.domain.span_index import SpanIndex
from annotator.project.annotating import Desk
from annotator.project.opening import Contents, entities_of
from annotator.project.reviewing import Reviewing
from annotator.project.workspace import Workspace


class DraftLog:
    """Takes a desk's edits and stores none of them; remembers the entities that they made."""

    def __init__(self) -> None:
        self.entities: dict[int, Entity] = {}

    has_failed = False

    def forget_failure(self) -> None:
        """Nothing fails here."""

    def queue(
        self,
        before: Layer,  # noqa: ARG002  # the protocol's
        after: Layer,
        draft: Draft,  # noqa: ARG002  # the protocol's
        *entities: Entity | None,
        undoes: Future[int] | None = None,  # noqa: ARG002  # the protocol's
    ) -> Future[int]:
        """Done at once; the number is that of the layer's version."""
        self.entities |= {entity.id: entity for entity in entities if entity is not None}
        return _done(after.version)


class GoldDesk(Desk):
    """Gold with the first reading of a conflict in it, to be worked on with the annotation keys."""

    def __init__(self, workspace: Workspace, reviewing: Reviewing, conflict: Conflict) -> None:
        self.base = reviewing.own_base(conflict)
        self._drafts = DraftLog()
        self._reviewing, self._conflict = reviewing, conflict
        contents = Contents(
            article=reviewing.article,
            layer_row=0,
            layer=self.base,
            suggesters=(),
            adopted=None,
            entities=workspace.read(lambda session: entities_of(session, [self.base])),
            visit=Visit(),
            phrases=SpanIndex(()),
        )
        super().__init__(workspace, contents, self._drafts)

    def remember(self, visit: Visit) -> Future[None]:
        """Nobody comes back to this desk."""
        self.visit = visit
        future: Future[None] = Future()
        future.set_result(None)
        return future

    def reload(self) -> None:
        """What could not be stored stays on the desk: drop it, or decide again."""

    def begin_with(self) -> Mention | Stance | None:
        """The item that the conflict is about."""
        for ruling in self.base.rulings.values():
            if ruling.inputs == self._conflict.sources and not ruling.carried:
                items = [self.layer.items[i] for i in ruling.items if i in self.layer.items]
                return next((i for i in items if isinstance(i, Mention | Stance)), None)
        return None

    def decide(self) -> None:
        """Store what is on the desk as the decision on the conflict."""
        used = {m.entity for m in self.layer.mentions()}
        entities = [e for e in self._drafts.entities.values() if e.id in used]
        self._reviewing.own(self._conflict, self.base, self.layer, entities)


def _done(number: int) -> Future[int]:
    future: Future[int] = Future()
    future.set_result(number)
    return future
