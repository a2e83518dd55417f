"""Small modal screens: a question, a preview with yes or no, the keys, the guidelines."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingsMap
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widgets import Input, Static

from annotator.domain.display import safe_line, shown
from annotator.tui import wording
from annotator.tui.bindings import bindings_of
from annotator.tui.face import Complete
from annotator.tui.help import HelpBlock
from annotator.tui.key_names import ModeKeys
from annotator.tui.widgets.key_line import KeyLine
from annotator.tui.widgets.line_input import LineInput

PREVIEW_ROWS = 12


class _Completing(Suggester):
    """Completes a line, looking the completion up beside the screen."""

    def __init__(self, complete: Complete) -> None:
        super().__init__(use_cache=False)
        self._look_up = complete

    async def get_suggestion(self, value: str) -> str | None:
        return await asyncio.to_thread(self._look_up, value)


class AskScreen(ModalScreen[str | None]):
    """Asks for one line of text, or gives None; → takes the completion."""

    ACTS: ClassVar[Mapping[str, str]] = {"dialog.take": "take", "dialog.leave": "leave"}

    def __init__(
        self, keys: ModeKeys, question: str, value: str, complete: Complete | None = None
    ) -> None:
        super().__init__()
        self._keys, self._question = keys.in_field(), question
        own = bindings_of(self._keys.by_key, self.ACTS, first=True)
        self._bindings = BindingsMap.merge([own, self._bindings])
        # An input draws what it holds as it is: it gets the safe form, and gives the true one back.
        self._true = {shown(value): value}
        self._value, self._complete = shown(value), complete

    def compose(self) -> ComposeResult:
        """The question over an input."""
        suggester = None if self._complete is None else _Completing(self._completion)
        take, leave = (self._keys.names[f"dialog.{act}"] for act in ("take", "leave"))
        acts = ((f"{take}: take", "take"), ("→: complete", "complete"), (f"{leave}: back", "leave"))
        legend = wording.field_legend(self._keys.names, completes=suggester is not None)
        field = LineInput(self._value, suggester=suggester)
        field.cursor_blink = False
        with Vertical(classes="dialog"):
            yield Static(self._question, markup=False)
            yield field
            yield KeyLine(legend, acts, classes="quiet")

    def _completion(self, begun: str) -> str | None:
        found = None if self._complete is None else self._complete(begun)
        if found is None:
            return None
        self._true[shown(found)] = found
        return shown(found)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what was pasted safely too."""
        safe = shown(event.value)
        if safe != event.value:
            event.input.value = safe

    def action_take(self) -> None:
        """Give the line back."""
        value = self.query_one(LineInput).value
        self.dismiss(self._true.get(value, value))

    def action_complete(self) -> None:
        """Take the completion."""
        field = self.query_one(LineInput)
        field.action_end()
        field.action_cursor_right()

    def action_leave(self) -> None:
        """Give nothing back."""
        self.dismiss(None)


class ConfirmScreen(ModalScreen[bool]):
    """Shows what would happen, and asks whether to do it."""

    ACTS: ClassVar[Mapping[str, str]] = {
        "dialog.take": "answer(True)",
        "dialog.leave": "answer(False)",
    }

    def __init__(self, keys: ModeKeys, question: str, details: Sequence[str]) -> None:
        super().__init__()
        self._names, self._question, self._details = keys.names, question, details
        self._bindings = BindingsMap.merge([bindings_of(keys.by_key, self.ACTS), self._bindings])

    def compose(self) -> ComposeResult:
        """The question, the first details, and how many more there are."""
        more = len(self._details) - PREVIEW_ROWS
        rows = [*self._details[:PREVIEW_ROWS], *([f"… and {more} more"] if more > 0 else [])]
        with Vertical(classes="dialog"):
            yield Static(self._question, markup=False)
            yield Static("\n".join(rows), markup=False)
            yes, no = (self._names[act] for act in self.ACTS)
            acts = ((f"{yes}: yes", "answer(True)"), (f"{no}: no", "answer(False)"))
            yield KeyLine(wording.preview_legend(self._names), acts, classes="quiet")

    def action_answer(self, answer: bool) -> None:
        """Give the answer back."""
        self.dismiss(answer)


class TextScreen(ModalScreen[None]):
    """A longer text to scroll; the keys that answer a question close it, and so does help."""

    ACTS: ClassVar[Mapping[str, str]] = {
        "dialog.take": "leave",
        "dialog.leave": "leave",
        "app.help": "leave",
    }

    def __init__(self, keys: ModeKeys) -> None:
        super().__init__()
        self.names = keys.names
        self._bindings = BindingsMap.merge([bindings_of(keys.by_key, self.ACTS), self._bindings])

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)


class HelpScreen(TextScreen):
    """Every key, in blocks of a heading and its rows: what works now first."""

    def __init__(self, keys: ModeKeys, blocks: Sequence[HelpBlock]) -> None:
        super().__init__(keys)
        self._blocks = blocks

    def compose(self) -> ComposeResult:
        """One block after the other."""
        lines: list[Content] = []
        for block in self._blocks:
            lines.append(Content(f"\n{block.heading}").stylize("bold"))
            lines += [Content(f"  {keys:<14} {words}") for keys, words in block.rows]
        with VerticalScroll(classes="reading"):
            acts = ((f"({self.names['dialog.leave']} closes)", "leave"),)
            yield KeyLine(wording.help_legend(self.names), acts, classes="heading")
            yield Static(Content("\n").join(lines))


class GuidelineScreen(TextScreen):
    """The guidelines' section for the current item; a key shows all of them.

    One section is there at once; the whole text takes the Markdown widget about a second.
    """

    ACTS: ClassVar[Mapping[str, str]] = {**TextScreen.ACTS, "dialog.all": "all"}

    def __init__(self, keys: ModeKeys, guidelines: str, section: str) -> None:
        super().__init__(keys)
        self._guidelines, self._section = guidelines, section

    def compose(self) -> ComposeResult:
        """The section that was asked for; all of it where there is no such section."""
        # Imported here: it brings a Markdown parser, which the first frame need not wait for.
        from textual.widgets import Markdown

        with VerticalScroll(classes="reading"):
            every, leave = (self.names[f"dialog.{act}"] for act in ("all", "leave"))
            acts = ((f"{every}: all guidelines", "all"), (f"{leave}: back", "leave"))
            yield KeyLine(wording.guideline_legend(self.names), acts, classes="quiet")
            yield Markdown(section_of(self._guidelines, self._section), open_links=False)

    async def action_all(self) -> None:
        """Show every section."""
        from textual.widgets import Markdown

        await self.query_one(Markdown).update(self._guidelines)


def section_of(guidelines: str, section: str) -> str:
    """The level-2 section whose heading begins with the word `section`; all where none does."""
    parts = guidelines.split("\n## ")[1:]
    wanted = next((p for p in parts if p.split(maxsplit=1)[:1] == [section]), None)
    if wanted is None:
        return guidelines or safe_line(f"There are no guidelines ({section}).", 80)
    return f"## {wanted}"
