"""Persons by their first names: a full name that the model missed, a first name used again."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.domain.article import Span
from annotator.domain.entities import fold_name
from annotator.domain.names import folded_words, word_spans, words_in
from annotator.domain.plain import begins_sentence
from annotator.domain.span_index import SpanIndex
from annotator.domain.suggestion import FILLED_IN
from annotator.suggest.drafts import FIRST_NAME, Draft
from annotator.suggest.gazetteer import Gazetteer
from annotator.suggest.judgement import Place
from annotator.suggest.tags import Tags

_FULL, _HALF, _FIRST = 0.86, 0.66, 0.72
_LISTED = 0.75
"""From here on a name of another label is told by more than its shape."""
_LONGEST = 5
_ROLE_WORDS = 4
_SHORTEST_FIRST = 4


def full_names(
    text: str,
    paragraphs: Sequence[Span],
    modelled: Sequence[Draft],
    tags: Tags,
    gazetteer: Gazetteer,
) -> list[Draft]:
    """Capitalised words that a first name begins, where the model sees no person.

    Two words that the language does not have are as good, where the model saw a name in the first.
    """
    person = gazetteer.roles.person
    halves = {d.span for d in modelled if d.label != person and d.p < _LISTED}
    persons = SpanIndex(d for d in modelled if d.label == person and " " in d.span.of(text))
    found: list[Draft] = []
    for paragraph in paragraphs:
        words = words_in(text, paragraph)
        for at, word in enumerate(words):
            is_given = text[word.start].isupper() and fold_name(word.of(text)) in gazetteer.given
            is_half = word in halves and _are_unknown(text, words[at : at + 2], tags, gazetteer)
            if not (is_given or is_half) or (at and _joined(text, words, at - 1, (" ", "-", "'"))):
                continue
            span = Span(word.start, words[_last(text, words, at, gazetteer)].end)
            if (
                " " in span.of(text)
                and not persons.touches(span)
                and _is_one(text, span, gazetteer)
            ):
                reason = "a first name and a surname"
                p = _FULL if is_given else _HALF
                found.append(Draft(span=span, label=person, p=p, rule="given", reason=reason))
    return found


def aged_persons(text: str, paragraphs: Sequence[Span], gazetteer: Gazetteer) -> list[Draft]:
    """Large words before an age: `Pranee Srisuk, 56 ans`."""
    person, found = gazetteer.roles.person, list[Draft]()
    for paragraph in paragraphs if gazetteer.boundaries.age is not None else ():
        words = words_in(text, paragraph)
        at = 0
        while at < len(words):
            last = _last(text, words, at, gazetteer) if text[words[at].start].isupper() else at
            span = Span(words[at].start, words[last].end)
            is_aged = gazetteer.boundaries.age and gazetteer.boundaries.age.match(text, span.end)
            is_title = folded_words(words[at].of(text)) in gazetteer.boundaries.titles
            if text[span.start].isupper() and is_aged and not is_title:
                known = gazetteer.names.values.get(fold_name(span.of(text)))
                if known is None and folded_words(span.of(text)) not in gazetteer.never:
                    reason = "a name before an age"
                    draft = Draft(span=span, label=person, p=_FULL, rule="given", reason=reason)
                    found.append(draft)
            at = last + 1
    return found


def apposed_persons(
    text: str,
    paragraphs: Sequence[Span],
    modelled: Sequence[Draft],
    tags: Tags,
    gazetteer: Gazetteer,
) -> list[Draft]:
    """Full names between commas behind a role: `Son directeur sportif, Merijn Orvall, a ri`."""
    person, index = gazetteer.roles.person, SpanIndex(modelled)
    found: list[Draft] = []
    for paragraph in paragraphs:
        words = words_in(text, paragraph)
        for at, word in enumerate(words):
            is_first = text[word.start].isupper() and text[word.start - 2 : word.start] == ", "
            if not is_first or not _has_role(text, words[max(0, at - _ROLE_WORDS) : at], gazetteer):
                continue
            span = Span(word.start, words[_last(text, words, at, gazetteer)].end)
            is_closed = text[span.end : span.end + 1] == ","
            is_full = " " in span.of(text) and tags.is_unknown(span)
            if is_closed and is_full and not index.touches(span) and _is_one(text, span, gazetteer):
                reason = "a full name behind a role"
                found.append(Draft(span=span, label=person, p=_HALF, rule="given", reason=reason))
    return found


def _has_role(text: str, words: Sequence[Span], gazetteer: Gazetteer) -> bool:
    """Whether one of the words, no comma between them, is a role."""
    if not words or "," in text[words[0].start : words[-1].end]:
        words = words[-1:]
    return any(folded_words(word.of(text)) in gazetteer.boundaries.titles for word in words)


def _are_unknown(text: str, words: Sequence[Span], tags: Tags, gazetteer: Gazetteer) -> bool:
    """Whether the language has none of the two words, and no list does."""
    return len(words) == 2 and all(
        tags.is_unknown(word) and fold_name(word.of(text)) not in gazetteer.names.values
        for word in words
    )


def _joined(text: str, words: Sequence[Span], at: int, gaps: tuple[str, ...]) -> bool:
    """Whether the words at `at` and behind it are both large, with such a gap between them."""
    after = words[at + 1] if at + 1 < len(words) else None
    return (
        after is not None
        and text[words[at].end : after.start] in gaps
        and text[words[at].start].isupper()
        and text[after.start].isupper()
    )


def _last(text: str, words: Sequence[Span], first: int, gazetteer: Gazetteer) -> int:
    """The place of the last word of the name that begins at `first`."""
    last = first
    while last - first < _LONGEST:
        if _joined(text, words, last, (" ", "-", "'")):
            last += 1
            continue
        ahead = last + 2
        is_link = ahead < len(words) and words[last + 1].of(text) in gazetteer.grammar.in_names
        if not is_link or text[words[last].end : words[last + 1].start] != " ":
            break
        gap = text[words[last + 1].end : words[ahead].start]
        if gap not in (" ", "-") or not text[words[ahead].start].isupper():
            break
        last = ahead
    return last


def _is_one(text: str, span: Span, gazetteer: Gazetteer) -> bool:
    """Whether nothing in or before the name says that it names something else."""
    words = [fold_name(word.of(text)) for word in word_spans(text, span)]
    rules, names = gazetteer.boundaries, gazetteer.names.values
    place = Place(text, span)
    is_place = words[-1] in names and names[words[-1]].label != gazetteer.roles.person
    return not (
        is_place
        or place.surface.isupper()
        or words[-1] in rules.body_ends
        or any(word in rules.heads or word in gazetteer.never for word in words[1:])
        or folded_words(place.surface) in names
        or (not place.opens and place.preceded_by(gazetteer.cues.not_person | rules.roads))
        or (not place.opens and place.preceded_by(gazetteer.cues.things))
        or (not place.opens and place.preceded_by(gazetteer.cues.organisation))
    )


def _first(span: Span, name: str, label: str) -> Draft:
    reason = f"the first name of {name}"
    return Draft(span=span, label=label, p=_FIRST, rule=FIRST_NAME, reason=reason, canonical=name)


def first_names(
    text: str, paragraphs: Sequence[Span], drafts: Sequence[Draft], gazetteer: Gazetteer
) -> list[Draft]:
    """First names alone of persons whom the article names in full."""
    person = gazetteer.roles.person
    whole: dict[str, Draft] = {}
    for draft in drafts:
        words = draft.span.of(text).split()
        if draft.label == person and draft.p >= FILLED_IN and len(words) > 1:
            whole.setdefault(fold_name(words[0]), draft)
    known = gazetteer.names.values
    index = SpanIndex(d for d in drafts if d.p >= FILLED_IN)
    found: list[Draft] = []
    for paragraph in paragraphs if whole else ():
        words_of = words_in(text, paragraph)
        for at, word in enumerate(words_of):
            folded = fold_name(word.of(text))
            full = whole.get(folded)
            if full is None or folded in known or index.touches(word):
                continue
            is_large = text[word.start].isupper() and len(folded) >= _SHORTEST_FIRST
            near = ("-", "'", " ")
            is_part = _joined(text, words_of, at, near) or (
                at > 0 and _joined(text, words_of, at - 1, near)
            )
            opens = begins_sentence(text, word.start)
            if is_large and not is_part and (not opens or folded in gazetteer.given):
                found.append(_first(word, full.span.of(text), person))
    return found
