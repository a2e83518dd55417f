"""Words as a reader sees them: the steps of a mention's edges, the targets of hints.

A token is a word, a number (with its thin spaces) or one punctuation mark. An elided word is a
token of its own (French `l’` + `OTAN`); a hyphen inside a word joins two tokens and is none
(`États-Unis` steps over `États` and `Unis`). Offsets are code points.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Final

import regex

from annotator.domain.article import Span

MAX_NAME_CHARACTERS = 120
_INNER = frozenset("-\u2010\u2011 \u00a0")

_APOSTROPHES = "'’ʼ"
_HYPHENS = "-\u2010\u2011"
_THIN = "\u00a0\u2009\u202f"

_CJK = r"[\p{Han}\p{Hiragana}\p{Katakana}]"
_LETTER = rf"[[\p{{L}}\p{{N}}]--{_CJK}]"
_JOINED = r"[\p{GCB=Extend}\p{GCB=SpacingMark}\u200d\xad]"

_TOKEN = rf"""(?V1)
      (?P<number> (?: \p{{Nd}}{{1,3}} (?:[{_THIN}]\p{{Nd}}{{3}})+ (?:[.,]\p{{Nd}}+)?
                    | \p{{Nd}}+ [.,] \p{{Nd}}+ ) (?!{_LETTER}) )
    | (?P<acronym> (?<!{_LETTER}) (?:\p{{L}}\.){{2,}} )
    | (?P<ideograph> {_CJK}{_JOINED}* )
    | (?P<word> (?:{_LETTER}{_JOINED}*)+ ) (?P<apostrophe> [{_APOSTROPHES}](?={_LETTER}) )?
    | (?P<hyphen> (?<=[\p{{L}}\p{{N}}\p{{M}}])[{_HYPHENS}](?={_LETTER}) )
    | (?P<space> \s+ )
    | (?P<dots> \.{{2,}} )
    | (?P<mark> \p{{GCB=Prepend}}+(?=\s) | \X )
    """

# An ASCII space is in no token (numbers hold only the thin ones), so reading can begin after one.
_SAFE_START = regex.compile(r"(?r)[ \t\n]")


@cache
def _token() -> regex.Pattern[str]:
    # Compiled at its first use: a start should not wait for it.
    return regex.compile(_TOKEN, regex.VERBOSE)


class Edge(Enum):
    """One end of a mention."""

    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class Words:
    """How the language of a scheme writes its words; empty sets for one that needs nothing said.

    `elided` are words, without their apostrophe and in lower case, that stand before an apostrophe
    as words of their own; what is not among them stays whole (`aujourd'hui`, `O'Brien`).
    `pronouns` stand for somebody or something, alone or before an apostrophe; in lower case.
    """

    elided: frozenset[str] = frozenset()
    pronouns: frozenset[str] = frozenset()

    def tokens(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
        """The tokens that lie in `text` from `start` on, up to the last that begins before `end`.

        `start` must not be inside a token; after a space or a line feed, for example.
        """
        end = len(text) if end is None else end
        joined_from: int | None = None
        for match in _token().finditer(text, start, concurrent=False):
            if match.start() >= end and joined_from is None:
                break
            if match.lastgroup in ("space", "hyphen"):
                continue
            first = match.start() if joined_from is None else joined_from
            joined_from = None
            if match.group("apostrophe") and match.group("word").lower() not in self.elided:
                joined_from = first
                continue
            yield Span(first, match.end())

    def next_edge(self, text: str, offset: int, which: Edge) -> int | None:
        """Where the next token after `offset` begins or ends; None when there is none."""
        for token in self.tokens(text, _safe_start(text, offset)):
            edge = token.start if which is Edge.START else token.end
            if edge > offset:
                return edge
        return None

    def previous_edge(self, text: str, offset: int, which: Edge) -> int | None:
        """Where the last token before `offset` begins or ends; None when there is none."""
        end = offset
        while end > 0:
            start = _safe_start(text, end - 1)
            edges = [
                edge
                for token in self.tokens(text, start, offset)
                if (edge := token.start if which is Edge.START else token.end) < offset
            ]
            if edges:
                return edges[-1]
            end = start
        return None

    def token_at(self, text: str, offset: int) -> Span | None:
        """The token over the character at `offset`; None on white space or a joining hyphen."""
        for token in self.tokens(text, _safe_start(text, offset), offset + 1):
            if token.start <= offset < token.end:
                return token
        return None

    def content_words(self, text: str, start: int, end: int) -> Iterator[Span]:
        """The tokens between two offsets that hold a letter or digit and are not elided words."""
        for token in self.tokens(text, _safe_start(text, start), end):
            word = token.of(text)
            if start <= token.start and word[0].isalnum() and word[-1] not in _APOSTROPHES:
                yield token

    def name_extent(self, text: str, word: Span) -> Span:
        """The name that begins at a word: it and the capitalised words that follow it.

        One space or hyphen may stand between two of them. A word in lower case stays alone.
        """
        end = word.end
        if not text[word.start].isupper():
            return word
        for following in self.content_words(text, end, end + MAX_NAME_CHARACTERS):
            gap = text[end : following.start]
            is_apart = len(gap) > 1 or gap not in _INNER
            if is_apart or not (gap == "-" or text[following.start].isupper()):
                break
            end = following.end
        return Span(word.start, end)


PLAIN: Final = Words()
"""A language of which nothing is known."""


def _safe_start(text: str, offset: int) -> int:
    match = _SAFE_START.search(text, 0, offset)
    return match.end() if match else 0
