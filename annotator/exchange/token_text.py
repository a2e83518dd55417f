"""Text rebuilt from tokens, with the offsets of every token, and spans from per-token tags.

Formats of one token a line seldom say where blanks were. Where they do, that is kept; elsewhere
punctuation, brackets, quotation marks and elisions are joined as they are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

_TAG = re.compile(r"([BIEOSLUMW])-(.+)\Z")
_OUTSIDE = frozenset({"O", "_", "-", ""})
_BEGINS, _ENDS = frozenset("BSUW"), frozenset("ESLUW")
_NO_SPACE_BEFORE = frozenset({",", ".", "...", "…", ")", "]", "}", "”", "%", "''"})
_DOUBLE_SIGNS = frozenset({";", ":", "!", "?"})
_NO_SPACE_AFTER = frozenset({"(", "[", "{", "“", "``", "$", "¿", "¡"})
_APOSTROPHES = ("'", "’")
_CLITIC = re.compile(r"(?:['’]\w{1,3}|n['’]t)\Z", re.IGNORECASE)
_ELISION = re.compile(r"\w{1,8}['’]\Z")


@dataclass(frozen=True, slots=True)
class FileToken:
    """A token of a file; `after` is the white space that the file says follows, None: not said."""

    form: str
    after: str | None = None


@dataclass(frozen=True, slots=True)
class TagSpan:
    """A span of tokens with its label: from `first` to `last`, both included."""

    first: int
    last: int
    label: str


class TokenText:
    """A text that grows token by token; `places` has the offsets of each token in order."""

    def __init__(self, language: str = "en") -> None:
        self._parts: list[str] = []
        self._length = 0
        self._french = language.startswith("fr")
        self.places: list[tuple[int, int]] = []

    @property
    def text(self) -> str:
        """All that was added so far."""
        return "".join(self._parts)

    def add_words(self, words: str) -> None:
        """Add text that is no token: a line end, a heading."""
        self._parts.append(words)
        self._length += len(words)

    def add_sentence(self, tokens: Sequence[FileToken]) -> None:
        """Add the tokens with the blanks between them, and none after the last."""
        quotes = 0
        for index, token in enumerate(tokens):
            if index:
                before = tokens[index - 1]
                space = before.after
                if space is None:
                    space = " " if self._apart(before.form, token.form, quotes) else ""
                self.add_words(space)
            quotes += token.form == '"'
            self.places.append((self._length, self._length + len(token.form)))
            self.add_words(token.form)

    def _apart(self, left: str, right: str, quotes: int) -> bool:
        """Whether a blank stands between two words; `quotes` counts the straight ones so far."""
        if right in _NO_SPACE_BEFORE or left in _NO_SPACE_AFTER or _CLITIC.match(right):
            return False
        if right in _DOUBLE_SIGNS:
            return self._french
        if right == '"' or left == '"':
            return quotes % 2 == 0
        if left in _APOSTROPHES or right in _APOSTROPHES:
            return False
        return _ELISION.match(left) is None


def is_tag(cell: str) -> bool:
    """Whether a cell is a tag: outside, or a prefix of a tagging scheme with a label."""
    return cell == "O" or _TAG.match(cell) is not None


def tag_spans(tags: Iterable[str]) -> Iterator[TagSpan]:
    """The spans that tags mark, in IOB1, IOB2, BIOES, BILOU, BMEWO or plain labels.

    A span begins at B, S, U or W, and wherever the label changes; it ends at E, L, S, U or W,
    before O, and before the next begin (the rules of the shared tasks' `conlleval` script).
    """
    begin, label = 0, ""
    open_ = False
    index = -1
    for index, tag in enumerate(tags):
        match = _TAG.match(tag)
        prefix, name = match.groups() if match else ("I", "" if tag in _OUTSIDE else tag)
        if open_ and (name != label or prefix in _BEGINS):
            yield TagSpan(begin, index - 1, label)
            open_ = False
        if name and not open_:
            begin, label, open_ = index, name, True
        if open_ and prefix in _ENDS:
            yield TagSpan(begin, index, label)
            open_ = False
    if open_:
        yield TagSpan(begin, index, label)
