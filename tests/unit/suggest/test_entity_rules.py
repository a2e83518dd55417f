"""The rules on our own sentences, with what a model is said to have found; no model runs."""

from __future__ import annotations

import pytest

from annotator.domain.names import KnownName
from annotator.domain.suggestion import CANDIDATE, FILLED_IN
from tests.unit.suggest.conftest import Rules


def labels(found: dict) -> dict[str, str]:
    return {quote: m.label for quote, m in found.items() if m.p >= FILLED_IN}


@pytest.mark.parametrize(
    ("text", "raw", "expected"),
    [
        ("Il cite l'OTAN.", {"l'OTAN": "ORG"}, {"OTAN": "ORG"}),
        ("Hier, M. Perrin a signé.", {"M. Perrin": "PER"}, {"Perrin": "PER"}),
        ("Il a vu le président Perrin.", {"président Perrin": "PER"}, {"Perrin": "PER"}),
        (
            "Il a vu Anna Perrin et Luc Morel.",
            {"Anna Perrin et Luc Morel": "PER"},
            {"Anna Perrin": "PER", "Luc Morel": "PER"},
        ),
        ("Avec Min Jong-su hier.", {"Min Jong-su": "PER"}, {"Min Jong-su": "PER"}),
        (
            "Le Département d’État américain dément.",
            {"Département d’État américain": "ORG"},
            {"Département d’État": "ORG"},
        ),
        (
            "Le projet nucléaire de Téhéran inquiète.",
            {"projet nucléaire de": "LOC"},
            {"Téhéran": "GPE"},
        ),
        ("Dans la région de Tver.", {"région de Tver": "LOC"}, {"région de Tver": "LOC"}),
        ("Dans la région de Koursk.", {"Koursk": "LOC"}, {"région de Koursk": "LOC"}),
        ("Selon l'administration Perrin.", {"Perrin": "PER"}, {"administration Perrin": "ORG"}),
        ("Partout en Asie orientale.", {}, {"Asie orientale": "LOC"}),
        ("Le long du fleuve Niger.", {"Niger": "LOC"}, {"fleuve Niger": "LOC"}),
        ("Le long du fleuve Danube.", {"Danube": "LOC"}, {"Danube": "LOC"}),
        ("Selon l'institut Orphée.", {"institut Orphée": "ORG"}, {"Orphée": "ORG"}),
        ("Le syndicat Orphée refuse.", {"Orphée": "LOC"}, {"Orphée": "ORG"}),
        (
            "Chez Observatoire Orphée.",
            {"Observatoire Orphée": "LOC"},
            {"Observatoire Orphée": "ORG"},
        ),
        ("À l'université de Pise.", {"université de Pise": "ORG"}, {"université de Pise": "ORG"}),
        (
            "Le RN de Marie Perrin et La France insoumise votent.",
            {"RN de Marie Perrin": "LOC", "France insoumise": "ORG"},
            {"RN": "ORG", "Marie Perrin": "PER", "La France insoumise": "ORG"},
        ),
        ("Le Bassin parisien.", {"Bassin parisien": "LOC"}, {"Bassin parisien": "LOC"}),
    ],
)
def test_names_are_trimmed_split_and_extended_to_themselves(
    text: str, raw: dict[str, str], expected: dict[str, str], rules: Rules
) -> None:
    assert labels(rules(text, raw)) == expected


def test_lists_give_the_label_where_the_model_errs(rules: Rules) -> None:
    text = "Puis Washington et le Kremlin ont parlé de la Floride."
    raw = {"Washington": "PER", "Kremlin": "LOC", "Floride": "LOC"}
    assert labels(rules(text, raw)) == {"Washington": "GPE", "Kremlin": "ORG", "Floride": "GPE"}


def test_a_person_named_like_a_city_stays_a_person(rules: Rules) -> None:
    text = "Hier, Anna Berlin a parlé. Puis le ministre a répondu à Berlin."
    found = rules(text, {"Anna Berlin": "PER"})
    assert found["Anna Berlin"].label == "PER"


def test_listed_names_that_the_model_missed_are_found(rules: Rules) -> None:
    assert labels(rules("Pour l'Onu comme pour la Norvège.")) == {"Onu": "ORG", "Norvège": "GPE"}


def test_a_name_that_is_also_a_word_needs_the_model(rules: Rules) -> None:
    assert labels(rules("Elle est Nice, dit-il.")) == {}
    assert labels(rules("Il vit à Nice.", {"Nice": "LOC"})) == {"Nice": "GPE"}


def test_dropped_labels_and_words_that_name_nothing_are_not_suggested(rules: Rules) -> None:
    text = "Sur Internet, l'État et les Ukrainiens suivent le Tour des Flandres."
    raw = {"Internet": "MISC", "État": "LOC", "Ukrainiens": "LOC", "Tour des Flandres": "MISC"}
    assert rules(text, raw) == {}


def test_a_listed_name_inside_another_kind_of_name_is_only_a_candidate(rules: Rules) -> None:
    found = rules("Elle a joué aux Jeux du Canada.", {"Jeux du Canada": "MISC"})
    assert CANDIDATE <= found["Canada"].p < FILLED_IN


def test_a_short_form_counts_only_where_the_article_names_what_it_means(rules: Rules) -> None:
    with_it = rules("L'OTAN attend. Il veut entrer dans l'Alliance au plus vite.")
    assert with_it["Alliance"].canonical == "OTAN"
    assert "Alliance" not in labels(rules("Il veut entrer dans l'Alliance au plus vite."))
    other = rules("L'OTAN attend. Il apprend à l'Alliance française.")
    assert "Alliance" not in labels(other)


def test_a_capital_is_its_state_where_it_acts_and_a_city_where_one_is(rules: Rules) -> None:
    def canonical(text: str, quote: str) -> str:
        return rules(text)[quote].canonical

    assert canonical("Hier, Moscou a protesté.", "Moscou") == "Russie"
    assert canonical("Il s'est rendu à Moscou.", "Moscou") == "Moscou"
    assert canonical("Un soutien à Kiev.", "Kiev") == "Ukraine"
    assert canonical("(Prague) Le ministre est là.", "Prague") == "Prague"
    assert canonical("Reçu à la Maison Blanche.", "Maison Blanche") == "Maison Blanche"
    assert canonical("Il aime Kyiv.", "Kyiv") == "Ukraine"


def test_spellings_share_the_canonical_name(rules: Rules) -> None:
    found = rules("Les Etats-Unis et l’Otan.")
    assert found["Etats-Unis"].canonical == "États-Unis"
    assert found["Otan"].canonical == "OTAN"


def test_missed_mentions_and_surnames_are_found_again(rules: Rules) -> None:
    text = "Le maire Paul Perrin est là.\nMais Perrin hésite, dit Perrine. Paul Perrin part."
    found = rules(text, {"Paul Perrin": "PER"})
    assert found["Perrin"].rule == "repeated"
    assert found["Perrin"].canonical == "Paul Perrin"
    assert "Perrine" not in labels(found)


def test_the_projects_names_are_used_with_their_label_and_entity(rules: Rules) -> None:
    known = [
        KnownName("Zelbek", "ORG", "Groupe Zelbek"),
        KnownName("Oleg Marin", "PER", "O. Marin"),
    ]
    found = rules("Chez Zelbek, Oleg Marin se tait.", {"Zelbek": "PER"}, known)
    assert (found["Zelbek"].label, found["Zelbek"].canonical) == ("ORG", "Groupe Zelbek")
    assert found["Oleg Marin"].label == "PER"


def test_a_joined_name_of_a_person_stands_for_him_but_for_no_namesake(rules: Rules) -> None:
    known = [KnownName("Marin", "PER", "Oleg Marin")]
    alone = rules("Lundi, Marin se tait.", {"Marin": "PER"}, known)
    assert alone["Marin"].canonical == "Oleg Marin"
    marks = {"Rosa Marin": "PER", "Marin": "PER"}
    other = rules("Lundi, Rosa Marin arrive. Puis Marin se tait.", marks, known)
    assert other["Marin"].canonical == "Rosa Marin"


def test_a_capital_joined_to_its_state_stays_a_place_where_it_is_one(rules: Rules) -> None:
    known = [KnownName("Lisbonne", "GPE", "Portugal")]
    found = rules("La foire a lieu à Lisbonne.", {"Lisbonne": "LOC"}, known)
    assert found["Lisbonne"].canonical == "Lisbonne"


def test_nothing_is_suggested_in_zones(rules: Rules) -> None:
    text = "La Norvège attend.\nNEXT La Suède gagne"
    assert labels(rules(text, {"Suède": "LOC"}, zones=["NEXT La Suède gagne"])) == {
        "Norvège": "GPE"
    }


def test_capitals_lines_are_read_in_normal_case(rules: Rules) -> None:
    text = "LE CANADA RÉPOND À ANNA PERRIN\nHier, Anna Perrin a parlé."
    found = rules(text, {"Anna Perrin": "PER"})
    assert labels(found) == {"CANADA": "GPE", "ANNA PERRIN": "PER", "Anna Perrin": "PER"}
    assert found["ANNA PERRIN"].canonical == found["Anna Perrin"].canonical


def test_capitalised_words_without_label_are_candidates_inside_sentences(rules: Rules) -> None:
    text = "Hier, la foire Zelbek a ouvert. Demain viendra. Selon le docteur Marin, tout va."
    found = rules(text)
    assert {q: m.label for q, m in found.items()} == {"Zelbek": "ORG", "Marin": "PER"}
    assert all(CANDIDATE <= m.p < FILLED_IN and m.rule == "capitalised" for m in found.values())


def test_a_single_word_at_a_sentence_start_is_less_probable(rules: Rules) -> None:
    opening = rules("Zelbek a ouvert.", {"Zelbek": "ORG"})["Zelbek"]
    inside = rules("Hier, Zelbek a ouvert.", {"Zelbek": "ORG"})["Zelbek"]
    assert opening.p < FILLED_IN <= inside.p


def test_an_organisation_named_inside_the_name_of_another_is_a_mention_too(rules: Rules) -> None:
    text = "Il cite le Conseil scientifique de la Banque mondiale."
    raw = {"Conseil scientifique de la Banque mondiale": "ORG"}
    assert labels(rules(text, raw)) == {
        "Conseil scientifique de la Banque mondiale": "ORG",
        "Banque mondiale": "ORG",
    }


def test_a_person_in_the_name_of_a_law_is_only_a_candidate(rules: Rules) -> None:
    assert labels(rules("Il défend la loi Perrin.", {"Perrin": "PER"})) == {}


def test_mentions_never_overlap_and_each_has_a_reason(rules: Rules) -> None:
    text = "À l'université de Moscou, la Russie et Anna Perrin parlent de la région de Koursk."
    raw = {"université de Moscou": "ORG", "Anna Perrin": "PER", "région de Koursk": "LOC"}
    found = sorted(rules(text, raw).values(), key=lambda m: m.start)
    assert [text[m.start : m.end] for m in found] == [
        "université de Moscou",
        "Russie",
        "Anna Perrin",
        "région de Koursk",
    ]
    assert all(m.reason and "\n" not in m.reason for m in found)
