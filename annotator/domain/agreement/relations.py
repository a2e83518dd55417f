"""Agreement on relations: who stands to whom, and how, whatever holders and targets are.

Ends are compared by equality; what makes two ends equal (span, entity, group) is the caller's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from annotator.domain.agreement.measure import Estimate, Measure, Reason, Undefined
from annotator.domain.agreement.reliability import Rated, cohen_kappa


@dataclass(frozen=True, slots=True)
class Relation:
    """A label between two ends, in this direction."""

    holder: Hashable
    target: Hashable
    label: str

    @property
    def ends(self) -> tuple[Hashable, Hashable]:
        """Holder and target."""
        return (self.holder, self.target)


@dataclass(frozen=True, slots=True)
class RelationAgreement:
    """F1 with and without labels, and kappa of the labels on matched pairs of ends.

    `matched` pairs of ends are in both readings; `share` is theirs among the pairs of ends that
    each reading has. Kappa without it says nothing: it may be 1 over a tenth of the relations.
    """

    strict: Measure
    unlabelled: Measure
    kappa: Measure
    matched: int
    share: Measure


def relation_agreement(a: Sequence[Relation], b: Sequence[Relation]) -> RelationAgreement:
    """How two readings agree.

    F1 is over sets (Hripcsak & Rothschild 2005). Where a pair of ends has several labels, kappa
    (Cohen 1960) takes the set of them as its label.
    """
    labels_a, labels_b = _label_sets(a), _label_sets(b)
    both = [ends for ends in labels_a if ends in labels_b]
    unlabelled = _f1(len(both), len(labels_a), len(labels_b))
    kappa = cohen_kappa([Rated((labels_a[ends], labels_b[ends])) for ends in both], (0, 1))
    return RelationAgreement(
        strict=_f1(len(set(a) & set(b)), len(set(a)), len(set(b))),
        unlabelled=unlabelled,
        kappa=kappa if both else Undefined(Reason.NOTHING_MATCHED),
        matched=len(both),
        share=unlabelled,
    )


def _f1(equal: int, a: int, b: int) -> Measure:
    return Estimate(2 * equal / (a + b)) if a + b else Undefined(Reason.NOTHING_MARKED)


def _label_sets(
    relations: Sequence[Relation],
) -> dict[tuple[Hashable, Hashable], frozenset[str]]:
    found: dict[tuple[Hashable, Hashable], set[str]] = defaultdict(set)
    for relation in relations:
        found[relation.ends].add(relation.label)
    return {ends: frozenset(labels) for ends, labels in found.items()}
