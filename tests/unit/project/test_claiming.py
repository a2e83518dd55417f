"""People who compete for articles, in processes of their own."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from annotator.errors import InputError
from annotator.project.claiming import assign, unassign
from annotator.project.entering import enter
from annotator.project.people import change_sharing, everybody, register
from annotator.project.queue import Queue
from annotator.project.starting import begin_as, open_project

ROOT = Path(__file__).parents[3]
WORK = """
import json, sys
from annotator.config import Settings
from annotator.project.entering import enter
from annotator.project.queue import Queue
from annotator.project.workspace import open_workspace
done = []
with open_workspace(Settings(sys.argv[1], sys.argv[2])) as workspace:
    queue = Queue(workspace)
    article = queue.take_first()
    while article is not None:
        enter(workspace, article, without_suggestions=True).desk.finish().result()
        done.append(article)
        article = queue.take_next(article)
print(json.dumps(done))
"""


def work_at_once(file, *names):
    """Let these people finish what they are offered, all at once; what each finished."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = [
        subprocess.Popen(
            [sys.executable, "-c", WORK, str(file), name],
            env=environment, stdout=subprocess.PIPE, text=True,
        )
        for name in names
    ]  # fmt: skip
    return {
        name: json.loads(p.communicate(timeout=120)[0])
        for name, p in zip(names, running, strict=True)
    }


@pytest.mark.parametrize("overlap", [1, 2])
def test_processes_never_finish_an_article_more_often_than_it_has_slots(project, overlap):
    with project.open() as workspace:
        for number in range(24):
            project.add(workspace, f"a{number:02}", f"Texte {number}. Cardinal attend.")
        change_sharing(workspace, overlap=overlap)
    done = work_at_once(project.file, "anna", "ben", "cleo")
    counts = Counter(article for articles in done.values() for article in articles)
    assert len(counts) == 24
    assert set(counts.values()) == {overlap}
    assert all(len(set(articles)) == len(articles) for articles in done.values())


@pytest.fixture
def shared(project):
    """A project of two people with three articles."""
    with project.open("anna") as workspace:
        for name in "abc":
            project.add(workspace, name, f"Texte {name}. Cardinal attend.")
        for name in ("anna", "ben"):
            register(workspace, name)
    return project


def test_a_refused_article_says_who_has_it(shared):
    with shared.open("ben") as ben:
        enter(ben, "a")
    with shared.open("anna") as anna, pytest.raises(InputError, match="a is with ben now"):
        enter(anna, "a")


def test_what_is_assigned_is_offered_to_nobody_else(shared):
    with shared.open("anna") as anna:
        assert [g.done for g in assign(anna, ["a", "b"], "ben")] == [True, True]
        assert Queue(anna).find("") == ["c"]
        with pytest.raises(InputError, match=r"zoé is not known.*anna, ben"):
            assign(anna, ["a"], "zoé")
        with pytest.raises(InputError, match="no article z"):
            unassign(anna, ["a", "z"], None)
        assert Queue(anna).find("") == ["c"]
        (given,) = unassign(anna, ["a"], None)
        assert given.people == ("ben",)
        assert Queue(anna).find("") == ["a", "c"]
        assert not unassign(anna, ["a"], None)[0].done


def test_a_dead_window_does_not_keep_her_from_where_she_was(shared, build):
    with shared.open("anna") as anna:
        gone = subprocess.Popen([sys.executable, "-c", ""])
        gone.wait()
        here = anna.window.rpartition(":")[0]
        anna.window = f"{here}:{gone.pid}"
        enter(anna, "b")
        build.open_desk(anna, "b")
    with shared.open("anna") as again:
        assert Queue(again).take_first() == "b"


def test_an_article_that_a_dead_window_only_waited_for_comes_first_again(shared):
    with shared.open("anna") as anna:
        gone = subprocess.Popen([sys.executable, "-c", ""])
        gone.wait()
        anna.window = f"{anna.window.rpartition(':')[0]}:{gone.pid}"
        assert Queue(anna).take_first() == "a"
    with shared.open("anna") as again:
        assert Queue(again).take_first() == "a"


def test_a_second_window_begins_with_another_article(shared, build):
    with shared.open("anna") as anna, shared.open("anna") as second:
        here, _, process = anna.window.rpartition(":")
        second.window = f"{here}:{os.getppid()}"
        assert process != str(os.getppid())
        enter(anna, "b")
        build.open_desk(anna, "b")
        assert Queue(second).take_first() == "a"
        assert Queue(anna).take_next("b") == "c"


def test_who_begins_is_registered_and_gets_an_article(shared):
    opened = open_project(_settings(shared, "root", named=False))
    try:
        assert [person.name for person in opened.people] == ["anna", "ben"]
        assert opened.first is None
        opened = begin_as(opened, "zoé")
        assert (opened.people, opened.first) == ((), "a")
        assert [p.name for p in everybody(opened.workspace)] == ["anna", "ben", "zoé"]
        with pytest.raises(InputError, match="no annotator name"):
            begin_as(opened, " ")
    finally:
        opened.workspace.close()


@pytest.mark.parametrize(("name", "named"), [("root", True), ("ben", False)])
def test_a_name_that_is_given_or_known_is_not_asked_for(shared, name, named):
    opened = open_project(_settings(shared, name, named=named))
    opened.workspace.close()
    assert (opened.people, opened.first) == ((), "a")


def _settings(project, name, *, named):
    from annotator.config import Settings

    return Settings(str(project.file), name, named=named)
