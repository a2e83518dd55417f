"""What is said of a key that does nothing where the person is. Pure."""

from __future__ import annotations

from annotator.domain.display import safe_line
from annotator.domain.scheme import Scheme
from annotator.keys import KeyChanges, Mode, keymap
from annotator.tui.key_names import KeyNames

KEY_CELLS = 4


def why_idle(key: str, mode: Mode, scheme: Scheme, changed: KeyChanges, keys: KeyNames) -> str:
    """Why a key did nothing, and which does; empty for a key that types no character."""
    if len(key) != 1 or not key.isprintable():
        return ""
    name = f"“{safe_line(key, KEY_CELLS)}”"
    if mode is Mode.CURSOR:
        return f"{name} does nothing in cursor mode: {keys['cursor.leave']} leaves it."
    if mode is Mode.READING and key in keymap(Mode.STANCE, scheme, changed):
        item, row, new = keys["item.next"], keys["stance.go"], keys["stance.new"]
        return f"{name} is for stances: {item} or {row} goes to one, {new} makes one."
    if mode is Mode.STANCE and key in keymap(Mode.READING, scheme, changed):
        return f"{name} is for mentions: {keys['item.next']} or {keys['hint.go']} goes to one."
    return f"{name} does nothing here: {keys['app.help']} shows the keys."
