"""Who works on the project, and the rules by which its articles are shared."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from typing import cast

from pydantic import JsonValue
from sqlalchemy import Select
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from annotator.domain.sharing import Duty, Person, Sharing
from annotator.storage.tables import PersonRow, SettingRow


def people(session: Session) -> list[Person]:
    """Everybody who works on the project, by name."""
    rows = session.exec(select(PersonRow).order_by(col(PersonRow.name)))
    return [Person(row.name, Duty(row.duty)) for row in rows]


def find_person(session: Session, name: str) -> Person | None:
    """Somebody by name, or None where nobody of that name works here."""
    row = session.get(PersonRow, name)
    return None if row is None else Person(row.name, Duty(row.duty))


def save_person(session: Session, person: Person) -> None:
    """Store somebody, or her new duty."""
    session.merge(PersonRow(name=person.name, duty=person.duty))


def sharing_rules(session: Session) -> Sharing:
    """The rules in force; the defaults where none were set."""
    found = session.connection().execute(_settings())
    stored = {name: cast("int", value) for name, value in found}
    known = asdict(Sharing())
    return Sharing(**{name: stored.get(name, value) for name, value in known.items()})


@cache
def _settings() -> Select[str, JsonValue]:
    # To build it takes longer than to run it.
    return select_columns(col(SettingRow.name), col(SettingRow.value))


def save_sharing(session: Session, rules: Sharing) -> None:
    """Put these rules in force."""
    for name, value in asdict(rules).items():
        session.merge(SettingRow(name=name, value=value))
