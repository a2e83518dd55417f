"""Who stands where: the stances of many articles by canonical holder and target, with their places.

Two outlets contradict each other about a holder where one has it for a target and the other has it
against the same target.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotator.domain.article import Article, Span
from annotator.domain.entities import fold_name
from annotator.domain.items import Decision
from annotator.domain.layer import Layer, Role
from annotator.domain.stance_defaults import sentence_at
from annotator.domain.stance_view import Participant, stance_views

SIDES = ("favor", "against")
SIGNS: Mapping[str, str] = {"favor": "+", "against": "−", "neutral": "○"}  # the minus sign is meant
AROUND = 300
"""Code points of a sentence that are kept on each side of its evidence."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence around its evidence; what is cut away shows as an ellipsis."""

    before: str
    evidence: str
    after: str


@dataclass(frozen=True, slots=True)
class Saying:
    """One stance in its article: `sentence` and `evidence` are places in its text, in code points.

    `outlet` is the article's source, or its id where it has none; `stance` is the id of the stance
    in its layer, which is gold or an annotator's (`role`).
    """

    article: str
    outlet: str
    published: str | None
    holder: str
    target: str
    label: str
    role: Role
    stance: str
    sentence: Span
    evidence: Span
    quote: Quote


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
    def is_divided(self) -> bool:
        """Whether the holder is both for and against the target, be it within one outlet."""
        return all(side in self.counts for side in SIDES)

    @property
    def is_contradicted(self) -> bool:
        """Whether one outlet has the holder for the target, and another one against it."""
        favor, against = (set(self.outlets(side)) for side in SIDES)
        return bool(favor and against) and len(favor | against) > 1


@dataclass(frozen=True, slots=True)
class Matrix:
    """Holders in rows, targets in columns, the most frequent first; a cell without a stance is not.

    `cells` go by row and column; the names are as they were first spelled.
    """

    holders: tuple[str, ...]
    targets: tuple[str, ...]
    cells: Mapping[tuple[int, int], Standpoint]


def sayings_of(
    article: Article, layer: Layer, names: Mapping[int, str], *, only_decided: bool = False
) -> Iterator[Saying]:
    """The stances of a layer that somebody holds, with the canonical names of their ends.

    Args:
        article: The article of the layer.
        layer: Gold, or an annotator's.
        names: The canonical name of each entity, by id; an end without one goes by its words.
        only_decided: Leave out the suggestions that nobody has decided on.
    """
    views = stance_views(article.text, layer, names)
    for stance, view in zip(layer.stances(), views, strict=True):
        if view.holder is None or (only_decided and stance.decision is Decision.SUGGESTED):
            continue
        evidence = view.evidence[0]
        sentence = sentence_at(article.text, evidence.start)
        yield Saying(
            article=article.id,
            outlet=article.source or article.id,
            published=article.published,
            holder=_name(article.text, view.holder),
            target=_name(article.text, view.target),
            label=view.label,
            role=layer.author.role,
            stance=stance.id,
            sentence=sentence,
            evidence=evidence,
            quote=quote_of(article.text, sentence, evidence),
        )


def quote_of(text: str, sentence: Span, evidence: Span) -> Quote:
    """The sentence around the evidence that begins in it, at most `AROUND` on each side."""
    begin = max(sentence.start, evidence.start - AROUND)
    last = max(sentence.end, evidence.end)
    end = min(last, evidence.end + AROUND)
    return Quote(
        before=("…" if begin > sentence.start else "") + text[begin : evidence.start],
        evidence=evidence.of(text),
        after=text[evidence.end : end] + ("…" if end < last else ""),
    )


def standpoints(sayings: Iterable[Saying]) -> tuple[Standpoint, ...]:
    """The sayings by holder and target, however their names are spelled; most of them first."""
    grouped: dict[tuple[str, str], list[Saying]] = {}
    for saying in sayings:
        key = fold_name(saying.holder), fold_name(saying.target)
        grouped.setdefault(key, []).append(saying)
    found = (Standpoint(said[0].holder, said[0].target, tuple(said)) for said in grouped.values())
    return tuple(sorted(found, key=lambda s: (-len(s.sayings), s.holder, s.target)))


def matrix_of(points: Sequence[Standpoint], most_holders: int, most_targets: int) -> Matrix:
    """The most frequent holders by the most frequent targets; who speaks as often, by the name."""
    holders, targets = Counter[str](), Counter[str]()
    spelled: dict[str, str] = {}
    for point in points:
        for name, counted in ((point.holder, holders), (point.target, targets)):
            counted[fold_name(name)] += len(point.sayings)
            spelled.setdefault(fold_name(name), name)
    rows = sorted(holders, key=lambda name: (-holders[name], name))[:most_holders]
    columns = sorted(targets, key=lambda name: (-targets[name], name))[:most_targets]
    row, column = ({name: n for n, name in enumerate(names)} for names in (rows, columns))
    cells = {
        (row[fold_name(point.holder)], column[fold_name(point.target)]): point
        for point in points
        if fold_name(point.holder) in row and fold_name(point.target) in column
    }
    holder_names, target_names = (tuple(spelled[name] for name in part) for part in (rows, columns))
    return Matrix(holder_names, target_names, cells)


def contradictions(points: Iterable[Standpoint]) -> list[Standpoint]:
    """Where both sides are said: first between outlets, then within one."""
    return sorted((p for p in points if p.is_divided), key=lambda p: not p.is_contradicted)


def tally(points: Iterable[Standpoint]) -> str:
    """How often each label was given, each with its sign: `+3 −1 ○2`."""
    counts: Counter[str] = Counter()
    for point in points:
        counts.update(point.counts)
    order = [*SIGNS, *sorted(counts.keys() - SIGNS.keys())]
    return " ".join(f"{SIGNS.get(s, f'{s} ')}{counts[s]}" for s in order if counts[s])


def _name(text: str, participant: Participant) -> str:
    return participant.canonical or participant.span.of(text)
