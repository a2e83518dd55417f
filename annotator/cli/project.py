"""Commands about the project itself: status, check."""

from __future__ import annotations

import typer

from annotator.cli.options import As, Db, Json, SchemeName, answer, answer_json, project, say


def status(
    db: Db = None, name: As = None, scheme: SchemeName = None, as_json: Json = False
) -> None:
    """Say how far you are, and how far the project is."""
    from annotator.project.queue import Queue
    from annotator.project.status import project_status
    from annotator.tui.screens.queue import progress_line
    from annotator.tui.widgets.queue_list import queue_row

    with project(db, name, scheme) as workspace:
        found = project_status(workspace)
        queue = Queue(workspace)
        counts, entries = queue.counts(), [] if as_json else queue.everything()
    if as_json:
        answer_json(found.record())
        return
    answer(f"{found.annotator}, {found.scheme}, {found.active_minutes} minutes active")
    answer(progress_line(counts))
    for entry in entries:
        answer(f"{entry.article}  {queue_row(entry)}")


def check(db: Db = None, name: As = None, scheme: SchemeName = None, as_json: Json = False) -> None:
    """Hold everything stored against the texts and against the log."""
    from annotator.project.checking import check_project

    with project(db, name, scheme) as workspace:
        problems = list(check_project(workspace))
    for problem in problems:
        say(problem)
    if as_json:
        answer_json({"sound": not problems, "problems": problems})
    else:
        answer("Everything holds." if not problems else f"{len(problems)} problems.")
    raise typer.Exit(1 if problems else 0)
