"""What an export holds, in numbers: the card's tables are made from it, not from the files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from annotator.domain.layer import Layer
from annotator.domain.splits import Split
from annotator.domain.tokens import TagLosses


@dataclass(frozen=True, slots=True)
class SplitCounts:
    """One split: how many of each. Mentions are counted by label and by kind, all kinds included.

    `documents` have one agreed layer, which is what mentions and stances are counted in; `layers`
    are all finished layers, `paragraphs` those that are not dimmed.
    """

    documents: int = 0
    layers: int = 0
    paragraphs: int = 0
    mentions: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    kinds: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    stances: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class ExportCounts:
    """A whole export. `unresolved` articles have several finished layers and no gold."""

    splits: Mapping[Split, SplitCounts]
    annotators: int
    groups: int
    unresolved: int
    losses: TagLosses

    @property
    def documents(self) -> int:
        """Documents over all splits."""
        return sum(counts.documents for counts in self.splits.values())


class Tally:
    """Counts an export while it is written."""

    def __init__(self, annotators: int) -> None:
        self._annotators = annotators
        self._documents: Counter[Split] = Counter()
        self._layers: Counter[Split] = Counter()
        self._paragraphs: Counter[Split] = Counter()
        self._mentions: dict[Split, Counter[str]] = {split: Counter() for split in Split}
        self._kinds: dict[Split, Counter[str]] = {split: Counter() for split in Split}
        self._stances: dict[Split, Counter[str]] = {split: Counter() for split in Split}
        self._groups: set[str] = set()
        self._unresolved = 0
        self._losses = TagLosses()

    def add_article(self, split: Split, group: str, layers: int) -> None:
        """Count an article with its finished layers."""
        self._groups.add(group)
        self._layers[split] += layers

    def add_unresolved(self) -> None:
        """Count an article that has no agreed layer."""
        self._unresolved += 1

    def add_document(self, split: Split, layer: Layer) -> None:
        """Count an article's agreed layer."""
        self._documents[split] += 1
        mentions = list(layer.mentions())
        self._mentions[split].update(mention.label for mention in mentions)
        self._kinds[split].update(mention.kind.value for mention in mentions)
        self._stances[split].update(stance.label for stance in layer.stances())

    def add_paragraphs(self, split: Split, paragraphs: int, losses: TagLosses) -> None:
        """Count an article's tagged paragraphs and what their tags lose."""
        self._paragraphs[split] += paragraphs
        self._losses += losses

    def counts(self, splits: Iterable[Split] = Split) -> ExportCounts:
        """What has been counted, with the given splits in their order."""
        return ExportCounts(
            splits=MappingProxyType({split: self._split(split) for split in splits}),
            annotators=self._annotators,
            groups=len(self._groups),
            unresolved=self._unresolved,
            losses=self._losses,
        )

    def _split(self, split: Split) -> SplitCounts:
        return SplitCounts(
            documents=self._documents[split],
            layers=self._layers[split],
            paragraphs=self._paragraphs[split],
            mentions=MappingProxyType(dict(sorted(self._mentions[split].items()))),
            kinds=MappingProxyType(dict(sorted(self._kinds[split].items()))),
            stances=MappingProxyType(dict(sorted(self._stances[split].items()))),
        )
