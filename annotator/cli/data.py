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
    settings,
)
from annotator.errors import InputError

if TYPE_CHECKING:
    from annotator.domain.evaluation import EntityEvaluation, Score
    from annotator.domain.stance_evaluation import StanceEvaluation
    from annotator.project.importing import Report

Paths = Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files or folders.")]
Gold = Annotated[Path, typer.Argument(metavar="GOLD.jsonl", help="Gold in native JSONL.")]


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
            say(f"{waiting} records to mend are in {quarantine_path(workspace)}; then import it")
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
        answer(", ".join(f"{count} {outcome}" for outcome, count in totals.items()))


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
        answer(f"{done} articles suggested, {len(failures)} failed")
    if failures:
        raise typer.Exit(1)


def evaluate(
    gold: Gold,
    db: Db = None,
    scheme: SchemeName = None,
    suggester: SuggesterName = None,
    as_json: Json = False,
) -> None:
    """Measure the shipped suggestions against gold."""
    from annotator.domain.evaluation import entity_record
    from annotator.domain.stance_evaluation import stance_record
    from annotator.project.evaluating import evaluate_shipped

    chosen = settings(db, None, scheme, suggester)
    result = evaluate_shipped(
        chosen.scheme,
        gold,
        lambda done, total: say(f"suggested {done} of {total}"),
        suggester=chosen.suggester,
    )
    for problem in result.problems:
        say(f"left out  {problem}")
    if as_json:
        scores = {**entity_record(result.entities), **stance_record(result.stances)}
        answer_json({**scores, "articles": result.articles})
    else:
        tables = f"{evaluation_table(result.entities)}\n\n{stance_table(result.stances)}"
        answer(f"{result.articles} articles\n{tables}")


def evaluation_table(evaluation: EntityEvaluation) -> str:
    """The scores as a table, then the errors, one a line."""
    rows = [("all", evaluation.overall), *evaluation.labels.items()]
    lines = [f"{'label':<8}{'precision':>10}{'recall':>8}{'F1':>8}{'n':>6}"]
    lines += [_score_row(label, score) for label, score in rows]
    for error in evaluation.errors:
        place = error.gold or error.predicted
        where = "" if place is None else f"{place.start}..{place.end} {place.label}"
        lines.append(f"{error.kind:<10} {error.article} {where}")
    return "\n".join(lines)


def stance_table(evaluation: StanceEvaluation) -> str:
    """The stances' scores as a table, then the errors in the article's words, one a line."""
    candidates = evaluation.candidates
    lines = [f"{'stances':<8}{'precision':>10}{'recall':>8}{'F1':>8}{'n':>6}"]
    lines.append(_score_row("pairs", evaluation.pairs))
    lines.append(
        f"with candidates: recall {_measure(candidates.recall)}, "
        f"{_measure(candidates.wrong_per_right)} wrong for each right one"
    )
    lines += [
        f"{name} right: {_measure(part.accuracy)} of {part.n} pairs"
        for name, part in (
            ("label", evaluation.label),
            ("attribution", evaluation.attribution),
            ("certainty", evaluation.certainty),
        )
    ]
    for error in evaluation.errors:
        words = " ".join(error.words.split())
        instead = f" (suggested: {error.instead})" if error.instead else ""
        lines.append(f"{error.kind:<11} {error.article} {words}{instead}")
    return "\n".join(lines)


def _score_row(label: str, score: Score) -> str:
    measures = (score.precision, score.recall, score.f1)
    cells = (_measure(value) for value in measures)
    return f"{label:<8}{next(cells):>10}{next(cells):>8}{next(cells):>8}{score.n:>6}"


def _measure(value: float | None) -> str:
    return "n/a" if value is None else f"{value:.3f}"
