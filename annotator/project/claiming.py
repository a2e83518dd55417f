"""Claims on articles: what the screen takes and renews, what is assigned by hand."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from annotator.domain.layer import State
from annotator.domain.sharing import Claim, Seat
from annotator.errors import InputError
from annotator.project.people import require_person
from annotator.project.workspace import Workspace
from annotator.storage import claims
from annotator.storage.articles import stored_digest
from annotator.storage.engine import Session


def claim_here(session: Session, workspace: Workspace, article: str) -> None:
    """Claim the article for this window, or renew the claim.

    Raises:
        InputError: There is no such article, or others hold all of its slots: says who.
    """
    _require(session, [article])
    refused = claims.claim(session, article, workspace.seat, workspace.clock())
    if not refused.granted:
        raise InputError(taken_sentence(article, refused))


def is_left(session: Session, workspace: Workspace, article: str) -> bool:
    """Whether she has something to do there still, and no other window of hers shows it."""
    state = claims.state_of(session, article, workspace.seat.annotator)
    if state is None:
        return True
    return state is not State.DONE and not has_it_open_elsewhere(session, workspace, article)


def renew(workspace: Workspace, article: str) -> Future[Claim]:
    """Renew the claim behind what is queued; the future tells whether it is still hers."""
    seat = workspace.seat
    return workspace.submit(lambda s: claims.claim(s, article, seat, workspace.clock()))


def let_go(workspace: Workspace) -> Future[None]:
    """The window shows no article any more."""
    seat = workspace.seat
    return workspace.submit(lambda session: claims.release(session, seat))


def taken_sentence(article: str, refused: Claim) -> str:
    """Why the article can't be worked on."""
    names = ", ".join(refused.holders)
    return (
        f"Article {article} is with {names} now; what you did there is kept. The queue has others. "
        "`annotator config --overlap N` gives each article to more annotators."
    )


@dataclass(frozen=True, slots=True)
class Given:
    """What became of assigning or freeing one article; `note` says why nothing was done."""

    article: str
    done: bool
    people: tuple[str, ...] = ()
    note: str = ""


def assign(workspace: Workspace, articles: Sequence[str], name: str) -> list[Given]:
    """Reserve a slot of each article for somebody; claims without work give way, oldest first.

    Raises:
        InputError: There is no such article or person; nothing was changed.
    """

    def job(session: Session) -> list[Given]:
        _require(session, articles)
        require_person(session, name)
        return [_assigned(session, workspace, article, name) for article in articles]

    return workspace.write(job)


def unassign(workspace: Workspace, articles: Sequence[str], name: str | None) -> list[Given]:
    """Free the slots of the articles (of one annotator, where named); layers stay stored.

    Raises:
        InputError: There is no such article; nothing was changed.
    """

    def job(session: Session) -> list[Given]:
        _require(session, articles)
        found = []
        for article in articles:
            lost = claims.unreserve(session, article, name)
            note = "" if lost else "nobody had a slot that could be freed"
            found.append(Given(article, bool(lost), tuple(lost), note))
        return found

    return workspace.write(job)


def has_it_open_elsewhere(session: Session, workspace: Workspace, article: str) -> bool:
    """Whether another window of hers shows the article, and is still there."""
    seat = workspace.seat
    window = claims.window_of(session, article, seat.annotator, workspace.clock())
    return window is not None and window != seat.window and _is_alive(window, seat.window)


def release_dead_windows(session: Session, workspace: Workspace) -> None:
    """Let go of what windows of hers had on the screen that were killed."""
    seat = workspace.seat
    for window in claims.windows_of(session, seat.annotator):
        if window != seat.window and not _is_alive(window, seat.window):
            claims.release(session, Seat(seat.annotator, window))


def _assigned(session: Session, workspace: Workspace, article: str, name: str) -> Given:
    refused = claims.reserve(session, article, name, workspace.clock())
    if refused.granted:
        return Given(article, True, (name,))
    names = ", ".join(refused.holders)
    note = f"{names} fill its slots; unassign one who is not done, or raise config --overlap"
    return Given(article, False, refused.holders, note)


def no_article(article: str) -> InputError:
    """The error where an article does not exist."""
    return InputError(f"There is no article {article}; `annotator status` lists them.")


def _require(session: Session, articles: Sequence[str]) -> None:
    for article in articles:
        if stored_digest(session, article) is None:
            raise no_article(article)


def _is_alive(window: str, here: str) -> bool:
    """Whether the process of a window lives; of another machine's windows only the lease tells."""
    host, _, process = window.rpartition(":")
    if os.name != "posix" or host != here.rpartition(":")[0]:
        return True
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return not _is_zombie(process)


def _is_zombie(process: str) -> bool:
    """Whether a process has ended and only its parent has not asked for it yet."""
    try:
        # Its state follows the name, which may hold anything but ends with the last parenthesis.
        state = Path("/proc", process, "stat").read_text("utf-8", "replace").rpartition(")")[2]
    except OSError:
        return False
    return state.split()[:1] == ["Z"]
