"""Finished work in bulk: what exports and comparisons read, some hundred articles at a time.

For exports items come without their origin: nothing that leaves the project says more than their
decision.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import cast

from sqlalchemy import select as select_columns
from sqlmodel import Session, col, func, select

from annotator.domain.article import Article, Span
from annotator.domain.items import Decision, Item, MentionKind, is_live
from annotator.domain.layer import Assignment, Author, Layer, Role, State
from annotator.storage.articles import ARTICLE_COLUMNS, article_of_values
from annotator.storage.bulk_items import items_of_layers, zones_of_layers
from annotator.storage.finished import layers_under_review
from annotator.storage.tables import (
    ArticleRow,
    AssignmentRow,
    ForgottenRow,
    LayerRow,
    MentionRow,
    ParseRow,
    table_of,
)

ARTICLES_AT_ONCE = 200
"""Articles whose layers are in memory together."""


@dataclass(frozen=True, slots=True)
class Work:
    """The layers on an article that count: `gold` (a row id) if there is one, and the finished.

    `layers` are row ids and annotators in order of creation, `gold_author` is whose gold it is.
    `under_review`: conflicts are left in its gold, so that no finished layer stands for it alone.
    """

    article: str
    gold: int | None
    layers: tuple[tuple[int, str], ...]
    gold_author: str = Role.GOLD.value
    under_review: bool = False

    @property
    def shown(self) -> int:
        """The layer that the article is compared and balanced by: gold, else the first finished."""
        return self.layers[0][0] if self.gold is None else self.gold

    @property
    def rows(self) -> tuple[int, ...]:
        """Every layer's row id."""
        finished = tuple(row for row, _ in self.layers)
        return finished if self.gold is None else (self.gold, *finished)


@dataclass(frozen=True, slots=True)
class Finished:
    """An article with the layers of its `Work`, by row id, and its noun phrases."""

    work: Work
    article: Article
    layers: Mapping[int, Layer]
    phrases: tuple[Span, ...]


def finished_work(session: Session) -> list[Work]:
    """Every article that somebody finished or that has gold, in order of the ids.

    Articles that were taken down are left out.
    """
    done = (col(AssignmentRow.article) == col(LayerRow.article)) & (
        col(AssignmentRow.annotator) == col(LayerRow.author)
    )
    statement = (
        select_columns(
            col(LayerRow.article), col(LayerRow.id), col(LayerRow.role), col(LayerRow.author)
        )
        .join(AssignmentRow, done, isouter=True)
        .where(
            (col(LayerRow.role) == Role.GOLD)
            | ((col(LayerRow.role) == Role.ANNOTATOR) & (col(AssignmentRow.state) == State.DONE)),
            col(LayerRow.article).not_in(select(ForgottenRow.article)),
        )
        .order_by(col(LayerRow.article), col(LayerRow.id))
    )
    found = []
    reviewed = set(session.exec(layers_under_review()))
    # Each row brings its names anew; of the few there are, one copy is kept.
    names: dict[str, str] = {}
    rows = session.connection().execute(statement)
    for article, group in groupby(rows, key=lambda row: row[0]):
        layers = [
            (cast("int", row), role, names.setdefault(name, name)) for _, row, role, name in group
        ]
        gold = next(((row, name) for row, role, name in layers if role == Role.GOLD), None)
        annotated = tuple((row, name) for row, role, name in layers if role == Role.ANNOTATOR)
        if gold is not None and gold[0] not in reviewed:
            found.append(Work(article, gold[0], annotated, gold[1]))
        elif annotated:
            found.append(Work(article, None, annotated, under_review=gold is not None))
    # By code points, whatever the database's collation.
    return sorted(found, key=lambda work: work.article)


def forgotten_articles(session: Session) -> int:
    """How many articles were taken down."""
    return len(session.exec(select(ForgottenRow.article)).all())


def read_texts(
    session: Session, works: Sequence[Work]
) -> Iterator[tuple[Article, Work, list[Span]]]:
    """Each article with its dimmed paragraphs, without anything else of its layers."""
    for part in _parts(works):
        articles = _articles(session, [work.article for work in part])
        shown = [work.shown for work in part if work.rows]
        zones: dict[int, list[Span]] = {}
        for row, zone in zones_of_layers(session, shown):
            if is_live(zone):
                zones.setdefault(row, []).append(zone.span)
        for work in part:
            live = zones.get(work.shown, []) if work.rows else []
            yield articles[work.article], work, live


def named_labels_of(session: Session, works: Sequence[Work]) -> dict[str, frozenset[str]]:
    """The labels of the live named mentions of each article's shown layer, where it has any."""
    labels: dict[str, frozenset[str]] = {}
    # Articles are many, sets of labels few: one copy of each is kept.
    known: dict[frozenset[str], frozenset[str]] = {}
    for part in _parts(works):
        articles = {work.shown: work.article for work in part}
        within: dict[str, set[str]] = {}
        statement = (
            select_columns(col(MentionRow.layer), col(MentionRow.label))
            .where(
                col(MentionRow.layer).in_(articles),
                col(MentionRow.kind) == MentionKind.NAMED,
                col(MentionRow.decision) != Decision.REJECTED,
                col(MentionRow.dimmed_by).is_(None),
            )
            .distinct()
        )
        for layer, label in session.connection().execute(statement):
            within.setdefault(articles[layer], set()).add(label)
        for article, found in within.items():
            together = frozenset(found)
            labels[article] = known.setdefault(together, together)
    return labels


def read_finished(session: Session, works: Sequence[Work]) -> Iterator[Finished]:
    """Each article with all its layers, a part of them in memory at a time."""
    for part in _parts(works):
        articles = _articles(session, [work.article for work in part])
        phrases = _phrases(session, list(articles))
        rows = [row for work in part for row in work.rows]
        items = items_of_layers(session, rows)
        for work in part:
            yield Finished(
                work,
                articles[work.article],
                {row: _layer(work, row, items[row]) for row in work.rows},
                phrases.get(work.article, ()),
            )


@dataclass(frozen=True, slots=True)
class Compared:
    """An article with what is compared: the finished layers, gold, and the newest suggester's."""

    article: Article
    annotators: list[Layer]
    gold: Layer | None
    suggester: Layer | None


def read_compared(session: Session, articles: Sequence[str]) -> Iterator[Compared]:
    """Each of these articles with its layers, origins and all, a part of them in memory at once."""
    for begin in range(0, len(articles), ARTICLES_AT_ONCE):
        part = articles[begin : begin + ARTICLES_AT_ONCE]
        known = _articles(session, part)
        authors = _compared_layers(session, part)
        items = items_of_layers(session, list(authors), with_origins=True)
        layers: dict[str, list[Layer]] = {article: [] for article in part}
        for row, (article, author) in authors.items():
            state = State.DONE if author.role is Role.ANNOTATOR else State.NEW
            found = MappingProxyType(items[row])
            layer = Layer(article, author, items=found, assignment=Assignment(state))
            layers[article].append(layer)
        for article in part:
            by_role = {role: [x for x in layers[article] if x.author.role is role] for role in Role}
            yield Compared(
                known[article],
                by_role[Role.ANNOTATOR],
                next(iter(by_role[Role.GOLD]), None),
                next(reversed(by_role[Role.SUGGESTER]), None),
            )


def read_all_texts(session: Session) -> Iterator[tuple[Article, list[Span]]]:
    """Every article with the paragraphs that its newest layer dims; those taken down left out."""
    statement = (
        select_columns(col(ArticleRow.id), func.max(col(LayerRow.id)))
        .join(LayerRow, col(LayerRow.article) == col(ArticleRow.id), isouter=True)
        .where(col(ArticleRow.id).not_in(select(ForgottenRow.article)))
        .group_by(col(ArticleRow.id))
    )
    rows = session.connection().execute(statement).all()
    works = [Work(article, layer, ()) for article, layer in rows]
    for article, _, dimmed in read_texts(session, works):
        yield article, dimmed


def _compared_layers(session: Session, articles: Sequence[str]) -> dict[int, tuple[str, Author]]:
    """Whose layers stand on these articles, by row id in order of creation.

    No unfinished ones: neither an annotator's nor gold in which conflicts are left.
    """
    done = (col(AssignmentRow.article) == col(LayerRow.article)) & (
        col(AssignmentRow.annotator) == col(LayerRow.author)
    )
    statement = (
        select_columns(
            col(LayerRow.id), col(LayerRow.article), col(LayerRow.role), col(LayerRow.author)
        )
        .join(AssignmentRow, done, isouter=True)
        .where(
            col(LayerRow.article).in_(articles),
            (col(LayerRow.role) != Role.ANNOTATOR) | (col(AssignmentRow.state) == State.DONE),
            col(LayerRow.id).not_in(layers_under_review()),
        )
        .order_by(col(LayerRow.id))
    )
    return {
        cast("int", row): (article, Author(Role(role), name))
        for row, article, role, name in session.connection().execute(statement)
    }


def _parts(works: Sequence[Work]) -> Iterator[Sequence[Work]]:
    for begin in range(0, len(works), ARTICLES_AT_ONCE):
        yield works[begin : begin + ARTICLES_AT_ONCE]


def _articles(session: Session, ids: Sequence[str]) -> dict[str, Article]:
    columns = [c for c in table_of(ArticleRow).columns if c.name in ARTICLE_COLUMNS]
    statement = select_columns(*columns).where(col(ArticleRow.id).in_(ids))
    rows = session.connection().execute(statement).all()
    return {row[0]: article_of_values(*row) for row in rows}


def _phrases(session: Session, ids: Sequence[str]) -> dict[str, tuple[Span, ...]]:
    statement = select(ParseRow.article, ParseRow.phrases).where(col(ParseRow.article).in_(ids))
    return {
        article: tuple(Span(start, end) for start, end in cast("list[list[int]]", spans or []))
        for article, spans in session.exec(statement)
    }


def _layer(work: Work, row: int, items: Mapping[str, Item]) -> Layer:
    names = dict(work.layers)
    annotator = names.get(row)
    author = (
        Author(Role.GOLD, work.gold_author)
        if annotator is None
        else Author(Role.ANNOTATOR, annotator)
    )
    items = MappingProxyType(items)
    return Layer(work.article, author, items=items, assignment=Assignment(State.DONE))
