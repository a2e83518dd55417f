"""Names that the common noun before them gives away: `le mouvement Terre neutre`, `l'ONG Orphée`.

The noun tells the label. The name runs on over capitalised words and, where the parse says so,
over an adjective or a complement written small; the article's other mentions have the last word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotator.domain.article import Span
from annotator.domain.entities import fold_name
from annotator.domain.names import folded_words, is_capitalised, words_in
from annotator.domain.plain import begins_sentence
from annotator.suggest.boundaries import numbered_end
from annotator.suggest.drafts import Draft
from annotator.suggest.gazetteer import Gazetteer
from annotator.suggest.tags import Tags

_CUE_WORDS = 3
_MODIFIERS = 4
_LONGEST = 8
_GAPS = (" ", "-", "'", " & ")
_CALLED = 0.88
_TAILED, _APPOSED = 0.82, 0.84
_PLACED = 0.8
_DESCRIBED = 0.84
"""Less than a person's full name counts: adjectives may stand between any two nouns."""
_QUOTED = re.compile(r' ?" ?([^"\n]{2,60}?) ?"')


def called_names(
    text: str, paragraphs: Sequence[Span], tags: Tags, gazetteer: Gazetteer
) -> list[Draft]:
    """The organisations in these paragraphs that a common noun introduces."""
    found: list[Draft] = []
    for paragraph in paragraphs:
        words = words_in(text, paragraph)
        for at in range(len(words) - 1):
            start = _name_after(text, words, at, tags, gazetteer)
            if start is None:
                continue
            draft = _called(text, paragraphs, words, start, tags, gazetteer)
            if draft is not None:
                reason = "a noun before it calls it an organisation"
                found.append(draft if start == at + 1 else draft.doubted(_DESCRIBED, reason))
    return found


def _name_after(
    text: str, words: Sequence[Span], at: int, tags: Tags, gazetteer: Gazetteer
) -> int | None:
    """The place among `words` of the name that the noun ending at `at` introduces, or None."""
    if not _is_cue(text, words, at, gazetteer):
        return None
    place = at + 1
    for _ in range(_MODIFIERS):
        if place >= len(words) or not _joined(text, words[place - 1], words[place]):
            return None
        word = words[place]
        if is_capitalised(text, word.start):
            return place if text[word.start].isupper() else None
        step = _modifier(text, words, place, tags, gazetteer)
        if not step:
            return None
        place += step
    return None


def _joined(text: str, word: Span, following: Span) -> bool:
    return text[word.end : following.start].strip(" '\"-") == ""


def _is_cue(text: str, words: Sequence[Span], at: int, gazetteer: Gazetteer) -> bool:
    for count in range(1, min(_CUE_WORDS, at + 1) + 1):
        first = words[at - count + 1]
        if text[first.start].isupper() and not first.of(text).isupper():
            return False
        if folded_words(text[first.start : words[at].end]) in gazetteer.cues.organisation:
            return True
    return False


def _modifier(
    text: str, words: Sequence[Span], place: int, tags: Tags, gazetteer: Gazetteer
) -> int:
    """How many words from `place` on describe the noun before them; 0 for none."""
    word = words[place]
    if tags.is_adjective(word.start) or gazetteer.boundaries.is_demonym(word.of(text)):
        return 1
    follows = place + 1 < len(words) and not is_capitalised(text, words[place + 1].start)
    is_link = fold_name(word.of(text)) in gazetteer.boundaries.connectors
    return 2 if is_link and follows and tags.is_noun(words[place + 1].start) else 0


def _called(
    text: str,
    paragraphs: Sequence[Span],
    words: Sequence[Span],
    start: int,
    tags: Tags,
    gazetteer: Gazetteer,
) -> Draft | None:
    first = words[start]
    quoted = _QUOTED.match(text, words[start - 1].end)
    if quoted is not None and quoted.start(1) == first.start:
        return _organisation(text, Span(first.start, quoted.end(1)), _CALLED, gazetteer)
    if '"' in text[words[start - 1].end : first.start]:
        return None
    last = _capitals(text, words, start)
    core = Span(first.start, _firm_end(text, words, last, gazetteer))
    folded = fold_name(core.of(text))
    entry = gazetteer.names.values.get(folded)
    is_other = entry is not None and entry.label != gazetteer.roles.organisation
    if is_other and not _is_linked(text, words, last, gazetteer):
        return None
    # A word that the language lacks is a whole name: what follows it is a verb, mistaken.
    is_whole = not is_other and (entry is not None or last > start or tags.is_unknown(core))
    tail = None if is_whole else _tail(text, words, last, tags, gazetteer)
    # A listed name has mentions of its own: only the noun tells that here it is another.
    if tail is not None and (
        is_other or _is_constant(text, paragraphs, core, Span(core.start, tail.end))
    ):
        whole = Span(core.start, numbered_end(text, tail.end, gazetteer))
        return _organisation(text, whole, _TAILED, gazetteer)
    if is_other or folded_words(core.of(text)) in gazetteer.never:
        return None
    return _organisation(text, core, _CALLED, gazetteer)


def _is_linked(text: str, words: Sequence[Span], last: int, gazetteer: Gazetteer) -> bool:
    """Whether a preposition that places do not have goes the name on (`Danube sans atome`)."""
    link = fold_name(words[last + 1].of(text)) if last + 1 < len(words) else ""
    grammar = gazetteer.grammar
    return link in grammar.purpose | grammar.lacking and link in gazetteer.cues.tail_links


def _firm_end(text: str, words: Sequence[Span], last: int, gazetteer: Gazetteer) -> int:
    """Where the name ends that `words[last]` ends but for `et fils` and the like."""
    end = words[last + 2 : last + 3]
    gap = text[words[last].end : end[0].start] if end else ""
    is_joined = gap.strip() in gazetteer.grammar.both and gap == f" {gap.strip()} "
    is_firm = is_joined and fold_name(end[0].of(text)) in gazetteer.cues.firm
    return end[0].end if is_firm else words[last].end


def _organisation(text: str, span: Span, p: float, gazetteer: Gazetteer) -> Draft:
    reason = f"the noun before it calls {span.of(text)} an organisation"
    return Draft(span=span, label=gazetteer.roles.organisation, p=p, rule="called", reason=reason)


def _capitals(text: str, words: Sequence[Span], start: int) -> int:
    """The place of the last capitalised word, or number, of the run that begins at `start`."""
    last = start
    for place in range(start + 1, min(start + _LONGEST, len(words))):
        gap = text[words[place - 1].end : words[place].start]
        if gap not in _GAPS or not is_capitalised(text, words[place].start):
            break
        last = place
    return last


def _tail(
    text: str, words: Sequence[Span], last: int, tags: Tags, gazetteer: Gazetteer
) -> Span | None:
    """The small words after `words[last]` that may belong to the name."""
    head, at = words[last], last + 1
    if at >= len(words) or text[head.end : words[at].start] not in (" ", "\n"):
        return None
    word = words[at]
    is_common = tags.is_common_noun(head.start)
    if tags.is_describing(head.start) and tags.is_common_noun(word.start):
        return None if is_capitalised(text, word.start) else word
    if tags.is_adjective(word.start) or (is_common and tags.is_participle(word.start)):
        is_other = gazetteer.boundaries.is_demonym(word.of(text))
        return None if is_other or is_capitalised(text, word.start) else word
    return _complement(text, words, at, tags, gazetteer)


def _complement(
    text: str, words: Sequence[Span], at: int, tags: Tags, gazetteer: Gazetteer
) -> Span | None:
    """A preposition and its bare noun (`Front du fleuve`, `Justice sans délai`), or None."""
    if fold_name(words[at].of(text)) not in gazetteer.cues.tail_links or at + 1 >= len(words):
        return None
    noun = words[at + 1]
    if fold_name(noun.of(text)) in gazetteer.cues.articles and at + 2 < len(words):
        noun = words[at + 2]
    if text[noun.start].isupper():
        # "coopérative Terre d'Iroise", but hardly "parti Horizon de Paul".
        link, grammar = fold_name(words[at].of(text)), gazetteer.grammar
        if link in grammar.purpose:
            return noun
        is_linked = link in gazetteer.boundaries.connectors
        is_word = tags.is_common_noun(words[at - 1].start) or (
            link in grammar.of_the and words[at - 1].start not in tags.unknown
        )
        return noun if is_linked and is_word else None
    if is_capitalised(text, noun.start) or '"' in text[words[at].end : noun.start]:
        return None
    if not (tags.is_noun(noun.start) or tags.is_adjective(noun.start)):
        return None
    return noun


def _is_constant(text: str, paragraphs: Sequence[Span], core: Span, whole: Span) -> bool:
    """Whether the article writes the small words after the name wherever it stands.

    An adjective needs no second mention; a complement after a single mention is too often none.
    """
    pattern = re.compile(rf"(?<![\w-]){re.escape(core.of(text))}(?![\w-])")
    rest = text[core.end : whole.end]
    follows = [
        text.startswith(rest, match.end())
        for paragraph in paragraphs
        for match in pattern.finditer(text, paragraph.start, paragraph.end)
    ]
    return all(follows)


def institution_names(text: str, paragraphs: Sequence[Span], gazetteer: Gazetteer) -> list[Draft]:
    """Institutions named by a capitalised common noun and whose they are (`Parlement coréen`)."""
    found: list[Draft] = []
    for paragraph in paragraphs:
        words = words_in(text, paragraph)
        for at, word in enumerate(words[:-1]):
            is_one = fold_name(word.of(text)) in gazetteer.boundaries.institutions
            if not is_one or not text[word.start].isupper():
                continue
            following = _hyphenated(text, words, at + 1)
            near = text[word.end : following.start] == " "
            if near and gazetteer.boundaries.is_demonym(following.of(text)):
                found.append(_organisation(text, word, _CALLED, gazetteer))
    return found


def _hyphenated(text: str, words: Sequence[Span], at: int) -> Span:
    """The words from `at` on that hyphens join to one."""
    last = at
    while last + 1 < len(words) and text[words[last].end : words[last + 1].start] == "-":
        last += 1
    return Span(words[at].start, words[last].end)


def press_names(text: str, paragraphs: Sequence[Span], gazetteer: Gazetteer) -> list[Draft]:
    """Newspapers named as they are: a usual head, and what it is of (`L'Écho du littoral`)."""
    found: list[Draft] = []
    for paragraph in paragraphs:
        words = words_in(text, paragraph)
        for at in range(len(words) - 3):
            first = words[at].of(text)
            head = Span(words[at].start, words[at + 1].end)
            is_head = folded_words(head.of(text)) in gazetteer.boundaries.press
            article = gazetteer.grammar.hidden_article(first)
            if article is not None and text[words[at + 1].start].isupper():
                # "la une du Courrier de Zelbek": the article is the preposition's.
                head = words[at + 1]
                is_head = f"{article} {folded_words(head.of(text))}" in gazetteer.boundaries.press
            elif not first[0].isupper() or not text[words[at + 1].start].isupper():
                continue
            is_link = fold_name(words[at + 2].of(text)) in gazetteer.boundaries.connectors
            if is_head and is_link:
                last = _capitals(text, words, at + 3)
                whole = Span(head.start, words[last].end)
                found.append(_organisation(text, whole, _TAILED, gazetteer))
    return found


def apposed_names(
    text: str, paragraphs: Sequence[Span], tags: Tags, gazetteer: Gazetteer
) -> list[Draft]:
    """Bodies of a large word and a small adjective that an apposition tells (`Cap vert, un parti`).

    The word must stand inside a sentence, else any noun could open it.
    """
    found: list[Draft] = []
    for paragraph in paragraphs:
        words = words_in(text, paragraph)
        for at, first in enumerate(words[:-3]):
            if not text[first.start].isupper() or begins_sentence(text, first.start):
                continue
            last = _small_end(text, words, at, tags, gazetteer)
            known = fold_name(first.of(text)) in gazetteer.names.values
            if last > at and not known and _is_apposed(text, words, last, gazetteer):
                span = Span(first.start, words[last].end)
                found.append(_organisation(text, span, _APPOSED, gazetteer))
    return found


def _small_end(text: str, words: Sequence[Span], at: int, tags: Tags, gazetteer: Gazetteer) -> int:
    """The place of the small word that ends the name of the word at `at`; `at` for none."""
    following = words[at + 1]
    if text[words[at].end : following.start] != " " or is_capitalised(text, following.start):
        return at
    if tags.is_adjective(following.start):
        return at + 1
    noun = _complement(text, words, at + 1, tags, gazetteer)
    return at if noun is None else words.index(noun)


def _is_apposed(text: str, words: Sequence[Span], at: int, gazetteer: Gazetteer) -> bool:
    """Whether `, un parti`, or `, le parti de`, `, la liste menée`, follows the word at `at`."""
    if at + 3 >= len(words) or text[words[at].end : words[at + 1].start] != ", ":
        return False
    article, noun, further = (fold_name(word.of(text)) for word in words[at + 1 : at + 4])
    cues = gazetteer.cues
    is_led = article in cues.singular_articles and further in cues.led
    return (article in cues.indefinite or is_led) and noun in cues.organisation


def place_names(text: str, paragraphs: Sequence[Span], gazetteer: Gazetteer) -> list[Draft]:
    """Places named by their kind and what they are of: `canal de Zelbek`, `vallée de la Lorle`."""
    rules, known = gazetteer.boundaries, gazetteer.names.values
    found: list[Draft] = []
    for paragraph in paragraphs:
        words = words_in(text, paragraph)
        for at, word in enumerate(words):
            first = _linked_name(text, words, at, gazetteer)
            if first is None or fold_name(word.of(text)) not in rules.extend_place:
                continue
            span = Span(word.start, words[_capitals(text, words, first)].end)
            entry = known.get(fold_name(text[words[first].start : span.end]))
            is_other = entry is not None and entry.label == gazetteer.roles.organisation
            if not is_other and fold_name(words[first].of(text)) not in gazetteer.given:
                reason = "a place by the noun before it"
                label = gazetteer.roles.place
                found.append(Draft(span=span, label=label, p=_PLACED, rule="placed", reason=reason))
    return found


def town_bodies(text: str, paragraphs: Sequence[Span], gazetteer: Gazetteer) -> list[Draft]:
    """Bodies named by a small noun and their town: `université de Pise`."""
    found: list[Draft] = []
    for paragraph in paragraphs:
        words = words_in(text, paragraph)
        for at, word in enumerate(words):
            is_noun = fold_name(word.of(text)) in gazetteer.boundaries.town_bodies
            if not is_noun or at + 2 >= len(words):
                continue
            link, gap = words[at + 1].of(text), text[word.end : words[at + 2].start]
            is_of = link in gazetteer.grammar.of and gap in (f" {link} ", f" {link}'")
            if is_of and text[words[at + 2].start].isupper():
                span = Span(word.start, words[_capitals(text, words, at + 2)].end)
                found.append(_organisation(text, span, _CALLED, gazetteer))
    return found


def _linked_name(text: str, words: Sequence[Span], at: int, gazetteer: Gazetteer) -> int | None:
    """The place of the name that a connector, an article apart, joins to the small noun at `at`."""
    place = at + 1
    if place + 1 >= len(words) or not text[words[at].start].islower():
        return None
    if words[place].of(text) not in gazetteer.boundaries.connectors:
        return None
    place += 1
    if words[place].of(text) in gazetteer.grammar.definite and place + 1 < len(words):
        place += 1
    gap = text[words[at].end : words[place].start]
    is_near = (
        gap.replace("'", " ").count(" ") <= 3 and gap.replace("'", "").replace(" ", "").isalpha()
    )
    return place if is_near and text[words[place].start].isupper() else None
