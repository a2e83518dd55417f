"""Reads WebAnno TSV 3.0 to 3.3, the table of tokens that WebAnno and INCEpTION export.

Offsets in the file are UTF-16 units; files of other writers that count code points are recognised
by their tokens and read as well. Text between sentences is not in the format: gaps are blanks, as
INCEpTION fills them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import product

from annotator.exchange.malformed import MalformedError
from annotator.exchange.uima import UimaDocument
from annotator.exchange.webanno_header import FORMAT, parse_columns, unescape_text
from annotator.exchange.webanno_layers import Row, WebannoLayers

_VERSION = re.compile(r"(\d+)\.(\d+)")
_BODY = ("#Text=", "#Sentence.id=")
_TEXT = "#Text="
_OFFSETS = re.compile(r"(\d{1,12})-(\d{1,12})\Z")
_TOKEN = re.compile(r"\d+-\d")
_AGAIN = "export it again from the tool that made it"


@dataclass(slots=True)
class _Sentence:
    text: str
    rows: list[Row]


def read_webanno(text: str) -> UimaDocument:
    """The document in the text of a TSV file.

    Raises:
        MalformedError: A line is not what the format wants there.
    """
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    version = _VERSION.match(lines[0].removeprefix(FORMAT))
    if version is None:
        raise MalformedError("its first line names no version", _AGAIN, 1)
    begin = next((n for n, line in enumerate(lines) if line.startswith(_BODY)), len(lines))
    columns = parse_columns(lines[1:begin])
    numbers = (int(version.group(1)), int(version.group(2)))
    sentences = [s for s in _sentences(lines, begin, len(columns), numbers) if s.rows]
    if not sentences:
        raise MalformedError("it holds no sentence with tokens", _AGAIN)
    rebuilt, to_point = _rebuilt(sentences)
    rows = (row for sentence in sentences for row in sentence.rows)
    return WebannoLayers(columns, to_point).document(rebuilt, rows)


def _sentences(
    lines: Sequence[str], begin: int, width: int, version: tuple[int, int]
) -> Iterator[_Sentence]:
    sentence: _Sentence | None = None
    for number, line in enumerate(lines[begin:], begin + 1):
        if line.startswith(_TEXT) and (sentence is None or not sentence.rows):
            piece = unescape_text(line.removeprefix(_TEXT), version)
            if sentence is None:
                sentence = _Sentence(piece, [])
            else:
                sentence.text += f"\n{piece}"
        elif not line.strip():
            if sentence is not None:
                yield sentence
            sentence = None
        elif _TOKEN.match(line):
            if sentence is None:
                raise MalformedError("a token stands outside a sentence", _AGAIN, number)
            sentence.rows.append(_row(number, line, width))
        elif not line.startswith("#"):
            raise MalformedError("it is no token", _AGAIN, number)
    if sentence is not None:
        yield sentence


def _row(number: int, line: str, width: int) -> Row:
    unit, *rest = line.split("\t")
    offsets = _OFFSETS.match(rest[0]) if rest else None
    if len(rest) < 2 or offsets is None:
        raise MalformedError("it is no token with offsets", _AGAIN, number)
    cells = rest[2:]
    if len(cells) < width:
        what = f"it has {len(cells)} columns where the header declares {width}"
        raise MalformedError(what, "add the missing columns", number)
    return Row(unit, int(offsets[1]), int(offsets[2]), rest[1], tuple(cells))


def _rebuilt(sentences: Sequence[_Sentence]) -> tuple[str, Callable[[int], int]]:
    """The text and the way from the file's offsets to code points, by the tokens' own words.

    INCEpTION counts UTF-16 units and begins a sentence with its first token. Other writers count
    code points, or let the line begin with blanks.
    """
    rows = [row for sentence in sentences for row in sentence.rows]
    for utf16, indented in product((True, False), (False, True)):
        text = _joined(sentences, utf16=utf16, indented=indented)
        to_point = _points(text or "") if utf16 else (lambda offset: offset)
        with suppress(KeyError):
            if text and all(_stands(text[to_point(r.start) : to_point(r.end)], r) for r in rows):
                return text, to_point
    raise MalformedError("its tokens do not stand where their offsets say", _AGAIN)


def _stands(words: str, row: Row) -> bool:
    # Some writers escape the token as they do the text.
    return words == row.form or words == unescape_text(row.form, (3, 3))


def _joined(sentences: Sequence[_Sentence], *, utf16: bool, indented: bool) -> str | None:
    """The sentences' text, or None where one would begin before the last one ends.

    The format's rule: a sentence ends with a line feed, which is taken back where the next one
    begins at once; what is missing after it is blanks.
    """
    parts: list[str] = []
    length = 0
    for sentence in sentences:
        text = sentence.text
        begin = sentence.rows[0].start - (len(text) - len(text.lstrip()) if indented else 0)
        if begin < length:
            return None
        if parts and begin > length:
            parts.append("\n")
            length += 1
        parts += [" " * (begin - length), text]
        length = begin + (_utf16_length(text) if utf16 else len(text))
    return "".join(parts)


def _utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _points(text: str) -> Callable[[int], int]:
    """From UTF-16 units to code points. Raises KeyError inside a character or beyond the text."""
    points: dict[int, int] = {}
    at = 0
    for point, char in enumerate(text):
        points[at] = point
        at += 2 if char > "\uffff" else 1
    points[at] = len(text)
    return points.__getitem__
