"""Where words stand, said in a sign: which of several equal words of a sentence is meant. Pure.

A list of stances names its ends by their words; with the sign, a reader finds them in the text.
"""

from __future__ import annotations

from annotator.domain.article import Span

_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def place_sign(text: str, sentence: Span, span: Span) -> str:
    """A sign before the words at `span`; empty where they are the sentence's first such words.

    ² is the second such place of the sentence; ↑ the nearest one before it, ↑² the one before that;
    ↓ and ↓² the same behind it.
    """
    quote = span.of(text)
    if sentence.contains(span):
        arrow, nth = "", 1 + text.count(quote, sentence.start, span.start)
    elif span.start < sentence.start:
        arrow, nth = "↑", max(1, text.count(quote, span.start, sentence.start))
    else:
        arrow, nth = "↓", 1 + text.count(quote, sentence.end, span.start)
    return arrow + (str(nth).translate(_SUPERSCRIPT) if nth > 1 else "")
