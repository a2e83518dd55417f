"""Back to the annotator: her finished work against gold, newest first. She sees nobody else's."""

from __future__ import annotations

from annotator.domain.feedback import Feedback, answer_to, feedback
from annotator.domain.layer import Author, Role, State
from annotator.domain.rulings import notes_of
from annotator.project.workspace import Workspace
from annotator.storage.articles import get_article
from annotator.storage.engine import Session
from annotator.storage.entities import all_entities
from annotator.storage.feedback import finished_with_gold
from annotator.storage.finished import gold_layer
from annotator.storage.layers import find_layer, load_layer
from annotator.storage.questions import all_questions

NEWEST = 200
"""Articles that a screen shows at once."""


def compared_articles(workspace: Workspace) -> int:
    """How many articles she finished that have gold."""
    name = workspace.settings.annotator
    return len(workspace.read(lambda session: finished_with_gold(session, name)))


def my_feedback(workspace: Workspace, newest: int | None = None) -> list[Feedback]:
    """Every place where gold says something else than she did, the newest gold first.

    Only articles that she finished: before that she sees nothing.

    Args:
        workspace: The project, opened by her.
        newest: Look at this many articles at most.
    """

    def job(session: Session) -> list[Feedback]:
        name = workspace.settings.annotator
        entities = all_entities(session)
        names = {n: entities[e.merged_into or n].name for n, e in entities.items()}
        found: list[Feedback] = []
        for article in finished_with_gold(session, name, newest):
            found += _of_article(session, article, name, names)
        return found

    return workspace.read(job)


def my_answers(workspace: Workspace) -> list[Feedback]:
    """The answers to her questions, those that she has not seen first, then the newest first."""

    def job(session: Session) -> list[Feedback]:
        asked = all_questions(session, workspace.settings.annotator)
        answered = [question for question in asked if question.answered_at is not None]
        answered.sort(key=lambda q: (q.seen_at is None, q.answered_at), reverse=True)
        articles = {q.article: get_article(session, q.article) for q in answered}
        told = ((articles[question.article], question) for question in answered)
        return [answer_to(article, q) for article, q in told if article is not None]

    return workspace.read(job)


def _of_article(
    session: Session, identifier: str, name: str, names: dict[int, str]
) -> tuple[Feedback, ...]:
    article = get_article(session, identifier)
    row = find_layer(session, identifier, Author(Role.ANNOTATOR, name))
    gold = gold_layer(session, identifier)
    if article is None or row is None or gold is None:
        return ()
    own = load_layer(session, row)
    if own.assignment.state is not State.DONE:
        return ()
    return feedback(article, own, gold, names, notes_of(gold))
