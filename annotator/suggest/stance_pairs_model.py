"""A classifier of pairs: has this holder a stance on this target in this paragraph, and which?

Logistic regression on hashed words around and between the two, without the words of the two
themselves, so that it learns how sides are taken and not who takes them. Stored as plain arrays,
never as pickled code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from zipfile import BadZipFile

from annotator.domain.article import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NO_STANCE = "none"
"""What is said of a pair on which no stance was recorded."""
_COLUMNS = 1 << 14
_NEAR_WORDS = 5
_WORD = re.compile(r"\w+|[«»“”\"]")
Floats: TypeAlias = "NDArray[np.float64]"


@dataclass(frozen=True, slots=True)
class Pair:
    """A holder and a target in the text of a paragraph, which offsets are into.

    `holder` is None where it is not mentioned or stands elsewhere; `holder_kind` then says which,
    and `target` is None where it stands elsewhere.
    """

    text: str
    holder: Span | None
    holder_kind: str
    target: Span | None
    labels: tuple[str, str]
    """Of the holder (empty without one) and of the target."""


@dataclass(frozen=True, slots=True)
class PairsModel:
    """The weights: one row a class, one column a hashed feature, and a bias for each class."""

    classes: tuple[str, ...]
    weights: Floats
    biases: Floats

    def probabilities(self, pairs: Sequence[Pair]) -> list[dict[str, float]]:
        """For each pair the probability of every class."""
        import numpy as np

        if not pairs:
            return []
        scores = hashed(pairs) @ self.weights.T + self.biases
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares = raised / raised.sum(axis=1, keepdims=True)
        return [dict(zip(self.classes, map(float, row), strict=True)) for row in shares]

    def predicted(self, pairs: Sequence[Pair]) -> list[str]:
        """The most probable class of each pair."""
        return [max(row, key=lambda name: row[name]) for row in self.probabilities(pairs)]

    def save(self, path: Path) -> None:
        """Write the arrays to an `.npz` file."""
        import numpy as np

        np.savez(path, classes=np.array(self.classes), weights=self.weights, biases=self.biases)


def load_pairs_model(path: Path) -> PairsModel:
    """The model in a file. `ValueError` or `OSError` where it is none."""
    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as stored:
            classes = tuple(str(name) for name in stored["classes"])
            weights, biases = stored["weights"], stored["biases"]
    except (BadZipFile, EOFError, KeyError) as error:
        raise ValueError(f"{path.name} is no file of weights") from error
    if weights.shape != (len(classes), _COLUMNS) or biases.shape != (len(classes),):
        raise ValueError("the arrays do not fit one another")
    return PairsModel(classes, weights, biases)


def fit_pairs(pairs: Sequence[Pair], labels: Sequence[str]) -> PairsModel | None:
    """The model of judged pairs; None where all are of one class.

    Classes weigh the same however rare they are: pairs without a stance are most of the rows.
    """
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    if len(set(labels)) < 2:
        return None
    model = LogisticRegression(class_weight="balanced", max_iter=1000)
    model.fit(hashed(pairs), list(labels))
    weights, biases = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        # Of two classes scikit-learn keeps the second's score; the first's is then nothing.
        weights = np.vstack([np.zeros_like(weights[0]), weights[0]])
        biases = np.array([0.0, biases[0]])
    return PairsModel(tuple(str(name) for name in model.classes_), weights, biases)


def hashed(pairs: Sequence[Pair]) -> Any:  # noqa: ANN401 - a sparse matrix of untyped SciPy
    """The features of each pair as a sparse row."""
    from sklearn.feature_extraction import FeatureHasher

    hasher = FeatureHasher(_COLUMNS, input_type="string", alternate_sign=False)
    return hasher.transform([list(_features(pair)) for pair in pairs])


def _features(pair: Pair) -> Iterator[str]:
    """What is seen of a pair, as strings."""
    ends = sorted(span for span in (pair.holder, pair.target) if span is not None)
    yield f"holder {pair.labels[0] or pair.holder_kind}"
    yield f"target {pair.labels[1]}"
    yield f"ends {pair.labels[0]} {pair.labels[1]}"
    if not ends:
        yield from (f"text {word}" for word in _words(pair.text))
        return
    first, last = ends[0], ends[-1]
    between = _words(pair.text[first.end : last.start])
    order = "alone" if len(ends) < 2 else "holder" if ends[0] == pair.holder else "target"
    yield f"first {order}"
    yield f"apart {min(len(between), 30).bit_length()}"
    yield from (f"between {order} {word}" for word in between)
    yield from (f"before {word}" for word in _words(pair.text[: first.start])[-_NEAR_WORDS:])
    yield from (f"after {word}" for word in _words(pair.text[last.end :])[:_NEAR_WORDS])


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]
