"""The entities that one desk speaks of: those that it has met, the others when they are asked for.

A project may have a hundred thousand; an article names some dozens.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from annotator.domain.entities import Entity, fold_name
from annotator.project.workspace import Workspace
from annotator.storage.entities import (
    entities_labelled,
    entities_with,
    find_entity,
    names_from,
)


class KnownEntities:
    """A project's entities as a desk asks for them. Those that it made count at once."""

    def __init__(self, workspace: Workspace, known: Mapping[int, Entity]) -> None:
        self._workspace = workspace
        self._known: dict[int, Entity] = {}
        self._found: dict[tuple[str, str], Entity | None] = {}
        self._meet(known)

    def get(self, identifier: int) -> Entity | None:
        """The entity with this id, or what it was merged into; None where there is none."""
        if identifier not in self._known:
            self._meet(self._workspace.read(lambda session: entities_with(session, [identifier])))
        entity = self._known.get(identifier)
        while entity is not None and entity.merged_into is not None:
            entity = self._known.get(entity.merged_into)
        return entity

    def find(self, name: str, label: str) -> Entity | None:
        """The entity of this name under this label, or None: one met before, else the project's."""
        self.look_ahead(name, [label])
        return self._found[fold_name(name), label]

    def look_ahead(self, name: str, labels: Iterable[str]) -> None:
        """Look up the entities of this name under each label, for whoever asks for one next."""
        folded = fold_name(name)
        unknown = [label for label in labels if (folded, label) not in self._found]
        if not unknown:
            return
        found = self._workspace.read(lambda s: [find_entity(s, name, each) for each in unknown])
        for label, entity in zip(unknown, found, strict=True):
            self._found[folded, label] = entity
            if entity is not None:
                self._known[entity.id] = entity

    def look_again(self) -> None:
        """Somebody may have made entities since: forget which there were none of."""
        self._found = {key: entity for key, entity in self._found.items() if entity is not None}

    def add(self, entity: Entity) -> None:
        """Know an entity that was just made."""
        self._known[entity.id] = self._found[fold_name(entity.name), entity.label] = entity

    def _meet(self, entities: Mapping[int, Entity]) -> None:
        self._known.update(entities)
        for entity in entities.values():
            key = fold_name(entity.name), entity.label
            if entity.merged_into is None and self._found.get(key) is None:
                self._found[key] = entity

    def completion(self, begun: str) -> str | None:
        """The first canonical name that goes on after `begun`, whatever the case."""
        wanted = begun.casefold()

        def first(names: Iterable[str]) -> str | None:
            return next((n for n in names if n.casefold().startswith(wanted)), None)

        made = first(e.name for e in self._known.values() if e.merged_into is None)
        return self._workspace.read(lambda session: first(names_from(session, begun))) or made

    def labelled(self, label: str) -> list[Entity]:
        """Every entity of this label. Reads the whole project: not between two keys."""
        found = self._workspace.read(lambda session: entities_labelled(session, label))
        known = {e.id: e for e in self._known.values() if e.label == label and not e.merged_into}
        return list(({e.id: e for e in found} | known).values())
