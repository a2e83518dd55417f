"""Commands about who does what: people, assign, unassign, config."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli.options import (
    As,
    Db,
    Json,
    SchemeName,
    answer,
    answer_json,
    project,
    say,
    settings,
)
from annotator.domain.counted import counted
from annotator.errors import InputError

if TYPE_CHECKING:
    from annotator.project.claiming import Given

Articles = Annotated[list[str], typer.Argument(metavar="ARTICLE...", help="Ids of articles.")]


def people(
    add: Annotated[
        str | None, typer.Option("--add", metavar="NAME", help="Somebody new, or a new duty.")
    ] = None,
    duty: Annotated[
        str, typer.Option("--duty", metavar="DUTY", help="annotator or reviewer.")
    ] = "annotator",
    db: Db = None,
    scheme: SchemeName = None,
    as_json: Json = False,
) -> None:
    """List who works on the project; --add NAME adds somebody or changes her duty."""
    from annotator.domain.sharing import Duty
    from annotator.project.people import everybody, set_duty

    if duty not in tuple(Duty):
        raise InputError(f"There is no duty {duty!r}; write {' or '.join(Duty)}.")
    with project(db, None, scheme) as workspace:
        if add is not None:
            set_duty(workspace, add, Duty(duty))
        found = everybody(workspace)
    if as_json:
        answer_json({"people": [asdict(person) for person in found]})
        return
    for person in found:
        answer(f"{person.duty:<10} {person.name}")


def assign(
    articles: Articles,
    to: Annotated[str, typer.Option("--to", metavar="NAME", help="Whose they are now.")],
    db: Db = None,
    scheme: SchemeName = None,
    as_json: Json = False,
) -> None:
    """Give articles to somebody; who only has them open gives way, finished work stays."""
    from annotator.project.claiming import assign as give

    with project(db, None, scheme) as workspace:
        _tell(give(workspace, articles, to), f"assigned to {to}", as_json=as_json)


def unassign(
    articles: Articles,
    of: Annotated[
        str | None, typer.Option("--from", metavar="NAME", help="Only hers; default everybody's.")
    ] = None,
    db: Db = None,
    scheme: SchemeName = None,
    as_json: Json = False,
) -> None:
    """Free articles that nobody has finished; what was done in them stays stored."""
    from annotator.project.claiming import unassign as free

    with project(db, None, scheme) as workspace:
        _tell(free(workspace, articles, of), "free", as_json=as_json)


def config(
    overlap: Annotated[
        int | None, typer.Option("--overlap", metavar="N", help="Annotators for each article.")
    ] = None,
    lease: Annotated[
        int | None,
        typer.Option("--lease", metavar="MINUTES", help="How long an idle claim lasts."),
    ] = None,
    without_suggestions: Annotated[
        int | None,
        typer.Option(
            "--without-suggestions", metavar="PERCENT", help="Articles served without them."
        ),
    ] = None,
    db: Db = None,
    name: As = None,
    scheme: SchemeName = None,
    as_json: Json = False,
) -> None:
    """Say which settings are in force; with one of the first three, change the project's."""
    from annotator.project.people import change_sharing, sharing

    chosen = settings(db, name, scheme)
    found: dict[str, object] = dict(asdict(chosen))
    changes = (overlap, lease, without_suggestions)
    if any(value is not None for value in changes):
        with project(db, name, scheme) as workspace:
            found |= asdict(
                change_sharing(
                    workspace,
                    overlap=overlap,
                    lease_minutes=lease,
                    plain_percent=without_suggestions,
                )
            )
    elif Path(chosen.database).is_file():  # to ask is not to begin a project
        with project(db, name, scheme) as workspace:
            found |= asdict(sharing(workspace))
    if as_json:
        answer_json(found)
        return
    for key, value in found.items():
        answer(f"{key:<16}{'' if value is None else value}")


def _tell(given: list[Given], what: str, *, as_json: bool) -> None:
    for one in given:
        if one.note:
            say(f"{one.article}: {one.note}")
    done = sum(one.done for one in given)
    if as_json:
        answer_json({"articles": [asdict(one) for one in given]})
    else:
        answer(f"{done} of {counted(len(given), 'article')} {what}")
    if done < len(given):
        raise typer.Exit(1)
