"""Numbers and the words beside them."""

from __future__ import annotations

import pytest

from annotator.domain.counted import agreeing, counted


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 articles"), (1, "1 article"), (2, "2 articles"), (21, "21 articles")]
)
def test_a_noun_stands_in_the_plural_unless_there_is_one(count: int, said: str) -> None:
    assert counted(count, "article") == said


def test_a_noun_may_have_another_plural_and_take_its_verb_along() -> None:
    assert counted(1, "article was", "articles were") == "1 article was"
    assert counted(3, "article was", "articles were") == "3 articles were"
    assert agreeing(1, "is", "are") == "is"
