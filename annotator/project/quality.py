"""Curation: finished work held against itself, for what is worth a second look."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.domain.article import Article, Span, paragraphs
from annotator.domain.items import Mention
from annotator.domain.layer import Layer, Role
from annotator.domain.names import word_spans
from annotator.domain.quality import Finding, Finished, findings
from annotator.project.workspace import Workspace
from annotator.storage.engine import Session
from annotator.storage.finished import active_times
from annotator.storage.finished_work import finished_work, read_finished
from annotator.storage.layers import layers_of

Votes = dict[Span, tuple[str, float]]


def quality_findings(workspace: Workspace) -> list[Finding]:
    """What is worth a second look in all finished layers and gold, the surest of a kind first."""
    return workspace.read(lambda session: findings(list(_finished(session))))


def _finished(session: Session) -> Iterator[Finished]:
    times = active_times(session)
    for found in read_finished(session, finished_work(session)):
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
