"""A name corrected in one article is filled in when the next one is opened: the whole program."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.project.suggesting import suggest_all
from tests.tui.bench import put_article, span_of, window
from tests.tui.test_workbench import press, shown, workbench

ROOT = Path(__file__).parents[2]
BRIDGE = (
    "Le pont de Valmure\n\nLa semaine passée, Cordouan a refusé le projet de pont. "
    "Selon Cordouan, le chantier coûte trop cher.\n"
)
AGAIN = "Le chantier reprend\n\nMardi, le maire a reçu Cordouan à la mairie.\n"


@pytest.fixture
def news(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    path = tmp_path / "annotator.db"
    made = window(path)
    put_article(made.workspace, "bridge", BRIDGE)
    put_article(made.workspace, "again", AGAIN)
    assert [report.failure for report in suggest_all(made.workspace)] == [None, None]
    made.workspace.close()
    return path


@pytest.mark.model
async def test_a_name_relabelled_in_one_article_is_filled_in_the_next(news):
    async with workbench(news, first="bridge") as (app, pilot):
        reader = app.desk_screen.reader
        while reader.current is None or reader.current.span.of(BRIDGE) != "Cordouan":
            await press(app, pilot, "n")
        await press(app, pilot, "o")
        # The worker that brings the name to the next article takes seconds to start, once.
        for _ in range(3000):
            if "+learned-" in newest(reader.workspace):
                break
            await pilot.pause(0.01)
        await press(app, pilot, "N")

        assert reader.article.id == "again"
        company = span_of(AGAIN, "Cordouan")
        assert [(m.span, m.label) for m in reader.desk.mentions] == [(company, "ORG")]
        assert reader.desk.mentions[0].origin.rule == "known"
        assert "Cordouan" in shown(app)


def newest(workspace):
    """The newest suggester version on the second article."""
    from annotator.storage.learned import suggester_names

    return workspace.read(lambda session: suggester_names(session, "again"))[-1]
