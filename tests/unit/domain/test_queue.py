import pytest

from annotator.domain.layer import State
from annotator.domain.queue import QueueFilter, parse_filter
from annotator.errors import InputError


def test_a_filter_is_typed_as_words_flag_states_and_labels():
    assert parse_filter("  otan flagged STATE:open state:done label:per Kiev ") == QueueFilter(
        (State.OPEN, State.DONE), True, ("per",), ("otan", "Kiev")
    )
    assert parse_filter("") == QueueFilter()


def test_a_state_that_does_not_exist_is_named_with_those_that_do():
    with pytest.raises(InputError, match="no state 'finished'; write one of new, open, done"):
        parse_filter("state:finished")
