"""One article under review: gold in memory, and the log behind it.

Opening merges what all annotators share and withdraws the decisions whose inputs have changed;
both are edits of the policy, so that undo walks over the reviewer's own decisions alone. Every
decision is stored when its method returns.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.domain.adjudication import (
    GOLD,
    Review,
    begin_review,
    layers_under_review,
    own_version,
    prepared,
    reject,
    say,
    send_back,
    take,
    version_base,
)
from annotator.domain.article import Article
from annotator.domain.conflicts import Conflict, Variant
from annotator.domain.edits import ASSIGNMENT_ID, Act, ActorKind, Change, Draft, apply_draft
from annotator.domain.entities import Entity
from annotator.domain.gold_editing import Stamp
from annotator.domain.layer import Layer, Role, State
from annotator.domain.questions import Question, asked_about
from annotator.domain.rulings import How, Remark
from annotator.project.asking import answer
from annotator.project.history import review_group
from annotator.project.workspace import Workspace
from annotator.storage.articles import get_article
from annotator.storage.engine import Session
from annotator.storage.entities import add_entity, entity_names
from annotator.storage.layers import create_layer, find_layer, layers_of, load_layer
from annotator.storage.log import append_edit
from annotator.storage.questions import questions_on


@dataclass(frozen=True, slots=True)
class _Stored:
    """What is stored of an article under review."""

    article: Article
    layers: tuple[Layer, ...]
    gold: Layer | None
    names: Mapping[int, str]
    questions: tuple[Question, ...]


class Reviewing:
    """An article on the reviewer's table. `review` is always what is stored.

    `questions` are what annotators ask about the article.
    """

    def __init__(self, workspace: Workspace, stored: _Stored, review: Review) -> None:
        self._workspace = workspace
        self.article, self.names, self.questions = stored.article, stored.names, stored.questions
        self.review = review

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Every place where the annotators differ, in reading order."""
        return self.review.found.conflicts

    def take(
        self, conflict: Conflict, variant: Variant, remark: Remark | None = None, group: str = ""
    ) -> None:
        """Decide for a reading."""
        self._store(take(self.review, conflict, variant, self.stamp(), remark), group)

    def reject(self, conflict: Conflict, remark: Remark | None = None, group: str = "") -> None:
        """Decide for none.

        Raises:
            EditError: A stance of gold stands on what would go.
        """
        self._store(reject(self.review, conflict, self.stamp(), remark), group)

    def questions_about(self, conflict: Conflict) -> tuple[Question, ...]:
        """What annotators ask about the items or the words of a conflict."""
        items = {(ref.author.name, ref.id) for ref in conflict.sources}
        return asked_about(self.questions, items, conflict.span)

    def answer(self, question: Question, words: str) -> None:
        """Answer a question.

        Raises:
            InputError: The answer is empty, or the question is gone.
        """
        answered = answer(self._workspace, question.id, words)
        self.questions = tuple(answered if q.id == answered.id else q for q in self.questions)

    def say(self, conflict: Conflict, remark: Remark) -> None:
        """Change reason, note or flag of a decision."""
        self._store(say(self.review, conflict, remark))

    def own_base(self, conflict: Conflict) -> Layer:
        """Gold to begin an own version with."""
        return version_base(self.review, conflict, self.stamp())

    def own(
        self,
        conflict: Conflict,
        base: Layer,
        edited: Layer,
        entities: Sequence[Entity] = (),
        remark: Remark | None = None,
    ) -> None:
        """Decide for the reviewer's own version; new entities are stored with it."""
        draft = own_version(self.review, conflict, base, edited, self.stamp(), remark)
        self._store(draft, entities=entities)

    def send_back(self, conflict: Conflict, words: str, remark: Remark | None = None) -> None:
        """Give the conflict back to every annotator: their articles are open again.

        Args:
            conflict: What they are to look at.
            words: What their comment is to say.
            remark: What is said about it in gold.
        """
        draft = send_back(self.review, conflict, self.stamp(), remark)
        group, at, by = review_group(), self._workspace.clock(), self._workspace.settings.annotator
        authors = [layer.author for layer in self.review.layers]

        def job(session: Session) -> Layer:
            for author in authors:
                row = find_layer(session, self.article.id, author)
                if row is not None:
                    layer = load_layer(session, row)
                    _append(session, row, layer, _reopened(layer, words), by, at, group)
            return self._append_gold(session, draft, group)

        self._follow(self._workspace.write(job))

    def reload(self) -> None:
        """Show what is stored: after an undo, or another window's change."""
        fresh = open_review(self._workspace, self.article.id)
        if fresh is not None:
            self.review, self.names = fresh.review, fresh.names
            self.questions = fresh.questions

    def stamp(self) -> Stamp:
        """Who decides now."""
        workspace = self._workspace
        version = workspace.scheme.version
        return Stamp(workspace.settings.annotator, workspace.clock(), version)

    def _store(self, draft: Draft, group: str = "", entities: Sequence[Entity] = ()) -> None:
        if not draft:
            return

        def job(session: Session) -> Layer:
            for entity in entities:
                add_entity(session, entity)
            return self._append_gold(session, draft, group or review_group())

        self._follow(self._workspace.write(job))

    def _append_gold(self, session: Session, draft: Draft, group: str) -> Layer:
        workspace, gold = self._workspace, self.review.gold
        row = find_layer(session, self.article.id, gold.author)
        if row is None:
            raise LookupError(self.article.id)
        by, at = workspace.settings.annotator, workspace.clock()
        return _append(session, row, gold, draft, by, at, group)

    def _follow(self, gold: Layer) -> None:
        self.review = self.review.with_gold(gold)
        if any(r.how is How.SENT_BACK for r in gold.rulings.values()):
            self.reload()


def open_review(workspace: Workspace, article: str) -> Reviewing | None:
    """The article for review, its gold brought up to date.

    None where there is nothing to adjudicate: fewer than two finished it, or its gold was imported.
    """
    opened = _open(workspace, article)
    if opened is None or not prepared(opened.review, opened.stamp()):
        return opened
    return workspace.write(lambda session: _merged(workspace, session, article))


def _open(workspace: Workspace, article: str) -> Reviewing | None:
    stored = workspace.read(lambda session: _read(session, article))
    review = None if stored is None else _review(stored)
    if stored is None or review is None:
        return None
    return Reviewing(workspace, stored, review)


def _read(session: Session, identifier: str) -> _Stored | None:
    article = get_article(session, identifier)
    if article is None:
        return None
    gold = next(iter(layers_of(session, identifier, Role.GOLD)), None)
    layers = layers_under_review(layers_of(session, identifier, Role.ANNOTATOR), gold)
    held = {m.entity for layer in layers for m in layer.mentions() if m.entity is not None}
    questions = tuple(questions_on(session, identifier))
    return _Stored(article, layers, gold, entity_names(session, held), questions)


def _review(stored: _Stored) -> Review | None:
    gold = stored.gold or Layer(stored.article.id, GOLD)
    imported = gold.version > 0 and gold.assignment.state is State.NEW
    if imported or len(stored.layers) < 2:
        return None
    return begin_review(stored.article.text, stored.layers, stored.names, gold)


def _merged(workspace: Workspace, session: Session, article: str) -> Reviewing | None:
    """Store what is agreed; worked out anew, for another window may have been faster."""
    stored = _read(session, article)
    review = None if stored is None else _review(stored)
    if stored is None or review is None:
        return None
    gold = review.gold
    row = find_layer(session, article, gold.author)
    if row is None:
        row = create_layer(session, article, gold.author)
    opened = Reviewing(workspace, stored, review)
    stamp = opened.stamp()
    draft = prepared(review, stamp)
    if not draft:
        return opened
    after = apply_draft(gold, draft)
    append_edit(
        session,
        row,
        gold.version,
        draft,
        next_number=after.next_number,
        actor_kind=ActorKind.POLICY,
        actor=stamp.by,
        at=stamp.at,
    )
    return Reviewing(workspace, stored, review.with_gold(after))


def _append(
    session: Session,
    row: int,
    layer: Layer,
    draft: Draft,
    by: str,
    at: dt.datetime,
    group: str,
) -> Layer:
    """Log a reviewer's edit of this layer; the layer after it."""
    after = apply_draft(layer, draft)
    append_edit(
        session,
        row,
        layer.version,
        draft,
        next_number=after.next_number,
        actor_kind=ActorKind.PERSON,
        actor=by,
        at=at,
        group=group,
    )
    return after


def _reopened(layer: Layer, words: str) -> Draft:
    """The annotator's article open again, with the reviewer's words in its comment."""
    before = layer.assignment
    comment = f"{before.comment} | {words}" if before.comment else words
    after = replace(before, state=State.OPEN, comment=comment)
    return Draft(Act.SEND_BACK, (Change(ASSIGNMENT_ID, before, after),))
