import pytest

from annotator.domain.layer import State
from annotator.project.queue import Queue


@pytest.fixture
def workspace(project):
    with project.open() as workspace:
        for name in "abcd":
            project.add(workspace, name, f"Titre {name.upper()}\n\nCardinal 100% à Évry_{name}.")
        yield workspace


@pytest.fixture
def queue(workspace):
    return Queue(workspace)


@pytest.fixture
def put(build, workspace):
    """Bring an article into a state."""

    def put(article: str, state: State) -> None:
        desk = build.open_desk(workspace, article)
        if state is not State.OPEN:
            build.stored(desk.finish() if state is State.DONE else desk.skip())

    return put


def test_the_next_unfinished_article_comes_round_the_end(queue, put):
    for article, state in zip("acd", (State.DONE, State.SKIPPED, State.OPEN), strict=True):
        put(article, state)
    found = {after: queue.next_unfinished(after) for after in (None, "b", "d", "gone")}
    assert found == {None: "b", "b": "d", "d": "b", "gone": "b"}


def test_skipped_articles_come_when_nothing_else_is_left(queue, put):
    for article in "acd":
        put(article, State.DONE)
    put("b", State.SKIPPED)
    assert queue.next_unfinished("a") == "b"
    assert queue.next_unfinished("b") is None


def test_neighbours_end_at_both_ends_of_the_queue(queue):
    assert [queue.neighbour("a", +1), queue.neighbour("a", -1)] == ["b", None]
    assert [queue.neighbour("d", +1), queue.neighbour("d", -1)] == [None, "c"]


def test_a_place_counts_what_is_done_elsewhere(queue, put):
    put("a", State.DONE)
    put("c", State.DONE)
    place = queue.place("c")
    assert (place.number, place.total, place.done_besides) == (3, 4, 1)
    assert queue.place("gone") is None
    assert queue.counts().states[State.NEW] == 2


def test_filters_hold_together(build, project, workspace, queue, put):
    put("a", State.DONE)
    put("b", State.OPEN)
    build.stored(build.open_desk(workspace, "b").toggle_flag())
    article = project.add(workspace, "e", "Le port\n\nCardinal accoste.")
    project.suggest(workspace, article, ("Cardinal", "ORG", 0.9))
    found = {
        line: "".join(queue.find(line))
        for line in (
            "", "state:new", "state:done state:open", "flagged", "flagged state:done", "label:org",
            "label:PER", "port", "PORT accoste", "100%", "évry_b", "_", "new", "e",
        )
    }  # fmt: skip
    assert found == {
        "": "abcde",
        "state:new": "cde",
        "state:done state:open": "ab",
        "flagged": "b",
        "flagged state:done": "",
        "label:org": "e",
        "label:PER": "",
        "port": "e",
        "PORT accoste": "e",
        "100%": "abcd",
        "évry_b": "b",
        "_": "abcd",
        "new": "",
        "e": "abcde",
    }


def test_rows_are_those_asked_for_in_queue_order(queue):
    assert [row.article for row in queue.rows(["d", "b"])] == ["b", "d"]
    assert [row.title for row in queue.rows(["c"])] == ["Titre C"]
