import shutil
import sqlite3
from contextlib import closing

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from annotator.errors import StorageError
from annotator.storage.engine import head_revision, open_database, sqlite_url, stored_revision
from annotator.storage.tables import Base
from annotator.storage.upgrade import MIGRATIONS, upgrade

HEAD = head_revision()
RECREATE_LAYER = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "HEAD"


def upgrade():
    with op.batch_alter_table(
        "layer", recreate="always", table_kwargs={"sqlite_strict": True}
    ) as batch:
        batch.add_column(sa.Column("note", sa.Text(), nullable=True))
""".replace("HEAD", HEAD)
FAIL = "    op.execute('INSERT INTO nowhere VALUES (1)')\n"
LOSE = "    op.execute('DELETE FROM mention')\n"


@pytest.fixture
def migrations(tmp_path):
    """The program's revisions, and one more that a test writes."""
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.fixture
def filled(project, build):
    with project.open() as workspace:
        article = project.add(workspace)
        project.suggest(workspace, article, ("Cardinal", "ORG", 0.9), ("conseil", "ORG", 0.3))
        desk = build.open_desk(workspace)
        build.stored(desk.reject(desk.mentions[0]))
    return project.file


def counts(path):
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        found = {}
        for (name,) in names.fetchall():
            query = f'SELECT count(*) FROM "{name}"'  # noqa: S608  # names of our own tables
            found[name] = connection.execute(query).fetchone()[0]
        return found


def test_the_migrated_schema_is_that_of_the_tables(project):
    open_database(str(project.file)).close()
    engine = create_engine(sqlite_url(project.file))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Base.metadata)
    engine.dispose()

    assert differences == []


def test_a_migration_keeps_every_row_and_backs_the_old_file_up(filled, migrations):
    (migrations / "versions" / "9999_layer_note.py").write_text(RECREATE_LAYER)
    before = counts(filled)
    upgrade(filled, HEAD, migrations)

    assert stored_revision(filled) == "9999"
    assert counts(filled) == before
    assert before["mention"] > 0
    backup = filled.with_name(f"annotator.db.backup-{HEAD}")
    assert stored_revision(backup) == HEAD
    assert counts(backup) == before


def test_a_failing_migration_leaves_the_file_as_it_was(filled, migrations):
    (migrations / "versions" / "9999_bad.py").write_text(RECREATE_LAYER + FAIL)
    before = counts(filled)

    with pytest.raises(StorageError, match="nowhere"):
        upgrade(filled, HEAD, migrations)
    assert stored_revision(filled) == HEAD
    assert counts(filled) == before


def test_a_migration_that_loses_rows_names_the_backup(filled, migrations):
    (migrations / "versions" / "9999_loss.py").write_text(RECREATE_LAYER + LOSE)

    with pytest.raises(StorageError, match=rf"lost rows of mention; .*backup-{HEAD}: keep it"):
        upgrade(filled, HEAD, migrations)
    assert counts(filled.with_name(f"annotator.db.backup-{HEAD}"))["mention"] > 0


def test_no_migration_begins_without_its_backup(filled, migrations):
    (migrations / "versions" / "9999_layer_note.py").write_text(RECREATE_LAYER)
    filled.with_name(f"annotator.db.backup-{HEAD}").mkdir()

    with pytest.raises(StorageError, match=r"its backup .* can't be written"):
        upgrade(filled, HEAD, migrations)
    assert stored_revision(filled) == HEAD


def test_an_interrupted_creation_leaves_an_empty_file(tmp_path, migrations):
    path = tmp_path / "new.db"
    (migrations / "versions" / "9999_bad.py").write_text(RECREATE_LAYER + FAIL)

    with pytest.raises(StorageError):
        upgrade(path, None, migrations)
    open_database(str(path)).close()
    assert stored_revision(path) == HEAD
