"""Where a name begins and ends: articles, titles, roles and adjectives off, joined names apart."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotator.domain.article import Span
from annotator.domain.entities import fold_name
from annotator.domain.names import WORD, folded_words, is_capitalised, word_spans
from annotator.domain.plain import begins_sentence
from annotator.suggest.gazetteer import Gazetteer
from annotator.suggest.grammar import Grammar
from annotator.suggest.tags import Tags

_LONGEST_TITLE = 3
_NEAR_CHARACTERS = 80
"""How far before a name its nouns are looked for: paragraphs may be as long as books."""
_NAME_OF_TOWN = 3
"""Words of a name of one word, `de` and a town."""
_SHORTEST_LED = 3
"""Characters before a name that can hold another word of it."""
_POSSESSIVE = re.compile(r"'s(?: [A-ZÀ-Ý][\w-]*)+")
_BRETON = re.compile(r"'h\w*")
"""What goes on a Breton name behind its c: `Le Floc'h`."""
_COMMA = re.compile(r"\s*[,;/|\u2022]\s+|\s+[\u2013\u2014-]\s+")


def name_spans(text: str, span: Span, label: str, gazetteer: Gazetteer) -> Iterator[Span]:
    """The names in a model's span of that label (of the scheme), each trimmed to itself."""
    for part in _parts(text, span, label, gazetteer):
        for piece in _located(text, part, label, gazetteer):
            trimmed = trimmed_name(text, piece, label, gazetteer)
            if trimmed is not None:
                yield trimmed


def without_verb(text: str, span: Span, tags: Tags) -> Span:
    """A model's span of several words without the verbs and particles at its end."""
    words = word_spans(text, span)
    while len(words) > 1:
        last = words[-1]
        is_open = text[words[-2].end : last.start] == " " and not is_capitalised(text, last.start)
        if not is_open or not tags.ends_no_name(last.start):
            break
        words.pop()
        span = Span(span.start, words[-1].end)
    return span


def without_clause(text: str, span: Span, gazetteer: Gazetteer, tags: Tags) -> Span:
    """A span without the verb that an auxiliary or a bare article gives away, and what follows it.

    `Comité Orel | presse la ville`, `Comité Orel | a souri`.
    """
    words = word_spans(text, span)
    ahead = WORD.match(text, span.end + 1) if text[span.end : span.end + 1] == " " else None
    for at in range(1, len(words)):
        word, before = words[at], words[at - 1]
        if text[before.end : word.start] != " " or is_capitalised(text, word.start):
            continue
        following = words[at + 1].of(text) if at + 1 < len(words) else ahead and ahead.group()
        is_link = folded_words(word.of(text)) in gazetteer.boundaries.edge_words
        # Behind the span an article may also begin a date: "olympique le 5 mai".
        is_sure = at + 1 < len(words) or not tags.is_adjective(word.start)
        is_verb = following in gazetteer.grammar.definite and not is_link and is_sure
        if is_verb or tags.is_auxiliary(word.start):
            return Span(span.start, before.end)
    return span


def place_behind(
    text: str, span: Span, label: str, gazetteer: Gazetteer, tags: Tags
) -> Span | None:
    """What follows `de` in a supposed person that a word of the language opens, or None.

    `Maternité de Carvenne` at the start of a sentence, of a headline in capitals above all.
    """
    words = word_spans(text, span)
    is_open = label == gazetteer.roles.person and len(words) > 2 and bool(tags.pos)
    if not is_open or words[1].of(text) not in gazetteer.grammar.of:
        return None
    is_name = words[0].start in tags.unknown or fold_name(words[0].of(text)) in gazetteer.given
    opens = begins_sentence(text, span.start)
    is_large = text[words[2].start].isupper()
    return Span(words[2].start, span.end) if opens and is_large and not is_name else None


def loosely_longer(text: str, short: Span, long: Span, grammar: Grammar) -> bool:
    """Whether `long` goes `short` on with a loose preposition and small words only.

    `Syndicat national des orgues | en doute`: it is likelier a part of the sentence.
    """
    rest = text[short.end : long.end]
    words = rest.split()
    return bool(words) and words[0] in grammar.loose | grammar.breaks and rest == rest.lower()


def compounded(text: str, span: Span, label: str, gazetteer: Gazetteer) -> Span:
    """The span with the rest of a word that it breaks off in (`Min Ha-rin`, `Orel's Inn`).

    A person's double surname is such a word, but for another name that a hyphen joins.
    """
    possessive = _POSSESSIVE.match(text, span.end) or _POSSESSIVE.match(text, span.end - 1)
    if possessive is not None and " " in span.of(text):
        return Span(span.start, possessive.end())
    breton = _BRETON.match(text, span.end) if text[span.end - 1 : span.end] == "c" else None
    if breton is not None:
        return Span(span.start, breton.end())
    following = WORD.match(text, span.end + 1) if text[span.end : span.end + 1] == "-" else None
    if following is None:
        return span
    is_person = gazetteer.model_labels.get(label) == gazetteer.roles.person
    folded = fold_name(following.group())
    is_known = folded in gazetteer.names.values or folded in gazetteer.famous
    is_surname = is_person and " " in span.of(text) and not is_known
    is_rest = following.group()[0].islower() or is_surname
    return Span(span.start, following.end()) if is_rest else span


def led(text: str, span: Span, label: str, gazetteer: Gazetteer, tags: Tags) -> Span:
    """A person's or body's name with the large word before it that the model left out.

    At the start of a sentence it must be a first name, or a word that the language does not have.
    """
    roles = gazetteer.roles
    is_open = gazetteer.model_labels.get(label) in (roles.person, roles.organisation)
    if not is_open or not text[span.start].isupper() or span.start < _SHORTEST_LED:
        return span
    near = Span(max(0, span.start - _NEAR_CHARACTERS), span.start - 1)
    before = word_spans(text, near)[-1:] if text[near.end] == " " else []
    if not before or before[0].end != near.end:
        return span
    word = before[0].of(text)
    folded = folded_words(word)
    rules, known = gazetteer.boundaries, gazetteer.names.values
    is_other = folded in rules.edge_words | rules.titles | gazetteer.never or folded in known
    if word.isupper() or not word[0].isupper() or is_other or rules.is_demonym(word):
        return span
    is_name = folded in gazetteer.given or before[0].start in tags.unknown
    if begins_sentence(text, before[0].start) and not is_name:
        return span
    return Span(before[0].start, span.end)


def completed(text: str, span: Span, label: str, gazetteer: Gazetteer, tags: Tags) -> Span:
    """A person's name with the surname behind it that the model left out.

    Behind a first name alone it must be a word that the language does not have.
    """
    is_person = gazetteer.model_labels.get(label) == gazetteer.roles.person
    if not is_person or not is_capitalised(text, span.start):
        return span
    following = WORD.match(text, span.end + 1)
    if following is None or text[span.end] != " " or not following.group()[0].isupper():
        return span
    folded = folded_words(following.group())
    is_listed = folded in gazetteer.names.values or folded in gazetteer.never
    is_full = " " in span.of(text) and not is_listed and not following.group().isupper()
    is_name = is_full or following.start() in tags.unknown
    return Span(span.start, following.end()) if is_name else span


def _located(text: str, span: Span, label: str, gazetteer: Gazetteer) -> Iterator[Span]:
    """The span without the listed town behind `de` that only says where it is.

    `Kordex | de Lille`, `Musée des Orgues | de Lille`; not the court or the club of a town.
    """
    names, rules = gazetteer.names.values, gazetteer.boundaries
    words = word_spans(text, span)
    first = fold_name(words[0].of(text)) if words else ""
    is_open = first not in rules.heads | rules.generic_organisations or first in rules.named_after
    roles = gazetteer.roles
    is_short = len(words) == _NAME_OF_TOWN or first in rules.named_after
    is_open &= label == roles.organisation or (label != roles.person and is_short)
    for at in range(1, len(words) - 1 if is_open else 0):
        entry = names.get(_joined_text(text, words[at + 1 :]))
        before = words[at - 1]
        is_of = words[at].of(text) in gazetteer.grammar.of
        if entry is None or entry.label != roles.polity or not is_of:
            continue
        is_name = text[before.start].isupper() and fold_name(before.of(text)) not in rules.heads
        is_club = first in rules.clubs
        if is_name and not is_club and fold_name(span.of(text)) not in names:
            yield Span(span.start, before.end)
            return
    yield span


def _parts(text: str, span: Span, label: str, gazetteer: Gazetteer) -> Iterator[Span]:
    """The span cut at commas and, where both sides are names, at conjunctions."""
    at = span.start
    for cut in [*_COMMA.finditer(text, span.start, span.end)]:
        if cut.start() > at:
            yield from _joined(text, Span(at, cut.start()), label, gazetteer)
        at = cut.end()
    if at < span.end:
        yield from _joined(text, Span(at, span.end), label, gazetteer)


def _joined(text: str, span: Span, label: str, gazetteer: Gazetteer) -> Iterator[Span]:
    names = gazetteer.names.values
    words = word_spans(text, span)
    for at, word in enumerate(words[1:-1], 1):
        if word.of(text) not in gazetteer.boundaries.joins or fold_name(span.of(text)) in names:
            continue
        left, right = Span(span.start, words[at - 1].end), Span(words[at + 1].start, span.end)
        core = trimmed_name(text, right, label, gazetteer)
        if core is None or not is_capitalised(text, core.start):
            continue
        both_known = fold_name(left.of(text)) in names and fold_name(core.of(text)) in names
        if label != gazetteer.roles.organisation or both_known:
            yield left
            yield from _joined(text, right, label, gazetteer)
            return
    yield span


def trimmed_name(text: str, span: Span, label: str, gazetteer: Gazetteer) -> Span | None:
    """The name in `span` without what only surrounds it; None where nothing is left."""
    words = word_spans(text, span)
    first, last = 0, len(words)
    while first < last and _leads(text, words[first:last], label, gazetteer):
        first += _title_words(text, words[first:last], label, gazetteer) or 1
    while first < last and _trails(text, words[first:last], label, gazetteer):
        last -= 1
    if first >= last or not any(is_capitalised(text, w.start) for w in words[first:last]):
        return None
    if all(w.of(text).isdigit() for w in words[first:last]):
        return None
    return Span(words[first].start, words[last - 1].end)


def _leads(text: str, words: list[Span], label: str, gazetteer: Gazetteer) -> bool:
    """Whether the first of `words` stands before the name, not in it."""
    rules, whole = gazetteer.boundaries, Span(words[0].start, words[-1].end)
    first = fold_name(words[0].of(text))
    if fold_name(whole.of(text)) in gazetteer.names.small:
        return False
    if _title_words(text, words, label, gazetteer):
        return True
    if is_capitalised(text, words[0].start):
        if first in gazetteer.never and _is_listed_after(text, words, gazetteer):
            return True
        if first not in rules.edge_words or len(words) == 1:
            return first in rules.edge_words
        kept = _keeps_article(folded_words(whole.of(text)), gazetteer)
        # "Le monde" that opens a sentence names no newspaper.
        is_plain = first in gazetteer.grammar.definite and not is_capitalised(text, words[1].start)
        return begins_sentence(text, words[0].start) and (is_plain or not kept)
    return not _belongs(text, words, label, gazetteer)


def _keeps_article(folded: str, gazetteer: Gazetteer) -> bool:
    """Whether the name begins with one that keeps its article, in whole words."""
    return any(f"{folded} ".startswith(f"{name} ") for name in gazetteer.boundaries.keep_article)


def _is_listed_after(text: str, words: list[Span], gazetteer: Gazetteer) -> bool:
    """Whether a listed name, a preposition apart, is all that follows the first of `words`."""
    rest = words[1:]
    while rest and fold_name(rest[0].of(text)) in gazetteer.boundaries.connectors:
        rest = rest[1:]
    whole = fold_name(text[words[0].start : words[-1].end])
    known = gazetteer.names.values
    return bool(rest) and whole not in known and _joined_text(text, rest) in known


def _belongs(text: str, words: list[Span], label: str, gazetteer: Gazetteer) -> bool:
    """Whether the first of `words`, a small common noun, is a part of the name after it."""
    rules, roles = gazetteer.boundaries, gazetteer.roles
    first = fold_name(words[0].of(text))
    if not any(is_capitalised(text, w.start) for w in words[1:]):
        return False
    if label == roles.organisation:
        # "institut Orphée" is Orphée, "université de Pise" is not Pise.
        linked = len(words) > 2 and fold_name(words[1].of(text)) in rules.connectors
        alone = first in rules.extend_organisation | rules.named_after
        return first in rules.generic_organisations and (linked or alone)
    return label in (roles.place, roles.polity) and first in rules.generic_places


def _title_words(text: str, words: list[Span], label: str, gazetteer: Gazetteer) -> int:
    """How many of the first words are a title before a person's name."""
    if label != gazetteer.roles.person:
        return 0
    for count in range(min(_LONGEST_TITLE, len(words) - 1), 0, -1):
        title = folded_words(text[words[0].start : words[count - 1].end])
        if title in gazetteer.boundaries.titles:
            return count
    return 0


def _trails(text: str, words: list[Span], label: str, gazetteer: Gazetteer) -> bool:
    """Whether the last of `words` stands after the name, not in it."""
    rules, roles = gazetteer.boundaries, gazetteer.roles
    whole = text[words[0].start : words[-1].end]
    last = words[-1].of(text)
    if fold_name(whole) in gazetteer.names.values or fold_name(whole) in gazetteer.never:
        return False
    if last.isdigit() and len(words) > 1 and not is_capitalised(text, words[-2].start):
        return True
    gap = text[words[-2].end - 1 : words[-1].start] if len(words) > 1 else ""
    joined = gap == "c'" or gap[1:] == "-"
    if last[0].isupper() or last[0].isdigit() or joined:
        return False
    if fold_name(last) in rules.edge_words or label == roles.person:
        return True
    # A single word left would seldom be the name: "Bassin parisien", "Olympique lyonnais".
    rest = words[:-1]
    known = bool(rest) and _joined_text(text, rest) in gazetteer.names.values
    named = [w for w in rest if fold_name(w.of(text)) not in rules.edge_words]
    if rules.is_demonym(last):
        kept = fold_name(words[0].of(text)) in rules.keeps_demonym
        return (known or len(named) > 1) and not kept
    is_tail = rules.place_tails is not None and rules.place_tails.match(last)
    return label != roles.organisation and known and not is_tail


def _joined_text(text: str, words: list[Span]) -> str:
    return fold_name(text[words[0].start : words[-1].end])


def extended_place(text: str, span: Span, gazetteer: Gazetteer, *, is_polity: bool) -> Span | None:
    """The span with the common noun of its kind before it (`mer d'Azov`), or None.

    The noun must be one that the gazetteer extends places with, written small; some of them
    extend only what is else the name of a state or city (`fleuve Niger`).
    """
    rules = gazetteer.boundaries
    nouns = rules.extend_place | rules.extend_homonym if is_polity else rules.extend_place
    return _extended(text, span, nouns, rules.connectors)


def extended_region(text: str, span: Span, gazetteer: Gazetteer) -> Span | None:
    """The span of a listed place with `région` or the like right before it, or None."""
    return _extended(text, span, gazetteer.boundaries.bare_nouns, frozenset())


def extended_road(text: str, span: Span, gazetteer: Gazetteer) -> Span | None:
    """The span with the kind of road before it (`avenue Okonedo`), or None."""
    return _extended(text, span, gazetteer.boundaries.roads, gazetteer.boundaries.connectors)


def extended_organisation(text: str, span: Span, gazetteer: Gazetteer) -> Span | None:
    """The span with the noun that makes it an organisation before it, or None."""
    nouns = gazetteer.boundaries.extend_organisation | gazetteer.boundaries.named_after
    return _extended(text, span, nouns, frozenset())


def _extended(
    text: str, span: Span, nouns: frozenset[str], connectors: frozenset[str]
) -> Span | None:
    line_start = text.rfind("\n", 0, span.start) + 1
    if line_start == span.start:
        return None
    near = max(line_start, span.start - _NEAR_CHARACTERS)
    words = word_spans(text, Span(near, span.start))[-3:]
    for count in (3, 2, 1):
        if len(words) < count:
            continue
        noun, between = words[-count], text[words[-count].end : span.start]
        joined = folded_words(between)
        plain_between = not between.strip(" '") or joined in connectors
        if plain_between and noun.of(text)[0].islower() and fold_name(noun.of(text)) in nouns:
            return Span(noun.start, span.end)
    return None


def with_tail(text: str, span: Span, gazetteer: Gazetteer) -> Span | None:
    """The place with the words that narrow it after it (`Europe continentale`), or None."""
    tails = gazetteer.boundaries.place_tails
    if tails is None:
        return None
    following = re.match(r" ([\w-]+)(?![\w-])", text[span.end : span.end + 40])
    if following is None or not tails.match(following.group(1)):
        return None
    return Span(span.start, span.end + following.end())


def numbered_end(text: str, end: int, gazetteer: Gazetteer) -> int:
    """Where a body's name ends that goes on with a number (`Retraites dignes 72`)."""
    number = gazetteer.boundaries.numbered
    found = number.match(text, end) if number is not None else None
    return end if found is None else found.end()
