"""Kept databases: every run begins with the article on the screen as the last one."""

import sqlite3
from contextlib import closing

from annotator.config import Settings
from annotator.project.queue import Queue
from annotator.project.workspace import open_workspace
from benchmarks.program import NAME, add_changes, add_synthetic
from benchmarks.stored import remove_behind


def test_what_an_earlier_run_has_added_is_gone_and_can_be_added_again(tmp_path):
    database = tmp_path / "bench.db"
    add_synthetic(database, 500, 3)
    add_changes(database, 500, 3, 1)
    remove_behind(database)
    with open_workspace(Settings(str(database), "bench")) as workspace:
        assert [entry.article for entry in Queue(workspace).everything()] == [NAME]
        assert Queue(workspace).first() == NAME
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    add_changes(database, 500, 3, 1)
