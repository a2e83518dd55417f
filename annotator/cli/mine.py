"""`annotator mine`: what gold says about your finished work, and what the reviewer answered."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from annotator.cli.options import As, Db, Json, SchemeName, answer, answer_json, project
from annotator.domain.counted import counted

if TYPE_CHECKING:
    from datetime import datetime

    from annotator.domain.feedback import Feedback
    from annotator.domain.questions import Question


def mine(db: Db = None, name: As = None, scheme: SchemeName = None, as_json: Json = False) -> None:
    """Show your finished work against gold, by kind of disagreement, the newest gold first."""
    from annotator.domain.feedback import kind_counts
    from annotator.project.asking import my_questions
    from annotator.project.mine import compared_articles, my_feedback

    with project(db, name, scheme) as workspace:
        places, compared = my_feedback(workspace), compared_articles(workspace)
        asked, who = my_questions(workspace), workspace.settings.annotator
    counts = kind_counts(places)
    if as_json:
        answer_json(
            {
                "annotator": who,
                "articles": compared,
                "kinds": dict(counts.most_common()),
                "places": [_place(place) for place in places],
                "questions": [_question(question) for question in asked],
            }
        )
        return
    judged = counted(compared, "finished article has", "finished articles have")
    answer(f"{who}: {judged} gold, which differs in {counted(len(places), 'place')}")
    for kind, count in counts.most_common():
        answer(f"{count:>6}  {kind}")
    for place in places:
        answer(f"\n{place.article} {place.span.start}..{place.span.end}  {', '.join(place.kinds)}")
        answer(f"  yours: {place.own}")
        answer(f"  gold:  {place.gold}")
        if place.note:
            answer(f"  note:  {place.note}")
    for question in asked:
        answer(f"\n{question.article}  question: {question.words}")
        by = "no answer yet" if question.is_open else f"{question.answered_by}: {question.answer}"
        answer(f"  {by}")


def _place(place: Feedback) -> dict[str, object]:
    """The place; that it answers no question need not be said."""
    return {name: value for name, value in asdict(place).items() if name != "question"}


def _question(question: Question) -> dict[str, object]:
    def written(at: datetime | None) -> str | None:
        return None if at is None else at.isoformat()

    return {
        **asdict(question),
        "asked_at": written(question.asked_at),
        "answered_at": written(question.answered_at),
        "seen_at": written(question.seen_at),
    }
