"""Questions to the reviewer: who sees them, who answers, where they stand."""

import pytest

from annotator.domain.article import Span
from annotator.domain.questions import asked_about, asked_at
from annotator.domain.sharing import Duty
from annotator.errors import InputError
from annotator.project.asking import answer, ask, every_question, my_questions
from annotator.project.keeping import forget
from annotator.project.people import register, set_duty


@pytest.fixture
def asked(project, build):
    """Anna asks about an item, about words, and about the article; ben about the same words."""
    with project.open("anna") as anna:
        project.add(anna)
        for name in ("anna", "ben"):
            register(anna, name)
        set_duty(anna, "rita", Duty.REVIEWER)
        ask(anna, "a", "ORG ou GPE ?", "m1", Span(0, 7))
        ask(anna, "a", " et ceci ? ", None, Span(23, 31))
        ask(anna, "a", "le tout ?", None, None)
    with project.open("ben") as ben:
        ask(ben, "a", "moi aussi ?", None, Span(23, 31))
    return project


def test_who_asks_sees_her_own_questions_and_no_other(asked, build):
    with asked.open("anna") as anna:
        assert [q.words for q in my_questions(anna)] == ["ORG ou GPE ?", "et ceci ?", "le tout ?"]
        assert [q.words for q in build.open_desk(anna).questions] == [
            "ORG ou GPE ?", "et ceci ?", "le tout ?",
        ]  # fmt: skip
        with pytest.raises(InputError, match="anna is no reviewer here"):
            every_question(anna)
        with pytest.raises(InputError, match="anna is no reviewer here"):
            answer(anna, 1, "ORG")


def test_a_reviewer_sees_all_and_her_answer_stands_where_the_question_was(asked, build):
    with asked.open("rita") as rita:
        first = every_question(rita)[0]
        assert [q.words for q in every_question(rita)][-1] == "moi aussi ?"
        answer(rita, first.id, " GPE ")
        assert every_question(rita)[-1].id == first.id
        with pytest.raises(InputError, match="answer is empty"):
            answer(rita, first.id, "  ")
        with pytest.raises(InputError, match="question is gone"):
            answer(rita, 99, "x")
    with asked.open("anna") as anna:
        (told,) = asked_at(build.open_desk(anna).questions, "m1", Span(0, 7))
    assert (told.answer, told.answered_by, told.is_open) == ("GPE", "rita", False)
    assert told.answered_at > told.asked_at


def test_a_question_is_found_by_its_item_its_words_or_its_article(asked):
    with asked.open("anna") as anna:
        mine = my_questions(anna)
    # The item has moved since: it is still the item.
    assert [q.words for q in asked_at(mine, "m1", Span(0, 4))] == ["ORG ou GPE ?"]
    assert [q.words for q in asked_at(mine, None, Span(23, 31))] == ["et ceci ?"]
    assert [q.words for q in asked_at(mine, None, None)] == ["le tout ?"]
    assert asked_at(mine, "m2", Span(8, 14)) == ()
    assert [q.words for q in asked_about(mine, {("anna", "m1")}, Span(90, 95))] == ["ORG ou GPE ?"]
    assert [q.words for q in asked_about(mine, {("ben", "m1")}, Span(30, 40))] == ["et ceci ?"]


def test_an_empty_question_is_none(asked):
    with asked.open("anna") as anna, pytest.raises(InputError, match="question is empty"):
        ask(anna, "a", " ", None, None)


def test_with_an_article_its_questions_are_taken_down(asked):
    with asked.open("rita") as rita:
        answer(rita, 1, "GPE")
        forget(rita, "a")
        assert every_question(rita) == []
    assert b"ORG ou GPE" not in asked.file.read_bytes()
