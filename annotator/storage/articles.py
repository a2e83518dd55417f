"""Articles and their parsed Docs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, cast

from pydantic import JsonValue
from sqlalchemy import Select, bindparam
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, func, select

from annotator.domain.article import Article, Span
from annotator.storage.tables import ArticleRow, ForgottenRow, LayerRow, ParseRow

ARTICLE_COLUMNS = (
    "id", "text", "title_start", "title_end", "source", "published", "language", "meta",
)  # fmt: skip
"""What an article is made of, in the order of the table."""


def add_article(session: Session, article: Article, at: dt.datetime) -> None:
    """Store a new article at the end of the queue; for many of them there is `bulk_import`."""
    last = session.exec(select(func.max(ArticleRow.position))).one()
    position = 0 if last is None else last + 1
    session.add(ArticleRow(**article_values(article, article.sha256, position, at)))
    session.flush()


def article_values(article: Article, digest: str, position: int, at: dt.datetime) -> dict[str, Any]:
    """The values of a new article's row, in the order of the columns."""
    return {
        "id": article.id,
        "position": position,
        "text": article.text,
        "sha256": digest,
        "title_start": article.title.start if article.title else None,
        "title_end": article.title.end if article.title else None,
        "source": article.source,
        "published": article.published,
        "language": article.language,
        "meta": dict(article.meta),
        "imported_at": at,
    }


def get_article(session: Session, identifier: str) -> Article | None:
    """The article with this id, or None."""
    row = session.get(ArticleRow, identifier)
    return None if row is None else article_of(row)


def stored_digest(session: Session, identifier: str) -> str | None:
    """The text digest stored under this id, or None where there is no such article."""
    return session.connection().execute(_digest(), {"wanted": identifier}).scalar()


@cache
def _digest() -> Select[str]:
    # To build it takes longer than to run it.
    return select_columns(col(ArticleRow.sha256)).where(col(ArticleRow.id) == bindparam("wanted"))


def size_of(session: Session, identifier: str) -> tuple[int, int]:
    """How long an article is in code points, and about how many items its longest layer has."""
    characters = select(func.length(ArticleRow.text)).where(ArticleRow.id == identifier)
    items = select(func.max(LayerRow.next_number)).where(LayerRow.article == identifier)
    return session.exec(characters).first() or 0, session.exec(items).one() or 0


def ids_with_digest(session: Session, digest: str) -> list[str]:
    """Ids of the articles that have exactly this text, in queue order."""
    statement = select(ArticleRow.id).where(ArticleRow.sha256 == digest)
    return list(session.exec(statement.order_by(col(ArticleRow.position))))


def article_ids(session: Session) -> list[str]:
    """Every id, in queue order; articles that were taken down are left out."""
    there = col(ArticleRow.id).not_in(select(ForgottenRow.article))
    return list(session.exec(select(ArticleRow.id).where(there).order_by(col(ArticleRow.position))))


def article_count(session: Session) -> int:
    """How many articles there are."""
    return session.exec(select(func.count()).select_from(ArticleRow)).one()


def save_parse(
    session: Session, article: str, pipeline: str, doc: bytes | None, phrases: Sequence[Span]
) -> None:
    """Store the parsed Doc of an article under a pipeline, and its noun phrases.

    `doc` is None where the stored one was used again; without one there is nothing to store.
    """
    spans: list[JsonValue] = [[span.start, span.end] for span in phrases]
    row = session.get(ParseRow, (article, pipeline))
    if row is not None:
        row.phrases = spans
        row.doc = row.doc if doc is None else doc
    elif doc is not None:
        session.add(ParseRow(article=article, pipeline=pipeline, doc=doc, phrases=spans))


def noun_phrases(session: Session, article: str) -> tuple[Span, ...]:
    """The noun phrases of an article, as its parse of last has them; empty without a parse."""
    statement = select(ParseRow.phrases).where(ParseRow.article == article)
    found = list(session.exec(statement))
    spans = cast("list[list[int]]", found[-1]) if found else []
    return tuple(Span(start, end) for start, end in spans)


def get_parse(session: Session, article: str, pipeline: str) -> bytes | None:
    """The parsed Doc of an article under a pipeline, or None."""
    row = session.get(ParseRow, (article, pipeline))
    return None if row is None else row.doc


def article_of(row: ArticleRow) -> Article:
    """The article that a row holds."""
    return article_of_values(*(getattr(row, name) for name in ARTICLE_COLUMNS))


def article_of_values(
    identifier: str,
    text: str,
    title_start: int | None,
    title_end: int | None,
    source: str | None,
    published: str | None,
    language: str | None,
    meta: JsonValue,
) -> Article:
    """The article that the values of `ARTICLE_COLUMNS` tell of."""
    title = None
    if title_start is not None and title_end is not None:
        title = Span(title_start, title_end)
    return Article(
        identifier,
        text,
        title,
        source,
        published,
        language,
        MappingProxyType(dict(cast("Mapping[str, JsonValue]", meta or {}))),
    )
