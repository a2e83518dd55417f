"""Tokens of many texts as columns, and the label that a reading gives to each.

The tokens are those of `domain.tokens.tokenize`, found without a loop over them: a corpus has
millions, of which only where they begin and end is wanted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotator.domain.span_matching import Integers, SpanColumns
from annotator.domain.tokens import WORD_CHARACTER

_SPACE, _OTHER, _WORD = 0, 1, 2


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
    chars = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), "<u4")
    kind = _char_kinds(chars)[chars]
    word, other = kind == _WORD, kind == _OTHER
    before = np.concatenate([[False], word[:-1]])
    after = np.concatenate([word[1:], [False]])
    start = np.flatnonzero(other | (word & ~before)).astype(np.int64)
    end = np.flatnonzero(other | (word & ~after)).astype(np.int64) + 1
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


def _char_kinds(chars: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Space, word character or other, as in `domain.tokens`; for the code points in use."""
    used = np.bincount(chars)
    kinds = np.full(len(used), _OTHER, np.uint8)
    is_word = re.compile(WORD_CHARACTER).match
    for code in np.flatnonzero(used).tolist():
        char = chr(code)
        if is_word(char):
            kinds[code] = _WORD
        elif char.isspace():
            kinds[code] = _SPACE
    return kinds
