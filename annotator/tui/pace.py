"""The clock of the person at the keyboard: her active time, and when Space is ignored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

PAUSE_SECONDS = 60.0


@dataclass(slots=True)
class Pace:
    """When the last key came, and how long the person has been active."""

    now: Callable[[], float]
    last_key: float | None = None
    active_seconds: float = 0.0
    guarded_until: float = 0.0

    def key(self) -> None:
        """Count the time since the last key, unless it was a pause."""
        now = self.now()
        if self.last_key is not None and now - self.last_key <= PAUSE_SECONDS:
            self.active_seconds += now - self.last_key
        self.last_key = now

    def guard(self, milliseconds: int) -> None:
        """Ignore Space for a moment: something new was painted."""
        self.guarded_until = self.now() + milliseconds / 1000
