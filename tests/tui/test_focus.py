"""The current item: what is next to it, what lies under an offset, how its edges move."""

import pytest

from annotator.domain.article import Span
from annotator.domain.doubts import Doubt
from annotator.domain.items import Decision, Mention
from annotator.domain.words import Edge
from annotator.resources import load_scheme
from annotator.tui import focus
from annotator.tui.focus import Current, Items, Kind

WORDS = load_scheme().words


def mention(identifier, start, end):
    return Mention(
        id=identifier,
        start=start,
        end=end,
        quote="x" * (end - start),
        label="PER",
        decision=Decision.SUGGESTED,
    )


OUTER, INNER, LAST = mention("m1", 0, 10), mention("m2", 0, 4), mention("m3", 20, 25)
CANDIDATE = mention("m1", 12, 15)
WALK = Items([OUTER, INNER, LAST], [CANDIDATE])


def test_items_and_candidates_are_walked_in_text_order_the_longer_first():
    at, seen = None, []
    while (at := focus.step(at, 0, WALK, forward=True)) is not None:
        seen.append(at.key)
    assert seen == ["m1", "m2", "?m1", "m3"]
    at = focus.step(None, 30, WALK, forward=False)
    assert at.key == "m3"


def test_without_a_current_item_one_right_here_counts():
    assert focus.step(None, 20, Items([OUTER, LAST]), forward=True).key == "m3"
    assert focus.step(None, 21, Items([OUTER, LAST]), forward=True) is None


def test_doubts_are_a_ring():
    doubts = [
        Doubt(INNER, candidate=False, reason=""),
        Doubt(CANDIDATE, candidate=True, reason=""),
    ]
    second = focus.step_doubt(Current.of_mention(INNER), 0, doubts, forward=True)
    assert (second.kind, second.key) == (Kind.CANDIDATE, "?m1")
    assert focus.step_doubt(second, 0, doubts, forward=True).key == "m2"
    assert focus.step_doubt(Current.of_mention(INNER), 0, doubts, forward=False) == second
    assert focus.step_doubt(None, 0, [], forward=True) is None


def test_a_bookmark_finds_its_item_or_nothing():
    assert focus.find("m3", Items([LAST], [CANDIDATE])) == Current.of_mention(LAST)
    assert focus.find("?m1", Items([LAST], [CANDIDATE])) == Current.of_candidate(CANDIDATE)
    assert focus.find("m9", Items([LAST], [CANDIDATE])) is None
    assert focus.find("", Items([LAST], [CANDIDATE])) is None
    assert Current.pending(Span(1, 2)).key == ""


def test_the_innermost_mention_is_the_one_under_an_offset():
    assert focus.at(2, [OUTER, INNER]) is INNER
    assert focus.at(4, [OUTER, INNER]) is OUTER
    assert focus.at(10, [OUTER, INNER]) is None


@pytest.mark.parametrize(
    ("edge", "outward", "quote"),
    [
        (Edge.START, True, "de Bo Lind"),
        (Edge.START, False, "Lind"),
        (Edge.END, True, "Bo Lind à"),
        (Edge.END, False, "Bo"),
    ],
)
def test_an_edge_moves_by_one_word(edge, outward, quote):
    text = "de Bo Lind à"
    moved = focus.moved_edge(WORDS, text, Span(3, 10), edge, outward=outward)
    assert moved.of(text) == quote


def test_an_edge_never_passes_the_other_or_the_text():
    text = "Bo"
    for edge in Edge:
        for outward in (True, False):
            assert focus.moved_edge(WORDS, text, Span(0, 2), edge, outward=outward) is None


@pytest.mark.parametrize("gap", ["\n\n", "\r\n\r\n", "\n \t\n", "\n\n\n"])
def test_an_edge_stays_in_its_paragraph(gap):
    text = f"un{gap}deux{gap}trois"
    middle = Span(text.index("deux"), text.index("deux") + 4)
    for edge in Edge:
        assert focus.moved_edge(WORDS, text, middle, edge, outward=True) is None


def test_an_edge_runs_over_the_end_of_a_wrapped_line():
    text = "le port de\nBrasseville"
    moved = focus.moved_edge(WORDS, text, Span(3, 10), Edge.END, outward=True)
    assert moved == Span(3, len(text))
