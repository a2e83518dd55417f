"""What a layer looks like to its annotator: items in order, zones, candidates, doubts.

Derived from the layer and the adopted suggestions, and kept up to date edit by edit: an act on a
long article costs what it touches, not what the article holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from annotator.domain.adoption import (
    is_open_candidate,
    is_open_stance,
    offered,
    offered_stances,
)
from annotator.domain.doubts import Doubt, StanceDoubts, doubt_of
from annotator.domain.edits import Change, Draft, Value
from annotator.domain.ids_by import IdsBy
from annotator.domain.items import Item, Mention, Origin, Stance, Zone, is_live, text_order
from annotator.domain.layer import Layer, State
from annotator.domain.scheme import EntityLabel
from annotator.domain.stance_ends import stands_for_stances


class Picture:
    """The derived view of one layer. All its sequences are in text order.

    `touched` are the ids of mentions that changed since `take_touched` was last called; None means
    that everything did.
    """

    def __init__(
        self,
        layer: Layer,
        suggested: Layer | None,
        doubt_below: float,
        labels: Sequence[EntityLabel],
    ) -> None:
        self._below = doubt_below
        self._doubtful_stances = StanceDoubts(labels)
        self._named = frozenset(label.id for label in labels if label.named)
        self.show(layer, suggested)

    mentions: Sequence[Mention]
    stances: tuple[Stance, ...]
    zones: tuple[Zone, ...]
    candidates: tuple[Mention, ...]
    stance_candidates: tuple[Stance, ...]
    doubts: tuple[Doubt, ...]
    doubtful_stances: Mapping[str, Doubt]
    """The doubts about stances of the layer, by the stance's id."""

    def show(self, layer: Layer, suggested: Layer | None) -> None:
        """Derive everything anew."""
        self._suggested = suggested
        self._offered = offered(suggested, self._named)
        self._offered_stances = offered_stances(suggested)
        self.mentions = layer.index.mentions
        self._alike: IdsBy[str] = IdsBy()
        for mention in self.mentions:
            self._alike.put(mention.quote, mention.id)
        self._places: dict[str, tuple[int, int]] = {}
        self._judged: dict[str, Origin] = {}
        self._may_be_taken = {(c.start, c.end) for c in self._offered}
        self._may_be_judged = {c.origin for c in self._offered}
        for item in layer.items.values():
            if isinstance(item, Mention):
                self._note_place(item)
            self._note_origin(item)
        self._doubtful = {m.id: d for m in self.mentions if (d := self._doubt(m))}
        self._touched: set[str] | None = None
        self.zones = tuple(layer.zones())
        self.stances = tuple(sorted(layer.stances(), key=text_order))
        self.stance_candidates = self._open_stances(layer)
        self._finish(layer)

    def apply(self, layer: Layer, draft: Draft) -> None:
        """Follow a draft that made `layer`."""
        for change in draft.changes:
            for value in (change.before, change.after):
                if isinstance(value, Mention):
                    self._forget(value) if value is change.before else self._learn(value)
            self._follow_words(change)
        self.mentions = layer.index.mentions
        values = [change.after or change.before for change in draft.changes]
        if any(isinstance(value, Zone) for value in values):
            self.zones = tuple(layer.zones())
        if any(isinstance(value, Stance) for value in values):
            self.stances = tuple(sorted(layer.stances(), key=text_order))
        if any(_may_close_stances(change) for change in draft.changes):
            self.stance_candidates = self._open_stances(layer)
        self._finish(layer)

    def take_touched(self) -> set[str] | None:
        """Ids of the mentions that changed since the last call; None for all of them."""
        touched, self._touched = self._touched, set()
        return touched

    def alike(self, quote: str, label: str) -> list[Mention]:
        """The mentions that say `quote` under this label, in text order."""
        found = (self._items[identifier] for identifier in self._alike.of(quote))
        return sorted(
            (m for m in found if isinstance(m, Mention) and m.label == label), key=text_order
        )

    def _forget(self, mention: Mention) -> None:
        self._doubtful.pop(mention.id, None)
        self._places.pop(mention.id, None)
        self._judged.pop(mention.id, None)
        if self._touched is not None:
            self._touched.add(mention.id)

    def _learn(self, mention: Mention) -> None:
        self._note_place(mention)
        self._note_origin(mention)
        if self._touched is not None:
            self._touched.add(mention.id)
        if is_live(mention):
            doubt = self._doubt(mention)
            if doubt is not None:
                self._doubtful[mention.id] = doubt

    def _doubt(self, mention: Mention) -> Doubt | None:
        # A mention that stands only for stances is judged with them.
        return None if stands_for_stances(mention, self._named) else doubt_of(mention, self._below)

    def _note_place(self, mention: Mention) -> None:
        """Remember a candidate's span that was judged; one that went with its stance was not."""
        place = (mention.start, mention.end)
        if place not in self._may_be_taken:
            return
        if is_live(mention) or not stands_for_stances(mention, self._named):
            self._places[mention.id] = place

    def _follow_words(self, change: Change) -> None:
        before, after = _words(change.before), _words(change.after)
        if before == after:
            return
        if before is not None:
            self._alike.discard(before, change.id)
        if after is not None:
            self._alike.put(after, change.id)

    def _note_origin(self, item: Item) -> None:
        """Remember which candidate an item was made of, whatever its edges are now."""
        if item.origin is not None and item.origin in self._may_be_judged:
            self._judged[item.id] = item.origin

    def _finish(self, layer: Layer) -> None:
        self._items = layer.items
        self.candidates = self._open_candidates(layer)
        self.doubtful_stances = {doubt.item.id: doubt for doubt in self._stance_doubts(layer)}
        found = [*self._doubtful.values(), *self.doubtful_stances.values()]
        found += [Doubt.of_candidate(mention) for mention in self.candidates]
        found += [Doubt.of_candidate(stance) for stance in self.stance_candidates]
        self.doubts = tuple(sorted(found, key=_ring_order))

    def _stance_doubts(self, layer: Layer) -> list[Doubt]:
        if layer.assignment.state is State.DONE:
            return []
        return self._doubtful_stances.of(self.stances, layer.items)

    def _open_candidates(self, layer: Layer) -> tuple[Mention, ...]:
        if not self._offered or layer.assignment.state is State.DONE:
            return ()
        taken, judged = set(self._places.values()), set(self._judged.values())
        zones: Sequence[Zone] = self.zones
        return tuple(c for c in self._offered if is_open_candidate(c, taken, judged, zones))

    def _open_stances(self, layer: Layer) -> tuple[Stance, ...]:
        if self._suggested is None or layer.assignment.state is State.DONE:
            return ()
        suggested = self._suggested
        return tuple(
            s for s in self._offered_stances if is_open_stance(s, suggested, layer, self._named)
        )


def _words(value: Value | None) -> str | None:
    """What a live mention says."""
    return value.quote if isinstance(value, Mention) and is_live(value) else None


def _may_close_stances(change: Change) -> bool:
    """Whether a change may decide on candidate stances: more than a mention's edges or label."""
    before, after = change.before, change.after
    if not isinstance(before, Mention) or not isinstance(after, Mention):
        return not isinstance(after, Mention)
    return is_live(before) != is_live(after)


def _ring_order(doubt: Doubt) -> tuple[int, int, bool, bool, int]:
    start, backwards_end, number = text_order(doubt.item)
    return (start, backwards_end, isinstance(doubt.item, Stance), doubt.candidate, number)
