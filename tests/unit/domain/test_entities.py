import pytest

from annotator.domain.entities import NameUse, fold_name, fold_names


@pytest.mark.parametrize(
    "spelling", ["États-Unis", "Etats Unis", "ETATS‑UNIS", "états  unis", "E\u0301tats-Unis"]
)
def test_spellings_of_one_name_fold_together(spelling):
    assert fold_name(spelling) == "etats unis"


@pytest.mark.parametrize("more", [[], [""], ["\u0301a", "b \u0301"], ["a\0b"]])
def test_names_together_fold_like_each_alone(more):
    names = [*more, "États-Unis", "  a-b ", "l’Été", "STRASSE ß", *more]
    assert fold_names(names) == [fold_name(name) for name in names]
    assert fold_names(more) == [fold_name(name) for name in more]


def test_apostrophes_fold_together_and_stay():
    assert fold_name("Côte d’Ivoire") == fold_name("Côte d'Ivoire") == "cote d'ivoire"


def test_different_names_stay_apart():
    assert fold_name("Niger") != fold_name("Nigeria")


def test_a_use_is_literal_where_it_says_part_of_the_name():
    assert NameUse("Paul Roche", "PER", "M. ROCHE").is_literal
    assert not NameUse("Russie", "ORG", "Kremlin").is_literal
