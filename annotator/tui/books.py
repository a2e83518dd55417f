"""What widgets show of a whole article, followed from act to act: marks, entities counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from annotator.domain.items import Mention, Stance
from annotator.domain.likeness import Join
from annotator.tui.widgets.marks import Mark
from annotator.tui.widgets.side_panel import EntityRow

if TYPE_CHECKING:
    from annotator.project.annotating import Desk


MOST_ROWS = 120
"""Entities that the panel may show; no screen has more rows."""
_entity_row = lru_cache(maxsize=2 * MOST_ROWS)(EntityRow)  # from act to act, one or two are new
Name: TypeAlias = tuple[str, str]
"""A canonical name with its label."""


@dataclass(slots=True)
class MarkChanges:
    """What an article view must draw anew; `whole` where it must draw every mark."""

    changed: list[Mark]
    removed: list[str]
    whole: bool


@dataclass(slots=True)
class MarkBook:
    """The marks on screen: mentions under their id, open candidates under `?` and their id."""

    marks: dict[str, Mark] = field(default_factory=dict)
    candidates: set[str] = field(default_factory=set)

    def update(self, desk: Desk, touched: set[str] | None) -> MarkChanges:
        """Follow the desk; `touched` are the mentions that changed, None for all of them."""
        candidates: dict[str, Mention | Stance] = {f"?{c.id}": c for c in desk.candidates}
        candidates |= {f"?{s.id}": s for s in desk.picture.stance_candidates}
        doubtful = {d.item.id for d in desk.doubts if not d.candidate}
        if touched is None:
            live: dict[str, Mention | Stance] = {m.id: m for m in desk.mentions}
            self.marks = {
                key: _mark(key, m, doubtful=key in doubtful)
                for key, m in (live | candidates).items()
            }
            self.candidates = set(candidates)
            return MarkChanges(list(self.marks.values()), [], whole=True)
        gone, changed = self.candidates - candidates.keys(), list[Mark]()
        for identifier in touched:
            mention = desk.item(identifier)
            if mention is None:
                gone.add(identifier)
                continue
            mark = _mark(identifier, mention, doubtful=identifier in doubtful)
            # To finish a long article touches every mention and changes no mark.
            if mark != self.marks.get(identifier):
                changed.append(mark)
        changed += [
            _mark(key, c, doubtful=False) for key, c in candidates.items() if key not in self.marks
        ]
        removed = [key for key in gone if self.marks.pop(key, None) is not None]
        self.marks.update((mark.id, mark) for mark in changed)
        self.candidates = set(candidates)
        return MarkChanges(changed, removed, whole=False)


def _mark(key: str, item: Mention | Stance, *, doubtful: bool) -> Mark:
    return Mark(
        id=key,
        start=item.span.start,
        end=item.span.end,
        label=item.label,
        outlined=key.startswith("?"),
        doubtful=doubtful,
    )


@dataclass(slots=True)
class EntityBook:
    """How often the article names each entity, counted again only where mentions changed.

    The most frequent come first when an article is opened. Then each stays in its place, and new
    ones come last: a list that is read at a glance must not jump.
    """

    names: dict[str, Name] = field(default_factory=dict)
    counts: dict[Name, int] = field(default_factory=dict)
    rows: tuple[EntityRow, ...] = ()
    _listed: set[Name] = field(default_factory=set)
    joins: dict[int, Join | None] = field(default_factory=dict)
    """What each entity that was current looks like, as long as the rows are these."""

    def update(self, desk: Desk, touched: set[str] | None) -> None:
        """Follow the desk; `touched` are the mentions that changed, None for all of them."""
        if touched is None:
            known: dict[Name, Name] = {}
            found = ((m.id, name_of(desk, m)) for m in desk.mentions)
            self.names = {identifier: known.setdefault(name, name) for identifier, name in found}
            counted = Counter(self.names.values())
            self.counts = dict(sorted(counted.items(), key=lambda each: (-each[1], each[0])))
        elif not sum(self._follow(desk, identifier) for identifier in touched):
            return
        listed = list(islice(((name, n) for name, n in self.counts.items() if n), MOST_ROWS))
        names = {name for name, _ in listed}
        if touched is None or names != self._listed:
            self.joins.clear()
        self.rows, self._listed = tuple(_entity_row(*name, n) for name, n in listed), names

    def _follow(self, desk: Desk, identifier: str) -> bool:
        """Count a mention under the name that it has now; True where that is another one."""
        mention, before = desk.item(identifier), self.names.get(identifier)
        name = None if mention is None else name_of(desk, mention)
        if name == before:
            return False
        if before is not None:
            del self.names[identifier]
            self.counts[before] -= 1
        if name is not None:
            self.names[identifier] = name
            self.counts[name] = self.counts.get(name, 0) + 1
        return True


def name_of(desk: Desk, mention: Mention) -> Name:
    """The canonical name and label of its entity; what it says itself where it has none."""
    entity = desk.entity_of(mention)
    return (mention.quote, mention.label) if entity is None else (entity.name, entity.label)
