"""What the real program is measured on: articles that a key goes to, opened before or not."""

from itertools import pairwise

from annotator.config import Settings
from annotator.domain.layer import Author, Role
from annotator.project.opening import adopted_layer, is_opened
from annotator.project.queue import Queue
from annotator.project.workspace import open_workspace
from annotator.storage.claims import windows_of
from benchmarks.program import PAIR, STAYED, add_changes, change_presses

MENTIONS = 3


def test_the_name_of_an_article_that_is_gone_to_is_sent_whole():
    changes = change_presses(3, 60)
    shown = [PAIR[1], *(change.name for change in changes)]
    for here, there in pairwise(shown):
        assert not [place for place in zip(here, there, strict=False) if len(set(place)) == 1]
    finished = [change.name for change in changes if change.act == "finish"]
    assert len(set(finished)) == 60


def test_the_last_articles_are_finished_after_a_longer_silence():
    acts = [change.act for change in change_presses(1, 2, 3)]
    assert acts == ["article", "article", "finish", "finish", STAYED, STAYED, STAYED]
    assert change_presses(0, 2, 3)[0] == change_presses(0, 5)[0]


def test_finishing_goes_through_articles_in_queue_order_with_suggestions_that_nobody_opened(
    tmp_path,
):
    database = tmp_path / "bench.db"
    add_changes(database, 500, MENTIONS, 2)
    unopened = [change.name for change in change_presses(0, 2)]
    with open_workspace(Settings(str(database), "bench")) as workspace:
        queue = Queue(workspace)
        assert queue.first() == PAIR[1]
        assert workspace.read(lambda s: windows_of(s, "bench")) == []
        assert [entry.article for entry in queue.everything()] == [*PAIR, *unopened]
        for name in (*PAIR, *unopened):
            assert is_opened(workspace, name) is (name in PAIR)
        author = Author(Role.ANNOTATOR, "bench")
        for name in unopened:
            layer = workspace.read(lambda s, name=name: adopted_layer(workspace, s, name, author))
            assert len(list(layer.mentions())) == MENTIONS
