"""The queue in another order: who comes next, what is recorded, and what stays."""

from __future__ import annotations

from annotator.domain.ordering import ChosenBy, OrderBy
from annotator.project.ordering import order_work
from annotator.project.queue import Queue
from annotator.storage.turns import chosen_by

TEXTS = {name: f"{name} parle.\n" for name in ("Abel", "Berthe", "Corin", "Dora", "Elie")}
DOUBTFUL = {"Abel": 0.95, "Berthe": 0.55, "Corin": 0.7, "Dora": 0.9}


def fill(project, workspace) -> None:
    for name, text in TEXTS.items():
        article = project.add(workspace, name, text)
        if name in DOUBTFUL:
            project.suggest(workspace, article, (name, "PER", DOUBTFUL[name]))


def queue(workspace) -> list[str]:
    return [entry.article for entry in Queue(workspace).everything()]


def by_doubt(workspace):
    return order_work(workspace, OrderBy.DOUBT, 0.01)


def test_the_most_doubtful_come_first(project):
    with project.open() as workspace:
        fill(project, workspace)
        report = by_doubt(workspace)

        assert queue(workspace) == ["Berthe", "Corin", "Dora", "Abel", "Elie"]
        assert (report.begun, report.unsuggested) == (0, 1)
        assert Queue(workspace).first() == "Berthe"
        assert Queue(workspace).next_unfinished("Berthe") == "Corin"
        assert Queue(workspace).neighbour("Corin", -1) == "Berthe"
        assert Queue(workspace).place("Corin").number == 2


def test_begun_articles_keep_their_place_in_front_and_what_chose_them(project, build):
    with project.open() as workspace:
        fill(project, workspace)
        by_doubt(workspace)
        build.open_desk(workspace, "Berthe")
        order_work(workspace, OrderBy.DIVERSE, 0.01)

        assert queue(workspace)[0] == "Berthe"
        recorded = workspace.read(chosen_by)
        assert recorded["Berthe"] is ChosenBy.DOUBT
        assert {recorded[a] for a in queue(workspace)[1:]} <= {ChosenBy.DIVERSE, ChosenBy.RANDOM}


def test_as_imported_again_the_record_of_what_was_begun_stays(project, build):
    with project.open() as workspace:
        fill(project, workspace)
        by_doubt(workspace)
        build.open_desk(workspace, "Berthe")
        order_work(workspace, OrderBy.IMPORTED, 0.01)

        assert queue(workspace) == list(TEXTS)
        assert workspace.read(chosen_by) == {"Berthe": ChosenBy.DOUBT}


def test_articles_imported_later_come_last(project):
    with project.open() as workspace:
        fill(project, workspace)
        by_doubt(workspace)
        project.add(workspace, "late", "Fanny parle.\n")

        assert queue(workspace)[-1] == "late"
        assert Queue(workspace).place("late").number == len(TEXTS) + 1
        assert Queue(workspace).next_unfinished("late") == "Berthe"


def test_a_random_share_is_recorded(project):
    with project.open() as workspace:
        fill(project, workspace)
        report = order_work(workspace, OrderBy.DOUBT, 1.0)

        assert report.chosen == {ChosenBy.RANDOM: len(TEXTS)}
        assert set(workspace.read(chosen_by).values()) == {ChosenBy.RANDOM}
