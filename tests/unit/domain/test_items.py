import copy
from dataclasses import replace

import pytest

from annotator.domain.article import Span
from annotator.domain.items import (
    Decision,
    Mention,
    Stance,
    Zone,
    is_decided,
    is_live,
    item_id,
    item_number,
    sharing,
)


@pytest.mark.parametrize(("kind", "identifier"), [(Mention, "m17"), (Stance, "s17"), (Zone, "z17")])
def test_an_id_tells_kind_and_number(kind, identifier):
    assert item_id(kind, 17) == identifier
    assert item_number(identifier) == 17


def test_rejected_and_dimmed_items_do_not_count(build):
    mention = build.Sketch().mention("Cardinal", "ORG")

    assert is_live(mention)
    assert not is_live(replace(mention, decision=Decision.REJECTED))
    assert not is_live(replace(mention, dimmed_by="z1"))


def test_what_counts_with_its_article_is_not_decided_itself(build):
    mention = build.Sketch().mention("Cardinal", "ORG")
    undecided = {d for d in Decision if not is_decided(replace(mention, decision=d))}

    assert undecided == {Decision.SUGGESTED, Decision.KEPT_WITH_ARTICLE}


def test_an_item_that_shares_is_the_same_item_in_the_values_of_the_other(build):
    mention = build.Sketch().mention("Cardinal", "ORG", p=0.9)
    read = copy.deepcopy(replace(mention, decision=Decision.KEPT, revision=2))
    shared = sharing(read, mention)

    assert shared == read
    assert read.origin is not mention.origin
    assert shared.origin is mention.origin
    assert sharing(read, build.Sketch().zone("Cardinal")) is read


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2)])
def test_a_span_holds_at_least_one_character_of_a_text(start, end):
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


def test_adjacent_spans_do_not_overlap():
    assert not Span(0, 3).overlaps(Span(3, 5))
    assert Span(0, 4).overlaps(Span(3, 5))
    assert Span(0, 4).contains(Span(0, 4))
