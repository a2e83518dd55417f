"""From readings to statistics: for each pair of authors one row for each article both read.

Articles are taken in chunks, so that a corpus is never held whole; what stays is the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

import numpy as np

from annotator.domain.agreement.formulas import Floats
from annotator.domain.agreement.layout import Block, Layout
from annotator.domain.agreement.readings import ReadArticle, Reading
from annotator.domain.agreement.spans import Schema
from annotator.domain.agreement.stance_tally import ORIGIN_PLACE, StanceLevel, tally_stances
from annotator.domain.agreement.token_columns import TokenColumns, painted, token_columns
from annotator.domain.layer import Author, Role
from annotator.domain.span_matching import Integers, SpanColumns, match_columns

SPAN_LEVELS = (*(schema.value for schema in Schema), "matched")
"""The four schemas, and "in a matched pair at all"."""

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class PairRows:
    """The statistics of two authors: the articles both read (numbers from 0), and a row for each.

    Rows are kept in single precision, which holds counts of an article exactly.
    """

    articles: Integers
    rows: Floats


@dataclass(frozen=True, slots=True)
class Tally:
    """All statistics: the pairs in the order of their authors.

    `annotators` counts the annotators who finished each article.
    """

    layout: Layout
    articles: tuple[str, ...]
    annotators: Integers
    pairs: Mapping[tuple[Author, Author], PairRows]


def tally(
    articles: Iterable[ReadArticle], labels: Sequence[str], stance_labels: Sequence[str]
) -> Tally:
    """The statistics of these articles.

    Annotators are compared with each other, with gold and with the suggester; gold with the
    suggester, too.

    Args:
        articles: Each with the readings that count, read once.
        labels: Labels of named mentions.
        stance_labels: Labels of stances.
    """
    layout = Layout(tuple(labels), tuple(stance_labels), len(SPAN_LEVELS), len(StanceLevel))
    parts: dict[tuple[Author, Author], list[PairRows]] = {}
    names: list[str] = []
    annotators: list[int] = []
    for chunk in _chunks(articles):
        for pair, rows in _Chunk(chunk, layout).pairs():
            moved = PairRows(rows.articles + len(names), rows.rows)
            parts.setdefault(pair, []).append(moved)
        names += [article.id for article in chunk]
        annotators += [_annotators(article) for article in chunk]
    pairs = {
        pair: PairRows(
            np.concatenate([part.articles for part in parts[pair]]),
            np.concatenate([part.rows for part in parts[pair]]),
        )
        for pair in sorted(parts)
    }
    return Tally(layout, tuple(names), np.array(annotators, np.int64), pairs)


def _chunks(articles: Iterable[ReadArticle]) -> Iterator[list[ReadArticle]]:
    rest = iter(articles)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk


def _annotators(article: ReadArticle) -> int:
    return sum(author.role is Role.ANNOTATOR for author in article.readings)


@dataclass(frozen=True, slots=True)
class _Spans:
    """One author's spans in a chunk: the article each stands in, columns, origins."""

    article: Integers
    columns: SpanColumns
    origin: Integers

    def of(self, articles: Integers) -> _Spans:
        """Those in these articles, which are numbered anew from 0."""
        rows = np.flatnonzero(np.isin(self.article, articles))
        return _Spans(
            np.searchsorted(articles, self.article[rows]),
            self.columns.taken(rows),
            self.origin[rows],
        )


class _Chunk:
    """Some articles, compared pair by pair."""

    def __init__(self, articles: Sequence[ReadArticle], layout: Layout) -> None:
        self._articles = articles
        self._layout = layout
        self._place = {label: n for n, label in enumerate(layout.labels)}
        self._stance_place = {label: n for n, label in enumerate(layout.stance_labels)}
        self._tokens = token_columns([article.text for article in articles])
        authors = sorted({author for article in articles for author in article.readings})
        self._spans = {author: self._spans_of(author) for author in authors}
        self._labels = {author: self._token_labels(author) for author in authors}

    def pairs(self) -> Iterator[tuple[tuple[Author, Author], PairRows]]:
        """The rows of every two authors who share an article."""
        for a, b in combinations(self._spans, 2):
            if not {a.role, b.role} <= {Role.ANNOTATOR} and a.role is b.role:
                continue
            shared = [
                n for n, article in enumerate(self._articles) if {a, b} <= article.readings.keys()
            ]
            if shared:
                articles = np.array(shared, np.int64)
                yield (a, b), PairRows(articles, self._rows(a, b, articles))

    def _spans_of(self, author: Author) -> _Spans:
        found = [
            (n, base + m.start, base + m.end, self._place[m.label], ORIGIN_PLACE[m.origin])
            for n, (article, base) in enumerate(
                zip(self._articles, self._tokens.base.tolist(), strict=True)
            )
            for m in article.readings.get(author, Reading()).mentions
            if m.label in self._place
        ]
        table = np.array(found, np.int64).reshape(len(found), 5).T
        return _Spans(table[0], SpanColumns(table[1], table[2], table[3]), table[4])

    def _token_labels(self, author: Author) -> tuple[Integers, Integers]:
        """Each token's label (the last: none), and origin from 1 (0: none)."""
        spans = self._spans[author]
        label = painted(self._tokens, spans.columns, spans.columns.label, len(self._place))
        return label, painted(self._tokens, spans.columns, spans.origin + 1, 0)

    def _rows(self, a: Author, b: Author, articles: Integers) -> Floats:
        rows = np.zeros((len(articles), self._layout.width), np.float32)
        blocks = self._layout.blocks(rows)
        left, right = self._spans[a].of(articles), self._spans[b].of(articles)
        _count_spans(left, right, blocks)
        self._count_tokens(a, b, articles, blocks[Block.TOKENS])
        for row, number in enumerate(articles.tolist()):
            readings = self._articles[number].readings
            one, other = readings[a], readings[b]
            if one.stances or other.stances:
                mine = {block: values[row] for block, values in blocks.items()}
                tally_stances(one.stances, other.stances, self._stance_place, mine)
            if not (one.mentions or other.mentions or one.stances or other.stances):
                blocks[Block.EMPTY][row, 0] = 1
        return rows

    def _count_tokens(self, a: Author, b: Author, articles: Integers, block: Floats) -> None:
        tokens: TokenColumns = self._tokens
        row = np.full(len(self._articles), -1, np.int64)
        row[articles] = np.arange(len(articles))
        here = row[tokens.text]
        (label_a, origin_a), (label_b, origin_b) = self._labels[a], self._labels[b]
        wanted = here >= 0
        cells = (
            here[wanted],
            label_a[wanted],
            label_b[wanted],
            np.maximum(origin_a, origin_b)[wanted],
        )
        _add(block, cells)


def _count_spans(a: _Spans, b: _Spans, blocks: Mapping[Block, Floats]) -> None:
    for side, spans in enumerate((a, b)):
        sides = np.full(len(spans.article), side)
        _add(blocks[Block.SPANS], (spans.article, sides, spans.columns.label, spans.origin))
    p, q = match_columns(a.columns, b.columns)
    one, other = a.columns.taken(p), b.columns.taken(q)
    same = (one.start == other.start) & (one.end == other.end)
    label = one.label == other.label
    worths = (same & label, same, np.where(same, 1.0, 0.5), label, np.ones(len(p)))
    for level, credit in enumerate(worths):
        levels = np.full(len(p), level)
        for spans, rows in ((a, p), (b, q)):
            cells = (spans.article[rows], levels, spans.columns.label[rows], spans.origin[rows])
            _add(blocks[Block.SPAN_CREDIT], cells, np.asarray(credit, np.float64))
    origin = np.maximum(a.origin[p], b.origin[q])
    _add(blocks[Block.SPAN_LABELS], (a.article[p], one.label, other.label, origin))


def _add(block: Floats, cells: tuple[Integers, ...], weights: Floats | None = None) -> None:
    """Add 1 (or the weights) to these cells of the block."""
    flat = np.ravel_multi_index(cells, block.shape)
    block += np.bincount(flat, weights, block.size).reshape(block.shape)
