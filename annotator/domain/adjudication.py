"""Adjudication: what the annotators share becomes gold unasked, each conflict is one decision.

Pure functions from a `Review` (the layers of one article, what they share, gold so far) to drafts
of the gold layer. Each decision leaves a `Ruling` beside the items it made. A review is done when
every conflict is decided and none is sent back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.domain.conflicts import (
    Agreed,
    Conflict,
    Differences,
    ItemRef,
    Likeness,
    Variant,
    likeness,
    ordered_variants,
)
from annotator.domain.edits import Act, Draft, apply_draft
from annotator.domain.gold_editing import GoldEditor, Held, Stamp
from annotator.domain.items import Decision, Item, Mention, Stance, Zone
from annotator.domain.layer import Author, Layer, Role, State
from annotator.domain.matching import differences, quotes
from annotator.domain.rulings import How, Remark, Ruling

GOLD = Author(Role.GOLD, "gold")


@dataclass(frozen=True, slots=True)
class Review:
    """One article under review: the layers compared, what came of it, and gold so far.

    `words` are the words of every mention compared.
    """

    text: str
    layers: tuple[Layer, ...]
    found: Differences
    gold: Layer
    words: dict[ItemRef, str]

    def with_gold(self, gold: Layer) -> Review:
        """The same review with gold after an edit."""
        return replace(self, gold=gold)

    def ruling(self, conflict: Conflict) -> Ruling | None:
        """What was decided on the conflict; None while it is open."""
        return self.rulings().get(conflict.sources)

    def rulings(self) -> dict[tuple[ItemRef, ...], Ruling]:
        """The decisions by their inputs; what is only carried in is none."""
        return {r.inputs: r for r in self.gold.rulings.values() if not r.carried and r.inputs}

    def undecided(self) -> list[Conflict]:
        """The conflicts without a decision, in reading order; those sent back wait elsewhere."""
        decided = self.rulings()
        return [c for c in self.found.conflicts if c.sources not in decided]

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left to decide, here or by the annotators."""
        decided = self.rulings()
        rulings = [decided.get(c.sources) for c in self.found.conflicts]
        return all(r is not None and r.how is not How.SENT_BACK for r in rulings)

    def likeness(self, conflict: Conflict) -> Likeness:
        """What the conflict has in common with identical ones of any article."""
        return likeness(conflict, self.words)

    def variants_alike(self, conflict: Conflict) -> tuple[Variant, ...]:
        """The variants in the order that identical conflicts share."""
        return ordered_variants(conflict, self.words)


def layers_under_review(layers: Iterable[Layer], gold: Layer | None) -> tuple[Layer, ...]:
    """The annotators' layers to compare: the finished ones, and those sent back meanwhile."""
    rulings = () if gold is None else gold.rulings.values()
    asked = {name for r in rulings if r.how is How.SENT_BACK for name in r.asked}
    return tuple(
        layer
        for layer in layers
        if layer.assignment.state is State.DONE or layer.author.name in asked
    )


def begin_review(
    text: str, layers: Sequence[Layer], names: Mapping[int, str], gold: Layer
) -> Review:
    """The review of an article that two or more have finished.

    Raises:
        ValueError: There are fewer than two layers.
    """
    found = differences(text, layers, names)
    return Review(text, tuple(layers), found, gold, quotes(layers))


def prepared(review: Review, stamp: Stamp) -> Draft:
    """Merge what all layers share, and withdraw the decisions whose inputs have changed.

    A decision stays as long as each of its inputs stands where it stood, in the same revision; a
    mention that a kept stance stands on is exchanged for what it is today.
    """
    editor = _editor(review, stamp)
    agreed = {a.sources for a in review.found.agreed}
    conflicts = {c.sources for c in review.found.conflicts}
    waiting = any(layer.assignment.state is not State.DONE for layer in review.layers)
    stale = [
        r
        for r in editor.rulings.values()
        if not _stands(r, agreed, conflicts, editor, waiting=waiting)
    ]
    for ruling in [r for r in stale if _made_stance(r, editor)]:
        editor.withdraw(ruling)
    left = [r for r in stale if r.id in editor.rulings]
    # First what is left of stale mentions must not be found as somebody's end any more.
    for ruling in left:
        editor.put_ruling(replace(ruling, inputs=(), carried=False))
    _merge(editor, [a for a in review.found.agreed if not isinstance(a.item, Stance)])
    for ruling in left:
        _exchange(editor, editor.rulings[ruling.id])
    _merge(editor, [a for a in review.found.agreed if isinstance(a.item, Stance)])
    editor.sweep()
    return _draft(review, editor, Act.MERGE)


def take(
    review: Review,
    conflict: Conflict,
    variant: Variant,
    stamp: Stamp,
    remark: Remark | None = None,
) -> Draft:
    """Gold gets this reading of the conflict."""
    editor = _editor(review, stamp)
    _take(editor, conflict, variant, remark)
    editor.sweep()
    return _draft(review, editor, Act.DECIDE)


def reject(review: Review, conflict: Conflict, stamp: Stamp, remark: Remark | None = None) -> Draft:
    """None of the readings: nothing belongs there.

    Raises:
        EditError: A stance of gold stands on what would go.
    """
    editor = _editor(review, stamp)
    editor.settle(conflict.sources, How.REJECTED, remark=remark)
    editor.sweep()
    return _draft(review, editor, Act.DECIDE)


def send_back(
    review: Review, conflict: Conflict, stamp: Stamp, remark: Remark | None = None
) -> Draft:
    """The annotators are to look again; the article waits for them.

    Raises:
        EditError: A stance of gold stands on what would go.
    """
    editor = _editor(review, stamp)
    asked = tuple(layer.author.name for layer in review.layers)
    editor.settle(conflict.sources, How.SENT_BACK, remark=remark, asked=asked)
    editor.sweep()
    return _draft(review, editor, Act.SEND_BACK)


def say(review: Review, conflict: Conflict, remark: Remark) -> Draft:
    """Change what is said about a decision; nothing where it is open."""
    ruling = review.ruling(conflict)
    if ruling is None:
        return Draft(Act.REMARK, ())
    editor = _editor(review, Stamp(ruling.by, ruling.at, ruling.guideline))
    editor.put_ruling(
        replace(
            ruling,
            reason_code=remark.reason,
            note=remark.note,
            guideline_gap=remark.guideline_gap,
        )
    )
    return _draft(review, editor, Act.REMARK)


def version_base(review: Review, conflict: Conflict, stamp: Stamp) -> Layer:
    """Gold with the first reading of an open conflict in it: what an own version begins with."""
    ruling = review.ruling(conflict)
    if ruling is not None and ruling.items:
        return review.gold
    return apply_draft(review.gold, take(review, conflict, conflict.variants[0], stamp))


def own_version(
    review: Review,
    conflict: Conflict,
    base: Layer,
    edited: Layer,
    stamp: Stamp,
    remark: Remark | None = None,
) -> Draft:
    """Gold as the reviewer edited it, beginning from `base`.

    Items that were changed are marked edited, those that no annotator had new, those that the
    reviewer rejected leave; the conflict itself is decided in any case.
    """
    editor = _editor(review, stamp)
    editor.rulings_from(base)
    editor.items = {i.id: i for i in edited.items.values() if i.decision is not Decision.REJECTED}
    touched = {k for k in {*base.items, *editor.items} if base.items.get(k) != editor.items.get(k)}
    owners = {item: ruling for ruling in base.rulings.values() for item in ruling.items}
    fresh = tuple(sorted(key for key in touched & editor.items.keys() if key not in owners))
    for ruling in {r.id: r for key, r in owners.items() if key in touched}.values():
        editor.put_ruling(_edited(ruling, editor, stamp))
    here = next((r for r in editor.rulings_on(conflict.sources) if not r.carried), None)
    if here is not None:
        own = () if here.items else fresh
        how = How.EDITED if own else here.how
        said = remark or here.remark
        editor.put_ruling(
            replace(
                here,
                how=how,
                items=(*here.items, *own),
                reason_code=said.reason,
                note=said.note,
                guideline_gap=said.guideline_gap,
            )
        )
        fresh = tuple(key for key in fresh if key not in own)
    if fresh:
        editor.new_ruling(fresh)
    editor.sweep()
    return _draft(review, editor, Act.DECIDE)


def aliases(place: str, authors: Iterable[Author]) -> dict[Author, str]:
    """Letters for the annotators, dealt anew for each `place`: they tell nobody's name."""

    def drawn(author: Author) -> bytes:
        return hashlib.blake2b(f"{place}\0{author.name}".encode()).digest()

    return {a: chr(ord("A") + n) for n, a in enumerate(sorted(authors, key=drawn))}


def _editor(review: Review, stamp: Stamp) -> GoldEditor:
    return GoldEditor(review.gold, review.layers, review.found, stamp)


def _take(editor: GoldEditor, conflict: Conflict, variant: Variant, remark: Remark | None) -> None:
    editor.settle(
        conflict.sources,
        How.TAKEN,
        Held(variant.authors[0], variant.items),
        chosen=variant.sources,
        remark=remark,
    )


def _merge(editor: GoldEditor, agreed: Sequence[Agreed]) -> None:
    """What is agreed and not decided on yet becomes gold."""
    for one in agreed:
        if any(not ruling.carried for ruling in editor.rulings_on(one.sources)):
            continue
        held = Held(one.sources[0].author, (one.item,))
        editor.settle(one.sources, How.UNANIMOUS, held, chosen=one.sources)


def _stands(
    ruling: Ruling,
    agreed: Collection[tuple[ItemRef, ...]],
    conflicts: Collection[tuple[ItemRef, ...]],
    editor: GoldEditor,
    *,
    waiting: bool,
) -> bool:
    """Whether a decision still answers what it answered.

    `waiting`: some annotator to whom something was sent back has not finished again.
    """
    if not ruling.inputs:
        return True
    if ruling.how is How.SENT_BACK:
        return waiting and ruling.inputs in conflicts
    if ruling.inputs in agreed:
        return True
    if ruling.how is How.UNANIMOUS:
        return False
    return ruling.inputs in conflicts or editor.is_group(ruling.inputs)


def _made_stance(ruling: Ruling, editor: GoldEditor) -> bool:
    return not any(isinstance(editor.items.get(i), Mention) for i in ruling.items)


def _exchange(editor: GoldEditor, ruling: Ruling) -> None:
    """Withdraw a stale mention; stances that stay are put on what it is today."""
    chosen = {i: r.chosen for r in editor.rulings.values() for i in r.items}
    needed = [
        stance
        for stance in editor.stances_on(ruling.items)
        if not ((refs := chosen.get(stance.id, ())) and editor.ends_anew(stance, refs[0]))
    ]
    if needed:
        # A stance of the reviewer's own stands on it: then so does the mention.
        editor.put_ruling(replace(ruling, how=How.NEW, chosen=()))
    else:
        editor.withdraw(ruling)


def _edited(ruling: Ruling, editor: GoldEditor, stamp: Stamp) -> Ruling:
    """The ruling after some of its items were changed or taken out."""
    left = tuple(i for i in ruling.items if i in editor.items)
    how = How.NEW if ruling.how is How.NEW else How.EDITED if left else How.REJECTED
    return replace(
        ruling,
        how=how,
        items=left,
        chosen=ruling.chosen if left else (),
        carried=False,
        by=stamp.by,
        at=stamp.at,
        guideline=stamp.guideline,
    )


def _draft(review: Review, editor: GoldEditor, act: Act) -> Draft:
    after = review.with_gold(replace(review.gold, rulings=editor.rulings))
    state = State.DONE if after.is_complete else State.OPEN
    return editor.draft(act, state)


def item_words(item: Item, text: str) -> str:
    """What the text says there."""
    match item:
        case Mention():
            return item.quote
        case Stance():
            return " … ".join(part.quote for part in item.evidence)
        case Zone():
            return item.span.of(text)
