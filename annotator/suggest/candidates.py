"""Candidates: capitalised names without a label of model or lists, with a guess of the label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from annotator.domain.article import Span
from annotator.domain.names import (
    NameIndex,
    find_names,
    folded_words,
    is_capitalised,
    stands_alone,
    word_spans,
)
from annotator.domain.plain import begins_sentence
from annotator.domain.span_index import SpanIndex
from annotator.suggest.boundaries import trimmed_name
from annotator.suggest.drafts import Draft
from annotator.suggest.evidence import told_by
from annotator.suggest.gazetteer import Gazetteer
from annotator.suggest.judgement import ACRONYM, Place, is_named_acronym
from annotator.suggest.tags import Tags

_LONGEST = 5


def capitalised_names(
    text: str,
    paragraphs: Sequence[Span],
    drafts: Sequence[Draft],
    dropped: Sequence[Span],
    gazetteer: Gazetteer,
    tags: Tags,
) -> list[Draft]:
    """Runs of capitalised words without a draft, most of them with .2 <= p < .5.

    More probable are those that the words around them explain.

    A run that opens a sentence counts only if the article writes it elsewhere inside one; what the
    model gave a label that the scheme lacks (`dropped`) counts only if the article repeats it.
    """
    never = NameIndex(dict.fromkeys(gazetteer.never, True))
    taken = [draft.span for draft in drafts]
    taken += [span for own in paragraphs for span, _ in find_names(text, own, never)]
    covered, others = SpanIndex(taken), SpanIndex(dropped)
    runs = [
        trimmed
        for paragraph in paragraphs
        for run in _runs(text, paragraph)
        if (trimmed := trimmed_name(text, run, gazetteer.roles.person, gazetteer)) is not None
        and not covered.touches(trimmed)
        and _may_be_name(text, trimmed, gazetteer)
    ]
    inside = Counter(folded_words(r.of(text)) for r in runs if not begins_sentence(text, r.start))
    total = Counter(folded_words(r.of(text)) for r in runs)
    found: list[Draft] = []
    for run in runs:
        folded = folded_words(run.of(text))
        repeated = total[folded] > 1
        is_told = told_by(text, run, gazetteer) is not None
        is_dropped = others.touches(run) and not repeated and not is_told
        if not inside[folded] or is_dropped:
            continue
        found.append(_guess(text, run, repeated=repeated, gazetteer=gazetteer, tags=tags))
    return found


def _runs(text: str, paragraph: Span) -> Iterator[Span]:
    """Neighbouring capitalised words, joined by one space, a hyphen or an apostrophe."""
    run: list[Span] = []
    for word in word_spans(text, paragraph):
        joined = bool(run) and text[run[-1].end : word.start] in (" ", "-", "'", "\u2019", "&")
        if text[word.start].isupper() and (not run or (joined and len(run) < _LONGEST)):
            run.append(word)
            continue
        if run:
            yield Span(run[0].start, run[-1].end)
        run = [word] if text[word.start].isupper() else []
    if run:
        yield Span(run[0].start, run[-1].end)


def _may_be_name(text: str, span: Span, gazetteer: Gazetteer) -> bool:
    surface = span.of(text)
    words = [w.of(text) for w in word_spans(text, span)]
    return (
        len(surface) > 1
        and folded_words(surface) not in gazetteer.never
        and not all(gazetteer.boundaries.is_demonym(w) for w in words)
        and not all(folded_words(w) in gazetteer.boundaries.edge_words for w in words)
        and not any(folded_words(w) in gazetteer.never for w in words[:1])
        and folded_words(surface) not in gazetteer.boundaries.titles
        and stands_alone(text, span, ())
    )


def _is_foreign(text: str, span: Span, tags: Tags) -> bool:
    """Whether `span` is two or three words, none of which the language has."""
    words = word_spans(text, span)
    return len(words) in (2, 3) and all(word.start in tags.unknown for word in words)


def _guess(text: str, span: Span, *, repeated: bool, gazetteer: Gazetteer, tags: Tags) -> Draft:
    """The likeliest label by the words around it and its shape."""
    roles, surface = gazetteer.roles, span.of(text)
    told = told_by(text, span, gazetteer)
    if told is not None:
        is_name = tags.is_unknown(span) or told.label != roles.person or not gazetteer.model_labels
        return replace(told, p=round(told.p - 0.2, 2) if is_name else 0.4, rule="capitalised")
    more = 0.08 if repeated else 0.0
    place = Place(text, span)
    if place.preceded_by(gazetteer.cues.organisation):
        label, p, reason = roles.organisation, 0.4, "a capitalised name after its kind"
    elif place.preceded_by(gazetteer.cues.polity):
        label, p, reason = roles.polity, 0.35, "a capitalised name after a word of place"
    elif is_named_acronym(text, span, gazetteer):
        label, p, reason = roles.organisation, 0.56, "an acronym with an article"
    elif surface.isupper() and len(surface) in ACRONYM:
        label, p, reason = roles.organisation, 0.35, "an acronym without a label"
    elif len(surface.split()) > 1 and is_capitalised(text, span.start):
        # Without a model, nothing else can tell that these words are a name.
        p = 0.3 if gazetteer.model_labels else 0.55
        label, reason = roles.person, "capitalised words without a label"
        if _is_foreign(text, span, tags) and not place.preceded_by(gazetteer.boundaries.edge_words):
            p, more, reason = 0.52, 0.0, "a full name of words that the language lacks"
    else:
        label, p, reason = roles.organisation, 0.25, "a capitalised word without a label"
    return Draft(span=span, label=label, p=round(p + more, 2), rule="capitalised", reason=reason)
