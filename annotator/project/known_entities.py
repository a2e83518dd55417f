"""The entities that one desk speaks of: those that it has met, the others when they are asked for.

A project may have a hundred thousand; an article names some dozens.
"""

from __future__ import annotations

from collections.abc import Mapping

from annotator.domain.entities import Entity, fold_name
from annotator.project.workspace import Workspace
from annotator.storage.entities import (
    canonical_names,
    entities_labelled,
    entities_with,
    find_entity,
)


class KnownEntities:
    """A project's entities as a desk asks for them. Those that it made count at once."""

    def __init__(self, workspace: Workspace, known: Mapping[int, Entity]) -> None:
        self._workspace = workspace
        self._known = dict(known)
        self._found: dict[tuple[str, str], Entity] = {}

    def get(self, identifier: int) -> Entity | None:
        """The entity with this id, or what it was merged into; None where there is none."""
        if identifier not in self._known:
            found = self._workspace.read(lambda session: entities_with(session, [identifier]))
            self._known.update(found)
        entity = self._known.get(identifier)
        while entity is not None and entity.merged_into is not None:
            entity = self._known.get(entity.merged_into)
        return entity

    def find(self, name: str, label: str) -> Entity | None:
        """The entity of this name under this label, or None; of several, the one of least id."""
        key = fold_name(name), label
        found = self._found.get(key)
        if found is None:
            found = self._workspace.read(lambda session: find_entity(session, name, label))
            if found is not None:
                self._known[found.id] = self._found[key] = found
        return found

    def add(self, entity: Entity) -> None:
        """Know an entity that was just made."""
        self._known[entity.id] = entity
        self._found[fold_name(entity.name), entity.label] = entity

    def names(self) -> list[str]:
        """Every canonical name, sorted. Reads the whole project: not between two keys."""
        stored = self._workspace.read(canonical_names)
        return sorted({*stored, *(e.name for e in self._known.values() if not e.merged_into)})

    def labelled(self, label: str) -> list[Entity]:
        """Every entity of this label. Reads the whole project: not between two keys."""
        found = self._workspace.read(lambda session: entities_labelled(session, label))
        known = {e.id: e for e in self._known.values() if e.label == label and not e.merged_into}
        return list(({e.id: e for e in found} | known).values())
