"""Clubs by their names: `les Corsaires de Brest`, `l'AS Brasseville`, `le Viking Stavanger`."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.domain.article import Span
from annotator.domain.entities import fold_name
from annotator.domain.names import LONGEST_NAME, folded_words, words_in
from annotator.suggest.drafts import Draft
from annotator.suggest.gazetteer import Gazetteer

_P = 0.72


def club_names(text: str, paragraphs: Sequence[Span], gazetteer: Gazetteer) -> list[Draft]:
    """Clubs: a plural written large and its city, or an acronym and a word behind an article."""
    found: list[Draft] = []
    for paragraph in paragraphs:
        words = words_in(text, paragraph)
        for at in range(len(words) - 2):
            last = (
                _city_after(text, words, at, gazetteer)
                or _initialled(text, words, at, gazetteer)
                or _town_club(text, words, at, gazetteer)
            )
            article = fold_name(words[at].of(text))
            if last and article in gazetteer.cues.articles:
                span = Span(words[at + 1].start, words[last].end)
                label = gazetteer.roles.organisation
                reason = "named as clubs are"
                found.append(Draft(span=span, label=label, p=_P, rule="club", reason=reason))
    return found


def _city_after(text: str, words: Sequence[Span], at: int, gazetteer: Gazetteer) -> int:
    """The place of the city in `les Corsaires de Brest`, the words from `at` on; 0 for none."""
    article, head, grammar = words[at], words[at + 1], gazetteer.grammar
    surface = head.of(text)
    if fold_name(article.of(text)) not in grammar.plural or at + 3 >= len(words):
        return 0
    is_name = surface[0].isupper() and not surface.isupper()
    is_name &= surface.endswith(grammar.plural_endings)
    known = gazetteer.names.values
    if not is_name or gazetteer.boundaries.is_demonym(surface) or fold_name(surface) in known:
        return 0
    if folded_words(surface) in gazetteer.never or words[at + 2].of(text) not in grammar.of:
        return 0
    for last in (at + 5, at + 4, at + 3):
        if last < len(words):
            entry = known.get(fold_name(text[words[at + 3].start : words[last].end]))
            if entry is not None and entry.label == gazetteer.roles.polity:
                return last
    return 0


def _initialled(text: str, words: Sequence[Span], at: int, gazetteer: Gazetteer) -> int:
    """The place of the word behind the acronym in `l'AS Brasseville`; 0 for none."""
    first, second = words[at + 1], words[at + 2]
    surface, name = first.of(text), second.of(text)
    line = text[text.rfind("\n", 0, first.start) + 1 : first.start]
    is_acronym = surface.isalpha() and surface.isupper() and len(surface) in (2, 3)
    is_acronym &= folded_words(surface) not in gazetteer.never
    near = text[first.end : second.start] == " "
    is_name = name[0].isupper() and name[1:].islower()
    return at + 2 if is_acronym and near and is_name and not line.isupper() else 0


def _town_club(text: str, words: Sequence[Span], at: int, gazetteer: Gazetteer) -> int:
    """The place of the last word of `le Standard de Liège`, `le Lincoln City`; 0 for none.

    A large word behind an article, then its town; `de` stands between them only behind a word
    that clubs begin with.
    """
    rules, head = gazetteer.boundaries, at + 1
    if not text[words[head].start].isupper() or words[head].of(text).isupper():
        return 0
    while head + 1 < len(words) and fold_name(words[head + 1].of(text)) in rules.clubs:
        head += 1
    first, folded = folded_words(words[at + 1].of(text)), fold_name(words[head].of(text))
    is_other = first in rules.town_parts | rules.heads | rules.titles | gazetteer.never
    if is_other or first in gazetteer.given or rules.is_demonym(first) or head + 1 >= len(words):
        return 0
    gap = text[words[head].end : words[head + 1].start]
    if gap == " " and fold_name(words[head + 1].of(text)) in rules.club_ends:
        return head + 1 if text[words[head + 1].start].isupper() else 0
    town = head + 1
    if folded in rules.clubs and words[town].of(text) in gazetteer.grammar.of:
        town += 1
    elif gap != " " or first in gazetteer.names.values:
        return 0
    return _town_end(text, words, town, gazetteer)


def _town_end(text: str, words: Sequence[Span], first: int, gazetteer: Gazetteer) -> int:
    """The place of the last word of the listed town that begins at `first`; 0 for none."""
    for last in range(min(first + LONGEST_NAME, len(words)) - 1, first - 1, -1):
        name = text[words[first].start : words[last].end]
        entry = gazetteer.names.values.get(fold_name(name)) if name[0].isupper() else None
        if entry is not None and entry.label == gazetteer.roles.polity:
            return last
    return 0
