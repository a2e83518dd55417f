"""What is said in practice: whether a fix is right, and what is left."""

from __future__ import annotations

from annotator.domain.display import safe_line
from annotator.domain.layer import Layer
from annotator.domain.practice import Practice
from annotator.tui.key_names import KeyNames
from annotator.tui.wording import quoted

WHY_CELLS = 64
LABEL_CELLS = 12


def practice_begins() -> str:
    """The first words of a practice."""
    return "Practice: each fix is judged, nothing is kept. Mend mentions, then stances."


def practice_verdict(keys: KeyNames, practice: Practice, before: Layer, after: Layer) -> str:
    """Whether what was done in practice is right, and how much is left; empty for no change."""
    verdict = practice.verdict(before, after)
    if verdict is None:
        return ""
    words, left = quoted(verdict.words), verdict.left
    nothing = "no side is taken there" if verdict.is_stance else "no mention belongs there"
    why = safe_line(verdict.why or nothing, WHY_CELLS)
    if not verdict.right:
        return f"Not so, {words}: {why}. {keys['edit.undo']} takes it back."
    if verdict.missing is not None:
        missing, label = quoted(verdict.missing[0]), safe_line(verdict.missing[1], LABEL_CELLS)
        return f"Half right: {missing} ({label}) is missing there. {left} left to mend."
    rest = (
        f"{left} left to mend"
        if left
        else f"all is right: the practice is over ({keys['app.quit']})"
    )
    return f"Right, {words}: {why}. {rest[:1].upper()}{rest[1:]}."
