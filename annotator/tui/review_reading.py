"""Reading the project behind the review's screens: its disagreements, and its figures.

Runs in a thread of its own, an article at a time, and only while no key was pressed a moment ago:
the one interpreter belongs to the person first.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from annotator.domain.agreement.panel import Panel
from annotator.project.agreeing import measure_agreement
from annotator.project.disagreements import Docket

IDLE_S = 0.25
"""How long after a key the person counts as typing."""
FIRST = 20
"""Articles whose disagreements are read before the figures: something to begin with."""
GROWTH = 1.25
"""The screens are told when so many times more is read: they sort everything anew."""


class LeftError(Exception):
    """The person has left; what is being read is wanted no more."""


class Reading:
    """What the thread does; `key` and `stop` are called from elsewhere.

    Args:
        docket: Takes the disagreements; its articles are found already.
        grown: Told when there is more to show.
        measured: Told the figures.
    """

    def __init__(
        self, docket: Docket, grown: Callable[[], None], measured: Callable[[Panel], None]
    ) -> None:
        self._docket, self._grown, self._measured = docket, grown, measured
        self._left = threading.Event()
        self._typed_at = 0.0

    def key(self) -> None:
        """A key was pressed: let it go first."""
        self._typed_at = time.monotonic()

    def stop(self) -> None:
        """End soon."""
        self._left.set()

    def run(self) -> None:
        """Read everything, or until it is stopped.

        Raises:
            AnnotatorError: Something stored can't be read.
        """
        try:
            self._read(FIRST)
            panel = measure_agreement(
                self._docket.workspace, on_progress=lambda _what, _done, _total: self._breathe()
            )
            self._measured(panel.panel)
            self._read(self._docket.contested)
        except LeftError:
            return

    def _read(self, most: int) -> None:
        told = 0
        for number in range(1, most + 1):
            if not self._docket.read_next():
                break
            if number >= GROWTH * told:
                told = number
                self._grown()
            self._breathe()
        self._grown()

    def _breathe(self) -> None:
        """Wait while the person types.

        Raises:
            LeftError: She is gone.
        """
        while (left := self._typed_at + IDLE_S - time.monotonic()) > 0:
            if self._left.wait(left):
                break
        if self._left.is_set():
            raise LeftError
