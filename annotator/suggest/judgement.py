"""How probable it is that a name the model found is right, and what its label then is.

The probabilities were set from the share of right mentions of each kind on public French news and
encyclopaedia text, rounded down.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from annotator.domain.article import Span
from annotator.domain.entities import fold_name
from annotator.domain.names import WORD, find_names, folded_words, word_spans
from annotator.domain.plain import begins_sentence
from annotator.suggest.drafts import Draft
from annotator.suggest.gazetteer import Gazetteer
from annotator.suggest.grammar import Grammar, one_of
from annotator.suggest.tags import NO_TAGS, Tags

_CUE_WORDS = 4
_ACRONYM_LETTERS = 6
ACRONYM = range(2, _ACRONYM_LETTERS + 1)
"""Letters of an acronym."""
_SHORTEST_NAME = 2
_FULL_WORDS = 2
_ONE_WORD = 0.62
"""Of a person's name of one word."""
_PART = 0.3
"""Of a name that the words before it make a part of something that is not annotated."""


_GIVEN_LAST = re.compile(r"[^\W\d_]-[a-z]")


@dataclass(frozen=True, slots=True)
class Place:
    """A span in a text, with what stands around it."""

    text: str
    span: Span

    @property
    def surface(self) -> str:
        """The characters of the span."""
        return self.span.of(self.text)

    @property
    def opens(self) -> bool:
        """Whether it opens a sentence."""
        return begins_sentence(self.text, self.span.start)

    def preceded_by(self, phrases: frozenset[str]) -> bool:
        """Whether one of `phrases` (folded words) stands right before it, an article apart."""
        words = self.words_before(_CUE_WORDS)
        return any(" ".join(words[at:]) in phrases for at in range(len(words)))

    def words_before(self, count: int) -> list[str]:
        """Up to `count` folded words before it, in text order, behind the last comma or bracket."""
        line = self.text.rfind("\n", 0, self.span.start) + 1
        if line == self.span.start:
            return []
        near = Span(max(line, self.span.start - 80), self.span.start)
        cut = max(self.text.rfind(mark, near.start, near.end) for mark in ",;:!?(")
        if cut + 1 >= near.end:
            return []
        near = Span(max(near.start, cut + 1), near.end)
        # An elision stays: it is the article or preposition of this very name.
        words = [fold_name(word.of(self.text)) for word in word_spans(self.text, near)]
        return words[-count:]


def judge(
    text: str, span: Span, label: str, gazetteer: Gazetteer, tags: Tags = NO_TAGS
) -> Draft | None:
    """The model's name as a draft; None for a word that never names what is annotated."""
    place = Place(text, span)
    surface = place.surface
    is_people = all(gazetteer.boundaries.is_demonym(w.of(text)) for w in word_spans(text, span))
    is_no_name = folded_words(surface) in gazetteer.never or len(surface) < _SHORTEST_NAME
    if is_people or is_no_name or _is_inhabitant(place, gazetteer):
        return None
    roles = gazetteer.roles
    if label != roles.person and place.preceded_by(gazetteer.cues.offices):
        return None
    if fold_name(surface) in gazetteer.famous:
        label = roles.person
    is_full = label == roles.person and " " in surface
    if not (is_full or place.opens) and place.preceded_by(gazetteer.cues.things):
        return _model(span, label, _PART, "perhaps the name of a thing")
    if label == roles.person:
        return _person(place, label, gazetteer)
    if label == roles.organisation:
        return _organisation(place, label)
    if label == roles.place:
        if _is_subject(place, tags, gazetteer.grammar):
            reason = "a new name that opens a sentence with its article"
            return _model(span, roles.organisation, 0.5, reason)
        return _body(place, gazetteer) or _place(place, gazetteer)
    return _model(span, label, 0.7, "the model's label")


def _is_inhabitant(place: Place, gazetteer: Gazetteer) -> bool:
    """Whether one word behind an article names who lives somewhere (`le Jurassien`)."""
    endings, word = gazetteer.boundaries.inhabitants, place.surface
    if endings is None or not endings.fullmatch(word.casefold()) or not word.isalpha():
        return False
    known = fold_name(word) in gazetteer.names.values
    return not known and place.preceded_by(gazetteer.cues.articles | gazetteer.cues.indefinite)


def is_named_acronym(text: str, span: Span, gazetteer: Gazetteer) -> bool:
    """Whether an acronym stands in `span` behind an article, as names of bodies do."""
    place = Place(text, span)
    surface = place.surface
    if not (surface.isupper() and len(surface) in ACRONYM and surface[0].isalpha()):
        return False
    words = place.words_before(1)
    line = text.rfind("\n", 0, span.start) + 1
    is_shouted = text[line : span.start].isupper()
    is_led = bool(words) and (
        words[0] in gazetteer.cues.articles or gazetteer.boundaries.is_demonym(words[0])
    )
    return is_led and not is_shouted


def _person(place: Place, label: str, gazetteer: Gazetteer) -> Draft:
    span, surface = place.span, place.surface
    if not place.opens and place.preceded_by(gazetteer.cues.not_person):
        return _model(span, label, _PART, "perhaps a part of the name of something else")
    if place.preceded_by(gazetteer.boundaries.titles):
        return _model(span, label, 0.93, "a name after a title or role")
    if len(surface.split()) > 1:
        return _model(span, label, 0.9, "a person's full name")
    if surface.isupper() and len(surface) <= _ACRONYM_LETTERS:
        return _model(span, label, 0.45, "an acronym that the model takes for a person")
    if fold_name(surface) in gazetteer.famous:
        return _model(span, label, 0.9, "a surname that news write alone")
    if place.preceded_by(gazetteer.cues.singular_articles):
        organisation = gazetteer.roles.organisation
        return _model(span, organisation, 0.5, "a name with an article, as no person has")
    if place.opens:
        return _model(span, label, 0.42, "one word at the start of a sentence")
    return _model(span, label, _ONE_WORD, "one word that the model takes for a person")


def _organisation(place: Place, label: str) -> Draft:
    span, surface = place.span, place.surface
    if len(surface.split()) > 1:
        return _model(span, label, 0.8, "an organisation's name of several words")
    if surface.isupper() and len(surface) <= _ACRONYM_LETTERS:
        return _model(span, label, 0.62, "an acronym that the model takes for an organisation")
    if place.opens:
        return _model(span, label, 0.45, "one word at the start of a sentence")
    return _model(span, label, 0.55, "one word that the model takes for an organisation")


def _body(place: Place, gazetteer: Gazetteer) -> Draft | None:
    """An organisation that the model takes for a place; None where no common noun says so."""
    organisation = gazetteer.roles.organisation
    if place.surface.isupper() and is_named_acronym(place.text, place.span, gazetteer):
        return _model(place.span, organisation, 0.5, "an acronym that the model takes for a place")
    if fold_name(place.surface.split()[0]) in gazetteer.boundaries.generic_organisations:
        return _model(place.span, organisation, 0.75, "an organisation by its common noun")
    if place.preceded_by(gazetteer.cues.organisation):
        return _model(place.span, organisation, 0.75, "an organisation by the word before it")
    return None


def _is_subject(place: Place, tags: Tags, grammar: Grammar) -> bool:
    """Whether one word that the language lacks opens a sentence behind its article (`La Fevs`)."""
    match = _led(grammar).search(place.text, max(0, place.span.start - 4), place.span.start)
    is_led = match is not None and begins_sentence(place.text, match.start(1))
    is_one = place.span.start in tags.unknown and place.surface.isalpha()
    return is_led and is_one


@cache
def _led(grammar: Grammar) -> re.Pattern[str]:
    """An article of one thing, written large, at the end."""
    articles = one_of(word.capitalize() for word in grammar.definite - grammar.plural)
    return re.compile(rf"(?:^|[\s\"])({articles}[ '])$")


def _place(place: Place, gazetteer: Gazetteer) -> Draft:
    """A state or city after the words that say so, else a place without a government."""
    span, roles, cues = place.span, gazetteer.roles, gazetteer.cues
    head = fold_name(place.surface.split()[0])
    if head in gazetteer.boundaries.generic_places:
        if next(find_names(place.text, span, gazetteer.names), None) is not None:
            return _model(span, roles.place, 0.9, "a place by its common noun and a known name")
        return _model(span, roles.place, 0.8, "a place by its common noun")
    if place.preceded_by(cues.place):
        return _model(span, roles.place, 0.7, "a place by the word before it")
    if place.preceded_by(cues.polity):
        return _model(span, roles.polity, 0.7, "a city or region by the words before it")
    if place.opens and len(place.surface.split()) == 1:
        return _model(span, roles.polity, 0.45, "one word at the start of a sentence")
    if place.preceded_by(cues.articles):
        return _model(span, roles.place, 0.6, "a place with an article, as no city has")
    return _model(span, roles.polity, 0.6, "a place without an article, as cities are named")


def _model(span: Span, label: str, p: float, reason: str) -> Draft:
    return Draft(span=span, label=label, p=p, rule="model", reason=reason)


def surname_of(name: str, gazetteer: Gazetteer) -> str | None:
    """The surname in a person's full name, its particle included; None for a single word.

    A given name of two joined syllables follows its surname (`Yoon Suk-yeol`). A place at the end
    is none (`Philippe de Macédoine`), and neither is a single letter.
    """
    words = name.split()
    if len(words) < 2 or len(words[-1]) < _SHORTEST_NAME + 1:
        return None
    if len(words) == 2 and _GIVEN_LAST.search(words[-1]) and len(words[0]) > 1:
        return words[0]
    particle = words[-2]
    if particle.islower() and fold_name(words[-1]) in gazetteer.names.values:
        return None
    if len(words) > 2 and particle[0].isupper():
        is_particle = fold_name(particle) in gazetteer.boundaries.particles
        return f"{particle} {words[-1]}" if is_particle else words[-1]
    return words[-1]


def agreed(
    text: str,
    drafts: Iterable[Draft],
    told: Mapping[str, Draft],
    tags: Tags,
    gazetteer: Gazetteer,
) -> list[Draft]:
    """The model's drafts, each judged again by the others of its spelling in the article.

    One label holds for a spelling: what the words around one of its mentions tell, else the
    model's, by vote. A name that the model labels in two ways is less probable, one that it finds
    again more; the surname of a person named in full is nearly sure.

    Args:
        text: The article's text as it is read.
        drafts: The model's names.
        told: Folded name -> the label that words around a mention of it tell.
        tags: What the parse knows of each word.
        gazetteer: The lists and words of the language.
    """
    listed, person = list(drafts), gazetteer.roles.person
    votes, full_names = _votes(text, listed), _full_names(text, listed, told, gazetteer)
    families = _families(text, listed, gazetteer)
    judged: list[Draft] = []
    for draft in listed:
        folded = fold_name(draft.span.of(text))
        full, teller = full_names.get(folded), told.get(folded)
        if teller is None and _is_relative(text, draft, families, gazetteer):
            judged.append(_model(draft.span, person, 0.85, "the surname of another, in full"))
        elif draft.p <= _PART:
            judged.append(draft)
        elif full is not None:
            judged.append(_model(draft.span, person, 0.93, f"the surname of {full}"))
        elif teller is not None:
            p = max(teller.p, draft.p) if draft.label == teller.label else teller.p
            judged.append(replace(draft, label=teller.label, p=p, reason=teller.reason))
        else:
            voted = _voted(draft, votes[folded])
            judged.append(_acting(text, voted, tags, gazetteer))
    return judged


def _votes(text: str, drafts: Iterable[Draft]) -> dict[str, dict[str, float]]:
    """The sum of probabilities that each label has, by folded name."""
    votes: dict[str, dict[str, float]] = {}
    for draft in drafts:
        of_name = votes.setdefault(fold_name(draft.span.of(text)), {})
        of_name[draft.label] = of_name.get(draft.label, 0.0) + draft.p
    return votes


def _full_names(
    text: str, drafts: Iterable[Draft], told: Mapping[str, Draft], gazetteer: Gazetteer
) -> dict[str, str]:
    """The first full name of each person that nothing tells to be another thing, by surname."""
    found: dict[str, str] = {}
    for draft in drafts:
        surface, person = draft.span.of(text), gazetteer.roles.person
        teller = told.get(fold_name(surface))
        surname = surname_of(surface, gazetteer) if draft.label == person else None
        if surname is not None and (teller is None or teller.label == person):
            found.setdefault(fold_name(surname), surface)
    return found


def _families(text: str, drafts: Iterable[Draft], gazetteer: Gazetteer) -> frozenset[str]:
    """The folded surnames of those whom the article names in full or behind a title."""
    person, sure = gazetteer.roles.person, _ONE_WORD
    persons = [d for d in drafts if d.label == person and d.p > sure]
    return frozenset(fold_name(d.span.of(text).split()[-1]) for d in persons)


def _is_relative(text: str, draft: Draft, families: frozenset[str], gazetteer: Gazetteer) -> bool:
    """Whether two large words that the model takes for no person end in such a surname."""
    words = draft.span.of(text).split()
    is_open = draft.label != gazetteer.roles.person and len(words) == _FULL_WORDS
    if not is_open or not all(word[0].isupper() for word in words):
        return False
    rules = gazetteer.boundaries
    head = fold_name(words[0])
    is_body = head in rules.heads | rules.generic_organisations | rules.generic_places
    return not is_body and fold_name(words[1]) in families


def _acting(text: str, draft: Draft, tags: Tags, gazetteer: Gazetteer) -> Draft:
    """The draft; a person of one word, whom nothing else tells, is doubted without a verb by it.

    News name a person in full before they use a surname alone.
    """
    is_bare = draft.label == gazetteer.roles.person and draft.p <= _ONE_WORD and tags.pos
    if not is_bare:
        return draft
    line = text.rfind("\n", 0, draft.start) + 1
    before = word_spans(text, Span(line, draft.start))[-1:] if line < draft.start else []
    after = WORD.search(text, draft.end, draft.end + 12)
    acts = after is not None and tags.is_verb(after.start())
    is_near = acts or any(tags.is_verb(word.start) for word in before)
    if is_near or not _is_loose(text, draft, before, gazetteer.grammar):
        return draft
    return draft.doubted(0.45, "one word far from a verb that the model takes for a person")


def _is_loose(text: str, draft: Draft, before: Sequence[Span], grammar: Grammar) -> bool:
    """Whether a quotation mark, a hyphen or a preposition of things stands before the name.

    Behind a comma, `et` or `par`, two of three such words are persons in public corpora.
    """
    of_things = grammar.prepositions | grammar.plural
    quoted = text[max(0, draft.start - 2) : draft.start].strip()[-1:] in ('"', "-")
    return quoted or (bool(before) and fold_name(before[0].of(text)) in of_things)


def _voted(draft: Draft, votes: dict[str, float]) -> Draft:
    label = max(sorted(votes), key=lambda name: votes[name])
    share = votes[label] / sum(votes.values())
    if share < 1:
        p = round(min(draft.p, 0.9) * max(share, 0.7), 2)
        reason = "the model labels this name in two ways"
    elif votes[label] > draft.p:
        p, reason = round(draft.p + (1 - draft.p) / 3, 2), f"{draft.reason}, more than once"
    else:
        return draft
    return Draft(span=draft.span, label=label, p=p, rule=draft.rule, reason=reason)
