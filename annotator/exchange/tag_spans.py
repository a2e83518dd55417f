"""Spans in a row of tags: IOB1, IOB2 (BIO), BILOU, BIOES, or bare labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_TAG = re.compile(r"(?P<prefix>[BILOUESM])-(?P<label>.+)\Z", re.DOTALL)
_OUTSIDE = frozenset({"O", "", "_", "-", "0"})
_BEGINS, _ENDS = frozenset("BUS"), frozenset("LEUS")


def tag_spans(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """First token, last token (included) and label of each span.

    A span ends where the next tag begins one, has another label, or is outside; so a span that
    begins with `I-` (IOB1, and many a careless file) is one as well.
    """
    first, label, ended = 0, "", True
    for number, tag in enumerate(tags):
        match = _TAG.match(tag)
        prefix, found = (match["prefix"], match["label"]) if match else ("", tag)
        outside = match is None and tag in _OUTSIDE
        if not ended and (outside or prefix in _BEGINS or found != label):
            yield first, number - 1, label
            ended = True
        if outside:
            continue
        if ended:
            first, label, ended = number, found, False
        if prefix in _ENDS:
            yield first, number, label
            ended = True
    if not ended:
        yield first, len(tags) - 1, label
