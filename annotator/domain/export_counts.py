"""What an export holds, in numbers: the card's tables are made from it, not from the files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from types import MappingProxyType

from annotator.domain.item_agreement import PairwiseAgreement
from annotator.domain.items import Stance
from annotator.domain.layer import Layer
from annotator.domain.ordering import ChosenBy
from annotator.domain.splits import Split
from annotator.domain.stance_pairs import PairLosses, StancePairs
from annotator.domain.tokens import TagLosses


@dataclass(frozen=True, slots=True)
class PairCounts:
    """Rows of `stance`: those with a stance (`explicit`), in all and by what it says, and drawn."""

    explicit: int = 0
    drawn: int = 0
    labels: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    attributions: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    certainties: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


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
    pairs: PairCounts = field(default_factory=PairCounts)


@dataclass(frozen=True, slots=True)
class ExportCounts:
    """A whole export. `unresolved` articles have several finished layers and no gold.

    `pair_kinds` are the rows of `stance` by kind of pair (`PairKind`): with a stance, and drawn.
    `chosen` counts the documents by what gave the article its turn (`ChosenBy`).
    """

    splits: Mapping[Split, SplitCounts]
    annotators: int
    groups: int
    unresolved: int
    losses: TagLosses
    pair_kinds: Mapping[str, tuple[int, int]] = field(default_factory=lambda: MappingProxyType({}))
    pair_losses: PairLosses = field(default_factory=PairLosses)
    agreement: PairwiseAgreement = field(default_factory=PairwiseAgreement)
    chosen: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def documents(self) -> int:
        """Documents over all splits."""
        return sum(counts.documents for counts in self.splits.values())

    @property
    def explicit_pairs(self) -> int:
        """Rows of `stance` with a stance, over all splits."""
        return sum(counts.pairs.explicit for counts in self.splits.values())


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
        self._pairs: dict[Split, _PairTally] = {split: _PairTally() for split in Split}
        self._kinds_with: Counter[str] = Counter()
        self._kinds_drawn: Counter[str] = Counter()
        self._pair_losses = PairLosses()
        self._agreement = PairwiseAgreement()
        self._chosen: Counter[str] = Counter()

    def add_article(self, split: Split, group: str, layers: int) -> None:
        """Count an article with its finished layers."""
        self._groups.add(group)
        self._layers[split] += layers

    def add_agreement(self, agreement: PairwiseAgreement) -> None:
        """Count what the finished layers of an article say about each other."""
        self._agreement += agreement

    def add_unresolved(self) -> None:
        """Count an article that has no agreed layer."""
        self._unresolved += 1

    def add_document(self, split: Split, layer: Layer, chosen_by: ChosenBy) -> None:
        """Count an article's agreed layer, and what gave the article its turn."""
        self._documents[split] += 1
        self._chosen[chosen_by.value] += 1
        mentions = list(layer.mentions())
        self._mentions[split].update(map(attrgetter("label"), mentions))
        for kind, count in Counter(map(attrgetter("kind"), mentions)).items():
            self._kinds[split][kind.value] += count
        self._stances[split].update(map(attrgetter("label"), layer.stances()))

    def add_paragraphs(self, split: Split, paragraphs: int) -> None:
        """Count tagged paragraphs."""
        self._paragraphs[split] += paragraphs

    def add_losses(self, losses: TagLosses) -> None:
        """Count mentions that tags can't show."""
        self._losses += losses

    def add_pairs(self, split: Split, found: StancePairs) -> None:
        """Count pairs and the stances that are none of them."""
        self._pair_losses += found.losses
        tally = self._pairs[split]
        for kind, (explicit, drawn) in found.kinds.items():
            self._kinds_with[str(kind)] += explicit
            self._kinds_drawn[str(kind)] += drawn
            tally.drawn += drawn
        for stance in found.stances:
            if stance is not None:
                tally.add(stance)

    def counts(self, splits: Iterable[Split] = Split) -> ExportCounts:
        """What has been counted, with the given splits in their order."""
        return ExportCounts(
            splits=MappingProxyType({split: self._split(split) for split in splits}),
            annotators=self._annotators,
            groups=len(self._groups),
            unresolved=self._unresolved,
            losses=self._losses,
            pair_kinds=MappingProxyType(
                {
                    kind: (self._kinds_with[kind], self._kinds_drawn[kind])
                    for kind in sorted(self._kinds_with)
                }
            ),
            pair_losses=self._pair_losses,
            agreement=self._agreement,
            chosen=MappingProxyType(dict(sorted(self._chosen.items()))),
        )

    def _split(self, split: Split) -> SplitCounts:
        return SplitCounts(
            documents=self._documents[split],
            layers=self._layers[split],
            paragraphs=self._paragraphs[split],
            mentions=MappingProxyType(dict(sorted(self._mentions[split].items()))),
            kinds=MappingProxyType(dict(sorted(self._kinds[split].items()))),
            stances=MappingProxyType(dict(sorted(self._stances[split].items()))),
            pairs=self._pairs[split].counts(),
        )


class _PairTally:
    """Counts the pairs of one split."""

    def __init__(self) -> None:
        self.drawn = 0
        self._labels: Counter[str] = Counter()
        self._attributions: Counter[str] = Counter()
        self._certainties: Counter[str] = Counter()

    def add(self, stance: Stance) -> None:
        """Count a pair with this stance; those without are added to `drawn`."""
        self._labels[stance.label] += 1
        self._attributions[stance.attribution.value] += 1
        self._certainties[stance.certainty.value] += 1

    def counts(self) -> PairCounts:
        """What has been counted."""
        return PairCounts(
            self._labels.total(),
            self.drawn,
            MappingProxyType(dict(sorted(self._labels.items()))),
            MappingProxyType(dict(sorted(self._attributions.items()))),
            MappingProxyType(dict(sorted(self._certainties.items()))),
        )
