"""The command that trains on an export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli.options import Db, Json, SchemeName, answer, answer_json, project, say, settings

if TYPE_CHECKING:
    from annotator.project.training import TrainReport

Export = Annotated[
    Path,
    typer.Argument(
        metavar="[EXPORT_DIR]", help="An export; made of the finished work where there is none."
    ),
]
Into = Annotated[
    Path | None,
    typer.Option("--into", metavar="DIR", help="Folder to write; default models/NAME-OF-EXPORT."),
]
Steps = Annotated[
    int | None, typer.Option("--steps", min=1, help="Updates of the extractor at most.")
]
NoCurve = Annotated[
    bool, typer.Option("--no-curve", help="Train once, not on parts for the learning curve.")
]


def train(
    export: Export = Path("exports/training"),
    into: Into = None,
    steps: Steps = None,
    no_curve: NoCurve = False,
    db: Db = None,
    scheme: SchemeName = None,
    as_json: Json = False,
) -> None:
    """Train extractor and classifier on an export, score them, offer them as a suggester."""
    from annotator.project.exporting import ExportWish
    from annotator.project.exporting import export as write
    from annotator.project.training import TrainWish
    from annotator.project.training import train as train_on
    from annotator.suggest.trained import MODELS

    if not export.exists():
        say(f"{export} is not there yet: exporting the finished work to it")
        with project(db, None, scheme) as workspace:
            write(workspace, export, ExportWish(extras=("spacy",)))
    target = into or MODELS / export.resolve().name
    wish = TrainWish(steps, not no_curve)
    report = train_on(export, target, settings(db, None, scheme).scheme, wish, say)
    if as_json:
        answer_json(_record(report))
    else:
        _tell(report)


def _tell(report: TrainReport) -> None:
    """The scores and the curve, as tables."""
    from rich.console import Console
    from rich.table import Table

    from annotator.report.learning_curve import curve_rows, told

    scores = Table("F1 on the test split", "n", "trained", "untrained", "difference")
    for name, duel in report.facts.rows:
        values = (told(one) for one in (duel.trained, duel.untrained, duel.difference))
        scores.add_row(name, str(duel.n), *values)
    curve = Table("extractor alone, trained on", "", "F1")
    for row in curve_rows(report.curve):
        curve.add_row(*row)
    console = Console()
    console.print(scores, curve)
    answer(f"{report.facts.verdict}\nWritten to {report.folder}.")
    if report.facts.is_better:
        answer(f"Use it: annotator suggest --suggester {report.folder}")


def _record(report: TrainReport) -> dict[str, object]:
    from annotator.domain.agreement.measure import Estimate, Measure

    def told(measure: Measure) -> dict[str, float | None] | None:
        if not isinstance(measure, Estimate):
            return None
        found = measure.interval
        low, high = (None, None) if found is None else (found.low, found.high)
        return {"f1": measure.value, "low": low, "high": high}

    return {
        "folder": str(report.folder),
        "better": report.facts.is_better,
        "scores": {
            name: {
                "trained": told(duel.trained),
                "untrained": told(duel.untrained),
                "difference": told(duel.difference),
                "articles": duel.articles,
                "n": duel.n,
            }
            for name, duel in report.facts.rows
        },
        "curve": [
            {"articles": p.articles, "names": p.mentions, "score": told(p.f1)}
            for p in report.curve.points
        ],
    }
