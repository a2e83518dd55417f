"""What is worth a second look, as a list; Enter goes there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList

from annotator.domain.display import safe_line
from annotator.domain.quality import Finding
from annotator.tui.widgets.key_line import KeyLine
from annotator.tui.wording import quality_legend

LINE_CELLS = 400


class QualityScreen(ModalScreen[Finding | None]):
    """Gives back the finding to go to, or None to go back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", show=False),
        Binding("n", "step(1)", show=False),
        Binding("b", "step(-1)", show=False),
        Binding("ctrl+q", "app.quit", show=False),
    ]

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__()
        self._findings = findings

    def compose(self) -> ComposeResult:
        """The findings, then what the keys do."""
        yield OptionList(*(Content(finding_line(one)) for one in self._findings), id="quality-list")
        acts = (
            ("Enter: go there", "there"),
            ("n", "step(1)"),
            ("b", "step(-1)"),
            ("Esc: back", "leave"),
        )
        yield KeyLine(quality_legend(len(self._findings)), acts, id="quality-legend")

    def on_mount(self) -> None:
        """Stand on the first finding."""
        self.query_one(OptionList).focus()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._findings[event.option_index])

    def action_step(self, rows: int) -> None:
        """Go down a finding, or up."""
        found = self.query_one(OptionList)
        if rows > 0:
            found.action_cursor_down()
        else:
            found.action_cursor_up()

    def action_there(self) -> None:
        """Go to the finding that one stands on."""
        self.query_one(OptionList).action_select()

    def action_leave(self) -> None:
        """Back to the article."""
        self.dismiss(None)


def finding_line(finding: Finding) -> str:
    """One finding on one line: what, where, whose, why."""
    item = f" {finding.item}" if finding.item else ""
    where = f"{finding.article}{item} ({finding.author})"
    return safe_line(f"{finding.kind.value}: {where}: {finding.reason}", LINE_CELLS)
