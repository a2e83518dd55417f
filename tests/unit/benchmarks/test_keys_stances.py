"""Stances in the keys benchmark: which is which, what is wrong, and the keys against it."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import annotator
from annotator.domain.article import Span
from benchmarks.keys_equal import differences, strict_counts
from benchmarks.keys_faults import Fault
from benchmarks.keys_memory import Plan, Seen, Way
from benchmarks.keys_policy import CAREFUL, EXCEPTION, decide
from benchmarks.keys_rows import stance_of_row
from benchmarks.keys_screen import (
    CurrentItem,
    GoldArticle,
    GoldMention,
    GoldStance,
    PanelRow,
    Screen,
    ScreenMark,
    ScreenStance,
)
from benchmarks.keys_stances import StanceFault, faults_of, reads_like, standing
from benchmarks.keys_view import View

TEXT = "Anne refuse le pont. Bo, lui, aime ce pont neuf. Il est ravi."
ROOT = Path(annotator.__file__).parents[1]


def span(words, nth=0):
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Span(start, start + len(words))


ANNE = GoldMention(span("Anne"), "PER", entity="Anne Martin")
BO = GoldMention(span("Bo"), "PER")
PONT = GoldMention(span("pont"), "TOPIC", "nominal")
NEUF = GoldMention(span("pont neuf"), "TOPIC", "nominal")
REFUSES = GoldStance(ANNE.span, PONT.span, "against", "reported", "asserted", (span("refuse"),))
LIKES = GoldStance(BO.span, NEUF.span, "favor", "quoted", "asserted", (span("aime"),))
GOLD = GoldArticle("a", TEXT, (ANNE, BO, PONT, NEUF), (REFUSES, LIKES))


def shown(gold, identifier="s1", **changes):
    """A stance on the screen as the gold has it, but for some changes."""
    stance = ScreenStance(
        identifier, gold.label, gold.attribution, gold.certainty, True,
        gold.holder, gold.target, gold.evidence, gold.source,
    )  # fmt: skip
    return replace(stance, **changes)


def mark(identifier, gold, **changes):
    return replace(ScreenMark(identifier, gold.span, gold.label), **changes)


MARKS = (mark("m1", ANNE), mark("m2", BO), mark("m3", PONT), mark("m4", NEUF))


def frame(stance=None, marks=MARKS, **options):
    current = None
    if stance is not None:
        current = CurrentItem(
            "stance", stance.evidence[:1], stance=stance,
            holder_kind="named", target_kind="nominal",
        )  # fmt: skip
    options.setdefault("current", current)
    options.setdefault("doubts", 1)
    return Screen("a", Span(0, len(TEXT)), marks=marks, **options)


def keys(screen, policy=EXCEPTION, gold=GOLD, **memory):
    seen = Seen(**memory).looked(screen, gold)
    move = decide(policy, View(screen, gold, seen))
    return move.keys, move.cause


def test_a_right_stance_is_confirmed_once():
    right = shown(REFUSES)
    assert keys(frame(right)) == (("y",), StanceFault.CONFIRMED)
    assert keys(frame(right), decided=frozenset({"s1"})) == (("tab",), None)


@pytest.mark.parametrize(
    ("changes", "key", "fault"),
    [
        ({"label": "favor"}, "c", StanceFault.LABEL),
        ({"attribution": "author"}, "a", StanceFault.ATTRIBUTION),
        ({"certainty": "hedged"}, "i", StanceFault.CERTAINTY),
        ({"holder": BO.span}, "H", StanceFault.HOLDER),
        ({"named_holder": False, "holder": None}, "H", StanceFault.HOLDER),
        ({"target": BO.span}, "T", StanceFault.TARGET),
        ({"holder": PONT.span, "target": ANNE.span}, "v", StanceFault.HOLDER),
        ({"evidence": (span("aime"),)}, "K", StanceFault.EVIDENCE),
        ({"source": span("Il")}, "q", StanceFault.SOURCE),
    ],
)
def test_each_part_of_a_stance_has_its_key(changes, key, fault):
    assert keys(frame(shown(REFUSES, **changes))) == ((key,), fault)


def test_a_stance_that_the_gold_has_not_is_rejected():
    other = shown(REFUSES, holder=BO.span, target=ANNE.span)
    assert keys(frame(other)) == (("x",), StanceFault.SPURIOUS)
    candidate = replace(other, id="?s9")
    assert keys(frame(candidate)) == (("x",), StanceFault.CANDIDATE)


def test_an_end_is_mended_from_its_stance():
    short = mark("m4", NEUF, span=span("pont", 1))
    stance = shown(LIKES, target=short.span)
    assert keys(frame(stance, (*MARKS[:3], short)))[0] == ("T", "K")
    wrong = mark("m2", BO, label="ORG")
    assert keys(frame(shown(LIKES), (MARKS[0], wrong, *MARKS[2:])))[0] == ("H", "P")
    for line, pressed in (
        ("Bo (ORG) → pont · favor", ("p",)),
        ("Bo → pont (TOPIC) · ", ("H", "P")),
    ):
        at_hand = frame(shown(LIKES), (MARKS[0], wrong, *MARKS[2:]), item=line + " · quoted")
        assert keys(at_hand)[0] == pressed
    pronoun = CurrentItem(
        "stance", (span("aime"),), stance=shown(LIKES), holder_kind="named", target_kind="pronoun"
    )
    assert keys(frame(current=pronoun))[0] == ("T", "I")


def test_a_candidate_that_was_taken_as_it_stood_is_not_visited_again():
    candidate = shown(LIKES, "?s7")
    seen = {"stances": {"?s7": candidate, "s1": shown(REFUSES)}, "taken": {"?s7": frozenset()}}
    rows = (PanelRow("s1", "Anne", "pont", "against", "reported", "refuse"),)
    for words in ("aime", "…"):  # the second leaves open where it stands
        made = PanelRow("s9", "Bo", "pont neuf", "favor", "quoted", words, number="1")
        assert keys(frame(rows=(*rows, made), doubts=0), **seen)[0] == ("space",)
        gold = replace(GOLD, stances=(REFUSES,))
        assert keys(frame(rows=(*rows, made), doubts=0), gold=gold, **seen)[0] == ("1",)


def test_what_is_right_is_confirmed_only_where_that_leads_to_a_doubt():
    assert keys(frame(shown(REFUSES), rows=ROWS, doubts=0))[0] == ("space",)
    assert keys(frame(shown(REFUSES), rows=ROWS, doubts=0), CAREFUL)[0] == ("y",)


def test_the_hint_of_an_end_s_edge_is_typed():
    short = mark("m4", NEUF, span=span("pont", 1))
    stance = shown(LIKES, target=short.span)
    hints = {span("pont", 1): "a", span("neuf"): "b…"}
    item = "Type a hint: the right edge goes there · Esc: back"
    way = Way("m4", Fault.EDGE, "end s1 T")
    here = CurrentItem("stance", (span("aime"),))
    asking = frame(None, (*MARKS[:3], short), current=here, hints=hints, item=item)
    assert keys(asking, way=way, stances={"s1": stance}, here="s1") == (("b",), Fault.EDGE)


def test_the_hints_of_a_new_end_are_typed_and_the_label_is_answered():
    plan = Plan(1, StanceFault.MISSED, BO.span, adds=True)
    hints = {span("pont", 1): "a", span("Anne"): "b"}
    asking = frame(hints=hints, item="Bo on what? hint: favor · CAPITALS: against")
    assert keys(asking, plan=plan)[0] == ("a",)
    against = Plan(0, StanceFault.MISSED, PONT.span, adds=True)
    hints = {span("pont"): "a", span("Bo"): "b"}
    asking = frame(hints=hints, item="Anne on what? hint: favor · CAPITALS: against")
    assert keys(asking, plan=against)[0] == ("A",)
    label = frame(hints={}, item="Bo → pont neuf:  c against  f favor")
    assert keys(label, plan=plan)[0] == ("f",)


def test_what_is_missing_is_added_from_the_end_where_the_person_is():
    rest = {"stances": {"s1": shown(REFUSES)}, "decided": frozenset({"s1"})}
    at_bo = frame(current=CurrentItem("mention", (BO.span,), "PER", "named"), doubts=0)
    assert keys(at_bo, **rest) == (("r",), StanceFault.MISSED)
    at_target = frame(current=CurrentItem("mention", (NEUF.span,), "TOPIC", "nominal"), doubts=0)
    assert keys(at_target, **rest) == (("R",), StanceFault.MISSED)
    without_target = frame(marks=MARKS[:3], current=at_bo.current, doubts=0)
    assert keys(without_target, **rest) == (("r",), StanceFault.MISSED_END)


def test_nothing_is_added_while_doubts_are_left():
    assert keys(frame(doubts=2)) == (("tab",), None)


ROWS = (
    PanelRow("s1", "Anne", "pont", "against", "reported", "refuse"),
    PanelRow("s2", "Bo", "pont ne…", "favor", "quoted", "aime"),
)


def test_a_row_of_the_panel_tells_a_stance_where_its_marks_are_in_sight():
    assert reads_like(ROWS[0], REFUSES, GOLD)
    assert reads_like(ROWS[1], LIKES, GOLD)
    assert not reads_like(ROWS[1], REFUSES, GOLD)
    told = stance_of_row(ROWS[1], frame(), TEXT)
    assert told == replace(shown(LIKES, "s2"), evidence=(span("aime"),))
    assert stance_of_row(ROWS[1], frame(marks=MARKS[:3]), TEXT) is None


def test_a_sign_tells_which_of_equal_words_a_row_means():
    text = "Le pont et le pont. Anne aime."
    first, second = (Span(n, n + 4) for n in (3, 14))
    marks = tuple(ScreenMark(f"m{n}", s, "TOPIC") for n, s in enumerate((first, second)))
    screen = Screen("a", Span(0, len(text)), marks=(*marks, ScreenMark("m9", Span(20, 24), "PER")))
    for words, wanted in (("↑pont", second), ("↑²pont", first), ("²pont", None)):
        row = PanelRow("s1", "Anne", words, "favor", "fact hedged", "aime")
        told = stance_of_row(row, screen, text)
        assert (told and told.target) == wanted
        assert told is None or (told.attribution, told.certainty) == ("author", "hedged")


def test_a_listed_stance_is_visited_only_where_it_is_visibly_wrong():
    assert keys(frame(rows=ROWS, doubts=0))[0] == ("space",)
    assert keys(frame(rows=ROWS, doubts=0), CAREFUL)[0] == ("L",)
    wrong = (replace(ROWS[0], voice="reported hedged"), ROWS[1])
    assert keys(frame(rows=wrong, doubts=0)) == (("L",), StanceFault.CERTAINTY)
    way = Way("s1", StanceFault.CERTAINTY, "s1")
    asked = frame(
        rows=(replace(wrong[0], hint="g"), ROWS[1]), doubts=0, hints={span("refuse"): "g"}
    )
    assert keys(asked, way=way) == (("g",), StanceFault.CERTAINTY)


def test_the_number_of_a_listed_stance_is_the_way_to_it():
    numbered = tuple(replace(row, number=str(n)) for n, row in enumerate(ROWS, 1))
    wrong = (replace(numbered[0], voice="reported hedged"), *numbered[1:])
    assert keys(frame(rows=wrong, doubts=0)) == (("1",), StanceFault.CERTAINTY)


def test_what_the_ring_stops_at_waits_for_it():
    wrong = replace(ROWS[1], voice="reported", number="2")
    assert keys(frame(rows=(ROWS[0], wrong)))[0] == ("2",)
    stop = replace(wrong, doubtful=True)
    assert keys(frame(rows=(ROWS[0], stop))) == (("tab",), None)
    marks = (MARKS[0], mark("m2", BO, label="ORG"), *MARKS[2:])
    assert keys(frame(marks=marks, rows=ROWS))[0] == ("p",)
    assert keys(frame(marks=marks, rows=(ROWS[0], stop))) == (("tab",), None)


def test_the_label_that_a_stance_shows_is_mended_before_its_other_parts():
    marks = (MARKS[0], mark("m2", BO, label="ORG"), *MARKS[2:])
    wrong, rest = shown(LIKES, attribution="reported"), " → pont neuf · favor · reported · asserted"
    assert keys(frame(wrong, marks, item=f"Bo (ORG){rest}"))[0] == ("p",)
    assert keys(frame(wrong, marks, item=f"Bo{rest}"))[0] == ("a",)


def test_a_wrong_stance_that_the_list_has_no_room_for_now_is_gone_to_by_its_letter():
    known = {"s1": shown(REFUSES, certainty="hedged"), "s2": shown(LIKES, "s2")}
    assert keys(frame(doubts=0), stances=known) == (("L",), StanceFault.CERTAINTY)
    letters = frame(
        hints={span("refuse"): "a", span("aime"): "b"}, item="Type the letter of a stance"
    )
    way = Way("s1", StanceFault.CERTAINTY, "s1")
    assert keys(letters, stances=known, way=way) == (("a",), StanceFault.CERTAINTY)


def test_stances_are_paired_one_to_one_the_very_same_first():
    found = {"s1": shown(REFUSES, "s1", holder=BO.span), "s2": shown(REFUSES, "s2")}
    pairs = standing(found, {}, {}, GOLD)
    assert pairs.partner == {"s2": 0}
    assert pairs.missing == (1,)


def test_evidence_must_overlap_and_stay_in_the_sentence():
    wide = shown(REFUSES, evidence=(Span(0, span("pont").end),))
    beyond = shown(REFUSES, evidence=(Span(0, span("Bo").end),))
    assert list(faults_of(wide, REFUSES, GOLD)) == []
    assert list(faults_of(beyond, REFUSES, GOLD)) == [StanceFault.EVIDENCE]


def test_stored_stances_are_held_against_the_gold():
    stored = replace(GOLD, stances=(REFUSES, replace(LIKES, attribution="reported")))
    lines = list(differences({"a": GOLD}, {"a": stored}))
    assert lines == [
        "a: - 'Bo' favor 'pont neuf' quoted asserted: 'aime'",
        "a: + 'Bo' favor 'pont neuf' reported asserted: 'aime'",
    ]


def test_strict_counts_source_and_evidence_to_the_letter():
    sloppy = replace(REFUSES, evidence=(span("refuse le"),))
    sourced = replace(LIKES, source=ANNE.span)
    stored = replace(GOLD, stances=(sloppy, sourced))
    assert list(differences({"a": GOLD}, {"a": stored})) == []
    counts = strict_counts({"a": GOLD}, {"a": stored})
    assert counts == {"same_entity": 4, "same_source": 1, "same_evidence": 1}


def test_edges_that_move_in_the_text_move_in_the_memory():
    seen = Seen().looked(frame(shown(LIKES)), GOLD)
    longer = mark("m2", BO, span=span("Bo, lui"))
    moved = seen.looked(frame(marks=(MARKS[0], longer, *MARKS[2:])), GOLD)
    assert moved.stances["s1"].holder == span("Bo, lui")


def test_the_script_opens_no_database_and_no_widget():
    program = "import benchmarks.keys, json, sys; print(*sorted(sys.modules), sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    names = done.stdout.split()
    forbidden = ("sqlite3", "sqlmodel", "sqlalchemy", "textual", "spacy")
    assert not [n for n in names if n.partition(".")[0] in forbidden]
    rooms = ("annotator.storage", "annotator.tui", "annotator.project", "annotator.suggest")
    assert not [n for n in names if n.startswith(rooms)]


def test_a_current_stance_that_was_scrolled_out_of_sight_is_remembered_where_it_stands():
    seen = Seen().looked(frame(shown(REFUSES)), GOLD)
    away = shown(REFUSES, holder=None, target=None, evidence=(), certainty="hedged")
    kept = seen.met(away).stances["s1"]
    assert kept == shown(REFUSES, certainty="hedged")
