"""The command that brings finished work out: export, freeze, verify."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from annotator.cli.options import Db, Json, SchemeName, answer, answer_json, project, say
from annotator.domain.counted import counted
from annotator.errors import InputError

if TYPE_CHECKING:
    from annotator.project.exporting import ExportReport, ExportWish

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write, or to verify.")]
Format = Annotated[
    str, typer.Option("--format", metavar="NAME", help="hf, jsonl, or another format's name.")
]
Splits = Annotated[
    str | None,
    typer.Option("--splits", metavar="A/B/C", help="Train, validation, test; default 80/10/10."),
]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="hash|time", help="Divide by hash, or later articles to test."),
]
GoldToTest = Annotated[
    bool, typer.Option("--gold-to-test", help="Multiply annotated gold is the test split.")
]
Freeze = Annotated[
    bool, typer.Option("--freeze", help="Articles stay in their splits from now on.")
]
Chosen = Annotated[
    str, typer.Option("--as", metavar="gold|NAME", help="Whose work: gold, or an annotator.")
]
With = Annotated[
    str, typer.Option("--with", metavar="LIST", help="Also write these formats: jsonl,spacy.")
]
NoText = Annotated[
    bool, typer.Option("--no-text", help="Offsets and hashes only, with a script to join texts.")
]
Licence = Annotated[
    str | None, typer.Option("--licence", metavar="ID", help="Of the annotations: cc-by-4.0, ...")
]
TextRights = Annotated[
    str | None, typer.Option("--text-rights", metavar="TEXT", help="Who holds rights in the texts.")
]
Since = Annotated[
    Path | None, typer.Option("--since", metavar="DIR", help="List changes since that export.")
]
Push = Annotated[
    str | None, typer.Option("--push", metavar="REPO_ID", help="Upload, as private data set.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Yes, upload it.")]
Verify = Annotated[bool, typer.Option("--verify", help="Check an earlier export.")]


def export(
    folder: Folder,
    format_: Format = "hf",
    splits: Splits = None,
    by: By = None,
    gold_to_test: GoldToTest = False,
    freeze: Freeze = False,
    chosen: Chosen = "gold",
    with_: With = "",
    no_text: NoText = False,
    licence: Licence = None,
    text_rights: TextRights = None,
    since: Since = None,
    push: Push = None,
    yes: Yes = False,
    verify: Verify = False,
    db: Db = None,
    scheme: SchemeName = None,
    as_json: Json = False,
) -> None:
    """Write finished work as a dataset that `datasets.load_dataset` reads."""
    from annotator.domain.split_rules import Method
    from annotator.domain.splits import parse_ratios
    from annotator.project.exporting import ExportWish
    from annotator.project.exporting import export as write
    from annotator.project.splitting import SplitWish

    if verify:
        _verify(folder, as_json)
        return
    if by is not None and by not in tuple(Method):
        raise InputError(f"--by knows {', '.join(Method)}, not {by!r}.")
    extras = [part.strip() for part in with_.split(",") if part.strip()]
    wish = ExportWish(
        format_,
        chosen,
        SplitWish(
            None if splits is None else parse_ratios(splits),
            None if by is None else Method(by),
            gold_to_test,
        ),
        freeze=freeze,
        with_jsonl="jsonl" in extras,
        extras=tuple(name for name in extras if name != "jsonl"),
        with_text=not no_text,
        licence=licence,
        text_rights=text_rights,
        since=since,
        push=push,
    )
    if push is not None:
        _confirm(push, yes)
    with project(db, None, scheme) as workspace:
        report = write(workspace, folder, wish)
    _tell(folder, wish, report, as_json)


def _confirm(repository: str, yes: bool) -> None:
    """Ask before anything leaves this machine.

    Raises:
        InputError: The answer is not yes, or there is nobody to ask.
    """
    if yes:
        return
    asked = sys.stdin.isatty() and typer.prompt(
        f"Upload the data set to {repository} on the Hugging Face Hub? Type yes", err=True
    )
    if asked != "yes":
        raise InputError(f"Nothing was written: to upload to {repository}, say --yes as well.")


def _verify(folder: Path, as_json: bool) -> None:
    from annotator.project.exporting import verify_export

    problems = [str(problem) for problem in verify_export(folder)]
    for problem in problems:
        say(problem)
    if as_json:
        answer_json({"verified": not problems, "problems": problems})
    else:
        answer(f"{folder}: {'whole' if not problems else counted(len(problems), 'problem')}")
    raise typer.Exit(1 if problems else 0)


def _tell(folder: Path, wish: ExportWish, report: ExportReport, as_json: bool) -> None:
    """What was left out and why on stderr, what was written on stdout."""
    _tell_aside(wish, report)
    if as_json:
        answer_json(
            {
                "folder": str(folder),
                "documents": report.documents,
                "unresolved": report.unresolved,
                "quarantined": list(report.quarantined),
                "forgotten": report.forgotten,
                "frozen": report.frozen,
                "splits": dict(report.splits),
                "notes": list(report.notes),
                "changes": None if report.changes is None else report.changes.record(),
                "pushed": report.pushed,
                "losses": {name: dict(losses) for name, losses in report.losses.items()},
            }
        )
    else:
        sizes = ", ".join(f"{count} {split}" for split, count in report.splits.items())
        answer(f"{counted(report.documents, 'article')} written to {folder} ({sizes})")
        if report.pushed is not None:
            answer(f"Uploaded to {report.pushed}")


def _tell_aside(wish: ExportWish, report: ExportReport) -> None:
    """What was left out and why, what was frozen, and what changed."""
    from annotator.domain.losses import losses_line

    if report.unresolved:
        several = counted(report.unresolved, "article has", "articles have")
        say(f"{several} several finishers and no gold: left out.")
    if report.quarantined:
        say(
            "Left out, because near-copies of them are frozen in two splits: "
            f"{', '.join(report.quarantined)}."
        )
    if report.forgotten:
        say(f"{counted(report.forgotten, 'article was', 'articles were')} taken down: left out.")
    for note in report.notes:
        say(note)
    for name, losses in report.losses.items():
        if losses:
            say(f"{name} can't hold: {losses_line(losses)}")
    if wish.freeze:
        one, many = "article was frozen in its split", "articles were frozen in their splits"
        say(f"{counted(report.frozen, one, many)}.")
    if report.changes is not None:
        for what, articles in report.changes.record().items():
            say(f"{len(articles)} {what}{': ' if articles else ''}{', '.join(articles)}")
