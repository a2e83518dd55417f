"""Every place of the project where annotators differ: listed, filtered, sorted, decided alike."""

from __future__ import annotations

import hashlib
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from annotator.domain.adjudication import Review, item_words
from annotator.domain.conflicts import Conflict, Disagreement, ItemRef, Likeness
from annotator.domain.items import Zone
from annotator.domain.layer import Author, Role
from annotator.domain.rulings import How, Remark, Ruling
from annotator.errors import EditError, InputError
from annotator.project.history import review_group
from annotator.project.reviewing import Reviewing, open_review
from annotator.project.sight import require_reviewer
from annotator.project.workspace import Workspace
from annotator.storage.finished import contested_articles, finished_pairs

NOTHING = "nothing"
"""What a reading is called that has no item in a place."""


class Order(StrEnum):
    """How a list of places is sorted; each brings together what one policy settles."""

    KIND = "kind, label, words"
    WORDS = "words"
    ARTICLE = "article, place"


@dataclass(frozen=True, slots=True)
class Place:
    """One disagreement: where, of which kinds, who reads what, and what was decided.

    `readings` numbers each author's variant, -1 for nothing; `labels` are the variants' labels;
    `like` is a digest of the likeness, for a project has many places.
    """

    article: str
    number: int
    sources: tuple[ItemRef, ...]
    kinds: tuple[Disagreement, ...]
    readings: dict[Author, int]
    labels: tuple[str, ...]
    words: str
    like: bytes
    is_stance: bool
    how: How | None

    def is_at(self, other: Place) -> bool:
        """Whether both are the same disagreement, whatever was decided."""
        return (self.article, self.sources) == (other.article, other.sources)

    def label_of(self, author: Author) -> str:
        """What this author calls it: a label, or nothing."""
        number = self.readings.get(author, -1)
        return NOTHING if number < 0 else self.labels[number]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which places to list; empty fields ask for nothing.

    `pair` differ there; `cell` are their two labels, in the pair's order, of a stance if `stances`.
    """

    pair: tuple[Author, Author] | None = None
    cell: tuple[str, str] | None = None
    stances: bool | None = None
    kinds: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    undecided: bool = False

    def asks_for(self, place: Place) -> bool:
        """Whether a place is to be listed."""
        if self.pair is not None:
            a, b = self.pair
            if not {a, b} <= place.readings.keys() or place.readings[a] == place.readings[b]:
                return False
            if self.cell is not None and (place.label_of(a), place.label_of(b)) != self.cell:
                return False
        if self.stances is not None and place.is_stance is not self.stances:
            return False
        if self.undecided and place.how not in (None, How.SENT_BACK):
            return False
        if self.kinds and not {k.value for k in place.kinds} & set(self.kinds):
            return False
        said = f"{place.words} {' '.join(place.labels)} {place.article}".casefold()
        return all(word in said for word in self.words)

    def typed(self, line: str) -> Wanted:
        """The same with what a person typed: `kind:label`, `open`, or words.

        Raises:
            InputError: There is no such kind.
        """
        kinds, words, undecided = [], [], False
        names = {kind.value.replace(" ", "-"): kind.value for kind in Disagreement}
        for part in line.casefold().split():
            if part.startswith("kind:"):
                name = part.removeprefix("kind:")
                if name not in names:
                    raise InputError(f"There is no kind {name!r}; use {', '.join(names)}.")
                kinds.append(names[name])
            elif part == "open":
                undecided = True
            else:
                words.append(part)
        return replace(self, kinds=tuple(kinds), words=tuple(words), undecided=undecided)


class Docket:
    """All places of the project: found by counting, read article by article, then kept up to date.

    One thread may `read_next` while another asks and decides: what that one follows counts.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.contested = 0
        """How many articles are under review, read or not."""
        self._waiting: deque[str] = deque()
        self._places: dict[str, list[Place]] = {}

    def find(self) -> None:
        """Look up which articles two or more have finished; reads none of them.

        Raises:
            InputError: The annotator does not decide on gold in this project.
        """
        require_reviewer(self.workspace)
        self._waiting = deque(self.workspace.read(contested_articles))
        self.contested = len(self._waiting)

    def read_next(self) -> bool:
        """Read one more article, by which what all share is merged; False where none is left."""
        if not self._waiting:
            return False
        article = self._waiting[0]
        if article not in self._places:
            desk = open_review(self.workspace, article)
            if desk is not None:
                self._places.setdefault(article, _places_of(desk))
        self._waiting.popleft()
        return True

    def load(self) -> None:
        """Find the articles and read them all."""
        self.find()
        while self.read_next():
            pass

    def reread(self, article: str) -> Reviewing | None:
        """Bring one article up to date; its review, None where there is nothing to review."""
        desk = open_review(self.workspace, article)
        self.follow(article, desk)
        return desk

    def follow(self, article: str, desk: Reviewing | None) -> None:
        """Take over what was decided on an article."""
        if desk is None:
            self._places.pop(article, None)
        else:
            self._places[article] = _places_of(desk)

    def pairs(self) -> dict[tuple[Author, Author], int]:
        """For every two annotators the number of articles that both finished, by counting."""
        found = self.workspace.read(finished_pairs)
        role = Role.ANNOTATOR
        return {(Author(role, a), Author(role, b)): count for (a, b), count in found.items()}

    @property
    def unread(self) -> int:
        """How many articles are still to be read."""
        return len(self._waiting)

    @property
    def articles(self) -> tuple[str, ...]:
        """The articles that were read, decided or not."""
        return tuple(self._places)

    def places(self, wanted: Wanted | None = None, order: Order = Order.KIND) -> list[Place]:
        """The places that are asked for, as far as read, in order."""
        return sorted(self._asked(wanted or Wanted()), key=lambda p: _key(p, order))

    def count(self, wanted: Wanted) -> tuple[int, int]:
        """How many places are asked for, as far as read, and how many of them are undecided."""
        hows = [place.how for place in self._asked(wanted)]
        return len(hows), hows.count(None)

    def current(self, place: Place) -> Place | None:
        """The place as it is now; None where the annotators' items have changed."""
        found = self._places.get(place.article, ())
        return next((p for p in found if p.sources == place.sources), None)

    def alike(self, place: Place) -> list[Place]:
        """The undecided places that are identical to this one, as far as read."""
        every = self._asked(Wanted())
        return [p for p in every if p.like == place.like and p.how is None and p != place]

    def decide_alike(self, desk: Reviewing, place: Place) -> int:
        """Decide every identical place as this one was; how many.

        Raises:
            InputError: The decision is none that can be repeated.
        """
        conflict = desk.conflicts[place.number]
        ruling = desk.review.ruling(conflict)
        choice = repeatable(desk.review, conflict, ruling)
        group, count = review_group(), 0
        for article in sorted({p.article for p in self.alike(place)}):
            there = desk if article == desk.article.id else open_review(self.workspace, article)
            if there is not None:
                remark = None if ruling is None else ruling.remark
                count += _repeat(there, place.like, choice, remark, group)
                self.follow(article, there)
        return count

    def _asked(self, wanted: Wanted) -> Iterator[Place]:
        # A copy: another thread may add an article meanwhile.
        every = (place for places in tuple(self._places.values()) for place in places)
        return filter(wanted.asks_for, every)


def kind_counts(places: Iterable[Place]) -> Counter[Disagreement]:
    """How many of the places are of each kind."""
    return Counter(kind for place in places for kind in place.kinds)


def repeatable(review: Review, conflict: Conflict, ruling: Ruling | None) -> int | None:
    """Which of the ordered variants was taken, None for none of them.

    Raises:
        InputError: It is not decided, or by the reviewer's own version.
    """
    if ruling is not None and ruling.how is How.REJECTED:
        return None
    if ruling is not None and ruling.how is How.TAKEN:
        for number, variant in enumerate(review.variants_alike(conflict)):
            if variant.sources == ruling.chosen:
                return number
    raise InputError(
        "Only a reading that was taken, or none, can be repeated; decide for one first."
    )


def _repeat(
    desk: Reviewing, like: bytes, choice: int | None, remark: Remark | None, group: str
) -> int:
    count = 0
    for conflict in desk.review.undecided():
        if _digest(desk.review.likeness(conflict)) != like:
            continue
        try:
            if choice is None:
                desk.reject(conflict, remark, group)
            else:
                desk.take(conflict, desk.review.variants_alike(conflict)[choice], remark, group)
        except EditError:
            continue  # a stance stands on it: the person decides
        count += 1
    return count


def _places_of(desk: Reviewing) -> list[Place]:
    decided = desk.review.rulings()
    return [
        _place(desk.article.id, number, conflict, desk.review, decided)
        for number, conflict in enumerate(desk.conflicts)
    ]


def _digest(like: Likeness) -> bytes:
    return hashlib.blake2b(repr(like).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _place(
    article: str,
    number: int,
    conflict: Conflict,
    review: Review,
    decided: dict[tuple[ItemRef, ...], Ruling],
) -> Place:
    readings = {layer.author: -1 for layer in review.layers}
    for n, variant in enumerate(conflict.variants):
        readings |= dict.fromkeys(variant.authors, n)
    ruling = decided.get(conflict.sources)
    first = [variant.items[0] for variant in conflict.variants]
    return Place(
        article=article,
        number=number,
        sources=conflict.sources,
        kinds=conflict.kinds,
        readings=readings,
        labels=tuple("zone" if isinstance(i, Zone) else i.label for i in first),
        words=item_words(first[0], review.text),
        like=_digest(review.likeness(conflict)),
        is_stance=conflict.is_stance,
        how=None if ruling is None else ruling.how,
    )


_Key: TypeAlias = tuple[list[int], list[str], str, str, int]


def _key(place: Place, order: Order) -> _Key:
    where = (place.article, place.number)
    words = place.words.casefold()
    match order:
        case Order.KIND:
            kinds = [tuple(Disagreement).index(kind) for kind in place.kinds]
            return (kinds, sorted(place.labels), words, *where)
        case Order.WORDS:
            return ([], [], words, *where)
        case Order.ARTICLE:
            return ([], [], "", *where)
