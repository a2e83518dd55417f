"""Names in a text: found as whole words, joined to one person, folded to one entity.

Built on `entities.fold_name`. Knows no label and no language; lists come from the caller.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Generic, TypeVar

from annotator.domain.article import Span
from annotator.domain.entities import fold_name

T = TypeVar("T")

WORD = re.compile(r"[^\W_][\w\u0300-\u036f]*")
"""A word: letters or digits, with the combining marks of decomposed text."""
LONGEST_NAME = 8
"""Words of the longest name that is looked for."""
SAME_SPELLING = 0.85
"""Similarity (0..1) from which two person names are taken for spellings of one."""
_JOINS = "-\u2010\u2011"
_ADDRESS = "@/\\_#"


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name or alias of an entity of the project: its label and the entity's name."""

    name: str
    label: str
    canonical: str


def word_spans(text: str, within: Span) -> list[Span]:
    """The words of `text` inside `within`; a hyphen or an apostrophe separates."""
    return [Span(m.start(), m.end()) for m in WORD.finditer(text, within.start, within.end)]


@lru_cache(maxsize=128)
def words_in(text: str, paragraph: Span) -> tuple[Span, ...]:
    """The words of a paragraph, remembered: many rules read the same one."""
    return tuple(word_spans(text, paragraph))


def folded_words(text: str) -> str:
    """The words of `text` folded and joined by spaces; an apostrophe separates, like a space."""
    return " ".join(fold_name(text).replace("'", " ").split())


def is_capitalised(text: str, start: int) -> bool:
    """Whether the word at `start` begins with a capital or a digit."""
    return text[start].isupper() or text[start].isdigit()


@dataclass(frozen=True, slots=True)
class NameIndex(Generic[T]):
    """Names to look for: folded name -> what it stands for.

    Names begin with a capital in a text, except those of `small` (folded), which need none.
    """

    values: Mapping[str, T]
    small: frozenset[str] = frozenset()

    @property
    def small_heads(self) -> frozenset[str]:
        """First words of the names that may begin small."""
        return _heads_of(self.small)


@lru_cache(maxsize=16)
def _heads_of(names: frozenset[str]) -> frozenset[str]:
    """The first words of folded names; asked for at every search, of few sets."""
    return frozenset(fold_name(name).split("'")[0].split()[0] for name in names)


def find_names(text: str, within: Span, names: NameIndex[T]) -> Iterator[tuple[Span, T]]:
    """The names in `text[within]`, longest first, none overlapping another, in text order.

    Only whole words count; a part of a hyphenated compound counts when the rest of the compound
    is written small or is a name of `names` too; addresses and handles never do.
    """
    words = word_spans(text, within)
    heads = names.small_heads
    at = 0
    while at < len(words):
        count = _longest_name(text, words, at, names, heads)
        if not count:
            at += 1
            continue
        span = Span(words[at].start, words[at + count - 1].end)
        yield span, names.values[fold_name(span.of(text))]
        at += count


def _longest_name(
    text: str, words: Sequence[Span], at: int, names: NameIndex[T], heads: frozenset[str]
) -> int:
    """How many words from `words[at]` on are the longest name; 0 where there is none."""
    large = is_capitalised(text, words[at].start)
    if not large and fold_name(words[at].of(text)) not in heads:
        return 0
    for count in range(min(LONGEST_NAME, len(words) - at), 0, -1):
        span = Span(words[at].start, words[at + count - 1].end)
        folded = fold_name(span.of(text))
        known = folded in names.values if large else folded in names.small
        if known and stands_alone(text, span, names.values):
            return count
    return 0


def stands_alone(text: str, span: Span, names: Container[str]) -> bool:
    """Whether `span` is no mere part of an address or of a compound that names something else."""
    before = text[span.start - 1] if span.start > 0 else " "
    after = text[span.end : span.end + 2]
    if before in _ADDRESS or after[:1] in ("@", "_") or re.match(r"\.\w", after):
        return False
    if before == "." and span.start > 1 and text[span.start - 2].isalnum():
        return False
    if before in _JOINS and (joined := _word_ending_at(text, span.start - 1)):
        return not joined[0].isupper() or fold_name(joined) in names
    if after[:1] and after[0] in _JOINS and (following := WORD.match(text, span.end + 1)):
        joined = following.group()
        return not joined[0].isupper() or fold_name(joined) in names
    return True


def _word_ending_at(text: str, end: int) -> str:
    start = end
    while start > 0 and (text[start - 1].isalnum()):
        start -= 1
    return text[start:end]


def contains_name(full: str, part: str) -> bool:
    """Whether `part` is the end of the longer name `full`, in whole words, whatever the spelling.

    `Mark Rutte` contains `Rutte`, not `Mark`; a single letter is no name.
    """
    longer, shorter = fold_name(full).split(), fold_name(part).split()
    if not shorter or len(shorter) >= len(longer) or len(shorter[0]) < 2:
        return False
    return longer[-len(shorter) :] == shorter


def same_person(name: str, other: str) -> bool:
    """Whether the two are spellings of one person's name (`Zelenskyj`, `Zelensky`).

    Compare persons only: for places the same likeness is wrong (Iran, Irak; Niger, Nigeria).
    """
    one, two = fold_name(name), fold_name(other)
    if one == two:
        return True
    if len(one.split()) != len(two.split()) or min(len(one), len(two)) < 6 or one[0] != two[0]:
        return False
    return SequenceMatcher(None, one, two, autojunk=False).ratio() >= SAME_SPELLING


def person_canonicals(names: Iterable[str], known: Iterable[str] = ()) -> dict[str, str]:
    """For each name its fullest form: among `known` names of the project first, else `names`.

    Where one of `names` holds another in full, that one goes before the project's namesakes.
    A surname alone takes the full name that ends in it when only one such person is named; a
    spelling takes the known, or else the first, spelling of the same person.
    """
    ordered = list(dict.fromkeys(names))
    project = list(dict.fromkeys(known))
    canonicals: dict[str, str] = {}
    for name in sorted(ordered, key=lambda n: -len(n.split())):
        is_told = any(contains_name(other, name) for other in canonicals)
        chosen = None if is_told else _fullest(name, project)
        chosen = chosen or _fullest(name, list(canonicals.values()))
        canonicals[name] = chosen or name
    return canonicals


def _fullest(name: str, others: Sequence[str]) -> str | None:
    folded = fold_name(name)
    for other in others:
        if fold_name(other) == folded:
            return other
    for other in others:
        if same_person(name, other):
            return other
    holders = {fold_name(o): o for o in reversed(others) if contains_name(o, name)}
    if len(holders) == 1:
        return next(iter(holders.values()))
    if holders:
        return None  # two persons of one surname: the surname alone is left undecided
    near = {
        fold_name(o): o
        for o in reversed(others)
        if len(o.split()) > len(name.split())
        and same_person(name, " ".join(o.split()[-len(name.split()) :]))
    }
    return next(iter(near.values())) if len(near) == 1 else None
