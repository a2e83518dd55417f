"""Whether suggestions anchor: finished work that began with them against work that began plain."""

from __future__ import annotations

from collections.abc import Iterator

from annotator.domain.anchoring import Anchoring, FinishedWork, condition_of
from annotator.project.workspace import Workspace
from annotator.storage.engine import Session
from annotator.storage.feedback import any_plain, newest_done
from annotator.storage.finished import gold_layer
from annotator.storage.layers import load_layer

NEWEST = 500
"""Layers that are looked at under each condition."""


def measure_anchoring(workspace: Workspace) -> Anchoring | None:
    """The newest finished work under both conditions; None where no article was served plain.

    Sums over all annotators: no layer and no name of anybody is told.
    """

    def job(session: Session) -> Anchoring | None:
        if not any_plain(session):
            return None
        return Anchoring(
            suggested=condition_of(_work(session, plain=False)),
            plain=condition_of(_work(session, plain=True)),
        )

    return workspace.read(job)


def _work(session: Session, *, plain: bool) -> Iterator[FinishedWork]:
    for row in newest_done(session, plain=plain, most=NEWEST):
        gold = gold_layer(session, row.article)
        yield FinishedWork(load_layer(session, row.layer), gold, row.active_ms)
