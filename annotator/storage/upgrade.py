"""Brings a database file to the newest schema with Alembic: backup first, counts compared after."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError

from annotator.errors import StorageError


def upgrade(path: Path, stored: str | None) -> None:
    """Create the schema in `path` (`stored` is None), or migrate it from revision `stored`.

    Raises:
        StorageError: The file can't be written, or rows were lost; the backup is named.
    """
    backup = None if stored is None else _backed_up(path, stored)
    before = {} if stored is None else _row_counts(path)
    engine = create_engine(f"sqlite:///{path}")
    try:
        # Foreign keys are off on this connection from its start (SQLite's default): a batch
        # migration drops and re-creates parent tables, which with keys on deletes the children.
        with engine.begin() as connection:
            config = Config()
            config.set_main_option(
                "script_location", str(Path(__file__).parent / "migrations").replace("%", "%%")
            )
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except DBAPIError as error:
        raise StorageError(
            f"{path} can't be written ({error.orig}); check the permissions of its folder."
        ) from error
    finally:
        engine.dispose()
    after = _row_counts(path)
    lost = [name for name, count in before.items() if after.get(name, 0) < count]
    if lost:
        raise StorageError(
            f"Migrating {path} lost rows of {', '.join(lost)}; the old file is {backup}: keep it."
        )


def _backed_up(path: Path, stored: str) -> Path:
    backup = path.with_name(f"{path.name}.backup-{stored}")
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(backup)) as target:
        source.backup(target)
    return backup


def _row_counts(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as connection:
        names = [
            row[0]
            for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return {
            name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
            for name in names
        }
