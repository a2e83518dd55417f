import pytest

from annotator.domain.article import Span
from annotator.domain.names import (
    NameIndex,
    contains_name,
    find_names,
    person_canonicals,
    same_person,
)

STATES = NameIndex({"france": 1, "cote d'ivoire": 2, "mer noire": 3}, frozenset({"mer noire"}))


def found(text: str) -> list[str]:
    return [span.of(text) for span, _ in find_names(text, Span(0, len(text)), STATES)]


def test_names_are_found_whatever_their_accents_and_apostrophes() -> None:
    assert found("De la Cote d’Ivoire à la FRANCE.") == ["Cote d’Ivoire", "FRANCE"]


def test_decomposed_letters_are_part_of_the_word() -> None:
    assert found("la Co\u0302te d'Ivoire") == ["Co\u0302te d'Ivoire"]


def test_a_name_needs_its_capital_unless_it_is_listed_small() -> None:
    assert found("la france et la mer Noire") == ["mer Noire"]


def test_a_part_of_a_word_or_address_is_no_name() -> None:
    assert found("Francette écrit à contact@France.fr pour France.tv et @France") == []


@pytest.mark.parametrize(
    ("text", "names"),
    [("la Nouvelle-France", []), ("les anti-France", ["France"]), ("l'axe Dakar-France", [])],
)
def test_a_part_of_a_compound_counts_when_the_rest_is_small(text: str, names: list[str]) -> None:
    assert found(text) == names


def test_a_full_name_contains_its_surname_and_no_first_name() -> None:
    assert contains_name("Claire Dumont-Roy", "Dumont-Roy")
    assert not contains_name("Claire Dumont", "Claire")
    assert not contains_name("Claire Dumont", "Claire Dumont")


def test_likeness_joins_spellings_and_keeps_other_persons_apart() -> None:
    assert same_person("Oleksandr Petrenko", "Olexandr Petrenko")
    assert not same_person("Jean Martin", "Jeanne Marty")
    assert not same_person("Dumont", "Claire Dumont")


def test_a_surname_takes_the_full_name_of_the_article() -> None:
    assert person_canonicals(["Dumont", "Claire Dumont"])["Dumont"] == "Claire Dumont"


def test_a_surname_that_two_persons_share_stays_itself() -> None:
    names = ["Dumont", "Claire Dumont", "Paul Dumont"]
    assert person_canonicals(names)["Dumont"] == "Dumont"


def test_the_name_of_the_project_wins_over_the_articles_spelling() -> None:
    canonicals = person_canonicals(["Olexandr Petrenko", "Petrenko"], ["Oleksandr Petrenko"])
    assert set(canonicals.values()) == {"Oleksandr Petrenko"}
