"""One annotator's work on one article: the layer in memory, the log behind it.

An act changes the layer in memory at once and is queued for the writer; its future tells when it
is stored, or why not. After a failure the desk is reloaded from what is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace

from annotator.domain import acts
from annotator.domain.adoption import adopt_newer, suggestions_taken
from annotator.domain.article import Span, paragraph_at
from annotator.domain.doubts import Doubt
from annotator.domain.edits import Act, Draft, apply_draft, in_values_of, reversed_draft
from annotator.domain.entities import Entity
from annotator.domain.items import Decision, Item, Mention, MentionKind, Stance, is_live
from annotator.domain.kinds import kind_of
from annotator.domain.layer import Layer, State
from annotator.domain.picture import Picture
from annotator.domain.proposals import FEW_PLACES, Fix, Proposal
from annotator.domain.questions import Question
from annotator.domain.queue import Visit
from annotator.domain.stance_ends import ends_of
from annotator.errors import EditError, InputError
from annotator.project.known_entities import KnownEntities
from annotator.project.layer_log import FRAME_S, EditLog, LayerLog
from annotator.project.opening import Contents, contents_of, whole_layer
from annotator.project.workspace import Workspace
from annotator.storage.engine import Session
from annotator.storage.queue import save_visit


@dataclass(frozen=True, slots=True)
class OwnAct:
    """An act of this sitting: its draft, and the id of its edit once that is stored."""

    draft: Draft
    stored: Future[int]


class Desk:
    """The article on the table. `layer`, `candidates` and `doubts` are always today's picture.

    `taken` is the open part of the suggester's layer that she works with, `phrases` are spans that
    may be the extent of a new end of a stance, `questions` what she asked here, `same` is the
    same-text proposal as far as it is worked out. Acts on stances stand in `stance_desk`.
    """

    def __init__(
        self, workspace: Workspace, contents: Contents, log: EditLog | None = None
    ) -> None:
        self._workspace = workspace
        self.article, self.phrases = contents.article, contents.phrases
        self.questions = contents.questions
        self.entities = KnownEntities(workspace, contents.entities)
        self.visit = contents.visit
        self.same: Proposal | None = None
        self.fix: Fix | None = None
        self.layer = contents.layer
        self._log = log or LayerLog(workspace, contents.layer_row)
        self._own: list[OwnAct] = []
        self._suggesters, self._adopted = contents.suggesters, contents.adopted
        self.taken = suggestions_taken(self.layer, self._suggesters, self._adopted)
        self.scheme, below = workspace.scheme, workspace.settings.doubt_below
        self.named = self.scheme.named_labels
        self.picture = Picture(self.layer, self.taken, below, self.scheme.entities)

    # What the screen shows

    @property
    def mentions(self) -> Sequence[Mention]:
        """Live mentions in text order."""
        return self.picture.mentions

    @property
    def candidates(self) -> Sequence[Mention]:
        """Open candidates in text order."""
        return self.picture.candidates

    @property
    def doubts(self) -> Sequence[Doubt]:
        """The doubt ring, in text order."""
        return self.picture.doubts

    @property
    def state(self) -> State:
        """Where the annotator stands with this article."""
        return self.layer.assignment.state

    @property
    def newer_suggestions(self) -> bool:
        """Whether a newer suggester version waits to be taken."""
        newer = self._newer()
        return newer is not None and bool(adopt_newer(self.layer, newer, self.named))

    @property
    def proposal(self) -> Draft:
        """The same-text proposal for the last fix, worked out to its end; empty without one."""
        return Draft(Act.PROPAGATE, ()) if self.same is None else self.same.draft

    @property
    def has_own_acts(self) -> bool:
        """Whether this sitting has an act that `take_back` takes back at once."""
        return bool(self._own)

    @property
    def own_drafts(self) -> Iterator[Draft]:
        """What this sitting's acts that still stand made, the newest first."""
        return (own.draft for own in reversed(self._own))

    @property
    def changed_last(self) -> int:
        """How many items the newest act of this sitting changed."""
        return len(self._own[-1].draft.changes) if self._own else 0

    def entity_of(self, mention: Mention) -> Entity | None:
        """The entity of a mention, merges followed."""
        return None if mention.entity is None else self.entities.get(mention.entity)

    def item(self, identifier: str) -> Mention | None:
        """The live mention with this id, or None."""
        found = self.layer.items.get(identifier)
        return found if isinstance(found, Mention) and is_live(found) else None

    def words_of(self, stance: Stance) -> tuple[str | None, str]:
        """What holder and target say in the text; None where nobody is named as holder."""
        ends = self.ends(stance)
        holder = None if stance.holder is None else ends[stance.holder].quote
        return holder, ends[stance.target].quote

    def source_words(self, stance: Stance) -> str | None:
        """What the source says in the text."""
        return None if stance.source is None else self.ends(stance)[stance.source].quote

    def spans_of(self, stance: Stance) -> tuple[Span, ...]:
        """Where holder, target and source stand."""
        return tuple(sorted(mention.span for mention in self.ends(stance).values()))

    def ends(self, stance: Stance) -> dict[str, Mention]:
        """The mentions that a stance stands on, by id: of this layer, or a candidate's own."""
        layer, taken = self.layer, self.taken
        if taken and layer.items.get(stance.id) != stance == taken.items.get(stance.id):
            layer = taken
        return {end: layer.mention(end) for end in ends_of(stance)}

    # Acts on items

    def keep(self, item: Item) -> Future[int] | None:
        """The item is right."""
        return self.perform(acts.keep(self.layer, item))

    def mark_unsure(self, mention: Mention) -> Future[int] | None:
        """The annotator can't tell; the reviewer sees it first."""
        return self.perform(self._corrected(mention, acts.mark_unsure))

    def reject(self, mention: Mention) -> Future[int] | None:
        """The mention is wrong; its stances go with it."""
        return self.perform(
            acts.reject(self.layer, [mention], self.named), Fix(self.article.id, mention, None)
        )

    def reject_candidate(self, candidate: Mention) -> Future[int] | None:
        """The candidate is no mention."""
        return self.perform(acts.reject_candidate(self.layer, candidate))

    def relabel(self, mention: Mention, label: str) -> Future[int] | None:
        """The mention gets this label, and the entity of its name under that label."""
        if mention.label == label:
            return self.keep(mention)
        entity, created = self.entity_named(mention.quote, label)
        draft = acts.relabel(self.layer, mention, label, entity.id)
        return self.perform(draft, self._fix(mention, draft), created)

    def take_candidate(self, candidate: Mention, label: str) -> Future[int] | None:
        """The candidate becomes a mention under this label."""
        if candidate.label == label and candidate.entity is not None:
            entity, created = candidate.entity, None
        else:
            named, created = self.entity_named(candidate.quote, label)
            entity = named.id
        draft = acts.take_candidate(self.layer, candidate, label, entity)
        return self.perform(draft, self._fix(None, draft), created)

    def add(self, span: Span, label: str) -> Future[int] | None:
        """A new mention over the span, of the kind that its words have."""
        words = span.of(self.article.text)
        entity, created = self.entity_named(words, label)
        kind = kind_of(words, self.scheme.words.pronouns, may_be_name=label in self.named)
        draft = acts.add(self.layer, self.article, span, label, entity.id, kind)
        return self.perform(draft, self._fix(None, draft), created)

    def resize(self, mention: Mention, span: Span) -> Future[int] | None:
        """The mention gets these edges."""
        draft = self._corrected(mention, lambda on, m: acts.resize(on, self.article, m, span))
        return self.perform(draft, self._fix(mention, draft))

    def set_kind(self, mention: Mention, kind: MentionKind) -> Future[int] | None:
        """The mention names, describes or stands for its entity."""
        return self.perform(self._corrected(mention, lambda on, m: acts.set_kind(on, m, kind)))

    def set_entity(self, mention: Mention, entity: int) -> Future[int] | None:
        """The mention belongs to this entity."""
        return self.perform(self._corrected(mention, lambda on, m: acts.set_entity(on, m, entity)))

    def name_entity(self, mention: Mention, name: str) -> Future[int] | None:
        """The mention belongs to the entity of this name, created where there is none."""
        if not name.strip():
            raise InputError("An entity needs a name; type one, or press Esc.")
        entity, created = self.entity_named(name.strip(), mention.label)
        draft = self._corrected(mention, lambda on, m: acts.set_entity(on, m, entity.id))
        return self.perform(draft, None, created)

    def take_proposal(self) -> Future[int] | None:
        """Take the outlined same-text proposal."""
        return self.perform(self.proposal)

    def accept_paragraph(self, offset: int) -> Future[int] | None:
        """Everything suggested in the paragraph at `offset` is right."""
        paragraph = paragraph_at(self.article.text, offset)
        if paragraph is None:
            return None
        return self.perform(acts.accept_paragraph(self.layer, paragraph))

    def toggle_dim(self, offset: int) -> Future[int] | None:
        """Dim the paragraph at `offset`, or undim it where it is dimmed."""
        paragraph = paragraph_at(self.article.text, offset)
        if paragraph is None:
            return None
        zone = next((z for z in self.picture.zones if z.span.overlaps(paragraph)), None)
        if zone is not None:
            return self.perform(acts.undim(self.layer, zone))
        return self.perform(acts.dim(self.layer, self.article, paragraph))

    # Acts on the article

    def finish(self) -> Future[int] | None:
        """The article is done."""
        return self.perform(acts.finish(self.layer, doubts_left=bool(self.doubts)))

    def skip(self) -> Future[int] | None:
        """Leave the article for later."""
        return self.perform(acts.skip(self.layer))

    def toggle_flag(self) -> Future[int] | None:
        """Flag the article for the reviewer, or take the flag away."""
        return self.perform(acts.toggle_flag(self.layer))

    def set_comment(self, comment: str) -> Future[int] | None:
        """A comment for the reviewer."""
        return self.perform(acts.set_comment(self.layer, comment))

    def take_newer(self) -> Future[int] | None:
        """Take the newer suggestions; what a person decided stays."""
        newer = self._newer()
        if newer is None:
            return None
        future = self.perform(adopt_newer(self.layer, newer, self.named))
        self._look_for_suggestions()
        return future

    def dependants(self, mention: Mention) -> int:
        """How many stances would go with the mention."""
        return sum(mention.id in (s.holder, s.target) for s in self.picture.stances)

    # Coming back

    @property
    def has_failed(self) -> bool:
        """Whether an act could not be stored, so that the desk shows what is not there."""
        return self._log.has_failed

    def come_back(self, layer_row: int, questions: Sequence[Question]) -> None:
        """Work on a desk that was made ready or left: its layer is stored in this row."""
        self._log = LayerLog(self._workspace, layer_row)
        self.questions = tuple(questions)
        self.entities.look_again()

    def put_aside(self) -> None:
        """Another article is on the table: what can't be taken back at once needs no memory."""
        self.same, self.fix = None, None
        self._own.clear()

    def remember(self, visit: Visit) -> Future[None]:
        """Store where the annotator is, so that she comes back to it after anything."""
        self.visit = visit
        workspace, name = self._workspace, self.layer.author.name

        def job(session: Session) -> None:
            save_visit(session, self.article.id, name, visit, workspace.clock())

        return workspace.submit(job, after_s=FRAME_S)

    def take_back(self) -> OwnAct | None:
        """Take back the newest act of this sitting at once; its future is the undo's.

        None where there is none: then the log tells what comes next.
        """
        if not self._own:
            return None
        taken = self._own.pop()
        draft = reversed_draft(self.layer, taken.draft, Act.UNDO)
        before, after = self.layer, apply_draft(self.layer, draft)
        self._follow(after, draft)
        self._look_for_suggestions()
        stored = self._log.queue(before, after, draft, undoes=taken.stored)
        return OwnAct(replace(draft, act=taken.draft.act), stored)

    def acted_elsewhere(self) -> None:
        """The newest act is one on other articles: the log tells what undo takes back next."""
        self._own.clear()

    def replay(self, draft: Draft) -> None:
        """Show a draft that was stored already: an undo or redo from the log, or a bulk act."""
        self._own.clear()
        try:
            draft = in_values_of(self.layer, draft)
            layer = apply_draft(self.layer, draft)
        except EditError:
            self.reload()  # another window changed the article before
            return
        self._follow(layer, draft)
        self._look_for_suggestions()

    def reload(self) -> None:
        """Show what is stored: after a failed commit, or another window's change."""
        contents = self._stored()
        self.entities = KnownEntities(self._workspace, contents.entities)
        self._log.forget_failure()
        self._own.clear()
        self._suggesters, self._adopted = contents.suggesters, contents.adopted
        self.layer, self.questions = contents.layer, contents.questions
        self.taken = suggestions_taken(self.layer, self._suggesters, self._adopted)
        self.picture.show(self.layer, self.taken)
        self.same, self.fix = None, None

    def refresh_suggestions(self) -> None:
        """Look whether a newer suggester version has arrived."""
        self._suggesters = self._stored().suggesters

    def _stored(self) -> Contents:
        return self._workspace.read(lambda s: contents_of(s, self.article.id, self.layer.author))

    def _follow(self, layer: Layer, draft: Draft) -> None:
        self.layer = layer
        self.picture.apply(layer, draft)
        self.same, self.fix = None, None

    def _look_for_suggestions(self) -> None:
        """Show the candidates of the suggester that the layer works with now."""
        taken = suggestions_taken(self.layer, self._suggesters, self._adopted)
        if taken is not self.taken:
            self.taken = taken
            self.picture.show(self.layer, taken)

    def _newer(self) -> Layer | None:
        """The newest suggester's layer, where it is not the one that was taken."""
        newest = self._suggesters[-1] if self._suggesters else None
        if newest is None or newest is self.taken:
            return None
        return self._workspace.read(lambda session: whole_layer(session, newest))

    def perform(
        self, draft: Draft, fix: Fix | None = None, *entities: Entity | None
    ) -> Future[int] | None:
        """Show the draft at once and queue its edit; new `entities` are stored with it."""
        if not draft.changes:
            return None
        before, after = self.layer, apply_draft(self.layer, draft)
        self._follow(after, draft)
        if fix is not None:
            self.fix = fix
            self.same = Proposal(after, self.article, fix)
            self.same.advance(FEW_PLACES)
        stored = self._log.queue(before, after, draft, *entities)
        self._own.append(OwnAct(draft, stored))
        return stored

    def _corrected(self, mention: Mention, change: Callable[[Layer, Mention], Draft]) -> Draft:
        """The change of a mention; of a candidate, taking it is part of the same edit."""
        if mention in self.candidates:
            return acts.correct_candidate(self.layer, mention, change)
        return change(self.layer, mention)

    def _fix(self, before: Mention | None, draft: Draft) -> Fix | None:
        """The fix that a draft made: what its first change left standing."""
        after = draft.changes[0].after if draft.changes else None
        if not isinstance(after, Mention) or after.decision is Decision.REJECTED:
            return None
        return Fix(self.article.id, before, after)

    def entity_named(self, name: str, label: str) -> tuple[Entity, Entity | None]:
        """The entity of a name under a label, and the same again where it had to be made."""
        for mention in self.picture.alike(name, label):
            entity = self.entity_of(mention)
            if entity is not None:
                return entity, None
        entity = self.entities.find(name, label)
        if entity is not None:
            return entity, None
        made = Entity(self._workspace.new_entity_id(), name, label)
        self.entities.add(made)
        return made, made
