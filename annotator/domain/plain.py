"""The plain form of a text, character for character: what rules and models read.

Every function here keeps the length, so that an offset into the result is one into the text.
"""

from __future__ import annotations

_PLAIN = {
    **dict.fromkeys("\u2018\u2019\u201b\u02bc\u00b4\u2032", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
    **dict.fromkeys("\u00a0\u202f\u2007\u2008\u2009\u200a\u3000\u2028\u2029\u0085\t", " "),
    **dict.fromkeys("\u200b\u200c\u200d\u2060\u00ad\ufeff", " "),
    **dict.fromkeys("\u2010\u2011\u2012", "-"),
}
_TYPOGRAPHIC = frozenset(_PLAIN)
_OPENING = " \"'([{*_-\u2013\u2014\u2022\u25cf\u25a0"
_SENTENCE_END = ".!?:;\u2026|"
CAPS_SHARE = 0.8
"""Share of capitals among the letters from which a line counts as written in capitals."""
_CAPS_LETTERS = 8


def plain(text: str) -> str:
    """`text` with straight quotes, plain spaces and plain hyphens, of the same length."""
    # `translate` looks every single character up; a text holds few of these, again and again.
    for char in _TYPOGRAPHIC.intersection(text):
        text = text.replace(char, _PLAIN[char])
    return text


def is_capitals(line: str) -> bool:
    """Whether `line` is written in capitals: at least two words, hardly a small letter."""
    letters = [char for char in line if char.isalpha()]
    if len(letters) < _CAPS_LETTERS or len(line.split()) < 2:
        return False
    return sum(char.isupper() for char in letters) >= CAPS_SHARE * len(letters)


def lowered(text: str) -> str:
    """`text` in small letters; a letter whose small form is longer stays as it is."""
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def begins_sentence(text: str, start: int) -> bool:
    """Whether the word at `start` opens a sentence, a line or a quotation, by punctuation alone."""
    before = start - 1
    if text[max(0, before - 1) : start] in (' "', '("', '"'):
        return True
    while before >= 0 and text[before] in _OPENING:
        # An apostrophe or hyphen inside a word joins; it opens nothing.
        if text[before] in "'-" and before > 0 and text[before - 1].isalnum():
            return False
        before -= 1
    return before < 0 or text[before] in _SENTENCE_END or text[before] == "\n"
