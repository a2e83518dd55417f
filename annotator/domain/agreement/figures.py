"""The figures of a pair, from the sum of its rows: names, values, and why one is undefined."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from annotator.domain.agreement import formulas
from annotator.domain.agreement.formulas import Floats
from annotator.domain.agreement.layout import Block, Layout
from annotator.domain.agreement.measure import Reason
from annotator.domain.agreement.readings import ItemOrigin


class Name(StrEnum):
    """The measures of the panel. Sources: see `formulas`, `spans.Schema`, `StanceLevel`."""

    STRICT = "strict F1"
    EXACT = "exact F1"
    PARTIAL = "partial F1"
    TYPE = "type F1"
    MATCHED = "mentions matched"
    LABEL_KAPPA = "label kappa"
    LABEL_ALPHA = "label alpha"
    TOKEN_KAPPA = "token kappa with O"  # noqa: S105  # no secret
    TOKEN_KAPPA_MARKED = "token kappa without O"  # noqa: S105  # no secret
    TOKEN_ALPHA = "token alpha"  # noqa: S105  # no secret
    STANCE_STRICT = "stance strict F1"
    STANCE_OVERLAP_LABEL = "stance overlap and label F1"
    STANCE_OVERLAP = "stance overlap F1"
    STANCE_ENTITY = "stance entity F1"
    STANCE_MATCHED = "stances matched"
    STANCE_KAPPA = "stance label kappa"
    STANCE_ALPHA = "stance label alpha"
    ATTRIBUTION_KAPPA = "attribution kappa"
    ATTRIBUTION_ALPHA = "attribution alpha"
    CERTAINTY_KAPPA = "certainty kappa"
    CERTAINTY_ALPHA = "certainty alpha"

    @property
    def lowest(self) -> float:
        """The least value it can have."""
        return -1.0 if "kappa" in self or "alpha" in self else 0.0


SPAN_NAMES = (Name.STRICT, Name.EXACT, Name.PARTIAL, Name.TYPE, Name.MATCHED)
"""In the order of `SPAN_LEVELS`."""
STANCE_NAMES = (
    Name.STANCE_STRICT,
    Name.STANCE_OVERLAP_LABEL,
    Name.STANCE_OVERLAP,
    Name.STANCE_ENTITY,
    Name.STANCE_MATCHED,
)
"""In the order of `StanceLevel`."""
COEFFICIENTS = (
    (Block.SPAN_LABELS, Name.LABEL_KAPPA, Name.LABEL_ALPHA),
    (Block.STANCE_LABELS, Name.STANCE_KAPPA, Name.STANCE_ALPHA),
    (Block.ATTRIBUTION, Name.ATTRIBUTION_KAPPA, Name.ATTRIBUTION_ALPHA),
    (Block.CERTAINTY, Name.CERTAINTY_KAPPA, Name.CERTAINTY_ALPHA),
)
"""Kappa and alpha on matched pairs: to be shown beside the share that was matched."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Which figure: a measure, of one label or all, of items of one origin or all."""

    name: Name
    label: str | None = None
    origin: ItemOrigin | None = None


@dataclass(frozen=True, slots=True)
class Values:
    """A figure in every replicate, NaN where undefined; `reason` is why, should it be."""

    values: Floats
    reason: Reason


def figures(layout: Layout, sums: Floats) -> Iterator[tuple[Figure, Values]]:
    """Every figure of a pair.

    Args:
        layout: Of the rows.
        sums: Sums of rows, (replicates, width); reasons are those of the first.
    """
    blocks = layout.blocks(sums)
    for place, origin in enumerate((None, *ItemOrigin)):
        chosen = slice(None) if origin is None else slice(place - 1, place)
        yield from _f1_figures(layout, blocks, origin, chosen)
        yield from token_figures(blocks[Block.TOKENS], origin)
        yield from _coefficients(blocks, origin, chosen)


def _f1_figures(
    layout: Layout, blocks: Mapping[Block, Floats], origin: ItemOrigin | None, chosen: slice
) -> Iterator[tuple[Figure, Values]]:
    """Credit over items, in all and by label; both sides' items count, each once."""
    items = blocks[Block.SPANS][..., chosen].sum((-1, -3))
    credit = blocks[Block.SPAN_CREDIT][..., chosen].sum(-1)
    for level, name in enumerate(SPAN_NAMES):
        yield _f1(Figure(name, None, origin), credit[..., level, :].sum(-1), items.sum(-1))
        for n, label in enumerate(layout.labels):
            yield _f1(Figure(name, label, origin), credit[..., level, n], items[..., n])
    stances = blocks[Block.STANCES][..., chosen].sum((-1, -3))
    stance_credit = blocks[Block.STANCE_CREDIT][..., chosen].sum(-1)
    for level, name in enumerate(STANCE_NAMES):
        got, whole = stance_credit[..., level, :], stances[..., level, :]
        yield _f1(Figure(name, None, origin), got.sum(-1), whole.sum(-1))
        for n, label in enumerate(layout.stance_labels):
            yield _f1(Figure(name, label, origin), got[..., n], whole[..., n])


def _f1(figure: Figure, credit: Floats, items: Floats) -> tuple[Figure, Values]:
    return figure, Values(formulas.ratio(credit, items), Reason.NOTHING_MARKED)


def token_figures(block: Floats, origin: ItemOrigin | None) -> Iterator[tuple[Figure, Values]]:
    """Kappa and alpha over tokens, of the tokens' confusions (replicates, K, K, origin).

    Of one origin: the tokens of mentions of that origin and those that nobody marked.
    """
    place = None if origin is None else tuple(ItemOrigin).index(origin) + 1
    counts = block.sum(-1) if place is None else block[..., 0] + block[..., place]
    marked = counts.copy()
    marked[..., -1, -1] = 0
    reason = Reason.ONE_LABEL if counts[0].any() else Reason.NO_COMMON_ARTICLE
    reason = Reason.NOTHING_MARKED if counts[0].any() and not marked[0].any() else reason
    for name, of in ((Name.TOKEN_KAPPA, counts), (Name.TOKEN_KAPPA_MARKED, marked)):
        yield Figure(name, None, origin), Values(formulas.kappa(of), reason)
    alpha = formulas.alpha(formulas.coincidences_of_pairs(counts))
    yield Figure(Name.TOKEN_ALPHA, None, origin), Values(alpha, reason)


def _coefficients(
    blocks: Mapping[Block, Floats], origin: ItemOrigin | None, chosen: slice
) -> Iterator[tuple[Figure, Values]]:
    for block, kappa, alpha in COEFFICIENTS:
        counts = blocks[block][..., chosen].sum(-1)
        reason = Reason.ONE_LABEL if counts[0].any() else Reason.NOTHING_MATCHED
        coincidences = formulas.coincidences_of_pairs(counts)
        yield Figure(kappa, None, origin), Values(formulas.kappa(counts), reason)
        yield Figure(alpha, None, origin), Values(formulas.alpha(coincidences), reason)
