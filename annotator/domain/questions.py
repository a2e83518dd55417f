"""Questions of annotators to the reviewer, and where in an article they stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from annotator.domain.article import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question and its answer, once there is one. Only who asked and reviewers see it.

    Attributes:
        id: Its number in the project.
        article: The article.
        annotator: Who asks.
        item: The item in her layer that it is about; None where it is about no item.
        span: Where it stands in the text; None where it is about the article as a whole.
        words: The question.
        asked_at: When.
        answer: Empty until there is one.
        answered_by: The reviewer's name.
        answered_at: When; None until there is an answer.
        seen_at: When who asks saw the answer; None before.
    """

    id: int
    article: str
    annotator: str
    item: str | None = None
    span: Span | None = None
    words: str
    asked_at: dt.datetime
    answer: str = ""
    answered_by: str = ""
    answered_at: dt.datetime | None = None
    seen_at: dt.datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.answered_at is None


def asked_at(
    questions: Iterable[Question], item: str | None, span: Span | None
) -> tuple[Question, ...]:
    """The questions about this item, about these very words, or (both None) about the article."""
    return tuple(
        q
        for q in questions
        if (item is not None and q.item == item)
        or (q.span == span and (span is not None or item is None))
    )


def asked_about(
    questions: Iterable[Question], items: Collection[tuple[str, str]], span: Span
) -> tuple[Question, ...]:
    """The questions about one of these items (annotator, id), or that touch these words."""
    return tuple(
        q
        for q in questions
        if (q.annotator, q.item or "") in items or (q.span is not None and q.span.overlaps(span))
    )
