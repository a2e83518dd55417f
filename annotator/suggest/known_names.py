"""Names that lists know, found in a text: the gazetteer's, the project's, and those of context."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annotator.domain.article import Span
from annotator.domain.entities import fold_name
from annotator.domain.names import (
    KnownName,
    NameIndex,
    find_names,
    folded_words,
    is_capitalised,
    word_spans,
)
from annotator.domain.plain import begins_sentence
from annotator.suggest.drafts import Draft
from annotator.suggest.gazetteer import Conditional, Entry, Gazetteer
from annotator.suggest.judgement import Place

_KNOWN = 0.93
_PART_OF_MORE = 0.55
_OF_A_THING = 0.3
_NEAR_CHARACTERS = 60


def all_names(gazetteer: Gazetteer, known: Iterable[KnownName]) -> NameIndex[Entry]:
    """The gazetteer's names and the project's; where both know one, the project's word holds."""
    values = dict(gazetteer.names.values)
    for name in known:
        folded = fold_name(name.name)
        if not folded:
            continue
        state = values[folded].state if folded in values else None
        if state is not None and fold_name(state) == fold_name(name.canonical):
            continue  # the words around a capital tell better whether its state is meant
        reason = "a name of this project"
        values[folded] = Entry(
            name.name,
            name.canonical,
            name.label,
            _KNOWN,
            "known",
            reason,
            state=state,
            led=gazetteer.grammar.leads(name.name),
        )
    return NameIndex(values, gazetteer.names.small)


def listed_names(
    text: str, paragraphs: Sequence[Span], names: NameIndex[Entry], gazetteer: Gazetteer
) -> list[tuple[Draft, Entry]]:
    """The listed names in these paragraphs, with the entry that each comes from."""
    found: list[tuple[Draft, Entry]] = []
    for paragraph in paragraphs:
        matches = [
            (span, entry)
            for span, entry in find_names(text, paragraph, names)
            if entry.spelled_as(span.of(text)) and not _is_prefixed(text, span, gazetteer)
        ]
        starts = {span.start for span, _ in matches}
        for span, entry in matches:
            draft = Draft(
                span=span,
                label=entry.label,
                p=entry.p,
                rule=entry.rule,
                reason=entry.reason,
                canonical=canonical_of(text, span, entry, gazetteer),
            )
            if _neighbours_a_name(text, span, starts, gazetteer):
                # "le Suisse Bo Orvall": somebody from there.
                is_people = gazetteer.boundaries.is_demonym(span.of(text))
                p = _OF_A_THING if is_people else _PART_OF_MORE
                draft = draft.doubted(p, "perhaps a part of a longer name")
            draft = _doubted(text, draft, entry, gazetteer)
            found.append((draft, entry))
    return found


def _doubted(text: str, draft: Draft, entry: Entry, gazetteer: Gazetteer) -> Draft:
    """The draft, doubted where the words before it make it a part of another name, or a thing."""
    place, cues = Place(text, draft.span), gazetteer.cues
    is_person = entry.label == gazetteer.roles.person
    is_of_other = is_person and not place.opens and place.preceded_by(cues.not_person)
    if is_of_other or (is_person and not _is_written_so(text, draft.span, entry)):
        draft = draft.doubted(_OF_A_THING, "perhaps a part of the name of something else")
    is_brand = entry.label == gazetteer.roles.organisation and entry.rule == "gazetteer"
    is_brand = is_brand and place.preceded_by(cues.of_a_brand)
    if is_brand or (not place.opens and place.preceded_by(cues.things)):
        draft = draft.doubted(_OF_A_THING, "perhaps the name of a thing")
    return draft


def _is_prefixed(text: str, span: Span, gazetteer: Gazetteer) -> bool:
    """Whether the name ends a compound that names nothing (`outre-Atlantique`)."""
    if text[span.start - 1 : span.start] != "-":
        return False
    line = max(text.rfind("\n", 0, span.start) + 1, span.start - _NEAR_CHARACTERS)
    words = word_spans(text, Span(line, span.start))[-1:]
    return bool(words) and folded_words(text[words[0].start : span.end]) in gazetteer.never


def _is_written_so(text: str, span: Span, entry: Entry) -> bool:
    """Whether a person's full name is written in words; schools have hyphens (`Simone-Veil`)."""
    return entry.rule == "famous" or " " in span.of(text) or " " not in entry.spelling


def canonical_of(text: str, span: Span, entry: Entry, gazetteer: Gazetteer) -> str:
    """The entity that the name stands for here: a capital is its state where it acts.

    It is the place after the prepositions of place, unless something is given or done to it, and
    in a dateline.
    """
    if entry.state is None:
        return entry.canonical
    place = Place(text, span)
    before = place.words_before(6)
    in_dateline = text[span.end : span.end + 1] == ")" and text[span.start - 1 : span.start] == "("
    if in_dateline:
        return entry.canonical
    is_place = place.preceded_by(gazetteer.cues.place_after)
    given = any(word in gazetteer.cues.given_to for word in before)
    return entry.canonical if is_place and not given else entry.state


def conditional_names(
    text: str, paragraphs: Sequence[Span], present: frozenset[str], gazetteer: Gazetteer
) -> list[Draft]:
    """Words that stand for what the article has named (`l'Alliance` for the one in question).

    Args:
        text: The text to look in.
        paragraphs: Its paragraphs that are no zones.
        present: Folded canonical names of what was found so far.
        gazetteer: The words and their conditions.
    """
    by_name: dict[str, Conditional] = {
        c.name: c for c in gazetteer.conditionals if not c.needs or not present.isdisjoint(c.needs)
    }
    drafts: list[Draft] = []
    for paragraph in paragraphs:
        words = word_spans(text, paragraph)
        for at, span in enumerate(words[1:], 1):
            rule = by_name.get(span.of(text))
            if rule is None or folded_words(words[at - 1].of(text)) not in _bare(rule.after):
                continue
            following = words[at + 1] if at + 1 < len(words) else None
            if following is not None and _continues(text, span, following, gazetteer):
                continue
            entry = rule.entry
            drafts.append(
                Draft(
                    span=span,
                    label=entry.label,
                    p=entry.p,
                    rule=entry.rule,
                    reason=entry.reason,
                    canonical=entry.canonical,
                )
            )
    return drafts


def _bare(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word.strip(" '") for word in words)


def _continues(text: str, span: Span, following: Span, gazetteer: Gazetteer) -> bool:
    """Whether what follows makes this another name (`l'Alliance française`)."""
    if text[span.end : following.start] not in (" ", "-"):
        return False
    word = following.of(text)
    is_large = text[following.end + 1 : following.end + 2].isupper()
    of_a_town = word in gazetteer.grammar.of and is_large
    return word[0].isupper() or of_a_town or gazetteer.boundaries.is_demonym(word)


def _neighbours_a_name(text: str, span: Span, starts: set[int], gazetteer: Gazetteer) -> bool:
    """Whether a capitalised word touches the name that is neither listed nor opens a sentence."""
    after = text[span.end : span.end + 2]
    if len(after) == 2 and after[0] == " " and after[1].isupper() and span.end + 1 not in starts:
        return True
    if span.start < 2 or text[span.start - 1] != " " or not text[span.start - 2].isalnum():
        return False
    line = max(text.rfind("\n", 0, span.start) + 1, span.start - _NEAR_CHARACTERS)
    previous = word_spans(text, Span(line, span.start))[-1:]
    if not previous or not is_capitalised(text, previous[0].start):
        return False
    word = previous[0].of(text)
    if word.isdigit() or begins_sentence(text, previous[0].start):
        return False
    known = fold_name(word) in gazetteer.names.values or folded_words(word) in gazetteer.never
    return not known and folded_words(word) not in gazetteer.boundaries.edge_words
