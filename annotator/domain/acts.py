"""What a person can do to a layer, as drafts: pure functions from a layer to changes.

Every act that alters items of a finished or skipped article reopens it in the same edit. Making a
mention equal to another merges them: the older stays and the stances move. Rejecting a mention
rejects the stances it holds or is the target of; one it is only the source of loses its source.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from annotator.domain.article import Article, Span
from annotator.domain.edits import (
    ASSIGNMENT_ID,
    Act,
    Change,
    Draft,
    apply_draft,
    checked,
    joined,
)
from annotator.domain.items import (
    Decision,
    Item,
    Mention,
    MentionKind,
    Stance,
    Zone,
    is_decided,
    is_live,
    item_id,
    item_number,
)
from annotator.domain.layer import Assignment, Layer, State
from annotator.domain.stance_ends import ends_of, on_ends, orphans


def keep(layer: Layer, item: Item) -> Draft:
    """The item is right."""
    return item_draft(layer, Act.KEEP, [_becomes(item, _kept(item, unsure=False))])


def mark_unsure(layer: Layer, item: Item) -> Draft:
    """The person looked and can't tell: it stays, marked for the reviewer."""
    return item_draft(layer, Act.UNSURE, [_becomes(item, _kept(item, unsure=True))])


def reject(layer: Layer, items: Iterable[Item], named: Collection[str]) -> Draft:
    """The items are wrong: they and the stances that stand on them become tombstones.

    So do the mentions that stood only for these stances. `named` are the scheme's named labels.
    """
    gone = {item.id: item for item in items}
    for stance in layer.stances():
        if gone.keys() & {stance.holder, stance.target}:
            gone.setdefault(stance.id, stance)
    gone = {o.id: o for o in orphans(layer, set(gone), named)} | gone
    changes = [_becomes(i, replace(i, decision=Decision.REJECTED)) for i in gone.values()]
    changes += [
        _becomes(stance, replace(stance, source=None))
        for stance in layer.stances()
        if stance.source in gone and stance.id not in gone
    ]
    return item_draft(layer, Act.REJECT, changes)


def relabel(layer: Layer, mention: Mention, label: str, entity: int | None) -> Draft:
    """The mention gets another label (and the entity that goes with it)."""
    changed = replace(mention, label=label, entity=entity)
    return item_draft(layer, Act.RELABEL, _altered(layer, mention, changed))


def resize(layer: Layer, article: Article, mention: Mention, span: Span) -> Draft:
    """The mention gets other edges; id, label, stances and origin stay."""
    changed = replace(mention, start=span.start, end=span.end, quote=span.of(article.text))
    checked(changed, article)
    return item_draft(layer, Act.RESIZE, _altered(layer, mention, changed))


def set_kind(layer: Layer, mention: Mention, kind: MentionKind) -> Draft:
    """The mention names, describes, or stands for its entity."""
    return item_draft(layer, Act.KIND, _altered(layer, mention, replace(mention, kind=kind)))


def set_entity(layer: Layer, mention: Mention, entity: int) -> Draft:
    """The mention belongs to another entity."""
    return item_draft(layer, Act.ENTITY, _altered(layer, mention, replace(mention, entity=entity)))


def join_entities(layer: Layer, less: Collection[int], full: int) -> Draft:
    """Every live mention of the entities `less` belongs to `full`; what was decided on it stays."""
    moved = [mention for mention in layer.mentions() if mention.entity in less]
    return item_draft(layer, Act.ENTITY, [_becomes(m, replace(m, entity=full)) for m in moved])


def add(
    layer: Layer,
    article: Article,
    span: Span,
    label: str,
    entity: int | None,
    kind: MentionKind = MentionKind.NAMED,
) -> Draft:
    """A new mention; where one with the same span and label stands, that one is kept instead."""
    twin = _twin(layer, span.start, span.end, label, besides=None)
    if twin is not None:
        return keep(layer, twin)
    mention = new_mention(layer.next_number, article, span, label, entity, kind)
    return item_draft(layer, Act.ADD, [Change(mention.id, None, mention)])


def new_mention(
    number: int,
    article: Article,
    span: Span,
    label: str,
    entity: int | None,
    kind: MentionKind = MentionKind.NAMED,
) -> Mention:
    """A mention that a person adds, checked against the text."""
    mention = Mention(
        id=item_id(Mention, number),
        start=span.start,
        end=span.end,
        quote=span.of(article.text),
        label=label,
        kind=kind,
        entity=entity,
        decision=Decision.ADDED,
    )
    checked(mention, article)
    return mention


def take_candidate(layer: Layer, candidate: Mention, label: str, entity: int | None) -> Draft:
    """The candidate becomes a mention under `label`; its origin stays with it."""
    decision = Decision.KEPT if label == candidate.label else Decision.CHANGED
    taken = _from_candidate(layer, candidate, decision)
    taken = replace(taken, label=label, entity=entity)
    return item_draft(layer, Act.TAKE, [Change(taken.id, None, taken)])


def correct_candidate(
    layer: Layer, candidate: Mention, change: Callable[[Layer, Mention], Draft]
) -> Draft:
    """One edit that takes a candidate as it is and corrects what it becomes."""
    taking = take_candidate(layer, candidate, candidate.label, candidate.entity)
    taken = apply_draft(layer, taking)
    return joined(taking, change(taken, taken.mention(taking.changes[0].id)))


def reject_candidate(layer: Layer, candidate: Mention) -> Draft:
    """The candidate is no mention: a tombstone keeps it from coming back."""
    stone = _from_candidate(layer, candidate, Decision.REJECTED)
    return item_draft(layer, Act.REJECT, [Change(stone.id, None, stone)])


def accept_paragraph(layer: Layer, paragraph: Span) -> Draft:
    """Everything suggested in the paragraph is right."""
    items: list[Mention | Stance] = [*layer.mentions(), *layer.stances()]
    changes = [
        _becomes(item, _kept(item, unsure=item.unsure))
        for item in items
        if paragraph.contains(item.span) and not is_decided(item)
    ]
    return item_draft(layer, Act.ACCEPT_PARAGRAPH, changes)


def dim(layer: Layer, article: Article, paragraph: Span) -> Draft:
    """The paragraph is not the article: it is dimmed and its items leave with it."""
    zone = Zone(
        id=item_id(Zone, layer.next_number),
        start=paragraph.start,
        end=paragraph.end,
        decision=Decision.ADDED,
    )
    checked(zone, article)
    inside = [m for m in layer.mentions() if paragraph.overlaps(m.span)]
    ids = {m.id for m in inside}
    stances = [
        s
        for s in layer.stances()
        if ids & {s.holder, s.target, s.source} or paragraph.overlaps(s.span)
    ]
    changes = [Change(zone.id, None, zone)]
    changes += [_becomes(m, replace(m, dimmed_by=zone.id)) for m in inside]
    changes += [_becomes(s, replace(s, dimmed_by=zone.id)) for s in stances]
    return item_draft(layer, Act.DIM, changes)


def undim(layer: Layer, zone: Zone) -> Draft:
    """The paragraph is the article after all: its items come back as they were.

    A mention whose equal was added in the meantime does not come back: its stances move there.
    A stance whose end was rejected in the meantime does not come back either.
    """
    changes = [_becomes(zone, replace(zone, decision=Decision.REJECTED))]
    back = [i for i in layer.items.values() if not isinstance(i, Zone) and i.dimmed_by == zone.id]
    stays: dict[str, str] = {}
    for item in back:
        if isinstance(item, Mention):
            twin = _twin(layer, item.start, item.end, item.label, besides=item.id)
            decision = item.decision if twin is None else Decision.REJECTED
            changes.append(_becomes(item, replace(item, dimmed_by=None, decision=decision)))
            if twin is not None:
                stays[item.id] = twin.id
    alive = {c.id for c in changes if isinstance(c.after, Mention) and is_live(c.after)}
    alive |= {mention.id for mention in layer.mentions()}
    for item in back:
        if isinstance(item, Stance):
            stance = replace(on_ends(item, stays), dimmed_by=None)
            if not ends_of(stance) <= alive:  # an end was rejected while the stance was away
                stance = replace(stance, decision=Decision.REJECTED)
            changes.append(_becomes(item, stance))
    return item_draft(layer, Act.UNDIM, changes)


def finish(layer: Layer, *, doubts_left: bool) -> Draft:
    """The article is done: what was suggested and not touched counts as kept with it."""
    kept = Decision.KEPT_WITH_ARTICLE
    changes = [
        Change(i.id, i, replace(i, decision=kept, revision=i.revision + 1))
        for i in layer.items.values()
        if i.decision is Decision.SUGGESTED
    ]
    if layer.assignment.state is not State.DONE:
        changes.append(_assigned(layer, replace(layer.assignment, state=State.DONE)))
    return Draft(Act.DONE_WITH_DOUBTS if doubts_left else Act.DONE, tuple(changes))


def skip(layer: Layer) -> Draft:
    """The article is left for later, at the end of the queue. Nothing to do where it is done."""
    if layer.assignment.state is not State.OPEN:
        return Draft(Act.SKIP, ())
    return Draft(Act.SKIP, (_assigned(layer, replace(layer.assignment, state=State.SKIPPED)),))


def toggle_flag(layer: Layer) -> Draft:
    """Flag the article for the reviewer, or take the flag away."""
    return Draft(
        Act.FLAG,
        (_assigned(layer, replace(layer.assignment, flagged=not layer.assignment.flagged)),),
    )


def set_comment(layer: Layer, comment: str) -> Draft:
    """A comment on the article, for the reviewer; empty removes it."""
    if comment == layer.assignment.comment:
        return Draft(Act.COMMENT, ())
    return Draft(Act.COMMENT, (_assigned(layer, replace(layer.assignment, comment=comment)),))


def item_draft(layer: Layer, act: Act, changes: Iterable[Change]) -> Draft:
    """The draft of an act on items, which reopens a finished or skipped article."""
    real = [c for c in changes if c.before != c.after]
    if real and layer.assignment.state in (State.DONE, State.SKIPPED):
        real.append(_assigned(layer, replace(layer.assignment, state=State.OPEN)))
    return Draft(act, tuple(real))


def _assigned(layer: Layer, assignment: Assignment) -> Change:
    return Change(ASSIGNMENT_ID, layer.assignment, assignment)


def _becomes(before: Item, after: Item) -> Change:
    if before == after:
        return Change(before.id, before, before)
    return Change(before.id, before, replace(after, revision=before.revision + 1))


def _kept(item: Item, *, unsure: bool) -> Item:
    decision = item.decision if is_decided(item) else Decision.KEPT
    return replace(item, decision=decision, unsure=unsure)


def _altered(layer: Layer, before: Mention, after: Mention) -> list[Change]:
    """The changes that turn `before` into `after`, merging it with an equal mention."""
    if after == before:
        return []
    after = replace(after, decision=_decision(before, after), unsure=False)
    twin = _twin(layer, after.start, after.end, after.label, besides=before.id)
    if twin is None:
        return [_becomes(before, after)]
    old, young = sorted((before, twin), key=lambda m: item_number(m.id))
    survivor = replace(old, start=after.start, end=after.end, quote=after.quote, label=after.label)
    survivor = replace(survivor, kind=after.kind, entity=after.entity)
    survivor = replace(survivor, decision=_decision(old, survivor), unsure=False)
    changes = [_becomes(old, survivor), _becomes(young, replace(young, decision=Decision.REJECTED))]
    return changes + _moved_stances(layer, young.id, old.id)


def _decision(before: Mention, after: Mention) -> Decision:
    """What a person decided who made `after` of `before`."""
    if before.decision is Decision.ADDED:
        return Decision.ADDED
    return _kept(before, unsure=False).decision if after == before else Decision.CHANGED


def _moved_stances(layer: Layer, gone: str, stays: str) -> list[Change]:
    return [
        _becomes(item, on_ends(item, {gone: stays}))
        for item in layer.index.every_stance
        if gone in (item.holder, item.target, item.source)
    ]


def _twin(layer: Layer, start: int, end: int, label: str, besides: str | None) -> Mention | None:
    for mention in layer.index.exactly(Span(start, end)):
        if mention.label == label and mention.id != besides and is_live(mention):
            return mention
    return None


def _from_candidate(layer: Layer, candidate: Mention, decision: Decision) -> Mention:
    identifier = item_id(Mention, layer.next_number)
    return replace(candidate, id=identifier, decision=decision, revision=1)
