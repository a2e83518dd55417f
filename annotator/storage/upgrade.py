"""Brings a database file to the newest schema with Alembic: backup first, counts compared after."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry

from annotator.errors import StorageError
from annotator.storage.engine import sqlite_url

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(path: Path, stored: str | None, migrations: Path = MIGRATIONS) -> None:
    """Create the schema in `path` (`stored` is None), or migrate it from revision `stored`.

    All revisions in one transaction: an interrupted or failed migration leaves the file as it was.

    Raises:
        StorageError: The file can't be written, or rows were lost; the backup is named.
    """
    backup = None if stored is None else _backed_up(path, stored)
    before = {} if stored is None else _row_counts(path)
    engine = create_engine(sqlite_url(path))
    event.listen(engine, "connect", _leave_transactions_alone)
    event.listen(engine, "begin", _begin)
    try:
        # Foreign keys are off on this connection from its start (SQLite's default): a batch
        # migration drops and re-creates parent tables, which with keys on deletes the children.
        with engine.begin() as connection:
            config = Config()
            config.set_main_option("script_location", str(migrations).replace("%", "%%"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except DBAPIError as error:
        raise StorageError(
            f"{path} can't be written ({error.orig}); check the permissions of its folder."
        ) from error
    except CommandError as error:
        raise StorageError(
            f"{path} has a schema that this program does not know ({error}); give another --db."
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
    try:
        with closing(_connected(path)) as source, closing(_connected(backup)) as target:
            source.backup(target)
    except sqlite3.OperationalError as error:
        raise StorageError(
            f"{path} must be migrated, but its backup {backup} can't be written ({error}); free "
            "space or mend the folder's permissions. The file was not touched."
        ) from error
    return backup


def _connected(path: Path) -> sqlite3.Connection:
    # Absolute: SQLite may read a name like `file:x` as a URI.
    return sqlite3.connect(path.absolute())


def _leave_transactions_alone(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    # The driver would begin one only at the first INSERT and leave the tables made before it.
    connection.isolation_level = None


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _row_counts(path: Path) -> dict[str, int]:
    with closing(_connected(path)) as connection:
        names = [
            row[0]
            for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return {
            name: connection.execute(
                f'SELECT count(*) FROM "{name}"'  # noqa: S608 (sqlite's own names)
            ).fetchone()[0]
            for name in names
        }
