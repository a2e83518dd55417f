"""From the model's raw spans to suggested mentions: the rules in their order.

Reads a text, its zones and what model and lists know; imports no model, so that stored parses and
tests use it alone. Stances are not its matter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from annotator.domain.article import Span
from annotator.domain.entities import fold_name
from annotator.domain.names import (
    KnownName,
    NameIndex,
    find_names,
    is_capitalised,
    person_canonicals,
    word_spans,
)
from annotator.domain.plain import begins_sentence
from annotator.domain.span_index import SpanIndex
from annotator.domain.suggestion import CANDIDATE, FILLED_IN, SuggestedMention
from annotator.suggest.boundaries import (
    completed,
    extended_organisation,
    extended_place,
    name_spans,
    with_tail,
    without_verb,
)
from annotator.suggest.called_names import called_names, institution_names, press_names
from annotator.suggest.candidates import capitalised_names
from annotator.suggest.drafts import Draft, without_overlap
from annotator.suggest.evidence import tellings
from annotator.suggest.gazetteer import Entry, Gazetteer
from annotator.suggest.judgement import agreed, is_named_acronym, judge, surname_of
from annotator.suggest.known_names import (
    all_names,
    conditional_names,
    listed_names,
)
from annotator.suggest.pairs import paired_places
from annotator.suggest.reading import RawSpan, Reading
from annotator.suggest.tags import NO_TAGS, Tags

RULES_VERSION = 4
"""Raised whenever these rules suggest otherwise than before."""
_PROPAGATES_FROM = 0.6
_SURNAME = 0.9
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
    ]
    modelled = _modelled(text, spans, called, tags, gazetteer)
    dropped = [r.span for r in spans if r.label not in gazetteer.model_labels]
    drafts = _reconciled(text, own, modelled, dropped, names, gazetteer)
    present = frozenset(fold_name(d.canonical or d.span.of(text)) for d in drafts)
    drafts = without_overlap([*drafts, *conditional_names(text, own, present, gazetteer)])
    drafts = _extended(text, drafts, gazetteer)
    drafts = without_overlap(_propagated(text, own, drafts, gazetteer))
    candidates = capitalised_names(text, own, drafts, dropped, gazetteer, tags)
    drafts = without_overlap([*drafts, *candidates])
    drafts = without_overlap(_propagated(text, own, drafts, gazetteer))
    drafts = sorted([*drafts, *_nested(text, drafts, names, gazetteer)], key=lambda d: d.span)
    return _mentions(text, drafts, known, gazetteer)


def _modelled(
    text: str,
    spans: Iterable[RawSpan],
    called: Sequence[Draft],
    tags: Tags,
    gazetteer: Gazetteer,
) -> list[Draft]:
    """The model's spans as names with the scheme's labels, and the names that nouns call so.

    What the model finds under a label that the scheme lacks is dropped; where its name lies across
    a called one, the better of the two stays.
    """
    judged = [
        draft
        for raw in spans
        if raw.label in gazetteer.model_labels
        for span in name_spans(
            text,
            completed(text, without_verb(text, raw.span, tags), raw.label, gazetteer, tags),
            gazetteer.model_labels[raw.label],
            gazetteer,
        )
        if (draft := judge(text, span, gazetteer.model_labels[raw.label], gazetteer)) is not None
    ]
    told = tellings(text, judged, called, gazetteer)
    longer = SpanIndex(d for d in judged if d.label == gazetteer.roles.organisation)
    whole = SpanIndex(
        c
        for c in called
        if _is_told(text, c, told)
        and not any(
            m.start == c.start and m.end > c.end and m.p >= FILLED_IN
            for m in longer.overlapping(c.span)
        )
    )
    kept = [
        d for d in judged if not any(c.span.contains(d.span) for c in whole.overlapping(d.span))
    ]
    return without_overlap([*agreed(text, kept, told, gazetteer), *whole.ranges])


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
    if around is None:
        begins = begins_sentence(text, match.span.start)
        is_large = match.span.of(text) == entry.spelling and " " in entry.spelling and not begins
        if entry.weak and not (is_large or is_named_acronym(text, match.span, gazetteer)):
            return None
        opens = begins and " " not in match.span.of(text)
        return match.doubted(0.85 if opens else 0.92, f"{match.reason}, unseen by the model")
    if around.span == match.span:
        if around.label == person and (entry.weak or fold_name(match.span.of(text)) in surnames):
            return None if match.label != person else match
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
        return has_capital
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
        if draft.label in (roles.polity, roles.place):
            is_polity = draft.label == roles.polity and draft.rule != "model"
            # A place that a list knows names itself: "fleuve Garonne" is Garonne.
            is_open = is_polity or draft.rule in ("model", "repeated")
            span = (
                extended_place(text, draft.span, gazetteer, is_polity=is_polity)
                if is_open
                else None
            )
            tail = with_tail(text, draft.span, gazetteer) if draft.label == roles.place else None
            if span is not None:
                wider = _widened(span, roles.place, 0.85, "a place by the noun before it")
            elif tail is not None:
                wider = _widened(tail, draft.label, 0.8, "a place and what narrows it")
        if draft.rule in ("model", "repeated") and " " not in draft.span.of(text):
            span = extended_organisation(text, draft.span, gazetteer)
            if span is not None:
                reason = "a body by the noun before it"
                wider = _widened(span, roles.organisation, 0.85, reason)
        found.append(wider)
    return without_overlap(found)


def _widened(span: Span, label: str, p: float, reason: str) -> Draft:
    return Draft(span=span, label=label, p=p, rule="extended", reason=reason)


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
        and not entry.weak
        and inner.label == organisation
        and inner.canonical != outer.canonical
    ]


def _propagated(
    text: str, own: Sequence[Span], drafts: Sequence[Draft], gazetteer: Gazetteer
) -> list[Draft]:
    """The drafts, and mentions that were missed of names seen elsewhere, surnames included.

    A name that is found again takes the place of the shorter ones inside it.
    """
    person = gazetteer.roles.person
    seen: dict[str, Draft] = {}
    for draft in sorted(drafts, key=lambda d: -d.p):
        if draft.p < _PROPAGATES_FROM or draft.rule == "conditional":
            continue
        surface = draft.span.of(text)
        reason = f"named elsewhere in the article: {surface}"
        again = replace(draft, p=min(draft.p, _SURNAME), rule="repeated", reason=reason)
        seen.setdefault(fold_name(surface), again)
        surname = surname_of(surface, gazetteer) if draft.label == person else None
        if surname is not None:
            reason = f"the surname of {surface}"
            seen.setdefault(fold_name(surname), replace(again, reason=reason))
    index = SpanIndex(drafts)
    again_found = [
        replace(draft, span=span)
        for paragraph in own
        for span, draft in find_names(text, paragraph, NameIndex(seen))
        if folded_known(span.of(text), gazetteer)
        and all(span.contains(d.span) and span != d.span for d in index.overlapping(span))
    ]
    taken = SpanIndex(again_found)
    return [*again_found, *(d for d in drafts if not taken.touches(d.span))]


def folded_known(surface: str, gazetteer: Gazetteer) -> bool:
    """Whether `surface` may name something: no word of the list of those that never do."""
    return fold_name(surface).replace("'", " ") not in gazetteer.never


def _mentions(
    text: str, drafts: Sequence[Draft], known: Sequence[KnownName], gazetteer: Gazetteer
) -> tuple[SuggestedMention, ...]:
    """The drafts worth showing, with the name of their entity."""
    person = gazetteer.roles.person
    shown = [draft for draft in drafts if draft.p >= CANDIDATE]
    surfaces = [d.span.of(text) for d in shown if d.label == person and d.p >= FILLED_IN]
    project = [name.canonical for name in known if name.label == person]
    persons = person_canonicals(surfaces, project)
    common = _common_forms(text, shown)
    return tuple(
        SuggestedMention(
            start=draft.span.start,
            end=draft.span.end,
            label=draft.label,
            canonical=_canonical(text, draft, persons, common, gazetteer),
            p=draft.p,
            rule=draft.rule,
            reason=draft.reason,
        )
        for draft in shown
    )


def _canonical(
    text: str,
    draft: Draft,
    persons: dict[str, str],
    common: dict[tuple[str, str], str],
    gazetteer: Gazetteer,
) -> str:
    surface = draft.span.of(text)
    if draft.label == gazetteer.roles.person:
        return persons.get(surface, surface)
    return draft.canonical or common[draft.label, fold_name(surface)]


def _common_forms(text: str, drafts: Iterable[Draft]) -> dict[tuple[str, str], str]:
    """(label, folded name) -> its most frequent spelling, the first of equals."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for draft in drafts:
        surface = draft.span.of(text)
        counts.setdefault((draft.label, fold_name(surface)), Counter())[surface] += 1
    return {key: forms.most_common(1)[0][0] for key, forms in counts.items()}
