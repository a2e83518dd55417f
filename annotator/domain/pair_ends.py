"""The ends of pairs of a possible holder and target, as columns over the articles of an export."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from annotator.domain.article import Article, Span
from annotator.domain.entities import fold_names
from annotator.domain.items import Decision, HolderKind, MentionKind
from annotator.domain.joined_texts import Integers, JoinedTexts, Truths, integers
from annotator.domain.layer import Layer
from annotator.domain.mention_columns import KINDS, MentionColumns
from annotator.domain.proposals import occurrences

NOBODY = -1
"""The number of the end that a holder has who is no mention."""
_NAMED, _NOMINAL, _PRONOUN = map(KINDS.index, MentionKind)


class PairWork(NamedTuple):
    """An article, the work that stands for it, and noun phrases of it, marked or not."""

    article: Article
    layer: Layer
    phrases: Sequence[Span] = ()


class PairKind(NamedTuple):
    """What pairs are drawn in proportion of: how the holder is given, and how the target is."""

    holder: MentionKind | HolderKind
    target: MentionKind

    def __str__(self) -> str:
        return f"{self.holder.value} → {self.target.value}"


@dataclass(frozen=True, slots=True, eq=False)
class PairEnds:
    """Ends of pairs: first the mentions of all articles, live or not, then what was found.

    `starts` and `ends` are on the axis of the joined texts, `owners` are the numbers of their
    articles, `kinds` places in `KINDS`, `places` the numbers of their paragraphs (-1 for none).
    Equal `names` are one name, -1 is like no other: without a canonical an end is compared by its
    words, unless they are a pronoun. `drawn`: whether pairs may be drawn from it.
    """

    starts: Integers
    ends: Integers
    owners: Integers
    kinds: npt.NDArray[np.int8]
    words: list[str]
    labels: list[str]
    canonical: list[str | None]
    names: Integers
    places: Integers
    drawn: Truths

    @classmethod
    def of(
        cls,
        works: Sequence[PairWork],
        mentions: MentionColumns,
        texts: JoinedTexts,
        phrase: str | None,
    ) -> Self:
        """The ends in these works.

        Pairs may be drawn from the live mentions, other occurrences of the words of nominal and
        pronoun mentions, and, under the label `phrase`, rejected mentions and noun phrases; from
        each place once.
        """
        shift = texts.begins[mentions.layers]
        starts, ends = mentions.starts + shift, mentions.ends + shift
        found = [
            *_echoes(works, mentions, texts, _Ranges(starts, ends, mentions.live)),
            *_phrases(works, mentions, texts, phrase),
        ]
        begins = texts.begins
        starts = np.append(starts, integers([begins[one.owner] + one.start for one in found]))
        ends = np.append(ends, integers([begins[one.owner] + one.end for one in found]))
        owners = np.append(mentions.layers, integers([one.owner for one in found]))
        kinds = np.append(mentions.kinds, np.array([one.kind for one in found], np.int8))
        words = [*mentions.quotes, *(one.words for one in found)]
        canonical = [*mentions.canonical, *(one.canonical for one in found)]
        places = texts.place(starts, ends)
        drawn = np.append(mentions.live, np.ones(len(found), np.bool_))
        drawn &= places >= 0
        return cls(
            starts,
            ends,
            owners,
            kinds,
            words,
            [*mentions.labels, *(one.label for one in found)],
            canonical,
            _names(words, canonical, kinds),
            places,
            _once(starts, ends, drawn),
        )


class _Found(NamedTuple):
    """An end that nobody marked; offsets are into the article with the number `owner`."""

    owner: int
    start: int
    end: int
    words: str
    label: str
    kind: int
    canonical: str | None


class _Ranges:
    """Some ranges of the axis, sorted: which other ranges one of them touches."""

    def __init__(self, starts: Integers, ends: Integers, chosen: Truths) -> None:
        """With the ranges that are `chosen`, in ascending order of their starts."""
        self._starts = starts[chosen]
        self._reach = np.maximum.accumulate(ends[chosen])

    def touch(self, starts: Integers, ends: Integers) -> Truths:
        """Whether each range shares a character with one of these."""
        if not self._starts.size:
            return np.zeros(starts.size, np.bool_)
        last = np.searchsorted(self._starts, ends, side="left") - 1
        return (last >= 0) & (self._reach[last] > starts)


def _echoes(
    works: Sequence[PairWork],
    mentions: MentionColumns,
    texts: JoinedTexts,
    marked: _Ranges,
) -> Iterator[_Found]:
    """The words of nominal and pronoun mentions where nobody marked them."""
    models: dict[tuple[int, str], int] = {}
    chosen = mentions.live & (mentions.kinds != _NAMED)
    numbers = np.flatnonzero(chosen)
    for owner, number in zip(mentions.layers[numbers].tolist(), numbers.tolist(), strict=True):
        models[owner, mentions.quotes[number]] = number
    found = []
    for (owner, words), model in models.items():
        kind = int(mentions.kinds[model])
        # Whom a pronoun means elsewhere, nobody has said.
        canonical = None if kind == _PRONOUN else mentions.canonical[model]
        label = mentions.labels[model]
        found += [
            _Found(owner, span.start, span.end, words, label, kind, canonical)
            for span in occurrences(works[owner].article.text, words)
        ]
    return _apart(found, texts, marked)


def _phrases(
    works: Sequence[PairWork],
    mentions: MentionColumns,
    texts: JoinedTexts,
    label: str | None,
) -> Iterator[_Found]:
    """Rejected mentions and noun phrases, under the label of what can only be a target."""
    if label is None:
        return iter(())
    rejected: dict[int, list[Span]] = {}
    for number in np.flatnonzero(~mentions.live).tolist():
        mention = mentions.mentions[number]
        if mention.decision is Decision.REJECTED and mention.dimmed_by is None:
            rejected.setdefault(int(mentions.layers[number]), []).append(mention.span)
    found = []
    for owner, work in enumerate(works):
        text = work.article.text
        for span in (*rejected.get(owner, ()), *work.phrases):
            words = span.of(text)
            found.append(_Found(owner, span.start, span.end, words, label, _NOMINAL, words))
    if not found:
        return iter(())
    # Over a named mention there may be a phrase, but not the very same.
    shift = texts.begins[mentions.layers]
    starts, ends = mentions.starts + shift, mentions.ends + shift
    others = _Ranges(starts, ends, mentions.live & (mentions.kinds != _NAMED))
    live = mentions.live
    marked = set(zip(starts[live].tolist(), ends[live].tolist(), strict=True))
    return (
        one
        for one in _apart(found, texts, others)
        if (texts.begins[one.owner] + one.start, texts.begins[one.owner] + one.end) not in marked
    )


def _apart(found: Sequence[_Found], texts: JoinedTexts, others: _Ranges) -> Iterator[_Found]:
    """What touches none of the others."""
    shift = texts.begins[integers([one.owner for one in found])]
    starts = shift + integers([one.start for one in found])
    touched = others.touch(starts, shift + integers([one.end for one in found]))
    return (one for one, is_touched in zip(found, touched.tolist(), strict=True) if not is_touched)


def _names(
    words: Sequence[str], canonical: Sequence[str | None], kinds: npt.NDArray[np.int8]
) -> Integers:
    """The number of the folded name that each end is compared by."""
    shown = [
        own if name is None and kind != _PRONOUN else name
        for own, name, kind in zip(words, canonical, kinds.tolist(), strict=True)
    ]
    numbers: dict[str, int] = {}
    folded = iter(fold_names([name for name in shown if name is not None]))
    return integers(
        [-1 if name is None else numbers.setdefault(next(folded), len(numbers)) for name in shown]
    )


def _once(starts: Integers, ends: Integers, drawn: Truths) -> Truths:
    """Of the ends over the very same characters the first."""
    chosen = np.flatnonzero(drawn)
    _, first = np.unique((starts[chosen] << 32) | (ends - starts)[chosen], return_index=True)
    once = np.zeros_like(drawn)
    once[chosen[first]] = True
    return once
