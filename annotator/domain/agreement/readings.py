"""What the panel compares: articles as each annotator read them, with how every item came about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from annotator.domain.items import Decision, Mention, MentionKind, Stance
from annotator.domain.layer import Author, Layer, Role
from annotator.domain.stance_view import StanceView, stance_views
from annotator.domain.suggestion import FILLED_IN


class ItemOrigin(StrEnum):
    """How an item came into a layer; the later in this order, the more a person stands behind it.

    Two people who keep one suggestion have not agreed on their own: every figure is split by this.
    """

    KEPT = "kept"
    CHANGED = "changed"
    ADDED = "added"


_ORIGINS = {
    Decision.SUGGESTED: ItemOrigin.KEPT,
    Decision.KEPT: ItemOrigin.KEPT,
    Decision.KEPT_WITH_ARTICLE: ItemOrigin.KEPT,
    Decision.CHANGED: ItemOrigin.CHANGED,
    Decision.ADDED: ItemOrigin.ADDED,
}


@dataclass(frozen=True, slots=True)
class ReadMention:
    """A named mention: code points, label, origin."""

    start: int
    end: int
    label: str
    origin: ItemOrigin


@dataclass(frozen=True, slots=True)
class ReadStance:
    """A stance and its origin."""

    view: StanceView
    origin: ItemOrigin


@dataclass(frozen=True, slots=True)
class Reading:
    """What one author has in one article. `version` is the guideline version it was made under."""

    mentions: Sequence[ReadMention] = ()
    stances: Sequence[ReadStance] = ()
    version: str = ""


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article and its readings by author: finished annotators, gold, suggester."""

    id: str
    text: str
    readings: Mapping[Author, Reading]


def origin_of(decision: Decision) -> ItemOrigin:
    """The origin of a live item. Raises KeyError for a rejected one."""
    return _ORIGINS[decision]


def reading_of(text: str, layer: Layer, names: Mapping[int, str], version: str = "") -> Reading:
    """A layer as the panel sees it: its live named mentions and its live stances.

    Nominal and pronoun mentions are made by stances and are compared as their ends. Of a
    suggester's layer only what is filled in counts.

    Args:
        text: The article's text.
        layer: Anybody's.
        names: The canonical name of each entity.
        version: The guideline version it was made under.
    """
    suggested = layer.author.role is Role.SUGGESTER

    def counts(item: Mention | Stance) -> bool:
        return not suggested or item.origin is None or item.origin.p >= FILLED_IN

    mentions = tuple(
        ReadMention(m.start, m.end, m.label, origin_of(m.decision))
        for m in layer.mentions()
        if m.kind is MentionKind.NAMED and counts(m)
    )
    views = zip(layer.stances(), stance_views(text, layer, names), strict=True)
    stances = tuple(ReadStance(v, origin_of(s.decision)) for s, v in views if counts(s))
    return Reading(mentions, stances, version)
