"""An input for one line into which anything may be pasted.

Textual's own takes the first line of what is pasted and drops the rest without a word; here line
ends become spaces, and what could steer a terminal never gets in.
"""

from __future__ import annotations

import re

from textual import events
from textual.widgets import Input

from annotator.domain.display import BIDI, shown

_LINE_ENDS = re.compile(r"[ \t]*[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+[ \t]*|\t")
# Sequences to a terminal: CSI, OSC with its end, any other escape (ECMA-48, sections 5.4 and 8.3).
_SEQUENCES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?|\x1b."
)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


class LineInput(Input):
    """A line of text."""

    def _on_paste(self, event: events.Paste) -> None:
        start, end = sorted(self.selection)
        self.replace(pasted_line(event.text), start, end)
        event.prevent_default()
        event.stop()


def pasted_line(text: str) -> str:
    """What is pasted as one line: line ends and tabs as spaces, controls and sequences left out."""
    line = _CONTROLS.sub("", _LINE_ENDS.sub(" ", _SEQUENCES.sub("", text)))
    return "".join(char for char in line if shown(char) != BIDI).strip()
