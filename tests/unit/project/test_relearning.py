"""When the articles ahead are brought up to date: what waits for that, and what does not."""

import threading

import pytest

from annotator.project import relearning
from annotator.project.relearning import Relearning


class Worker:
    """Takes the place of the worker's client: nothing is suggested."""

    def submit(self, *_args, **_options):
        raise AssertionError("there is nothing to send")


@pytest.fixture
def beside(project, monkeypatch):
    """Relearning on an empty project; `looks` is set at each look at what was decided."""
    with project.open() as workspace:
        made = Relearning(workspace, Worker(), lambda: None)
        looks = threading.Event()
        look = made._renew
        monkeypatch.setattr(made, "_renew", lambda: (look(), looks.set()))
        yield made, looks
        made.close()


def test_opening_waits_for_what_was_decided_but_not_for_a_finished_article(beside):
    made, looks = beside
    made.fresh("a", begun=False)
    assert looks.is_set()
    looks.clear()
    made.fresh("b", begun=False)
    assert not looks.is_set()
    made.decided(soon=False)
    made.fresh("c", begun=False)
    assert looks.is_set()


def test_where_nothing_is_left_to_decide_the_look_does_not_wait_for_the_quiet(beside, monkeypatch):
    monkeypatch.setattr(relearning, "QUIET_S", 3600.0)
    monkeypatch.setattr(relearning, "SOON_S", 0.01)
    made, looks = beside
    made.fresh("a", begun=False)
    looks.clear()
    made.decided(soon=False)
    assert not looks.is_set()
    made.decided(soon=True)
    assert looks.wait(30)
