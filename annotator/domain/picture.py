"""What a layer looks like to its annotator: mentions in order, zones, candidates, doubts.

Derived from the layer and the adopted suggestions, and kept up to date edit by edit: an act on a
long article costs what it touches, not what the article holds.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence

from annotator.domain.adoption import is_open_candidate, offered
from annotator.domain.doubts import Doubt, doubt_of
from annotator.domain.edits import Draft
from annotator.domain.items import Item, Mention, Origin, Zone, is_live
from annotator.domain.layer import Layer, State, text_order


class Picture:
    """The derived view of one layer. `mentions`, `candidates` and `doubts` are in text order.

    `touched` are the ids of mentions that changed since `take_touched` was last called; None means
    that everything did.
    """

    def __init__(self, layer: Layer, suggested: Layer | None, doubt_below: float) -> None:
        self._below = doubt_below
        self.show(layer, suggested)

    mentions: list[Mention]
    zones: tuple[Zone, ...]
    candidates: tuple[Mention, ...]
    doubts: tuple[Doubt, ...]

    def show(self, layer: Layer, suggested: Layer | None) -> None:
        """Derive everything anew."""
        self._suggested = suggested
        self._offered = offered(suggested)
        self.mentions = list(layer.mentions())
        self._places = {
            i.id: (i.start, i.end) for i in layer.items.values() if isinstance(i, Mention)
        }
        self._judged: dict[str, Origin] = {}
        self._may_be_judged = {c.origin for c in self._offered}
        for item in layer.items.values():
            self._note_origin(item)
        self._doubtful = {m.id: d for m in self.mentions if (d := doubt_of(m, self._below))}
        self._touched: set[str] | None = None
        self.zones = tuple(layer.zones())
        self._finish(layer)

    def apply(self, layer: Layer, draft: Draft) -> None:
        """Follow a draft that made `layer`."""
        for change in draft.changes:
            for value in (change.before, change.after):
                if isinstance(value, Mention):
                    self._forget(value) if value is change.before else self._learn(value)
        if any(isinstance(c.after or c.before, Zone) for c in draft.changes):
            self.zones = tuple(layer.zones())
        self._finish(layer)

    def take_touched(self) -> set[str] | None:
        """Ids of the mentions that changed since the last call; None for all of them."""
        touched, self._touched = self._touched, set()
        return touched

    def _forget(self, mention: Mention) -> None:
        place = bisect_left(self.mentions, text_order(mention), key=text_order)
        if place < len(self.mentions) and self.mentions[place].id == mention.id:
            del self.mentions[place]
        self._doubtful.pop(mention.id, None)
        self._places.pop(mention.id, None)
        self._judged.pop(mention.id, None)
        if self._touched is not None:
            self._touched.add(mention.id)

    def _learn(self, mention: Mention) -> None:
        self._places[mention.id] = (mention.start, mention.end)
        self._note_origin(mention)
        if self._touched is not None:
            self._touched.add(mention.id)
        if is_live(mention):
            insort(self.mentions, mention, key=text_order)
            doubt = doubt_of(mention, self._below)
            if doubt is not None:
                self._doubtful[mention.id] = doubt

    def _note_origin(self, item: Item) -> None:
        """Remember which candidate an item was made of, whatever its edges are now."""
        if item.origin is not None and item.origin in self._may_be_judged:
            self._judged[item.id] = item.origin

    def _finish(self, layer: Layer) -> None:
        self.candidates = self._open_candidates(layer)
        found = [*self._doubtful.values(), *(Doubt.of_candidate(c) for c in self.candidates)]
        self.doubts = tuple(sorted(found, key=lambda doubt: text_order(doubt.mention)))

    def _open_candidates(self, layer: Layer) -> tuple[Mention, ...]:
        if not self._offered or layer.assignment.state is State.DONE:
            return ()
        taken, judged = set(self._places.values()), set(self._judged.values())
        zones: Sequence[Zone] = self.zones
        return tuple(c for c in self._offered if is_open_candidate(c, taken, judged, zones))
