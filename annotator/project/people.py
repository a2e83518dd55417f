"""Who works on the project, and the rules by which its articles are shared."""

from __future__ import annotations

from dataclasses import replace

from annotator.config import checked_name
from annotator.domain.sharing import Duty, Person, Sharing
from annotator.errors import InputError
from annotator.project.workspace import Workspace
from annotator.storage import people as stored
from annotator.storage.engine import Session

SEVERAL = 2


def everybody(workspace: Workspace) -> list[Person]:
    """Everybody who works on the project, by name."""
    return workspace.read(stored.people)


def people_to_choose_from(workspace: Workspace) -> tuple[Person, ...]:
    """Everybody, where somebody must say who she is: no name was given, and several work here.

    Empty where the name was given, or the login is the name of one of them.
    """
    settings = workspace.settings
    if settings.named:
        return ()
    found = everybody(workspace)
    known = any(person.name == settings.annotator for person in found)
    return () if known or len(found) < SEVERAL else tuple(found)


def register(workspace: Workspace, name: str) -> None:
    """Make sure that somebody of this name works on the project; a known one keeps her duty."""
    if workspace.read(lambda session: stored.find_person(session, name)) is None:
        workspace.write(lambda session: _add(session, name))


def set_duty(workspace: Workspace, name: str, duty: Duty) -> Person:
    """Let somebody, new or known, be annotator or reviewer.

    Raises:
        InputError: It is no name.
    """
    person = Person(checked_name(name), duty)
    workspace.write(lambda session: stored.save_person(session, person))
    return person


def sharing(workspace: Workspace) -> Sharing:
    """The rules in force."""
    return workspace.read(stored.sharing_rules)


def change_sharing(
    workspace: Workspace,
    *,
    overlap: int | None = None,
    lease_minutes: int | None = None,
    plain_percent: int | None = None,
) -> Sharing:
    """Change the rules that are given; claims and layers that are there stay.

    Raises:
        InputError: A value is out of its range.
    """

    def job(session: Session) -> Sharing:
        rules = stored.sharing_rules(session)
        given = {
            "overlap": overlap,
            "lease_minutes": lease_minutes,
            "plain_percent": plain_percent,
        }
        changed = replace(rules, **{k: v for k, v in given.items() if v is not None}).checked()
        stored.save_sharing(session, changed)
        return changed

    return workspace.write(job)


def require_person(session: Session, name: str) -> None:
    """Make sure that somebody of this name works on the project.

    Raises:
        InputError: Nobody does; says who does.
    """
    if stored.find_person(session, name) is None:
        known = ", ".join(person.name for person in stored.people(session)) or "nobody yet"
        raise InputError(
            f"{name} is not known in this project ({known}); `annotator people --add {name}` "
            "makes the name known."
        )


def _add(session: Session, name: str) -> None:
    # Another window may have been faster, and have given her a duty.
    if stored.find_person(session, name) is None:
        stored.save_person(session, Person(name))
