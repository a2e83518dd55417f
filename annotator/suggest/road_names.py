"""Roads by their numbers and names: `la N12`, `le rond-point Okonedo`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from annotator.domain.article import Span
from annotator.domain.entities import fold_name
from annotator.domain.names import folded_words, words_in
from annotator.suggest.drafts import Draft
from annotator.suggest.gazetteer import Gazetteer

_PLACED = 0.8
_NOUN = re.compile(r"(?<![\w-])[^\W\d_]+(?:-[^\W\d_]+)? (?=[^\W\d_])")
_NAME = re.compile(r"[A-ZÀ-Ý][\w'-]*(?: [A-ZÀ-Ý][\w'-]*){0,3}")


def named_roads(text: str, paragraphs: Sequence[Span], gazetteer: Gazetteer) -> list[Draft]:
    """Roads whose noun, written small, large words follow (`avenue Okonedo`)."""
    rules, label = gazetteer.boundaries, gazetteer.roles.place
    found: list[Draft] = []
    for paragraph in paragraphs:
        for noun in _NOUN.finditer(text, paragraph.start, paragraph.end):
            surface = noun.group().rstrip()
            if not surface.islower() or fold_name(surface) not in rules.roads | rules.squares:
                continue
            name = _NAME.match(text, noun.end(), paragraph.end)
            if name is not None and not name.group().isupper():
                span, reason = Span(noun.start(), name.end()), "a road by the noun before it"
                found.append(Draft(span=span, label=label, p=_PLACED, rule="road", reason=reason))
    return found


def road_numbers(text: str, paragraphs: Sequence[Span], gazetteer: Gazetteer) -> list[Draft]:
    """Roads by their numbers, behind an article (`la N12`)."""
    rules = gazetteer.boundaries
    numbers, leads = rules.road_numbers, gazetteer.cues.articles | rules.numbered_roads
    found: list[Draft] = []
    for paragraph in paragraphs if numbers is not None else ():
        for before, word in pairwise(words_in(text, paragraph)):
            is_led = folded_words(before.of(text)) in leads
            gap = text[before.end : word.start].replace("\u2019", "'")
            if is_led and gap in (" ", "'") and numbers and numbers.match(word.of(text)):
                label, reason = gazetteer.roles.place, "the number of a road"
                found.append(Draft(span=word, label=label, p=_PLACED, rule="road", reason=reason))
    return found
