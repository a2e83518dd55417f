"""Stances that are made: by hints, from a mention, from another stance."""

from annotator.domain.items import Attribution
from annotator.tui import picture
from annotator.tui.focus import Kind
from tests.tui.stance_bench import PACTE, live, the


async def test_a_stance_is_made_from_its_holder(open_pacte):
    bench = open_pacte
    await bench.press("escape", "h")
    await bench.hint("Weber")
    await bench.press("r")
    assert picture.item_line(bench.reader) == (
        "Weber on what? hint: favor · CAPITALS: against · Enter: nested"
    )
    await bench.hint("Ida")
    assert live(bench)[-1] == ("Weber", "Ida Brun", "favor")
    assert bench.reader.current.kind is Kind.STANCE
    await bench.press("z")
    assert len(live(bench)) == 1


async def test_a_stance_is_made_from_its_target_quoted_where_it_is(open_pacte):
    bench = open_pacte
    await bench.press("h")
    await bench.hint("Weber", 1)
    await bench.press("p", "R")
    assert picture.item_line(bench.reader) == (
        "Who on Weber? hint: favor · CAPITALS: against · Space: unstated"
    )
    await bench.hint("maire", capitals=True)
    assert live(bench)[-1] == ("maire", "Weber", "against")
    assert the(bench, -1).attribution is Attribution.QUOTED
    await bench.press("h")
    await bench.hint("Ida")
    await bench.press("R", "space")
    assert picture.item_line(bench.reader) == (
        "somebody → Ida Brun:  c against  f favor  u neutral"
    )
    await bench.press("u")
    assert live(bench)[-1] == (None, "Ida Brun", "neutral")


async def test_any_other_key_drops_a_stance_that_has_no_label_yet(open_pacte):
    bench = open_pacte
    await bench.press("escape", "h")
    await bench.hint("Weber")
    await bench.press("R", "space", "escape")
    assert (len(live(bench)), bench.reader.prompt) == (1, None)


async def test_a_stance_is_made_by_two_hints_wherever_the_person_is(open_pacte):
    bench = open_pacte
    await bench.press("V")
    assert picture.item_line(bench.reader).startswith("New stance, who has it? Type a hint")
    await bench.hint("Abgrall")
    assert picture.item_line(bench.reader) == (
        "Abgrall on what? hint: favor · CAPITALS: against · Enter: nested"
    )
    await bench.hint("Ida", capitals=True)
    assert live(bench)[-1] == ("Abgrall", "Ida Brun", "against")
    assert picture.item_line(bench.reader).startswith("Abgrall → Ida Brun · against · ")
    await bench.press("V", "space")
    assert picture.item_line(bench.reader).startswith("Somebody on what? ")
    await bench.hint("maire")
    assert live(bench)[-1] == (None, "maire", "favor")
    await bench.press("u")
    assert live(bench)[-1] == (None, "maire", "neutral")
    await bench.press("V", "escape")
    assert (len(live(bench)), bench.reader.prompt) == (3, None)


async def test_the_likeliest_ends_have_one_letter_and_the_other_end_has_none(open_pacte):
    bench = open_pacte
    await bench.press("V")
    first = bench.reader.prompt.hints[:4]
    assert {hint.word.of(PACTE) for hint in first} == {"Rutte", "Weber", "Abgrall", "Ida"}
    await bench.hint("Rutte")
    words = [hint.word.of(PACTE) for hint in bench.reader.prompt.hints]
    assert "pacte" in words[:2], "the words of the holder's sentence come first"
    assert "Rutte" not in words


async def test_holder_and_target_on_the_same_new_words_are_one_mention(open_pacte):
    bench = open_pacte
    await bench.press("V")
    await bench.hint("maire")
    await bench.hint("maire")
    assert live(bench)[-1] == ("maire", "maire", "favor")
    assert [m.quote for m in bench.stored("pacte").mentions()].count("maire") == 1
    await bench.press("z")
    assert len(live(bench)) == 1


async def test_a_label_key_on_a_stance_asks_for_what_gets_the_label(open_pacte):
    bench = open_pacte
    await bench.press("o")
    assert picture.item_line(bench.reader).startswith("Type a hint: what stands there is ORG")
    assert live(bench) == [("Rutte", "pacte", "against")]
    await bench.hint("Abgrall")
    assert ("Abgrall", "ORG") in bench.live()
    assert picture.item_line(bench.reader).startswith("“Abgrall” · ORG named")


async def test_the_end_that_was_made_last_shows_its_label_and_takes_the_label_key(open_pacte):
    bench = open_pacte
    await bench.press("V")
    await bench.hint("Ida Brun")
    await bench.hint("maire")
    line = "Ida Brun → maire (TOPIC) · favor · reported"
    assert picture.item_line(bench.reader).startswith(line)
    await bench.press("a", "p")
    assert ("maire", "PER") in bench.live()
    assert bench.said == "“maire” is PER nominal now."
    assert picture.item_line(bench.reader).startswith(
        "Ida Brun → maire (PER) · favor · stated as fact"
    )
    await bench.press("p")  # it has this label: something else is meant
    assert picture.item_line(bench.reader).startswith("Type a hint: what stands there is PER")
    await bench.press("escape", "z", "z")
    assert picture.item_line(bench.reader).startswith(line)
    await bench.press("H", "G", "o")
    assert {("Ida Brun", "ORG"), ("maire", "TOPIC")} <= set(bench.live())
    assert picture.item_line(bench.reader).startswith("Ida Brun (ORG) → maire · favor")


async def test_an_end_is_at_hand_until_something_else_is_done(open_pacte):
    bench = open_pacte
    await bench.press("T")
    await bench.hint("maire")
    assert " → maire (TOPIC) · " in picture.item_line(bench.reader)
    await bench.press("F")
    assert " → maire · " in picture.item_line(bench.reader)
    await bench.press("p")
    assert picture.item_line(bench.reader).startswith("Type a hint: what stands there is PER")
    assert ("maire", "TOPIC") in bench.live()


async def test_a_further_stance_is_made_from_the_ends_of_the_current_one(open_pacte):
    bench = open_pacte
    await bench.press("r")
    await bench.hint("Ida Brun")
    await bench.press("f")
    assert ("Rutte", "Ida Brun", "favor") in live(bench)
    await bench.press("R")
    await bench.hint("Abgrall")
    await bench.press("u")
    assert ("Abgrall", "Ida Brun", "neutral") in live(bench)
    await bench.press("R", "space", "c", "r")
    assert bench.said == "Nobody is named as holder."


async def test_a_new_stance_is_voiced_like_its_neighbour(open_pacte):
    bench = open_pacte
    await bench.press("a", "r")
    await bench.hint("refuse")
    assert the(bench, 1).attribution is Attribution.AUTHOR
    await bench.press("z", "escape", "h")
    await bench.hint("Weber", 1)
    await bench.press("p", "V")
    await bench.hint("maire")
    await bench.hint("Weber", 1, capitals=True)
    assert live(bench)[-1] == ("maire", "Weber", "against")
    assert the(bench, -1).attribution is Attribution.QUOTED


async def test_evidence_of_ends_that_stand_apart_is_said_of_the_holder(open_pacte):
    bench = open_pacte
    await bench.press("R")
    await bench.hint("Weber", capitals=True)
    assert [e.quote for e in the(bench, 1).evidence] == ["Weber le salue, selon Abgrall"]
