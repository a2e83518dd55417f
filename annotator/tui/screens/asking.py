"""A screen that asks: every dialog and list that opens over an article, and what comes back.

Each is imported when it is first asked for: the program's first frame needs none of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from textual.screen import Screen

from annotator.domain.scheme import Scheme
from annotator.keys import NO_CHANGES, Mode
from annotator.tui.key_names import ModeKeys, mode_keys
from annotator.tui.typed_ahead import TurnScreen
from annotator.tui.widgets.changed_lines import ChangedLines

if TYPE_CHECKING:
    from annotator.domain.feedback import Feedback
    from annotator.domain.finding import Hit
    from annotator.domain.quality import Finding
    from annotator.domain.standpoints import Saying, Standpoint
    from annotator.project.finding import Found
    from annotator.project.label_history import History
    from annotator.tui.face import Complete
    from annotator.tui.reader import Reader

_Answer = TypeVar("_Answer")


MESSAGES = 10
"""Turns of the loop in which what a widget asks for has reached the screen."""


class AskingScreen(TurnScreen):
    """The part of a `Face` that waits for the person; `reader` is set once the project is open."""

    def __init__(self, scheme: Scheme, guidelines: str) -> None:
        super().__init__()
        self._compositor = ChangedLines()
        self.reader: Reader | None = None
        self.leaving = False
        """Leaving is queued; a further key means that the person stays."""
        self._scheme, self._guidelines = scheme, guidelines
        self._stood: tuple[str, str] | None = None
        """Holder and target of the matrix where the person was last."""

    async def drawn(self) -> None:
        """Send what changed to the terminal now; by itself it waits in four queues one by one.

        What is to be laid out or scrolled comes first: that a widget asks for it reaches the screen
        by messages, after which Textual lets up to 16 ms pass. Else that is left to it.
        """
        seen = self._compositor.visible_widgets
        # Private, as is Textual's own way from a widget to its screen; it is pinned to one version.
        waits = any(w._layout_required or w._scroll_required for w in seen)  # noqa: SLF001
        for _ in range(MESSAGES if waits else 0):
            if self._layout_required or self._scroll_required:
                break
            await asyncio.sleep(0)
        else:
            if waits or self._layout_required:
                return
        for widget in seen:
            if widget._repaint_required:  # noqa: SLF001
                widget._repaint_required = False  # noqa: SLF001
                self._dirty_widgets.add(widget)
        self._on_timer_update()

    def redraw(self) -> None:
        """Send the whole screen again."""
        self.app.refresh(layout=True)

    async def over(self, screen: Screen[_Answer]) -> _Answer | None:
        """What the person answers to a screen over this one; nothing is asked once she leaves.

        The key for leaving may come before a dialog that an earlier key opens, and would wait
        behind it.
        """
        if self.leaving:
            return None
        return await super().over(screen)

    async def ask(self, question: str, value: str, complete: Complete | None = None) -> str | None:
        """A line from the person."""
        from annotator.tui.screens.dialogs import AskScreen

        return await self.over(AskScreen(self._keys(Mode.DIALOG), question, value, complete))

    async def confirm(self, question: str, details: Sequence[str]) -> bool:
        """Yes or no."""
        from annotator.tui.screens.dialogs import ConfirmScreen

        return await self.over(ConfirmScreen(self._keys(Mode.DIALOG), question, details)) or False

    async def show_help(self) -> None:
        """The keys."""
        from annotator.tui.help import help_of
        from annotator.tui.screens.dialogs import HelpScreen

        if self.reader is not None:
            await self.over(HelpScreen(self._keys(Mode.DIALOG), help_of(self.reader)))

    async def show_guideline(self, section: str) -> None:
        """The guidelines."""
        from annotator.tui.screens.dialogs import GuidelineScreen

        await self.over(GuidelineScreen(self._keys(Mode.DIALOG), self._guidelines, section))

    async def choose_hit(self, found: Found) -> Hit | str | None:
        """The hits over all articles."""
        from annotator.tui.screens.hits import HitsScreen

        return await self.over(HitsScreen(self._keys(Mode.LIST), found, self._labels()))

    async def choose_feedback(self, places: Sequence[Feedback]) -> Feedback | None:
        """Own work against gold."""
        from annotator.tui.screens.mine import MineScreen

        return await self.over(MineScreen(self._keys(Mode.LIST), places))

    async def choose_finding(self, findings: Sequence[Finding]) -> Finding | None:
        """What is worth a second look."""
        from annotator.tui.screens.quality import QualityScreen

        return await self.over(QualityScreen(self._keys(Mode.LIST), findings))

    async def choose_saying(self, points: Sequence[Standpoint]) -> Saying | None:
        """Who stands where."""
        from annotator.tui.screens.standpoints import StandpointsScreen

        here, lists = self._keys(Mode.STANDPOINTS), self._keys(Mode.LIST)
        screen = StandpointsScreen(here, lists, points, self._stood)
        chosen = await self.over(screen)
        self._stood = screen.stood
        return chosen

    async def choose_labelled(self, history: History) -> Hit | str | None:
        """How some words were labelled before."""
        from annotator.tui.screens.hits import LabelledScreen

        return await self.over(LabelledScreen(self._keys(Mode.LIST), history, self._labels()))

    def show_palette(self) -> None:
        """Every command, by name."""
        self.app.action_command_palette()

    def quit(self) -> None:
        """Leave the program."""
        self.app.exit()

    def _keys(self, mode: Mode) -> ModeKeys:
        """The keys of what opens over the article."""
        if self.reader is not None:
            return ModeKeys(self.reader.keymaps[mode], self.reader.keys)
        return mode_keys(mode, self._scheme, NO_CHANGES)

    def _labels(self) -> Mapping[str, str]:
        """Label ids by their keys."""
        scheme = self.reader.workspace.scheme if self.reader is not None else self._scheme
        return {label.key: label.id for label in scheme.entities}
