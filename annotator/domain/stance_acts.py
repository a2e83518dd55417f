"""What a person can do to stances, as drafts. An end that is no mention yet is made with it.

Nominal, pronoun and TOPIC mentions exist for their stances: one whose last stance goes, or turns to
another end, becomes a tombstone in the same edit.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from annotator.domain.acts import item_draft
from annotator.domain.article import Article, Span
from annotator.domain.edits import Act, Change, Draft, apply_draft, checked, joined
from annotator.domain.items import (
    Attribution,
    Certainty,
    Decision,
    Evidence,
    HolderKind,
    Item,
    Mention,
    MentionKind,
    Stance,
    is_live,
    item_id,
)
from annotator.domain.layer import Layer
from annotator.domain.stance_ends import ends_of, on_ends, orphans, standing, stands_for_stances


@dataclass(frozen=True, slots=True)
class NewEnd:
    """A span that becomes a mention as an end of a stance."""

    span: Span
    label: str
    kind: MentionKind
    entity: int | None


End: TypeAlias = Mention | NewEnd
Holder: TypeAlias = Mention | NewEnd | HolderKind


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStance:
    """A stance to be added: its ends, its label, and how it is voiced."""

    holder: Holder
    target: End
    label: str
    evidence: tuple[Span, ...]
    attribution: Attribution
    certainty: Certainty = Certainty.ASSERTED


class _Maker:
    """Collects the changes of one edit and numbers what is new."""

    def __init__(self, layer: Layer, article: Article) -> None:
        self._layer, self._article = layer, article
        self._number = layer.next_number
        self._made: dict[NewEnd, str] = {}
        self.changes: list[Change] = []

    def end(self, end: End) -> str:
        """The id of an end; a new one is made, unless a mention stands there under its label.

        A mention of the suggester's layer is taken into this one.
        """
        if isinstance(end, Mention):
            return end.id if self._layer.items.get(end.id) == end else self.taken(end)
        if end in self._made:
            return self._made[end]
        for there in self._layer.index.exactly(end.span):
            if is_live(there) and there.label == end.label:
                return there.id
        mention = Mention(
            id=self._next(Mention),
            start=end.span.start,
            end=end.span.end,
            quote=end.span.of(self._article.text),
            label=end.label,
            kind=end.kind,
            entity=end.entity,
            decision=Decision.ADDED,
        )
        checked(mention, self._article)
        self.changes.append(Change(mention.id, None, mention))
        self._made[end] = mention.id
        return mention.id

    def holder(self, holder: Holder) -> tuple[str | None, HolderKind]:
        """Holder id and kind of a stance."""
        if isinstance(holder, HolderKind):
            return None, holder
        return self.end(holder), HolderKind.MENTION

    def evidence(self, spans: Iterable[Span]) -> tuple[Evidence, ...]:
        """Evidence with its quotes."""
        text = self._article.text
        return tuple(Evidence(start=s.start, end=s.end, quote=s.of(text)) for s in sorted(spans))

    def taken(self, mention: Mention) -> str:
        """The id of a suggester's mention in this layer; it is copied where none stands for it."""
        own = standing(self._layer, mention)
        if own is not None and is_live(own):
            return own.id
        return self._copied(replace(mention, decision=Decision.KEPT))

    def left(self, mention: Mention, named: Collection[str]) -> str:
        """The id of a suggester's mention that only a rejected stance stands on.

        The tombstone that is left where none stands for it must not count as a judgement about the
        name, which may be right: it exists for the stance alone, and was made of no candidate.
        """
        own = standing(self._layer, mention)
        if own is not None:
            return own.id
        stone = replace(mention, decision=Decision.REJECTED)
        if not stands_for_stances(mention, named):
            stone = replace(stone, kind=MentionKind.NOMINAL, origin=None)
        return self._copied(stone)

    def _copied(self, mention: Mention) -> str:
        copy = replace(mention, id=self._next(Mention), revision=1)
        self.changes.append(Change(copy.id, None, copy))
        return copy.id

    def new_stance(self, stance: Stance) -> str:
        """Add a stance under the next number."""
        made = replace(stance, id=self._next(Stance))
        checked(made, self._article)
        self.changes.append(Change(made.id, None, made))
        return made.id

    def changed(self, before: Item, after: Item) -> None:
        """A changed item, one revision on; nothing where nothing changed."""
        if before != after:
            after = replace(after, revision=before.revision + 1)
            checked(after, self._article)
            self.changes.append(Change(before.id, before, after))

    def _next(self, kind: type[Mention] | type[Stance]) -> str:
        identifier = item_id(kind, self._number)
        self._number += 1
        return identifier


def add_stance(layer: Layer, article: Article, new: NewStance) -> Draft:
    """A new stance, with the mentions that its ends still lack."""
    maker = _Maker(layer, article)
    holder, holder_kind = maker.holder(new.holder)
    stance = Stance(
        id="",
        holder=holder,
        holder_kind=holder_kind,
        target=maker.end(new.target),
        label=new.label,
        evidence=maker.evidence(new.evidence),
        attribution=new.attribution,
        certainty=new.certainty,
        decision=Decision.ADDED,
    )
    maker.new_stance(stance)
    return item_draft(layer, Act.ADD_STANCE, maker.changes)


def take_stance(
    layer: Layer, article: Article, candidate: Stance, suggested: Layer, label: str
) -> Draft:
    """The candidate of the suggester's layer becomes a stance under `label`, with its ends."""
    maker = _Maker(layer, article)
    ids = {end: maker.taken(suggested.mention(end)) for end in sorted(ends_of(candidate))}
    decision = Decision.KEPT if label == candidate.label else Decision.CHANGED
    maker.new_stance(replace(on_ends(candidate, ids), label=label, decision=decision, revision=1))
    return item_draft(layer, Act.TAKE, maker.changes)


def correct_candidate(
    layer: Layer, taking: Draft, change: Callable[[Layer, Stance], Draft]
) -> Draft:
    """One edit that takes a candidate and corrects it.

    Args:
        layer: The layer that the candidate is not in yet.
        taking: What `take_stance` gave for it.
        change: The correction of the stance that it becomes, in the layer that holds it.
    """
    made = next(c.after for c in taking.changes if isinstance(c.after, Stance))
    return joined(taking, change(apply_draft(layer, taking), made))


def reject_stance(
    layer: Layer, article: Article, candidate: Stance, suggested: Layer, named: Collection[str]
) -> Draft:
    """The candidate is no stance: a tombstone keeps it from coming back.

    Its ends are not judged by it. `named` are the scheme's named labels.
    """
    maker = _Maker(layer, article)
    ids = {end: maker.left(suggested.mention(end), named) for end in sorted(ends_of(candidate))}
    maker.new_stance(replace(on_ends(candidate, ids), decision=Decision.REJECTED, revision=1))
    return item_draft(layer, Act.REJECT, maker.changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceFix:
    """What is to change about a stance; None leaves a part as it is.

    `source` is False to leave it, None to remove it.
    """

    label: str | None = None
    holder: Holder | None = None
    target: End | None = None
    evidence: Sequence[Span] | None = None
    attribution: Attribution | None = None
    certainty: Certainty | None = None
    source: End | bool | None = False


def change_stance(
    layer: Layer, article: Article, stance: Stance, fix: StanceFix, named: Collection[str]
) -> Draft:
    """The stance with the fix applied; id and origin stay.

    Args:
        layer: The layer.
        article: Its article.
        stance: A live stance of the layer.
        fix: What is to change.
        named: The scheme's named labels; a mention of another label stands for its stances only.
    """
    maker = _Maker(layer, article)
    after = stance
    if fix.label is not None:
        after = replace(after, label=fix.label)
    if fix.holder is not None:
        holder, kind = maker.holder(fix.holder)
        after = replace(after, holder=holder, holder_kind=kind)
    if fix.target is not None:
        after = replace(after, target=maker.end(fix.target))
    if fix.evidence is not None:
        after = replace(after, evidence=maker.evidence(fix.evidence))
    if fix.attribution is not None:
        after = replace(after, attribution=fix.attribution)
    if fix.certainty is not None:
        after = replace(after, certainty=fix.certainty)
    if not isinstance(fix.source, bool):
        after = replace(after, source=None if fix.source is None else maker.end(fix.source))
    if after == stance:
        return Draft(Act.CHANGE_STANCE, ())
    decision = Decision.ADDED if stance.decision is Decision.ADDED else Decision.CHANGED
    maker.changed(stance, replace(after, decision=decision, unsure=False))
    for orphan in orphans(layer, {stance.id}, named, kept=ends_of(after)):
        maker.changed(orphan, replace(orphan, decision=Decision.REJECTED))
    return item_draft(layer, Act.CHANGE_STANCE, maker.changes)


def swap_ends(layer: Layer, article: Article, stance: Stance) -> Draft:
    """Holder and target change places; empty where nobody is named as holder."""
    maker = _Maker(layer, article)
    if stance.holder is not None:
        decision = Decision.ADDED if stance.decision is Decision.ADDED else Decision.CHANGED
        swapped = replace(
            stance, holder=stance.target, target=stance.holder, decision=decision, unsure=False
        )
        maker.changed(stance, swapped)
    return item_draft(layer, Act.CHANGE_STANCE, maker.changes)
