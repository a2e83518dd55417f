"""Words found over all articles, and one label for every place of them, as one undoable act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from annotator.domain.edits import Draft
from annotator.domain.entities import NameUse
from annotator.domain.finding import Hit, composed_forms, hits_in, pattern_of
from annotator.domain.items import Decision, Mention
from annotator.domain.kinds import kind_of
from annotator.domain.proposals import Fix
from annotator.domain.scheme import Scheme
from annotator.project.propagating import Preview, preview_fixes, repeat_fixes
from annotator.project.workspace import Workspace
from annotator.storage.engine import Session
from annotator.storage.entities import resolve_names
from annotator.storage.word_search import texts_saying, unopened_saying

MOST_HITS = 1000
"""Hits that are listed; who gets more wants other words."""


@dataclass(frozen=True, slots=True)
class Found:
    """The first hits in queue order; `more` says that there are others."""

    words: str
    hits: tuple[Hit, ...]
    more: bool


def find_everywhere(workspace: Workspace, words: str) -> Found:
    """Where the words stand in the project's articles."""
    pattern = pattern_of(words)
    wanted = [composed_forms(word) for word in words.split()]

    def job(session: Session) -> tuple[Hit, ...]:
        texts = texts_saying(session, wanted) if wanted else ()
        hits = (hit for article, text in texts for hit in hits_in(article, text, pattern))
        return tuple(islice(hits, MOST_HITS + 1))

    hits = workspace.read(job)
    return Found(words, hits[:MOST_HITS], len(hits) > MOST_HITS)


def preview_label(workspace: Workspace, found: Found, label: str) -> Preview:
    """Where articles would get the label, opened before or not; nothing is changed.

    Texts that a person decided, dimmed paragraphs and parts of words are left alone, as they are by
    every same-text fix; so are articles that come without suggestions by draw, and those whose
    suggestions are not in.
    """
    fixes = [_fix(workspace.scheme, words, label, 0) for words in _spellings(found)]

    def job(session: Session) -> Preview:
        ready, waiting = _unopened(workspace, session, found)
        return preview_fixes(workspace, session, fixes, ready, waiting)

    return workspace.read(job)


def label_everywhere(workspace: Workspace, found: Found, label: str) -> Mapping[str, Draft]:
    """Give the places of `preview_label` the label; the stored drafts by article."""

    def job(session: Session) -> Mapping[str, Draft]:
        uses = {words: NameUse(words, label, words) for words in _spellings(found)}
        ids = resolve_names(session, uses.values(), workspace.new_entity_id)
        fixes = [_fix(workspace.scheme, words, label, ids[use]) for words, use in uses.items()]
        ready, _ = _unopened(workspace, session, found)
        return repeat_fixes(workspace, session, fixes, ready)

    return workspace.write(job)


def _unopened(workspace: Workspace, session: Session, found: Found) -> tuple[list[str], int]:
    """The articles with the words that she can begin, and how many wait for suggestions."""
    wanted = [composed_forms(word) for word in found.words.split()]
    articles = list(unopened_saying(session, workspace.seat, wanted, workspace.clock()))
    ready = [article for article, suggested in articles if suggested]
    return ready, len(articles) - len(ready)


def _spellings(found: Found) -> Sequence[str]:
    """Each way in which a hit writes the words."""
    return tuple(dict.fromkeys(hit.words for hit in found.hits))


def _fix(scheme: Scheme, words: str, label: str, entity: int) -> Fix:
    named = label in scheme.named_labels
    model = Mention(
        id="m1",
        start=0,
        end=len(words),
        quote=words,
        label=label,
        kind=kind_of(words, scheme.words.pronouns, may_be_name=named),
        entity=entity,
        decision=Decision.ADDED,
    )
    # Of no article: every place of the words is another place.
    return Fix("", None, model)
