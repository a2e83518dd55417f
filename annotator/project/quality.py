"""Curation: finished work held against itself, for what is worth a second look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from annotator.domain.article import Article, Span, paragraphs
from annotator.domain.items import Mention
from annotator.domain.layer import Layer, Role
from annotator.domain.names import word_spans
from annotator.domain.quality import Finding, Finished, findings
from annotator.project.sight import require_sight
from annotator.project.workspace import Workspace
from annotator.storage.engine import Session
from annotator.storage.finished import active_times
from annotator.storage.finished_work import finished_work, read_finished
from annotator.storage.layers import layers_of

Votes = dict[Span, tuple[str, float]]


def quality_findings(workspace: Workspace, *, only_own: bool = False) -> list[Finding]:
    """What is worth a second look in finished layers and gold, the surest of a kind first.

    `only_own`: in the annotator's own finished layers, for who is not to see what others did.

    Raises:
        InputError: Without `only_own`: the annotator is not to see the work of others yet.
    """
    if not only_own:
        require_sight(workspace)
    whose = workspace.settings.annotator if only_own else None
    return workspace.read(lambda session: findings(list(_finished(session, whose))))


def _finished(session: Session, whose: str | None) -> Iterator[Finished]:
    times, works = active_times(session), finished_work(session)
    if whose is not None:
        own_layers = (tuple(one for one in work.layers if one[1] == whose) for work in works)
        works = [
            replace(work, gold=None, layers=layers)
            for work, layers in zip(works, own_layers, strict=True)
            if layers
        ]
    for found in read_finished(session, works):
        votes = _votes(session, found.article.id)
        for layer in found.layers.values():
            own = layer.author.role is Role.ANNOTATOR
            time = times.get((found.article.id, layer.author.name)) if own else None
            yield Finished(layer, _words(found.article, layer), time, votes)


def _votes(session: Session, article: str) -> Votes:
    """What the newest suggester says of each span that it names."""
    suggested = layers_of(session, article, Role.SUGGESTER)
    if not suggested:
        return {}
    return {
        item.span: (item.label, item.origin.p)
        for item in suggested[-1].items.values()
        if isinstance(item, Mention) and item.origin is not None
    }


def _words(article: Article, layer: Layer) -> int:
    """Words outside the paragraphs that the layer dims."""
    return sum(
        len(word_spans(article.text, paragraph))
        for paragraph in paragraphs(article.text)
        if not layer.in_zone(paragraph.start, paragraph.end)
    )
