"""The garbage collector while many values pass through: it looks at them less often.

Values of articles and items hold no cycles, so reference counts free them; the collector alone
would walk all that waits to be written again and again, an eighth of the time of an export.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

COLLECT_AFTER = 100_000
"""Values that must have come to stay before the collector looks."""


@contextmanager
def rare_collections(after: int = COLLECT_AFTER) -> Iterator[None]:
    """Collect only `after` so many new values within; what lives already is not looked at again."""
    before, untouched = gc.get_threshold(), gc.get_freeze_count() == 0
    if untouched:
        gc.freeze()
    gc.set_threshold(after, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        if untouched:
            gc.unfreeze()
