"""The first seconds: open the project, bring in the sample articles, ask who works here."""

from __future__ import annotations

from dataclasses import dataclass, replace

from annotator.config import Settings, checked_name
from annotator.domain.sharing import Person
from annotator.errors import InputError
from annotator.project.people import people_to_choose_from, register
from annotator.project.queue import Queue
from annotator.project.workspace import Workspace, open_workspace
from annotator.resources import seed_folder
from annotator.storage.articles import article_count
from annotator.user_keys import load_user_keys, with_user_keys


@dataclass(frozen=True, slots=True)
class Opened:
    """An open project.

    `total` counts its articles, `first` is the one to begin with (None: all is done). Where
    `people` is not empty, one of them must be chosen first: see `begin_as`.
    """

    workspace: Workspace
    total: int
    first: str | None
    people: tuple[Person, ...] = ()


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
        take_own_keys(workspace)
        seeds = seed_folder()
        if seeds is not None and not workspace.read(article_count):
            from annotator.project.importing import import_paths

            list(import_paths(workspace, [seeds], format_name="text"))
        if article is not None and Queue(workspace).place(article) is None:
            raise InputError(f"There is no article {article}; `annotator status` lists them.")
        total = workspace.read(article_count)
        choice = people_to_choose_from(workspace)
        if choice:
            return Opened(workspace, total, article, choice)
        return begin_as(Opened(workspace, total, article), settings.annotator)
    except BaseException:
        workspace.close()
        raise


def take_own_keys(workspace: Workspace) -> None:
    """Give acts and labels the keys of the person's keymap.

    Raises:
        InputError: The keymap can't be used.
    """
    workspace.keys = load_user_keys(workspace.settings, workspace.scheme)
    workspace.scheme = with_user_keys(workspace.scheme, workspace.keys)


def begin_as(opened: Opened, name: str) -> Opened:
    """The project with this person at the screen, and the article that she begins with.

    Raises:
        InputError: It is no name.
    """
    workspace = opened.workspace
    workspace.work_as(checked_name(name))
    register(workspace, name)
    return replace(opened, people=(), first=opened.first or Queue(workspace).take_first())
