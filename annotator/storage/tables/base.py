"""What every table shares: the naming of constraints, kinds of columns, registering.

No `from __future__ import annotations` here: SQLModel reads the annotations at class creation.
"""

from typing import cast

from sqlalchemy import BigInteger, Integer, Table
from sqlmodel import SQLModel

BIG = BigInteger().with_variant(Integer, "sqlite")
STRICT = {"sqlite_strict": True}
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(SQLModel):
    """Registers every table under one naming convention, so that migrations can name them.

    Validators are deferred for good: rows are dumb, and a start should not wait for them.
    """

    model_config = {"defer_build": True}


Base.metadata.naming_convention = NAMING


def table_of(model: type[SQLModel]) -> Table:
    """The table behind a row class, for statements that bring or take many rows as tuples."""
    return cast("Table", model.__table__)  # type: ignore[attr-defined]  # set by its metaclass
