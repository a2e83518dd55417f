"""Who is at the screen: asked once at the start, where several people work on the project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingsMap, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

from annotator.config import checked_name
from annotator.domain.display import safe_line, shown
from annotator.domain.sharing import Duty, Person
from annotator.errors import InputError
from annotator.tui.bindings import bindings_of
from annotator.tui.key_names import ModeKeys
from annotator.tui.widgets.line_input import LineInput
from annotator.tui.wording import people_legend

NAME_CELLS = 64
SOMEBODY_ELSE = "somebody else …"


class NameList(OptionList, inherit_bindings=False):
    """Names of which one is current; the arrows move, the screen's keys do the rest."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding
        for binding in OptionList.BINDINGS
        if isinstance(binding, Binding) and binding.action != "select"
    ]


class PeopleScreen(ModalScreen[str | None]):
    """Gives back the name of who works here; None where the person leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q,ctrl+c", "leave", show=False, priority=True),
    ]

    ACTS: ClassVar[Mapping[str, str]] = {"dialog.take": "take", "dialog.leave": "back"}

    def __init__(self, keys: ModeKeys, people: Sequence[Person]) -> None:
        super().__init__()
        self._keys, self._people = keys.in_field(), people
        own = bindings_of(self._keys.by_key, self.ACTS, first=True)
        self._bindings = BindingsMap.merge([own, self._bindings])

    def compose(self) -> ComposeResult:
        """The names, then a field for another one."""
        rows = [Content(_row(person)) for person in self._people]
        field = LineInput(placeholder="your name", id="people-name")
        field.display = False
        with Vertical(classes="dialog"):
            yield Static("Who are you?", markup=False)
            yield NameList(*rows, Content(SOMEBODY_ELSE), id="people-list")
            yield field
            legend = people_legend(self._keys.names)
            yield Static(legend, classes="quiet", id="people-keys", markup=False)

    def on_mount(self) -> None:
        """Stand on the first name."""
        names = self.query_one(OptionList)
        names.highlighted = 0
        names.focus()

    def on_key(self, event: events.Key) -> None:
        """A letter goes to the next name that begins with it."""
        names, character = self.query_one(OptionList), event.character
        if not names.has_focus or character is None or not character.isalnum():
            return
        begin = (names.highlighted or 0) + 1
        order = [*range(begin, len(self._people)), *range(begin)]
        found = (p for p in order if p < len(self._people) and self._begins(p, character))
        names.highlighted = next(found, names.highlighted)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        if event.option_index < len(self._people):
            self.dismiss(self._people[event.option_index].name)
            return
        field = self.query_one(Input)
        field.display = True
        field.focus()

    def action_take(self) -> None:
        """The name that one stands on, or the one that was typed."""
        field = self.query_one(Input)
        if field.has_focus:
            self._named(field.value)
        else:
            self.query_one(NameList).action_select()

    def _named(self, name: str) -> None:
        try:
            self.dismiss(checked_name(name.strip()))
        except InputError as error:
            self.query_one("#people-keys", Static).update(Content(shown(str(error))))

    def action_back(self) -> None:
        """From the field back to the names."""
        self.query_one(Input).display = False
        self.query_one(OptionList).focus()

    def action_leave(self) -> None:
        """Nobody: the program ends."""
        self.dismiss(None)

    def _begins(self, place: int, letter: str) -> bool:
        return self._people[place].name.casefold().startswith(letter.casefold())


def _row(person: Person) -> str:
    duty = "   (reviewer)" if person.duty is Duty.REVIEWER else ""
    return f"{safe_line(person.name, NAME_CELLS)}{duty}"
