"""Weak names that their place tells, acronyms that spell names, pairs, roads, sites, parties."""

from __future__ import annotations

import pytest

from tests.unit.suggest.conftest import Rules
from tests.unit.suggest.test_headed_names import labels


@pytest.mark.parametrize(
    ("text", "raw", "expected"),
    [
        # Weak names in brackets and in lists
        ("Hier, une élue (Horizons) a ri.", {}, {"Horizons": "ORG"}),
        ("Hier, une vue (horizons) a ri.", {}, {}),
        ("À Zelbek (Nord), on rit.", {"Zelbek": "LOC"}, {"Zelbek": "GPE", "Nord": "LOC"}),
        ("Le vent du Nord est froid.", {}, {}),
        ("Hier, Thales, Orange et la CGT.", {}, {"Thales": "ORG", "Orange": "ORG", "CGT": "ORG"}),
        ("Hier, une Orange et une pomme.", {}, {}),
        # Acronyms that spell the name before them
        (
            "Le Cercle français du tri municipal (CFTM) part.",
            {},
            {"Cercle français du tri municipal": "ORG", "CFTM": "ORG"},
        ),
        (
            "On lit le Tableau des rues humides (TRH).",
            {},
            {"Tableau des rues humides": "ORG", "TRH": "ORG"},
        ),
        ("Tableau des rues humides (TRH) : rien.", {}, {}),
        ("Ce tableau des rues humides (TRH) ment.", {}, {}),
        # Two names joined by a hyphen
        ("Le duo Macron-Merz a ri.", {}, {"Macron": "PER", "Merz": "PER"}),
        ("Le sommet UE-Chine a ri.", {"UE-Chine": "LOC"}, {"UE": "ORG", "Chine": "GPE"}),
        ("Hier, Zelbek-Merz a ri.", {"Zelbek-Merz": "PER"}, {"Zelbek-Merz": "PER"}),
        ("La presse d'outre-Manche rit.", {}, {}),
        # Words that the model breaks off in
        ("Hier, Odile Canto-Vorel rit.", {"Odile Canto": "PER"}, {"Odile Canto-Vorel": "PER"}),
        # Roads, squares and sites
        ("Le rond-point Orvall est clos.", {}, {"rond-point Orvall": "LOC"}),
        ("La place Orvall est close.", {}, {"place Orvall": "LOC"}),
        ("Il prend la place de Trump.", {}, {"Trump": "PER"}),
        ("On tire sur la base Zelbek hier.", {"Zelbek": "PER"}, {"Zelbek": "LOC"}),
        # Parties by their plural, media by the article of their name
        ("Le chef des Républicains rit.", {}, {"Républicains": "ORG"}),
        ("Le chef des républicains rit.", {}, {}),
        ("Le jeu des Pirates de Zelbek.", {}, {}),
        ("Dit-elle au Parisien mardi.", {}, {"Parisien": "ORG"}),
        ("Il a vu le Parisien rire.", {}, {}),
        # A body of a listed name and a complement
        ("Le collectif Danube sans atome rit.", {}, {"Danube": "LOC"}),
        # Schools and ships bear persons' names
        ("Le lycée Jean-Castex ferme.", {}, {"lycée Jean-Castex": "ORG"}),
        ("La rue Jean Castex est close.", {}, {"rue Jean Castex": "LOC"}),
        ("Le porte-avions Harry Truman part.", {"Harry Truman": "PER"}, {}),
        # Towns without their article
        ("Le maire du Havre rit.", {"Havre": "LOC"}, {"Havre": "GPE"}),
        # An office is no town
        ("Le garde des Sceaux rit.", {"Sceaux": "LOC"}, {}),
    ],
)
def test_news_names_are_told_by_their_place(
    text: str, raw: dict[str, str], expected: dict[str, str], rules: Rules
) -> None:
    assert labels(rules(text, raw)) == expected


def test_a_full_name_takes_the_label_of_its_surnames_other_bearers(rules: Rules) -> None:
    raw = {"Orlo Vorane": "ORG", "Paul Vorane": "PER"}
    found = labels(rules("Hier, Orlo Vorane a fui. Son frère, Paul Vorane, a ri.", raw))
    assert found == {"Orlo Vorane": "PER", "Paul Vorane": "PER"}


def test_a_body_keeps_its_label_beside_a_person_of_that_name(rules: Rules) -> None:
    raw = {"Banque Vorane": "ORG", "Paul Vorane": "PER"}
    found = labels(rules("Hier, la Banque Vorane a fui. Son patron, Paul Vorane, a ri.", raw))
    assert found == {"Banque Vorane": "ORG", "Paul Vorane": "PER"}
