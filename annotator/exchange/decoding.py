"""From bytes to text: UTF-8 first, then byte-order marks, then an educated guess that says so.

Nothing is translated or dropped but the byte-order mark: offsets are into what is returned here.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from enum import StrEnum

_MARKS = (
    # UTF-32 first: its little-endian mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\v\f\r\x1b")
_SIGNATURES = (
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"\xd0\xcf\x11\xe0",
)
_ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c")
"""Zip (office documents as well), gzip and 7-Zip."""
_SECOND_CONTROLS = re.compile("[\x80-\x84\x86-\x9f]")
"""The controls of ISO 8859 but the line end U+0085."""
_SIMILAR_CHAOS = 0.05
_SIMILAR_COHERENCE = 0.1
_SOME_COHERENCE = 0.4


class Confidence(StrEnum):
    """How much the encoding can be relied on, in words."""

    CERTAIN = "certain"
    LIKELY = "likely"
    GUESSED = "a guess: check the accented letters"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with the encoding it was read in, and how sure that is."""

    text: str
    encoding: str
    confidence: Confidence


class UndecodableError(ValueError):
    """The bytes are no text. The arguments are what is wrong and the remedy, as clauses."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what, remedy)
        self.what = what
        self.remedy = remedy


def decode(data: bytes) -> Decoded:
    """The text in `data`.

    Raises:
        UndecodableError: It is a binary file or damaged.
    """
    if data.startswith(_SIGNATURES):
        raise _binary()
    if data.startswith(_ARCHIVES):
        raise UndecodableError(
            "this is a binary file, an archive or office document",
            "unpack it and import what is in it, or save the document as text or CSV",
        )
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                text = data.removeprefix(mark).decode(encoding, _errors(encoding))
            except UnicodeDecodeError as error:
                raise _damaged(encoding, len(mark) + error.start) from error
            return Decoded(text, encoding, Confidence.CERTAIN)
    try:
        return Decoded(data.decode("utf-8", _errors("utf-8")), "utf-8", Confidence.CERTAIN)
    except UnicodeDecodeError as error:
        if _mostly_utf8(data):
            raise _damaged("utf-8", error.start) from error
    return _guessed(data)


def _errors(encoding: str) -> str:
    # Lone surrogates pass here and are refused by name later, not taken for another encoding.
    return "surrogatepass" if encoding.startswith("utf") else "strict"


def _mostly_utf8(data: bytes) -> bool:
    """Whether more of the characters beyond ASCII are valid UTF-8 than not.

    Such a file is UTF-8 with a broken byte. Any 8-bit encoding would "read" it, and turn every
    accent of it into two wrong letters.
    """
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(not char.isascii() for char in text) - broken
    return whole > broken


def _guessed(data: bytes) -> Decoded:
    """The text in the most plausible encoding that is not UTF-8.

    The detector often can't tell Windows-1252 from its Central European and Baltic sisters, which
    differ in a few letters ("a" with grave accent is "r" with acute in Windows-1250). Windows-1252
    is what the Encoding standard (WHATWG, section 4.2) reads unlabelled Western text as, so it wins
    wherever it is as plausible, and where nothing speaks for any encoding.
    """
    from charset_normalizer import from_bytes

    matches = list(from_bytes(data))
    if not matches or (_CONTROLS & set(data) and not _is_wide(matches[0].encoding)):
        raise _binary()
    best, encoding = matches[0], matches[0].encoding
    # A match stands for all encodings that read these bytes as the same text.
    western = next((m for m in matches if "cp1252" in m.could_be_from_charset), None)
    if western is not None and (
        western.chaos <= best.chaos + _SIMILAR_CHAOS
        and western.coherence >= best.coherence - _SIMILAR_COHERENCE
    ):
        best, encoding = western, "cp1252"
    confidence = Confidence.LIKELY
    if best.coherence < _SOME_COHERENCE:
        confidence = Confidence.GUESSED
        encoding = "cp1252" if _decodes(data, "cp1252") else encoding
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _damaged(encoding, error.start) from error
    if _SECOND_CONTROLS.search(text) is not None and _decodes(data, "cp1252"):
        # No article holds such controls: in Windows-1252 they are quotation marks and dashes.
        return Decoded(data.decode("cp1252"), "cp1252", confidence)
    return Decoded(text, encoding.replace("_", "-"), confidence)


def _is_wide(encoding: str) -> bool:
    return encoding.startswith(("utf_16", "utf_32"))


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _binary() -> UndecodableError:
    return UndecodableError("this is a binary file, not text", "export the article as plain text")


def _damaged(encoding: str, offset: int) -> UndecodableError:
    return UndecodableError(
        f"it is {encoding.upper()} but byte {offset} is damaged",
        "repair that character or save the file again as UTF-8",
    )
