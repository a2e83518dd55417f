"""Options that every command takes, and the one way from a command to the outside."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.config import Settings, load_settings
from annotator.domain.display import shown
from annotator.errors import AnnotatorError

if TYPE_CHECKING:
    from annotator.project.workspace import Workspace

Db = Annotated[
    str | None,
    typer.Option("--db", metavar="PATH", help="Database file; default annotator.db here."),
]
As = Annotated[
    str | None, typer.Option("--as", metavar="NAME", help="Your name as annotator; default login.")
]
SchemeName = Annotated[
    str | None,
    typer.Option("--scheme", metavar="NAME", help="Scheme in labels/, or a path; default news-fr."),
]
SuggesterName = Annotated[
    str | None,
    typer.Option(
        "--suggester", metavar="NAME", help="`rules`, a trained folder, or an installed suggester."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")]


@contextmanager
def project(
    db: str | None, name: str | None, scheme: str | None, suggester: str | None = None
) -> Iterator[Workspace]:
    """The open project of a command's options; queued edits are stored before it closes."""
    from annotator.project.workspace import open_workspace

    with open_workspace(settings(db, name, scheme, suggester)) as workspace:
        yield workspace


def settings(
    db: str | None, name: str | None, scheme: str | None, suggester: str | None = None
) -> Settings:
    """The settings of a command's options."""
    return load_settings(db, name, scheme, suggester)


def say(text: str) -> None:
    """Progress and messages, on stderr; what comes from outside is made safe to show."""
    sys.stderr.write(shown_lines(text) + "\n")
    sys.stderr.flush()


def answer(text: str) -> None:
    """A command's answer, on stdout."""
    sys.stdout.write(shown_lines(text) + "\n")


def answer_json(document: Mapping[str, object]) -> None:
    """A command's answer as one JSON document, on stdout.

    In ASCII: names from outside then neither steer the terminal nor meet an encoding that lacks
    them.
    """
    sys.stdout.write(json.dumps(document, indent=2) + "\n")


def fail(error: AnnotatorError) -> int:
    """Tell an error in its one sentence; gives the exit code."""
    say(f"annotator: {error}")
    return error.exit_code


def shown_lines(text: str) -> str:
    """Text that may hold names and paths from outside: line ends stay, commands become signs."""
    return "\n".join(shown(line) for line in text.split("\n"))
