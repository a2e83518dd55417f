"""Small modal screens: a question, a preview with yes or no, the keys, the guidelines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from annotator.domain.display import safe_line, shown
from annotator.tui.help import HelpBlock
from annotator.tui.widgets.key_line import KeyLine
from annotator.tui.widgets.line_input import LineInput

PREVIEW_ROWS = 12
HINT_WITHOUT = "Enter: take   Esc: back"
ASK_ACTS = (("Enter: take", "take"), ("→: complete", "complete"), ("Esc: back", "leave"))


class AskScreen(ModalScreen[str | None]):
    """Asks for one line of text; Enter gives it, Esc gives None, → takes the completion."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    def __init__(self, question: str, value: str, completions: Sequence[str]) -> None:
        super().__init__()
        self._question = question
        # An input draws what it holds as it is: it gets the safe form, and gives the true one back.
        self._true = {shown(text): text for text in (*completions, value)}
        self._value, self._completions = shown(value), [shown(text) for text in completions]

    def compose(self) -> ComposeResult:
        """The question over an input."""
        suggester = SuggestFromList(self._completions, case_sensitive=False)
        keys = "Enter: take   →: complete   Esc: back" if self._completions else HINT_WITHOUT
        field = LineInput(self._value, suggester=suggester if self._completions else None)
        field.cursor_blink = False
        with Vertical(classes="dialog"):
            yield Static(self._question, markup=False)
            yield field
            yield KeyLine(keys, ASK_ACTS, classes="quiet")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what was pasted safely too."""
        safe = shown(event.value)
        if safe != event.value:
            event.input.value = safe

    def on_input_submitted(self) -> None:
        """Give the line back."""
        self.action_take()

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
    """Shows what would happen; Enter or y does it, Esc or n does not."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,y", "answer(True)", show=False),
        Binding("escape,n", "answer(False)", show=False),
    ]

    def __init__(self, question: str, details: Sequence[str]) -> None:
        super().__init__()
        self._question, self._details = question, details

    def compose(self) -> ComposeResult:
        """The question, the first details, and how many more there are."""
        more = len(self._details) - PREVIEW_ROWS
        rows = [*self._details[:PREVIEW_ROWS], *([f"… and {more} more"] if more > 0 else [])]
        with Vertical(classes="dialog"):
            yield Static(self._question, markup=False)
            yield Static("\n".join(rows), markup=False)
            acts = (("Enter: yes", "answer(True)"), ("Esc: no", "answer(False)"))
            yield KeyLine("Enter: yes   Esc: no", acts, classes="quiet")

    def action_answer(self, answer: bool) -> None:
        """Give the answer back."""
        self.dismiss(answer)


class TextScreen(ModalScreen[None]):
    """A longer text to scroll; any of Esc, q and Enter closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,enter,question_mark", "leave", show=False)
    ]

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)


class HelpScreen(TextScreen):
    """Every key, in blocks of a heading and its rows: what works now first."""

    def __init__(self, blocks: Sequence[HelpBlock]) -> None:
        super().__init__()
        self._blocks = blocks

    def compose(self) -> ComposeResult:
        """One block after the other."""
        lines: list[Content] = []
        for block in self._blocks:
            lines.append(Content(f"\n{block.heading}").stylize("bold"))
            lines += [Content(f"  {keys:<14} {words}") for keys, words in block.rows]
        with VerticalScroll(classes="reading"):
            yield KeyLine("Keys   (Esc closes)", (("(Esc closes)", "leave"),), classes="heading")
            yield Static(Content("\n").join(lines))


class GuidelineScreen(TextScreen):
    """The guidelines' section for the current item; `a` shows all of them.

    One section is there at once; the whole text takes the Markdown widget about a second.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("a", "all", show=False)]

    def __init__(self, guidelines: str, section: str) -> None:
        super().__init__()
        self._guidelines, self._section = guidelines, section

    def compose(self) -> ComposeResult:
        """The section that was asked for; all of it where there is no such section."""
        # Imported here: it brings a Markdown parser, which the first frame need not wait for.
        from textual.widgets import Markdown

        with VerticalScroll(classes="reading"):
            acts = (("a: all guidelines", "all"), ("Esc: back", "leave"))
            yield KeyLine("a: all guidelines   Esc: back", acts, classes="quiet")
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
