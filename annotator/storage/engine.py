"""Opens the database: pragmas, transactions, schema revision. Nothing else makes a connection."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

from annotator.errors import InputError, StorageError

__all__ = ["Database", "Session", "head_revision", "open_database", "stored_revision"]

BUSY_TIMEOUT_MS = 5000
_CHECKPOINT = "PRAGMA wal_checkpoint(TRUNCATE)"


class Database:
    """An open database. One engine for all threads; a session never leaves its `with` block."""

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path = path
        self._engine = engine

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database and writes nothing."""
        with _clear_errors(self.path), Session(self._engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session in one immediate transaction: committed whole at the end, or not at all.

        `BEGIN IMMEDIATE` takes the write lock before the first read, so that a concurrent writer
        waits (up to the busy timeout) and neither loses an update nor fails on a lock upgrade.
        """
        immediate = self._engine.execution_options(immediate=True)
        with _clear_errors(self.path), Session(immediate) as session, session.begin():
            yield session

    def compact(self) -> None:
        """Write the file anew without what was deleted or overwritten; nothing of it remains.

        Raises:
            StorageError: Another program is reading or writing.
        """
        with _clear_errors(self.path), closing(self._engine.raw_connection()) as connection:
            try:
                for statement in (_CHECKPOINT, "VACUUM", _CHECKPOINT):
                    connection.execute(statement)
            except sqlite3.OperationalError as error:
                raise StorageError(
                    f"{self.path} is in use, so old pages may still hold what was removed "
                    f"({error}); close the workbench and give the same command again."
                ) from error

    def back_up(self, target: Path) -> None:
        """Copy what is committed to a new file; it has its name only once it is whole.

        Raises:
            StorageError: It can't be written.
        """
        draft = target.with_name(f".{target.name}.partial-{os.getpid()}")
        try:
            with (
                closing(sqlite3.connect(self.path.absolute())) as source,
                closing(sqlite3.connect(draft.absolute())) as copy,
            ):
                source.backup(copy)
            draft.rename(target)
        except (sqlite3.Error, OSError) as error:
            raise StorageError(
                f"{target} can't be written ({error}); check its folder and the disk."
            ) from error
        finally:
            draft.unlink(missing_ok=True)

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()


def head_revision() -> str:
    """The newest schema revision that this program knows, read from the migration files' names."""
    versions = Path(__file__).parent / "migrations" / "versions"
    return max(path.stem.split("_")[0] for path in versions.glob("[0-9]*.py"))


def stored_revision(path: Path) -> str | None:
    """The schema revision of the file at `path`; None where it is missing or empty.

    Raises:
        StorageError: It is no SQLite database, not one of this program, or can't be read.
    """
    if not _holds_something(path):
        return None
    try:
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        ) as connection:
            names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
            if not names:
                return None
            if "alembic_version" not in names or "edit" not in names:
                raise StorageError(f"{path} is a database of another program; choose another file.")
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError as error:
        raise StorageError(
            f"{path} can't be read ({error}); check its permissions and its folder's."
        ) from error
    except sqlite3.DatabaseError as error:
        raise StorageError(
            f"{path} is not an annotator database ({error}); give another path with --db."
        ) from error
    return None if row is None else str(row[0])


def _holds_something(path: Path) -> bool:
    try:
        status = path.stat()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise StorageError(
            f"{path} can't be used ({error.strerror}); give another path with --db."
        ) from error
    if stat.S_ISDIR(status.st_mode):
        raise StorageError(f"{path} is a folder; give the path of a database file with --db.")
    if not stat.S_ISREG(status.st_mode):
        raise StorageError(f"{path} is no regular file; give another path with --db.")
    return status.st_size > 0


def sqlite_url(path: Path) -> URL:
    """The address of the file for SQLAlchemy, whatever characters its name holds.

    Absolute, so that no name (`:memory:`, `file:x`) means something else to SQLite.
    """
    return URL.create("sqlite", database=str(path.absolute()))


def open_database(location: str) -> Database:
    """The database at `location`, created or migrated to the newest schema as needed.

    Raises:
        InputError: The location is a URL of a kind that is not supported.
        StorageError: It is not a database of this program, newer than the program, or not writable.
    """
    if "://" in location:
        raise InputError(f"{location} is a URL; this version stores in SQLite files: give a path.")
    path = Path(location)
    if not os.path.isdir(path.parent):  # noqa: PTH112  # answers where `Path` would raise
        raise StorageError(f"{path.parent} is not a folder; create it or give another --db.")
    head, stored = head_revision(), stored_revision(path)
    if stored is not None and stored > head:
        raise StorageError(
            f"{path} was written by a newer version of annotator (schema {stored}, this program "
            f"knows {head}); update the program. The file was not touched."
        )
    if stored != head:
        from annotator.storage.upgrade import upgrade

        upgrade(path, stored)
    engine = create_engine(sqlite_url(path))
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return Database(path, engine)


def _set_pragmas(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    # The driver must not open transactions of its own: it would start them deferred.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.close()


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


@contextmanager
def _clear_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise StorageError(_explained(path, str(error.orig))) from error
    except sqlite3.Error as error:
        # Where many rows are read, the driver is asked directly.
        raise StorageError(_explained(path, str(error))) from error


def _explained(path: Path, problem: str) -> str:
    if "locked" in problem:
        return f"{path} is in use by another program; what you did was not stored. Try again."
    if "readonly" in problem or "unable to open" in problem:
        return f"{path} can't be written; check the permissions of the file and of its folder."
    if "full" in problem:
        return f"The disk of {path} is full; what you did was not stored. Free space and try again."
    return f"{path}: the database refused the change ({problem}); nothing was stored."
