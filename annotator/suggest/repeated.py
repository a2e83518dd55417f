"""Names found again: wherever the article writes what it named elsewhere, surnames included."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from annotator.domain.article import Span
from annotator.domain.entities import fold_name
from annotator.domain.names import NameIndex, find_names
from annotator.domain.span_index import SpanIndex
from annotator.domain.suggestion import FILLED_IN
from annotator.suggest.drafts import Draft
from annotator.suggest.gazetteer import Gazetteer
from annotator.suggest.judgement import Place, surname_of

_PROPAGATES_FROM = 0.6
_SURNAME = 0.9
_NEVER_AGAIN = ("conditional", "short")
"""Rules whose words are names only where the rule finds them."""


def propagated(
    text: str, own: Sequence[Span], drafts: Sequence[Draft], gazetteer: Gazetteer
) -> list[Draft]:
    """The drafts, and mentions that were missed of names seen elsewhere, surnames included.

    A name that is found again takes the place of the shorter ones inside it.
    """
    person = gazetteer.roles.person
    seen: dict[str, Draft] = {}
    for draft in sorted(drafts, key=lambda d: -d.p):
        if draft.p < _PROPAGATES_FROM or draft.rule in _NEVER_AGAIN:
            continue
        surface = draft.span.of(text)
        reason = f"named elsewhere in the article: {surface}"
        again = replace(draft, p=min(draft.p, _SURNAME), rule="repeated", reason=reason)
        seen.setdefault(fold_name(surface), again)
        surname = surname_of(surface, gazetteer) if draft.label == person else None
        if surname is not None:
            reason = f"the surname of {surface}"
            seen.setdefault(fold_name(surname), replace(again, reason=reason))
    index = SpanIndex(drafts)
    again_found = [
        replace(draft, span=span)
        for paragraph in own
        for span, draft in find_names(text, paragraph, NameIndex(seen))
        if folded_known(span.of(text), gazetteer)
        and not _is_part(text, span, draft, gazetteer)
        and all(
            span.contains(d.span) and (span != d.span or _is_doubt(d, draft, person))
            for d in index.overlapping(span)
        )
    ]
    taken = SpanIndex(again_found)
    return [*again_found, *(d for d in drafts if not taken.touches(d.span))]


def _is_doubt(found: Draft, again: Draft, person: str) -> bool:
    """Whether the model's own doubtful word is the person that the article names elsewhere."""
    return found.rule == "model" and found.p < FILLED_IN and again.label == person


def folded_known(surface: str, gazetteer: Gazetteer) -> bool:
    """Whether `surface` may name something: no word of the list of those that never do."""
    return fold_name(surface).replace("'", " ") not in gazetteer.never


def _is_part(text: str, span: Span, draft: Draft, gazetteer: Gazetteer) -> bool:
    """Whether a person's name is here part of the name of something else (`la loi Okonedo`)."""
    is_person = draft.label == gazetteer.roles.person
    return is_person and Place(text, span).preceded_by(gazetteer.cues.not_person)
