"""Orders of work, on articles whose place can be foretold."""

from __future__ import annotations

import pytest

from annotator.domain.ordering import ChosenBy, OrderBy, doubt, mixed, most_doubtful, parse_share
from annotator.errors import InputError
from annotator.suggest.diversity import most_diverse

MANY = [f"article {n}" for n in range(400)]


def test_an_even_chance_is_the_greatest_doubt():
    assert doubt([0.5]) == 1.0
    assert doubt([0.9, 0.9]) == doubt([0.9])
    assert doubt([0.5]) > doubt([0.7]) > doubt([0.95])
    assert doubt([]) is None
    assert doubt([0.1]) is None


def test_most_doubtful_first_and_the_unsuggested_last_as_imported():
    given = {"x": None, "sure": 0.1, "open": 0.9, "y": None}

    assert most_doubtful(given) == ["open", "sure", "x", "y"]


def test_a_share_of_the_places_is_random_and_says_so():
    turns = mixed(MANY, OrderBy.DOUBT, 0.1)
    random = [turn.article for turn in turns if turn.chosen_by is ChosenBy.RANDOM]
    wanted = [turn.article for turn in turns if turn.chosen_by is ChosenBy.DOUBT]

    assert sorted(turn.article for turn in turns) == sorted(MANY)
    assert 20 <= len(random) <= 60
    assert wanted == sorted(wanted, key=MANY.index)
    assert random != sorted(random, key=MANY.index)
    assert mixed(MANY, OrderBy.DOUBT, 0.1) == turns


def test_as_imported_nothing_is_drawn():
    turns = mixed(MANY, OrderBy.IMPORTED, 0.5)

    assert [turn.article for turn in turns] == MANY
    assert {turn.chosen_by for turn in turns} == {ChosenBy.IMPORTED}


@pytest.mark.parametrize("text", ["0%", "-5%", "ten", "101%", "", "5.5%"])
def test_a_share_that_draws_nothing_is_refused(text):
    with pytest.raises(InputError, match="from 1% to 100%"):
        parse_share(text)


def test_a_share_is_a_percentage():
    assert parse_share("10%") == parse_share("10") == 0.1


def test_what_was_not_read_about_yet_comes_first():
    texts = {
        "pont 1": "le pont de la ville, le maire, le chantier du pont",
        "pont 2": "le maire ouvre le chantier du pont de la ville",
        "vote": "les députés votent la loi de finances à l'assemblée",
        "match": "victoire en finale, trois buts, le gardien arrête un tir",
    }
    found = most_diverse(texts, ["la loi de finances est votée par les députés"])

    assert found.index("vote") > found.index("match")
    assert {found[0], found[1]} <= {"pont 1", "pont 2", "match"}
    assert "match" in found[:2]
    assert most_diverse({}) == []
    assert most_diverse({"a": "!", "b": "?"}) == ["a", "b"]
