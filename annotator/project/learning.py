"""Learning from corrections: what annotators decided so far, for articles that nobody has begun.

Reads only the layers that changed since it was asked last, and of a big project the newest. Never
teaches across annotators of one article: what comes from an article does not count for it.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from annotator.domain.article import Article
from annotator.domain.learned import Learned, Tally
from annotator.domain.ranker import Ranker
from annotator.domain.verdicts import Judgements, Kind
from annotator.project.judging import judged_layer
from annotator.project.workspace import Workspace
from annotator.storage.articles import ids_with_digest
from annotator.storage.engine import Session
from annotator.storage.learned import annotator_layers, current_ranker, keep_ranker

NEWEST = 1000
"""Layers that are learned from; older ones are let go, so that no project is too big to begin."""
RANKER_FROM = 300
"""Judged stances from which a re-ranker is tried."""
_TRY_AGAIN = 1.2
"""Growth of the judged stances after which it is tried again."""


@dataclass(frozen=True, slots=True)
class _Read:
    version: int
    article: str
    judged: Judgements


class Learner:
    """What a project has learned, kept up to date layer by layer."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lock = threading.Lock()
        self._tally = Tally()
        self._read: dict[int, _Read] = {}
        self._ranker: Ranker | None = None
        self._common = Learned()

    def refresh(self, seconds: float = math.inf) -> bool:
        """Read layers that changed since the last time, the newest first, for about so long.

        Returns whether all are read; what is not, the next call reads.
        """
        with self._lock:
            return self._workspace.read(partial(self._refresh, time.monotonic() + seconds))

    @property
    def common(self) -> Learned:
        """What is learned for articles that nobody has begun."""
        return self._common

    def learned(self, article: str) -> Learned:
        """What is learned for an article: everything that did not come from itself."""
        with self._lock:
            own = [read.judged for read in self._read.values() if read.article == article]
            return self._tally.learned(own, self._ranker) if own else self._common

    def learned_about(self, article: Article) -> Learned:
        """What is learned for a text that may be an article of the project, under any id."""
        same = self._workspace.read(lambda session: ids_with_digest(session, article.sha256))
        with self._lock:
            own = [read.judged for read in self._read.values() if read.article in same]
            return self._tally.learned(own, self._ranker) if own else self._common

    def judged(self) -> Mapping[str, list[Judgements]]:
        """Everything that was read, by article."""
        found: dict[str, list[Judgements]] = {}
        with self._lock:
            for read in self._read.values():
                found.setdefault(read.article, []).append(read.judged)
        return found

    def _refresh(self, until: float, session: Session) -> bool:
        self._ranker, _ = current_ranker(session)
        stored = annotator_layers(session, NEWEST)
        for row in self._read.keys() - stored.keys():
            self._tally.add(self._read.pop(row).judged, -1)
        changed = [
            row
            for row, (_, version) in stored.items()
            if row not in self._read or self._read[row].version != version
        ]
        read = 0
        for row in changed:
            if read and time.monotonic() > until:
                break
            read += 1
            found = judged_layer(session, row, self._workspace.scheme.named_labels)
            if row in self._read:
                self._tally.add(self._read[row].judged, -1)
            self._tally.add(found)
            article, version = stored[row]
            self._read[row] = _Read(version, article, found)
        self._common = self._tally.learned((), self._ranker)
        return read == len(changed)


def train_ranker(workspace: Workspace, learner: Learner) -> Ranker | None:
    """Try a re-ranker where enough stances were judged since the last time; the one in force.

    It is put in force only where it orders the stances of held-out articles better than rules and
    counts do.
    """
    present, before = workspace.read(current_ranker)
    cases = [
        (article, verdict)
        for article, found in sorted(learner.judged().items())
        for judged in found
        for verdict in judged.suggestions
        if verdict.kind is Kind.STANCE
    ]
    if len(cases) < max(RANKER_FROM, _TRY_AGAIN * before):
        return present
    from annotator.suggest.reranking import trained_ranker

    ranker = trained_ranker(cases)
    workspace.write(lambda s: keep_ranker(s, ranker, len(cases), workspace.clock()))
    return ranker
