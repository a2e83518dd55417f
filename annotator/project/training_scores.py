"""What the untrained suggester and a trained one score on the same articles and rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotator.domain.article import Span
from annotator.domain.entities import fold_name
from annotator.domain.evaluation import LabelledSpan, named_spans
from annotator.domain.scheme import Scheme
from annotator.domain.suggestion import (
    FILLED_IN,
    SuggestedMention,
    SuggestedStance,
    Suggestions,
)
from annotator.domain.trained_scores import Hits
from annotator.exchange.native_record import NativeRecord
from annotator.exchange.stance_rows import RowEnd, StanceRow
from annotator.suggest.engine import Engine
from annotator.suggest.protocol import Suggest
from annotator.suggest.reading import RawSpan
from annotator.suggest.trained import Extractor, Finders, extracted, found_names

Suggested = Mapping[str, Suggestions]
"""The suggestions for each article, by its id."""
Names = Mapping[str, Sequence[RawSpan]]
"""The extractor's names in each article, by its id."""


@dataclass(frozen=True, slots=True)
class Examiner:
    """Runs suggesters on articles of an export and holds what they say against the gold."""

    engine: Engine
    scheme: Scheme
    tell: Callable[[str], object]

    def untrained(self, records: Sequence[NativeRecord]) -> Suggested:
        """The rules' suggestions, made anew from the texts alone."""
        found: dict[str, Suggestions] = {}
        for number, record in enumerate(records, 1):
            self.tell(f"untrained suggester: article {number} of {len(records)}")
            ask = Suggest(record.article.id, record.article.text)
            found[record.article.id], _ = next(self.engine.suggest_all([ask]))
        return found

    def names(
        self, extractor: Extractor, records: Sequence[NativeRecord], untrained: Suggested
    ) -> Names:
        """The extractor's names, outside what the rules take for boilerplate."""
        labels = frozenset(self.scheme.named_labels)
        found = {}
        for record in records:
            text, identifier = record.article.text, record.article.id
            rules = untrained[identifier]
            zones = [Span(z.start, z.end) for z in rules.zones if z.p >= FILLED_IN]
            found[identifier] = extracted(extractor, self.engine, text, zones, labels)
        return found

    def judged(
        self, records: Iterable[NativeRecord], untrained: Suggested, names: Names
    ) -> Iterable[tuple[Finders, bool]]:
        """Each name by who found it, and whether the gold has it."""
        for record in records:
            gold = self._gold(record)
            for one in found_names(untrained[record.article.id], names[record.article.id]):
                yield one.finders, _labelled(one.span) in gold

    def suggested_hits(self, records: Iterable[NativeRecord], suggested: Suggested) -> list[Hits]:
        """Named mentions that are filled in, held against each article's gold."""
        labels = self.scheme.named_labels
        return [
            self._hits(record, named_spans(suggested[record.article.id].mentions, labels))
            for record in records
        ]

    def name_hits(self, records: Iterable[NativeRecord], names: Names) -> list[Hits]:
        """The extractor's names alone, held against each article's gold."""
        return [
            self._hits(record, frozenset(map(_labelled, names[record.article.id])))
            for record in records
        ]

    def _gold(self, record: NativeRecord) -> frozenset[LabelledSpan]:
        return named_spans(record.mentions, self.scheme.named_labels)

    def _hits(self, record: NativeRecord, found: frozenset[LabelledSpan]) -> Hits:
        gold = self._gold(record)
        return Hits(len(gold & found), len(found), len(gold))


def _labelled(span: RawSpan) -> LabelledSpan:
    return LabelledSpan(span.start, span.end, span.label)


def side_hits(
    articles: Sequence[str], rows: Sequence[StanceRow], told: Sequence[str | None]
) -> list[Hits]:
    """Sides (a pair with its label) that are right in each article; None: no side is told."""
    counts = {article: [0, 0, 0] for article in articles}
    for row, label in zip(rows, told, strict=True):
        count = counts[row.document]
        count[0] += label is not None and label == row.label
        count[1] += label is not None
        count[2] += row.label is not None
    return [Hits(*counts[article]) for article in articles]


def suggested_sides(rows: Sequence[StanceRow], suggested: Suggested) -> list[str | None]:
    """What the suggester says of each row: the label of its stance on that pair, if it has one."""
    return [_side(row, suggested[row.document]) for row in rows]


def _side(row: StanceRow, found: Suggestions) -> str | None:
    likely = sorted(found.stances, key=lambda stance: -stance.p)
    return next((s.label for s in likely if s.p >= FILLED_IN and _is_of(row, s, found)), None)


def _is_of(row: StanceRow, stance: SuggestedStance, found: Suggestions) -> bool:
    if not any(row.paragraph.contains(evidence) for evidence in stance.evidence):
        return False
    if stance.holder_kind.value != row.holder_kind:
        return False
    if stance.holder is not None and not _is_end(row, row.holder, found.mentions[stance.holder]):
        return False
    return _is_end(row, row.target, found.mentions[stance.target])


def _is_end(row: StanceRow, end: RowEnd | None, mention: SuggestedMention) -> bool:
    """Whether the two overlap or share the name, as the evaluation of stances matches them."""
    if end is None:
        return False
    if end.span is not None:
        offset = row.paragraph.start
        placed = Span(offset + end.span.start, offset + end.span.end)
        if placed.overlaps(Span(mention.start, mention.end)):
            return True
    return end.canonical is not None and fold_name(end.canonical) == fold_name(mention.canonical)
