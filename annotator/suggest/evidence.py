"""What the words around a name tell of its label, and which telling holds in an article.

A name that the lists do not know takes the label that its best mention gives away, wherever the
article writes it: after a noun for bodies, a title, the mayor of it, or before an apposition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from annotator.domain.article import Span
from annotator.domain.entities import fold_name
from annotator.domain.names import folded_words, word_spans
from annotator.suggest.drafts import Draft
from annotator.suggest.gazetteer import Gazetteer
from annotator.suggest.judgement import Place

_AFTER_CHARACTERS = 60
_APPOSED_WORDS = 3
_LOCATED = re.compile(r"(?:^|[\n .\"])À $")
_STRONG, _GOOD, _FAIR = 0.86, 0.8, 0.7


def told_by(text: str, span: Span, gazetteer: Gazetteer) -> Draft | None:
    """The name in `span` with the label that the words around it tell; None where none do."""
    place, cues, roles = Place(text, span), gazetteer.cues, gazetteer.roles
    body = _body(place, gazetteer)
    if body is not None:
        return body
    if place.preceded_by(gazetteer.boundaries.titles):
        return _told(span, roles.person, _STRONG, "a name after a title or role")
    if place.preceded_by(cues.sites):
        return _told(span, roles.place, _GOOD, "a place by the word before it")
    is_region = fold_name(place.surface.split()[0]) in gazetteer.boundaries.bare_nouns
    if not is_region and place.preceded_by(cues.polity - gazetteer.boundaries.edge_words):
        return _told(span, roles.polity, _GOOD, "a city or region by the words before it")
    if (
        _LOCATED.search(text, max(0, span.start - 3), span.start)
        and text[span.end : span.end + 1] == ","
    ):
        return _told(span, roles.polity, _GOOD, "a place at which the sentence begins")
    apposed = _apposed(text, span, gazetteer)
    if apposed is not None:
        return _told(span, apposed, _GOOD, "so called by the words behind it")
    if place.preceded_by(cues.bodies_of):
        return _told(span, roles.organisation, _FAIR, "a body by the words before it")
    return None


def _body(place: Place, gazetteer: Gazetteer) -> Draft | None:
    """The name as a body's where its own words say so."""
    rules, organisation = gazetteer.boundaries, gazetteer.roles.organisation
    words = word_spans(place.text, place.span)
    first, last = words[0].of(place.text), words[-1].of(place.text)
    is_large = len(words) > 1 and first[0].isupper()
    if len(words) > 1 and last[0].isupper() and fold_name(last) in rules.body_ends:
        return _told(place.span, organisation, _STRONG, "named as companies and clubs are")
    if is_press(place.surface, gazetteer):
        return _told(place.span, organisation, _GOOD, "named as newspapers are")
    if is_large and fold_name(first) in rules.heads:
        return _told(place.span, organisation, _STRONG, "a body by the noun it begins with")
    return None


def is_press(name: str, gazetteer: Gazetteer) -> bool:
    """Whether `name` begins as newspapers' names do, and goes on."""
    folded = folded_words(name)
    return any(folded.startswith(f"{head} ") for head in gazetteer.boundaries.press)


def _told(span: Span, label: str, p: float, reason: str) -> Draft:
    return Draft(span=span, label=label, p=p, rule="told", reason=reason)


def _apposed(text: str, span: Span, gazetteer: Gazetteer) -> str | None:
    """The label of what is named, by the noun of an apposition behind it."""
    if text[span.end : span.end + 2] != ", ":
        return None
    line = text.find("\n", span.end)
    end = min(len(text) if line < 0 else line, span.end + _AFTER_CHARACTERS)
    words = [fold_name(w.of(text)) for w in word_spans(text, Span(span.end, end))]
    if words and words[0] in gazetteer.cues.indefinite:
        words = words[1:]
    heads = {" ".join(words[:count]) for count in range(1, _APPOSED_WORDS + 1)}
    for label, nouns in (
        (gazetteer.roles.polity, gazetteer.cues.polity_nouns),
        (gazetteer.roles.organisation, gazetteer.cues.organisation),
        (gazetteer.roles.person, gazetteer.boundaries.titles),
    ):
        if not heads.isdisjoint(nouns):
            return label
    return None


def tellings(
    text: str,
    drafts: Iterable[Draft],
    called: Sequence[Draft],
    gazetteer: Gazetteer,
) -> dict[str, Draft]:
    """Folded name -> the telling that holds for it in the article.

    Tellings for one label add up; a person's full name yields only to the noun that calls it
    a body. Of listed names only the weak ones are asked about.
    """
    sums: dict[str, dict[str, float]] = {}
    best: dict[tuple[str, str], Draft] = {}
    full = {
        fold_name(surface)
        for d in drafts
        if d.label == gazetteer.roles.person and " " in (surface := d.span.of(text))
        if fold_name(surface.split()[0]).split()[0] in gazetteer.given
    }
    told = [t for d in drafts if (t := told_by(text, d.span, gazetteer)) is not None]
    for telling in [*called, *told]:
        folded = fold_name(telling.span.of(text))
        is_person = folded in full and telling.p < _STRONG
        entry = gazetteer.names.values.get(folded)
        if is_person or (entry is not None and not entry.weak):
            continue
        label_sums = sums.setdefault(folded, {})
        label_sums[telling.label] = label_sums.get(telling.label, 0.0) + telling.p
        key = (folded, telling.label)
        if key not in best or best[key].p < telling.p:
            best[key] = telling
    return {
        folded: best[folded, max(sorted(labels), key=lambda label: labels[label])]
        for folded, labels in sums.items()
    }
