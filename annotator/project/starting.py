"""The first seconds: open the project, bring in the sample articles where it is empty."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.config import Settings
from annotator.errors import InputError
from annotator.project.queue import Queue
from annotator.project.workspace import Workspace, open_workspace
from annotator.resources import seed_folder
from annotator.storage.articles import article_count
from annotator.user_keys import load_user_keys, with_user_keys


@dataclass(frozen=True, slots=True)
class Opened:
    """An open project, how many articles it has, and which to begin with (None: all is done)."""

    workspace: Workspace
    total: int
    first: str | None


def open_project(settings: Settings, article: str | None = None) -> Opened:
    """Open the project for the workbench; an empty one gets the texts of `seeds/`.

    Args:
        settings: The run's settings.
        article: The article to begin with, where the person named one.

    Raises:
        AnnotatorError: The scheme, keymap or database can't be used, or there is no such article.
    """
    workspace = open_workspace(settings)
    try:
        workspace.keys = load_user_keys(settings, workspace.scheme)
        workspace.scheme = with_user_keys(workspace.scheme, workspace.keys)
        seeds = seed_folder()
        if seeds is not None and not workspace.read(article_count):
            from annotator.project.importing import import_paths

            list(import_paths(workspace, [seeds], format_name="text"))
        queue = Queue(workspace)
        if article is not None and queue.place(article) is None:
            raise InputError(f"There is no article {article}; `annotator status` lists them.")
        total = workspace.read(article_count)
        return Opened(workspace, total, article or queue.first())
    except BaseException:
        workspace.close()
        raise
