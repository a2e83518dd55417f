"""What the caller hands to an export: an article with its finished work, split and group."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from annotator.domain.article import Article, Span
from annotator.domain.layer import Author, Layer, Role
from annotator.domain.ordering import ChosenBy
from annotator.domain.splits import Split
from annotator.errors import ExportError

GOLD = "gold"


@dataclass(frozen=True, slots=True)
class ExportDocument:
    """One article to export.

    `layer` is what stands for the article: gold, or the layer of its only finisher; None where
    several finished and nothing is agreed, then the article appears among the unaggregated layers
    only. `layers` are all finished annotator layers, `names` the canonical names by entity id,
    `group` the founder of its near-duplicate group. `phrases` are noun phrases of the text, marked
    or not, where a parse is at hand: pairs without a stance are drawn from them as well.
    `chosen_by` is what gave the article its turn in the queue.
    """

    article: Article
    layer: Layer | None
    layers: tuple[Layer, ...]
    names: Mapping[int, str]
    split: Split
    group: str
    phrases: tuple[Span, ...] = ()
    chosen_by: ChosenBy = ChosenBy.IMPORTED

    @property
    def authors(self) -> tuple[Author, ...]:
        """Who made the layers that would be exported."""
        layers = self.layers if self.layer is None else (self.layer, *self.layers)
        return tuple(layer.author for layer in layers)


@dataclass(frozen=True, slots=True)
class AgreedDocument:
    """An article with the one layer that stands for it: what every format but our own is given.

    `names` are the canonical names by entity id.
    """

    article: Article
    layer: Layer
    names: Mapping[int, str]
    split: Split


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """The names under which annotators appear in an export: A1, A2, ..., in order of their hash."""

    names: Mapping[str, str]

    @classmethod
    def of(cls, annotators: Iterable[str]) -> Pseudonyms:
        """A pseudonym for each distinct name."""
        ordered = sorted(set(annotators), key=lambda n: hashlib.sha256(n.encode()).hexdigest())
        return cls(MappingProxyType({name: f"A{n}" for n, name in enumerate(ordered, 1)}))

    def of_author(self, author: Author) -> str:
        """`gold`, or the annotator's pseudonym.

        Raises:
            ExportError: The author was not there when the export began.
        """
        if author.role is Role.GOLD:
            return GOLD
        if author.name not in self.names:
            raise ExportError("The annotations changed during the export; export again.")
        return self.names[author.name]
