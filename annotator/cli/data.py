"""Commands that bring data in and through: import, suggest, evaluate."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli.options import (
    As,
    Db,
    Json,
    SchemeName,
    SuggesterName,
    answer,
    answer_json,
    project,
    say,
)
from annotator.domain.counted import counted
from annotator.errors import InputError

if TYPE_CHECKING:
    from annotator.project.importing import Report

Paths = Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files or folders.")]


def import_(
    paths: Paths,
    format_: Annotated[
        str | None,
        typer.Option("--format", metavar="NAME", help="Format, where content does not tell it."),
    ] = None,
    labels: Annotated[
        str,
        typer.Option("--labels", metavar="A=B,C=", help="Label of the files = label here."),
    ] = "",
    columns: Annotated[
        str,
        typer.Option("--columns", metavar="text=A,id=B", help="Columns of tables and tasks."),
    ] = "",
    as_suggestions: Annotated[
        str | None,
        typer.Option("--as-suggestions", metavar="NAME", help="Take layers as suggestions."),
    ] = None,
    db: Db = None,
    name: As = None,
    scheme: SchemeName = None,
    as_json: Json = False,
) -> None:
    """Import articles and the work on them, from any format; again changes nothing."""
    from annotator.project.import_sources import parse_columns
    from annotator.project.importing import Outcome, import_paths, quarantine_path
    from annotator.project.near_copies import refresh_near_copies

    reports = []
    with project(db, name, scheme) as workspace:
        for report in import_paths(
            workspace,
            paths,
            format_name=format_,
            as_suggestions=as_suggestions,
            labels=labels,
            columns=parse_columns(columns),
        ):
            reports.append(report)
            if report.note or report.outcome is not Outcome.UNCHANGED:
                note = f": {report.note}" if report.note else ""
                say(f"{report.outcome.value:<9} {report.where}{note}")
        if waiting := sum(report.quarantined for report in reports):
            records = counted(waiting, "record to mend is", "records to mend are")
            say(f"{records} in {quarantine_path(workspace)}; then import it")
        imported = any(report.outcome is Outcome.IMPORTED for report in reports)
        if imported and not refresh_near_copies(workspace):
            say(
                "So many articles: the queue does not mark near-copies; export keeps them together."
            )
    _tell_import(reports, as_json=as_json)
    if not reports:
        raise InputError("There was no record in what was given; check the paths.")
    if any(report.outcome is Outcome.REFUSED for report in reports):
        raise typer.Exit(2)


def _tell_import(reports: list[Report], *, as_json: bool) -> None:
    """The totals of an import."""
    from annotator.domain.losses import losses_line
    from annotator.project.importing import Outcome

    outcomes = Counter(report.outcome for report in reports)
    losses: Counter[str] = Counter()
    for report in reports:
        losses.update(report.losses)
    if losses:
        say(f"not taken over: {losses_line(losses)}")
    totals = {outcome.value: outcomes[outcome] for outcome in Outcome}
    if as_json:
        records = [{"where": r.where, "outcome": r.outcome.value, "note": r.note} for r in reports]
        waiting = sum(report.quarantined for report in reports)
        answer_json({**totals, "losses": losses, "quarantined": waiting, "records": records})
    else:
        of_records = {outcome: n for outcome, n in totals.items() if outcome != Outcome.LEFT_OUT}
        answer(", ".join(f"{count} {outcome}" for outcome, count in of_records.items()))


def suggest(
    db: Db = None,
    name: As = None,
    scheme: SchemeName = None,
    suggester: SuggesterName = None,
    as_json: Json = False,
) -> None:
    """Fill in suggestions for every article that has none of today's suggester."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    from annotator.project.suggesting import suggest_all

    failures: dict[str, str] = {}
    done = 0
    columns = ("Suggesting", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with (
        project(db, name, scheme, suggester) as workspace,
        Progress(*columns, console=Console(stderr=True), transient=True) as bar,
    ):
        task = bar.add_task("suggest", total=None)
        for report in suggest_all(workspace):
            bar.update(task, completed=report.done, total=report.total)
            done += report.failure is None
            if report.failure is not None:
                failures[report.article] = report.failure
    for article, reason in failures.items():
        say(f"failed    {article}: {reason}")
    if as_json:
        answer_json({"suggested": done, "failed": failures})
    else:
        answer(f"{counted(done, 'article')} suggested, {len(failures)} failed")
    if failures:
        raise typer.Exit(1)
