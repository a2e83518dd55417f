"""Two names joined by a hyphen: `Moscou-Pékin` is two, `Clermont-Ferrand` is one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from annotator.domain.article import Span
from annotator.domain.entities import fold_name
from annotator.domain.names import NameIndex
from annotator.suggest.drafts import Draft
from annotator.suggest.gazetteer import Entry, Gazetteer
from annotator.suggest.judgement import Place
from annotator.suggest.known_names import canonical_of

_COMPOUND = re.compile(r"(?<![\w-])[^\W\d_][\w']*(?:-[^\W_]\w*)+(?![\w-])")
_UNLISTED, _FAMOUS = 0.75, 0.85


def paired_places(
    text: str, paragraphs: Sequence[Span], names: NameIndex[Entry], gazetteer: Gazetteer
) -> list[Draft]:
    """The places of compounds whose halves are both listed, or that a noun for pairs precedes."""
    return [
        draft
        for paragraph in paragraphs
        for match in _COMPOUND.finditer(text, paragraph.start, paragraph.end)
        if fold_name(match.group()) not in names.values
        for draft in _halves(text, Span(match.start(), match.end()), names, gazetteer)
    ]


def _halves(
    text: str, span: Span, names: NameIndex[Entry], gazetteer: Gazetteer
) -> Iterator[Draft]:
    surface = span.of(text)
    is_pair = Place(text, span).preceded_by(gazetteer.cues.pairs)
    for hyphen in (at for at, char in enumerate(surface) if char == "-"):
        halves = (
            Span(span.start, span.start + hyphen),
            Span(span.start + hyphen + 1, span.end),
        )
        entries = [_place_entry(half.of(text), names, gazetteer) for half in halves]
        large = all(text[half.start].isupper() for half in halves)
        known = sum(entry is not None for entry in entries)
        persons = [_person(text, half, gazetteer) for half in halves]
        if all(person is not None for person in persons):
            yield from (person for person in persons if person is not None)
            return
        kinds = {_is_body(entry, gazetteer) for entry in entries if entry is not None}
        weak = any(entry is not None and entry.weak for entry in entries)
        is_mixed = len(kinds) > 1 and (known < 2 or weak)
        if is_mixed or (kinds == {True} and not is_pair):
            continue
        if known == 2 or (is_pair and known == 1 and large):
            for half, entry in zip(halves, entries, strict=True):
                yield _draft(text, half, entry, gazetteer)
            return


def _person(text: str, span: Span, gazetteer: Gazetteer) -> Draft | None:
    """The surname in `span` that stands for one person by itself, as such."""
    surname = span.of(text)
    if not surname[:1].isupper() or fold_name(surname) not in gazetteer.famous:
        return None
    reason = "a surname that news write alone, joined to another"
    return Draft(span=span, label=gazetteer.roles.person, p=_FAMOUS, rule="pair", reason=reason)


def _is_body(entry: Entry, gazetteer: Gazetteer) -> bool:
    return entry.label == gazetteer.roles.organisation


def _place_entry(name: str, names: NameIndex[Entry], gazetteer: Gazetteer) -> Entry | None:
    entry = names.values.get(fold_name(name))
    is_one = entry is not None and entry.label != gazetteer.roles.person
    return entry if is_one and name[0].isupper() else None


def _draft(text: str, span: Span, entry: Entry | None, gazetteer: Gazetteer) -> Draft:
    if entry is None:
        reason = "a place joined to another by a hyphen"
        return Draft(
            span=span, label=gazetteer.roles.polity, p=_UNLISTED, rule="pair", reason=reason
        )
    return Draft(
        span=span,
        label=entry.label,
        p=entry.p,
        rule=entry.rule,
        reason=entry.reason,
        canonical=canonical_of(text, span, entry, gazetteer),
    )
