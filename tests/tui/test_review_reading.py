"""What is read behind the review's screens, and how it ends."""

import pytest

from annotator.project.disagreements import Docket, Wanted
from annotator.project.workspace import open_workspace
from annotator.tui.review_app import ReviewApp
from annotator.tui.review_reading import Reading
from annotator.tui.screens.review_tables import PairsScreen
from tests.tui.test_review import PEOPLE, SCHEME, entity, filled, on_screen, record, settings_of

LABELS = ("PER", "ORG", "PER")


@pytest.fixture
def many(tmp_path):
    """Thirty articles of three annotators, one conflict in each."""
    records = []
    for number in range(30):
        text = f"{number}: Paul Roche refuse le pont.\n"
        records += [
            record(name, entity(0, "Paul Roche", label, text=text), article=f"a{number}", text=text)
            for name, label in zip(PEOPLE, LABELS, strict=True)
        ]
    return filled(tmp_path, *records)


def found(workspace):
    docket = Docket(workspace)
    docket.find()
    return docket


def test_disagreements_come_first_then_figures_then_the_rest(many):
    told = []
    with open_workspace(settings_of(many)) as workspace:
        docket = found(workspace)
        reading = Reading(
            docket,
            lambda: told.append(docket.contested - docket.unread),
            lambda panel: told.append(f"{len(panel.pairs)} pairs"),
        )
        reading.run()
        assert docket.count(Wanted()) == (30, 30)
    assert told[0] == 1
    assert told[told.index("3 pairs") - 1] == 20
    assert told[-1] == 30


def test_reading_ends_when_the_person_leaves(many):
    with open_workspace(settings_of(many)) as workspace:
        docket = found(workspace)

        def leave():
            reading.stop()

        reading = Reading(docket, leave, lambda _panel: pytest.fail("read on"))
        reading.run()
        assert docket.unread == 29


async def test_the_pairs_stand_there_before_anything_is_read_and_leaving_is_possible(many):
    app = ReviewApp(settings_of(many), SCHEME, "")
    try:
        async with app.run_test() as pilot:
            screen = await on_screen(app, pilot, PairsScreen)
            assert [*screen.book.counted.values()] == [30, 30, 30]
            await pilot.press("ctrl+q")
    finally:
        app.close_project()
    assert app.return_code == 0
