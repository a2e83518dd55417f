"""The table of the keys benchmark: which keys it presses for which frame."""

import json

import pytest

from annotator.domain.article import Span
from benchmarks.keys_faults import Fault, find_faults
from benchmarks.keys_memory import Seen
from benchmarks.keys_policy import DONE, EXCEPTION, SAME, decide
from benchmarks.keys_screen import (
    CurrentItem,
    GoldArticle,
    GoldMention,
    PanelRow,
    Screen,
    ScreenMark,
)
from benchmarks.keys_view import View

TEXT = "Anne Martin parle.\n\nLa Ligue des docks attend Anne Martin à Valmer.\n\nLire : Valmer"


def span(quote, nth=0, text=TEXT):
    start = -1
    for _ in range(nth + 1):
        start = text.index(quote, start + 1)
    return Span(start, start + len(quote))


def mark(identifier, quote, label, nth=0, **options):
    return ScreenMark(identifier, span(quote, nth), label, **options)


def wanted(quote, label, nth=0):
    return GoldMention(span(quote, nth), label)


def current(of, kind="mention"):
    return CurrentItem(kind, (of.span,), of.label, "named")


def screen(*marks, **options):
    options.setdefault("doubts", sum(m.on_ring for m in marks))
    return Screen("a", Span(0, len(TEXT)), marks=marks, **options)


ANNE = wanted("Anne Martin", "PER")
GOLD = GoldArticle("a", TEXT, (ANNE,), zones=(span("Lire : Valmer"),))
RIGHT = mark("m1", "Anne Martin", "PER")
ALL = Span(0, len(TEXT))


def keys(frame, gold=GOLD, policy=EXCEPTION, **memory):
    seen = Seen(**memory).looked(frame, gold)
    move = decide(policy, View(frame, gold, seen))
    return move.keys, move.cause


def test_an_article_in_which_all_is_right_is_finished():
    assert keys(screen(RIGHT)) == (("space",), DONE)


def test_text_that_was_not_in_sight_is_read_first():
    half = Screen("a", Span(0, 30), marks=(RIGHT,))
    assert keys(half)[0] == ("pagedown",)
    lower = Screen("a", Span(30, len(TEXT)))
    assert keys(lower, GOLD)[0] == ("pageup",)


def test_a_fault_that_went_out_of_sight_or_was_cut_off_is_come_back_to():
    gold = GoldArticle("a", TEXT, (wanted("Anne Martin", "PER", 1),))
    seen = Seen().looked(screen(), gold)
    for top in (span("Anne Martin", 1).start, span("à").start):
        lower = Screen("a", Span(top, len(TEXT)))
        assert decide(EXCEPTION, View(lower, gold, seen.looked(lower, gold))).keys == ("pageup",)


def test_a_right_doubt_is_kept():
    doubt = mark("m1", "Anne Martin", "PER", doubtful=True)
    assert keys(screen(doubt, current=current(doubt)))[0] == ("y",)


def test_a_right_candidate_is_taken():
    found = mark("?m1", "Anne Martin", "PER", outlined=True)
    shown = screen(found, current=current(found, "candidate"))
    assert keys(shown) == (("y",), "candidate taken")


def test_a_wrong_label_is_corrected_where_it_is_current():
    wrong = mark("m1", "Anne Martin", "ORG")
    assert keys(screen(wrong, current=current(wrong))) == (("p",), Fault.LABEL)


def test_what_is_no_mention_is_rejected():
    wrong = mark("m2", "La", "ORG")
    assert keys(screen(RIGHT, wrong, current=current(wrong))) == (("x",), Fault.SPURIOUS)


@pytest.mark.parametrize(
    ("quote", "key"),
    [("Anne", "k"), ("Martin", "s"), ("Anne Martin parle", "j")],
)
def test_an_edge_is_moved_a_word_at_a_time(quote, key):
    wrong = mark("m1", quote, "PER")
    assert keys(screen(wrong, current=current(wrong))) == ((key,), Fault.EDGE)


def test_an_edge_that_is_far_away_goes_to_a_hint():
    gold = GoldArticle("a", TEXT, (wanted("Ligue des docks attend Anne", "ORG"),))
    wrong = mark("m1", "Ligue", "ORG")
    assert keys(screen(wrong, current=current(wrong)), gold) == (("K",), Fault.EDGE)
    hinted = screen(
        wrong,
        current=CurrentItem("mention", (wrong.span,)),
        hints={span("Ligue"): "a", span("Anne", 1): "b…"},
        item="Type a hint: the right edge goes there · Esc: back",
    )
    assert keys(hinted, gold) == (("b",), Fault.EDGE)


def test_an_edge_elsewhere_is_not_asked_for_while_the_edges_of_evidence_move():
    wrong = mark("m1", "Martin", "PER")
    assert keys(screen(wrong)) == (("S",), Fault.EDGE)
    assert keys(screen(wrong, item="evidence 1 of 1 “parle”")) == (("escape",), Fault.EDGE)


def test_a_neighbour_is_reached_by_n_and_what_is_far_by_hints():
    wrong = mark("m2", "Anne Martin", "ORG", 1)
    gold = GoldArticle("a", TEXT, (ANNE, wanted("Anne Martin", "PER", 1)))
    assert keys(screen(RIGHT, wrong, current=current(RIGHT)), gold)[0] == ("n",)
    between = (mark("m3", "Ligue", "ORG"), mark("m4", "docks", "LOC"))
    gold = GoldArticle("a", TEXT, (*gold.mentions, wanted("Ligue", "ORG"), wanted("docks", "LOC")))
    assert keys(screen(RIGHT, *between, wrong, current=current(RIGHT)), gold)[0] == ("h",)


def test_without_a_current_mention_the_right_label_asks_where():
    wrong = mark("m2", "Anne Martin", "ORG", 1)
    gold = GoldArticle("a", TEXT, (ANNE, wanted("Anne Martin", "PER", 1)))
    assert keys(screen(RIGHT, wrong), gold)[0] == ("p",)
    hints = {span("Anne"): "a", span("Anne", 1): "b"}
    item = "Type a hint: what stands there is PER"
    assert keys(screen(RIGHT, wrong, hints=hints, item=item), gold)[0] == ("b",)


def test_hints_on_the_screen_are_typed_letter_by_letter():
    hints = {span("La"): "a", span("Anne"): "b…", span("Martin"): "b…"}
    assert keys(screen(hints=hints, item="Type a hint: go there"))[0] == ("b",)
    assert keys(screen(hints={span("Anne"): "x", span("Martin"): "y"}))[0] == ("x",)


def test_what_is_missing_is_begun_shaped_and_labelled():
    assert keys(screen()) == (("p",), Fault.MISSED)
    part = CurrentItem("pending", (span("Anne"),))
    assert keys(screen(current=part)) == (("k",), Fault.MISSED)
    whole = CurrentItem("pending", (span("Anne Martin"),))
    assert keys(screen(current=whole)) == (("p",), Fault.MISSED)


def test_a_mention_within_another_is_begun_nested():
    gold = GoldArticle("a", TEXT, (wanted("Ligue des docks", "ORG"), wanted("docks", "LOC")))
    outer = mark("m1", "Ligue des docks", "ORG")
    hints = {span("Ligue"): "a", span("docks"): "b"}
    assert keys(screen(outer, hints=hints, item="Type a hint"), gold)[0] == ("enter",)
    assert keys(screen(outer, hints=hints, item="Type a hint  (nested)"), gold)[0] == ("b",)


def test_a_paragraph_that_hides_a_mention_is_undimmed():
    here = CurrentItem("pending", (span("parle"),))
    hiding = screen(dimmed=(span("Anne Martin parle.\n"),), current=here)
    assert keys(hiding) == (("D",), Fault.ZONE)
    assert keys(screen(dimmed=hiding.dimmed))[0] == ("h",)


def test_furniture_with_a_wrong_mark_is_dimmed():
    wrong = mark("m3", "Valmer", "GPE", 1)
    assert keys(screen(RIGHT, wrong, current=current(wrong))) == (("D",), Fault.ZONE)


def test_a_dimmed_paragraph_without_mentions_stays_as_it_is():
    assert keys(screen(RIGHT, dimmed=(span("Lire : Valmer"),)))[0] == ("space",)


@pytest.mark.parametrize(("second", "taken"), [("PER", True), ("ORG", False)])
def test_the_same_text_is_taken_only_where_all_its_places_are_right(second, taken):
    gold = GoldArticle("a", TEXT, (ANNE, wanted("Anne Martin", second, 1)))
    offer = screen(
        RIGHT, proposal=(span("Anne Martin", 1),), notice="e: the same for 1 more “Anne Martin”"
    )
    move = keys(offer, gold, fix=("Anne Martin", "PER"))
    assert (move == (("e",), SAME)) is taken


def test_a_rejection_is_repeated_only_where_the_gold_has_no_mention():
    gold = GoldArticle("a", TEXT, (wanted("Anne Martin", "PER", 1),))
    offer = screen(
        proposal=(span("Anne Martin", 1),), notice="“Anne Martin” rejected; e rejects 1 more."
    )
    assert keys(offer, gold, fix=("Anne Martin", None))[1] != SAME
    empty = GoldArticle("a", TEXT)
    assert keys(offer, empty, fix=("Anne Martin", None)) == (("e",), SAME)


def test_space_passes_over_doubts_only_where_all_of_them_are_right():
    gold = GoldArticle("a", TEXT, (ANNE, wanted("Anne Martin", "PER", 1)))
    first = mark("m1", "Anne Martin", "PER", doubtful=True)
    second = mark("m2", "Anne Martin", "PER", 1, doubtful=True)
    assert keys(screen(first, second), gold)[0] == ("space",)
    wrong = mark("m2", "Anne Martin", "ORG", 1, doubtful=True)
    assert keys(screen(first, wrong), gold)[0] == ("tab",)


def test_a_mark_that_may_be_cut_off_is_not_judged():
    cut = Screen("a", Span(0, span("Anne").end), marks=(mark("m1", "Anne", "PER"),))
    assert find_faults(cut, GOLD).faults == ()


def test_a_frame_of_the_log_is_read(tmp_path):
    from benchmarks.keys_screen import read_screen

    frame = {
        "article": "a",
        "state": "open",
        "doubts": 1,
        "visible": [0, 20],
        "marks": [
            {"id": "m1", "start": 0, "end": 4, "label": "PER", "outlined": False, "doubtful": True}
        ],
        "dimmed": [[5, 9]],
        "proposal": [],
        "current": {
            "kind": "mention",
            "spans": [[0, 4]],
            "label": "PER",
            "mention_kind": "named",
            "stance": None,
        },
        "answered": 3,
        "stances": [{"id": "s1", "holder": "Anne", "target": "port", "label": "against"}],
        "hints": [[0, 4, "a"]],
        "item": "line",
        "notice": "",
    }
    read = read_screen(json.dumps(frame))
    assert read.marks == (ScreenMark("m1", Span(0, 4), "PER", doubtful=True),)
    assert read.current == CurrentItem("mention", (Span(0, 4),), "PER", "named")
    assert read.hints == {Span(0, 4): "a"}
    assert read.rows == (PanelRow("s1", "Anne", "port", "against"),)
    assert read_screen('{"answered": 4, "article": null, "notice": "x"}').article is None


def test_an_end_of_nothing_around_a_right_name_is_come_back_to():
    gold = GoldArticle("a", TEXT, (wanted("Ligue", "ORG"),))
    right, extra = mark("m1", "Ligue", "ORG"), mark("m2", "docks", "TOPIC")
    wide = ScreenMark("m3", Span(right.span.start - 3, extra.span.end), "TOPIC")
    seen = Seen().looked(screen(right, wide), gold)
    below = Screen("a", Span(span("Lire").start, len(TEXT)))
    assert seen.leftover(below, gold) == [wide.span]
    assert Seen().looked(screen(right), gold).leftover(below, gold) == []
