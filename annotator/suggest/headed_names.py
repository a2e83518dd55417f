"""Names of bodies that begin with what they are: `Fédération française d'escrime`, `Front du lac`.

The head noun is written large; adjectives and complements written small follow it as the parse
tells. An acronym in brackets behind the name says where it ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from annotator.domain.article import Span
from annotator.domain.entities import fold_name
from annotator.domain.names import LONGEST_NAME, folded_words, is_capitalised, words_in
from annotator.domain.span_index import SpanIndex
from annotator.domain.suggestion import FILLED_IN
from annotator.suggest.boundaries import numbered_end
from annotator.suggest.drafts import Draft
from annotator.suggest.gazetteer import Entry, Gazetteer
from annotator.suggest.grammar import Grammar, one_of
from annotator.suggest.tags import Tags

_LONGEST = 12
_HEADED, _BRACKETED, _SHORT, _ENDED = 0.8, 0.9, 0.72, 0.84
_ACRONYM = re.compile(r"[A-ZÀ-Ý][\w.-]{0,9}[A-ZÀ-Ý]\d?(?![\w-])")
_SMALL_ACRONYM = re.compile(r"[A-ZÀ-Ý][\w]{2,11}(?=\))")


def headed_names(
    text: str, paragraphs: Sequence[Span], tags: Tags, gazetteer: Gazetteer
) -> list[Draft]:
    """The bodies in these paragraphs whose name begins with a common noun written large."""
    found: list[Draft] = []
    for paragraph in paragraphs:
        words = words_in(text, paragraph)
        for at, word in enumerate(words):
            is_head = text[word.start].isupper() and not word.of(text).isupper()
            if not is_head or fold_name(word.of(text)) not in gazetteer.boundaries.heads:
                continue
            last = _Run(text, words, tags, gazetteer).last(at)
            span = Span(word.start, words[last].end)
            if last > at and folded_words(span.of(text)) not in gazetteer.never:
                reason = "a body by the noun it begins with"
                found.append(_body(span, _HEADED, "headed", reason, gazetteer))
    return found


def ended_names(text: str, paragraphs: Sequence[Span], gazetteer: Gazetteer) -> list[Draft]:
    """Bodies whose last word is one of firms' and public bodies' names: `Bordeaux Métropole`."""
    found: list[Draft] = []
    for paragraph in paragraphs:
        words = words_in(text, paragraph)
        at = 0
        while at < len(words):
            last = _large_end(text, words, at, gazetteer)
            is_end = fold_name(words[last].of(text)) in gazetteer.boundaries.body_ends
            span = Span(words[at].start, numbered_end(text, words[last].end, gazetteer))
            first = fold_name(words[at].of(text))
            is_name = first not in gazetteer.boundaries.edge_words | gazetteer.never
            if last > at and is_end and is_name and not span.of(text).isupper():
                reason = "named as companies and public bodies are"
                found.append(_body(span, _ENDED, "ended", reason, gazetteer))
            at = last + 1
    return found


def _large_end(text: str, words: Sequence[Span], at: int, gazetteer: Gazetteer) -> int:
    """The place of the last of the large words from `at` on, `de` between two of them allowed."""
    last = at
    while text[words[last].start].isupper() and last + 1 < len(words):
        gap = text[words[last].end : words[last + 1].start]
        if gap in (" ", "-", " & ") and text[words[last + 1].start].isupper():
            last += 1
            continue
        ahead = words[last + 2 : last + 3]
        is_link = (
            words[last + 1].of(text) in gazetteer.grammar.inside and gap == " " and bool(ahead)
        )
        if not is_link or not text[ahead[0].start].isupper():
            break
        last += 2
    return last


def english_names(text: str, paragraphs: Sequence[Span], gazetteer: Gazetteer) -> list[Draft]:
    """Bodies with an English name, whose small words give it away, outside quotation marks."""
    links = gazetteer.boundaries.english_links
    found: list[Draft] = []
    for paragraph in paragraphs if links else ():
        words, at = words_in(text, paragraph), 0
        while at < len(words):
            last, is_linked = _english_end(text, words, at, links)
            first = at
            if fold_name(words[at].of(text)) in gazetteer.boundaries.edge_words and at < last:
                first += 1
            span = Span(words[first].start, words[last].end)
            is_quoted = text[max(0, span.start - 2) : span.start].strip()[-1:] == '"'
            folded = {fold_name(word.of(text)) for word in words[first : last + 1]}
            is_linked &= not folded.isdisjoint(gazetteer.boundaries.english_heads)
            if is_linked and not is_quoted and not span.of(text).isupper():
                reason = "an English name by its small words"
                found.append(_body(span, _HEADED, "headed", reason, gazetteer))
            at = last + 1
    return found


def _english_end(
    text: str, words: Sequence[Span], at: int, links: frozenset[str]
) -> tuple[int, bool]:
    """The place of the last large word from `at` on, and whether small English words link them."""
    last, is_linked = at, False
    while text[words[last].start].isupper():
        ahead = last + 1
        while ahead < len(words) and words[ahead].of(text) in links and ahead - last <= 2:
            ahead += 1
        is_near = ahead < len(words) and all(
            text[words[n].end : words[n + 1].start] == " " for n in range(last, ahead)
        )
        if not is_near or not text[words[ahead].start].isupper():
            break
        is_linked = is_linked or ahead > last + 1
        last = ahead
    return last, is_linked


class _Run:
    """The words that go on a name, from its head on."""

    def __init__(self, text: str, words: Sequence[Span], tags: Tags, gazetteer: Gazetteer) -> None:
        self._text, self._words, self._tags = text, words, tags
        self._gazetteer, self._grammar = gazetteer, gazetteer.grammar

    def last(self, head: int) -> int:
        """The place of the name's last word; `head` where nothing goes it on.

        What a loose link leads to counts only where brackets end the name behind it.
        """
        sure = last = head
        is_large = is_loose = False
        while last - head < _LONGEST:
            step = self._adjective(head, last) or self._linked(head, last, is_large=is_large)
            step = step or self._repeated(head, last)
            if not step:
                step, is_loose = self._loosely(last), True
            if not step:
                break
            last += step
            is_large = is_large or is_capitalised(self._text, self._words[last].start)
            sure = sure if is_loose else last
        return last if self._is_bracketed(last) else sure

    def _is_bracketed(self, last: int) -> bool:
        opened = _in_brackets(self._grammar).match(self._text, self._words[last].end)
        if opened is None:
            return False
        is_small = _SMALL_ACRONYM.match(self._text, opened.end()) is not None
        return is_small or _ACRONYM.match(self._text, opened.end()) is not None

    def _word(self, at: int) -> str:
        return fold_name(self._words[at].of(self._text)) if at < len(self._words) else ""

    def _joins(self, at: int, gaps: tuple[str, ...]) -> bool:
        """Whether only a gap of these lies between the words at `at` and behind it."""
        after = at + 1 < len(self._words)
        return after and self._text[self._words[at].end : self._words[at + 1].start] in gaps

    def _adjective(self, head: int, last: int) -> int:
        """1 where an adjective written small follows `last`; one of a people only some heads."""
        if not self._joins(last, (" ", "-")):
            return 0
        word = self._words[last + 1]
        is_kept = last == head and self._word(head) in self._gazetteer.boundaries.keeps_demonym
        if self._gazetteer.boundaries.is_demonym(word.of(self._text)) and not is_kept:
            return 0
        is_small = not is_capitalised(self._text, word.start)
        objects = self._grammar.definite - self._grammar.dated
        is_verb = self._joins(last + 1, (" ",)) and self._word(last + 2) in objects
        return int(is_small and not is_verb and self._tags.is_adjective(word.start))

    def _linked(self, head: int, last: int, *, is_large: bool) -> int:
        """How many words a complement with `de` takes behind `last`; 0 for none."""
        if not self._joins(last, (" ",)):
            return 0
        link = self._word(last + 1)
        if link not in self._gazetteer.boundaries.connectors | self._grammar.purpose:
            return 0
        noun = self._noun(last + 1)
        if not noun or not is_capitalised(self._text, self._words[noun].start):
            return noun - last if noun else 0
        end, entry = self._listed(noun)
        is_where = entry is not None and entry.label == self._gazetteer.roles.polity and last > head
        is_of_town = self._word(head) in self._gazetteer.boundaries.town_heads
        is_where &= not is_of_town
        if (is_large and not is_of_town) or is_where or self._word(noun) in self._gazetteer.given:
            return 0
        return end - last

    def _repeated(self, head: int, last: int) -> int:
        """The words of `et de la justice` behind a complement with the same preposition."""
        begun = {self._word(at) for at in range(head + 1, last)}
        if not (self._joins(last, (" ",)) and self._word(last + 1) in self._grammar.both):
            return 0
        link = self._word(last + 2)
        is_same = link in self._gazetteer.boundaries.connectors and not begun.isdisjoint(
            self._gazetteer.boundaries.connectors
        )
        if not is_same or not self._joins(last + 1, (" ",)):
            return 0
        noun = self._noun(last + 2)
        is_small = noun and not is_capitalised(self._text, self._words[noun].start)
        return noun - last if is_small else 0

    def _listed(self, first: int) -> tuple[int, Entry | None]:
        """The last word of the listed name that begins at `first`, with its entry."""
        for last in range(min(first + LONGEST_NAME, len(self._words)) - 1, first - 1, -1):
            name = fold_name(self._text[self._words[first].start : self._words[last].end])
            entry = self._gazetteer.names.values.get(name)
            if entry is not None:
                return last, entry
        return first, None

    def _loosely(self, last: int) -> int:
        """The same for the other prepositions and for `et`."""
        if not self._joins(last, (" ",)):
            return 0
        if self._word(last + 1) not in self._grammar.loose | self._grammar.both:
            return 0
        noun = self._noun(last + 1)
        is_next = bool(noun) and is_capitalised(self._text, self._words[noun].start)
        if is_next and self._word(noun) in self._gazetteer.boundaries.heads:
            return 0
        return noun - last if noun else 0

    def _noun(self, link: int) -> int:
        """The place of the noun behind the link, an article apart; 0 where none stands there."""
        at = link
        for _ in range(3):
            if not self._joins(at, (" ", "'")):
                return 0
            at += 1
            cues = self._gazetteer.cues
            if self._word(at) not in cues.articles | cues.indefinite:
                break
        start = self._words[at].start
        if is_capitalised(self._text, start):
            return at if self._text[start].isupper() else 0
        is_noun = self._tags.is_noun(start) and self._word(at) not in self._grammar.any_of
        return at if is_noun else 0


def bracketed_names(text: str, drafts: Sequence[Draft], gazetteer: Gazetteer) -> list[Draft]:
    """The acronyms in brackets behind the names of organisations."""
    organisation = gazetteer.roles.organisation
    found: list[Draft] = []
    for draft in drafts:
        if draft.label != organisation or draft.p < FILLED_IN:
            continue
        opened = _in_brackets(gazetteer.grammar).match(text, draft.end)
        acronym = _bracketed(text, draft, opened.end()) if opened else None
        if acronym is None or fold_name(acronym.group()) in gazetteer.names.values:
            continue
        reason = "the short form of the name before it"
        span = Span(acronym.start(), acronym.end())
        found.append(_body(span, min(_BRACKETED, draft.p + 0.1), "bracketed", reason, gazetteer))
    return found


def _bracketed(text: str, draft: Draft, at: int) -> re.Match[str] | None:
    """The acronym at `at`; one written small (`Corédia`) must begin as the name does."""
    small = _SMALL_ACRONYM.match(text, at)
    begins = small is not None and fold_name(small.group()[0]) == fold_name(text[draft.start])
    return _ACRONYM.match(text, at) or (small if begins else None)


def short_forms(
    text: str, paragraphs: Sequence[Span], drafts: Sequence[Draft], gazetteer: Gazetteer
) -> list[Draft]:
    """Heads alone behind an article that stand for a body of the article (`la Ligue`)."""
    full: dict[str, Draft] = {}
    for draft in drafts:
        words = draft.span.of(text).split()
        is_body = draft.label == gazetteer.roles.organisation and draft.p >= FILLED_IN
        if is_body and len(words) > 1 and fold_name(words[0]) in gazetteer.boundaries.heads:
            full.setdefault(fold_name(words[0]), draft)
    index, found = SpanIndex(drafts), list[Draft]()
    for paragraph in paragraphs if full else ():
        words_of = words_in(text, paragraph)
        for before, word in pairwise(words_of):
            whole = full.get(fold_name(word.of(text)))
            if whole is None or not _stands_for(text, before, word, gazetteer):
                continue
            if not any(d.p >= FILLED_IN for d in index.overlapping(word)):
                name = whole.canonical or whole.span.of(text)
                reason = f"short for {name}"
                found.append(
                    replace(_body(word, _SHORT, "short", reason, gazetteer), canonical=name)
                )
    return found


def _stands_for(text: str, before: Span, word: Span, gazetteer: Gazetteer) -> bool:
    """Whether `word`, large, behind an article, is a name by itself here."""
    surface, after = word.of(text), text[word.end : word.end + 2]
    article = fold_name(before.of(text))
    is_alone = not (
        after[:1] in ("-", "'")
        or (after[:1] == " " and after[1:].isalnum() and not after[1:].islower())
    )
    following = re.match(r" ([\w-]+)", text[word.end : word.end + 40])
    next_word = following.group(1) if following else ""
    is_of = next_word in gazetteer.grammar.any_of
    goes_on = is_of or gazetteer.boundaries.is_demonym(next_word)
    return (
        surface[0].isupper()
        and not surface.isupper()
        and text[before.end : word.start] in (" ", "'")
        and article in gazetteer.cues.articles
        and is_alone
        and not goes_on
    )


@cache
def _in_brackets(grammar: Grammar) -> re.Pattern[str]:
    """What opens a short form in brackets, its article included."""
    return re.compile(rf" ?\((?:{one_of(grammar.definite)}[ '])?")


def _body(span: Span, p: float, rule: str, reason: str, gazetteer: Gazetteer) -> Draft:
    return Draft(span=span, label=gazetteer.roles.organisation, p=p, rule=rule, reason=reason)
