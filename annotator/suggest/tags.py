"""What the parse knows of single words: their part of speech, and whether the language has them.

A pipeline without a tagger or without vectors leaves both empty; rules then do without.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from annotator.domain.article import Span

_ADJECTIVES = ("ADJ",)
_NOUNS = ("NOUN", "PROPN", "X")
_NEVER_LAST = ("AUX", "ADV", "PRON", "ADP", "DET", "SCONJ", "CCONJ")


@dataclass(frozen=True, slots=True)
class Tags:
    """Universal parts of speech by the offset at which a word begins.

    `finite` are the starts of finite verbs; `unknown` those of capitalised words that the
    language's vocabulary does not have in small letters: surely names.
    """

    pos: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    finite: frozenset[int] = frozenset()
    unknown: frozenset[int] = frozenset()

    def is_adjective(self, start: int) -> bool:
        """Whether an adjective begins at `start`."""
        return self.pos.get(start) in _ADJECTIVES

    def is_describing(self, start: int) -> bool:
        """Whether an adjective or adverb begins at `start`."""
        return self.pos.get(start) in (*_ADJECTIVES, "ADV")

    def is_common_noun(self, start: int) -> bool:
        """Whether a noun that is no name begins at `start`."""
        return self.pos.get(start) == "NOUN"

    def is_noun(self, start: int) -> bool:
        """Whether a noun or name begins at `start`."""
        return self.pos.get(start) in _NOUNS

    def is_auxiliary(self, start: int) -> bool:
        """Whether a finite auxiliary begins at `start`."""
        return self.pos.get(start) == "AUX" and start in self.finite

    def is_verb(self, start: int) -> bool:
        """Whether a verb or an auxiliary begins at `start`."""
        return self.pos.get(start) in ("VERB", "AUX")

    def is_participle(self, start: int) -> bool:
        """Whether a verb form that is not finite begins at `start`."""
        return self.pos.get(start) == "VERB" and start not in self.finite

    def ends_no_name(self, start: int) -> bool:
        """Whether the small word at `start` is of a kind that no name ends with."""
        return start in self.finite or self.pos.get(start) in _NEVER_LAST

    def is_unknown(self, span: Span) -> bool:
        """Whether a word in `span` is one that the language does not have."""
        return any(start in self.unknown for start in range(span.start, span.end))


NO_TAGS = Tags()
