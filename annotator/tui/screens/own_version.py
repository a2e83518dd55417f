"""A version of the reviewer's own: the annotate screen over gold, with all annotation keys.

`Space` decides for what is on the screen, `Esc` (with no item current) drops it. Nothing is stored
before that.
"""

from __future__ import annotations

import math
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from annotator.domain.conflicts import Conflict
from annotator.domain.items import Mention, Stance
from annotator.domain.scheme import Scheme
from annotator.project.gold_desk import GoldDesk
from annotator.project.reviewing import Reviewing
from annotator.project.workspace import Workspace
from annotator.tui import article_acts, review_wording
from annotator.tui.act_table import every_act
from annotator.tui.focus import Current
from annotator.tui.looks import Look
from annotator.tui.pace import Pace
from annotator.tui.reader import Reader
from annotator.tui.screens.annotate import AnnotateScreen

Act = Callable[[Reader], Awaitable[None] | None]
_NOT_HERE = (
    "article.skip", "article.previous", "article.flag", "article.comment", "article.ask",
    "article.mine", "quality.show", "standpoints.show", "suggestions.take", "proposal.project",
    "edit.redo",
)  # fmt: skip


class OwnVersionScreen(AnnotateScreen):
    """Works on a conflict's first reading; `decided` tells how it ended."""

    def __init__(
        self,
        scheme: Scheme,
        guidelines: str,
        workspace: Workspace,
        reviewing: Reviewing,
        conflict: Conflict,
    ) -> None:
        super().__init__(scheme, guidelines, Look(workspace.settings.theme))
        self.decided = False
        desk = GoldDesk(workspace, reviewing, conflict)
        acts: dict[str, Act] = {
            **every_act().table,
            **dict.fromkeys(_NOT_HERE, _not_here),
            "article.done": partial(_decide, screen=self, desk=desk),
            "view.back": partial(_back, screen=self),
            "edit.undo": _undo,
            "app.quit": partial(_drop, screen=self),
        }
        own = replace(every_act(), table=acts)
        reader = Reader(workspace, self, Pace(time.monotonic), lambda: own)
        reader.desk, reader.article = desk, desk.article
        # Gold is nobody's to claim: the claim of the article counts as renewed throughout.
        reader.claimed_at = math.inf
        begin = desk.begin_with()
        if isinstance(begin, Mention):
            reader.current = Current.of_mention(begin)
        elif isinstance(begin, Stance):
            reader.current = Current.of_stance(begin)
        self.reader, self.waiting = reader, ""

    def on_mount(self) -> None:
        """Show the version to begin with."""
        super().on_mount()
        if self.reader is not None:
            self.notice(review_wording.own_legend(self.reader.keys))
        self.call_after_refresh(self.paint)

    def end(self, *, decided: bool) -> None:
        """Go back to the conflict."""
        self.decided = decided
        self.dismiss(None)


def _not_here(reader: Reader) -> None:
    reader.face.notice(review_wording.not_in_own_version(reader.keys))


def _decide(_reader: Reader, screen: OwnVersionScreen, desk: GoldDesk) -> None:
    """Store the version as the decision."""
    desk.decide()
    screen.end(decided=True)


async def _back(reader: Reader, screen: OwnVersionScreen) -> None:
    """Let go of the item first; then drop the version."""
    if reader.current is not None:
        await article_acts.back(reader)
        reader.face.notice(review_wording.own_legend(reader.keys))
    else:
        screen.end(decided=False)


async def _undo(reader: Reader) -> None:
    """Take back the newest act of this version; nothing older."""
    if reader.desk is None or not reader.desk.has_own_acts:
        reader.face.notice(review_wording.nothing_own_to_undo(reader.keys))
    else:
        await article_acts.undo(reader)


def _drop(_reader: Reader, screen: OwnVersionScreen) -> None:
    screen.end(decided=False)
