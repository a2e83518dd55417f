import os
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing

import pytest
from sqlalchemy import text as sql

from annotator.errors import InputError, StorageError
from annotator.storage.engine import head_revision, open_database, stored_revision


@pytest.fixture
def path(tmp_path):
    return tmp_path / "annotator.db"


@pytest.fixture
def database(path):
    database = open_database(str(path))
    yield database
    database.close()


def pragma(session, name):
    return session.connection().execute(sql(f"PRAGMA {name}")).scalar()


def add_scheme(session, name="x", at="2026-01-05T09:00:00+00:00"):
    session.connection().execute(
        sql("INSERT INTO scheme (hash, name, version, source, adopted_at) VALUES (:n,:n,1,'',:a)"),
        {"n": name, "a": at},
    )


def write_after_a_scheme(database, job):
    with database.writing() as session:
        add_scheme(session)
        job(session)


def count_schemes(session):
    return session.connection().execute(sql("SELECT count(*) FROM scheme")).scalar()


def test_a_new_database_has_the_newest_schema(database, path):
    assert stored_revision(path) == head_revision()


def test_every_connection_has_the_pragmas(database):
    with database.reading() as session:
        found = [pragma(session, p) for p in ("foreign_keys", "journal_mode", "synchronous")]

    assert found == [1, "wal", 2]


def test_every_table_is_strict(database):
    with database.reading() as session:
        rows = session.connection().execute(sql("PRAGMA table_list")).all()

    ours = {row.name: row.strict for row in rows if not row.name.startswith("sqlite_")}
    del ours["alembic_version"]
    assert set(ours.values()) == {1}


def test_a_value_of_another_type_is_refused_and_nothing_stored(database):
    statement = (
        "INSERT INTO article (id, position, text, sha256, meta, imported_at)"
        " VALUES ('a', 'first', 'x', 'x', '{}', 'x')"
    )

    with pytest.raises(StorageError, match="refused the change"):
        write_after_a_scheme(database, lambda s: s.connection().execute(sql(statement)))

    with database.reading() as session:
        assert count_schemes(session) == 0


def test_an_error_of_the_driver_is_told_like_any_other(database):
    with pytest.raises(StorageError, match="refused"), database.reading() as session:
        session.connection().connection.cursor().execute("SELECT * FROM nothing")


def test_a_row_that_points_to_nothing_is_refused(database):
    with pytest.raises(StorageError, match="FOREIGN KEY"), database.writing() as session:
        session.connection().execute(
            sql(
                "INSERT INTO layer (article, role, author, version, next_number)"
                " VALUES ('nowhere', 'gold', 'x', 0, 1)"
            )
        )


def test_a_failure_takes_the_whole_transaction_back(database):
    with pytest.raises(ZeroDivisionError):
        write_after_a_scheme(database, lambda _session: 1 // 0)

    with database.reading() as session:
        assert count_schemes(session) == 0


def test_two_writers_lose_no_update(path, database):
    other = open_database(str(path))
    with database.writing() as session:
        add_scheme(session, "0")

    def count_up(mine):
        for _ in range(20):
            with mine.writing() as session:
                stored = session.connection().execute(sql("SELECT name FROM scheme")).scalar()
                session.connection().execute(
                    sql("UPDATE scheme SET name = :n"), {"n": str(int(stored) + 1)}
                )

    threads = [threading.Thread(target=count_up, args=(mine,)) for mine in (database, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    with database.reading() as session:
        assert session.connection().execute(sql("SELECT name FROM scheme")).scalar() == "40"
    other.close()


def test_a_writer_holds_the_lock_from_its_first_read(path, database):
    with database.writing() as writer, closing(sqlite3.connect(path, timeout=0)) as other:
        assert count_schemes(writer) == 0
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")


def test_readers_go_on_while_somebody_writes(database):
    with database.writing() as writer:
        add_scheme(writer)
        with database.reading() as reader:
            assert count_schemes(reader) == 0


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("notes.db", b"Bonjour, ceci est un texte.\n" * 50, "is not an annotator database"),
        ("half.db", b"SQLite format 3\0" + b"\xff" * 2000, "is not an annotator database"),
    ],
)
def test_what_is_no_database_is_refused_and_left_alone(tmp_path, name, content, problem):
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(StorageError, match=problem):
        open_database(str(path))
    assert path.read_bytes() == content


def test_the_database_of_another_program_is_refused_and_left_alone(path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    before = path.read_bytes()

    with pytest.raises(StorageError, match="of another program; choose another file"):
        open_database(str(path))
    assert path.read_bytes() == before


def test_a_database_of_a_newer_version_is_refused_and_left_alone(path):
    open_database(str(path)).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    before = path.read_bytes()

    with pytest.raises(StorageError, match=r"newer version .* update the program"):
        open_database(str(path))
    assert path.read_bytes() == before
    assert list(path.parent.glob("*.backup*")) == []


def test_a_schema_that_nobody_knows_is_refused(path):
    open_database(str(path)).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
        connection.commit()

    with pytest.raises(StorageError, match="a schema that this program does not know"):
        open_database(str(path))


# Also root is refused there, whatever the permissions.
@pytest.mark.parametrize(
    ("place", "problem"),
    [
        ("", "is a folder"),
        ("missing/x.db", "is not a folder; create it"),
        ("file.txt/x.db", "is not a folder; create it"),
        ("x" * 300 + ".db", "can't be used"),
        ("/proc/annotator.db", "can't be written"),
        ("/dev/null", "is no regular file"),
    ],
)
def test_a_place_where_nothing_can_be_stored_is_told(tmp_path, place, problem):
    (tmp_path / "file.txt").write_text("x")

    with pytest.raises(StorageError, match=problem):
        open_database(str(tmp_path / place))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission_to_write_is_told(path):
    path.parent.chmod(0o500)

    with pytest.raises(StorageError, match="permissions"):
        open_database(str(path))


def test_a_url_is_refused_with_what_to_give(tmp_path):
    with pytest.raises(InputError, match="give a path"):
        open_database("postgresql://host/annotator")


@pytest.mark.parametrize("name", ["a?b=1.db", "a#b%41.db", ":memory:", "file:x", "l'été [1].db"])
def test_any_file_name_is_the_name_of_the_file(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    database = open_database(name)
    with database.writing() as session:
        add_scheme(session)
    database.close()

    again = open_database(name)
    with again.reading() as session:
        assert count_schemes(session) == 1
    again.close()
    assert [p.name for p in tmp_path.iterdir()] == [name]


WRITE_FOR_EVER = """
import sys
from sqlalchemy import text as sql
from annotator.storage.engine import open_database
database = open_database(sys.argv[1])
number = 0
while True:
    with database.writing() as session:
        for half in ("first", "second"):
            session.connection().execute(sql(
                "INSERT INTO scheme (hash, name, version, source, adopted_at)"
                " VALUES (:h, :n, '1', '', '2026-01-05T09:00:00+00:00')"
            ), {"h": half, "n": str(number)})
    print(number, flush=True)
    number += 1
"""


def test_a_killed_program_loses_nothing_committed_and_leaves_nothing_half(path):
    program = subprocess.Popen(
        [sys.executable, "-c", WRITE_FOR_EVER, str(path)], stdout=subprocess.PIPE, text=True
    )
    for line in program.stdout:
        if int(line) >= 20:
            program.send_signal(signal.SIGKILL)
            break
    told = [int(line) for line in program.stdout] or [20]
    program.stdout.close()
    program.wait(30)

    database = open_database(str(path))
    with database.reading() as session:
        rows = session.connection().execute(sql("SELECT name, count(*) FROM scheme GROUP BY name"))
        found = {int(name): count for name, count in rows}
        sound = pragma(session, "integrity_check")
    database.close()
    assert sound == "ok"
    assert set(found) >= set(range(max(told) + 1))
    assert set(found.values()) == {2}
