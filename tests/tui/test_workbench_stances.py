"""A stance on the real screen: drawn in the text, said in words, listed beside it."""

import shutil

from tests.tui.bench import guess, put_article, put_suggestions, side, window
from tests.tui.test_workbench import press, shown, shown_lines, view_of, workbench

PACTE = "Rutte refuse le pacte. Weber le salue.\n"


def styled(app, wanted):
    """The words of the article that are drawn in a style."""
    view = view_of(app)
    rows = range(view.size.height)
    return [s.text for y in rows for s in view.render_line(y) if s.style and wanted(s.style)]


async def test_a_stance_is_drawn_said_and_listed(project, tmp_path):
    database = shutil.copy(project, tmp_path / "annotator.db")
    with window(database).workspace as workspace:
        put_article(workspace, "pacte", PACTE)
        guesses = [
            guess(PACTE, "Rutte", "PER"),
            guess(PACTE, "Weber", "PER"),
            guess(PACTE, "pacte", "TOPIC"),
        ]
        stances = [
            side(PACTE, 0, 2, "refuse", p=0.52),
            side(PACTE, 1, 2, "salue", "favor", p=0.3),
        ]
        put_suggestions(workspace, "pacte", guesses, stances=stances)
    async with workbench(database, (120, 40), "pacte") as (app, pilot):
        assert styled(app, lambda s: s.reverse and s.bold) == ["Rutte", "pacte"]
        assert "refuse" in styled(app, lambda s: s.overline and s.underline)
        assert "Rutte → pacte · against · reported · asserted · p .52" in shown(app)
        assert "y right  x wrong  c/f/u side" in shown(app)
        await press(app, pilot, "y", "f")
        lines = [line[-36:].strip() for line in shown_lines(app)]
        listed = lines[lines.index("Stances in sight") :]
        assert listed[1:5] == [
            "Rutte → pacte",
            "against  reported “refuse”",
            "▸ Weber → ↑pacte",
            "favor  reported “salue”",
        ]
        await press(app, pilot, "L")
        assert "a Rutte → pacte" in shown(app)
        await press(app, pilot, "b")
        await press(app, pilot, "H", "space")
        assert "somebody → pacte · favor" in shown(app)
