"""What several layers of one article agree on, and where they differ: the values.

`matching.differences` makes them; scores, the list of disagreements and adjudication read them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from annotator.domain.article import Span
from annotator.domain.items import Item, Mention, Stance, Zone
from annotator.domain.layer import Author


class Disagreement(StrEnum):
    """How layers differ in one place; a conflict may be of several kinds.

    `ONLY` is something that at least one layer has nothing for: with two layers "only A" or
    "only B", told apart by `Conflict.absent`. `SPLIT` is one span here, several there.
    """

    ONLY = "only"
    BOUNDARY = "boundary"
    LABEL = "label"
    SPLIT = "split"
    KIND = "kind"
    ENTITY = "entity"
    STANCE_MISSING = "stance missing"
    STANCE_LABEL = "stance label"
    ENDPOINT = "endpoint"
    DIRECTION = "direction"
    EVIDENCE = "evidence"
    ATTRIBUTION = "attribution"
    CERTAINTY = "certainty"
    SOURCE = "source"
    ZONE = "zone"


@dataclass(frozen=True, slots=True, order=True)
class ItemRef:
    """An item for ever: whose layer, its id there, and the revision that was compared."""

    author: Author
    id: str
    revision: int


@dataclass(frozen=True, slots=True)
class Agreed:
    """An item that every layer has. `item` is the first layer's, `sources` all of them.

    The ids inside a stance (`holder`, `target`, `source`) are those of the first source's layer;
    `Differences.same` says which mention they are elsewhere.
    """

    item: Item
    sources: tuple[ItemRef, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """One reading of a conflict: what the layers `authors` have there.

    `items` are those of the first author (several where one span stands against two); `sources`
    are the items of all of them.
    """

    items: tuple[Item, ...]
    authors: tuple[Author, ...]
    sources: tuple[ItemRef, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """One place where the layers differ: one decision.

    Attributes:
        kinds: How they differ, each kind once, in the order of `Disagreement`.
        variants: The readings, the one most layers share first; at least one.
        absent: The layers that have nothing here: "none" is then a reading, too.
        span: The part of the text that the variants cover (for a stance its evidence).
    """

    kinds: tuple[Disagreement, ...]
    variants: tuple[Variant, ...]
    absent: tuple[Author, ...]
    span: Span

    @property
    def sources(self) -> tuple[ItemRef, ...]:
        """Every item that the decision settles, in a fixed order: its inputs."""
        return tuple(sorted(ref for variant in self.variants for ref in variant.sources))

    @property
    def is_stance(self) -> bool:
        """Whether it is about a stance."""
        return isinstance(self.variants[0].items[0], Stance)


Likeness: TypeAlias = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """Everything in the compared layers: what they share, and the conflicts, in text order.

    `same` maps each mention to the group it stands in, whether agreed or in conflict; mentions of
    one group are one mention to the stances that end there, so that a boundary in dispute is not
    a dispute about every stance on it as well.
    """

    agreed: tuple[Agreed, ...]
    conflicts: tuple[Conflict, ...]
    same: dict[ItemRef, int]

    def counts(self) -> Counter[Disagreement]:
        """How many conflicts there are of each kind."""
        return Counter(kind for conflict in self.conflicts for kind in conflict.kinds)


def likeness(conflict: Conflict, quotes: dict[ItemRef, str] | None = None) -> Likeness:
    """What makes two conflicts identical for one decision: kinds, and each variant's content.

    Names of the layers, places and item ids are left out. Two conflicts of one likeness list the
    same variants; `ordered_variants` brings them into one order.

    Args:
        conflict: Of any article.
        quotes: The words of each mention that stances end at, by reference; see `matching.quotes`.
    """
    words = quotes or {}
    variants = tuple(sorted(repr(_content(variant, words)) for variant in conflict.variants))
    return (conflict.kinds, bool(conflict.absent), variants)


def ordered_variants(
    conflict: Conflict, quotes: dict[ItemRef, str] | None = None
) -> tuple[Variant, ...]:
    """The variants in the order of their content: alike conflicts list alike variants alike."""
    words = quotes or {}
    return tuple(sorted(conflict.variants, key=lambda variant: repr(_content(variant, words))))


def _content(variant: Variant, quotes: dict[ItemRef, str]) -> tuple[object, ...]:
    begin = min(item.span.start for item in variant.items)
    return tuple(sorted(map(repr, _contents(variant.items, variant.authors[0], begin, quotes))))


def _contents(
    items: Iterable[Item], author: Author, begin: int, quotes: dict[ItemRef, str]
) -> Iterable[tuple[object, ...]]:
    by_id = {ref.id: words for ref, words in quotes.items() if ref.author == author}
    for item in items:
        match item:
            case Mention():
                yield (item.start - begin, item.quote, item.label, item.kind.value)
            case Stance():
                yield (
                    by_id.get(item.holder or "", item.holder_kind.value),
                    by_id.get(item.target, ""),
                    item.label,
                    item.attribution.value,
                    item.certainty.value,
                    by_id.get(item.source or "", ""),
                    tuple(part.quote for part in item.evidence),
                )
            case Zone():
                yield (item.end - item.start,)
