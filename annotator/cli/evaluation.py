"""The command that measures suggestions: `annotator evaluate`."""

from __future__ import annotations

import io
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
from annotator.domain.counted import counted
from annotator.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from annotator.config import Settings
    from annotator.domain.calibration import Reliability, ThresholdCost
    from annotator.domain.evaluation import Score
    from annotator.domain.evaluation_figures import Figure
    from annotator.domain.stance_evaluation import StanceEvaluation
    from annotator.project.evaluating import Evaluated
    from annotator.project.evaluation_report import EvaluationReport
    from annotator.project.learning import Learner

Gold = Annotated[Path, typer.Argument(metavar="GOLD.jsonl", help="Gold in native JSONL.")]
SHIPPED = "shipped"
_BAR_CELLS = 30
_WIDTH = 120


def evaluate(
    gold: Gold,
    learned: Annotated[
        bool, typer.Option("--learned", help="With what this project has learned.")
    ] = False,
    against: Annotated[
        str | None,
        typer.Option("--against", metavar="NAME", help="Compare with `shipped` or a suggester."),
    ] = None,
    db: Db = None,
    name: As = None,
    scheme: SchemeName = None,
    suggester: SuggesterName = None,
    as_json: Json = False,
) -> None:
    """Measure suggestions against gold: as shipped, or with what this project learned."""
    from annotator.project.evaluation_report import report_on
    from annotator.project.learning import Learner

    chosen = settings(db, name, scheme, suggester)
    learner = None
    if learned:
        if not Path(chosen.database).is_file():
            raise InputError(
                f"{chosen.database} does not exist, so nothing was learned; give --db."
            )
        with project(db, name, scheme, suggester) as workspace:
            learner = Learner(workspace)
            learner.refresh()
            result = _measured(chosen, gold, learner)
    else:
        result = _measured(chosen, gold, None)
    other = None
    if against is not None:
        other = _measured(chosen, gold, None, None if against == SHIPPED else against)
    for problem in result.problems:
        say(f"left out  {problem}")
    found = report_on(result, other, learner)
    if as_json:
        answer_json(found.record())
    else:
        answer("\n".join(_lines(result, found)))


def _measured(
    chosen: Settings, gold: Path, learner: Learner | None, other: str | None = None
) -> Evaluated:
    from annotator.project.evaluating import evaluate_shipped

    return evaluate_shipped(
        chosen.scheme,
        gold,
        lambda done, total: say(f"suggested {done} of {total}"),
        suggester=other or chosen.suggester,
        learner=learner,
    )


def _lines(result: Evaluated, found: EvaluationReport) -> Iterator[str]:
    yield f"{counted(result.articles, 'article')}, {result.suggester}"
    yield from _entity_lines(result, found)
    yield ""
    yield stance_table(result.stances)
    for name, figure in found.stances.items():
        yield f"{name}: {_interval(figure)}"
    for what, table in found.calibration.items():
        yield ""
        yield from _reliability_lines(what, table)
    for kind, costs in found.thresholds.items():
        yield ""
        yield from _threshold_lines(kind, costs)
    if found.against is not None:
        yield ""
        yield f"{'compared with ' + found.against.suggester:<44}{'that':>8}{'this':>8}  difference"
        for name, pair in found.against.differences.items():
            cells = (_measure(pair.first.value), _measure(pair.second.value))
            yield f"{name:<44}{cells[0]:>8}{cells[1]:>8}  {_interval(pair.difference, sign=True)}"


def _entity_lines(result: Evaluated, found: EvaluationReport) -> Iterator[str]:
    rows = [("all", result.entities.overall), *result.entities.labels.items()]
    yield f"{'label':<8}{'precision':>10}{'recall':>8}{'F1':>8}{'n':>6}  95 % over articles"
    for label, score in rows:
        yield f"{_score_row(label, score)}  {_span(found.entities['exact'][label])}"
    yield ""
    yield "F1 by label: exact; edges overlap; overlap under the same label"
    yield from _bars(
        (
            label,
            found.entities["exact"][label].value,
            [f[label].value for f in found.entities.values()],
        )
        for label, _ in rows
    )
    for error in found.errors:
        said = "" if error.gold is None else error.gold.label
        guessed = "" if error.predicted is None else error.predicted.label
        labels = " for ".join(part for part in (guessed, said) if part)
        yield f"{error.kind:<9} {error.article} {labels}: {error.context}"


def _bars(rows: Iterable[tuple[str, float | None, list[float | None]]]) -> Iterator[str]:
    """A bar for each label, drawn by rich, with its figures."""
    from rich.bar import Bar
    from rich.console import Console
    from rich.table import Table

    table = Table.grid(padding=(0, 1))
    for label, value, figures in rows:
        bar = Bar(1.0, 0.0, value or 0.0, width=_BAR_CELLS)
        table.add_row(label, bar, " ".join(_measure(figure) for figure in figures))
    screen = io.StringIO()
    Console(file=screen, width=_WIDTH, color_system=None, force_terminal=False).print(table)
    yield from (line.rstrip() for line in screen.getvalue().rstrip("\n").split("\n"))


def _reliability_lines(what: str, table: Reliability) -> Iterator[str]:
    error = "n/a" if table.error is None else f"{table.error:.3f}"
    yield f"probabilities of {what}: calibration error {error}, Brier {_measure(table.brier)}"
    yield f"{'p':<12}{'n':>6}{'mean p':>9}{'right':>8}"
    for row in table.bins:
        yield f"{row.low:.1f} to {row.high:.1f}  {row.n:>6}{row.mean:>9.3f}{row.right:>8.3f}"


def _threshold_lines(kind: str, costs: Iterable[ThresholdCost]) -> Iterator[str]:
    head = f"{'right':>7}{'wrong':>7}{'offered':>9}{'missed':>8}{'keys per gold item':>20}"
    yield f"{kind} filled in from{head}"
    for c in costs:
        cells = f"{c.right:>7}{c.wrong:>7}{c.offered:>9}{c.missed:>8}{_measure(c.keys):>20}"
        yield f"{c.threshold:>{len(kind) + 15}.1f}{cells}"


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
        f"{name} right: {_measure(part.accuracy)} of {counted(part.n, 'pair')}"
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


def _interval(figure: Figure, *, sign: bool = False) -> str:
    value = "n/a" if figure.value is None else f"{figure.value:{'+' if sign else ''}.3f}"
    return f"{value} {_span(figure)}".rstrip()


def _span(figure: Figure) -> str:
    found = figure.interval
    return "n/a" if found is None else f"[{found.low:.3f}, {found.high:.3f}]"
