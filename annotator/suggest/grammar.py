"""The small words of a language that join the words of a name, begin it, or end it.

They are data (`[grammar]` of a gazetteer file); without them rules find names of large words only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from annotator.domain.names import folded_words
from annotator.domain.rule_table import RuleTable


@dataclass(frozen=True, slots=True)
class Grammar:
    """Small words, each as it is written and folded; `labels/README.md` says what for.

    Lists hold elided forms as well, and but `of` contracted ones, which of it are in `of_the`.
    `contracted` joins such a form to its preposition and its article, `elided` one to its word.
    """

    of: frozenset[str] = frozenset()
    of_the: frozenset[str] = frozenset()
    prepositions: frozenset[str] = frozenset()
    definite: frozenset[str] = frozenset()
    dated: frozenset[str] = frozenset()
    plural: frozenset[str] = frozenset()
    plural_endings: tuple[str, ...] = ()
    conjunctions: frozenset[str] = frozenset()
    both: frozenset[str] = frozenset()
    purpose: frozenset[str] = frozenset()
    lacking: frozenset[str] = frozenset()
    loose: frozenset[str] = frozenset()
    breaks: frozenset[str] = frozenset()
    inside: frozenset[str] = frozenset()
    in_names: frozenset[str] = frozenset()
    contracted: tuple[tuple[str, str, str], ...] = ()
    elided: tuple[tuple[str, str], ...] = ()

    @property
    def any_of(self) -> frozenset[str]:
        """The forms of `of` with an article in them or without."""
        return self.of | self.of_the

    def leads(self, name: str) -> bool:
        """Whether a name of several words begins with its article, written large."""
        first, *rest = name.split(" ", 1)
        return bool(rest) and first[:1].isupper() and first.casefold() in self.definite

    def hidden_article(self, word: str) -> str | None:
        """The article that `word` is or holds, one that some preposition contracts with."""
        for form, _, article in self.contracted:
            if word in (form, article):
                return article
        return None

    def plain(self, preposition: str) -> str:
        """The preposition, folded, without an article in it or behind it."""
        first = folded_words(preposition).split()[0]
        short = dict(self.elided) | {form: plain for form, plain, _ in self.contracted}
        return short.get(first, first)


def read_grammar(table: RuleTable, elided: Mapping[str, str]) -> Grammar:
    """The `[grammar]` of a gazetteer file; empty where it has none.

    Args:
        table: The file.
        elided: Forms that words take before a vowel -> the words.

    Raises:
        SchemeError: The table is malformed; the message says where.
    """
    if not table.has("grammar"):
        return Grammar()
    rules = table.table("grammar")
    contracted = _contracted(rules)

    def words(key: str) -> frozenset[str]:
        """The words of a list with their elided forms."""
        listed = _both_ways(rules.texts(key))
        return listed | {form for form, word in elided.items() if word in listed}

    def behind(prepositions: frozenset[str]) -> frozenset[str]:
        """The contracted forms of these prepositions."""
        return frozenset(form for form, plain, _ in contracted if plain in prepositions)

    of, loose, plural = words("of"), words("loose"), words("plural")
    prepositions = words("prepositions") | of
    found = Grammar(
        of=of,
        of_the=behind(of),
        prepositions=prepositions | behind(prepositions),
        definite=words("definite"),
        dated=words("dated"),
        plural=plural | {form for form, _, article in contracted if article in plural},
        plural_endings=rules.texts("plural_endings"),
        conjunctions=words("conjunctions"),
        both=words("both"),
        purpose=words("purpose"),
        lacking=words("lacking"),
        loose=loose | behind(loose),
        breaks=words("breaks"),
        inside=words("inside"),
        in_names=words("in_names"),
        contracted=contracted,
        elided=tuple(elided.items()),
    )
    rules.finish()
    return found


def _contracted(rules: RuleTable) -> tuple[tuple[str, str, str], ...]:
    """Each contracted form with its preposition and its article, folded."""
    found: list[tuple[str, str, str]] = []
    for form, whole in rules.mapping("contracted").items():
        parts = folded_words(whole).split()
        if len(parts) != 2:
            raise rules.fail(
                f'`contracted` says of "{form}" that it is "{whole}"; '
                'write a preposition and an article, as in "du" = "de le".'
            )
        found.append((folded_words(form), parts[0], parts[1]))
    return tuple(found)


def one_of(words: Iterable[str]) -> str:
    """A regular expression of any of these words, longest first; of nothing where there is none."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, longest_first))})" if longest_first else "(?!)"


def _both_ways(words: Iterable[str]) -> frozenset[str]:
    listed = frozenset(words)
    return listed | {folded_words(word) for word in listed}
