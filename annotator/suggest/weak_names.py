"""Listed names that are also common words, believed where only a name can stand.

The model did not see them: what stands right around them has to tell (`selon Océlia`, `Anne Orvall
(Horizon)`, `Orange, Zelbek et Océlia`).
"""

from __future__ import annotations

import re
from functools import cache

from annotator.domain.article import Span
from annotator.domain.entities import fold_name
from annotator.domain.names import LONGEST_NAME, WORD, word_spans
from annotator.suggest.drafts import Draft
from annotator.suggest.gazetteer import EXACT_LETTERS, Entry, Gazetteer
from annotator.suggest.grammar import Grammar, one_of
from annotator.suggest.judgement import Place

_BARE, _BRACKETED, _ENUMERATED = 0.6, 0.72, 0.76
_NEAR_CHARACTERS = 60
_CLOSED = re.compile(r"[),;/]")


def weakly_told(text: str, match: Draft, entry: Entry, gazetteer: Gazetteer) -> Draft | None:
    """The weak body as far as its place tells it; None where it may be the common word."""
    roles, is_same = gazetteer.roles, match.span.of(text) == entry.spelling
    is_body = entry.label == roles.organisation and len(entry.spelling) > EXACT_LETTERS
    if is_same and (is_body or entry.label == roles.place) and _is_bracketed(text, match.span):
        return match.doubted(_BRACKETED, f"{match.reason}, in brackets")
    if not is_body or not is_same:
        return None
    if _is_enumerated(text, match.span, entry, gazetteer):
        return match.doubted(_ENUMERATED, f"{match.reason}, among others")
    before = Place(text, match.span).words_before(1)
    if before and before[0] in gazetteer.cues.bare_after:
        return match.doubted(_BARE, f"{match.reason}, without an article")
    return None


def _is_bracketed(text: str, span: Span) -> bool:
    """Whether the name opens brackets and fills them, or the part before a comma."""
    return text[span.start - 1 : span.start] == "(" and bool(_CLOSED.match(text, span.end))


def _is_enumerated(text: str, span: Span, entry: Entry, gazetteer: Gazetteer) -> bool:
    """Whether a sure name of its label stands before or behind it in one list."""
    line = max(text.rfind("\n", 0, span.start) + 1, span.start - _NEAR_CHARACTERS)
    link = _before(gazetteer.grammar).search(text, line, span.start)
    if link is not None:
        end = link.start() + 1
        words = word_spans(text, Span(line, end))[-LONGEST_NAME:]
        if any(_is_sure(text[w.start : end], entry, gazetteer) for w in words):
            return True
    following = _after(gazetteer.grammar).match(text, span.end)
    if following is None:
        return False
    near = Span(following.end(), min(len(text), following.end() + _NEAR_CHARACTERS))
    words = [Span(m.start(), m.end()) for m in WORD.finditer(text, near.start, near.end)]
    return any(_is_sure(text[near.start : w.end], entry, gazetteer) for w in words[:LONGEST_NAME])


@cache
def _before(grammar: Grammar) -> re.Pattern[str]:
    """The end of a word and what joins the next name of a list to it."""
    return re.compile(rf"[\w'.&+-]{_joint(grammar)}$")


@cache
def _after(grammar: Grammar) -> re.Pattern[str]:
    """What joins the next name of a list, before its first letter."""
    return re.compile(rf"{_joint(grammar)}(?=[^\W\d_])")


def _joint(grammar: Grammar) -> str:
    small = one_of(grammar.definite | grammar.prepositions)
    return rf"(?:, | {one_of(grammar.conjunctions)} )(?:{small}[ '])?"


def _is_sure(name: str, entry: Entry, gazetteer: Gazetteer) -> bool:
    other = gazetteer.names.values.get(fold_name(name)) if name[:1].isupper() else None
    return other is not None and other.label == entry.label and not other.weak
