"""A question to the reviewer: asked on an item, answered in the review, seen where it was asked."""

import pytest
from textual.widgets import DataTable

from annotator.domain.layer import Author, Role
from annotator.domain.sharing import Duty
from annotator.project.asking import answer, every_question
from annotator.project.people import register, set_duty
from annotator.project.workspace import open_workspace
from annotator.tui.review_app import NOTHING_TO_REVIEW, ReviewApp
from annotator.tui.screens.adjudicate import AdjudicateScreen
from annotator.tui.screens.dialogs import AskScreen
from annotator.tui.screens.questions import QuestionsScreen
from annotator.tui.screens.review_tables import PairsScreen
from tests.tui.test_review import (
    SCHEME,
    entity,
    filled,
    first_place,
    on_screen,
    press,
    record,
    review,
    rows,
    said,
    settings_of,
)
from tests.tui.test_workbench import shown, workbench


async def asked_on(bench, words, question):
    """Ask about the mention with these words."""
    bench.face.answers.append(question)
    bench.reader.point_at(None)
    while bench.current != words:
        await bench.press("n")
    await bench.press("X")


def as_reviewer(bench):
    """The same project, opened by the reviewer."""
    set_duty(bench.workspace, "rita", Duty.REVIEWER)
    return open_workspace(settings_of(bench.workspace.settings.database))


async def test_a_question_and_its_answer_stand_at_the_item(bench, another_window):
    await bench.open("port")
    await asked_on(bench, "Solène Abgrall", "PER ou TOPIC ?")
    (question, *_), *_ = bench.face.asked
    assert question == "Question to the reviewer about “Solène Abgrall”"
    assert bench.said == "Asked: the answer will stand here."
    with as_reviewer(bench) as rita:
        (stored,) = every_question(rita)
        assert (stored.item, stored.span.start) == (bench.reader.current.key, 28)
        answer(rita, stored.id, "PER, toujours")
    await bench.press("n")
    again = another_window()
    await again.open("port")
    again.reader.point_at(None)
    while again.current != "Solène Abgrall":
        await again.press("n")
    from annotator.tui import picture

    assert picture.item_line(again.reader).endswith("   ? rita answers: PER, toujours")
    assert "1 question, 1 answered" in picture.status_line(again.reader, waiting="")
    await again.press("n")
    assert "rita" not in picture.item_line(again.reader)


async def test_an_answer_is_announced_until_it_was_listed_and_its_row_leads_there(bench):
    await bench.open("port")
    await asked_on(bench, "Solène Abgrall", "PER ou TOPIC ?")
    asked = bench.reader.current.key
    with as_reviewer(bench) as rita:
        answer(rita, every_question(rita)[0].id, "PER, toujours")
    await bench.open("digue")
    assert bench.said == "1 question of yours is answered: O leads there."
    bench.face.answers.append(None)
    await bench.press("O")
    (place,) = bench.face.shown[-1]
    assert (place.own, place.gold, place.kinds) == ("PER ou TOPIC ?", "PER, toujours", ("answer",))
    assert place.paragraph[place.span.start - place.context :].startswith("Solène Abgrall")
    bench.face.said.clear()
    await bench.open("digue")
    assert not any("answered" in said for said in bench.face.said)
    # It is listed for good, and leads to the article and the item.
    bench.face.answers.append(place)
    await bench.press("O")
    assert (bench.reader.article.id, bench.reader.current.key) == ("port", asked)
    assert bench.said == "rita answers: PER, toujours"
    # Another answer in its place is news again.
    with as_reviewer(bench) as rita:
        answer(rita, every_question(rita)[0].id, "TOPIC")
    await bench.open("digue")
    assert bench.said == "1 question of yours is answered: O leads there."


async def test_a_question_without_an_item_is_about_the_article(bench):
    await bench.open("port")
    bench.reader.point_at(None)
    bench.face.answers += ["Est-ce un article ?", None, "  "]
    await bench.press("X", "X", "X")
    assert [q.words for q in bench.reader.desk.questions] == ["Est-ce un article ?"]
    assert "you asked: Est-ce un article ?\nno answer yet\n" in bench.face.asked[1][0]


async def test_the_screen_shows_the_answer_beside_the_article(database):
    async with workbench(database, first="port", size=(120, 30)) as (app, pilot):
        reader = app.desk_screen.reader
        register(reader.workspace, "anna")
        await pilot.press("escape", "n", "X")
        await on_screen(app, pilot, AskScreen)
        await pilot.press(*"oui", "enter")
        await pilot.pause()
        await app.desk_screen.settled()
        with open_workspace(settings_of(database)) as rita:
            set_duty(rita, "rita", Duty.REVIEWER)
            answer(rita, every_question(rita)[0].id, "Non, \x1b[2J jamais")
        await pilot.press("N", "B")
        await app.desk_screen.settled()
        await pilot.press("escape", "n")
        await app.desk_screen.settled()
        await pilot.pause()
        frame = shown(app)
        assert "you asked: oui" in frame
        assert "rita answers: Non, " in frame
        assert "\x1b" not in frame


@pytest.fixture
def doubted(tmp_path):
    """Anna and ben differ on Paul Roche; ben asks about his item, caro (not done) about words."""
    path = filled(
        tmp_path,
        record("anna", entity(0, "Paul Roche", "PER")),
        record("ben", entity(0, "Paul Roche", "ORG")),
    )
    from annotator.project.asking import ask

    for name, item in (("ben", "m1"), ("caro", None)):
        with open_workspace(settings_of(path)) as workspace:
            workspace.work_as(name)
            span = next(iter(workspace.read(roche)))
            ask(workspace, "a", f"pourquoi, {name[0]} ?", item, span)
    return path


def roche(session):
    from annotator.storage.layers import find_layer, load_layer

    row = find_layer(session, "a", Author(Role.ANNOTATOR, "ben"))
    return [mention.span for mention in load_layer(session, row).mentions()]


async def test_the_reviewer_answers_at_the_conflict_without_learning_who_asks(doubted):
    async with review(doubted) as (app, pilot):
        assert "2 questions wait for an answer" in said(app, "#header")
        screen = await first_place(app, pilot)
        readings = said(app, "#readings")
        assert "asks: pourquoi, b ?   — no answer yet" in readings
        assert "an annotator asks: pourquoi, c ?" in readings
        assert not any(name in readings for name in ("anna", "ben", "caro"))
        for words in ("un", "deux"):
            await pilot.press("a")
            await on_screen(app, pilot, AskScreen)
            await pilot.press(*words, "enter")
            await on_screen(app, pilot, AdjudicateScreen)
            await screen.settled()
            await pilot.pause()
        assert "— rita: deux" in said(app, "#readings")
        await press(app, pilot, "h", "b")
        assert "ben asks" in said(app, "#readings")

    with open_workspace(settings_of(doubted)) as rita:
        assert [(q.annotator, q.answer) for q in every_question(rita)] == [
            ("ben", "un"), ("caro", "deux"),
        ]  # fmt: skip


async def test_where_nobody_asks_the_key_says_so(doubted):
    with open_workspace(settings_of(doubted)) as workspace:
        for question in every_question(workspace):
            workspace.write(lambda s, q=question: s.delete(s.get_one(_row(), q.id)))
    async with review(doubted) as (app, pilot):
        await first_place(app, pilot)
        await press(app, pilot, "a")
        assert "nobody asks" in said(app, "#legend")


def _row():
    from annotator.storage.tables import QuestionRow

    return QuestionRow


async def test_all_questions_are_listed_and_answered_from_the_first_table(doubted):
    async with review(doubted) as (app, pilot):
        await pilot.press("q")
        await on_screen(app, pilot, QuestionsScreen)
        assert [row[:4] for row in rows(app)] == [
            ["· open", f"pourquoi, {who} ?", "Paul Roche", "a"] for who in "bc"
        ]
        await pilot.press("enter")
        await on_screen(app, pilot, AskScreen)
        assert "Paul Roche refuse le pont." in str(app.screen.query("Static").first().render())
        await pilot.press(*"ok", "enter")
        await on_screen(app, pilot, QuestionsScreen)
        assert [row[0] for row in rows(app)] == ["· open", "✓ answered"]
        await pilot.press("escape")
        await on_screen(app, pilot, PairsScreen)
        assert "1 question waits" in said(app, "#header")


async def test_a_question_alone_is_enough_to_open_the_review(tmp_path):
    from annotator.project.asking import ask

    path = filled(tmp_path, record("anna", entity(0, "Paul Roche", "PER")))
    with open_workspace(settings_of(path)) as workspace:
        ask(workspace, "a", "oui ?", None, None)
    async with review(path) as (app, pilot):
        assert app.screen.query_one(DataTable).row_count == 1
        await pilot.press("q", "enter")
        await on_screen(app, pilot, AskScreen)
    assert app.return_value is None


async def test_an_annotator_with_work_before_her_is_sent_away_with_a_sentence(bench):
    register(bench.workspace, "anna")
    set_duty(bench.workspace, "ruth", Duty.REVIEWER)
    settings = bench.workspace.settings
    app = ReviewApp(settings, SCHEME, "")
    async with app.run_test() as pilot:
        for _ in range(500):
            if app.return_value is not None:
                break
            await pilot.pause(0.01)
    app.close_project()
    assert app.return_value.startswith("anna is no reviewer here (ruth)")
    assert app.return_code == 2
    assert app.return_value != NOTHING_TO_REVIEW
