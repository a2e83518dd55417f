"""Which entities of an article or project look like one, and making them one in the article.

An annotator's join is a proposal for the reviewer: it moves her mentions, and no entity's row.
"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import Future

from annotator.domain import acts
from annotator.domain.entities import Entity
from annotator.domain.items import Mention
from annotator.domain.likeness import Join, join_of
from annotator.project.annotating import Desk


class EntityDesk:
    """Acts on the entities of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def proposal(self, mention: Mention) -> Join | None:
        """What the mention's entity looks like: another of the article, else one of the project."""
        desk = self._desk
        entity = desk.entity_of(mention)
        if entity is None:
            return None
        found = (desk.entity_of(m) for m in desk.mentions)
        here: Counter[Entity] = Counter(e for e in found if e is not None)
        frequent = sorted(here, key=lambda e: (-here[e], e.name, e.label))
        return join_of(entity, frequent) or join_of(entity, desk.entities.labelled(entity.label))

    def join(self, join: Join) -> Future[int] | None:
        """Let every mention of the one be of the other, as one edit."""
        desk = self._desk
        less = {
            m.entity for m in desk.mentions if m.entity is not None and self._is(m, join.less.id)
        }
        return desk.perform(acts.join_entities(desk.layer, less, join.full.id))

    def _is(self, mention: Mention, entity: int) -> bool:
        found = self._desk.entity_of(mention)
        return found is not None and found.id == entity
