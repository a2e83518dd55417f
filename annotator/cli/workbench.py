"""`annotator` and `annotator annotate`: open the workbench."""

from __future__ import annotations

from typing import Annotated

import typer

from annotator.cli.options import As, Db, Json, SchemeName, answer, answer_json, settings
from annotator.cli.start import need_terminal, open_workbench
from annotator.errors import StorageError
from annotator.resources import companion_text, load_scheme

Article = Annotated[str | None, typer.Argument(metavar="[ARTICLE]", help="Article to begin with.")]


def annotate(
    article: Article = None, db: Db = None, name: As = None, scheme: SchemeName = None
) -> None:
    """Open the workbench: the article you left, else the first unfinished one."""
    open_workbench(article, db, name, scheme)


def practice(db: Db = None, name: As = None, scheme: SchemeName = None) -> None:
    """Try the keys on an article made for it, with every fix judged; nothing of it is kept."""
    from annotator.project.practising import practice_project

    chosen = settings(db, name, scheme)
    need_terminal()
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
