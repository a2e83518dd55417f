"""`annotator` and `annotator annotate`: open the workbench."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from annotator.cli.options import As, Db, SchemeName, settings
from annotator.errors import InputError, StorageError
from annotator.resources import companion_text, load_scheme

Article = Annotated[str | None, typer.Argument(metavar="[ARTICLE]", help="Article to begin with.")]


def annotate(
    article: Article = None, db: Db = None, name: As = None, scheme: SchemeName = None
) -> None:
    """Open the workbench: the article you left, else the first unfinished one."""
    chosen = settings(db, name, scheme)
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise InputError("The workbench needs a terminal; `annotator --help` lists the commands.")
    in_force = load_scheme(chosen.scheme)
    guidelines = companion_text(in_force.guidelines)

    from annotator.tui.app import run_workbench

    problem = run_workbench(chosen, in_force, guidelines, article)
    if problem is not None:
        raise StorageError(problem)
