"""Tokens of many texts as columns, and the label that a reading gives to each.

A corpus has millions of tokens, of which only where they begin and end is wanted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotator.domain.span_matching import Integers, SpanColumns
from annotator.domain.token_places import TokenFinder


@dataclass(frozen=True, slots=True)
class TokenColumns:
    """Tokens in text order; offsets count from the begin of the first text.

    `base` is where each text begins, `text` the number of the text a token stands in.
    """

    start: Integers
    end: Integers
    text: Integers
    base: Integers


def token_columns(texts: Sequence[str]) -> TokenColumns:
    """The tokens of the texts, set one after the other with a line end between them."""
    joined = "\n".join(texts) + "\n"
    start, end = TokenFinder().edges(joined)
    lengths = np.array([len(text) + 1 for text in texts], np.int64)
    base = np.cumsum(lengths) - lengths
    first = np.searchsorted(start, np.append(base, len(joined)))
    number = np.repeat(np.arange(len(texts)), np.diff(first))
    return TokenColumns(start, end, number, base)


def painted(
    tokens: TokenColumns, spans: SpanColumns, values: Integers, outside: int
) -> NDArray[np.int64]:
    """One value for each token: that of the longest span which touches it, else `outside`.

    Args:
        tokens: The tokens.
        spans: Spans, in the offsets of the tokens.
        values: What each span gives to its tokens.
        outside: What a token without a span gets.
    """
    # The last value written to a token stays: the longest span's, then the earliest's, then the
    # highest label's, whatever order the spans come in.
    order = np.lexsort((spans.label, -spans.start, spans.end - spans.start))
    first = np.searchsorted(tokens.end, spans.start, "right")[order]
    last = np.searchsorted(tokens.start, spans.end, "left")[order]
    width = np.maximum(last - first, 0)
    offsets = np.arange(width.sum()) - np.repeat(np.cumsum(width) - width, width)
    found = np.full(len(tokens.start), outside, np.int64)
    found[np.repeat(first, width) + offsets] = np.repeat(values[order], width)
    return found
