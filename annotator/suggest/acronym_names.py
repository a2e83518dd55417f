"""Bodies whose acronym in brackets spells them: `Conseil français du culte musulman (CFCM)`.

Every letter begins a word of the name, from its last word back; small function words may be left
out (after Schwartz and Hearst 2003, section 3, whole words only).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotator.domain.article import Span
from annotator.domain.entities import fold_name
from annotator.domain.names import folded_words, words_in
from annotator.domain.plain import begins_sentence
from annotator.suggest.drafts import Draft
from annotator.suggest.gazetteer import Gazetteer

_ACRONYM = re.compile(r" \(([A-ZÀ-Ý][A-ZÀ-Ýa-zà-ÿ-]{1,9})\)")
_HEADED, _OTHER = 0.92, 0.86
_LETTERS = range(3, 9)
_LONGEST = 14


def spelled_names(text: str, paragraphs: Sequence[Span], gazetteer: Gazetteer) -> list[Draft]:
    """The bodies in these paragraphs that an acronym behind them spells."""
    found: list[Draft] = []
    for paragraph in paragraphs:
        for match in _ACRONYM.finditer(text, paragraph.start, paragraph.end):
            letters = fold_name(match.group(1)).replace("-", "").replace(" ", "")
            if len(letters) not in _LETTERS or folded_words(match.group(1)) in gazetteer.never:
                continue
            words = [w for w in words_in(text, paragraph) if w.end <= match.start()][-_LONGEST:]
            first = _first(text, words, letters, gazetteer)
            if first is None or words[-1].end != match.start():
                continue
            span = Span(words[first].start, match.start())
            draft = _draft(text, span, fold_name(words[first].of(text)), gazetteer)
            if draft is not None:
                found.append(draft)
    return found


def _first(text: str, words: Sequence[Span], letters: str, gazetteer: Gazetteer) -> int | None:
    """The place of the word that the first letter begins; None where the letters do not fit."""
    at, left = len(words) - 1, len(letters) - 1
    while at >= 0:
        word = words[at].of(text)
        initial = fold_name(word)[:1]
        if initial == letters[left]:
            if left == 0:
                return at if text[words[at].start].isupper() else None
            left -= 1
        elif fold_name(word) not in gazetteer.boundaries.edge_words:
            return None
        at -= 1
    return None


def _draft(text: str, span: Span, head: str, gazetteer: Gazetteer) -> Draft | None:
    """The name as a body; None for a common noun that only opens a sentence."""
    rules = gazetteer.boundaries
    is_headed = head in rules.heads or head in rules.generic_organisations
    is_other = head in gazetteer.never or head in gazetteer.cues.things
    is_place = head in rules.generic_places and not is_headed
    if is_other or is_place or (not is_headed and begins_sentence(text, span.start)):
        return None
    if " " not in span.of(text).strip():
        return None
    p = _HEADED if is_headed else _OTHER
    reason = "a body that the acronym behind it spells"
    return Draft(span=span, label=gazetteer.roles.organisation, p=p, rule="spelled", reason=reason)
