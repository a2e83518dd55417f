"""The short way to the screen gives what the whole command line would give."""

import sys

import pytest

from annotator.cli import start, workbench
from annotator.cli.main import run

PLAIN = [
    [],
    ["--db", "x.db"],
    ["--as", "zoé", "--db", "a b.db"],
    ["--scheme", "news-en", "--as", "anna", "--db", "x.db"],
]
NOT_PLAIN = [
    ["annotate"],
    ["--db"],
    ["--db=x.db"],
    ["--db", "x.db", "status"],
    ["--db", "--as", "--db", "x"],
    ["--db", "x.db", "--db", "y.db"],
    ["--help", "x"],
]


@pytest.fixture
def opened(monkeypatch):
    calls = []

    def record(article, db=None, name=None, scheme=None):
        calls.append((article, db, name, scheme))

    monkeypatch.setattr(start, "open_workbench", record)
    monkeypatch.setattr(workbench, "open_workbench", record)
    return calls


@pytest.mark.parametrize("arguments", PLAIN)
def test_both_ways_open_the_same_workbench(opened, monkeypatch, arguments):
    start.start(arguments)
    monkeypatch.setattr(sys, "argv", ["annotator", *arguments])
    with pytest.raises(SystemExit) as end:
        run()

    assert end.value.code == 0
    assert len(opened) == 2
    assert opened[0] == opened[1]


@pytest.mark.parametrize("arguments", NOT_PLAIN)
def test_everything_else_goes_to_the_whole_command_line(arguments):
    assert start.plain_options(arguments) is None
