"""A project with two articles: `port` with suggestions, then `digue`."""

import shutil

import pytest

from tests.tui.bench import (
    DIGUE,
    PORT,
    guess,
    port_guesses,
    put_article,
    put_suggestions,
    same_as_stored,
    window,
    zone,
)
from tests.tui.stance_bench import opened_pacte


@pytest.fixture(scope="session")
def project(tmp_path_factory):
    """The project's file, made once: every test gets a copy."""
    path = tmp_path_factory.mktemp("project") / "annotator.db"
    made = window(path)
    put_article(made.workspace, "port", PORT)
    put_article(made.workspace, "digue", DIGUE)
    archives = [zone(PORT, "Lire aussi : nos archives")]
    put_suggestions(made.workspace, "port", port_guesses(), archives)
    put_suggestions(made.workspace, "digue", [guess(DIGUE, "Bo Lindqvist", "PER")])
    made.workspace.close()
    return path


@pytest.fixture
def database(project, tmp_path):
    return shutil.copy(project, tmp_path / "annotator.db")


@pytest.fixture
def bench(database):
    """The project's first window; at the end, the picture must be what is stored."""
    opened = window(database)
    yield opened
    if opened.reader.desk is not None:
        assert same_as_stored(opened)
    opened.workspace.close()


@pytest.fixture
async def open_pacte(bench):
    """The bench, opened on `PACTE`."""
    return await opened_pacte(bench)


@pytest.fixture
def another_window(database):
    """Opens further windows on the same project."""
    opened = []

    def another(**options):
        opened.append(window(database, **options))
        return opened[-1]

    yield another
    for each in opened:
        each.workspace.close()
