"""Ordering the work: as imported, most doubtful or most diverse first, with a random share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from annotator.domain.ordering import ChosenBy, OrderBy, doubt, mixed, most_doubtful
from annotator.project.workspace import Workspace
from annotator.storage.articles import article_ids, get_article
from annotator.storage.engine import Session
from annotator.storage.turns import begun_articles, newest_probabilities, save_turns


@dataclass(frozen=True, slots=True)
class OrderReport:
    """What was ordered: articles by what gave them their turn, and those left as they were.

    `begun` are worked on already and come first; `unsuggested` could not be told doubtful.
    """

    by: OrderBy
    chosen: Mapping[ChosenBy, int]
    begun: int
    unsuggested: int


def order_work(workspace: Workspace, by: OrderBy, share: float) -> OrderReport:
    """Order the articles that nobody has begun.

    Args:
        workspace: The project.
        by: What to order by.
        share: The share (0..1) of places that are given at random.
    """
    ids = workspace.read(article_ids)
    started = workspace.read(begun_articles)
    begun = [article for article in ids if article in started]
    waiting = [article for article in ids if article not in started]
    unsuggested = 0
    if by is OrderBy.DOUBT:
        doubts = {
            a: doubt(workspace.read(partial(newest_probabilities, article=a))) for a in waiting
        }
        unsuggested = sum(value is None for value in doubts.values())
        waiting = most_doubtful(doubts)
    elif by is OrderBy.DIVERSE:
        from annotator.suggest.diversity import most_diverse

        texts = workspace.read(partial(_texts, identifiers=ids))
        waiting = most_diverse({a: texts[a] for a in waiting}, [texts[a] for a in begun])
    turns = mixed(waiting, by, share)
    workspace.write(lambda session: save_turns(session, begun, turns))
    chosen = Counter(turn.chosen_by for turn in turns)
    return OrderReport(by, chosen, len(begun), unsuggested)


def _texts(session: Session, identifiers: list[str]) -> dict[str, str]:
    found = ((identifier, get_article(session, identifier)) for identifier in identifiers)
    return {identifier: article.text for identifier, article in found if article is not None}
