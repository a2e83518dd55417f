"""The text as the model and the rules read it: plain characters, capitals lines in normal case.

Of the same length as the article's text, so that every offset holds in both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from annotator.domain.article import Span, paragraphs
from annotator.domain.entities import fold_name
from annotator.domain.names import NameIndex, find_names, is_capitalised, word_spans
from annotator.domain.plain import begins_sentence, is_capitals, lowered, plain
from annotator.suggest.gazetteer import Entry

_NARROWEST, _WIDEST = 50, 100
"""Lines of hard-wrapped text are about this long, in characters."""


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
    """An article's paragraphs and the text in which rules look; `text` keeps every offset.

    `blocks` are the paragraphs again, but those that are lines of one hard-wrapped paragraph are
    joined to one.
    """

    text: str
    paragraphs: tuple[Span, ...]
    blocks: tuple[Span, ...]

    def lines(self) -> tuple[str, ...]:
        """What the model is given: one block at a time, on one line, every offset kept."""
        return tuple(
            span.of(self.text).replace("\r", " ").replace("\n", " ") for span in self.blocks
        )


def read(text: str, names: NameIndex[Entry]) -> Reading:
    """The reading of `text`; lines in capitals take the case of known names and of the body."""
    flat = plain(text)
    spans = tuple(paragraphs(text))
    shouted = [span for span in spans if is_capitals(span.of(flat))]
    if not shouted:
        return Reading(flat, spans, tuple(joined_lines(text, spans)))
    cases = _cases(flat, [span for span in spans if span not in set(shouted)])
    pieces, at = [], 0
    for span in shouted:
        pieces += [flat[at : span.start], _recased(flat, span, names, cases)]
        at = span.end
    return Reading("".join([*pieces, flat[at:]]), spans, tuple(joined_lines(text, spans)))


def joined_lines(text: str, lines: Sequence[Span]) -> Iterator[Span]:
    """The lines, those of one hard-wrapped paragraph as one span.

    Lines follow one another in a wrapped paragraph where no blank line lies between, none is
    longer than a terminal, and each is broken where the next word would not have fitted.
    """
    run: list[Span] = []
    for line in lines:
        if run and (text[run[-1].end : line.start].strip("\r") != "\n" or _is_long(line)):
            yield from _unwrapped(text, run)
            run = []
        run.append(line)
        if _is_long(line):
            yield from _unwrapped(text, run)
            run = []
    yield from _unwrapped(text, run)


def _is_long(line: Span) -> bool:
    return line.end - line.start > _WIDEST


def _unwrapped(text: str, run: Sequence[Span]) -> Iterator[Span]:
    """A run of lines without a blank one: joined where wrapping alone explains the breaks."""
    width = max((line.end - line.start for line in run), default=0)
    if (
        len(run) < 2
        or width < _NARROWEST
        or not all(
            line.end - line.start + 1 + _first_word(text, after) > width
            for line, after in pairwise(run)
        )
    ):
        yield from run
    elif len(run) == 2 and not text[run[1].start].islower():
        # A headline over a byline looks like two wrapped lines.
        yield from run
    else:
        yield Span(run[0].start, run[-1].end)


def _first_word(text: str, line: Span) -> int:
    """Cells of the first word of a line."""
    return len(line.of(text).split()[0])


def _cases(text: str, spans: Sequence[Span]) -> dict[str, str]:
    """Folded word -> how the article writes it, if always with a capital inside a sentence."""
    cases: dict[str, str] = {}
    small: set[str] = set()
    for span in spans:
        for word in word_spans(text, span):
            if not is_capitalised(text, word.start):
                small.add(fold_name(word.of(text)))
            elif not begins_sentence(text, word.start):
                cases.setdefault(fold_name(word.of(text)), word.of(text))
    return {folded: word for folded, word in cases.items() if folded not in small}


def _recased(text: str, span: Span, names: NameIndex[Entry], cases: Mapping[str, str]) -> str:
    line = list(lowered(span.of(text)))
    for word in word_spans(text, span):
        model = cases.get(fold_name(word.of(text)))
        if model is not None:
            _copy_case(line, word.start - span.start, word.of(text), model)
    for found, entry in find_names(text, span, names):
        # "TOUT LE MONDE" names no newspaper: words as common are believed where the body has them.
        if entry.spelled_as(found.of(text)) and not entry.weak:
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
