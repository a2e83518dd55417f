"""What the program remembers of a person between two sittings: theme, and which acts are known.

One JSON file for each login, outside every project, by annotator name; a file that can't be read
counts as empty and one that can't be written is no error, for nothing in it is work.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

FILE = Path("annotator") / "preferences.json"


def preferences_path() -> str:
    """Where the file lies: `$XDG_STATE_HOME`, else `~/.local/state` (XDG Base Directory 0.8)."""
    state = os.environ.get("XDG_STATE_HOME", "")
    home = Path(state) if Path(state).is_absolute() else Path("~/.local/state").expanduser()
    return str(home / FILE)


@dataclass(slots=True)
class Preferences:
    """One annotator's preferences; `path` is None where nothing is to be remembered."""

    path: str | None
    annotator: str
    theme: str = ""
    """Name of the theme that was chosen last; empty where none was."""
    used: dict[str, int] = field(default_factory=dict)
    """Action id to how often it was done."""

    def count(self, action: str) -> None:
        """The action was done once more."""
        self.used[action] = self.used.get(action, 0) + 1

    def save(self) -> None:
        """Write the annotator's part of the file anew, whole or not at all."""
        if self.path is None:
            return
        file = Path(self.path)
        everybody = dict(_everybody(self.path))
        everybody[self.annotator] = {"theme": self.theme, "used": self.used}
        draft = file.with_name(f"{file.name}.{os.getpid()}")
        with suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(json.dumps(everybody, indent=1), encoding="utf-8")
            draft.replace(file)


def load_preferences(path: str | None, annotator: str) -> Preferences:
    """What is remembered of an annotator; values of another shape are left out."""
    found = Preferences(path, annotator)
    mine = _everybody(path).get(annotator) if path is not None else None
    if isinstance(mine, dict):
        theme, used = mine.get("theme"), mine.get("used")
        found.theme = theme if isinstance(theme, str) else ""
        for action, count in used.items() if isinstance(used, dict) else ():
            if isinstance(action, str) and isinstance(count, int):
                found.used[action] = count
    return found


def _everybody(path: str) -> Mapping[str, object]:
    try:
        content: object = json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
