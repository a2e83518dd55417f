"""The person's own keys: a TOML file that gives acts other keys, checked whole before it is used.

A line is `"item.keep" = ["é", "y"]`: the act's id as `annotator keys` lists it, then one key or
several. A key is any visible character, or one of the names below, or `Ctrl+` and a letter.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from annotator.config import Settings
from annotator.domain.scheme import Scheme
from annotator.errors import InputError
from annotator.keys import (
    LABEL_ACTION,
    STANCE_ACTION,
    KeyChanges,
    Mode,
    actions_of,
    clashes,
    every_action,
    is_typed,
    shown_key,
)

KEYMAP_FILE: Final = "keymap.toml"
NAMES: Final[Mapping[str, str]] = {
    "?": "question_mark",
    "space": "space",
    "tab": "tab",
    "shift+tab": "shift+tab",
    "enter": "enter",
    "esc": "escape",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "home": "home",
    "end": "end",
    "up": "up",
    "down": "down",
    "left": "left",
    "right": "right",
    "↑": "up",
    "↓": "down",
    "←": "left",
    "→": "right",
}
ALWAYS: Final[Mapping[str, str]] = {
    "ctrl+q": "app.quit",
    "ctrl+p": "app.palette",
    "ctrl+l": "app.redraw",
}
"""Keys that keep their act whatever the file says, so that there is always a way out."""
_OF_FIELDS: Final[Mapping[str, str]] = {
    "dialog.take": "enter",
    "dialog.leave": "escape",
    "queue.open": "enter",
    "queue.back": "escape",
    "table.back": "escape",
}
"""Acts that fields for text need, with the key that stays where all of their own are typed."""
_SAME_AS: Final = {"i": "Tab", "m": "Enter", "j": "Enter", "h": "Backspace"}


def load_user_keys(settings: Settings, scheme: Scheme) -> KeyChanges:
    """The keys of the file that the settings name, else of `keymap.toml` beside the database.

    Raises:
        InputError: The named file does not exist, or a file can't be used; the sentence says why.
    """
    named = settings.keymap
    path = Path(named) if named else Path(settings.database).parent / KEYMAP_FILE
    if not named and not path.is_file():
        return {}
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} can't be read ({error}); save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path} is no TOML ({error}); mend that line.") from error
    changed = {
        action: _keys(path, action, value)
        for action, value in _flat(content, "")
        if _is_act(path, action, scheme)
    }
    for key, action in ALWAYS.items():
        if action in changed:
            changed[action] = (*changed[action], *({key} - set(changed[action])))
    for action, key in _OF_FIELDS.items():
        if all(map(is_typed, changed.get(action, (key,)))):
            changed[action] = (*changed[action], key)
    check_user_keys(path, scheme, changed)
    return changed


def with_user_keys(scheme: Scheme, changed: KeyChanges) -> Scheme:
    """The scheme with its labels on the person's keys; its file and hash stay what they are."""

    def key(action: str, before: str) -> str:
        return changed.get(action, (before,))[0]

    return replace(
        scheme,
        entities=tuple(
            replace(e, key=key(f"{LABEL_ACTION}{e.id}", e.key)) for e in scheme.entities
        ),
        stances=tuple(replace(s, key=key(f"{STANCE_ACTION}{s.id}", s.key)) for s in scheme.stances),
    )


def check_user_keys(path: Path, scheme: Scheme, changed: KeyChanges) -> None:
    """Hold the person's keys against all others.

    Raises:
        InputError: Two acts that work at the same time want one key.
    """
    for mode in Mode:
        for key, first, second in clashes(actions_of(mode, scheme, changed)):
            raise InputError(
                f"{path}: key {shown_key(key)} is wanted by {first.id} ({first.description}) and "
                f"by {second.id} ({second.description}); give one of them another key."
            )


def _is_act(path: Path, action: str, scheme: Scheme) -> bool:
    known = [each.id for each in every_action(scheme)]
    if action in known:
        return True
    near = get_close_matches(action, known, n=1)
    meant = f"did you mean {near[0]}? " if near else ""
    raise InputError(f"{path}: there is no act {action!r}; {meant}`annotator keys` lists them all.")


def _flat(table: Mapping[str, object], prefix: str) -> Iterator[tuple[str, object]]:
    """`item.keep` may be written with quotes or, as a nested table, without."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def _keys(path: Path, action: str, value: object) -> tuple[str, ...]:
    keys = [value] if isinstance(value, str) else value
    if not isinstance(keys, list) or not keys:
        raise InputError(f'{path}: {action} needs a key or a list of keys, like ["é", "Ctrl+E"].')
    return tuple(dict.fromkeys(_key(path, action, key) for key in keys))


def _key(path: Path, action: str, key: object) -> str:
    if not isinstance(key, str):
        raise InputError(f"{path}: {key!r} of {action} is no key; write keys in quotes.")
    text = unicodedata.normalize("NFC", key)
    if text.casefold() in NAMES:
        return NAMES[text.casefold()]
    if len(text) == 1 and text.isprintable() and not text.isspace():
        return text
    letter = text.casefold().removeprefix("ctrl+")
    if text.casefold().startswith("ctrl+") and len(letter) == 1 and "a" <= letter <= "z":
        return _with_ctrl(path, action, letter)
    names = ", ".join(name.title() for name in NAMES if name.isascii() and len(name) > 1)
    raise InputError(
        f"{path}: {key!r} of {action} is no key that every terminal sends; use one visible "
        f"character, Ctrl+ and a letter, or one of {names}."
    )


def _with_ctrl(path: Path, action: str, letter: str) -> str:
    key = f"ctrl+{letter}"
    if letter in _SAME_AS:
        raise InputError(
            f"{path}: terminals send {_SAME_AS[letter]} for {shown_key(key)} of {action}; "
            "use another key."
        )
    if key == "ctrl+c" or ALWAYS.get(key, action) != action:
        kept = ALWAYS.get(key, "app.quit")
        raise InputError(f"{path}: {shown_key(key)} always is {kept}; give {action} another key.")
    return key
