"""Edits: every change of a layer, as full values before and after.

Applying and undoing are one function with before and after swapped; no act has inverse code of its
own. Revisions only grow, so (article, layer, item id, revision) names one content for ever.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias, TypeGuard

from annotator.domain.article import Article
from annotator.domain.items import Item, Mention, Stance, Zone, item_number, sharing
from annotator.domain.layer import Assignment, Layer
from annotator.domain.revised_items import revised
from annotator.domain.rulings import Ruling
from annotator.errors import EditError, UndoRefusedError


class ActorKind(StrEnum):
    """Who makes edits."""

    PERSON = "person"
    SUGGESTER = "suggester"
    IMPORT = "import"
    POLICY = "policy"


class Act(StrEnum):
    """The names under which edits are logged."""

    SUGGEST = "suggest"
    IMPORT = "import"
    ADOPT = "adopt"
    ADOPT_NEWER = "adopt_newer"
    KEEP = "keep"
    REJECT = "reject"
    UNSURE = "unsure"
    RELABEL = "relabel"
    RESIZE = "resize"
    ADD = "add"
    TAKE = "take"
    ADD_STANCE = "add_stance"
    CHANGE_STANCE = "change_stance"
    KIND = "kind"
    ENTITY = "entity"
    PROPAGATE = "propagate"
    ACCEPT_PARAGRAPH = "accept_paragraph"
    DIM = "dim"
    UNDIM = "undim"
    FLAG = "flag"
    COMMENT = "comment"
    DONE = "done"
    DONE_WITH_DOUBTS = "done_with_doubts"
    SKIP = "skip"
    MERGE = "merge"
    DECIDE = "decide"
    SEND_BACK = "send_back"
    REMARK = "remark"
    UNDO = "undo"
    REDO = "redo"


ASSIGNMENT_ID = "assignment"

Value: TypeAlias = Item | Assignment | Ruling
"""What an edit can touch."""


@dataclass(frozen=True, slots=True)
class Change:
    """One touched value: `before` is what stood, `after` what stands; None means absent.

    `id` is the id of the item or ruling, or `ASSIGNMENT_ID` for the layer's assignment.
    """

    id: str
    before: Value | None
    after: Value | None


@dataclass(frozen=True, slots=True)
class Draft:
    """An act that is decided but not yet logged: its name and its changes, in order."""

    act: Act
    changes: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.changes)


@dataclass(frozen=True, slots=True)
class Edit:
    """A logged draft. `parent` is the layer version it was made on; it makes `parent + 1`."""

    id: int
    at: dt.datetime
    actor_kind: ActorKind
    actor: str
    draft: Draft
    article: str
    layer: int
    parent: int
    undoes: int | None = None
    group: str | None = None


def checked(item: Item, article: Article) -> Item:
    """The item, after its offsets and quotes were held against the text.

    Raises:
        EditError: A span lies outside the text or contradicts its quote.
    """
    text = article.text
    for place in item.evidence if isinstance(item, Stance) else (item,):
        start, end = place.start, place.end
        if not 0 <= start < end <= len(text):
            raise EditError(
                f"Article {article.id}: {start}..{end} of {item.id} is no range of its "
                f"{len(text)} characters; nothing was changed."
            )
        if not isinstance(place, Zone) and text[start:end] != place.quote:
            raise EditError(
                f"Article {article.id}: the quote of {item.id} is not the text at {start}..{end}; "
                "nothing was changed."
            )
    return item


def in_values_of(layer: Layer, draft: Draft) -> Draft:
    """The same draft, made of the layer's values where they are equal.

    One that was read from the log would have a long article in memory a second time.
    """

    def shared(change: Change) -> Change:
        present, after = layer.items.get(change.id), change.after
        if present is None or present != change.before or not _is_item(after):
            return change
        return Change(present.id, present, sharing(after, present))

    return Draft(draft.act, tuple(map(shared, draft.changes)))


def apply_draft(layer: Layer, draft: Draft) -> Layer:
    """The layer after the draft, one version on.

    Raises:
        EditError: A change's `before` is not what the layer holds.
    """
    changed: dict[str, Item | None] = {}
    assignment, next_number = layer.assignment, layer.next_number
    rulings = dict(layer.rulings)
    for change in draft.changes:
        if change.id == ASSIGNMENT_ID:
            if change.before != assignment or not isinstance(change.after, Assignment):
                raise EditError(f"Article {layer.article}: its state is not what the edit expects.")
            assignment = change.after
            continue
        if isinstance(change.after or change.before, Ruling):
            _rule(layer, rulings, change)
            next_number = max(next_number, item_number(change.id) + 1)
            continue
        present = changed[change.id] if change.id in changed else layer.items.get(change.id)
        if present != change.before:
            raise EditError(
                f"Article {layer.article}: {change.id} is not what the edit expects; "
                "the article was reloaded."
            )
        if change.after is not None and not _is_item(change.after):
            raise EditError(f"Article {layer.article}: an assignment is no item.")
        changed[change.id] = change.after
        next_number = max(next_number, item_number(change.id) + 1)
    items = revised(layer.items, changed)
    followed = [(layer.items.get(identifier), item) for identifier, item in changed.items()]
    return replace(
        layer,
        version=layer.version + 1,
        next_number=next_number,
        items=items,
        assignment=assignment,
        rulings=MappingProxyType(rulings),
        _index=layer.index.following(items, followed),
    )


def _rule(layer: Layer, rulings: dict[str, Ruling], change: Change) -> None:
    """Apply the change of a ruling."""
    if rulings.get(change.id) != change.before:
        raise EditError(f"Article {layer.article}: {change.id} is not what the edit expects.")
    if isinstance(change.after, Ruling):
        rulings[change.id] = change.after
    else:
        del rulings[change.id]


def joined(first: Draft, second: Draft) -> Draft:
    """Two drafts as one under the name of the first; the second was made on what that one left."""
    changes: dict[str, Change] = {}
    for change in (*first.changes, *second.changes):
        earlier = changes.get(change.id)
        before = change.before if earlier is None else earlier.before
        after = change.after
        if _is_item(after):
            after = replace(after, revision=before.revision + 1 if _is_item(before) else 1)
        changes[change.id] = Change(change.id, before, after)
    return Draft(first.act, tuple(changes.values()))


def same_content(one: Value | None, other: Value | None) -> bool:
    """Whether two values say the same, whatever their revisions."""
    if _is_item(one) and _is_item(other):
        return replace(one, revision=0) == replace(other, revision=0)
    return one == other


def reversed_draft(layer: Layer, draft: Draft, act: Act) -> Draft:
    """The draft that takes `draft` back from today's `layer`, under the name `act`.

    Raises:
        UndoRefusedError: Something that the draft touched has changed since.
    """
    changes = []
    for change in reversed(draft.changes):
        touches_assignment = change.id == ASSIGNMENT_ID
        touches_ruling = isinstance(change.after or change.before, Ruling)
        stored = layer.rulings if touches_ruling else layer.items
        present = layer.assignment if touches_assignment else stored.get(change.id)
        if not same_content(present, change.after):
            raise UndoRefusedError(change.id)
        back = change.before
        if _is_item(back):
            seen = [x.revision for x in (change.before, change.after, present) if _is_item(x)]
            back = replace(back, revision=max(seen) + 1)
        changes.append(Change(change.id, present, back))
    return Draft(act, tuple(changes))


def _is_item(value: Value | None) -> TypeGuard[Item]:
    return isinstance(value, Mention | Stance | Zone)
