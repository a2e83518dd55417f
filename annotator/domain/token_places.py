"""Where the tokens of a text begin and end, found for all of them at once.

The same tokens as `tokens.tokenize` gives, from the class of each code point instead of a regular
expression: a word character goes on with the word, any other visible one stands alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from annotator.domain.tokens import WORD_CHARACTER

_Offsets: TypeAlias = npt.NDArray[np.int64]

_CODE_POINTS = 0x110000
_SPACE, _WORD, _OTHER, _UNKNOWN = 0, 1, 2, 255
_CLASSES = ((re.compile(r"\s"), _SPACE), (re.compile(WORD_CHARACTER), _WORD))


@dataclass(frozen=True, slots=True, eq=False)
class TokenPlaces:
    """The tokens of a text: first character, the one after the last, and all of them as UTF-8.

    The token numbered `n` is `content[places[n]:places[n + 1]]`.
    """

    starts: _Offsets
    ends: _Offsets
    content: bytes
    places: npt.NDArray[np.int32]


class TokenFinder:
    """Finds tokens; it learns the class of a code point when it first meets it."""

    def __init__(self) -> None:
        self._classes = np.full(_CODE_POINTS, _UNKNOWN, np.uint8)

    def find(self, text: str) -> TokenPlaces:
        """The tokens of a text, which holds no lone surrogates."""
        codes = np.frombuffer(text.encode("utf-32-le"), "<u4")
        classes = self._of(codes)
        starts, ends = _edges(classes)
        # Tokens are all that is visible, so their characters stand one after the other.
        shown = codes[classes != _SPACE]
        widths = np.ones(shown.size, np.int32)
        for least in (0x80, 0x800, 0x10000):
            widths += shown >= least
        before = np.concatenate(([0], np.cumsum(widths, dtype=np.int32)))
        places = before[np.concatenate(([0], np.cumsum(ends - starts)))].astype(np.int32)
        content = shown.tobytes().decode("utf-32-le").encode("utf-8")
        return TokenPlaces(starts, ends, content, places)

    def edges(self, text: str) -> tuple[_Offsets, _Offsets]:
        """Where the tokens of a text begin and end."""
        return _edges(self._of(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")))

    def _of(self, codes: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint8]:
        classes = self._classes[codes]
        unknown = classes == _UNKNOWN
        if unknown.any():
            for code in np.unique(codes[unknown]).tolist():
                found = (kind for known, kind in _CLASSES if known.match(chr(code)))
                self._classes[code] = next(found, _OTHER)
            classes = self._classes[codes]
        return classes


def _edges(classes: npt.NDArray[np.uint8]) -> tuple[_Offsets, _Offsets]:
    visible, word = classes != _SPACE, classes == _WORD
    within = word[1:] & word[:-1]
    first, last = visible.copy(), visible
    first[1:] &= ~within
    last[:-1] &= ~within
    return np.flatnonzero(first), np.flatnonzero(last) + 1
