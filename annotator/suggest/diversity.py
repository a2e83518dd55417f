"""The most diverse articles first: each is the one least like everything before it.

Farthest-first traversal (Gonzalez 1985) over cosine similarities of TF-IDF vectors, the core-set
view of active learning (Sener & Savarese 2018, section 4.2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

AT_MOST = 2000
"""Articles that are put in order; what is left keeps its own, for by then all is covered."""
_WORDS = 20_000


def most_diverse(texts: Mapping[str, str], begun: Sequence[str] = ()) -> list[str]:
    """The articles of `texts`, most diverse first.

    Args:
        texts: Text by article, in queue order.
        begun: Texts of articles that are worked on already: what is like them comes later.
    """
    if not texts:
        return []
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    articles = list(texts)
    vectorizer = TfidfVectorizer(max_features=_WORDS, sublinear_tf=True)
    try:
        vectors = vectorizer.fit_transform([*texts.values(), *begun])
    except ValueError:
        return articles  # no word in any of them
    own, others = vectors[: len(articles)], vectors[len(articles) :]
    likeness = np.zeros(len(articles))
    if others.shape[0]:
        likeness = np.asarray((own @ others.T).max(axis=1).todense()).ravel()
    chosen: list[int] = []
    for _ in range(min(AT_MOST, len(articles))):
        place = int(likeness.argmin())
        chosen.append(place)
        likeness = np.maximum(likeness, np.asarray((own @ own[place].T).todense()).ravel())
        likeness[place] = np.inf
    left = sorted(set(range(len(articles))) - set(chosen))
    return [articles[place] for place in (*chosen, *left)]
