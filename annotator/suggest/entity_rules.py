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
    is_capitalised,
    word_spans,
)
from annotator.domain.plain import begins_sentence
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
from annotator.suggest.judgement import agreed, is_named_acronym, judge, surname_of
from annotator.suggest.known_names import (
    all_names,
    conditional_names,
    listed_names,
)
from annotator.suggest.ministry_names import ministry_names
from annotator.suggest.neighbour_names import affiliations, enumerated, national_bodies
from annotator.suggest.pairs import paired_places
from annotator.suggest.person_names import aged_persons, apposed_persons, first_names, full_names
from annotator.suggest.reading import RawSpan, Reading
from annotator.suggest.repeated import propagated
from annotator.suggest.road_names import named_roads, road_numbers
from annotator.suggest.tags import NO_TAGS, Tags
from annotator.suggest.weak_names import weakly_told

RULES_VERSION = 7
"""Raised whenever these rules suggest otherwise than before."""
_IN_OTHER_NAME = 0.45
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
    called = [
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
    modelled = _modelled(text, own, spans, called, tags, gazetteer)
    dropped = [r.span for r in spans if r.label not in gazetteer.model_labels]
    drafts = _reconciled(text, own, modelled, dropped, names, gazetteer)
    present = frozenset(fold_name(d.canonical or d.span.of(text)) for d in drafts)
    drafts = without_overlap([*drafts, *conditional_names(text, own, present, gazetteer)])
    drafts = _extended(text, drafts, gazetteer)
    drafts = without_overlap([*drafts, *bracketed_names(text, drafts, gazetteer)])
    drafts = without_overlap([*drafts, *affiliations(text, drafts, tags, gazetteer)])
    drafts = enumerated(text, drafts, gazetteer)
    drafts = without_overlap([*drafts, *short_forms(text, own, drafts, gazetteer)])
    drafts = without_overlap(propagated(text, own, drafts, gazetteer))
    candidates = capitalised_names(text, own, drafts, dropped, gazetteer, tags)
    drafts = without_overlap([*drafts, *candidates])
    drafts = without_overlap(propagated(text, own, drafts, gazetteer))
    drafts = without_overlap([*drafts, *first_names(text, own, drafts, gazetteer)])
    drafts = sorted([*drafts, *_nested(text, drafts, names, gazetteer)], key=lambda d: d.span)
    return named_mentions(text, drafts, known, gazetteer)


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
            and not _is_overrun(text, c, m)
            for m in longer.overlapping(c.span)
        )
    )
    kept = [
        d
        for d in judged
        if not any(
            c.span.contains(d.span) or _is_overrun(text, c, d) for c in whole.overlapping(d.span)
        )
    ]
    return without_overlap([*agreed(text, kept, told, tags, gazetteer), *whole.ranges])


def _is_overrun(text: str, called: Draft, modelled: Draft) -> bool:
    """Whether the model goes on behind a body's name into the sentence."""
    same = called.rule == "headed" and called.start == modelled.start
    return same and loosely_longer(text, called.span, modelled.span)


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


def _reconciled(
    text: str,
    own: Sequence[Span],
    modelled: Sequence[Draft],
    dropped: Sequence[Span],
    names: NameIndex[Entry],
    gazetteer: Gazetteer,
) -> list[Draft]:
    """One view of model and lists."""
    surnames = _surnames(text, modelled, gazetteer)
    others = SpanIndex(dropped)
    pairs = paired_places(text, own, names, gazetteer)
    joined = SpanIndex(pairs)
    modelled = [d for d in modelled if not joined.touches(d.span)]
    index = SpanIndex(modelled)
    listed = [
        _within_other(text, draft, others)
        for match, entry in listed_names(text, own, names, gazetteer)
        if (draft := _believed(text, match, entry, index, surnames, gazetteer)) is not None
    ]
    matches = SpanIndex(listed)
    left = [draft for draft in modelled if not _given_up(text, draft, matches, gazetteer)]
    return without_overlap([*pairs, *listed, *left])


def _within_other(text: str, draft: Draft, dropped: SpanIndex[Span]) -> Draft:
    """The draft, doubted where the model sees another kind of name around it (an event, a team)."""
    for span in dropped.overlapping(draft.span):
        inside = span.contains(draft.span) and span != draft.span
        if inside and any(
            is_capitalised(text, word.start) and not word.overlaps(draft.span)
            for word in word_spans(text, span)
        ):
            return draft.doubted(_IN_OTHER_NAME, "perhaps a part of the name of something else")
    return draft


def _believed(
    text: str,
    match: Draft,
    entry: Entry,
    modelled: SpanIndex[Draft],
    surnames: frozenset[str],
    gazetteer: Gazetteer,
) -> Draft | None:
    """A listed name as far as the model does not know better; None where it does."""
    person = gazetteer.roles.person
    around = min(modelled.overlapping(match.span), key=lambda d: d.start, default=None)
    if around is None and match.label != person and fold_name(match.span.of(text)) in surnames:
        return None
    if around is None:
        begins = begins_sentence(text, match.span.start)
        is_large = match.span.of(text) == entry.spelling and " " in entry.spelling and not begins
        if entry.weak and not (is_large or is_named_acronym(text, match.span, gazetteer)):
            return weakly_told(text, match, entry, gazetteer)
        opens = begins and " " not in match.span.of(text)
        return match.doubted(0.85 if opens else 0.92, f"{match.reason}, unseen by the model")
    if around.span == match.span:
        if around.label == person and (entry.weak or fold_name(match.span.of(text)) in surnames):
            is_person = match.label == person
            return match if is_person else weakly_told(text, match, entry, gazetteer)
        if around.label == person and match.label != person:
            return match.doubted(0.8, f"{match.reason}, which the model takes for a person")
        return match
    if match.span.contains(around.span):
        return match
    # The model's name is longer, or lies across: it keeps persons and names of its own kind.
    return None if _keeps(text, around, match, gazetteer) else match


def _keeps(text: str, draft: Draft, match: Draft, gazetteer: Gazetteer) -> bool:
    """Whether the model's longer name stands against the listed one inside it."""
    roles = gazetteer.roles
    if not draft.span.contains(match.span):
        return False
    if draft.span.start == match.span.start and draft.label != match.label:
        following = word_spans(text, Span(match.span.end, draft.span.end))[:1]
        # "RN de Marine Perrin": a whole name, and a word that only links the next one to it.
        if following and following[0].of(text) in gazetteer.boundaries.edge_words:
            return False
    if match.label == roles.person != draft.label and draft.span.end == match.span.end:
        before = word_spans(text, Span(draft.span.start, match.span.start))[-1:]
        if before and before[0].of(text) in gazetteer.boundaries.connectors:
            return False
    rest = text[draft.span.start : match.span.start] + text[match.span.end : draft.span.end]
    has_capital = any(char.isupper() for char in rest)
    tails = gazetteer.boundaries.place_tails
    if draft.label == match.label and tails is not None and tails.match(rest.strip()):
        return True
    first = fold_name(draft.span.of(text).split()[0])
    generic = first in (
        gazetteer.boundaries.generic_places | gazetteer.boundaries.generic_organisations
    )
    if draft.label == roles.organisation and match.label == roles.organisation:
        return has_capital or draft.rule == "spelled"
    return has_capital or generic


def _given_up(text: str, draft: Draft, listed: SpanIndex[Draft], gazetteer: Gazetteer) -> bool:
    """Whether a listed name replaces the model's."""
    return any(
        m.span == draft.span or not _keeps(text, draft, m, gazetteer)
        for m in listed.overlapping(draft.span)
    )


def _surnames(text: str, drafts: Iterable[Draft], gazetteer: Gazetteer) -> frozenset[str]:
    """Last words of the persons whom the article names in full, folded."""
    return frozenset(
        fold_name(surname)
        for draft in drafts
        if draft.label == gazetteer.roles.person
        and (surname := surname_of(draft.span.of(text), gazetteer)) is not None
    )


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
