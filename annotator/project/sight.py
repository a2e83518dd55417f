"""Who may see the work of others, and who decides what becomes gold: said here, asked everywhere.

- A reviewer sees and decides everything.
- Anybody else sees others' finished layers (agreement, exports, quality over all) once no article
  is before her that a colleague has finished: none that is hers or offered to her.
- Gold is decided by the reviewers; as long as a project has none, by whoever may see.

A colleague is somebody else who works in this database; who only came with an import is none, so
that one person with everybody's files is reviewer of them. It keeps annotation blind, and is no
lock: whoever can write the database can take any name.
"""

from __future__ import annotations

from annotator.domain.sharing import Duty
from annotator.errors import InputError
from annotator.project.workspace import Workspace
from annotator.storage.claims import finished_by_colleagues
from annotator.storage.people import people

_WAY_OUT = "`annotator people --add {name} --duty reviewer` gives the duty to see everything."


def require_sight(workspace: Workspace) -> None:
    """Make sure that she may see what others have finished.

    Raises:
        InputError: An article is before her that a colleague has finished; says which.
    """
    name = workspace.settings.annotator
    before_her = _in_the_way(workspace)
    if before_her:
        more = f" and {len(before_her) - 1} more" if len(before_her) > 1 else ""
        raise InputError(
            f"{name} is not to see the work of others yet: {before_her[0]}{more} is before her and "
            f"finished by a colleague; finish first. {_WAY_OUT.format(name=name)}"
        )


def may_see(workspace: Workspace) -> bool:
    """Whether she may see what others have finished."""
    return not _in_the_way(workspace)


def is_reviewer(workspace: Workspace) -> bool:
    """Whether she has the duty that sees everything."""
    return _duties(workspace).get(workspace.settings.annotator) is Duty.REVIEWER


def require_reviewer(workspace: Workspace) -> None:
    """Make sure that she may decide what becomes gold.

    Raises:
        InputError: The project has reviewers and she is none of them, or she may not see yet.
    """
    name = workspace.settings.annotator
    reviewers = [p.name for p in workspace.read(people) if p.duty is Duty.REVIEWER]
    if reviewers and name not in reviewers:
        raise InputError(
            f"{name} is no reviewer here ({', '.join(reviewers)}), and reviewers decide on gold. "
            f"{_WAY_OUT.format(name=name)}"
        )
    require_sight(workspace)


def _in_the_way(workspace: Workspace) -> list[str]:
    """The articles before her that a colleague has finished; none are in a reviewer's way."""
    name, now = workspace.settings.annotator, workspace.clock()
    if _duties(workspace).get(name) is not Duty.ANNOTATOR:
        return []
    return workspace.read(lambda session: finished_by_colleagues(session, name, now))


def _duties(workspace: Workspace) -> dict[str, Duty]:
    return {person.name: person.duty for person in workspace.read(people)}
