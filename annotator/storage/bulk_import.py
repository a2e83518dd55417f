"""Import in bulk: what a batch of records must know is read at once, what it adds written at once.

Every layer is stored with the edit that made it, as `log.append_edit` does for a single one. The
transaction holds the write lock from its beginning, so row ids can be given out here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import cast

from sqlalchemy import delete
from sqlalchemy import select as select_columns
from sqlmodel import Session, SQLModel, col, func, select

from annotator.domain.article import Article
from annotator.domain.edits import ASSIGNMENT_ID, Act, ActorKind, Change
from annotator.domain.items import Item
from annotator.domain.layer import Assignment, Author, Role, State
from annotator.storage.articles import article_values
from annotator.storage.item_rows import ITEM_MODELS, Values, insert_rows, values_of
from annotator.storage.records import added_text
from annotator.storage.tables import (
    ArticleRow,
    AssignmentRow,
    EditRow,
    ForgottenRow,
    LayerRow,
)
from annotator.storage.types import stored_json, stored_time

_VARIABLES = 10_000
"""Values in one `IN`; SQLite takes at most 32,766."""
# Parents first: references are checked as rows come, but for those of stances.
_ORDER: tuple[type[SQLModel], ...] = (
    ArticleRow, LayerRow, AssignmentRow, EditRow, *ITEM_MODELS.values(),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewLayer:
    """A layer that an import makes: its items, and the state of an annotator's assignment.

    `entities` has the entity of each mention that does not carry it itself, by the mention's id.
    """

    article: str
    author: Author
    items: Sequence[Item]
    state: State
    at: dt.datetime
    entities: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(slots=True)
class ImportBatch:
    """The articles and layers that records of one batch may meet, and what they add.

    `digests` has the text digest of each known article by id, `twins` the ids of the articles with
    a text in order of the queue, `forgotten` the digests of texts that were taken down, `layers`
    the row ids of layers by article and author; those that wait to be written are among them.
    """

    session: Session
    digests: dict[str, str] = field(default_factory=dict)
    twins: dict[str, list[str]] = field(default_factory=dict)
    forgotten: set[str] = field(default_factory=set)
    layers: dict[tuple[str, Author], int] = field(default_factory=dict)
    _assigned: set[tuple[str, str]] = field(default_factory=set)
    _position: int = 0
    _next_layer: int = 1
    _waiting: dict[type[SQLModel], list[Values]] = field(default_factory=dict)
    _unwritten: set[tuple[str, Author]] = field(default_factory=set)

    @classmethod
    def of(
        cls, session: Session, articles: Collection[str], digests: Collection[str]
    ) -> ImportBatch:
        """What is stored about these articles and texts."""
        batch = cls(session)
        execute = session.connection().execute
        known = select_columns(col(ArticleRow.id), col(ArticleRow.sha256), col(ArticleRow.position))
        found: dict[str, tuple[str, int]] = {}
        for column, wanted in ((ArticleRow.id, articles), (ArticleRow.sha256, digests)):
            for part in parts(wanted):
                rows = execute(known.where(col(column).in_(part)))
                found.update((article, (digest, place)) for article, digest, place in rows)
        for article, (digest, _) in sorted(found.items(), key=lambda item: item[1][1]):
            batch._knows(article, digest)
        gone = select_columns(col(ArticleRow.sha256)).join(
            ForgottenRow, col(ForgottenRow.article) == col(ArticleRow.id)
        )
        made = select_columns(
            col(LayerRow.article), col(LayerRow.role), col(LayerRow.author), col(LayerRow.id)
        )
        assigned = select_columns(col(AssignmentRow.article), col(AssignmentRow.annotator))
        batch.forgotten.update(execute(gone).scalars())
        for part in parts(articles):
            for article, role, author, row in execute(made.where(col(LayerRow.article).in_(part))):
                batch.layers[article, Author(Role(role), author)] = cast("int", row)
            there = execute(assigned.where(col(AssignmentRow.article).in_(part)))
            batch._assigned.update((article, annotator) for article, annotator in there)
        last, layer = (
            session.exec(select(func.max(column))).one()
            for column in (ArticleRow.position, LayerRow.id)
        )
        batch._position = 0 if last is None else last + 1
        batch._next_layer = (layer or 0) + 1
        return batch

    def add_article(self, article: Article, digest: str, at: dt.datetime) -> None:
        """A new article at the end of the queue; `digest` is that of its text."""
        values = article_values(article, digest, self._position, at)
        values |= {"meta": stored_json(dict(article.meta)), "imported_at": stored_time(at)}
        self._put(ArticleRow, tuple(values.values()))
        self._position += 1
        self._knows(article.id, digest)

    def add_layer(self, new: NewLayer) -> None:
        """A layer with its items, assignment and edit; the author has none on the article yet."""
        row, author, at = self._next_layer, new.author, stored_time(new.at)
        self._next_layer += 1
        self.layers[new.article, author] = row
        self._unwritten.add((new.article, author))
        next_number = len(new.items) + 1
        self._put(LayerRow, (row, new.article, author.role.value, author.name, 1, next_number))
        assigned = [self._assign(new, at)] if author.role is Role.ANNOTATOR else []
        self._put(
            EditRow,
            (
                None, at, ActorKind.IMPORT.value, author.name, Act.IMPORT.value, new.article, row,
                0, None, None, added_text(new.items, new.entities, assigned),
            ),
        )  # fmt: skip
        self._put_items(row, new)

    def is_waiting(self, article: str, author: Author) -> bool:
        """Whether the author's layer on the article is still to be written."""
        return (article, author) in self._unwritten

    def flush(self) -> None:
        """Write everything that waits."""
        connection = self.session.connection()
        for model in _ORDER:
            insert_rows(connection, model, self._waiting.pop(model, ()))
        self._unwritten.clear()

    def _assign(self, new: NewLayer, at: str) -> Change:
        """Put the assignment, in place of one without a layer; the change that the edit logs."""
        key = (new.article, new.author.name)
        if key in self._assigned:
            place = (col(AssignmentRow.article) == key[0]) & (
                col(AssignmentRow.annotator) == key[1]
            )
            self.session.connection().execute(delete(AssignmentRow).where(place))
        done_at = at if new.state is State.DONE else None
        self._put(
            AssignmentRow,
            (*key, new.state.value, 0, "", None, at, done_at, at, 0, None, 0, 0, None, None, 0),
        )
        return Change(ASSIGNMENT_ID, Assignment(), Assignment(new.state))

    def _put_items(self, layer: int, new: NewLayer) -> None:
        waiting = {kind: self._waiting.setdefault(m, []) for kind, m in ITEM_MODELS.items()}
        for item in new.items:
            waiting[type(item)].append(values_of(layer, item, new.entities.get(item.id)))

    def _put(self, model: type[SQLModel], values: Values) -> None:
        self._waiting.setdefault(model, []).append(values)

    def _knows(self, article: str, digest: str) -> None:
        self.digests[article] = digest
        self.twins.setdefault(digest, []).append(article)


def parts(values: Collection[str]) -> Iterator[list[str]]:
    """The values, as many at a time as a statement takes."""
    everything = list(values)
    for begin in range(0, len(everything), _VARIABLES):
        yield everything[begin : begin + _VARIABLES]
