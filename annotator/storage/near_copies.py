"""Which articles have near-copies: found at import, shown in the queue."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import delete
from sqlmodel import Session, select

from annotator.storage.tables import NearCopyRow

if TYPE_CHECKING:
    # Brings numpy, which the queue on the first screen must not wait for.
    from annotator.domain.near_duplicates import DuplicateGroup


def save_near_copies(session: Session, groups: tuple[DuplicateGroup, ...]) -> None:
    """Keep which articles have near-copies, for the queue to show."""
    session.connection().execute(delete(NearCopyRow))
    session.add_all(
        NearCopyRow(article=member, founder=group.founder)
        for group in groups
        if len(group.members) > 1
        for member in group.members
    )


def near_copy_counts(session: Session) -> dict[str, int]:
    """How many other articles its group has, for each article with near-copies."""
    groups = dict(session.exec(select(NearCopyRow.article, NearCopyRow.founder)).all())
    sizes = Counter(groups.values())
    return {article: sizes[founder] - 1 for article, founder in groups.items()}
