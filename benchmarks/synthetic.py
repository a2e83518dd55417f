"""Articles, mentions and names made by a seed: the same on every machine, for benchmarks only."""

from __future__ import annotations

import random

from annotator.domain.article import Span

_VOCABULARY = (
    "le la les un une des de du et est été à au aux pour dans sur avec sans sous ministre "
    "président gouvernement élection député sénateur Élysée Assemblée nationale journaliste "
    "politique économie société réforme budget république citoyen Paris Lyon Marseille vendredi "
    "lundi janvier février août déclaré annoncé refusé cœur où déjà aujourd’hui l’OTAN qu’elle "
    "États-Unis n’a pas communiqué selon l’agence France-Presse"
)
_ONSETS = ("b", "ch", "d", "f", "g", "gr", "l", "m", "n", "p", "pl", "r", "s", "t", "tr", "v")
_VOWELS = ("a", "é", "i", "o", "ou")
_SYLLABLES = [onset + vowel for onset in _ONSETS for vowel in _VOWELS]
"""A consonant and a vowel each, so that another row of them is another name; folded, too."""
_SYLLABLES_A_NAME = 6
_STRIDE = 162_013_901_937
"""Prime to the number of names, so that none comes twice; golden, so that neighbours differ."""
_RARE = ("日本語", "👩‍👩‍👧‍👦", "e\u0301te\u0301", "שלום", "🇫🇷")


def article_text(size: int, *, seed: int = 1, paragraph: int = 700, rare: float = 0.0) -> str:
    """French-looking text of `size` code points.

    Args:
        size: Length of the whole.
        seed: Another seed, another text.
        paragraph: Code points after which a paragraph ends.
        rare: Share of words (0..1) that are wide, combining or joined characters.
    """
    words = _VOCABULARY.split()
    source = random.Random(seed)
    parts: list[str] = []
    length = line = 0
    while length < size:
        word = source.choice(_RARE if source.random() < rare else words)
        line += len(word) + 1
        length += len(word) + 1
        parts += (word, "\n" if line >= paragraph else " ")
        line = 0 if line >= paragraph else line
    return "".join(parts)[:size]


def mention_spans(size: int, count: int, *, seed: int = 2) -> list[Span]:
    """Spans of 3 to 30 code points anywhere in a text of `size`, in text order; many overlap."""
    source = random.Random(seed)
    starts = sorted(source.randrange(size - 30) for _ in range(count))
    return [Span(start, start + source.randint(3, 30)) for start in starts]


def person_name(number: int) -> str:
    """A name of two words, or of three; another number below 80 to the power of 6, another name."""
    place = (number + 1) * _STRIDE
    parts = []
    for _ in range(_SYLLABLES_A_NAME):
        place, last = divmod(place, len(_SYLLABLES))
        parts.append(_SYLLABLES[last])
    breaks = {2, 4} if number % 3 == 0 else {3}
    return "".join(f" {part}" if n in breaks else part for n, part in enumerate(parts)).title()
