"""What is worth a second look, as a list that leads there."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList

from annotator.domain.display import safe_line
from annotator.domain.quality import Finding
from annotator.tui.key_names import ModeKeys
from annotator.tui.screens.places import KeyedList, ListScreen
from annotator.tui.widgets.key_line import KeyLine
from annotator.tui.wording import quality_legend

LINE_CELLS = 400


class QualityScreen(ListScreen[Finding]):
    """Gives back the finding to go to, or None to go back."""

    def __init__(self, keys: ModeKeys, findings: Sequence[Finding]) -> None:
        super().__init__(keys)
        self._findings = findings

    def compose(self) -> ComposeResult:
        """The findings, then what the keys do."""
        rows = (Content(finding_line(one)) for one in self._findings)
        yield KeyedList(*rows, keys=self.keys, id="quality-list")
        names = self.keys.names
        acts = (
            (f"{names['list.open']}: go there", "there"),
            (names["list.next"], "step(1)"),
            (names["list.previous"], "step(-1)"),
            (f"{names['list.back']}: back", "leave"),
        )
        yield KeyLine(quality_legend(names, len(self._findings)), acts, id="quality-legend")

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._findings[event.option_index])


def finding_line(finding: Finding) -> str:
    """One finding on one line: what, where, whose, why."""
    item = f" {finding.item}" if finding.item else ""
    where = f"{finding.article}{item} ({finding.author})"
    return safe_line(f"{finding.kind.value}: {where}: {finding.reason}", LINE_CELLS)
