"""What the workbench says of the current item, of the cursor, and of what hints are for."""

from __future__ import annotations

from annotator.domain.counted import counted
from annotator.domain.display import safe_line
from annotator.domain.items import Decision, Mention, MentionKind
from annotator.domain.words import Edge
from annotator.tui.key_names import KeyNames
from annotator.tui.wording import DECISIONS, NAME_CELLS, quoted

LABEL_CELLS = 10


def hint_go() -> str:
    """What hints are for."""
    return "Type a hint: go there, or begin a mention · Enter: nested · Esc: back"


def hint_label(label: str) -> str:
    """What hints are for."""
    name = safe_line(label, LABEL_CELLS)
    return f"Type a hint: what stands there is {name} · Enter: nested · Esc: back"


def hint_edge(edge: Edge) -> str:
    """What hints are for."""
    side = "left" if edge is Edge.START else "right"
    return f"Type a hint: the {side} edge goes there · Esc: back"


def no_edge_there() -> str:
    """An edge was pointed to where no mention is near."""
    return "There is no mention in that sentence, and none is current."


def hint_entity(text: str) -> str:
    """What hints are for."""
    return f"Type a hint: {quoted(text)} is the same entity as there"


def no_such_hint(letters: str) -> str:
    """An unknown hint was typed."""
    return f"There is no hint {safe_line(letters, 4)}."


def mention_line(
    mention: Mention, entity: str | None, *, candidate: bool, stances: int = 0, alike: str = ""
) -> str:
    """A mention in words: text, label, kind, entity, stances, how it came about, and why.

    The stances are those that would be rejected with it; `alike` tells what its entity looks like.
    """
    parts = [quoted(mention.quote), f"{mention.label} {mention.kind}"]
    if entity is not None and entity != mention.quote:
        parts.append(f"= {safe_line(entity, NAME_CELLS)}")
    if alike:
        parts.append(alike)
    if stances:
        parts.append(counted(stances, "stance"))
    status = "candidate" if candidate else DECISIONS[mention.decision]
    if mention.unsure:
        status += ", unsure"
    if mention.origin is not None:
        status += f", p {mention.origin.p:.2f}"
    parts.append(status)
    if mention.origin is not None and (candidate or mention.decision is Decision.SUGGESTED):
        parts.append(mention.origin.reason)
    return " · ".join(parts)


def what_it_is(text: str, label: str, kind: MentionKind) -> str:
    """An end of the current stance has another label or kind."""
    return f"{quoted(text)} is {safe_line(label, LABEL_CELLS)} {kind} now."


def pending_line(text: str) -> str:
    """A span that is no mention yet, in words."""
    return f"{quoted(text)} · no mention yet: a label key makes it one"


def cursor_line(keys: KeyNames, text: str | None, *, selected: bool) -> str:
    """What a label key would take in cursor mode."""
    if text is None:
        return f"Cursor: {keys['cursor.select']} begins a selection"
    return f"{'Selected' if selected else 'Cursor on'} {quoted(text)} · a label key marks it"


def selection_begun(keys: KeyNames) -> str:
    """A selection began in cursor mode, and is empty still."""
    words = f"{keys['cursor.next_word']} {keys['cursor.previous_word']}"
    return f"A selection begins here: {words} extend it, {keys['cursor.select']} lets it go"
