"""Ministries by their own words: `ministère de la Justice`, `ministère du Travail et de l'Emploi`.

The head noun is written small and what it is in charge of large; an adjective of a people between
the two makes it a description.
"""

from __future__ import annotations

from collections.abc import Sequence

from annotator.domain.article import Span
from annotator.domain.entities import fold_name
from annotator.domain.names import is_capitalised, words_in
from annotator.suggest.drafts import Draft
from annotator.suggest.gazetteer import Gazetteer
from annotator.suggest.grammar import Grammar
from annotator.suggest.tags import Tags

_P = 0.84
_LONGEST = 14


def ministry_names(
    text: str, paragraphs: Sequence[Span], tags: Tags, gazetteer: Gazetteer
) -> list[Draft]:
    """The ministries in these paragraphs."""
    found: list[Draft] = []
    for paragraph in paragraphs:
        words = words_in(text, paragraph)
        for at, word in enumerate(words):
            if fold_name(word.of(text)) not in gazetteer.boundaries.ministries:
                continue
            last = _field(text, words, at + 1, tags, gazetteer.grammar)
            if last is not None:
                span = Span(word.start, words[last].end)
                reason = "a ministry by what it is in charge of"
                label = gazetteer.roles.organisation
                found.append(Draft(span=span, label=label, p=_P, rule="ministry", reason=reason))
    return found


def _field(text: str, words: Sequence[Span], at: int, tags: Tags, grammar: Grammar) -> int | None:
    """The place of the last word of the fields that begin at `at`; None where none does."""
    last = _noun(text, words, at, grammar)
    while last is not None and last - at < _LONGEST:
        last = _described(text, words, last, tags)
        behind = last + 1
        following = _noun(text, words, behind, grammar) or _joined(text, words, behind, grammar)
        if following is None:
            return last
        last = following
    return last


def _joined(text: str, words: Sequence[Span], at: int, grammar: Grammar) -> int | None:
    """The next field behind `et`, or behind a comma and a preposition."""
    if at >= len(words) or text[words[at - 1].end : words[at].start] != " ":
        return None
    if words[at].of(text) not in grammar.both:
        return None
    return _noun(text, words, at + 1, grammar)


def _noun(text: str, words: Sequence[Span], at: int, grammar: Grammar) -> int | None:
    """The place of a large noun behind a preposition and its article, all written close."""
    if at + 1 >= len(words) or words[at].of(text) not in grammar.any_of:
        return None
    place = at + 1
    if words[place].of(text) in grammar.definite and place + 1 < len(words):
        place += 1
    near = all(text[words[n].end : words[n + 1].start] in (" ", "'") for n in range(at - 1, place))
    return place if near and text[words[place].start].isupper() else None


def _described(text: str, words: Sequence[Span], last: int, tags: Tags) -> int:
    """The place of the last small adjective behind the noun, or of the noun itself."""
    while last + 1 < len(words):
        word = words[last + 1]
        is_near = text[words[last].end : word.start] == " "
        if not is_near or is_capitalised(text, word.start) or not tags.is_adjective(word.start):
            break
        last += 1
    return last
