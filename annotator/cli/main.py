"""The `annotator` command: the groups of commands put together, and one door for errors."""

from __future__ import annotations

import typer

from annotator.cli import (
    data,
    evaluation,
    export,
    mine,
    order,
    project,
    review,
    sharing,
    train,
    workbench,
)
from annotator.cli.options import As, Db, SchemeName
from annotator.cli.start import guarded

app = typer.Typer(
    name="annotator",
    help="Turn scraped news into gold-standard entity and stance datasets, in the terminal.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("annotate")(workbench.annotate)
app.command("practice")(workbench.practice)
app.command("keys")(workbench.keys)
app.command("import")(data.import_)
app.command("suggest")(data.suggest)
app.command("order")(order.order)
app.command("export")(export.export)
app.command("train")(train.train)
app.command("evaluate")(evaluation.evaluate)
app.command("agreement")(review.agreement)
app.command("standpoints")(review.standpoints)
app.command("review")(review.review)
app.command("mine")(mine.mine)
app.command("status")(project.status)
app.command("check")(project.check)
app.command("log")(project.log)
app.command("config")(sharing.config)
app.command("people")(sharing.people)
app.command("assign")(sharing.assign)
app.command("unassign")(sharing.unassign)
app.command("backup")(project.backup)
app.command("forget")(project.forget)


@app.callback(invoke_without_command=True)
def main(context: typer.Context, db: Db = None, name: As = None, scheme: SchemeName = None) -> None:
    """Without a command: open the workbench here."""
    if context.invoked_subcommand is None:
        workbench.annotate(db=db, name=name, scheme=scheme)
    elif (db, name, scheme) != (None, None, None):
        raise typer.BadParameter("give --db, --as and --scheme after the command's name.")


def run() -> None:
    """Run the command line; expected failures end in one sentence and their exit code."""
    guarded(app)
