"""Names that other names beside them tell: `Solène Abgrall (Rail uni)`, `Océlia et Zelbek`.

Works on drafts whose labels are known so far; what lists know by themselves is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from annotator.domain.article import Span
from annotator.domain.entities import fold_name
from annotator.domain.names import folded_words, word_spans, words_in
from annotator.domain.span_index import SpanIndex
from annotator.domain.suggestion import FILLED_IN
from annotator.suggest.drafts import Draft
from annotator.suggest.gazetteer import Gazetteer
from annotator.suggest.grammar import Grammar, one_of
from annotator.suggest.judgement import ACRONYM
from annotator.suggest.tags import Tags

_AFFILIATED, _LISTED_ALIKE = 0.76, 0.66
_WEAK, _SURE = 0.6, 0.75
"""Up to the former a label gives way to those of its neighbours, from the latter on it tells."""
_LONGEST = 5
_BRACKETS = re.compile(r" ?\(([A-ZÀ-Ý][^()\n,;/]{1,40})[),;/]")


def affiliations(
    text: str, drafts: Sequence[Draft], tags: Tags, gazetteer: Gazetteer
) -> list[Draft]:
    """The parties, teams and media in brackets behind a person's full name.

    What stands there must look like a name to the model, be an acronym, or have a word that the
    language lacks; where lists know it as something else, it is that.
    """
    roles, index = gazetteer.roles, SpanIndex(drafts)
    found: list[Draft] = []
    for draft in drafts:
        is_full = draft.label == roles.person and " " in draft.span.of(text)
        opened = _BRACKETS.match(text, draft.end) if is_full and draft.p >= FILLED_IN else None
        if opened is None:
            continue
        span = Span(opened.start(1), opened.start(1) + len(opened.group(1).rstrip()))
        surface = span.of(text)
        known = gazetteer.names.values.get(fold_name(surface))
        is_sure = any(d.p >= _SURE for d in index.overlapping(span))
        is_acronym = surface.isupper() and len(surface) in ACRONYM
        is_no_name = folded_words(surface) in gazetteer.never and not is_acronym
        if known is not None or is_sure or is_no_name:
            continue
        looks_so = is_acronym or index.touches(span) or tags.is_unknown(span)
        if looks_so and len(word_spans(text, span)) <= _LONGEST:
            reason = f"what {draft.span.of(text)} belongs to, in brackets"
            found.append(_told(span, roles.organisation, _AFFILIATED, reason))
    return found


def _told(span: Span, label: str, p: float, reason: str) -> Draft:
    return Draft(span=span, label=label, p=p, rule="beside", reason=reason)


def enumerated(text: str, drafts: Sequence[Draft], gazetteer: Gazetteer) -> list[Draft]:
    """The drafts; a doubtful name takes the label of sure ones that it is enumerated with."""
    ordered = sorted(drafts, key=lambda d: d.span)
    told, grammar = dict(enumerate(ordered)), gazetteer.grammar
    for places in (range(1, len(ordered)), range(len(ordered) - 2, -1, -1)):
        for place in places:
            step = 1 if places.step > 0 else -1
            teller, draft = told[place - step], told[place]
            first, second = (teller, draft) if step > 0 else (draft, teller)
            is_list = _are_joined(text, first, second, grammar) and _goes_on(
                text, ordered, place, step, grammar
            )
            if is_list and _tells(text, teller, draft, gazetteer):
                reason = f"enumerated with {teller.span.of(text)}"
                told[place] = replace(
                    draft, label=teller.label, p=_LISTED_ALIKE, rule="beside", reason=reason
                )
    return [told[place] for place in range(len(ordered))]


def _tells(text: str, teller: Draft, draft: Draft, gazetteer: Gazetteer) -> bool:
    """Whether the one is sure and the other doubtful, of another label, and no person in full."""
    person = gazetteer.roles.person
    is_open = draft.rule == "model" and draft.p <= _WEAK and " " not in draft.span.of(text)
    is_other = teller.label not in (draft.label, person)
    return is_open and is_other and (teller.p >= _SURE or teller.rule == "beside")


def _are_joined(text: str, first: Draft, second: Draft, grammar: Grammar) -> bool:
    """Whether only a comma or conjunction lies between, and before both the same preposition."""
    between = _between(grammar).fullmatch(text, first.end, second.start)
    if between is None:
        return False
    before = _before(grammar).search(text, max(0, first.start - 8), first.start)
    own = before.group(1).casefold() if before else None
    again = between.group(1)
    return again is None or (own is not None and grammar.plain(again) == grammar.plain(own))


def _goes_on(text: str, ordered: Sequence[Draft], place: int, step: int, grammar: Grammar) -> bool:
    """Whether a conjunction joins the two, or a third name follows or precedes in the list.

    A comma alone is as often an apposition.
    """
    low, high = sorted((place, place - step))
    if "," not in text[ordered[low].end : ordered[high].start]:
        return True
    is_before = low > 0 and _are_joined(text, ordered[low - 1], ordered[low], grammar)
    after = ordered[high + 1] if high + 1 < len(ordered) else None
    return is_before or (after is not None and _are_joined(text, ordered[high], after, grammar))


@cache
def _between(grammar: Grammar) -> re.Pattern[str]:
    """A comma or a conjunction with the preposition behind it."""
    joins = one_of(grammar.conjunctions)
    return re.compile(rf"(?:,|,? {joins})(?: ({_preposition(grammar)}\b'?))? ?")


@cache
def _before(grammar: Grammar) -> re.Pattern[str]:
    """The preposition at the end."""
    return re.compile(rf"(?:^|[\s(\"])({_preposition(grammar)})'? ?$", re.IGNORECASE)


def _preposition(grammar: Grammar) -> str:
    articles = one_of(grammar.definite - grammar.plural)
    return rf"{one_of(grammar.prepositions)}(?: {articles}\b)?"


def national_bodies(
    text: str,
    paragraphs: Sequence[Span],
    persons: Sequence[Draft],
    gazetteer: Gazetteer,
) -> list[Draft]:
    """Bodies behind an article and where they are from, written small: `le coréen Zelbek`.

    A person would be from there with a capital (`le Coréen`).
    """
    full = SpanIndex(
        d for d in persons if d.label == gazetteer.roles.person and " " in d.span.of(text)
    )
    found: list[Draft] = []
    for paragraph in paragraphs:
        words = words_in(text, paragraph)
        for at, (before, word) in enumerate(pairwise(words)):
            following = words[at + 2] if at + 2 < len(words) else None
            if following is None or not text[following.start].isupper():
                continue
            is_led = folded_words(before.of(text)) in gazetteer.cues.articles
            is_small = text[word.start].islower() and gazetteer.boundaries.is_demonym(word.of(text))
            gaps = text[before.end : word.start].strip("'"), text[word.end : following.start]
            if not is_led or not is_small or gaps[0] not in ("", " ") or gaps[1] != " ":
                continue
            span = Span(following.start, _run_end(text, words, at + 2))
            given = fold_name(following.of(text)) in gazetteer.given
            if not full.touches(span) and not (given and " " in span.of(text)):
                reason = "a body by where it is from"
                found.append(_told(span, gazetteer.roles.organisation, _AFFILIATED, reason))
    return found


def _run_end(text: str, words: Sequence[Span], at: int) -> int:
    """Where the capitalised words from `at` on end."""
    last = at
    while last + 1 < len(words) and text[words[last].end : words[last + 1].start] in (" ", "-"):
        if not text[words[last + 1].start].isupper():
            break
        last += 1
    return words[last].end
