"""Which articles of a project are near-copies of each other, kept for the queue to show."""

from __future__ import annotations

from annotator.domain.near_duplicates import NearDuplicates
from annotator.domain.split_rules import story_of
from annotator.project.workspace import Workspace
from annotator.storage.articles import article_count
from annotator.storage.engine import Session
from annotator.storage.finished_work import read_all_texts
from annotator.storage.near_copies import save_near_copies

AT_ONCE = 5000
"""Most articles of a project whose near-copies an import looks for by itself."""


def refresh_near_copies(workspace: Workspace, most: int = AT_ONCE) -> bool:
    """Look for near-copies among all articles, if there are at most `most`; whether it was done."""
    if workspace.read(article_count) > most:
        return False

    def job(session: Session) -> NearDuplicates:
        index = NearDuplicates(workspace.settings.near_copy)
        for article, dimmed in read_all_texts(session):
            index.add(article.id, article.text, dimmed, story_of(article))
        return index

    groups = workspace.read(job).groups()
    workspace.write(lambda session: save_near_copies(session, groups))
    return True
