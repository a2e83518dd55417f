"""The article: immutable text and what is known about it. Offsets everywhere are into this text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

from annotator.errors import InputError

JsonValue: TypeAlias = bool | int | float | str | list["JsonValue"] | dict[str, "JsonValue"] | None

BOM = "\ufeff"
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of Unicode code points, `0 <= start < end`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character; adjacent spans do not."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether `other` lies within this span; a span contains itself."""
        return self.start <= other.start and other.end <= self.end

    def of(self, text: str) -> str:
        """The characters that the span covers in `text`."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Article:
    """One article. `text` is exactly what was decoded: no newline or Unicode normalisation."""

    id: str
    text: str
    title: Span | None = None
    source: str | None = None
    published: str | None = None
    language: str | None = None
    meta: Mapping[str, JsonValue] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def sha256(self) -> str:
        """Hex digest of the text in UTF-8: two articles with the same digest are the same text."""
        return text_digest(self.text)


def text_digest(text: str) -> str:
    """SHA-256 of `text` in UTF-8, in hex."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def is_storable(text: str) -> bool:
    """Whether the text is without U+0000 and lone surrogates."""
    try:
        return b"\0" not in text.encode("utf-8")
    except UnicodeEncodeError:
        return False


def checked_text(text: str, where: str) -> str:
    """The text as it may be stored: one leading byte-order mark dropped, the rest untouched.

    Args:
        text: The decoded text.
        where: The file or record, for the message.

    Raises:
        InputError: It is empty, or holds U+0000 or a lone surrogate, which no database and no
            exchange format can carry.
    """
    text = text.removeprefix(BOM)
    if not text.strip():
        raise InputError(f"{where} is empty; nothing was imported from it.")
    # Told at once; the search is for the place.
    if not is_storable(text) and (found := _UNSTORABLE.search(text)) is not None:
        offset, char = found.start(), found.group()
        if char == "\0":
            raise InputError(
                f"{where} holds a NUL character at offset {offset}; "
                "remove it (or check that the file is text) and import again."
            )
        raise InputError(
            f"{where} holds a lone surrogate (U+{ord(char):04X}) at offset {offset}; "
            "repair the encoding and import again."
        )
    return text


def paragraphs(text: str) -> Iterator[Span]:
    r"""The non-blank lines of `text`, without their line end.

    Only "\n" ends a line (a "\r" before it is left out of the span); U+2028, NEL, VT and FF are
    ordinary characters, as the terminal view and the exports treat them.
    """
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line_end = end - 1 if end > start and text[end - 1] == "\r" else end
        if text[start:line_end].strip():
            yield Span(start, line_end)
        start = end + 1


def paragraph_at(text: str, offset: int) -> Span | None:
    """The paragraph that holds `offset`, or None on a blank line."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    end = len(text) if end < 0 else end
    if end > start and text[end - 1] == "\r":
        end -= 1
    return Span(start, end) if text[start:end].strip() else None
