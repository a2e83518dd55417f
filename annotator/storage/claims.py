"""Slots of articles: who holds one, claiming one in a transaction, giving and taking it by hand.

An article has as many slots as the project's overlap. A slot is held by who is done with the
article, who was assigned it, and who has it open with a lease that still runs. Every function that
changes something is for a writing session, whose immediate transaction makes it atomic.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    Update,
    and_,
    bindparam,
    not_,
    or_,
    true,
)
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, func, select

from annotator.domain.edits import ActorKind
from annotator.domain.layer import State
from annotator.domain.sharing import Claim, Seat
from annotator.storage.people import people, sharing_rules
from annotator.storage.tables import ArticleRow, AssignmentRow, EditRow, ForgottenRow, table_of
from annotator.storage.types import UtcDateTime

NOBODY = "import"
"""The author of imported work that says no name: takes nobody's slot."""


def holders(session: Session, article: str, besides: str, now: dt.datetime) -> list[str]:
    """Who else holds a slot of the article, by name."""
    values = {"here": article, "besides": besides, "now": now}
    return sorted(session.connection().execute(_holders(), values).scalars())


@cache
def _holders() -> Select[str]:
    # To build it takes longer than to run it.
    now = bindparam("now", type_=UtcDateTime)
    here = col(AssignmentRow.article) == bindparam("here")
    others = _others(bindparam("besides"))
    return select_columns(col(AssignmentRow.annotator)).where(here, others, _held(now))


def claim(session: Session, article: str, seat: Seat, now: dt.datetime) -> Claim:
    """Take a slot of the article for a window, or renew it; the window lets go of all others.

    An article that she finished or was assigned is hers whatever the others hold.
    """
    rules = sharing_rules(session)
    row = session.get(AssignmentRow, (article, seat.annotator))
    if row is None or not (row.state == State.DONE or row.reserved):
        found = holders(session, article, seat.annotator, now)
        if len(found) >= rules.overlap:
            return Claim(tuple(found))
    release(session, seat)
    if row is None:
        row = AssignmentRow(article=article, annotator=seat.annotator, state=State.NEW)
    row.window, row.lease_until = seat.window, now + rules.lease
    session.add(row)
    session.flush()
    return Claim()


def state_of(session: Session, article: str, annotator: str) -> State | None:
    """Where she stands with the article; None where she never had it."""
    values = {"here": article, "hers": annotator}
    state = session.connection().execute(_state(), values).scalar()
    return None if state is None else State(state)


@cache
def _state() -> Select[str]:
    here, hers = col(AssignmentRow.article), col(AssignmentRow.annotator)
    statement = select_columns(col(AssignmentRow.state))
    return statement.where(here == bindparam("here"), hers == bindparam("hers"))


def release(session: Session, seat: Seat) -> None:
    """The window has no article on the screen; what she left open stays leased to her."""
    session.flush()
    session.connection().execute(_let_go(), {"hers": seat.annotator, "here": seat.window})
    session.expire_all()


@cache
def _let_go() -> Update:
    hers = col(AssignmentRow.annotator) == bindparam("hers")
    here = col(AssignmentRow.window) == bindparam("here")
    return table_of(AssignmentRow).update().where(hers, here).values(window=None)


def windows_of(session: Session, annotator: str) -> list[str]:
    """Every window that has an article of hers, or had one when it died."""
    statement = select(AssignmentRow.window).where(
        AssignmentRow.annotator == annotator, col(AssignmentRow.window).is_not(None)
    )
    return sorted({window for window in session.exec(statement) if window is not None})


def window_of(session: Session, article: str, annotator: str, now: dt.datetime) -> str | None:
    """The window in which she has the article open, unless its lease has run out."""
    row = session.get(AssignmentRow, (article, annotator))
    if row is None or row.lease_until is None or row.lease_until <= now:
        return None
    return row.window


def reserve(session: Session, article: str, annotator: str, now: dt.datetime) -> Claim:
    """Assign the article by hand: claims that are only leased give way, the oldest first."""
    rules = sharing_rules(session)
    firm = select(AssignmentRow.annotator).where(
        AssignmentRow.article == article, _others(annotator), _firm()
    )
    firmly = sorted(session.exec(firm))
    row = session.get(AssignmentRow, (article, annotator))
    done = row is not None and row.state == State.DONE
    if len(firmly) >= rules.overlap and not done:
        return Claim(tuple(firmly))
    leased = select(AssignmentRow).where(
        AssignmentRow.article == article, _others(annotator), ~_firm(), _leased(now)
    )
    waiting = session.exec(leased.order_by(col(AssignmentRow.lease_until))).all()
    for other in waiting[: max(0, len(firmly) + len(waiting) + 1 - rules.overlap)]:
        other.window, other.lease_until = None, None
    if row is None:
        row = AssignmentRow(article=article, annotator=annotator, state=State.NEW)
        session.add(row)
    row.reserved = 1
    session.flush()
    return Claim()


def unreserve(session: Session, article: str, annotator: str | None) -> list[str]:
    """Free the slots of the article (of one annotator only, where named) that nobody finished.

    Returns:
        Who lost one, by name.
    """
    statement = select(AssignmentRow).where(
        AssignmentRow.article == article,
        AssignmentRow.state != State.DONE,
        or_(col(AssignmentRow.reserved) == 1, col(AssignmentRow.lease_until).is_not(None)),
    )
    lost = [r for r in session.exec(statement) if annotator is None or r.annotator == annotator]
    for row in lost:
        row.reserved, row.window, row.lease_until = 0, None, None
    return sorted(row.annotator for row in lost)


def offered(session: Session, annotator: str, now: dt.datetime) -> ColumnElement[bool]:
    """Whether the article in the query around it is hers or has a free slot."""
    if _alone(session, annotator):
        return true()
    return or_(not_(_full(session, annotator, _held(now))), _hers(annotator, now))


def fresh(session: Session, annotator: str, now: dt.datetime) -> ColumnElement[bool]:
    """Of what is offered: what she began, or what others have not begun in each slot."""
    if _alone(session, annotator):
        return true()
    begun = or_(_held(now), col(AssignmentRow.state).in_((State.OPEN, State.SKIPPED)))
    open_here = _of_article(annotator).where(col(AssignmentRow.state) == State.OPEN).exists()
    return or_(open_here, _hers(annotator, now), not_(_full(session, annotator, begun)))


def elsewhere(session: Session, annotator: str, now: dt.datetime) -> int:
    """How many articles are not offered to her, because others hold all their slots."""
    if _alone(session, annotator):
        return 0
    taken = not_(offered(session, annotator, now))
    return session.exec(select(func.count(col(ArticleRow.position))).where(taken)).one()


def finished_by_colleagues(session: Session, annotator: str, now: dt.datetime) -> list[str]:
    """The articles before her (hers or offered, not done by her) that a colleague has finished.

    Colleagues work here: of who only came with an import there is no act in the log.
    """
    colleagues = [
        person.name
        for person in people(session)
        if person.name != annotator and _has_acted(session, person.name)
    ]
    statement = (
        select(ArticleRow.id)
        .where(_finished_by(col(AssignmentRow.annotator).in_(colleagues)))
        .where(~_finished_by(col(AssignmentRow.annotator) == annotator))
        .where(col(ArticleRow.id).not_in(select(ForgottenRow.article)))
        .where(offered(session, annotator, now))
        .order_by(col(ArticleRow.position))
    )
    return list(session.exec(statement))


def before(session: Session, annotator: str, now: dt.datetime) -> set[str]:
    """The articles before her: hers or offered to her, and not done by her."""
    done = _finished_by(col(AssignmentRow.annotator) == annotator)
    return set(session.exec(select(ArticleRow.id).where(~done, offered(session, annotator, now))))


def not_in_another_window(seat: Seat, now: dt.datetime) -> ColumnElement[bool]:
    """Whether no other window of hers has the article in the query around it."""
    other = and_(col(AssignmentRow.window) != seat.window, _leased(now))
    return not_(_of_article(seat.annotator).where(other).exists())


def _firm() -> ColumnElement[bool]:
    return or_(col(AssignmentRow.state) == State.DONE, col(AssignmentRow.reserved) == 1)


def _has_acted(session: Session, name: str) -> bool:
    statement = select(EditRow.id).where(
        EditRow.actor_kind == ActorKind.PERSON, EditRow.actor == name
    )
    return session.exec(statement.limit(1)).first() is not None


def _finished_by(whose: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether one of these has finished the article in the query around it."""
    here = col(AssignmentRow.article) == col(ArticleRow.id)
    done = select_columns(col(AssignmentRow.article)).where(
        here, whose, col(AssignmentRow.state) == State.DONE
    )
    return done.correlate(ArticleRow).exists()


def _leased(now: dt.datetime | BindParameter[dt.datetime]) -> ColumnElement[bool]:
    return and_(col(AssignmentRow.lease_until).is_not(None), col(AssignmentRow.lease_until) > now)


def _held(now: dt.datetime | BindParameter[dt.datetime]) -> ColumnElement[bool]:
    return or_(_firm(), _leased(now))


def _others(annotator: str | BindParameter[str]) -> ColumnElement[bool]:
    return col(AssignmentRow.annotator).not_in((annotator, NOBODY))


def _of_article(annotator: str) -> Select[str]:
    return (
        select_columns(col(AssignmentRow.article))
        .where(
            col(AssignmentRow.article) == col(ArticleRow.id),
            col(AssignmentRow.annotator) == annotator,
        )
        .correlate(ArticleRow)
    )


def _hers(annotator: str, now: dt.datetime) -> ColumnElement[bool]:
    return _of_article(annotator).where(_held(now)).exists()


def _full(session: Session, annotator: str, taken: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether others have taken every slot of the article in the query around it.

    Counted article by article: a screen asks for the next few, seldom for all.
    """
    count = (
        select_columns(func.count())
        .select_from(AssignmentRow)
        .where(col(AssignmentRow.article) == col(ArticleRow.id), _others(annotator), taken)
        .correlate(ArticleRow)
        .scalar_subquery()
    )
    return count >= sharing_rules(session).overlap


def _alone(session: Session, annotator: str) -> bool:
    """Whether nobody else has anything to do with any article: then every slot is hers.

    Two ends of an index instead of a walk over what she did.
    """
    name = col(AssignmentRow.annotator)
    sides = (and_(name < annotator, name != NOBODY), and_(name > annotator, name != NOBODY))
    return not any(session.exec(select(name).where(side).limit(1)).first() for side in sides)
