"""The schemes that were in force; the newest is."""

from __future__ import annotations

import datetime as dt

from sqlmodel import Session, col, select

from annotator.domain.scheme import Scheme, parse_scheme
from annotator.storage.tables import MentionRow, SchemeRow, StanceRow


def scheme_in_force(session: Session) -> Scheme | None:
    """The scheme that the database was last worked on with, or None in a new database."""
    row = session.exec(select(SchemeRow).order_by(col(SchemeRow.id).desc())).first()
    return None if row is None else parse_scheme(row.source, f"the stored scheme {row.name}")


def adopt_scheme(session: Session, scheme: Scheme, at: dt.datetime) -> None:
    """Put the scheme in force; the ones before stay on record."""
    session.add(
        SchemeRow(
            hash=scheme.hash,
            name=scheme.name,
            version=scheme.version,
            source=scheme.source,
            adopted_at=at,
        )
    )


def used_labels(session: Session) -> set[str]:
    """Labels that at least one mention or stance of any layer carries."""
    mentions = session.exec(select(MentionRow.label).distinct())
    stances = session.exec(select(StanceRow.label).distinct())
    return {*mentions, *stances}
