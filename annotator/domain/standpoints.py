"""Who stands where: the stances of many articles by canonical holder and target, with their places.

Two outlets contradict each other about a holder where one has it for a target and the other has it
against the same target.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from annotator.domain.article import Article, Span
from annotator.domain.entities import fold_name
from annotator.domain.layer import Layer
from annotator.domain.stance_defaults import sentence_at
from annotator.domain.stance_view import Participant, stance_views

SIDES = ("favor", "against")


@dataclass(frozen=True, slots=True)
class Saying:
    """One stance in its article: `sentence` and `evidence` are places in its text, in code points.

    `outlet` is the article's source, or its id where it has none.
    """

    article: str
    outlet: str
    holder: str
    target: str
    label: str
    sentence: Span
    evidence: Span


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Everything that is said of one holder and one target, in the order of the articles."""

    holder: str
    target: str
    sayings: tuple[Saying, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """How often each label was given."""
        return Counter(saying.label for saying in self.sayings)

    def outlets(self, label: str) -> tuple[str, ...]:
        """The outlets that give this label, by name."""
        return tuple(sorted({s.outlet for s in self.sayings if s.label == label}))

    @property
    def is_contradicted(self) -> bool:
        """Whether one outlet has the holder for the target, and another one against it."""
        favor, against = (set(self.outlets(side)) for side in SIDES)
        return bool(favor and against) and len(favor | against) > 1


def sayings_of(article: Article, layer: Layer, names: Mapping[int, str]) -> Iterator[Saying]:
    """The stances of a layer that somebody holds, with the canonical names of their ends.

    Args:
        article: The article of the layer.
        layer: Gold, or a finished layer.
        names: The canonical name of each entity, by id; an end without one goes by its words.
    """
    for view in stance_views(article.text, layer, names):
        if view.holder is None:
            continue
        evidence = view.evidence[0]
        yield Saying(
            article=article.id,
            outlet=article.source or article.id,
            holder=_name(article.text, view.holder),
            target=_name(article.text, view.target),
            label=view.label,
            sentence=sentence_at(article.text, evidence.start),
            evidence=evidence,
        )


def standpoints(sayings: Iterable[Saying]) -> tuple[Standpoint, ...]:
    """The sayings by holder and target, however their names are spelled; most of them first."""
    grouped: dict[tuple[str, str], list[Saying]] = {}
    for saying in sayings:
        key = fold_name(saying.holder), fold_name(saying.target)
        grouped.setdefault(key, []).append(saying)
    found = (Standpoint(said[0].holder, said[0].target, tuple(said)) for said in grouped.values())
    return tuple(sorted(found, key=lambda s: (-len(s.sayings), s.holder, s.target)))


def _name(text: str, participant: Participant) -> str:
    return participant.canonical or participant.span.of(text)
