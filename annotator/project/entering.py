"""Entering an article: claimed, opened for the first time or again, and made ready ahead of that.

What is likely to be opened next is read while nobody waits. It is used only if everything that it
was read from is still the same; else the article is read as if nothing had been ready.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial

from annotator.domain.article import Article
from annotator.domain.layer import Author, Role
from annotator.domain.questions import Question
from annotator.domain.queue import QueuePlace
from annotator.project.annotating import Desk
from annotator.project.claiming import claim_here, is_left, no_article
from annotator.project.opening import (
    Adoption,
    Contents,
    adoption_of,
    contents_of,
    contents_to_be,
    read_article,
    store_adoption,
)
from annotator.project.workspace import Workspace
from annotator.storage import queue
from annotator.storage.articles import get_article, size_of
from annotator.storage.engine import Session
from annotator.storage.layers import layer_versions
from annotator.storage.questions import questions_on

ITEM_BYTES, CHARACTER_BYTES = 800, 4
"""What a desk takes of the memory, measured on articles of 20,000 mentions: about so much."""


@dataclass(frozen=True, slots=True)
class Stand:
    """What a desk is read from: which layers there are, and their versions.

    `row` and `version` are those of the annotator's own layer; None before the first opening.
    `suggesters` come with the version of their layer, the oldest first; `first` is the one that
    somebody else's first opening adopted, as long as she did not open the article.
    """

    row: int | None
    version: int | None
    suggesters: tuple[tuple[str, int], ...]
    first: str | None


@dataclass(frozen=True, slots=True)
class Ready:
    """A desk of an article that may be opened soon.

    `stand` is what it was read from; `adoption` is the first opening that is still to be stored,
    None where the article was opened before.
    """

    desk: Desk
    place: QueuePlace
    stand: Stand
    adoption: Adoption | None = None

    def is_right(self, now: Stand) -> bool:
        """Whether the desk is what would be read now."""
        # Her own edits made the layer of a desk that she left: it has their version.
        own, there = self.desk.layer.version, self.stand
        # Of two windows' edits on one version, the refused one may have made the stored number.
        if self.desk.has_failed or now.suggesters != there.suggesters:
            return False
        return now.version == own if self.adoption is None else now == there


@dataclass(frozen=True, slots=True)
class Entered:
    """An article on the screen. It has no desk where it can only be read as yet.

    `is_exact` says that `place` was read now, not when the article was made ready.
    """

    article: Article
    place: QueuePlace
    stand: Stand
    desk: Desk | None
    is_exact: bool = True


@dataclass(frozen=True, slots=True)
class _Claimed:
    """What the transaction of entering found; `contents` are those of a first opening."""

    place: QueuePlace
    stand: Stand
    row: int | None
    ready: Ready | None = None
    contents: Contents | None = None
    questions: Sequence[Question] = ()


def enter(
    workspace: Workspace,
    article: str,
    ready: Ready | None = None,
    *,
    without_suggestions: bool = False,
    only_unfinished: bool = False,
    after: Future[int] | None = None,
) -> Entered | None:
    """Claim the article for this window, and open it, for the first time or again.

    Args:
        workspace: The project.
        article: Its id.
        ready: What was made ready of it.
        without_suggestions: Begin it though nothing is suggested yet.
        only_unfinished: Nothing is done, and the answer is None, where she has finished it, or
            another window of hers shows it.
        after: An edit that is queued; unless it can be stored, nothing is done.

    Raises:
        AnnotatorError: What `after` failed with.
        InputError: There is no such article, or others hold all of its slots: says who.
    """

    def begin(session: Session) -> _Claimed | None:
        if after is not None:
            after.result()  # done by now: the writer takes one after the other
        if only_unfinished and not is_left(session, workspace, article):
            return None
        return _claimed(workspace, article, ready, without_suggestions, session)

    found = workspace.write(begin)
    if found is None:
        return None
    if found.row is None:
        text = read_article(workspace, article)
        return Entered(text, found.place, found.stand, None)
    if found.ready is not None:
        desk = found.ready.desk
        desk.come_back(found.row, found.questions)
        return Entered(desk.article, found.place, found.stand, desk, is_exact=False)
    author = _author(workspace)
    contents = found.contents or workspace.read(lambda s: contents_of(s, article, author))
    return Entered(contents.article, found.place, found.stand, Desk(workspace, contents))


def make_ready(workspace: Workspace, article: str) -> Ready | None:
    """Read what opening an article would show; None where it can't be worked on as yet."""
    return workspace.read(partial(_made_ready, workspace, article))


def is_up_to_date(workspace: Workspace, ready: Ready) -> bool:
    """Whether a desk that was made ready is what would be read at this moment."""
    article, author = ready.desk.article.id, _author(workspace)
    return workspace.read(lambda session: ready.is_right(_stand(session, article, author)))


def weight_of(desk: Desk) -> int:
    """About how many bytes of memory a desk takes."""
    return _weight(len(desk.article.text), len(desk.layer.items))


def weight_ahead(workspace: Workspace, article: str) -> int:
    """About how many bytes of memory the desk of an article will take."""
    return _weight(*workspace.read(lambda session: size_of(session, article)))


def _weight(characters: int, items: int) -> int:
    return CHARACTER_BYTES * characters + ITEM_BYTES * items


def _made_ready(workspace: Workspace, article: str, session: Session) -> Ready | None:
    author = _author(workspace)
    stand = _stand(session, article, author)
    place, found = queue.queue_place(session, author.name, article), get_article(session, article)
    if place is None or found is None:
        return None
    if stand.row is not None:
        return Ready(Desk(workspace, contents_of(session, article, author)), place, stand)
    if not (place.suggested or place.plain):
        return None
    adoption = adoption_of(workspace, session, article, author)
    desk = Desk(workspace, contents_to_be(session, found, adoption))
    return Ready(desk, place, stand, adoption)


def _claimed(
    workspace: Workspace,
    article: str,
    ready: Ready | None,
    without_suggestions: bool,
    session: Session,
) -> _Claimed:
    """Claim the article, and store a first opening, in one transaction."""
    author = _author(workspace)
    claim_here(session, workspace, article)
    stand = _stand(session, article, author)
    if ready is not None and ready.is_right(stand):
        if ready.adoption is not None:
            row = store_adoption(workspace, session, ready.adoption)
            return _Claimed(ready.place, stand, row, ready)
        asked = questions_on(session, article, author.name)
        return _Claimed(ready.place, stand, stand.row, ready, questions=asked)
    place, found = queue.queue_place(session, author.name, article), get_article(session, article)
    if place is None or found is None:
        raise no_article(article)
    if stand.row is not None or not (place.suggested or place.plain or without_suggestions):
        return _Claimed(place, stand, stand.row)
    adoption = adoption_of(workspace, session, article, author)
    row = store_adoption(workspace, session, adoption)
    return _Claimed(place, stand, row, None, contents_to_be(session, found, adoption, row))


def _stand(session: Session, article: str, author: Author) -> Stand:
    found = layer_versions(session, article, author.name)
    row, version = next(((r, v) for r, whose, v in found if whose == author), (None, None))
    suggesters = tuple((a.name, v) for _, a, v in found if a.role is Role.SUGGESTER)
    first = queue.adopted_suggester(session, article) if row is None else None
    return Stand(row, version, suggesters, first)


def _author(workspace: Workspace) -> Author:
    return Author(Role.ANNOTATOR, workspace.settings.annotator)
