"""The rows of a text for WebAnno TSV: sentences, tokens, and the sub-tokens that spans need."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from annotator.domain.tokens import tokenize


@dataclass(frozen=True, slots=True, order=True)
class Unit:
    """A row: a token or (`part` > 0) a part of one, by code points; `sentence`, `token` from 1."""

    sentence: int
    token: int
    part: int
    start: int
    end: int

    @property
    def id(self) -> str:
        """The row's id in the file: `3-7`, or `3-7.2` for a part."""
        part = f".{self.part}" if self.part else ""
        return f"{self.sentence}-{self.token}{part}"


class Rows:
    """The sentences and tokens of a text.

    A sentence is a line with the white space after it, so that the format, which holds sentences
    only, holds the whole text; white space before the first word has no place in it.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._tokens = tokenize(text)
        self._starts = [token.start for token in self._tokens]
        self._ends = [token.end for token in self._tokens]
        self._places: list[tuple[int, int]] = []
        self._sentences: list[int] = []
        for token in self._tokens:
            if not self._places or "\n" in text[self._last_end() : token.start]:
                self._sentences.append(token.start)
                self._places.append((len(self._sentences), 1))
            else:
                sentence, number = self._places[-1]
                self._places.append((sentence, number + 1))

    def _last_end(self) -> int:
        return self._tokens[len(self._places) - 1].end

    @property
    def begin(self) -> int:
        """Where the first word begins."""
        return self._starts[0] if self._starts else len(self.text)

    def sentences(self) -> Iterator[tuple[int, str]]:
        """The number of each sentence, from 1, and its text."""
        for number, (_, text) in enumerate(self.sentence_texts(), 1):
            yield number, text

    def sentence_texts(self) -> Iterator[tuple[int, str]]:
        """Where each sentence begins, and its text with the white space after it."""
        ends = [*self._sentences[1:], len(self.text)]
        for start, end in zip(self._sentences, ends, strict=True):
            yield start, self.text[start:end]

    def tokens(self) -> Iterator[Unit]:
        """All tokens, in text order."""
        for token, (sentence, number) in zip(self._tokens, self._places, strict=True):
            yield Unit(sentence, number, 0, token.start, token.end)

    def fitted(self, start: int, end: int) -> tuple[int, int] | None:
        """What of a span can be written: without white space at its edges; None: nothing."""
        covered = self._covered(start, end)
        if not covered:
            return None
        first, last = self._tokens[covered[0]], self._tokens[covered[-1]]
        return max(start, first.start), min(end, last.end)

    def _covered(self, start: int, end: int) -> range:
        return range(bisect_right(self._ends, start), bisect_left(self._starts, end))

    def units(self, spans: Iterable[tuple[int, int]]) -> dict[tuple[int, int], tuple[Unit, ...]]:
        """The rows of each span, all of them `fitted`; parts of a token are numbered together."""
        wanted = {span: self._pieces(*span) for span in spans}
        parts: dict[int, set[tuple[int, int]]] = {}
        for pieces in wanted.values():
            for index, start, end in pieces:
                if (start, end) != (self._starts[index], self._ends[index]):
                    parts.setdefault(index, set()).add((start, end))
        numbers = {
            (index, *part): number
            for index, found in parts.items()
            for number, part in enumerate(sorted(found), 1)
        }
        return {
            span: tuple(
                Unit(*self._places[index], numbers.get((index, start, end), 0), start, end)
                for index, start, end in pieces
            )
            for span, pieces in wanted.items()
        }

    def _pieces(self, start: int, end: int) -> list[tuple[int, int, int]]:
        return [
            (index, max(start, self._tokens[index].start), min(end, self._tokens[index].end))
            for index in self._covered(start, end)
        ]
