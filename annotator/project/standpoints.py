"""Who stands where: over all finished work, or at an annotator's desk as far as she may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from annotator.domain.layer import State
from annotator.domain.standpoints import Saying, Standpoint, sayings_of, standpoints
from annotator.project.sight import is_reviewer, may_see, require_sight
from annotator.project.workspace import Workspace
from annotator.storage.claims import before
from annotator.storage.engine import Session
from annotator.storage.entities import all_entities
from annotator.storage.finished import own_layers
from annotator.storage.finished_work import Work, finished_work, read_finished


def read_standpoints(workspace: Workspace) -> tuple[Standpoint, ...]:
    """Who stands where in the finished articles: by gold, else by one finished layer of each.

    Raises:
        InputError: The annotator is not to see the work of others yet.
    """
    require_sight(workspace)
    return workspace.read(lambda s: standpoints(_said(s, map(_one_of, finished_work(s)))))


def standpoints_in_sight(workspace: Workspace) -> tuple[Standpoint, ...]:
    """Who stands where, as far as it influences nobody's own decisions.

    Of an article that she finished: its gold, else her layer. Of one that is before her, hers or
    offered to her: what she decided there herself, and nothing of anybody else. Of all others, once
    she may see the work of others: gold, else one finished layer. A reviewer sees everything.
    """
    reviewer, sees = is_reviewer(workspace), may_see(workspace)
    name, now = workspace.settings.annotator, workspace.clock()

    def job(session: Session) -> tuple[Standpoint, ...]:
        finished = {work.article: work for work in finished_work(session)}
        own = own_layers(session, name)
        closed = set() if reviewer else before(session, name, now)
        shown, begun = [], []
        for article, (row, state) in own.items():
            work = finished.get(article)
            if work is not None and (state is State.DONE or reviewer):
                shown.append(_one_of(work, own=row))
            else:
                begun.append(Work(article, None, ((row, name),)))
        if sees:
            others = (w for a, w in finished.items() if a not in own and a not in closed)
            shown += map(_one_of, others)
        shown.sort(key=lambda work: work.article)
        said = [*_said(session, shown), *_said(session, begun, only_decided=True)]
        return standpoints(said)

    return workspace.read(job)


def _one_of(work: Work, own: int | None = None) -> Work:
    """The one layer that speaks for the article: gold, else her `own`, else the first by name."""
    if work.gold is not None:
        return replace(work, layers=())
    mine = [layer for layer in work.layers if layer[0] == own]
    return replace(work, layers=tuple(mine or sorted(work.layers, key=lambda one: one[1])[:1]))


def _said(
    session: Session, works: Iterable[Work], *, only_decided: bool = False
) -> Iterator[Saying]:
    """What the layers of these works say."""
    entities = all_entities(session)
    names = {n: entities[entity.merged_into or n].name for n, entity in entities.items()}
    for found in read_finished(session, list(works)):
        for layer in found.layers.values():
            yield from sayings_of(found.article, layer, names, only_decided=only_decided)
