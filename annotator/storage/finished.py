"""Finished work, and figures about a project: what exports and status read."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select as select_columns
from sqlalchemy import text as sql
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from annotator.domain.layer import Layer, Role, State
from annotator.storage.layers import layers_of
from annotator.storage.tables import (
    ArticleRow,
    AssignmentRow,
    EditRow,
    ForgottenRow,
    GoldRow,
    LayerRow,
    SchemeRow,
)


def layers_under_review() -> SelectOfScalar[int]:
    """Row ids of the gold layers in which conflicts are left: no gold yet."""
    return select(GoldRow.layer).where(GoldRow.state == State.OPEN)


def finished_articles(session: Session) -> list[str]:
    """Ids of the articles that somebody finished or that have gold, in order of the ids."""
    done = select(AssignmentRow.article).where(AssignmentRow.state == State.DONE)
    gold = select(LayerRow.article).where(
        LayerRow.role == Role.GOLD, col(LayerRow.id).not_in(layers_under_review())
    )
    return sorted({*session.exec(done), *session.exec(gold)})


def contested_articles(session: Session) -> list[str]:
    """Ids of the articles that two or more finished or that are under review.

    In order of the ids, those whose gold is made last of all.
    """
    several = (
        select(AssignmentRow.article)
        .where(AssignmentRow.state == State.DONE)
        .group_by(col(AssignmentRow.article))
        .having(func.count() > 1)
    )
    reviewed = select(LayerRow.article).join(GoldRow, col(GoldRow.layer) == col(LayerRow.id))
    forgotten = set(session.exec(select(ForgottenRow.article)))
    made = set(session.exec(reviewed.where(GoldRow.state == State.DONE)))
    found = {*session.exec(several), *session.exec(reviewed)} - forgotten
    return sorted(found, key=lambda article: (article in made, article))


def finished_pairs(session: Session) -> dict[tuple[str, str], int]:
    """For every two annotators the number of articles that both finished, in order of the names."""
    one, other = aliased(AssignmentRow), aliased(AssignmentRow)
    both = (col(one.article) == col(other.article)) & (col(one.annotator) < col(other.annotator))
    statement = (
        select_columns(col(one.annotator), col(other.annotator), func.count())
        .join(other, both)
        .where(
            col(one.state) == State.DONE,
            col(other.state) == State.DONE,
            col(one.article).not_in(select(ForgottenRow.article)),
        )
        .group_by(col(one.annotator), col(other.annotator))
        .order_by(col(one.annotator), col(other.annotator))
    )
    return {(row[0], row[1]): row[2] for row in session.connection().execute(statement)}


def gold_layer(session: Session, article: str) -> Layer | None:
    """The gold layer of an article; None where there is none, or conflicts are left in it."""
    found = layers_of(session, article, Role.GOLD)
    return next((layer for layer in found if layer.assignment.state is not State.OPEN), None)


def own_layers(session: Session, annotator: str) -> dict[str, tuple[int, State]]:
    """Row id and state of each layer of an annotator, by article; those taken down left out."""
    statement = (
        select(LayerRow.article, LayerRow.id, AssignmentRow.state)
        .join(AssignmentRow, col(AssignmentRow.article) == col(LayerRow.article))
        .where(
            LayerRow.role == Role.ANNOTATOR,
            LayerRow.author == annotator,
            AssignmentRow.annotator == annotator,
            col(LayerRow.article).not_in(select(ForgottenRow.article)),
        )
    )
    return {
        article: (row, State(state))
        for article, row, state in session.exec(statement)
        if row is not None
    }


def edit_dates(session: Session) -> tuple[dt.datetime, dt.datetime] | None:
    """When the first and the last edit of a person or an import were made; None without any."""
    statement = select(func.min(EditRow.at), func.max(EditRow.at)).where(
        col(EditRow.actor_kind).in_(("person", "import", "policy"))
    )
    first, last = session.exec(statement).one()
    return None if first is None else (first, last)


def adopted_suggesters(session: Session) -> tuple[str, ...]:
    """Names of the suggesters whose suggestions annotators began with, in order."""
    statement = select(AssignmentRow.suggester).distinct()
    return tuple(sorted(name for name in session.exec(statement) if name is not None))


def layer_rows(session: Session) -> list[tuple[int, str]]:
    """Row id and article of every layer."""
    rows = session.exec(select(LayerRow.id, LayerRow.article).order_by(col(LayerRow.id)))
    return [(row, article) for row, article in rows if row is not None]


def active_ms(session: Session, annotator: str) -> int:
    """How long an annotator was active over all articles."""
    statement = select(func.sum(AssignmentRow.active_ms)).where(
        AssignmentRow.annotator == annotator
    )
    return session.exec(statement).one() or 0


def active_times(session: Session) -> dict[tuple[str, str], int]:
    """Milliseconds of work on each finished article, by article and annotator.

    Only of articles that were opened here: what was imported as finished has no time.
    """
    statement = select(
        AssignmentRow.article, AssignmentRow.annotator, AssignmentRow.active_ms
    ).where(AssignmentRow.state == State.DONE, col(AssignmentRow.opened_at).is_not(None))
    return {(article, name): time for article, name, time in session.exec(statement)}


def suggested_count(session: Session) -> int:
    """How many articles have suggestions."""
    statement = select(func.count(func.distinct(LayerRow.article))).where(
        LayerRow.role == Role.SUGGESTER
    )
    return session.exec(statement).one()


def file_problems(session: Session) -> list[str]:
    """What SQLite itself finds wrong with the file: damaged pages, broken references."""
    connection = session.connection()
    damaged = [str(row[0]) for row in connection.execute(sql("PRAGMA integrity_check"))]
    broken = [
        f"{row[0]} row {row[1]} points to a missing {row[2]}"
        for row in connection.execute(sql("PRAGMA foreign_key_check"))
    ]
    return [problem for problem in damaged if problem != "ok"] + broken


def article_sources(session: Session, articles: list[str]) -> dict[str, int]:
    """How many of these articles come from each source; the unknown under an empty name."""
    wanted = set(articles)
    counts: dict[str, int] = {}
    for identifier, source in session.exec(select(ArticleRow.id, ArticleRow.source)):
        if identifier in wanted:
            counts[source or ""] = counts.get(source or "", 0) + 1
    return counts


def guideline_versions(session: Session) -> dict[tuple[str, str], str]:
    """The scheme's version under which each article was finished, by article and annotator."""
    schemes = session.exec(
        select(SchemeRow.adopted_at, SchemeRow.version).order_by(col(SchemeRow.id))
    ).all()
    statement = select(AssignmentRow.article, AssignmentRow.annotator, AssignmentRow.done_at).where(
        AssignmentRow.state == State.DONE
    )
    found = {}
    for article, annotator, done_at in session.exec(statement):
        before = [v for adopted_at, v in schemes if done_at is not None and adopted_at <= done_at]
        if before:
            found[article, annotator] = before[-1]
    return found
