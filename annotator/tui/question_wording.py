"""What is said about questions to the reviewer, in the workbench and in the review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from annotator.domain.counted import agreeing, counted
from annotator.domain.display import safe_line
from annotator.domain.questions import Question, asked_at
from annotator.tui.focus import Current
from annotator.tui.key_names import KeyNames
from annotator.tui.wording import quoted

LINE_CELLS = 300


def asked_here(questions: Sequence[Question], current: Current | None) -> tuple[Question, ...]:
    """Those about the current item, or about the article where none is current."""
    if current is None:
        return asked_at(questions, None, None)
    return asked_at(questions, current.key or None, current.span)


def lines_here(questions: Sequence[Question], current: Current | None) -> list[str]:
    """What she asked there, and was answered, line by line."""
    return [line for question in asked_here(questions, current) for line in lines_of(question)]


def ask_about(words: str | None, before: Sequence[Question]) -> str:
    """What the dialog of a question says: what it is about, and what was asked there before."""
    about = "this article" if words is None else quoted(words)
    told = [f"{line}\n" for question in before for line in lines_of(question)]
    return f"{''.join(told)}Question to the reviewer about {about}"


def asked() -> str:
    """A question was stored."""
    return "Asked: the answer will stand here."


def lines_of(question: Question) -> list[str]:
    """A question and its answer as who asked sees them."""
    if question.is_open:
        return [_line(f"you asked: {question.words}"), "no answer yet"]
    return [
        _line(f"you asked: {question.words}"),
        _line(f"{question.answered_by} answers: {question.answer}"),
    ]


def news(keys: KeyNames, answers: int) -> str:
    """The reviewer answered, and she has not seen it."""
    told = counted(answers, "question of yours is", "questions of yours are")
    return f"{told} answered: {keys['article.mine']} leads there."


def count(questions: Sequence[Question]) -> str:
    """How many questions an article has, for the status line; empty without any."""
    if not questions:
        return ""
    answered = sum(not question.is_open for question in questions)
    many = counted(len(questions), "question")
    return f"{many}, {answered} answered" if answered else many


def reviewer_line(question: Question, called: Mapping[str, str]) -> str:
    """A question as the reviewer sees it beside a conflict; `called` are names that may be told."""
    who = called.get(question.annotator, "an annotator")
    return _line(f"?  {who} asks: {question.words}   — {_state(question)}")


def row(question: Question, words: str) -> tuple[str, ...]:
    """A question as a row of the reviewer's table; who asks is not said."""
    return (
        "· open" if question.is_open else "✓ answered",
        question.words,
        words,
        question.article,
        question.answer,
    )


def answer_to(question: Question, context: str) -> str:
    """What the dialog of an answer says."""
    return f"{safe_line(context, LINE_CELLS)}\n{_line(question.words)}\nAnswer"


def answered() -> str:
    """An answer was stored."""
    return "answered; it stands where the question was asked"


def nothing_asked() -> str:
    """There is no question here."""
    return "nobody asks about this conflict"


def heading(questions: Sequence[Question]) -> str:
    """Above the table of questions."""
    left = sum(question.is_open for question in questions)
    wait = agreeing(left, "waits", "wait")
    return f"review  —  questions  —  {left} of {len(questions)} {wait} for an answer"


def waiting(questions: Sequence[Question]) -> str:
    """How many questions wait, for the first table; empty where none does."""
    left = sum(question.is_open for question in questions)
    return counted(left, "question waits", "questions wait") + " for an answer" if left else ""


def _state(question: Question) -> str:
    if question.is_open:
        return "no answer yet"
    return f"{question.answered_by}: {question.answer}"


def _line(words: str) -> str:
    return safe_line(words, LINE_CELLS)
