"""The test articles that are most like a training article: what splits by near-copy leave.

Likeness is the cosine of TF-IDF vectors of words. It finds what containment does not: articles on
one event, retold. Beyond some thousand articles a part drawn by hash is compared, and said so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

TEST_AT_MOST = 500
TRAIN_AT_MOST = 4000
PAIRS = 5

_WORD = r"\w+"


@dataclass(frozen=True, slots=True)
class NearPair:
    """A test article and the training article most like it; `likeness` is a cosine (0..1)."""

    test: str
    train: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest pairs, the likest first, and how many articles of each split were compared."""

    pairs: tuple[NearPair, ...]
    test: int
    train: int


def drawn(identifiers: Iterable[str], most: int) -> list[str]:
    """At most `most` of the ids, chosen by their hash, in order."""
    ranked = sorted(identifiers, key=lambda i: hashlib.sha256(i.encode()).digest())
    return sorted(ranked[:most])


def nearest_pairs(test: dict[str, str], train: dict[str, str]) -> Nearest:
    """For each test text the training text most like it; of those the five likest.

    Args:
        test: Texts by id.
        train: Texts by id.
    """
    if not test or not train:
        return Nearest((), len(test), len(train))
    from sklearn.feature_extraction.text import TfidfVectorizer

    # Any word counts, also a single letter: the default pattern leaves "n" and "l" out, and an
    # article without longer words would end the export.
    vectorizer = TfidfVectorizer(token_pattern=_WORD, sublinear_tf=True)
    texts = [text or "_" for text in (*test.values(), *train.values())]
    if not any(char.isalnum() for text in texts for char in text):
        return Nearest((), len(test), len(train))
    vectors = vectorizer.fit_transform(texts)
    likeness = vectors[: len(test)] @ vectors[len(test) :].T
    best = np.asarray(likeness.argmax(axis=1)).ravel().tolist()
    train_ids = list(train)
    pairs = [
        NearPair(identifier, train_ids[int(place)], round(float(likeness[row, int(place)]), 3))
        for row, (identifier, place) in enumerate(zip(test, best, strict=True))
    ]
    pairs.sort(key=lambda pair: (-pair.likeness, pair.test))
    return Nearest(tuple(pairs[:PAIRS]), len(test), len(train))
