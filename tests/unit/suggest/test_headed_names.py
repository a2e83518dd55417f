"""Names told by their own first words: bodies, clubs, places, roads, short forms and persons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotator.domain.suggestion import FILLED_IN
from tests.unit.suggest.conftest import Rules

if TYPE_CHECKING:
    from annotator.suggest.engine import Engine


def labels(found: dict) -> dict[str, str]:
    return {quote: m.label for quote, m in found.items() if m.p >= FILLED_IN}


def filled_in(engine: Engine, text: str) -> dict[str, str]:
    found = engine.suggest(text, None, [], None)[0].mentions
    return {
        text[m.start : m.end]: m.label
        for m in found
        if m.p >= FILLED_IN and m.kind == "named" and m.label != "TOPIC"
    }


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Hier, le président de la Fédération française d'escrime a souri.",
            {"Fédération française d'escrime": "ORG"},
        ),
        (
            "Enfin, le Comité régional olympique presse la mairie de payer.",
            {"Comité régional olympique": "ORG"},
        ),
        (
            "Ils ont vu la Cour constitutionnelle de Munich hésiter.",
            {"Cour constitutionnelle": "ORG", "Munich": "GPE"},
        ),
        (
            "On craint le Groupe de secours aux marins et aux pêcheurs (GSMP) depuis mai.",
            {"Groupe de secours aux marins et aux pêcheurs": "ORG", "GSMP": "ORG"},
        ),
        (
            "Selon le Comité contre la faim du Conseil de l'Europe, rien ne va.",
            {"Comité contre la faim du Conseil de l'Europe": "ORG", "Conseil de l'Europe": "ORG"},
        ),
        (
            "On a vu venir Printemps zelbékois et Signal vert, un collectif de marins.",
            {"Signal vert": "ORG"},
        ),
        ("Un groupe de secours aux marins est venu hier soir.", {}),
        ("La directrice des services du port a dormi hier soir.", {}),
    ],
)
def test_a_head_written_large_begins_the_name_of_a_body(
    text: str, expected: dict[str, str], engine: Engine
) -> None:
    assert filled_in(engine, text) == expected


@pytest.mark.parametrize(
    ("text", "raw", "expected"),
    [
        # Acronyms in brackets.
        (
            "Hier, l'Institut Zelbek (IZK) a parlé.",
            {"Institut Zelbek": "ORG"},
            {"Institut Zelbek": "ORG", "IZK": "ORG"},
        ),
        (
            "Hier, l'Institut Zelbek (Izek) a parlé.",
            {"Institut Zelbek": "ORG"},
            {"Institut Zelbek": "ORG", "Izek": "ORG"},
        ),
        (
            "Hier, l'Institut Zelbek (Torm) a parlé.",
            {"Institut Zelbek": "ORG"},
            {"Institut Zelbek": "ORG"},
        ),
        # A head alone for the body of the article.
        (
            "La Ligue Zelbek vote. Au siège de la Ligue, on rit.",
            {"Ligue Zelbek": "ORG"},
            {"Ligue Zelbek": "ORG", "Ligue": "ORG"},
        ),
        ("Au siège de la Ligue, on rit.", {}, {}),
        (
            "La Ligue Zelbek vote. Il aime la Ligue 1 et la Ligue Europa.",
            {"Ligue Zelbek": "ORG"},
            {"Ligue Zelbek": "ORG"},
        ),
        # Clubs.
        (
            "Ils ont battu les Corsaires de Brest mardi.",
            {"Brest": "LOC"},
            {"Corsaires de Brest": "ORG"},
        ),
        ("Ils ont vu les Français de Brest mardi.", {"Brest": "LOC"}, {"Brest": "GPE"}),
        ("Hier, le RC Zelbek a perdu.", {}, {"RC Zelbek": "ORG"}),
        # Places and roads.
        ("Un navire du canal de Zelbek a coulé.", {}, {"canal de Zelbek": "LOC"}),
        ("Un navire du canal de Julien a coulé.", {}, {}),
        ("Il vit avenue de Zelbek depuis mai.", {"Zelbek": "PER"}, {"avenue de Zelbek": "LOC"}),
        # Parts and things.
        ("On vote la réforme Zelbek mardi.", {"Zelbek": "PER"}, {}),
        ("Hier, le porte-avions Zelbek a coulé.", {"Zelbek": "LOC"}, {}),
        ("Elle tempête, Anna Perrin.", {"Anna Perrin": "PER"}, {"Anna Perrin": "PER"}),
        ("Il préside la commission du Budget rural.", {"commission du Budget rural": "ORG"}, {}),
        # Cut and completed spans.
        (
            "Le Comité Zelbek presse la mairie.",
            {"Comité Zelbek presse la mairie": "ORG"},
            {"Comité Zelbek": "ORG"},
        ),
        (
            "Le Comité pour la mer vote.",
            {"Comité pour la mer": "ORG"},
            {"Comité pour la mer": "ORG"},
        ),
        ("Hier, Min Ha-rin a ri.", {"Min Ha": "PER"}, {"Min Ha-rin": "PER"}),
        ("Selon Teodor Zelbek, rien.", {"Zelbek": "PER"}, {"Teodor Zelbek": "PER"}),
        ("Hier Zelbek a ri.", {"Zelbek": "PER"}, {"Zelbek": "PER"}),
        (
            "La guerre Airbus-Boeing dure.",
            {"Airbus-Boeing": "MISC"},
            {"Airbus": "ORG", "Boeing": "ORG"},
        ),
        (
            "La Zelbek Union of Fishers' Guilds a voté.",
            {"Zelbek Union of Fishers": "ORG"},
            {"Zelbek Union of Fishers": "ORG"},
        ),
        (
            "La Zelbek Union of Men's Guilds a voté.",
            {"Zelbek Union of Men": "ORG"},
            {"Zelbek Union of Men's Guilds": "ORG"},
        ),
        ("Hier, Anna Perrin Zelbek a ri.", {"Anna Perrin": "PER"}, {"Anna Perrin Zelbek": "PER"}),
        ("Un pacte. Anna Perrin a ri.", {"Anna Perrin": "PER"}, {"Anna Perrin": "PER"}),
        ("C'est écrit sur X. La page X est vide.", {}, {"X": "ORG"}),
        ("Un bal au palais de Zelbek.", {"Zelbek": "LOC"}, {"palais de Zelbek": "LOC"}),
        ("Hier, la Zelbek a voté.", {"Zelbek": "PER"}, {"Zelbek": "ORG"}),
        ("Le monde regarde ailleurs.", {"Le monde": "ORG"}, {}),
        ("Selon Le Monde, il pleut.", {"Le Monde": "ORG"}, {"Le Monde": "ORG"}),
        ("À Zelbek, il pleut.", {"Zelbek": "PER"}, {"Zelbek": "GPE"}),
    ],
)
def test_names_are_told_by_their_own_words(
    text: str, raw: dict[str, str], expected: dict[str, str], rules: Rules
) -> None:
    assert labels(rules(text, raw)) == expected


@pytest.mark.parametrize(
    ("text", "raw", "expected"),
    [
        ("Marine Zelbek arrive mardi.", {}, {"Marine Zelbek": "PER"}),
        ("On attend Bachar al-Zelbek mardi.", {}, {"Bachar al-Zelbek": "PER"}),
        (
            "On a vu Hélène Zelbek à Lyon.",
            {"Hélène Zelbek": "LOC"},
            {"Hélène Zelbek": "PER", "Lyon": "GPE"},
        ),
        ("Marine nationale et marine de guerre.", {}, {}),
        ("Hier, la fondation Max Zelbek a fermé.", {}, {"Max Zelbek": "ORG"}),
        ("Il a lu le roman Paul Zelbek hier.", {}, {}),
        ("On vote la loi Claire Zelbek.", {}, {}),
    ],
)
def test_a_first_name_begins_a_person(
    text: str, raw: dict[str, str], expected: dict[str, str], rules: Rules
) -> None:
    assert labels(rules(text, raw)) == expected


def test_a_first_name_alone_is_the_person_whom_the_article_names(rules: Rules) -> None:
    text = "Kylian Zelbek a joué. « Kylian va mieux », dit-on. Ariane est née."
    found = rules(text, {"Kylian Zelbek": "PER"})
    assert labels(found) == {"Kylian Zelbek": "PER", "Kylian": "PER"}
    assert found["Kylian"].canonical == "Kylian Zelbek"


@pytest.mark.model
def test_two_words_that_the_language_lacks_are_a_person_where_the_model_saw_half_of_one(
    engine: Engine,
) -> None:
    found = filled_in(engine, "Le gouvernement d'Irakli Zelbékadzé a promis de payer hier soir.")
    assert found in ({"Irakli Zelbékadzé": "PER"}, {"gouvernement d'Irakli Zelbékadzé": "ORG"})
