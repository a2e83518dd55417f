"""Which lines are one hard-wrapped paragraph; no model runs."""

from __future__ import annotations

import pytest

from annotator.domain.article import paragraphs
from annotator.suggest.reading import joined_lines

WRAPPED = (
    "Le conseil de la ville s'est réuni mardi dans la grande salle pour\n"
    "parler du port, de la plage et du marché couvert, qui ferme depuis\n"
    "lundi."
)


def blocks(text: str) -> list[str]:
    return [span.of(text) for span in joined_lines(text, tuple(paragraphs(text)))]


def test_wrapped_lines_are_one_block() -> None:
    assert blocks(WRAPPED + "\n\nUne autre ligne.") == [WRAPPED, "Une autre ligne."]


def test_carriage_returns_change_nothing() -> None:
    text = WRAPPED.replace("\n", "\r\n")
    assert blocks(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Un titre assez long pour ressembler à une ligne de soixante signes\nPar Anna Perrin",
        "Une ligne courte.\nUne autre ligne courte.\nEncore une.",
        "Première phrase de l'article, longue. " * 4 + "\n" + "Deuxième paragraphe, long. " * 5,
    ],
)
def test_headlines_lists_and_long_lines_stay_apart(text: str) -> None:
    assert blocks(text) == [line.rstrip("\r") for line in text.split("\n")]
