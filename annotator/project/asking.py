"""Questions to the reviewer and answers: who asks sees her own, reviewers see all."""

from __future__ import annotations

from annotator.domain.article import Span
from annotator.domain.questions import Question
from annotator.errors import InputError
from annotator.project.sight import require_reviewer
from annotator.project.workspace import Workspace
from annotator.storage import questions as stored
from annotator.storage.engine import Session


def ask(
    workspace: Workspace, article: str, words: str, item: str | None, span: Span | None
) -> Question:
    """Put a question about an item, a place or (both None) the article.

    Args:
        workspace: The project, opened by who asks.
        article: The article's id.
        words: The question.
        item: The item's id in her layer.
        span: Where it stands in the text.

    Raises:
        InputError: The question is empty.
    """
    words = words.strip()
    if not words:
        raise InputError("The question is empty; write what the reviewer is to answer.")
    question = Question(
        id=0,
        article=article,
        annotator=workspace.settings.annotator,
        item=item,
        span=span,
        words=words,
        asked_at=workspace.clock(),
    )
    return workspace.write(lambda session: stored.add_question(session, question))


def my_questions(workspace: Workspace) -> list[Question]:
    """Her own questions, the open ones first."""
    name = workspace.settings.annotator
    return workspace.read(lambda session: stored.all_questions(session, name))


def unseen_answers(workspace: Workspace) -> int:
    """How many answers to her questions she has not seen."""
    name = workspace.settings.annotator
    return workspace.read(lambda session: stored.unseen_answers(session, name))


def see_answers(workspace: Workspace) -> None:
    """She has the answers to all her questions before her."""
    name, at = workspace.settings.annotator, workspace.clock()
    workspace.write(lambda session: stored.see_answers(session, name, at))


def every_question(workspace: Workspace) -> list[Question]:
    """Everybody's questions, the open ones first.

    Raises:
        InputError: The person is no reviewer.
    """
    require_reviewer(workspace)
    return workspace.read(stored.all_questions)


def answer(workspace: Workspace, question: int, words: str) -> Question:
    """Answer a question, in place of an earlier answer.

    Raises:
        InputError: The answer is empty, there is no such question, or the person is no reviewer.
    """
    require_reviewer(workspace)
    words, by, at = words.strip(), workspace.settings.annotator, workspace.clock()
    if not words:
        raise InputError("The answer is empty; the question stays open.")

    def job(session: Session) -> Question:
        answered = stored.save_answer(session, question, words, by, at)
        if answered is None:
            raise InputError("The question is gone; look at the list again.")
        return answered

    return workspace.write(job)
