"""Keys on the current item: what is stored, and what is said."""

import pytest

from annotator.domain.article import Span
from annotator.domain.items import Decision, MentionKind
from annotator.domain.layer import State
from annotator.tui import picture
from annotator.tui.hint_prompt import HintPrompt
from annotator.tui.hints import hints
from tests.tui.bench import PORT, span_of


async def test_a_first_opening_fills_in_what_is_probable_and_stops_at_the_first_doubt(bench):
    await bench.open("port")
    assert bench.live() == [("Solène Abgrall", "PER"), ("Bo Lindqvist", "PER"), ("Valmer", "ORG")]
    assert bench.current == "Bo Lindqvist"
    assert [d.item.quote for d in bench.reader.desk.doubts] == [
        "Bo Lindqvist",
        "Ligue des docks",
    ]
    assert bench.assignment().state is State.OPEN


async def test_y_keeps_and_goes_to_the_next_doubt(bench):
    await bench.open("port")
    await bench.press("y")
    assert bench.mention("m3").decision is Decision.KEPT
    assert bench.current == "Ligue des docks"


async def test_y_on_a_candidate_takes_it_with_its_origin(bench):
    await bench.open("port")
    await bench.press("y", "y")
    taken = bench.stored("port").mention("m5")
    assert (taken.quote, taken.label, taken.decision) == ("Ligue des docks", "ORG", Decision.KEPT)
    assert taken.origin.p == 0.3
    assert bench.said == "e: the same for 1 more “Ligue des docks”  E: in every article"


async def test_the_last_doubt_says_that_space_finishes(bench):
    await bench.open("port")
    await bench.press("y", "x")
    assert bench.said == "No doubts left: Space finishes the article."


async def test_x_rejects_and_leaves_a_tombstone(bench):
    await bench.open("port")
    await bench.press("x")
    assert bench.mention("m3").decision is Decision.REJECTED
    assert bench.face.said[-1] == "“Bo Lindqvist” rejected."
    assert bench.current == "Ligue des docks"


async def test_x_on_a_candidate_keeps_it_from_coming_back(bench):
    await bench.open("port")
    await bench.press("tab", "x")
    assert bench.mention("m5").decision is Decision.REJECTED
    assert bench.reader.desk.candidates == ()
    await bench.open("port")
    assert bench.reader.desk.candidates == ()


async def test_unsure_stays_in_the_layer_for_the_reviewer(bench):
    await bench.open("port")
    await bench.press("U")
    assert bench.mention("m3").unsure
    assert bench.said == "“Bo Lindqvist” is left to the reviewer."


async def test_a_label_key_relabels_and_keeps_id_and_origin(bench):
    await bench.open("port")
    await bench.press("o")
    changed = bench.mention("m3")
    assert (changed.label, changed.decision) == ("ORG", Decision.CHANGED)
    assert changed.origin.item == "m3"
    assert bench.current == "Bo Lindqvist"


async def test_the_label_it_has_already_keeps_it(bench):
    await bench.open("port")
    await bench.press("p")
    assert bench.mention("m3").decision is Decision.KEPT


async def test_a_label_key_on_a_candidate_creates_under_that_label(bench):
    await bench.open("port")
    await bench.press("tab", "g")
    taken = bench.mention("m5")
    assert (taken.label, taken.decision) == ("GPE", Decision.CHANGED)
    assert bench.current == "Ligue des docks"


@pytest.mark.parametrize(
    ("keys", "quote"),
    [
        ("k", "Bo Lindqvist à"),
        ("kj", "Bo Lindqvist"),
        ("j", "Bo"),
        ("d", "Lindqvist"),
        ("s", "reçu Bo Lindqvist"),
        ("sd", "Bo Lindqvist"),
    ],
)
async def test_edges_move_by_words_and_the_quote_with_them(bench, keys, quote):
    await bench.open("port")
    await bench.type(keys)
    moved = bench.mention("m3")
    assert moved.quote == quote == PORT[moved.start : moved.end]
    assert bench.current == quote


async def test_an_edge_that_can_go_no_further_says_so(bench):
    await bench.open("port")
    await bench.type("jj")
    assert bench.mention("m3").quote == "Bo"
    assert bench.said == "The edge can't go further that way."


async def test_edges_go_to_the_word_at_a_hint(bench):
    await bench.open("port")
    await bench.press("S")
    await bench.hint("reçu")
    assert bench.mention("m3").quote == "reçu Bo Lindqvist"
    await bench.press("K")
    await bench.hint("Valmer", 1)
    assert bench.mention("m3").quote == "reçu Bo Lindqvist à Valmer"


async def test_a_word_within_another_mention_tells_whose_edge_is_meant(bench):
    await bench.open("port")
    await bench.press("K")
    await bench.hint("Solène")
    assert bench.mention("m2").quote == "Solène"
    assert bench.mention("m3").quote == "Bo Lindqvist"
    assert bench.current == "Solène"
    assert picture.item_line(bench.reader).startswith("“Solène” · PER")
    await bench.press("z")
    assert bench.mention("m2").quote == "Solène Abgrall"


async def test_with_nothing_current_an_edge_is_that_of_the_mention_beside_the_word(bench):
    await bench.open("port")
    await bench.press("escape", "K")
    await bench.hint("reçu")
    assert bench.mention("m2").quote == "Solène Abgrall a reçu"
    await bench.press("escape", "S")
    await bench.hint("chantier")
    assert bench.said == "There is no mention in that sentence, and none is current."


async def test_the_likeliest_words_for_an_edge_have_one_letter(bench):
    await bench.open("port")
    await bench.press("K")
    letters = bench.reader.prompt.remaining()
    assert [letters[span_of(PORT, word).start] for word in ("Bo", "Lindqvist")] == ["a", "b"]
    assert all(len(code) == 1 for code in letters.values())


async def test_an_edge_hint_on_the_wrong_side_changes_nothing(bench):
    await bench.open("port")
    await bench.press("S")
    await bench.hint("proteste")
    assert bench.mention("m3").quote == "Bo Lindqvist"
    assert bench.said == "The edge can't go further that way."


async def test_an_edge_of_a_candidate_takes_it(bench):
    await bench.open("port")
    await bench.press("tab", "j")
    assert bench.mention("m5").quote == "Ligue des"
    assert bench.current == "Ligue des"


async def test_a_candidate_that_got_other_edges_does_not_come_back_until_that_is_undone(bench):
    await bench.open("port")
    before = bench.reader.desk.candidates
    await bench.press("tab", "j")
    assert bench.reader.desk.candidates == ()
    bench.reader.desk.reload()
    assert bench.reader.desk.candidates == ()
    await bench.press("z", "z")
    assert bench.reader.desk.candidates == before


async def test_making_a_mention_equal_to_another_merges_them(bench):
    await bench.open("port")
    await bench.press("h", "enter")
    await bench.hint("Solène")
    await bench.type("p")
    assert bench.live()[:2] == [("Solène Abgrall", "PER"), ("Solène", "PER")]
    await bench.type("k")
    assert bench.live() == [("Solène Abgrall", "PER"), ("Bo Lindqvist", "PER"), ("Valmer", "ORG")]
    assert bench.reader.current.mention.id == "m2"


async def test_i_goes_round_the_kinds(bench):
    await bench.open("port")
    kinds = []
    for _ in range(3):
        await bench.press("i")
        kinds.append(bench.mention("m3").kind)
    assert kinds == [MentionKind.NOMINAL, MentionKind.PRONOUN, MentionKind.NAMED]


async def test_m_gives_the_entity_of_the_mention_at_a_hint(bench):
    await bench.open("port")
    await bench.press("m")
    await bench.hint("Solène Abgrall")
    assert bench.mention("m3").entity == bench.mention("m2").entity


async def test_m_without_another_mention_on_screen_says_what_else_there_is(bench):
    await bench.open("port")
    bench.face.visible = span_of(PORT, "Bo Lindqvist")
    await bench.press("m")
    assert bench.reader.prompt is None
    assert bench.said.startswith("There is no other mention on screen")


async def test_a_typed_name_makes_an_entity_and_is_found_again(bench):
    await bench.open("port")
    bench.face.answers = ["Bo Lindqvist (Bryn)", "bo lindqvist (BRYN)"]
    await bench.press("M")
    first = bench.mention("m3").entity
    assert bench.entity_name(bench.mention("m3")) == "Bo Lindqvist (Bryn)"
    assert bench.face.asked[0][2]("solène") == "Solène Abgrall"
    await bench.press("b", "M")
    assert bench.mention("m2").entity == first


async def test_an_empty_name_is_refused_and_esc_changes_nothing(bench):
    await bench.open("port")
    before = bench.stored("port")
    bench.face.answers = ["  ", None]
    await bench.press("M")
    assert bench.face.warnings == ["An entity needs a name; type one, or press Esc."]
    await bench.press("M")
    assert bench.stored("port") == before


async def test_h_goes_to_the_mention_at_the_hint(bench):
    await bench.open("port")
    await bench.press("h")
    await bench.hint("Solène")
    assert bench.reader.current.mention.id == "m2"


async def test_h_begins_a_mention_and_a_label_key_makes_it(bench):
    await bench.open("port")
    await bench.press("h")
    await bench.hint("Port-Sarre")
    assert bench.reader.current.mention is None
    assert bench.current == "Port-Sarre"
    await bench.press("g")
    added = bench.mention("m5")
    assert (added.quote, added.label, added.decision) == ("Port-Sarre", "GPE", Decision.ADDED)
    assert added.origin is None


async def test_a_second_label_over_the_same_words_makes_a_mention_that_keys_act_on(bench):
    await bench.open("port")
    await bench.press("h", "enter")
    await bench.hint("Valmer", 1)
    at = bench.reader.current.span
    first = [m.label for m in bench.reader.desk.mentions if m.span == at]
    assert first == ["ORG"]
    await bench.press("g")
    assert (bench.reader.current.mention.label, bench.reader.current.span) == ("GPE", at)
    await bench.press("k")
    labels = {m.label for m in bench.reader.desk.mentions if m.span == at}
    assert (bench.reader.current.mention.label, labels) == ("GPE", {"ORG"})


async def test_h_enter_begins_a_nested_mention(bench):
    await bench.open("port")
    await bench.press("h", "enter")
    assert "(nested)" in picture.item_line(bench.reader)
    await bench.hint("Lindqvist")
    await bench.press("g")
    assert ("Bo Lindqvist", "PER") in bench.live()
    assert ("Lindqvist", "GPE") in bench.live()


async def test_h_on_a_candidate_makes_the_candidate_current(bench):
    await bench.open("port")
    await bench.press("h")
    await bench.hint("docks")
    assert bench.current == "Ligue des docks"


async def test_a_first_hint_letter_leaves_the_hints_that_begin_with_it(bench):
    await bench.open("port")
    bench.face.visible = Span(0, 10_000)
    bench.reader.prompt = HintPrompt(
        "which?", hints(bench.workspace.scheme.words, "mot " * 60, Span(0, 240), 0), print
    )
    two = next(letters for letters in bench.reader.prompt.remaining().values() if len(letters) == 2)
    await bench.press(two[0])
    left = bench.reader.prompt.remaining()
    assert {len(letters) for letters in left.values()} == {1}
    await bench.press("escape")
    assert bench.reader.prompt is None
    assert bench.reader.current.mention.id == "m3"


async def test_a_letter_that_is_no_hint_ends_the_hints(bench):
    await bench.open("port")
    bench.face.visible = Span(0, 30)
    await bench.press("h", "z")
    assert bench.reader.prompt is None
    assert bench.said == "There is no hint z."


async def test_what_acts_on_an_item_asks_for_one(bench):
    await bench.open("port")
    await bench.press("escape")
    for key in ("y", "x", "U", "s", "m", "M", "i"):
        await bench.press(key)
        assert bench.said.startswith("Nothing is current"), key


async def test_with_nothing_current_a_label_key_asks_where(bench):
    await bench.open("port")
    await bench.press("escape", "p")
    assert picture.item_line(bench.reader) == (
        "Type a hint: what stands there is PER · Enter: nested · Esc: back"
    )
    before = len(bench.live())
    await bench.hint("Port-Sarre")
    assert len(bench.live()) == before + 1
    assert ("Port-Sarre", "PER") in bench.live()
    await bench.press("p")
    assert bench.reader.prompt is not None, "what has the label already asks for the next"
    await bench.press("escape", "o")
    assert ("Port-Sarre", "ORG") in bench.live()
    await bench.press("z", "z", "escape", "p", "escape")
    assert (len(bench.live()), bench.reader.prompt) == (before, None)


async def test_what_acts_on_a_mention_asks_for_a_label_first(bench):
    await bench.open("port")
    await bench.press("h")
    await bench.hint("Port-Sarre")
    for key in ("y", "U", "m", "M", "i"):
        await bench.press(key)
        assert bench.said.startswith("This is no mention yet"), key
    await bench.press("j")
    assert bench.current == "Port"
    await bench.press("x")
    assert bench.reader.current is None
    assert len(bench.live()) == 3


async def test_n_and_b_walk_items_in_text_order_and_stop_at_the_ends(bench):
    await bench.open("port")
    seen = []
    for _ in range(3):
        await bench.press("n")
        seen.append(bench.current)
    assert seen == ["Valmer", "Ligue des docks", "Ligue des docks"]
    assert bench.said == "No further item below."
    await bench.press("b", "b", "b", "b")
    assert bench.current == "Solène Abgrall"
    assert bench.said == "No further item above."


async def test_n_goes_on_from_the_text_in_sight(bench):
    await bench.open("port")
    await bench.press("b")
    start = span_of(PORT, "La Ligue").start
    bench.face.visible = Span(start, len(PORT))
    await bench.press("n")
    assert bench.current == "Ligue des docks"


async def test_tab_goes_round_the_doubts_both_ways(bench):
    await bench.open("port")
    seen = [bench.current]
    for key in ("tab", "tab", "shift+tab", "shift+tab"):
        await bench.press(key)
        seen.append(bench.current)
    one, two = "Bo Lindqvist", "Ligue des docks"
    assert seen == [one, two, one, two, one]
    await bench.press("y", "tab")
    assert bench.said == "This is the only doubt left."
    await bench.press("x", "tab")
    assert bench.said == "No doubts left: Space finishes the article."
