"""The command that orders the queue: `annotator order`."""

from __future__ import annotations

from typing import Annotated

import typer

from annotator.cli.options import As, Db, Json, SchemeName, answer, answer_json, project, say
from annotator.domain.counted import counted
from annotator.errors import InputError


def order(
    by: Annotated[str, typer.Option("--by", metavar="ORDER", help="imported, doubt or diverse.")],
    share: Annotated[
        str, typer.Option("--random", metavar="SHARE", help="Share of places given at random.")
    ] = "10%",
    db: Db = None,
    name: As = None,
    scheme: SchemeName = None,
    as_json: Json = False,
) -> None:
    """Order the articles that nobody has begun; a random share is always mixed in."""
    from annotator.domain.ordering import OrderBy, parse_share
    from annotator.project.ordering import order_work

    if by not in tuple(OrderBy):
        raise InputError(f"There is no order {by!r}; use {', '.join(OrderBy)}.")
    wanted = parse_share(share)
    with project(db, name, scheme) as workspace:
        found = order_work(workspace, OrderBy(by), wanted)
    counts = {reason.value: count for reason, count in sorted(found.chosen.items())}
    if found.unsuggested:
        bare = counted(found.unsuggested, "article has", "articles have")
        say(f"{bare} no suggestions: last in order; run `annotator suggest`, then order again.")
    if as_json:
        answer_json({"by": found.by.value, "chosen_by": counts, "begun": found.begun})
    else:
        parts = ", ".join(f"{count} by {reason}" for reason, count in counts.items())
        answer(f"Next: {parts or 'nothing is left'}; {found.begun} begun before.")
