"""What the reader has keys do; the acts themselves are in the modules that end in `acts`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.tui.reader import Reader


@dataclass(frozen=True, slots=True)
class Acts:
    """What actions do: by id, and those that a label or a side of the scheme goes with."""

    table: Mapping[str, Callable[[Reader], Awaitable[None] | None]]
    label: Callable[[Reader, str], None]
    stance: Callable[[Reader, str], None]
