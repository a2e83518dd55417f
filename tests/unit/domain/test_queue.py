import pytest

from annotator.domain.layer import State
from annotator.domain.queue import QueueEntry, neighbour, next_unfinished


def queue(*states: State) -> list[QueueEntry]:
    return [
        QueueEntry(chr(97 + n), "", 10, state, flagged=False, suggested=True)
        for n, state in enumerate(states)
    ]


@pytest.mark.parametrize(
    ("after", "following"), [(None, "b"), ("b", "d"), ("d", "b"), ("gone", "b")]
)
def test_the_next_unfinished_article_comes_round_the_end(after, following):
    entries = queue(State.DONE, State.NEW, State.SKIPPED, State.OPEN)

    assert next_unfinished(entries, after) == following


def test_skipped_articles_come_when_nothing_else_is_left():
    assert next_unfinished(queue(State.DONE, State.SKIPPED), "a") == "b"


def test_nothing_follows_where_everything_is_done_or_this_is_the_last():
    assert next_unfinished(queue(State.DONE, State.DONE), "a") is None
    assert next_unfinished(queue(State.OPEN), "a") is None
    assert next_unfinished([], None) is None


def test_neighbours_end_at_both_ends_of_the_queue():
    entries = queue(State.NEW, State.NEW)

    assert neighbour(entries, "a", +1) == "b"
    assert neighbour(entries, "b", -1) == "a"
    assert neighbour(entries, "a", -1) is None
    assert neighbour(entries, "b", +1) is None
