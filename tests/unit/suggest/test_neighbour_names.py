"""Names told by what stands beside them: other names, ages, articles, towns, English words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.suggest.conftest import Rules
from tests.unit.suggest.test_headed_names import filled_in, labels

if TYPE_CHECKING:
    from annotator.suggest.engine import Engine


@pytest.mark.parametrize(
    ("text", "raw", "expected"),
    [
        # Brackets behind a person
        ("Hier, Odile Vorane (PZK) a ri.", {"Odile Vorane": "PER"}, {"PZK": "ORG"}),
        ("Hier, Odile Vorane (Norvège) a ri.", {"Odile Vorane": "PER"}, {"Norvège": "GPE"}),
        ("Hier, Odile Vorane (photo) a ri.", {"Odile Vorane": "PER"}, {}),
        # Enumerations
        (
            "Les lots de Michelin et de Zelbek.",
            {"Zelbek": "LOC"},
            {"Michelin": "ORG", "Zelbek": "ORG"},
        ),
        ("Les trains de Lyon et Zelbek.", {"Zelbek": "ORG"}, {"Lyon": "GPE", "Zelbek": "GPE"}),
        ("Le fonds de Lyon, Zelbek, a ri.", {"Zelbek": "ORG"}, {"Lyon": "GPE", "Zelbek": "ORG"}),
        ("On va à Lyon et de Zelbek.", {"Zelbek": "ORG"}, {"Lyon": "GPE", "Zelbek": "ORG"}),
        # Bodies by where they are from
        ("Il craint le coréen Zelbek.", {"Zelbek": "PER"}, {"Zelbek": "ORG"}),
        ("Il craint le français Paul Zelbek.", {"Paul Zelbek": "PER"}, {"Paul Zelbek": "PER"}),
        ("Il craint le ministre coréen Zelbek.", {"Zelbek": "PER"}, {"Zelbek": "PER"}),
        ("Il prépare la prochaine Coupe.", {}, {}),
        # Ages
        ("Hier, Zelbek Orvall, 56 ans, a ri.", {"Zelbek Orvall": "LOC"}, {"Zelbek Orvall": "PER"}),
        ("À 34 ans, il a ri.", {}, {}),
        # Inhabitants
        ("Hier, le Jurassien a ri.", {"Jurassien": "LOC"}, {}),
        ("Hier, les Zelbekiens ont ri.", {"Zelbekiens": "PER"}, {}),
        # Surnames that news write alone
        ("Le plan de Trump est prêt.", {"Trump": "LOC"}, {"Trump": "PER"}),
        ("La loi Trump est prête.", {"Trump": "PER"}, {}),
        # Things
        ("La frégate Bretagne est au port.", {"Bretagne": "LOC"}, {}),
        ("Ils roulent en Renault.", {"Renault": "ORG"}, {}),
        # Behind a comma, a noun says nothing of the next name
        (
            "Interrogé sur le dossier, Paul Orvall rit.",
            {"Paul Orvall": "PER"},
            {"Paul Orvall": "PER"},
        ),
    ],
)
def test_what_stands_beside_a_name_tells_it(
    text: str, raw: dict[str, str], expected: dict[str, str], rules: Rules
) -> None:
    found = labels(rules(text, raw))
    assert {quote: label for quote, label in found.items() if quote != "Odile Vorane"} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Clubs
        ("Il quitte le Viking Bergen.", {"Viking Bergen": "ORG"}),
        ("Il quitte le Standard de Bergen.", {"Standard de Bergen": "ORG"}),
        ("Il quitte le Zelbek City.", {"Zelbek City": "ORG"}),
        ("Il quitte le Vieux Lyon.", {"Lyon": "GPE"}),
        # Last words
        ("Hier, Lyon Métropole a voté.", {"Lyon Métropole": "ORG"}),
        ("Hier, Zelbek Habitat 17, un bailleur, a voté.", {"Zelbek Habitat 17": "ORG"}),
        ("Hier, la Métropole a voté.", {}),
        # Roads
        ("Ils bloquent la N12 et l'A6.", {"N12": "LOC", "A6": "LOC"}),
        ("Ils lisent la page A6 du plan.", {}),
        # Towns that only say where
        ("Il vend l'usine Zelbek de Lyon.", {"Zelbek": "ORG", "Lyon": "GPE"}),
        ("Elle étudie à l'université de Pise.", {"université de Pise": "ORG"}),
        ("Le maire de Pise étudie.", {"Pise": "GPE"}),
        # Newspapers with the article of a preposition
        ("On lit la une du Courrier de Lyon.", {"Courrier de Lyon": "ORG"}),
        ("On attend le courrier de Lyon.", {"Lyon": "GPE"}),
        # English names
        ("Selon la Zelbek Association of Ports, rien.", {"Zelbek Association of Ports": "ORG"}),
        ('Il chante "Zelbek Association of Ports" hier.', {}),
        ("Il chante Lady of Zelbek hier.", {}),
        # Firms and lists
        ("Il vend la société Zelbek et fils.", {"Zelbek et fils": "ORG"}),
        ("Il vend la société Zelbek et des navires.", {"Zelbek": "ORG"}),
    ],
)
def test_words_of_the_name_tell_it(text: str, expected: dict[str, str], rules: Rules) -> None:
    assert labels(rules(text)) == expected


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Hier, le ministère de la Justice et le ministère du Travail se taisent.",
            {"ministère de la Justice": "ORG", "ministère du Travail": "ORG"},
        ),
        (
            "Le ministère de l'Europe et des Affaires étrangères se tait.",
            {"ministère de l'Europe et des Affaires étrangères": "ORG"},
        ),
        ("Hier, le ministère norvégien de la Pêche se tait.", {}),
        (
            "Il a quitté le Parti de la forêt et de la mer hier.",
            {"Parti de la forêt et de la mer": "ORG"},
        ),
        (
            "En face, Orvange en commun, la liste menée par Paul Orvall, exulte.",
            {"Orvange en commun": "ORG", "Paul Orvall": "PER"},
        ),
        (
            "MATERNITÉ D'ORVANGE : LE MAIRE RIT\n\nOn ferme la maternité d'Orvange.",
            {"Orvange": "GPE"},
        ),
    ],
)
def test_the_parse_tells_how_far_a_name_goes(
    engine: Engine, text: str, expected: dict[str, str]
) -> None:
    found = filled_in(engine, text)
    assert {quote: found.get(quote) for quote in expected} == expected
    if not expected:
        assert found == {}


def test_a_surname_of_the_article_goes_before_a_listed_firm(rules: Rules) -> None:
    text = "Hier, Paul Renault arrive. Puis Renault se tait."
    assert labels(rules(text, {"Paul Renault": "PER"})) == {"Paul Renault": "PER", "Renault": "PER"}


def test_a_listed_name_with_its_article_holds_no_second_one(rules: Rules) -> None:
    assert labels(rules("Hier, Les Soulèvements de la Terre défilent.")) == {
        "Les Soulèvements de la Terre": "ORG"
    }
