"""Frozen splits and the near-copies that were found last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from pydantic import TypeAdapter
from sqlmodel import Session, select

from annotator.domain.split_rules import Place, SplitRule
from annotator.domain.splits import Split
from annotator.storage.tables.splits import FreezeRow, SplitRow

_RULES: Final = TypeAdapter(SplitRule)


def frozen_rule(session: Session) -> SplitRule | None:
    """What splits were frozen by, None where none are."""
    row = session.exec(select(FreezeRow)).first()
    if row is None:
        return None
    return _RULES.validate_python(row.rule)


def frozen_places(session: Session) -> dict[str, Place]:
    """Where each frozen article stands."""
    rows = session.exec(select(SplitRow.article, SplitRow.split, SplitRow.founder))
    return {article: Place(Split(split), founder) for article, split, founder in rows}


def freeze(session: Session, rule: SplitRule, places: Mapping[str, Place], at: dt.datetime) -> int:
    """Store the splits of articles that have none yet, and the rule if it is the first time.

    Returns:
        How many articles were frozen now.
    """
    if session.exec(select(FreezeRow)).first() is None:
        session.add(FreezeRow(at=at, rule=_RULES.dump_python(rule, mode="json")))
    known = set(session.exec(select(SplitRow.article)))
    new = {article: place for article, place in places.items() if article not in known}
    session.add_all(
        SplitRow(article=article, split=place.split, founder=place.founder)
        for article, place in new.items()
    )
    return len(new)
