"""What a layer holds: mentions, stances and zones, with how each came about.

Items are values. They know nothing of the layer they stand in; rules that need two items live in
`acts`, the change history in `edits`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import TypeAlias

from annotator.domain.article import Span


class MentionKind(StrEnum):
    """How a mention names its entity."""

    NAMED = "named"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"


class Decision(StrEnum):
    """Who stands behind an item, and how."""

    SUGGESTED = "suggested"
    KEPT = "kept"
    KEPT_WITH_ARTICLE = "kept_with_article"
    CHANGED = "changed"
    ADDED = "added"
    REJECTED = "rejected"


class HolderKind(StrEnum):
    """Who holds a stance: a mention, somebody the text leaves open, or the article itself."""

    MENTION = "mention"
    UNSTATED = "unstated"
    ARTICLE = "article"


class Attribution(StrEnum):
    """Whose words carry the stance."""

    AUTHOR = "author"
    QUOTED = "quoted"
    REPORTED = "reported"


class Certainty(StrEnum):
    """Whether the text asserts the stance or hedges it."""

    ASSERTED = "asserted"
    HEDGED = "hedged"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a suggested item came from.

    `p` is the probability (0..1) that it is right, `rule` the rule or model that made it, `reason`
    one line for the annotator, `item` its id in the suggester's layer. `shipped` is the probability
    before what the project learned was applied; None where that is `p`.
    """

    suggester: str
    item: str
    p: float
    rule: str
    reason: str
    shipped: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A labelled span that names, describes or stands for an entity (an id of the project).

    `dimmed_by` is the zone that took it out of the article; undimming the zone brings it back.
    """

    id: str
    start: int
    end: int
    quote: str
    label: str
    kind: MentionKind = MentionKind.NAMED
    entity: int | None = None
    decision: Decision
    origin: Origin | None = None
    unsure: bool = False
    dimmed_by: str | None = None
    revision: int = 1

    @property
    def span(self) -> Span:
        """Start and end as one value."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A span of the words that make a reader see the stance."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """Who (`holder`, a mention id) is for or against what (`target`, a mention id)."""

    id: str
    holder: str | None
    holder_kind: HolderKind
    target: str
    label: str
    evidence: tuple[Evidence, ...]
    attribution: Attribution
    source: str | None = None
    certainty: Certainty = Certainty.ASSERTED
    decision: Decision
    origin: Origin | None = None
    unsure: bool = False
    dimmed_by: str | None = None
    revision: int = 1

    @property
    def span(self) -> Span:
        """Its place in the text: the first of its evidence."""
        first = min(self.evidence, key=lambda e: e.start)
        return Span(first.start, first.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A paragraph that is not the article (site furniture): dimmed, and without annotation."""

    id: str
    start: int
    end: int
    decision: Decision
    origin: Origin | None = None
    unsure: bool = False
    revision: int = 1

    @property
    def span(self) -> Span:
        """Start and end as one value."""
        return Span(self.start, self.end)


Item: TypeAlias = Mention | Stance | Zone

ID_PREFIX: dict[type[Mention] | type[Stance] | type[Zone], str] = {
    Mention: "m",
    Stance: "s",
    Zone: "z",
}


def item_id(kind: type[Mention] | type[Stance] | type[Zone], number: int) -> str:
    """The id of the `number`-th item of a layer, for example `m17`."""
    return f"{ID_PREFIX[kind]}{number}"


def item_number(identifier: str) -> int:
    """The number in an item id: order of creation within its layer."""
    return int(identifier[1:])


def text_order(item: Mention | Stance) -> tuple[int, int, int]:
    """The place of an item in text order; the longer first, then the older."""
    if isinstance(item, Mention):
        return (item.start, -item.end, item_number(item.id))
    span = item.span
    return (span.start, -span.end, item_number(item.id))


def sharing(item: Item, other: Item) -> Item:
    """The item, with the very values of another where they are equal: in memory once, not twice."""
    if type(item) is not type(other):
        return item
    pairs = ((f.name, getattr(item, f.name), getattr(other, f.name)) for f in fields(item))
    return replace(item, **{name: theirs for name, own, theirs in pairs if own == theirs})


def is_live(item: Item) -> bool:
    """Whether the item counts; a rejected or dimmed one stays in the layer as a tombstone."""
    if item.decision is Decision.REJECTED:
        return False
    return isinstance(item, Zone) or item.dimmed_by is None


def is_decided(item: Item) -> bool:
    """Whether a person has decided on this very item (not merely on its article)."""
    return item.decision not in (Decision.SUGGESTED, Decision.KEPT_WITH_ARTICLE)
