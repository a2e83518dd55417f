"""What a stored layer says about its suggestions, without ever holding all of either.

An open layer is read where somebody decided, a finished one stretch by stretch: an article of any
size is learned from beside a screen that has it open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from annotator.domain.adoption import version_taken
from annotator.domain.items import Decision
from annotator.domain.layer import Author, Layer, Role, State
from annotator.domain.verdicts import (
    Judgements,
    NameVerdict,
    Verdict,
    mention_verdicts,
    name_verdicts,
    stance_verdicts,
)
from annotator.storage.articles import get_article
from annotator.storage.engine import Session
from annotator.storage.entities import entity_names
from annotator.storage.layer_parts import (
    decided_mentions,
    holds_suggestions_of,
    joined,
    mentions_at,
    mentions_between,
    stances_of,
)
from annotator.storage.layers import find_layer, load_layer
from annotator.storage.learned import suggester_names
from annotator.storage.queue import adopted_by

STRETCH = 50_000
"""Code points whose mentions are in memory at once."""

MOST_LEFT = 2000
"""Names that a layer says nothing about but that they were left as they are: so many are kept.

They only stand against what is taught or rejected elsewhere; twenty thousand take ten megabytes.
"""


@dataclass(frozen=True, slots=True)
class _Pair:
    """The rows of a layer and of the suggestions that it is held against."""

    session: Session
    own: int
    suggested: int | None

    def parts(self, *, is_done: bool, length: int) -> Iterator[tuple[Layer, Layer | None]]:
        """The mentions of both, in text order; what is not yielded has no verdict."""
        if not is_done:
            yield self._decided()
            return
        for start in range(0, length, STRETCH):
            own = mentions_between(self.session, self.own, start, start + STRETCH)
            theirs = self.suggested
            if theirs is None:
                yield own, None
            else:
                yield own, mentions_between(self.session, theirs, start, start + STRETCH)

    def _decided(self) -> tuple[Layer, Layer | None]:
        """What was decided, what it was made of, and whatever is in the same places."""
        own = decided_mentions(self.session, self.own)
        if self.suggested is None:
            return own, None
        starts = {mention.start for mention in own.index.everywhere}
        suggested = mentions_at(self.session, self.suggested, _made_of(own), starts)
        moved = {mention.start for mention in suggested.index.everywhere}
        beside = mentions_at(self.session, self.own, (), moved)
        return joined(own, beside.items.values()), suggested

    def made_of(self, own: Layer, suggested: Layer | None) -> Layer | None:
        """The suggestions that mentions were made of, those in `suggested` among them."""
        changed = {i: m for i, m in own.items.items() if m.decision is Decision.CHANGED}
        if self.suggested is None or suggested is None or not changed:
            return suggested
        ids = _made_of(replace(own, items=changed))
        moved = mentions_at(self.session, self.suggested, ids, ())
        return joined(moved, suggested.items.values())


def judged_layer(session: Session, row: int, named: tuple[str, ...]) -> Judgements:
    """What `judgements` says of an annotator's layer and what she works with.

    Args:
        session: The project.
        row: The row id of the layer.
        named: The scheme's named labels.
    """
    head = load_layer(session, row, only=())
    article = get_article(session, head.article)
    if article is None:
        return Judgements()
    pair = _Pair(session, row, _held_against(session, row, head))
    is_done = head.assignment.state is State.DONE
    # Thousands say the same: one object of each will do.
    names, same_name, left = list[NameVerdict](), dict[NameVerdict, NameVerdict](), 0
    found, same = list[Verdict](), dict[Verdict, Verdict]()
    for own, suggested in pair.parts(is_done=is_done, length=len(article.text)):
        made = pair.made_of(own, suggested)
        called = {**_names(session, own), **(_names(session, made) if made else {})}
        for verdict in name_verdicts(own, made, called, named):
            left += verdict.is_right and not verdict.teaches
            if verdict.teaches or not verdict.is_right or left <= MOST_LEFT:
                names.append(same_name.setdefault(verdict, verdict))
        if suggested is not None:
            found += (same.setdefault(v, v) for v in mention_verdicts(own, suggested, named))
    if pair.suggested is not None:
        own, suggested = stances_of(session, row), stances_of(session, pair.suggested)
        both = {**_names(session, own), **_names(session, suggested)}
        found += stance_verdicts(article.text, own, suggested, both)
    return Judgements(tuple(found), tuple(names))


def _held_against(session: Session, row: int, head: Layer) -> int | None:
    """The suggestions that she worked with; the newest where she began without, or imported."""
    versions = suggester_names(session, head.article)
    if not versions:
        return None
    adopted = adopted_by(session, head.article, head.author.name)
    taken = versions[-1]
    if len(versions) > 1:
        used = version_taken(versions, lambda v: holds_suggestions_of(session, row, v), adopted)
        taken = used or taken
    return find_layer(session, head.article, Author(Role.SUGGESTER, taken))


def _names(session: Session, layer: Layer) -> Mapping[int, str]:
    entities = {m.entity for m in layer.index.everywhere if m.entity is not None}
    return entity_names(session, entities)


def _made_of(layer: Layer) -> set[str]:
    """The ids, in their suggester's layer, of what the items were made of."""
    return {item.origin.item for item in layer.items.values() if item.origin is not None}
