import sqlite3
from contextlib import closing

import pytest

from annotator.project.checking import check_project


@pytest.fixture
def worked(project, build):
    with project.open() as workspace:
        project.suggest(workspace, project.add(workspace), ("Cardinal", "ORG", 0.9))
        desk = build.open_desk(workspace)
        build.stored(desk.reject(desk.mentions[0]))
        assert list(check_project(workspace)) == []
    return project


def tampered(project, statement):
    with closing(sqlite3.connect(project.file)) as connection:
        connection.execute(statement)
        connection.commit()
    with project.open() as workspace:
        return list(check_project(workspace))


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE mention SET label = 'PER' WHERE layer = 2", "is not what its log makes"),
        ("UPDATE mention SET quote = 'x' WHERE layer = 2", "the quote of m1 is not the text"),
        ('UPDATE mention SET "end" = 9999 WHERE layer = 2', "is no range of its"),
        ("DELETE FROM edit WHERE layer = 2 AND parent = 0", "the log is broken"),
        ("UPDATE edit SET parent = 7 WHERE layer = 2 AND parent = 1", "the log is broken"),
        ("UPDATE assignment SET state = 'done'", "is not what its log makes"),
        ("UPDATE article SET text = 'court'", "is no range of its 5 characters"),
        ("UPDATE mention SET entity = 999 WHERE layer = 2", "points to a missing entity"),
        ("UPDATE edit SET items = '{' WHERE layer = 2 AND parent = 1", "the log is broken"),
        ("UPDATE edit SET items = '[{}]' WHERE layer = 2 AND parent = 1", "the log is broken"),
        ("UPDATE mention SET origin = '{' WHERE layer = 2", "layer 2 can't be read"),
        ("UPDATE mention SET origin = '{}' WHERE layer = 2", "layer 2 can't be read"),
    ],
)
def test_what_does_not_hold_is_found(worked, statement, problem):
    assert [p for p in tampered(worked, statement) if problem in p]
