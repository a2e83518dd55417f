"""Keeping a project, and letting go of an article: backup, log, take-down."""

from __future__ import annotations

from pathlib import Path

from annotator.errors import InputError
from annotator.project.workspace import Workspace
from annotator.storage.articles import stored_digest
from annotator.storage.forgetting import forget_article
from annotator.storage.log import LogLine, log_lines


def forget(workspace: Workspace, article: str) -> bool:
    """Take the article down: its words leave the file, for good.

    Returns:
        Whether there was anything left to take down.

    Raises:
        InputError: There is no such article.
    """
    if workspace.read(lambda session: stored_digest(session, article)) is None:
        raise InputError(f"There is no article {article}; `annotator status` lists them.")
    at = workspace.clock()
    done = workspace.write(lambda session: forget_article(session, article, at))
    # Also after an earlier run that was interrupted between the two.
    workspace.compact()
    return done


def back_up(workspace: Workspace, target: Path) -> int:
    """Copy the database as it is now to a new file, also while it is in use; gives its bytes.

    Raises:
        InputError: The file exists.
        StorageError: It can't be written.
    """
    if target.exists():
        raise InputError(f"{target} exists; give the name of a new file.")
    workspace.back_up(target)
    return target.stat().st_size


def read_log(workspace: Workspace, article: str | None, last: int) -> list[LogLine]:
    """The last edits, of one article or of all, oldest first."""
    return workspace.read(lambda session: log_lines(session, article, last))
