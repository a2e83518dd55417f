from annotator.domain.queue import Visit
from annotator.project.queue import Queue
from annotator.project.status import project_status


def test_figures_are_the_annotator_s_and_the_project_s(build, project):
    with project.open() as workspace:
        for name in ("a", "b", "c", "d"):
            project.add(workspace, name)
        done, opened, skipped = (build.open_desk(workspace, name) for name in ("a", "b", "c"))
        build.stored(done.finish())
        build.stored(opened.toggle_flag())
        build.stored(skipped.skip())
        opened.remember(Visit(active_ms=90_000)).result(30)
        record = project_status(workspace).record()

        assert record["articles"] == {"new": 1, "open": 1, "done": 1, "skipped": 1, "flagged": 1}
        assert (record["total"], record["finished"], record["active_minutes"]) == (4, 1, 1.5)
        assert record["scheme"] == "news-fr 1"
    with project.open("béa") as bea:
        record = project_status(bea).record()
        assert (record["articles"]["new"], record["finished"], record["annotator"]) == (4, 1, "béa")


def test_work_goes_on_where_it_was_left(build, project):
    with project.open() as workspace:
        for name in ("a", "b", "c"):
            project.add(workspace, name)
        assert Queue(workspace).first() == "a"
        build.open_desk(workspace, "c")
        build.open_desk(workspace, "b")
        assert Queue(workspace).first() == "b"
        build.stored(build.open_desk(workspace, "b").finish())
        assert Queue(workspace).first() == "c"
        build.stored(build.open_desk(workspace, "c").finish())
        build.stored(build.open_desk(workspace, "a").finish())
        assert Queue(workspace).first() is None


def test_the_queue_shows_first_lines_and_what_waits_for_suggestions(project):
    with project.open() as workspace:
        first = project.add(workspace, "a", "\r\nUn titre\r\nla suite\r\n")
        project.add(workspace, "b", "Deux")
        project.suggest(workspace, first, ("titre", "PER", 0.9))
        entries = Queue(workspace).everything()

        assert [entry.title for entry in entries] == ["Un titre", "Deux"]
        assert [entry.suggested for entry in entries] == [True, False]
        assert Queue(workspace).ahead("a", 3) == ["b"]
