"""The workbench application: first frame at once, the project behind it, one door for errors."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.filter import Monochrome, NoColor
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Static

from annotator.config import Settings, ThemeName
from annotator.errors import AnnotatorError
from annotator.preferences import load_preferences
from annotator.tui.looks import Depth, Look
from annotator.tui.themes import COLOURLESS_THEME, DARK_THEME, LIGHT_THEME, screen_theme
from annotator.tui.typed_ahead import PatientApp

if TYPE_CHECKING:
    from textual.message_pump import MessagePump

    from annotator.domain.practice import Practice
    from annotator.domain.scheme import Scheme
    from annotator.project.starting import Opened
    from annotator.project.suggesting import Suggesting
    from annotator.tui.acts import Acts
    from annotator.tui.reader import Reader
    from annotator.tui.screens.annotate import AnnotateScreen


@cache
def acts() -> Acts:
    """What keys do; loaded behind the first article, which waits for none of it."""
    from annotator.tui.act_table import every_act

    return every_act()


BROKEN = (
    "The workbench stopped on a defect of its own (see above); what you did is stored. "
    "Start it again, and please report the lines above."
)


SWITCH_INTERVAL_S = 0.001

WRITING_S = 0.001
"""So long the thread that writes to the terminal has the interpreter to itself for a frame."""


class AnnotatorApp(PatientApp):
    """The annotator's workbench. Its result is an error sentence, or None."""

    CSS_PATH = "app.tcss"
    TITLE = "annotator"
    ALLOW_SELECT = False
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "leave", show=False, priority=True, system=True),
        Binding("ctrl+c", "leave", show=False, system=True),
        Binding("ctrl+l", "redraw", show=False, priority=True, system=True),
    ]

    @dataclass
    class ProjectOpened(Message):
        """The project is open."""

        opened: Opened

    @dataclass
    class ProjectFailed(Message):
        """The project can't be opened."""

        reason: str

    @dataclass
    class SuggestionsStored(Message):
        """An article's suggestions are in the database."""

        article: str

    @dataclass
    class SuggestionTrouble(Message):
        """Something about suggestions that the person should know."""

        text: str

    @dataclass
    class SuggestionProgress(Message):
        """Where the suggester is, in words."""

        text: str

    def __init__(
        self,
        settings: Settings,
        scheme: Scheme,
        guidelines: str,
        article: str | None = None,
        depth: Depth | None = None,
        practice: Practice | None = None,
    ) -> None:
        super().__init__()
        # Nothing here moves by itself: no smooth scrolling, no fading, no blinking.
        self.animation_level = "none"
        if self.no_color:
            # Textual's own answer is shades of grey, which are colours to the terminal.
            kept = [each for each in self._filters if not isinstance(each, Monochrome)]
            self._filters = [*kept, NoColor()]
        self._settings, self._first = settings, article
        self._scheme, self._guidelines, self._practice = scheme, guidelines, practice
        self._look = Look(settings.theme, depth or self._depth())
        self._preferences = load_preferences(settings.preferences, settings.annotator)
        self._opened: Opened | None = None
        self._suggesting: Suggesting | None = None

    def compose(self) -> ComposeResult:
        """What stands there until the desk does."""
        yield Static("annotator", id="header", markup=False)
        yield Static("opening the project …", markup=False)

    def on_mount(self) -> None:
        """The first frame, then the desk, then the project behind it."""
        for theme in (DARK_THEME, LIGHT_THEME, COLOURLESS_THEME):
            self.register_theme(theme)
        self.theme = screen_theme(self._look).name
        self._when_drawn(self.screen, self._lay_desk)

    def _when_drawn(self, screen: MessagePump, then: Callable[[], object]) -> None:
        # The first message that a screen gets has it draw itself. `call_after_refresh` would wait
        # for the next beat of the clock, a sixtieth of a second with nothing to do.
        screen.call_later(self.set_timer, WRITING_S, then)

    def _lay_desk(self) -> None:
        from annotator.tui.memory import take_little

        take_little()
        self.push_screen(self.desk_screen)
        self._when_drawn(self.desk_screen, self._open_project)

    def choose_theme(self, theme: ThemeName) -> None:
        """Look like this from now on, in later sittings too."""
        from annotator.tui import wording

        self._look = replace(self._look, theme=theme)
        self.theme = screen_theme(self._look).name
        self.desk_screen.set_look(self._look)
        self._preferences.theme = theme
        self._preferences.save()
        self.desk_screen.notice(wording.theme_chosen(theme))

    def on_annotate_screen_theme_wanted(self, event: AnnotateScreen.ThemeWanted) -> None:
        """Take the theme that was asked for, or the next."""
        names = list(ThemeName)
        following = names[(names.index(self._look.theme) + 1) % len(names)]
        self.choose_theme(event.theme or following)

    def _depth(self) -> Depth:
        if self.no_color:
            return Depth.NONE
        return Depth.SIXTEEN if self.console.color_system == "standard" else Depth.MORE

    @cached_property
    def desk_screen(self) -> AnnotateScreen:
        """The annotate screen, made when it is first asked for."""
        # Imported here: the first frame must not wait for what an article needs.
        from annotator.tui.screens.annotate import AnnotateScreen

        return AnnotateScreen(self._scheme, self._guidelines, self._look)

    @work(thread=True, exit_on_error=True)
    def _open_project(self) -> None:
        # Imported here: the first frame must not wait for SQLModel.
        from annotator.project.starting import open_project

        try:
            opened = open_project(self._settings, self._first)
        except AnnotatorError as error:
            self.post_message(self.ProjectFailed(str(error)))
        else:
            self.post_message(self.ProjectOpened(opened))

    @on(ProjectFailed)
    def _project_failed(self, event: ProjectFailed) -> None:
        self.exit(event.reason, return_code=2)

    @on(ProjectOpened)
    def _project_opened(self, event: ProjectOpened) -> None:
        self._opened = event.opened
        if not event.opened.people:
            self._begin(event.opened)
            return
        from annotator.keys import Mode
        from annotator.tui.key_names import mode_keys
        from annotator.tui.screens.people import PeopleScreen

        workspace = event.opened.workspace
        keys = mode_keys(Mode.DIALOG, workspace.scheme, workspace.keys)
        self.push_screen(PeopleScreen(keys, event.opened.people), self._person_chosen)

    def _person_chosen(self, name: str | None) -> None:
        if name is None:
            self.exit()
        else:
            self._begin_as(name)

    @work(thread=True, exit_on_error=True)
    def _begin_as(self, name: str) -> None:
        from annotator.project.starting import begin_as

        try:
            if self._opened is not None:
                self.post_message(self.ProjectOpened(begin_as(self._opened, name)))
        except AnnotatorError as error:
            self.post_message(self.ProjectFailed(str(error)))

    def _begin(self, opened: Opened) -> None:
        from annotator.tui.pace import Pace
        from annotator.tui.reader import Reader
        from annotator.tui.screens import desk_start

        reader = Reader(
            opened.workspace,
            self.desk_screen,
            Pace(time.monotonic),
            acts,
            preferences=self._preferences,
        )
        if self._practice is not None:
            # Imported here: only a practice needs it.
            from annotator.tui import practice_wording

            reader.judge = partial(practice_wording.practice_verdict, reader.keys, self._practice)
            self.desk_screen.notice(practice_wording.practice_begins())
        self.desk_screen.reader, self.desk_screen.waiting = reader, ""
        reader.total = opened.total
        chosen = desk_start.choose_first
        first = chosen if opened.first is None else desk_start.opening(opened.first)
        self.desk_screen.begin_with(first, desk_start.load_acts, self._suggest_beside)

    async def _suggest_beside(self, reader: Reader) -> None:
        # Imported here: the first article waits for none of it.
        from annotator.project.suggesting import Suggesting

        self._suggesting = suggesting = Suggesting(
            reader.workspace,
            on_stored=lambda article: self.post_message(self.SuggestionsStored(article)),
            on_progress=lambda text: self.post_message(self.SuggestionProgress(text)),
            on_trouble=lambda text: self.post_message(self.SuggestionTrouble(text)),
        )
        await reader.suggest_with(suggesting)

    @on(SuggestionsStored)
    def _suggestions_stored(self, event: SuggestionsStored) -> None:
        self.desk_screen.suggestions_stored(event.article)

    @on(SuggestionTrouble)
    def _suggestion_trouble(self, event: SuggestionTrouble) -> None:
        self.desk_screen.waiting = event.text
        self.desk_screen.notice(event.text, warning=True)

    @on(SuggestionProgress)
    def _suggestion_progress(self, event: SuggestionProgress) -> None:
        self.desk_screen.waiting = event.text
        self.desk_screen.status_changed()

    def action_leave(self) -> None:
        """Quit after the keys that were typed before; a second time at once."""
        desk = self.desk_screen
        if desk.reader is not None and self.screen is desk and not desk.leaving:
            desk.leave()
            return
        if desk.reader is not None:
            desk.reader.leave()
        self.exit()

    def action_redraw(self) -> None:
        """Send the whole screen again, whichever is open: something else wrote on the terminal."""
        self.refresh(layout=True)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette's commands: the registry's actions that work now."""
        from annotator.keys import actions_of, shown_key
        from annotator.tui import wording

        reader = self.desk_screen.reader
        if reader is None or screen is not self.desk_screen:
            return
        for action in actions_of(reader.mode, reader.workspace.scheme, reader.workspace.keys):
            if action.id != "app.palette":
                keys = " ".join(shown_key(key) for key in action.keys)
                run = partial(self.desk_screen.do, action.id)
                yield SystemCommand(action.description, keys, run)
        for theme in ThemeName:
            yield SystemCommand(wording.theme_command(theme), "", partial(self.choose_theme, theme))

    def close_project(self) -> None:
        """Stop the suggester, wait for every queued edit, close the database."""
        self._preferences.save()
        if self._suggesting is not None:
            self._suggesting.close()
        if self._opened is not None:
            self._opened.workspace.close()


def run_workbench(
    settings: Settings,
    scheme: Scheme,
    guidelines: str,
    article: str | None = None,
    practice: Practice | None = None,
) -> str | None:
    """Run the workbench until the person leaves; with `practice`, telling her what is right.

    Returns:
        A sentence about why the project could not be opened or what went wrong, or None.
    """
    # With the default of 5 ms, a thread that has just stored something holds the interpreter that
    # long before the screen hears of it.
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    app = AnnotatorApp(settings, scheme, guidelines, article, practice=practice)
    try:
        problem = app.run()
    finally:
        app.close_project()
    return BROKEN if problem is None and app.return_code else problem
