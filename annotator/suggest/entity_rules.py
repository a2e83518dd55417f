"""From the model's raw spans to suggested mentions: the rules in their order.

Reads a text, its zones and what model and lists know; imports no model, so that stored parses and
tests use it alone. Stances are not its matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from annotator.domain.article import Span
from annotator.domain.entities import fold_name
from annotator.domain.names import (
    KnownName,
    NameIndex,
    folded_words,
    word_spans,
)
from annotator.domain.span_index import SpanIndex
from annotator.domain.suggestion import FILLED_IN, SuggestedMention
from annotator.suggest.acronym_names import spelled_names
from annotator.suggest.boundaries import (
    completed,
    compounded,
    extended_organisation,
    extended_place,
    extended_region,
    extended_road,
    led,
    loosely_longer,
    name_spans,
    place_behind,
    with_tail,
    without_clause,
    without_verb,
)
from annotator.suggest.called_names import (
    apposed_names,
    called_names,
    institution_names,
    place_names,
    press_names,
    town_bodies,
)
from annotator.suggest.candidates import capitalised_names
from annotator.suggest.club_names import club_names
from annotator.suggest.drafts import Draft, without_overlap
from annotator.suggest.entity_names import named_mentions
from annotator.suggest.evidence import tellings
from annotator.suggest.gazetteer import Entry, Gazetteer
from annotator.suggest.headed_names import (
    bracketed_names,
    ended_names,
    english_names,
    headed_names,
    short_forms,
)
from annotator.suggest.judgement import agreed, judge
from annotator.suggest.known_names import (
    all_names,
    conditional_names,
    listed_names,
)
from annotator.suggest.ministry_names import ministry_names
from annotator.suggest.neighbour_names import affiliations, enumerated, national_bodies
from annotator.suggest.person_names import aged_persons, apposed_persons, first_names, full_names
from annotator.suggest.reading import RawSpan, Reading
from annotator.suggest.reconciling import reconciled
from annotator.suggest.repeated import propagated
from annotator.suggest.road_names import named_roads, road_numbers
from annotator.suggest.tags import NO_TAGS, Tags

RULES_VERSION = 8
"""Raised whenever these rules suggest otherwise than before."""
_NESTED = 0.85


def suggest_entities(
    reading: Reading,
    raw: Iterable[RawSpan],
    zones: Sequence[Span],
    known: Sequence[KnownName],
    gazetteer: Gazetteer,
    tags: Tags = NO_TAGS,
) -> tuple[SuggestedMention, ...]:
    """The named mentions of an article in text order, candidates among them.

    None overlaps another, but an organisation may hold the name of another one.

    Args:
        reading: The article as rules read it.
        raw: What the model found in it, with the model's labels.
        zones: Paragraphs that are no part of the article; nothing is suggested there.
        known: Names of the project's entities.
        gazetteer: Lists and words of the language.
        tags: What the parse knows of each word.
    """
    text = reading.text
    own = [p for p in reading.paragraphs if not any(p.overlaps(zone) for zone in zones)]
    names = all_names(gazetteer, known)
    spans = [r for r in raw if any(p.contains(r.span) for p in own)]
    modelled = _modelled(text, own, spans, _called(text, own, tags, gazetteer), tags, gazetteer)
    dropped = [r.span for r in spans if r.label not in gazetteer.model_labels]
    drafts = reconciled(text, own, modelled, dropped, names, gazetteer)
    drafts = _grown(text, own, drafts, tags, gazetteer)
    candidates = capitalised_names(text, own, drafts, dropped, gazetteer, tags)
    drafts = without_overlap([*drafts, *candidates])
    drafts = without_overlap(propagated(text, own, drafts, gazetteer))
    drafts = without_overlap([*drafts, *first_names(text, own, drafts, gazetteer)])
    drafts = sorted([*drafts, *_nested(text, drafts, names, gazetteer)], key=lambda d: d.span)
    return named_mentions(text, drafts, known, gazetteer)


def _called(text: str, own: Sequence[Span], tags: Tags, gazetteer: Gazetteer) -> list[Draft]:
    """The names that the words around them tell, whatever the model sees."""
    return [
        *called_names(text, own, tags, gazetteer),
        *institution_names(text, own, gazetteer),
        *press_names(text, own, gazetteer),
        *apposed_names(text, own, tags, gazetteer),
        *place_names(text, own, gazetteer),
        *town_bodies(text, own, gazetteer),
        *headed_names(text, own, tags, gazetteer),
        *ended_names(text, own, gazetteer),
        *english_names(text, own, gazetteer),
        *road_numbers(text, own, gazetteer),
        *named_roads(text, own, gazetteer),
        *club_names(text, own, gazetteer),
        *ministry_names(text, own, tags, gazetteer),
        *spelled_names(text, own, gazetteer),
    ]


def _grown(
    text: str, own: Sequence[Span], drafts: Sequence[Draft], tags: Tags, gazetteer: Gazetteer
) -> list[Draft]:
    """The drafts in full, and the names that they lead to in the same article."""
    present = frozenset(fold_name(d.canonical or d.span.of(text)) for d in drafts)
    drafts = without_overlap([*drafts, *conditional_names(text, own, present, gazetteer)])
    drafts = _extended(text, drafts, gazetteer)
    drafts = without_overlap([*drafts, *bracketed_names(text, drafts, gazetteer)])
    drafts = without_overlap([*drafts, *affiliations(text, drafts, tags, gazetteer)])
    drafts = enumerated(text, drafts, gazetteer)
    drafts = without_overlap([*drafts, *short_forms(text, own, drafts, gazetteer)])
    return without_overlap(propagated(text, own, drafts, gazetteer))


def _modelled(
    text: str,
    own: Sequence[Span],
    spans: Iterable[RawSpan],
    called: Sequence[Draft],
    tags: Tags,
    gazetteer: Gazetteer,
) -> list[Draft]:
    """The model's spans as names with the scheme's labels, and the names that nouns call so.

    What the model finds under a label that the scheme lacks is dropped; where its name lies across
    a called one, the better of the two stays.
    """
    judged = list(_judged(text, spans, tags, gazetteer))
    called = [
        *called,
        *full_names(text, own, judged, tags, gazetteer),
        *aged_persons(text, own, gazetteer),
        *apposed_persons(text, own, judged, tags, gazetteer),
        *national_bodies(text, own, judged, gazetteer),
    ]
    told = tellings(text, judged, called, gazetteer)
    longer = SpanIndex(d for d in judged if d.label == gazetteer.roles.organisation)
    whole = SpanIndex(
        c
        for c in called
        if _is_told(text, c, told)
        and not any(
            m.start == c.start
            and m.end > c.end
            and m.p >= FILLED_IN
            and not _is_overrun(text, c, m, gazetteer)
            for m in longer.overlapping(c.span)
        )
    )
    kept = [
        d
        for d in judged
        if not any(
            c.span.contains(d.span) or _is_overrun(text, c, d, gazetteer)
            for c in whole.overlapping(d.span)
        )
    ]
    return without_overlap([*agreed(text, kept, told, tags, gazetteer), *whole.ranges])


def _is_overrun(text: str, called: Draft, modelled: Draft, gazetteer: Gazetteer) -> bool:
    """Whether the model goes on behind a body's name into the sentence."""
    same = called.rule == "headed" and called.start == modelled.start
    return same and loosely_longer(text, called.span, modelled.span, gazetteer.grammar)


def _judged(
    text: str, spans: Iterable[RawSpan], tags: Tags, gazetteer: Gazetteer
) -> Iterator[Draft]:
    """The names in the model's spans, each cut to itself and with its probability."""
    for raw in spans:
        label = gazetteer.model_labels.get(raw.label)
        if label is None:
            continue
        cut = without_clause(text, without_verb(text, raw.span, tags), gazetteer, tags)
        behind = place_behind(text, cut, label, gazetteer, tags)
        if behind is not None:
            cut, label = behind, gazetteer.roles.place
        cut = led(text, cut, raw.label, gazetteer, tags)
        whole = completed(text, cut, raw.label, gazetteer, tags)
        whole = compounded(text, whole, raw.label, gazetteer)
        for span in name_spans(text, whole, label, gazetteer):
            draft = judge(text, span, label, gazetteer, tags)
            if draft is not None:
                yield draft


def _is_told(text: str, called: Draft, told: Mapping[str, Draft]) -> bool:
    """Whether the article at large bears out what a noun calls the name."""
    telling = told.get(fold_name(called.span.of(text)))
    return telling is not None and telling.label == called.label


def _extended(text: str, drafts: Sequence[Draft], gazetteer: Gazetteer) -> list[Draft]:
    """The drafts with the common nouns and tails that belong to them."""
    roles = gazetteer.roles
    found: list[Draft] = []
    for draft in drafts:
        wider = draft
        road = None
        if draft.rule in ("model", "told", "repeated", "given", "famous"):
            road = extended_road(text, draft.span, gazetteer)
        if road is not None:
            wider = _widened(road, roles.place, 0.85, "a road by the noun before it")
        elif draft.label in (roles.polity, roles.place):
            is_polity = draft.label == roles.polity and draft.rule != "model"
            # A place that a list knows names itself: "fleuve Garonne" is Garonne.
            is_open = is_polity or draft.rule in ("model", "repeated")
            span = (
                extended_place(text, draft.span, gazetteer, is_polity=is_polity)
                if is_open
                else None
            )
            if draft.label == roles.place and not is_open:
                span = extended_region(text, draft.span, gazetteer)
            tail = with_tail(text, draft.span, gazetteer) if draft.label == roles.place else None
            if span is not None:
                wider = _widened(span, roles.place, 0.85, "a place by the noun before it")
            elif tail is not None:
                wider = _widened(tail, draft.label, 0.8, "a place and what narrows it")
        is_single = " " not in draft.span.of(text)
        is_listed = draft.rule == "gazetteer" and draft.label in (roles.person, roles.place)
        if is_listed or (draft.rule in ("model", "repeated", "famous") and is_single):
            span = extended_organisation(text, draft.span, gazetteer)
            if span is not None:
                reason = "a body by the noun before it"
                wider = _widened(span, roles.organisation, 0.85, reason)
        found.append(wider)
    return without_overlap(found)


def _widened(span: Span, label: str, p: float, reason: str) -> Draft:
    return Draft(span=span, label=label, p=p, rule="extended", reason=reason)


def _is_but_its_article(text: str, outer: Span, inner: Span, gazetteer: Gazetteer) -> bool:
    """Whether `inner` is the whole of `outer` without an article that begins it."""
    lead = folded_words(text[outer.start : inner.start])
    return outer.end == inner.end and lead in gazetteer.cues.articles


def _nested(
    text: str, drafts: Sequence[Draft], names: NameIndex[Entry], gazetteer: Gazetteer
) -> list[Draft]:
    """Listed organisations inside the longer names of organisations (a council of a union)."""
    organisation = gazetteer.roles.organisation
    return [
        inner.doubted(_NESTED, "an organisation named inside the name of another")
        for outer in drafts
        if outer.label == organisation and outer.p >= FILLED_IN
        for word in word_spans(text, outer.span)[1:]
        for inner, entry in listed_names(text, [Span(word.start, outer.span.end)], names, gazetteer)
        if inner.span.start == word.start
        and text[word.start - 1] != "-"
        and not _is_but_its_article(text, outer.span, inner.span, gazetteer)
        and not entry.weak
        and inner.label == organisation
        and inner.canonical != outer.canonical
    ]
