"""The short way to the screen gives what the whole command line would give."""

import os
import subprocess
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


def test_no_plugin_of_pydantic_is_loaded_that_could_see_the_articles(tmp_path):
    plugins, seen = tmp_path / "plugins", tmp_path / "seen"
    metadata = plugins / "tracer-1.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: tracer\nVersion: 1\n")
    (metadata / "entry_points.txt").write_text("[pydantic]\ntracer = tracer:plugin\n")
    tracer = f"open({str(seen)!r}, 'w').close()\nplugin = object()\n"
    (plugins / "tracer.py").write_text(tracer)
    environment = {**os.environ, "PYTHONPATH": str(plugins)}

    def run_python(*arguments):
        command = [sys.executable, *arguments]
        return subprocess.run(command, check=False, env=environment, cwd=tmp_path)

    assert run_python("-m", "annotator", "status", "--db", "x.db").returncode == 0
    assert not seen.exists()
    run_python("-c", "import sqlmodel\nclass Row(sqlmodel.SQLModel):\n  id: int")
    assert seen.exists()
