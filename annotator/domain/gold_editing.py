"""Gold being edited: items and their rulings together, until one draft says what changed.

Works on copies; nothing here knows why something is decided (`adjudication` does). Ends of stances
are translated from an annotator's mentions to gold's; where gold lacks one, it is carried in for
the stance and leaves with it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.domain.conflicts import Differences, ItemRef
from annotator.domain.edits import ASSIGNMENT_ID, Act, Change, Draft
from annotator.domain.items import (
    Decision,
    HolderKind,
    Item,
    Mention,
    Stance,
    Zone,
    is_live,
    item_number,
)
from annotator.domain.layer import Author, Layer, State
from annotator.domain.rulings import How, Remark, Ruling
from annotator.domain.stance_ends import ends_of, on_ends
from annotator.errors import EditError

DECISIONS = {
    How.UNANIMOUS: Decision.KEPT,
    How.TAKEN: Decision.KEPT,
    How.EDITED: Decision.CHANGED,
    How.NEW: Decision.ADDED,
}
_RULING = "d"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who decides, when, under which version of the guidelines."""

    by: str
    at: dt.datetime
    guideline: str


@dataclass(frozen=True, slots=True)
class Held:
    """Items as one annotator has them."""

    author: Author
    items: tuple[Item, ...]


class GoldEditor:
    """A gold layer under the reviewer's hands.

    Args:
        gold: The layer as stored.
        layers: The annotators' layers.
        found: What they share and where they differ.
        stamp: Who edits.
    """

    def __init__(
        self, gold: Layer, layers: Iterable[Layer], found: Differences, stamp: Stamp
    ) -> None:
        self._gold, self._found, self._stamp = gold, found, stamp
        self._layers = {layer.author: layer for layer in layers}
        self.items: dict[str, Item] = dict(gold.items)
        self.rulings: dict[str, Ruling] = dict(gold.rulings)
        self._next = gold.next_number
        self._groups: dict[int, list[ItemRef]] = {}
        for ref, number in found.same.items():
            self._groups.setdefault(number, []).append(ref)
        self._by_input: dict[ItemRef, set[str]] = {}
        for ruling in self.rulings.values():
            self._note(ruling)

    # Reading

    def rulings_on(self, inputs: Collection[ItemRef]) -> list[Ruling]:
        """The rulings with exactly these inputs: at most a decision and a carried one."""
        first = next(iter(inputs), None)
        ids = self._by_input.get(first, set()) if first is not None else set()
        wanted = set(inputs)
        return [r for r in (self.rulings[i] for i in sorted(ids)) if set(r.inputs) == wanted]

    def group_of(self, ref: ItemRef) -> tuple[ItemRef, ...]:
        """Every mention that is the same to the stances that end there."""
        return tuple(sorted(self._groups[self._found.same[ref]]))

    def is_group(self, refs: tuple[ItemRef, ...]) -> bool:
        """Whether these are all the mentions of one place."""
        return bool(refs) and refs[0] in self._found.same and self.group_of(refs[0]) == refs

    def stances_on(self, mentions: Collection[str]) -> list[Stance]:
        """Live stances with an end among these gold mentions."""
        stances = (i for i in self.items.values() if isinstance(i, Stance) and is_live(i))
        return [s for s in stances if not ends_of(s).isdisjoint(mentions)]

    # Changing

    def settle(
        self,
        inputs: tuple[ItemRef, ...],
        how: How,
        held: Held | None = None,
        *,
        chosen: tuple[ItemRef, ...] = (),
        carried: bool = False,
        remark: Remark | None = None,
        asked: tuple[str, ...] = (),
    ) -> Ruling:
        """Decide on these inputs: gold gets the items held there, in place of what it had.

        Raises:
            EditError: A mention is to go on which stances of gold stand.
        """
        old = self.rulings_on(inputs)
        before = [self.items[i] for r in old for i in r.items if i in self.items]
        made = () if held is None else self._made(held, how, before)
        self._leave([b for b in before if b.id not in {m.id for m in made}], made)
        for ruling in old:
            self._drop(ruling)
        decided = next((r for r in old if not r.carried), None)
        said = remark or (Remark() if decided is None else decided.remark)
        ruling = Ruling(
            id=old[0].id if old else self._number(_RULING),
            how=how,
            inputs=inputs,
            chosen=chosen,
            items=tuple(item.id for item in made),
            by=self._stamp.by,
            at=self._stamp.at,
            guideline=self._stamp.guideline,
            carried=carried,
            reason_code=said.reason,
            note=said.note,
            guideline_gap=said.guideline_gap,
            asked=asked,
        )
        self.put_ruling(ruling)
        for item in made:
            self.items[item.id] = item
        return ruling

    def put_ruling(self, ruling: Ruling) -> None:
        """Add the ruling, or replace the one with its id."""
        if ruling.id in self.rulings:
            self._drop(self.rulings[ruling.id])
        self.rulings[ruling.id] = ruling
        self._note(ruling)

    def rulings_from(self, layer: Layer) -> None:
        """Begin with the rulings of a later state of gold, and number on from there."""
        self.rulings = dict(layer.rulings)
        self._by_input = {}
        for ruling in self.rulings.values():
            self._note(ruling)
        self._next = max(self._next, layer.next_number)

    def new_ruling(self, items: tuple[str, ...]) -> None:
        """The ruling on items that no annotator had."""
        stamp = self._stamp
        self.put_ruling(
            Ruling(
                id=self._number(_RULING),
                how=How.NEW,
                items=items,
                by=stamp.by,
                at=stamp.at,
                guideline=stamp.guideline,
            )
        )

    def withdraw(self, ruling: Ruling) -> None:
        """Take the ruling back with all that it made; nothing may stand on that any more."""
        for identifier in ruling.items:
            self.items.pop(identifier, None)
        self._drop(ruling)

    def end(self, author: Author, mention: str) -> str:
        """The gold mention that an annotator's mention is; carried in where gold has none."""
        source = self._layers[author].mention(mention)
        ref = ItemRef(author, source.id, source.revision)
        group = self.group_of(ref)
        ids = {i for member in group for i in self._by_input.get(member, ())}
        there = [self.items.get(i) for r in sorted(ids) for i in self.rulings[r].items]
        mentions = [m for m in there if isinstance(m, Mention) and is_live(m)]
        if mentions:
            return max(mentions, key=lambda m: (_shared(m, source), -item_number(m.id))).id
        made = self._as_gold(source, How.TAKEN, self._number("m"))
        self.items[made.id] = made
        stamp = self._stamp
        self.put_ruling(
            Ruling(
                id=self._number(_RULING),
                how=How.TAKEN,
                inputs=group,
                chosen=(ref,),
                items=(made.id,),
                by=stamp.by,
                at=stamp.at,
                guideline=stamp.guideline,
                carried=True,
            )
        )
        return made.id

    def ends_anew(self, stance: Stance, ref: ItemRef) -> bool:
        """Put a gold stance on today's mentions of the stance it was made of; False if gone."""
        source = self._layers[ref.author].items.get(ref.id) if ref.author in self._layers else None
        if not isinstance(source, Stance) or source.revision != ref.revision:
            return False
        self.items[stance.id] = self._with_ends(stance, source, ref.author)
        return True

    def sweep(self) -> None:
        """Carried mentions that no stance stands on any more leave."""
        for ruling in [r for r in self.rulings.values() if r.carried]:
            if not self.stances_on(ruling.items):
                self.withdraw(ruling)

    def draft(self, act: Act, state: State) -> Draft:
        """Everything that changed, as one edit that leaves the review in this state."""
        changes: list[Change] = []
        if self._gold.assignment.state is not state:
            before = self._gold.assignment
            changes.append(Change(ASSIGNMENT_ID, before, replace(before, state=state)))
        for key in sorted({*self._gold.items, *self.items}, key=item_number):
            was, now = self._gold.items.get(key), self.items.get(key)
            if was is not None and now is not None:
                if replace(now, revision=was.revision) == was:
                    continue
                now = replace(now, revision=was.revision + 1)
            changes.append(Change(key, was, now))
        changes += _changed(self._gold.rulings, self.rulings)
        return Draft(act, tuple(changes))

    # Within

    def _made(self, held: Held, how: How, before: Sequence[Item]) -> tuple[Item, ...]:
        """What is held, as gold items; a mention that was there before keeps its id."""
        free = [item for item in before if isinstance(item, Mention)]
        same_kind = [item for item in before if not isinstance(item, Mention)]
        made: list[Item] = []
        for item in held.items:
            match item:
                case Mention():
                    old = max(free, key=lambda m: _shared(m, item), default=None)
                    if old is not None:
                        free.remove(old)
                    identifier = self._number("m") if old is None else old.id
                    made.append(self._as_gold(item, how, identifier))
                case Stance():
                    kept = next((i for i in same_kind if isinstance(i, Stance)), None)
                    identifier = self._number("s") if kept is None else kept.id
                    same_kind = [i for i in same_kind if i is not kept]
                    stance = replace(
                        item, id=identifier, decision=DECISIONS[how], unsure=False, revision=1
                    )
                    made.append(self._with_ends(stance, item, held.author))
                case Zone():
                    number = self._number("z")
                    made.append(replace(item, id=number, decision=DECISIONS[how], revision=1))
        return tuple(made)

    def _as_gold(self, mention: Mention, how: How, identifier: str) -> Mention:
        decision = DECISIONS[how]
        return replace(mention, id=identifier, decision=decision, unsure=False, revision=1)

    def _with_ends(self, stance: Stance, source: Stance, author: Author) -> Stance:
        is_held = source.holder_kind is HolderKind.MENTION and source.holder is not None
        return replace(
            stance,
            holder=self.end(author, source.holder) if is_held and source.holder else None,
            holder_kind=source.holder_kind,
            target=self.end(author, source.target),
            source=None if source.source is None else self.end(author, source.source),
        )

    def _leave(self, gone: Sequence[Item], made: Sequence[Item]) -> None:
        """Take items out of gold; stances on a mention that goes move to what was made of it."""
        mentions = [item for item in made if isinstance(item, Mention)]
        leaving = {item.id for item in gone}
        for item in gone:
            if isinstance(item, Mention):
                for stance in self.stances_on({item.id}):
                    if stance.id in leaving:
                        continue
                    if not mentions:
                        raise EditError(
                            f"A stance of gold stands on “{item.quote}”; decide on that one first, "
                            "or take a reading."
                        )
                    there = _nearest(mentions, item)
                    self.items[stance.id] = on_ends(stance, {item.id: there.id})
        for item in gone:
            self.items.pop(item.id, None)

    def _number(self, prefix: str) -> str:
        self._next += 1
        return f"{prefix}{self._next - 1}"

    def _note(self, ruling: Ruling) -> None:
        for ref in ruling.inputs:
            self._by_input.setdefault(ref, set()).add(ruling.id)

    def _drop(self, ruling: Ruling) -> None:
        del self.rulings[ruling.id]
        for ref in ruling.inputs:
            self._by_input[ref].discard(ruling.id)


def _shared(one: Mention, other: Mention) -> tuple[int, bool]:
    """How far two mentions cover each other, then whether they say the same."""
    return min(one.end, other.end) - max(one.start, other.start), one.label == other.label


def _nearest(mentions: Sequence[Mention], to: Mention) -> Mention:
    return max(mentions, key=lambda m: _shared(m, to))


def _changed(before: Mapping[str, Ruling], after: Mapping[str, Ruling]) -> list[Change]:
    """What became of rulings, in order of their numbers."""
    keys = sorted({*before, *after}, key=item_number)
    pairs = [(key, before.get(key), after.get(key)) for key in keys]
    return [Change(key, was, now) for key, was, now in pairs if was != now]
