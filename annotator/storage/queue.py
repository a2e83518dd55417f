"""The queue of one annotator, and the visits that bring her back to where she was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from functools import cache

from sqlalchemy import ColumnElement, Exists, Select, bindparam, exists, literal, or_, true
from sqlalchemy import select as select_columns
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, func, select

from annotator.domain.items import Decision
from annotator.domain.layer import Role, State
from annotator.domain.queue import QueueCounts, QueueEntry, QueueFilter, QueuePlace, Visit
from annotator.domain.sharing import Seat, is_plain
from annotator.storage.claims import claim, fresh, not_in_another_window, offered
from annotator.storage.layers import update_of
from annotator.storage.near_copies import near_copy_counts
from annotator.storage.people import sharing_rules
from annotator.storage.tables import (
    ArticleRow,
    AssignmentRow,
    ForgottenRow,
    LayerRow,
    MentionRow,
    ParseRow,
    StanceRow,
    TurnRow,
    table_of,
)
from annotator.storage.word_search import says, there

TITLE_CHARACTERS = 160
_FEW = 16
_BEHIND = 1 << 40
"""Added to the position of an article without a turn: those with one come before it."""


def queue_counts(session: Session, annotator: str) -> QueueCounts:
    """How far this annotator is; articles of which others have every slot are new to her, too."""
    # An article that was taken down counts where she worked on it, and is nothing to do elsewhere.
    hers = select(AssignmentRow.article).where(
        col(AssignmentRow.article) == col(ForgottenRow.article),
        col(AssignmentRow.annotator) == annotator,
    )
    gone = select(func.count()).select_from(ForgottenRow).where(~hers.exists())
    # SQLite counts a whole table without a look at its rows.
    everything = select(func.count()).select_from(ArticleRow)
    total = session.exec(everything).one() - session.exec(gone).one()
    statement = (
        select_columns(col(AssignmentRow.state), func.count(), func.sum(col(AssignmentRow.flagged)))
        .where(col(AssignmentRow.annotator) == annotator)
        .group_by(col(AssignmentRow.state))
    )
    states: dict[State, int] = dict.fromkeys(State, 0)
    flagged = 0
    for state, count, flags in session.connection().execute(statement):
        states[State(state)] = count
        flagged += flags
    states[State.NEW] = total - sum(n for state, n in states.items() if state is not State.NEW)
    return QueueCounts(states, flagged)


def queue_place(session: Session, annotator: str, article: str) -> QueuePlace | None:
    """Where an article stands in this annotator's queue; None where there is no such article."""
    position = _position(session, article)
    if position is None:
        return None
    before = select(func.count(col(ArticleRow.position))).where(_place(session) <= position)
    counts = queue_counts(session, annotator)
    row = session.get(AssignmentRow, (article, annotator))
    here = row is not None and row.state == State.DONE
    suggested = session.exec(select(_suggested(literal(article)))).one()
    return QueuePlace(
        number=session.exec(before).one(),
        total=counts.total,
        done_besides=counts.states[State.DONE] - here,
        suggested=bool(suggested),
        plain=begins_plain(session, article, annotator),
    )


def next_unfinished(
    session: Session, seat: Seat, after: str | None, now: dt.datetime
) -> str | None:
    """The article to go to from `after`: the next new or open one, round the end of the queue.

    Skipped articles come only when nothing else is left, those that somebody else began and left
    alone last of all; None when everything that is offered is done.
    """
    position = None if after is None else _position(session, after)
    begin, place = -1 if position is None else position, _place(session)
    hers = offered(session, seat.annotator, now) & not_in_another_window(seat, now)
    untouched = hers & fresh(session, seat.annotator, now)
    sides = (place > begin, place < begin)

    def left(*away: State) -> ColumnElement[bool]:
        return ~_assigned(seat.annotator).where(col(AssignmentRow.state).in_(away)).exists()

    def found(wanted: ColumnElement[bool], side: ColumnElement[bool], most: int) -> list[str]:
        statement = select(ArticleRow.id).where(wanted, side, there()).order_by(place)
        return list(session.exec(statement.limit(most)))

    # Where most is finished, each question walks the whole queue: one that asks for all that may
    # come at all spares the others that.
    whatever = left(State.DONE) & hers
    few = [article for side in sides for article in found(whatever, side, _FEW)]
    among = col(ArticleRow.id).in_(few) if len(few) < _FEW else true()
    for wanted in (left(State.DONE, State.SKIPPED) & untouched, left(State.DONE) & untouched):
        for side in sides if few else ():
            for article in found(among & wanted, side, 1):
                return article
    return few[0] if few else None


def take_next(session: Session, seat: Seat, after: str | None, now: dt.datetime) -> str | None:
    """`next_unfinished`, claimed for this window in the same transaction."""
    found = next_unfinished(session, seat, after, now)
    if found is not None:
        claim(session, found, seat, now)
    return found


def begins_plain(session: Session, article: str, annotator: str) -> bool:
    """Whether she works on the article without suggestions, by draw: once begun, for good."""
    row = session.get(AssignmentRow, (article, annotator))
    if row is not None and row.opened_at is not None:
        return bool(row.plain)
    percent = sharing_rules(session).plain_percent
    digest = session.exec(select(ArticleRow.sha256).where(ArticleRow.id == article)).first()
    return digest is not None and is_plain(digest, percent)


def neighbour(session: Session, annotator: str, of: str, step: int, now: dt.datetime) -> str | None:
    """The article right after (`step` > 0) or before another in the queue, or None at its end."""
    position = _position(session, of)
    place = _place(session)
    here = offered(session, annotator, now)
    statement = select(ArticleRow.id).where(there(), here).limit(1)
    if step > 0:
        return session.exec(statement.where(place > position).order_by(place)).first()
    return session.exec(statement.where(place < position).order_by(place.desc())).first()


def articles_ahead(
    session: Session, annotator: str, article: str, count: int, now: dt.datetime
) -> list[str]:
    """Of the article and the next `count` unfinished ones, those without suggestions."""
    position, place = _position(session, article), _place(session)
    begin = -1 if position is None else position
    done = _assigned(annotator).where(col(AssignmentRow.state) == State.DONE).exists()
    without = ~_suggested(col(ArticleRow.id))
    # Two questions: an `or` of them would have the whole queue walked.
    here = select(ArticleRow.id).where(ArticleRow.id == article, without, there())
    following = (
        select_columns(col(ArticleRow.id), without)
        .where(place > begin, ~done, offered(session, annotator, now), there())
        .order_by(place)
        .limit(count)
    )
    ahead = session.connection().execute(following)
    return [*session.exec(here), *(row[0] for row in ahead if row[1])]


def unbegun_ahead(session: Session, article: str, count: int, pipeline: str | None) -> list[str]:
    """The article and the next ones, `count` at most, that nobody has begun.

    Only those that have a parse of `pipeline` (None: of any): what was learned applies to them in
    no time.
    """
    begun = (
        select_columns(col(LayerRow.id))
        .where(col(LayerRow.article) == col(ArticleRow.id), col(LayerRow.role) != Role.SUGGESTER)
        .correlate(ArticleRow)
        .exists()
    )
    parsed = (
        select_columns(col(ParseRow.article))
        .where(col(ParseRow.article) == col(ArticleRow.id))
        .where(true() if pipeline is None else col(ParseRow.pipeline) == pipeline)
        .correlate(ArticleRow)
        .exists()
    )
    place = _place(session)
    statement = (
        select(ArticleRow.id)
        .where(place >= (_position(session, article) or 0), ~begun, parsed, there())
        .order_by(place)
        .limit(count)
    )
    return list(session.exec(statement))


def find_articles(
    session: Session, annotator: str, wanted: QueueFilter, now: dt.datetime
) -> list[str]:
    """The ids of the articles that a filter asks for and that are hers to open, in queue order."""
    offer = offered(session, annotator, now)
    statement = select(ArticleRow.id).where(there(), offer).order_by(_place(session))
    mine = _assigned(annotator)
    if wanted.states:
        chosen = mine.where(col(AssignmentRow.state).in_(wanted.states)).exists()
        untouched = ~mine.where(col(AssignmentRow.state) != State.NEW).exists()
        statement = statement.where(chosen | untouched if State.NEW in wanted.states else chosen)
    if wanted.flagged:
        statement = statement.where(mine.where(col(AssignmentRow.flagged) == 1).exists())
    for label in wanted.labels:
        statement = statement.where(_carries(annotator, label))
    for word in wanted.words:
        statement = statement.where(says(word))
    return list(session.exec(statement))


def queue_rows(session: Session, annotator: str, articles: Collection[str]) -> list[QueueEntry]:
    """These articles with this annotator's state, in queue order."""
    return _entries(session, annotator, col(ArticleRow.id).in_(articles))


def queue_entries(session: Session, annotator: str, now: dt.datetime) -> list[QueueEntry]:
    """Every article that is offered to this annotator, with her state, in queue order."""
    return _entries(session, annotator, offered(session, annotator, now))


def _entries(session: Session, annotator: str, condition: ColumnElement[bool]) -> list[QueueEntry]:
    mine = (col(AssignmentRow.article) == col(ArticleRow.id)) & (
        col(AssignmentRow.annotator) == annotator
    )
    copies = near_copy_counts(session)
    title_start = func.coalesce(col(ArticleRow.title_start), 0)
    statement = (
        select_columns(
            col(ArticleRow.id),
            func.substr(col(ArticleRow.text), title_start + 1, TITLE_CHARACTERS),
            col(ArticleRow.title_end) - title_start,
            func.length(col(ArticleRow.text)),
            col(AssignmentRow.state),
            col(AssignmentRow.flagged),
            _suggested(col(ArticleRow.id)),
            col(AssignmentRow.active_ms),
        )
        .join(AssignmentRow, mine, isouter=True)
        .where(condition, there())
        .order_by(_place(session))
    )
    return [
        QueueEntry(
            article=row[0],
            title=_first_line(row[1], row[2]),
            length=row[3],
            state=State(row[4] or State.NEW),
            flagged=bool(row[5]),
            suggested=bool(row[6]),
            copies=copies.get(row[0], 0),
            active_ms=row[7] or 0,
        )
        for row in session.connection().execute(statement)
    ]


def _place(session: Session) -> ColumnElement[int] | Mapped[int]:
    """What the queue is ordered by: the turns that somebody gave, else the order of import."""
    position = col(ArticleRow.position)
    if session.exec(select(TurnRow.turn).where(col(TurnRow.turn) >= 0).limit(1)).first() is None:
        # Indexed, so that a queue of any length answers at once.
        return position
    turn = (
        select_columns(col(TurnRow.turn))
        .where(col(TurnRow.article) == col(ArticleRow.id))
        .correlate(ArticleRow)
        .scalar_subquery()
    )
    return func.coalesce(turn, position + _BEHIND)


def _position(session: Session, article: str) -> int | None:
    return session.exec(select(_place(session)).where(ArticleRow.id == article)).first()


def _assigned(annotator: str) -> Select[str]:
    """The annotator's assignment of the article in the query around it."""
    return (
        select_columns(col(AssignmentRow.article))
        .where(
            col(AssignmentRow.article) == col(ArticleRow.id),
            col(AssignmentRow.annotator) == annotator,
        )
        .correlate(ArticleRow)
    )


def _suggested(article: ColumnElement[str] | Mapped[str]) -> Exists:
    return exists().where(col(LayerRow.article) == article, col(LayerRow.role) == Role.SUGGESTER)


def _carries(annotator: str, label: str) -> ColumnElement[bool]:
    """Whether the annotator's layer of the article, or a suggester's, has a live such label."""
    own = (col(LayerRow.role) == Role.ANNOTATOR) & (col(LayerRow.author) == annotator)
    found = [
        select_columns(col(LayerRow.id))
        .join(table, col(table.layer) == col(LayerRow.id))
        .where(
            col(LayerRow.article) == col(ArticleRow.id),
            own | (col(LayerRow.role) == Role.SUGGESTER),
            func.lower(col(table.label)) == label.lower(),
            col(table.decision) != Decision.REJECTED,
            col(table.dimmed_by).is_(None),
        )
        .correlate(ArticleRow)
        .exists()
        for table in (MentionRow, StanceRow)
    ]
    return or_(*found)


def open_articles(session: Session, annotator: str) -> list[str]:
    """The articles this annotator has open, in queue order."""
    statement = (
        select(AssignmentRow.article)
        .join(ArticleRow, col(ArticleRow.id) == col(AssignmentRow.article))
        .where(AssignmentRow.annotator == annotator, AssignmentRow.state == State.OPEN)
        .order_by(_place(session))
    )
    return list(session.exec(statement))


def last_visited(session: Session, annotator: str) -> str | None:
    """The article this annotator left open most recently, or None."""
    statement = (
        select(AssignmentRow.article)
        .where(AssignmentRow.annotator == annotator, AssignmentRow.state == State.OPEN)
        .order_by(col(AssignmentRow.visited_at).desc())
    )
    return session.exec(statement).first()


def load_visit(session: Session, article: str, annotator: str) -> Visit:
    """Where the annotator left the article; the beginning where she never was."""
    row = session.get(AssignmentRow, (article, annotator))
    if row is None:
        return Visit()
    return Visit(row.bookmark_item, row.bookmark_offset, row.active_ms)


def save_visit(
    session: Session, article: str, annotator: str, visit: Visit, at: dt.datetime
) -> None:
    """Remember where the annotator is in the article."""
    values = {
        "bookmark_item": visit.item,
        "bookmark_offset": visit.offset,
        "active_ms": visit.active_ms,
        "visited_at": at,
    }
    keys = ("article", "annotator")
    statement = update_of(table_of(AssignmentRow), keys, tuple(values))
    place = {"at_article": article, "at_annotator": annotator}
    session.connection().execute(statement, {**values, **place})


def mark_opened(
    session: Session,
    article: str,
    annotator: str,
    suggester: str | None,
    at: dt.datetime,
    *,
    plain: bool = False,
    seen: bool = True,
) -> None:
    """Record the first opening, which suggester's version was adopted, or that none was by draw.

    Not `seen`: a bulk act opened it; it is no place that she comes back to.
    """
    row = session.get_one(AssignmentRow, (article, annotator))
    row.opened_at, row.suggester, row.plain = at, suggester, int(plain)
    if seen:
        row.visited_at = at


def adopted_by(session: Session, article: str, annotator: str) -> str | None:
    """The suggester version that this annotator's first opening adopted, or None."""
    row = session.get(AssignmentRow, (article, annotator))
    return None if row is None else row.suggester


def adopted_suggester(session: Session, article: str) -> str | None:
    """The suggester version that the article's first annotator adopted, or None."""
    return session.connection().execute(_adopted(), {"here": article}).scalar()


@cache
def _adopted() -> Select[str | None]:
    # To build it takes longer than to run it.
    return (
        select_columns(col(AssignmentRow.suggester))
        .where(col(AssignmentRow.article) == bindparam("here"))
        .where(col(AssignmentRow.suggester).is_not(None))
        .order_by(col(AssignmentRow.opened_at))
    )


def _first_line(text: str, length: int | None) -> str:
    if length is not None:
        return text[:length]
    return text.strip().split("\n", 1)[0].removesuffix("\r")
