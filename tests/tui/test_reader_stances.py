"""Keys on stances: corrected, decided, walked, and what is said of them."""

import pytest

from annotator.domain.items import Attribution, Certainty, Decision, HolderKind
from annotator.tui import picture
from annotator.tui.focus import Kind
from tests.tui.bench import guess, put_article, put_suggestions, side
from tests.tui.stance_bench import PACTE, live, the


async def test_the_first_doubt_is_a_stance_and_is_said_in_words(open_pacte):
    bench = open_pacte
    assert bench.reader.current.kind is Kind.STANCE
    assert picture.item_line(bench.reader) == (
        "Rutte → pacte · against · reported · asserted · p .52 · frame of refuse"
    )
    spans = picture.current_spans(bench.reader)
    assert [s.of(PACTE) for s in spans] == ["Rutte", "pacte"]
    assert [s.of(PACTE) for s in picture.evidence(bench.reader)] == ["refuse"]


async def test_right_goes_on_to_the_candidate_and_takes_it(open_pacte):
    bench = open_pacte
    await bench.press("y")
    assert (bench.reader.current.kind, bench.current) == (Kind.STANCE_CANDIDATE, "salue")
    assert " · favor · candidate · reported · asserted · p .30" in picture.item_line(bench.reader)
    await bench.press("y")
    assert live(bench) == [("Rutte", "pacte", "against"), ("Weber", "pacte", "favor")]
    assert bench.reader.desk.doubts == ()
    assert bench.reader.current.kind is Kind.STANCE
    await bench.press("z")
    assert bench.reader.current.kind is Kind.STANCE_CANDIDATE
    await bench.press("z")
    assert live(bench) == [("Rutte", "pacte", "against")]
    assert len(bench.reader.desk.doubts) == 2


async def test_wrong_takes_what_stood_only_for_the_stance_along_and_says_so(open_pacte):
    bench = open_pacte
    await bench.press("x")
    assert live(bench) == []
    assert "pacte" not in [m.quote for m in bench.reader.desk.mentions]
    assert bench.said == "Rutte → pacte rejected with 1 mention that stood only for it."
    await bench.press("z")
    assert live(bench) == [("Rutte", "pacte", "against")]
    assert bench.reader.current.kind is Kind.STANCE


async def test_a_rejected_candidate_leaves_the_ring(open_pacte):
    bench = open_pacte
    await bench.press("tab", "x")
    assert live(bench) == [("Rutte", "pacte", "against")]
    assert bench.reader.desk.picture.stance_candidates == ()


async def test_unsure_takes_a_candidate_for_the_reviewer(open_pacte):
    bench = open_pacte
    await bench.press("tab", "U")
    assert [s.unsure for s in bench.stored("pacte").stances()] == [False, True]


async def test_one_key_corrects_label_voice_or_certainty(open_pacte):
    bench = open_pacte
    await bench.press("f", "a", "i")
    fixed = the(bench)
    assert (fixed.label, fixed.attribution, fixed.certainty) == (
        "favor", Attribution.AUTHOR, Certainty.HEDGED
    )  # fmt: skip
    assert fixed.decision is Decision.CHANGED
    assert "favor · stated as fact · hedged" in picture.item_line(bench.reader)
    await bench.press("v")
    assert live(bench) == [("pacte", "Rutte", "favor")]
    assert "TOPIC can be no holder" in picture.item_line(bench.reader)


async def test_attribution_turns_from_what_it_was_first(open_pacte):
    bench = open_pacte
    seen = []
    for _ in range(4):
        await bench.press("a")
        seen.append(the(bench).attribution.value)
        assert picture.item_line(bench.reader).count(seen[-1].replace("author", "fact")) == 1
    assert seen == ["author", "quoted", "reported", "author"]
    await bench.press("tab", "a", "a")
    assert (the(bench, 1).attribution, the(bench).attribution) == ("quoted", "author")
    await bench.press("L", "a", "a")
    assert the(bench).attribution is Attribution.REPORTED


async def test_a_label_key_takes_a_candidate_under_it(open_pacte):
    bench = open_pacte
    await bench.press("tab", "u")
    assert live(bench)[1] == ("Weber", "pacte", "neutral")
    assert bench.reader.current.kind is Kind.STANCE


async def test_another_holder_is_one_letter_away(open_pacte):
    bench = open_pacte
    await bench.press("H", "a")
    assert live(bench)[0][0] in ("Weber", "Abgrall", "Ida Brun")
    await bench.press("H")
    await bench.hint("maire")
    assert live(bench) == [("maire", "pacte", "against")]
    made = bench.stored("pacte").mention(the(bench).holder)
    assert (made.label, made.kind) == ("PER", "nominal")
    await bench.press("H", "space")
    assert live(bench) == [(None, "pacte", "against")]
    assert "maire" not in [m.quote for m in bench.reader.desk.mentions]
    await bench.press("H", "space")
    assert the(bench).holder_kind is HolderKind.ARTICLE


async def test_another_target_or_source_is_a_hint_away(open_pacte):
    bench = open_pacte
    await bench.press("T")
    await bench.hint("Weber")
    assert live(bench) == [("Rutte", "Weber", "against")]
    await bench.press("q")
    await bench.hint("Abgrall")
    assert bench.stored("pacte").mention(the(bench).source).quote == "Abgrall"
    assert "reported by Abgrall" in picture.item_line(bench.reader)
    await bench.press("q", "space")
    assert the(bench).source is None


async def test_enter_goes_to_the_present_end(open_pacte):
    bench = open_pacte
    await bench.press("T", "enter")
    assert (bench.reader.current.kind, bench.current) == (Kind.MENTION, "pacte")
    await bench.press("s")
    assert live(bench) == [("Rutte", "le pacte", "against")]


async def test_evidence_moves_and_more_is_added(open_pacte):
    bench = open_pacte
    await bench.press("w", "k")
    assert [e.quote for e in the(bench).evidence] == ["refuse le"]
    await bench.press("W")
    await bench.hint("salue")
    await bench.hint("Abgrall")
    assert [e.quote for e in the(bench).evidence] == ["refuse le", "salue, selon Abgrall"]
    assert bench.current == "salue, selon Abgrall"
    await bench.press("j")
    assert [e.quote for e in the(bench).evidence] == ["refuse le", "salue, selon"]
    await bench.press("w", "j")
    assert [e.quote for e in the(bench).evidence] == ["refuse", "salue, selon"]


async def test_the_selection_becomes_evidence_of_the_open_stance(open_pacte):
    bench = open_pacte
    await bench.press("enter", "enter", "n", "n", "n", "W")
    assert [e.quote for e in the(bench).evidence] == ["refuse", "refuse le pacte"]
    assert bench.reader.cursor is None
    assert picture.item_line(bench.reader).startswith(
        "evidence 2 of 2 “refuse le pacte” · Rutte → pacte"
    )
    await bench.press("z")
    assert [e.quote for e in the(bench).evidence] == ["refuse"]
    await bench.press("T", "enter", "enter", "n", "n", "n", "W")
    assert [e.quote for e in the(bench).evidence] == ["refuse", "salue"]
    assert bench.current == "salue"


async def test_a_selection_without_a_stance_is_no_evidence(open_pacte):
    bench = open_pacte
    await bench.press("b", "enter", "W")
    assert "Evidence needs its stance" in bench.said
    assert [e.quote for e in the(bench).evidence] == ["refuse"]
    assert bench.reader.cursor is not None


async def test_one_of_several_evidence_spans_is_removed_the_last_is_not(open_pacte):
    bench = open_pacte
    await bench.press("W")
    await bench.hint("salue")
    await bench.hint("Abgrall")
    assert "x removes it" in bench.said
    await bench.press("w", "x")
    assert [e.quote for e in the(bench).evidence] == ["salue, selon Abgrall"]
    assert bench.said == "“refuse” removed, 1 left. Esc: back to the stance."
    await bench.press("x")
    assert [e.quote for e in the(bench).evidence] == ["salue, selon Abgrall"]
    assert bench.said.startswith("A stance needs evidence")
    await bench.press("z")
    assert [e.quote for e in the(bench).evidence] == ["refuse", "salue, selon Abgrall"]
    await bench.press("w", "escape", "x")
    assert live(bench) == []


async def test_esc_goes_back_from_an_end_to_its_stance(open_pacte):
    bench = open_pacte
    await bench.press("H", "enter")
    assert "Esc: back to the stance" in bench.said
    await bench.press("k", "escape")
    assert (bench.reader.current.kind, live(bench)[0][0]) == (Kind.STANCE, "Rutte refuse")
    await bench.press("escape")
    assert bench.reader.current is None


@pytest.mark.parametrize(
    ("keys", "changed"),
    [
        ("f", {"label": "favor"}),
        ("a", {"attribution": Attribution.AUTHOR}),
        ("i", {"certainty": Certainty.HEDGED}),
        ("H ", {"holder": None}),
        ("v", {"label": "favor"}),
        ("k", {"label": "favor"}),
        ("U", {"unsure": True}),
    ],
)
async def test_correcting_a_candidate_is_one_undo(open_pacte, keys, changed):
    bench = open_pacte
    await bench.press("tab", *("space" if key == " " else key for key in keys))
    made = the(bench, 1)
    assert {name: getattr(made, name) for name in changed} == changed
    assert made.decision is not Decision.SUGGESTED
    await bench.press("z")
    assert live(bench) == [("Rutte", "pacte", "against")]
    assert bench.reader.current.kind is Kind.STANCE_CANDIDATE


async def test_hints_for_a_candidate_s_end_take_it_only_with_the_end(open_pacte):
    bench = open_pacte
    await bench.press("tab", "H", "escape")
    assert len(live(bench)) == 1
    await bench.press("H")
    await bench.hint("Ida")
    assert live(bench)[1] == ("Ida Brun", "pacte", "favor")
    assert bench.reader.current.kind is Kind.STANCE
    await bench.press("z", "q")
    await bench.hint("Abgrall")
    assert bench.stored("pacte").mention(the(bench, 1).source).quote == "Abgrall"
    await bench.press("z", "T", "enter")
    assert (bench.current, len(live(bench))) == ("pacte", 2)


async def test_evidence_is_added_to_a_candidate_with_one_undo(open_pacte):
    bench = open_pacte
    await bench.press("tab", "W")
    await bench.hint("selon")
    await bench.hint("Abgrall")
    assert [e.quote for e in the(bench, 1).evidence] == ["salue", "selon Abgrall"]
    assert bench.current == "selon Abgrall"
    await bench.press("z")
    assert len(live(bench)) == 1


async def test_an_end_within_another_mention_is_begun_nested(open_pacte):
    bench = open_pacte
    await bench.press("escape", "h")
    await bench.hint("Weber")
    await bench.press("r", "enter")
    assert picture.item_line(bench.reader).endswith("(nested)")
    await bench.hint("Brun")
    await bench.press("c")
    assert live(bench)[-1] == ("Weber", "Brun", "against")
    assert {"Brun", "Ida Brun"} <= {m.quote for m in bench.reader.desk.mentions}
    await bench.press("escape", "h")
    await bench.hint("Ida")
    await bench.press("R", "enter")
    await bench.hint("Brun")
    await bench.press("f")
    assert live(bench)[-1] == ("Brun", "Ida Brun", "favor")
    await bench.press("H", "tab")
    await bench.hint("Ida")
    assert live(bench)[-1] == ("Ida", "Ida Brun", "favor")


async def test_a_candidate_name_holds_a_stance_with_one_undo(bench):
    guesses = [guess(PACTE, "Rutte", "PER", p=0.3), guess(PACTE, "Weber", "PER")]
    put_article(bench.workspace, "pacte", PACTE)
    put_suggestions(bench.workspace, "pacte", guesses)
    await bench.open("pacte")
    await bench.press("r")
    assert bench.live() == [("Weber", "PER")]
    await bench.hint("Weber", capitals=True)
    assert live(bench) == [("Rutte", "Weber", "against")]
    assert bench.live() == [("Rutte", "PER"), ("Weber", "PER")]
    assert bench.reader.desk.candidates == ()
    await bench.press("z")
    assert (live(bench), bench.live()) == ([], [("Weber", "PER")])
    assert len(bench.reader.desk.candidates) == 1


async def test_a_candidate_name_gets_edges_with_one_undo(bench):
    put_article(bench.workspace, "pacte", PACTE)
    put_suggestions(bench.workspace, "pacte", [guess(PACTE, "Rutte", "PER", p=0.3)])
    await bench.open("pacte")
    await bench.press("k")
    assert (bench.live(), bench.current) == ([("Rutte refuse", "PER")], "Rutte refuse")
    await bench.press("z")
    assert bench.live() == []
    assert len(bench.reader.desk.candidates) == 1


async def test_stances_are_walked_with_the_mentions_in_text_order(open_pacte):
    bench = open_pacte
    await bench.press("b")
    seen = [bench.current]
    for _ in range(6):
        await bench.press("n")
        seen.append(bench.current)
    assert seen == ["Rutte", "refuse", "pacte", "Weber", "salue", "Abgrall", "Ida Brun"]
    await bench.press("b", "b")
    assert bench.reader.current.key.startswith("?s")


async def test_a_mention_says_its_stances_before_it_is_rejected(open_pacte):
    bench = open_pacte
    await bench.press("b")
    assert picture.item_line(bench.reader).startswith("“Rutte” · PER named · 1 stance · ")
    await bench.press("x")
    assert bench.said.startswith("“Rutte” rejected with 1 stance")
    assert live(bench) == []


async def test_one_comes_back_to_a_stance(open_pacte):
    bench = open_pacte
    await bench.press("tab", "y", "b", "n")
    key = bench.reader.current.key
    bench.reader.leave()
    await bench.settle()
    assert bench.visit("pacte").item == key
    await bench.open("pacte")
    assert bench.reader.current.key == key


async def test_a_key_of_mentions_on_a_stance_says_what_it_needs(open_pacte):
    for key in "mMJ":
        await open_pacte.press(key)
        assert open_pacte.said == f"“{key}” is for mentions: n or h goes to one."


async def test_a_capital_letter_mends_the_present_end_and_the_stance_stays(open_pacte):
    bench = open_pacte
    await bench.press("T", "S")
    assert picture.item_line(bench.reader).startswith("Type a hint: the left edge goes there")
    await bench.hint("refuse")
    assert live(bench) == [("Rutte", "refuse le pacte", "against")]
    assert bench.reader.current.kind is Kind.STANCE
    await bench.press("T", "D", "T", "D", "H", "O")
    assert bench.said == "“Rutte” is ORG named now."
    await bench.press("H", "I")
    assert bench.said == "“Rutte” is ORG nominal now."
    await bench.press("H", "K")
    await bench.hint("refuse")
    holder = bench.stored("pacte").mention(the(bench).holder)
    assert (holder.quote, holder.label, holder.kind) == ("Rutte refuse", "ORG", "nominal")
    assert live(bench) == [("Rutte refuse", "pacte", "against")]
    assert (bench.reader.current.kind, bench.reader.prompt) == (Kind.STANCE, None)


async def test_a_mention_leads_to_its_stance_the_undecided_one_first(open_pacte):
    bench = open_pacte
    await bench.press("H", "enter", "w")
    assert bench.reader.current.kind is Kind.STANCE
    await bench.press("r")
    await bench.hint("Ida Brun")
    await bench.press("f", "H", "enter", "w")
    assert picture.item_line(bench.reader).startswith("Rutte → pacte")
    await bench.press("escape", "h")
    await bench.hint("Abgrall")
    await bench.press("w")
    assert bench.said == "“Abgrall” has no stance yet: r or R makes one."


async def test_an_edge_beyond_the_other_takes_the_evidence_along(open_pacte):
    bench = open_pacte
    await bench.press("S")
    await bench.hint("salue")
    assert [e.quote for e in the(bench).evidence] == ["salue"]
    await bench.press("K")
    await bench.hint("refuse")
    assert [e.quote for e in the(bench).evidence] == ["refuse"]


async def test_on_a_stance_a_word_within_an_end_means_the_end_unless_evidence_was_gone_to(bench):
    guesses = [guess(PACTE, "Rutte", "PER"), guess(PACTE, "le pacte", "TOPIC")]
    put_article(bench.workspace, "pacte", PACTE)
    stances = [side(PACTE, 0, 1, "refuse le", p=0.52)]
    put_suggestions(bench.workspace, "pacte", guesses, stances=stances)
    await bench.open("pacte")
    await bench.press("w", "S")
    await bench.hint("pacte", 1)
    target = bench.stored("pacte").mention(the(bench).target)
    assert (target.quote, the(bench).evidence[0].quote) == ("le pacte", "pacte")
    await bench.press("escape", "S")
    await bench.hint("pacte", 1)
    target = bench.stored("pacte").mention(the(bench).target)
    assert (target.quote, the(bench).evidence[0].quote) == ("pacte", "pacte")
    assert bench.reader.current.stance == the(bench)
    assert picture.item_line(bench.reader).startswith("Rutte → pacte (TOPIC) · against")


async def test_at_a_doubt_keys_of_label_and_edge_mean_the_end_that_is_no_name(bench):
    guesses = [guess(PACTE, "Rutte", "PER"), guess(PACTE, "pacte", "ORG", kind="nominal", nth=1)]
    stances = [side(PACTE, 0, 1, "refuse", p=0.8)]
    put_article(bench.workspace, "pacte", PACTE)
    put_suggestions(bench.workspace, "pacte", guesses, stances=stances)
    await bench.open("pacte")
    assert picture.item_line(bench.reader) == (
        "Rutte → pacte (ORG) · against · reported · asserted · p .80 · frame of refuse · "
        "a description as target is rarely ORG"
    )
    await bench.press("S")
    await bench.hint("refuse")
    assert live(bench) == [("Rutte", "refuse le pacte", "against")]
    assert the(bench).evidence[0].quote == "refuse"
    await bench.press("t")
    assert bench.stored("pacte").mention(the(bench).target).label == "TOPIC"
    assert (bench.reader.current.stance, bench.reader.prompt) == (the(bench), None)
    assert bench.reader.desk.doubts == ()


async def test_from_a_stance_that_was_no_doubt_right_goes_on_to_the_next_undecided_one(bench):
    guesses = [guess(PACTE, words, "PER") for words in ("Rutte", "Weber", "Abgrall")]
    stances = [
        side(PACTE, 0, 1, "refuse", p=0.9),
        side(PACTE, 1, 0, "salue", p=0.9),
        side(PACTE, 2, 0, "attend", p=0.9),
    ]
    put_article(bench.workspace, "pacte", PACTE)
    put_suggestions(bench.workspace, "pacte", guesses, stances=stances)
    await bench.open("pacte")
    await bench.press("2", "y")
    assert (the(bench, 1).decision, bench.current) == (Decision.KEPT, "attend")
    await bench.press("y")
    assert (
        bench.said == "No undecided stance further on; 1 before here. Space finishes the article."
    )
    assert bench.current == "attend"
    await bench.press("z", "x")
    assert (len(live(bench)), bench.said) == (2, "Abgrall → Rutte rejected.")
    await bench.press("z", "y", "1", "c", "y")
    assert bench.said == "No undecided stance further on. Space finishes the article."
    assert {s.decision for s in bench.stored("pacte").stances()} == {Decision.KEPT}
