"""A list of places in texts, under the keys of the keymap: what every such screen has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingsMap, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList

from annotator.tui.bindings import bindings_of
from annotator.tui.key_names import ModeKeys

_Answer = TypeVar("_Answer")


class KeyedList(OptionList):
    """Rows of which one is current; its keys are those of the screen."""

    ACTS: ClassVar[Mapping[str, str]] = {
        "list.next": "cursor_down",
        "list.previous": "cursor_up",
        "list.open": "select",
    }
    PAGES: ClassVar[list[BindingType]] = [
        Binding("pagedown", "page_down", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("home", "first", show=False),
        Binding("end", "last", show=False),
    ]

    def __init__(
        self,
        *rows: Content | None,
        keys: ModeKeys,
        id: str,  # noqa: A002 (Textual's name)
    ) -> None:
        super().__init__(*rows, id=id, markup=False)
        own = bindings_of(keys.by_key, self.ACTS)
        self._bindings = BindingsMap.merge([own, BindingsMap(self.PAGES)])


class ListScreen(ModalScreen[_Answer | None]):
    """Gives back what was chosen in its `KeyedList`, or None to go back."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "app.quit", show=False)]
    ACTS: ClassVar[Mapping[str, str]] = {"list.back": "leave"}

    def __init__(self, keys: ModeKeys) -> None:
        super().__init__()
        self.keys = keys
        self._bindings = BindingsMap.merge([bindings_of(keys.by_key, self.ACTS), self._bindings])

    def on_mount(self) -> None:
        """Stand on the first row."""
        self.query_one(KeyedList).focus()

    def action_step(self, rows: int) -> None:
        """Go down a row, or up."""
        places = self.query_one(KeyedList)
        if rows > 0:
            places.action_cursor_down()
        else:
            places.action_cursor_up()

    def action_there(self) -> None:
        """Go to the place that one stands on."""
        self.query_one(KeyedList).action_select()

    def action_leave(self) -> None:
        """Choose nothing."""
        self.dismiss(None)
