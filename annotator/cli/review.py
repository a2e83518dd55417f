"""Commands of the reviewer: agreement, who stands where, review."""

from __future__ import annotations

import io
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
from annotator.cli.start import need_terminal
from annotator.domain.counted import counted
from annotator.errors import InputError
from annotator.resources import companion_text, load_scheme

if TYPE_CHECKING:
    from collections.abc import Iterable

    from annotator.report.agreement_tables import Table

MOST_STANDPOINTS = 60
"""Pairs of holder and target that are printed; `--json` has all."""
_WIDTH = 200
"""Cells of a table at most; a narrower terminal wraps it."""


def agreement(
    more: Annotated[
        bool,
        typer.Option("--more", help="Also AC1, alpha_U, gamma, Dawid-Skene, guideline versions."),
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help="With --more: every article instead of a sample.")
    ] = False,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write a report as one page.")
    ] = None,
    db: Db = None,
    name: As = None,
    scheme: SchemeName = None,
    as_json: Json = False,
) -> None:
    """Measure how far annotators agree: finished work only, with intervals."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from annotator.project.agreeing import agreement_html, measure_agreement

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task("articles read", total=None)

    def told(what: str, done: int, total: int) -> None:
        bar.start()  # only now: what is refused before leaves no empty line
        bar.update(task, description=what, completed=done, total=total)

    with project(db, name, scheme) as workspace:
        try:
            found = measure_agreement(workspace, more=more, every=every, on_progress=told)
        finally:
            if bar.live.is_started:
                bar.stop()
        if not found.panel.articles:
            raise InputError(
                "No article is finished, so there is nothing to compare; finish or import one."
            )
        page = None if html is None else agreement_html(workspace, found)
    if html is not None and page is not None:
        html.write_text(page, encoding="utf-8", newline="\n")
        say(f"{html} written")
    if as_json:
        answer_json(found.record())
    else:
        pairs = counted(len(found.panel.pairs), "pair")
        answer(f"{counted(found.panel.articles, 'finished article')}, {pairs}")
        answer(tables_text(found.tables()))


def standpoints(
    db: Db = None, name: As = None, scheme: SchemeName = None, as_json: Json = False
) -> None:
    """Who stands where: holders and targets of the finished articles, with their counts."""
    from annotator.project.standpoints import read_standpoints
    from annotator.report.standpoint_page import standpoint_table

    with project(db, name, scheme) as workspace:
        found = read_standpoints(workspace)
    if as_json:
        points = [asdict(one) | {"contradicted": one.is_contradicted} for one in found]
        answer_json({"standpoints": points})
    elif found:
        answer(tables_text([standpoint_table(found, MOST_STANDPOINTS)]))
    else:
        answer("No finished article has a stance that somebody holds.")


def review(db: Db = None, name: As = None, scheme: SchemeName = None) -> None:
    """Adjudicate: from pairs of annotators down to each disagreement, and to gold."""
    chosen = settings(db, name, scheme)
    need_terminal("The review needs a terminal; `annotator agreement` prints the figures.")
    in_force = load_scheme(chosen.scheme)

    from annotator.tui.review_app import run_review

    problem = run_review(chosen, in_force, companion_text(in_force.guidelines))
    if problem is not None:
        raise InputError(problem)


def tables_text(tables: Iterable[Table]) -> str:
    """Tables as plain text, ready to be shown."""
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    from annotator.domain.display import shown

    screen = io.StringIO()
    console = Console(file=screen, width=_WIDTH, color_system=None, force_terminal=False)
    for table in tables:
        drawn = RichTable(title=Text(shown(table.title)), title_justify="left")
        for number, cell in enumerate(table.head):
            drawn.add_column(Text(shown(cell)), justify="right" if number else "left")
        for row in table.rows:
            drawn.add_row(*(Text(shown(cell)) for cell in row))
        console.print(drawn)
        if table.note:
            console.print(Text(shown(table.note)))
    return "\n".join(line.rstrip() for line in screen.getvalue().split("\n"))
