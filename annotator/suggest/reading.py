"""The text as the model and the rules read it: plain characters, capitals lines in normal case.

Of the same length as the article's text, so that every offset holds in both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.domain.article import Span, paragraphs
from annotator.domain.entities import fold_name
from annotator.domain.names import NameIndex, find_names, is_capitalised, word_spans
from annotator.domain.plain import begins_sentence, is_capitals, lowered, plain
from annotator.suggest.gazetteer import Entry


@dataclass(frozen=True, slots=True)
class RawSpan:
    """A span as the model found it, with the model's own label."""

    start: int
    end: int
    label: str

    @property
    def span(self) -> Span:
        """Start and end as one value."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Reading:
    """An article's paragraphs and the text in which rules look; `text` keeps every offset."""

    text: str
    paragraphs: tuple[Span, ...]

    def lines(self) -> tuple[str, ...]:
        """What the model is given: one paragraph at a time."""
        return tuple(span.of(self.text) for span in self.paragraphs)


def read(text: str, names: NameIndex[Entry]) -> Reading:
    """The reading of `text`; lines in capitals take the case of known names and of the body."""
    flat = plain(text)
    spans = tuple(paragraphs(text))
    shouted = [span for span in spans if is_capitals(span.of(flat))]
    if not shouted:
        return Reading(flat, spans)
    cases = _cases(flat, [span for span in spans if span not in set(shouted)])
    pieces, at = [], 0
    for span in shouted:
        pieces += [flat[at : span.start], _recased(flat, span, names, cases)]
        at = span.end
    return Reading("".join([*pieces, flat[at:]]), spans)


def _cases(text: str, spans: Sequence[Span]) -> dict[str, str]:
    """Folded word -> how the article writes it with a capital inside a sentence."""
    cases: dict[str, str] = {}
    for span in spans:
        for word in word_spans(text, span):
            if is_capitalised(text, word.start) and not begins_sentence(text, word.start):
                cases.setdefault(fold_name(word.of(text)), word.of(text))
    return cases


def _recased(text: str, span: Span, names: NameIndex[Entry], cases: Mapping[str, str]) -> str:
    line = list(lowered(span.of(text)))
    for word in word_spans(text, span):
        model = cases.get(fold_name(word.of(text)))
        if model is not None:
            _copy_case(line, word.start - span.start, word.of(text), model)
    for found, entry in find_names(text, span, names):
        if entry.spelled_as(found.of(text)):
            _copy_case(line, found.start - span.start, found.of(text), entry.spelling)
    first = next((i for i, char in enumerate(line) if char.isalpha()), None)
    if first is not None:
        line[first] = text[span.start + first]
    return "".join(line)


def _copy_case(line: list[str], at: int, surface: str, model: str) -> None:
    """Write `surface` into `line`, small where `model` is; with a capital at least if they differ.

    Both fold alike, so a different length means other accents or hyphens: then the first letter
    of each word is written large.
    """
    if len(surface) == len(model):
        small = [char.islower() for char in model]
    else:
        small = [i > 0 and surface[i - 1].isalpha() for i in range(len(surface))]
    for offset, char in enumerate(surface):
        line[at + offset] = lowered(char) if small[offset] else char
