"""Keys on the article, its paragraphs and the queue: what is stored, and what is said."""

import pytest

from annotator.domain.article import Span
from annotator.domain.items import Decision
from annotator.domain.layer import State
from annotator.domain.quality import Finding, QualityKind
from annotator.errors import AnnotatorError
from annotator.tui import picture
from annotator.tui.beside import NothingBeside
from tests.tui.bench import (
    DIGUE,
    PORT,
    RULES_2,
    guess,
    put_article,
    put_suggestions,
    side,
    span_of,
)


async def test_space_with_doubts_goes_to_the_first_and_says_how_many(bench):
    await bench.open("port")
    await bench.press("tab", "space")
    assert bench.current == "Bo Lindqvist"
    assert bench.said.startswith("2 doubts left; decide, or press Space again")
    assert bench.assignment().state is State.OPEN


async def test_finishing_tells_of_stances_that_were_never_on_the_screen(bench):
    text = "Valmer refuse le pont.\n" + "Rien.\n" * 9 + "Valmer salue le quai.\n"
    ends = [("Valmer", "GPE", 0), ("pont", "TOPIC", 0), ("Valmer", "GPE", 1), ("quai", "TOPIC", 0)]
    guesses = [guess(text, words, label, nth=nth) for words, label, nth in ends]
    stances = [side(text, 0, 1, "refuse"), side(text, 2, 3, "salue", "favor")]
    for name in ("above", "both"):
        put_article(bench.workspace, name, f"{text}{name}")
        put_suggestions(bench.workspace, name, guesses, stances=stances)
    for name, whole, said in (
        ("above", False, "above is done; 1 stance was never on screen (z: back)."),
        ("both", True, "both is done."),
    ):
        bench.face.visible = Span(0, 40)
        await bench.open(name)
        await bench.press("n")
        if whole:
            bench.face.visible = Span(40, len(text))
            await bench.press("down")
            bench.face.visible = Span(0, 40)
        await bench.press("space")
        assert bench.assignment(name).state is State.DONE
        assert said in bench.face.said


class Told(NothingBeside):
    """Counts the decisions that it is told of."""

    count = 0

    def decided(self, *, soon):
        self.count += 1


async def test_what_is_said_of_an_article_as_a_whole_teaches_nothing_to_wait_for(bench):
    bench.reader.beside = told = Told()
    await bench.open("port")
    await bench.press("tab", "x")
    await bench.settle()
    assert told.count == 1
    bench.face.answers = ["read it again"]
    for act in ("article.flag", "article.comment", "article.skip"):
        await bench.reader.act(act)
        await bench.settle()
    assignment = bench.assignment("port")
    assert (assignment.state, assignment.flagged) == (State.SKIPPED, True)
    assert assignment.comment == "read it again"
    assert told.count == 1


async def test_a_second_space_straight_after_finishes_and_is_logged(bench):
    await bench.open("port")
    await bench.press("space", "space")
    assert bench.assignment("port").state is State.DONE
    assert bench.mention("m3", "port").decision is Decision.KEPT_WITH_ARTICLE
    assert bench.reader.article.id == "digue"
    assert bench.said == "port is done."
    await bench.open("port")
    await bench.press("z")
    assert bench.said == "Undone: article done with doubts."


@pytest.mark.parametrize("between", ["n", "q", "down"])
async def test_another_key_between_disarms_space(bench, between):
    await bench.open("port")
    await bench.press("space", between, "space")
    assert bench.assignment("port").state is State.OPEN


async def test_space_without_doubts_finishes_at_once(bench):
    await bench.open("port")
    await bench.press("y", "x", "space")
    assert bench.assignment("port").state is State.DONE
    assert bench.mention("m2", "port").decision is Decision.KEPT_WITH_ARTICLE
    assert bench.mention("m3", "port").decision is Decision.KEPT


async def test_space_on_a_finished_article_goes_on_without_an_edit(bench):
    await bench.open("port")
    await bench.press("space", "space")
    await bench.open("port")
    version = bench.stored("port").version
    await bench.press("space")
    assert bench.stored("port").version == version
    assert bench.reader.article.id == "digue"


async def test_space_is_ignored_for_a_moment_after_something_new_was_painted(another_window):
    bench = another_window(guard_ms=400)
    await bench.open("port")
    bench.seconds[0] = 0.39
    await bench.press("space")
    assert not bench.reader.armed
    bench.seconds[0] = 0.41
    await bench.press("space")
    assert bench.reader.armed
    # The doubt that Space went to is new on the screen as well.
    await bench.press("space")
    assert bench.assignment("port").state is State.OPEN
    bench.seconds[0] = 0.82
    await bench.press("space")
    assert bench.assignment("port").state is State.DONE


async def test_the_last_space_shows_the_queue(bench):
    await bench.open("port")
    await bench.press("space", "space", "space")
    assert bench.face.said[-1].startswith("All 2 articles are done.")
    assert bench.face.shown == ["queue"]
    assert bench.first() is None


async def test_the_queue_too_tells_of_stances_that_were_never_on_the_screen(bench):
    guesses = [guess(PORT, "Lindqvist", "PER", nth=1), guess(PORT, "Valmer", "GPE", nth=2)]
    put_article(bench.workspace, "last", f"{PORT}\n")
    put_suggestions(bench.workspace, "last", guesses, stances=[side(PORT, 0, 1, "parle")])
    bench.face.visible = Span(0, 40)
    await bench.open("port")
    await bench.press("space", "space", "space", "space")
    assert bench.face.shown == ["queue"]
    assert bench.said.startswith(
        "1 stance of the last article was never on screen (Esc z: back). All 3 articles are done."
    )


async def test_a_skipped_article_comes_last(bench):
    await bench.open("port")
    await bench.press("N")
    assert bench.assignment("port").state is State.SKIPPED
    assert bench.said == "port comes back at the end."
    assert bench.reader.article.id == "digue"
    await bench.press("space")
    assert bench.reader.article.id == "port"


async def test_skipping_the_last_article_says_so_and_skips_nothing(bench):
    await bench.open("digue")
    await bench.press("N")
    assert bench.said == "This is the last article of the queue."
    assert bench.assignment("digue").state is State.OPEN


async def test_shift_b_goes_to_the_article_before(bench):
    await bench.open("digue")
    await bench.press("B")
    assert bench.reader.article.id == "port"
    await bench.press("B")
    assert bench.said == "This is the first article of the queue."


async def test_an_act_on_a_finished_article_reopens_it(bench):
    await bench.open("port")
    await bench.press("space", "space")
    await bench.open("port")
    await bench.press("n", "p")
    assert bench.assignment("port").state is State.OPEN
    assert "0 done" in picture.status_line(bench.reader, waiting="")


async def test_flag_and_comment_are_stored_and_shown(bench):
    await bench.open("port")
    bench.face.answers = ["  voir la légende  "]
    await bench.press("F", "C")
    assert bench.assignment().flagged
    assert bench.assignment().comment == "voir la légende"
    assert bench.face.said[0] == "Flagged for the reviewer."
    status = picture.status_line(bench.reader, waiting="")
    assert "flagged" in status
    assert "comment" in status
    await bench.press("F")
    assert not bench.assignment().flagged
    assert bench.said == "The flag is taken away."


async def test_shift_y_accepts_the_paragraph_and_nothing_else(bench):
    await bench.open("port")
    await bench.press("Y")
    assert [bench.mention(m).decision for m in ("m2", "m3", "m4")] == [Decision.KEPT] * 3
    assert bench.said == "The paragraph “Solène Abgrall a reçu Bo Li…” is right, with 3 items."
    await bench.press("Y")
    assert bench.said == "Nothing is open in the paragraph “Solène Abgrall a reçu Bo Li…”."


async def test_shift_d_dims_the_paragraph_with_its_items_and_brings_both_back(bench):
    await bench.open("port")
    before = bench.live()
    await bench.press("D")
    assert bench.live() == []
    assert (
        bench.said == "The paragraph “Solène Abgrall a reçu Bo Li…” is dimmed, its items with it."
    )
    assert [d.item.quote for d in bench.reader.desk.doubts] == []
    bench.face.visible = span_of(PORT, "Solène Abgrall a reçu Bo")
    await bench.press("D")
    assert bench.live() == before
    assert bench.said == "The paragraph “Solène Abgrall a reçu Bo Li…” is back."


async def test_shift_d_undims_what_was_suggested_as_furniture(bench):
    await bench.open("port")
    await bench.press("escape")
    bench.face.visible = span_of(PORT, "Lire aussi : nos archives")
    await bench.press("D")
    assert bench.mention("z1").decision is Decision.REJECTED


async def test_dimming_a_blank_line_says_so(bench):
    await bench.open("port")
    await bench.press("escape")
    blank = PORT.index("\n\n") + 1
    bench.face.visible = type(span_of(PORT, "V"))(blank, blank + 1)
    await bench.press("D")
    assert bench.said == "There is no paragraph here."


async def test_an_article_without_suggestions_is_read_only_until_enter(bench):
    put_article(bench.workspace, "phare", "Le phare de Valmer\n")
    await bench.open("phare")
    assert bench.wanted == ["phare"]
    assert bench.reader.desk is None
    for key in ("space", "tab", "n", "h", "F", "C", "Y", "D", "y", "p", "A", "e", "E"):
        await bench.press(key)
        assert bench.said, key
    await bench.press("down")
    assert bench.face.shown == [1]
    assert picture.legend_kind(bench.reader) == "waiting"
    assert not bench.reader.unstored
    await bench.press("enter")
    assert bench.said.startswith("Begun without suggestions")
    assert bench.live() == []


async def test_suggestions_that_come_in_open_the_article_that_waited(bench):
    text = "Le phare de Valmer\n"
    put_article(bench.workspace, "phare", text)
    await bench.open("phare")
    put_suggestions(bench.workspace, "phare", [guess(text, "Valmer", "GPE")])
    await bench.reader.suggestions_stored("phare")
    assert bench.live() == [("Valmer", "GPE")]


async def test_newer_suggestions_wait_to_be_taken_and_touch_no_decision(bench):
    await bench.open("port")
    await bench.press("o")
    guesses = [
        guess(PORT, "Solène Abgrall", "PER"),
        guess(PORT, "Bo Lindqvist", "PER"),
        guess(PORT, "Port-Sarre", "GPE"),
    ]
    put_suggestions(bench.workspace, "port", guesses, suggester=RULES_2)
    await bench.reader.suggestions_stored("port")
    assert bench.said == "Newer suggestions are in: A takes them; your decisions stay."
    assert ("Port-Sarre", "GPE") not in bench.live()
    await bench.press("A")
    assert bench.live() == [
        ("Solène Abgrall", "PER"),
        ("Bo Lindqvist", "ORG"),
        ("Port-Sarre", "GPE"),
    ]
    await bench.press("A")
    assert bench.said == "There are no newer suggestions for this article."
    await bench.press("z")
    assert ("Valmer", "ORG") in bench.live()


async def test_newer_suggestions_are_announced_when_the_article_is_opened_again(bench):
    await bench.open("port")
    put_suggestions(bench.workspace, "port", [guess(PORT, "Port-Sarre", "GPE")], suggester=RULES_2)
    await bench.open("digue")
    await bench.open("port")
    assert bench.said.startswith("Newer suggestions are in")


async def test_suggestions_for_what_was_begun_without_them_can_be_taken(bench):
    text = "Le phare de Valmer\n"
    put_article(bench.workspace, "phare", text)
    await bench.open("phare")
    await bench.press("enter", "h")
    await bench.hint("phare")
    await bench.press("l")
    put_suggestions(bench.workspace, "phare", [guess(text, "Valmer", "GPE")])
    await bench.reader.suggestions_stored("phare")
    await bench.press("A")
    assert bench.live() == [("phare", "LOC"), ("Valmer", "GPE")]


async def test_find_goes_to_each_place_in_turn_and_round_the_end(bench):
    await bench.open("port")
    await bench.press("escape")
    first, second, third = (span_of(PORT, "Valmer", nth).start for nth in range(3))
    found = []
    for _ in range(4):
        bench.face.answers = ["VALMER"]
        await bench.press("ctrl+f")
        here = bench.reader.cursor.selection() if bench.reader.cursor else None
        found.append((here or bench.reader.current.span).start)
    # It begins where the person last was: at Bo Lindqvist.
    assert found == [second, third, first, second]


async def test_find_says_which_of_how_many_places_it_found(bench):
    await bench.open("port")
    for words, said in (
        ("valmer", "“valmer”: place 2 of 3. Ctrl+F Enter: the next one."),
        ("valmer", "“valmer”: place 3 of 3. Ctrl+F Enter: the next one."),
        ("chantier", "“chantier” stands here alone."),
    ):
        bench.face.answers = [words]
        await bench.press("ctrl+f")
        assert bench.said == said


async def test_find_makes_a_mention_of_that_text_current(bench):
    await bench.open("port")
    bench.face.answers = ["solène abgrall"]
    await bench.press("ctrl+f")
    assert bench.reader.current.mention.id == "m2"
    assert bench.reader.cursor is None


async def test_find_says_what_it_did_not_find(bench):
    await bench.open("port")
    bench.face.answers = ["zéro\x1b["]
    await bench.press("ctrl+f")
    assert bench.said == "“zéro␛[” is not in this article."


async def test_a_found_text_becomes_a_mention_with_a_label_key(bench):
    await bench.open("port")
    bench.face.answers = ["de Valmer"]
    await bench.press("/", "g")
    assert ("de Valmer", "GPE") in bench.live()


async def test_guideline_help_and_scrolling_go_to_the_screen(bench):
    await bench.open("port")
    await bench.press("G", "escape", "G", "question_mark", "down", "up", "pagedown", "left")
    assert bench.face.shown == ["PER", "boundaries", "help", 1, -1, 9, -9]


async def test_esc_lets_go_and_then_shows_the_queue(bench):
    await bench.open("port")
    bench.face.answers = ["digue"]
    await bench.press("escape")
    assert bench.current is None
    await bench.press("escape")
    assert bench.face.shown == ["queue"]
    assert bench.reader.article.id == "digue"


async def test_a_finding_is_gone_to_in_its_article(bench):
    await bench.open("port")
    await bench.press("Q")
    assert "worth a second look" in bench.said
    await bench.press("space", "space")
    await bench.open("digue")

    def pace(findings):
        return next(f for f in findings if f.kind is QualityKind.PACE)

    bench.face.answers = [pace]
    await bench.press("Q")
    assert bench.reader.article.id == "port"
    assert "words were finished in" in bench.said


async def test_a_finding_about_an_item_makes_it_current(bench):
    await bench.open("port")
    await bench.press("space", "space")
    await bench.open("port")
    item = bench.reader.items.mentions[-1]
    author = bench.workspace.settings.annotator

    def at_item(_findings):
        return Finding(QualityKind.NAME, "port", author, item.id, item.span, 1.0, "Look.")

    await bench.open("digue")
    bench.face.answers = [at_item]
    await bench.press("Q")
    assert bench.reader.article.id == "port"
    assert bench.reader.current.item == item


async def test_the_queue_shows_what_was_done_since_the_article_was_opened(bench):
    await bench.open("port")
    await bench.press("F", "escape", "escape")
    entry = bench.reader.queue.everything()[0]
    assert (entry.state, entry.flagged) == (State.OPEN, True)


async def test_the_next_articles_are_asked_for_ahead(bench):
    for name in ("a", "b", "c", "d"):
        put_article(bench.workspace, name, f"Article {name}\n")
    await bench.open("port")
    assert bench.face.pictures == 1  # the article is there before the queue is looked through
    # The three after `port`, less `digue`, which has its suggestions.
    assert bench.wanted == ["a", "b"]


async def test_an_article_that_is_gone_is_said_in_words(bench):
    with pytest.raises(AnnotatorError, match="no article nowhere"):
        await bench.open("nowhere")


async def test_the_text_is_never_changed(bench):
    await bench.open("digue")
    await bench.press("D", "p", "k", "x", "space", "space")
    await bench.open("digue")
    assert bench.reader.article.text == DIGUE


async def test_a_next_article_begins_at_its_own_top(bench):
    await bench.open("port")
    bench.face.visible = span_of(PORT, "Lindqvist parle de Port-Sarre")
    await bench.press("space", "space")
    assert bench.reader.article.id == "digue"
    assert bench.visit("digue").offset == 0
    await bench.press("B")
    assert bench.visit("port").offset == bench.face.visible.start
