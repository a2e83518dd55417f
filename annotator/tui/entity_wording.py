"""What the workbench says about entities that look like one, and about labels given before."""

from __future__ import annotations

from collections.abc import Mapping

from annotator.domain.counted import counted
from annotator.domain.display import safe_line
from annotator.domain.likeness import Join
from annotator.tui.key_names import KeyNames
from annotator.tui.wording import NAME_CELLS, quoted

SHORT_NAME_CELLS = 18


def ask_entity(text: str) -> str:
    """The question of the entity dialog."""
    return f"{quoted(text)} is:"


def looks_like(keys: KeyNames, join: Join, own: int) -> str:
    """A proposal, seen from the entity `own`."""
    other = join.less if join.full.id == own else join.full
    return f"≈ {safe_line(other.name, SHORT_NAME_CELLS)} ({join.why}): {keys['entity.join']} joins"


def ask_join(join: Join) -> str:
    """The question before two entities of the project become one here."""
    less, full = (safe_line(e.name, SHORT_NAME_CELLS) for e in (join.less, join.full))
    return f"Is {less} the same as {full} ({join.why})?"


def joined(less: str, full: str, mentions: int) -> str:
    """Two entities became one."""
    less, full = (safe_line(name, NAME_CELLS) for name in (less, full))
    return f"{counted(mentions, 'mention')} of {less}: {full} now."


def nothing_alike(name: str) -> str:
    """No entity looks like the current one."""
    return f"No other entity looks like {quoted(name)}."


def never_labelled(text: str) -> str:
    """She never decided on these words."""
    return f"You have not decided on {quoted(text)} anywhere else."


def labelled_before(text: str, counts: Mapping[str, int]) -> str:
    """The heading of the places where she decided on these words."""
    each = "  ".join(f"{label} {count}" for label, count in counts.items())
    return f"{quoted(text)} so far: {safe_line(each, NAME_CELLS)}"


def labelled_legend(keys: KeyNames, labels: str) -> str:
    """The keys over the places where she decided before."""
    there, back = keys["list.open"], keys["list.back"]
    named = safe_line(labels, NAME_CELLS)
    return f"{there} goes there   {named} labels this one   {back} goes back"
