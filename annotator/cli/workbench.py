"""`annotator` and `annotator annotate`: open the workbench."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from annotator.cli.options import As, Db, Json, SchemeName, answer, answer_json, settings
from annotator.errors import InputError, StorageError
from annotator.resources import companion_text, load_scheme

Article = Annotated[str | None, typer.Argument(metavar="[ARTICLE]", help="Article to begin with.")]


def annotate(
    article: Article = None, db: Db = None, name: As = None, scheme: SchemeName = None
) -> None:
    """Open the workbench: the article you left, else the first unfinished one."""
    chosen = settings(db, name, scheme)
    _need_terminal()
    in_force = load_scheme(chosen.scheme)
    guidelines = companion_text(in_force.guidelines)

    from annotator.tui.app import run_workbench

    problem = run_workbench(chosen, in_force, guidelines, article)
    if problem is not None:
        raise StorageError(problem)


def practice(db: Db = None, name: As = None, scheme: SchemeName = None) -> None:
    """Try the keys on an article made for it, with every fix judged; nothing of it is kept."""
    from annotator.project.practising import practice_project

    chosen = settings(db, name, scheme)
    _need_terminal()
    in_force = load_scheme(chosen.scheme)
    guidelines = companion_text(in_force.guidelines)
    with practice_project(chosen, in_force) as (apart, article):
        from annotator.tui.app import run_workbench

        problem = run_workbench(apart, in_force, guidelines, practice=article)
    if problem is not None:
        raise StorageError(problem)


def keys(db: Db = None, scheme: SchemeName = None, as_json: Json = False) -> None:
    """List every act with its id and keys, your own keymap included."""
    from annotator.keys import every_action, shown_key
    from annotator.user_keys import load_user_keys

    chosen = settings(db, None, scheme)
    in_force = load_scheme(chosen.scheme)
    actions = every_action(in_force, load_user_keys(chosen, in_force))
    if as_json:
        rows = [
            {"id": a.id, "keys": [*a.keys], "where": a.context, "does": a.description}
            for a in actions
        ]
        answer_json({"acts": rows})
        return
    for action in actions:
        pressed = " ".join(shown_key(key) for key in action.keys)
        answer(f"{action.id:<22}{pressed:<16}{action.description}  ({action.context})")


def _need_terminal() -> None:
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise InputError("The workbench needs a terminal; `annotator --help` lists the commands.")
