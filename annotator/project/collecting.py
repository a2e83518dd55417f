"""The garbage collector while many values pass through: it looks at them less often.

Values of articles and items hold no cycles, so reference counts free them; the collector alone
would walk all that waits to be written again and again, an eighth of the time of an export.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

COLLECT_AFTER = (100_000, 20, 50)


@contextmanager
def rare_collections() -> Iterator[None]:
    """Collect seldom within; what lives already is not looked at again."""
    before, untouched = gc.get_threshold(), gc.get_freeze_count() == 0
    if untouched:
        gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        if untouched:
            gc.unfreeze()
