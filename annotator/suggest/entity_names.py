"""The entity that each suggested mention names, and the mentions that are shown at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from annotator.domain.entities import fold_name
from annotator.domain.names import KnownName, contains_name, person_canonicals
from annotator.domain.suggestion import CANDIDATE, FILLED_IN, SuggestedMention
from annotator.suggest.drafts import FIRST_NAME, Draft
from annotator.suggest.gazetteer import Gazetteer


def named_mentions(
    text: str, drafts: Sequence[Draft], known: Sequence[KnownName], gazetteer: Gazetteer
) -> tuple[SuggestedMention, ...]:
    """The drafts worth showing, with the name of their entity."""
    person = gazetteer.roles.person
    shown = [draft for draft in drafts if draft.p >= CANDIDATE]
    surfaces = [d.span.of(text) for d in shown if d.label == person and d.p >= FILLED_IN]
    project = [name.canonical for name in known if name.label == person]
    persons = person_canonicals(surfaces, project) | _joined_persons(surfaces, known, person)
    common = _common_forms(text, shown)
    return tuple(
        SuggestedMention(
            start=draft.span.start,
            end=draft.span.end,
            label=draft.label,
            canonical=_canonical(text, draft, persons, common, gazetteer),
            p=draft.p,
            rule=draft.rule,
            reason=draft.reason,
        )
        for draft in shown
    )


def _joined_persons(
    surfaces: Sequence[str], known: Iterable[KnownName], person: str
) -> dict[str, str]:
    """Names of persons that the project joined to another name, as the article writes them.

    Not one by which the article calls somebody whom it names in full: the surname of a namesake.
    """
    joined = {
        fold_name(name.name): name.canonical
        for name in known
        if name.label == person and fold_name(name.name) != fold_name(name.canonical)
    }
    return {
        surface: canonical
        for surface in surfaces
        if (canonical := joined.get(fold_name(surface))) is not None
        and not any(contains_name(other, surface) for other in surfaces)
    }


def _canonical(
    text: str,
    draft: Draft,
    persons: dict[str, str],
    common: dict[tuple[str, str], str],
    gazetteer: Gazetteer,
) -> str:
    surface = draft.span.of(text)
    if draft.label == gazetteer.roles.person:
        name = draft.canonical if draft.rule == FIRST_NAME and draft.canonical else surface
        return persons.get(name, name)
    return draft.canonical or common[draft.label, fold_name(surface)]


def _common_forms(text: str, drafts: Iterable[Draft]) -> dict[tuple[str, str], str]:
    """(label, folded name) -> its most frequent spelling, the first of equals."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for draft in drafts:
        surface = draft.span.of(text)
        counts.setdefault((draft.label, fold_name(surface)), Counter())[surface] += 1
    return {key: forms.most_common(1)[0][0] for key, forms in counts.items()}
