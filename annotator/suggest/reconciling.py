"""Where the model and the lists disagree about a name: which of them is believed, and how far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annotator.domain.article import Span
from annotator.domain.entities import fold_name
from annotator.domain.names import NameIndex, is_capitalised, word_spans
from annotator.domain.plain import begins_sentence
from annotator.domain.span_index import SpanIndex
from annotator.suggest.drafts import Draft, without_overlap
from annotator.suggest.gazetteer import Entry, Gazetteer
from annotator.suggest.judgement import is_named_acronym, surname_of
from annotator.suggest.known_names import listed_names
from annotator.suggest.pairs import paired_places
from annotator.suggest.weak_names import weakly_told

_IN_OTHER_NAME = 0.45


def reconciled(
    text: str,
    own: Sequence[Span],
    modelled: Sequence[Draft],
    dropped: Sequence[Span],
    names: NameIndex[Entry],
    gazetteer: Gazetteer,
) -> list[Draft]:
    """One view of model and lists, without overlap.

    Args:
        text: The article's text.
        own: Its paragraphs that are looked at.
        modelled: The names that the model found and those that nouns call so.
        dropped: What the model found under labels that the scheme lacks.
        names: The names of the lists.
        gazetteer: Lists and words of the language.
    """
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
