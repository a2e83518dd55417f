"""Commands about the project itself: status, check, log, backup, forget."""

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
)
from annotator.domain.counted import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from annotator.domain.anchoring import Anchoring, Condition
    from annotator.domain.items import Decision
    from annotator.project.workspace import Workspace


def status(
    db: Db = None, name: As = None, scheme: SchemeName = None, as_json: Json = False
) -> None:
    """Say how far you are, and how far the project is."""
    from annotator.project.queue import Queue
    from annotator.project.status import project_status
    from annotator.tui.screens.queue import progress_line, today_line
    from annotator.tui.widgets.queue_list import queue_row

    with project(db, name, scheme) as workspace:
        found = project_status(workspace)
        queue = Queue(workspace)
        counts, entries = queue.counts(), [] if as_json else queue.everything()
    if as_json:
        answer_json(found.record())
        return
    answer(f"{found.annotator}, {found.scheme}, {found.active_minutes} min active")
    answer(progress_line(counts))
    answer(today_line(found.today, found.minutes_per_article))
    if found.anchoring is not None:
        answer(anchoring_table(found.anchoring))
    for entry in entries:
        spent = f"  {entry.active_ms / 60_000:.1f} min" if entry.active_ms else ""
        answer(f"{entry.article}  {queue_row(entry)}{spent}")


def anchoring_table(anchoring: Anchoring) -> str:
    """Finished work with and without suggestions, side by side."""
    used = anchoring.suggested.decisions | anchoring.plain.decisions
    lines = [f"{'finished':<24}{'with suggestions':>18}{'without':>12}"]
    sides = (_figures(anchoring.suggested, used), _figures(anchoring.plain, used))
    for words, value in sides[0].items():
        lines.append(f"{words:<24}{_cell(value):>18}{_cell(sides[1][words]):>12}")
    return "\n".join(lines)


def _figures(side: Condition, used: Iterable[Decision]) -> dict[str, float | None]:
    return {
        "articles": side.articles,
        "items": side.items,
        "items per hour": side.items_per_hour,
        "articles with gold": side.judged,
        "mention F1 with gold": side.mentions.f1,
        "stance F1 with gold": side.stances.f1,
        **{f"  {decision.value.replace('_', ' ')}": side.decisions[decision] for decision in used},
    }


def _cell(value: float | None) -> str:
    if value is None:
        return "n/a"
    return f"{value}" if isinstance(value, int) else f"{value:.3g}"


def check(
    quality: Annotated[
        bool, typer.Option("--quality", help="Instead: what finished work to look at again.")
    ] = False,
    db: Db = None,
    name: As = None,
    scheme: SchemeName = None,
    as_json: Json = False,
) -> None:
    """Hold everything stored against the texts and against the log."""
    from annotator.project.checking import check_project

    if quality:
        with project(db, name, scheme) as workspace:
            _tell_quality(workspace, as_json=as_json)
        return
    with project(db, name, scheme) as workspace:
        problems = list(check_project(workspace))
    for problem in problems:
        say(problem)
    if as_json:
        answer_json({"sound": not problems, "problems": problems})
    else:
        answer("Everything holds." if not problems else f"{counted(len(problems), 'problem')}.")
    raise typer.Exit(1 if problems else 0)


def _tell_quality(workspace: Workspace, *, as_json: bool) -> None:
    """What is worth a second look, one a line, by kind."""
    from annotator.project.quality import quality_findings

    found = quality_findings(workspace)
    if as_json:
        answer_json({"findings": [asdict(finding) for finding in found]})
        return
    for finding in found:
        item = f" {finding.item}" if finding.item else ""
        reason = " ".join(finding.reason.split())
        answer(f"{finding.kind}: {finding.article}{item} ({finding.author}): {reason}")
    if not found:
        answer("Nothing in the finished work is worth a second look.")


def log(
    article: Annotated[
        str | None, typer.Argument(metavar="[ARTICLE]", help="Only this article's edits.")
    ] = None,
    last: Annotated[int, typer.Option("--last", min=1, help="How many of the newest.")] = 50,
    db: Db = None,
    scheme: SchemeName = None,
    as_json: Json = False,
) -> None:
    """Say who changed what and when: the newest edits, oldest first."""
    from annotator.project.keeping import read_log

    with project(db, None, scheme) as workspace:
        lines = read_log(workspace, article, last)
    if as_json:
        answer_json({"edits": [{**asdict(line), "at": line.at.isoformat()} for line in lines]})
        return
    for line in lines:
        what = line.act.replace("_", " ")
        answer(
            f"{line.id:>6}  {line.at:%Y-%m-%d %H:%M:%S}  {line.actor} ({line.actor_kind})  {what}, "
            f"{counted(line.items, 'item')}  {line.article}"
        )


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="New file to write.")],
    db: Db = None,
    scheme: SchemeName = None,
    as_json: Json = False,
) -> None:
    """Copy the database to a new file, also while it is in use."""
    from annotator.project.keeping import back_up

    with project(db, None, scheme) as workspace:
        size = back_up(workspace, file)
    if as_json:
        answer_json({"file": str(file), "bytes": size})
    else:
        answer(f"{file} written ({size} bytes)")


def forget(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="The article's id.")],
    db: Db = None,
    scheme: SchemeName = None,
    as_json: Json = False,
) -> None:
    """Take an article down: its words leave the database for good; hash, split and counts stay."""
    from annotator.project.keeping import forget as take_down

    with project(db, None, scheme) as workspace:
        done = take_down(workspace, article)
    if done:
        say("Backups and exports made earlier still hold it; export again, and mind the copies.")
    if as_json:
        answer_json({"article": article, "taken_down": done})
    else:
        answer(f"{article} {'is' if done else 'was already'} taken down.")
