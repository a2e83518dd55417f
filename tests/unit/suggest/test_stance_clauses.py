"""How clauses are told apart: mistaken words, relatives, lists, inserted and opening parts.

Notation as in `test_stance_rules`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotator.domain.items import Attribution, Certainty
from tests.unit.suggest.sides import candidates, stances, suggested

if TYPE_CHECKING:
    from annotator.suggest.engine import Engine

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La ministre Anna Perrin juge inutile le tunnel.", "Anna Perrin > tunnel against"),
        ("Le gouvernement lance un quota, ce que Rabat dément.", "Rabat > ce against"),
        ("A Rennes, les dockers redoutent la fermeture.", "dockers > fermeture against"),
        ("Le maire botte en touche sur la question du stade.", "maire > question du stade neutral"),
        ("Oslo dénonce de nouvelles taxes.", "Oslo > nouvelles taxes against"),
        ("Des milliers d'élus ont manifesté contre la taxe.", "milliers d'élus > taxe against"),
        ("La Norvège a bombardé mardi Rabat.", "Norvège > Rabat against"),
    ],
)
def test_words_that_the_parser_mistakes_are_read_as_meant(
    text: str, expected: str, engine: Engine
) -> None:
    assert expected in stances(engine, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le quota auquel Oslo reste hostile passera.", "Oslo > quota against"),
        ("Le quota contre lequel Oslo a voté passera.", "Oslo > quota against"),
        ("Le quota dont Oslo se méfie passera.", "Oslo > quota against"),
        ("Le quota, que le maire, Paul Perrin, rejette, passera.", "Paul Perrin > quota against"),
        ("Il a vu l'effort d'Oslo, qui finance le barrage.", "Oslo > barrage favor"),
        ("La fédération, que préside Paul Perrin, réclame un quota.", "fédération > quota favor"),
        ("Pékin, qui considère Oslo comme un ami, s'oppose au quota.", "Pékin > quota against"),
    ],
)
def test_a_relative_clause_has_its_own_places(text: str, expected: str, engine: Engine) -> None:
    assert expected in stances(engine, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La CFDT, principal syndicat du site, a condamné les tirs.", "CFDT > tirs against"),
        (
            "L'ambassadeur russe auprès des Nations unies, Ivan Perrin, a critiqué Oslo.",
            "Ivan Perrin > Oslo against",
        ),
        ("Oslo vote la taxe, le Maroc s'est abstenu sur ce texte.", "Maroc > texte neutral"),
        ("Soutenu par Oslo, le maire a gagné.", "Oslo > maire favor"),
        ("Anna Perrin a promis, à Rennes, un nouveau pont.", "Anna Perrin > nouveau pont favor"),
    ],
)
def test_the_subject_is_found_past_what_is_set_between(
    text: str, expected: str, engine: Engine
) -> None:
    assert expected in stances(engine, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Oslo s'oppose au quota, tout comme Rabat.", {"Oslo > quota", "Rabat > quota"}),
        ("Oslo et Rabat jugent le quota absurde.", {"Oslo > quota", "Rabat > quota"}),
        (
            "La Norvège d'Anna Perrin et le Maroc rejettent le quota.",
            {"Norvège > quota", "Maroc > quota"},
        ),
    ],
)
def test_all_who_are_listed_or_likened_take_the_side(
    text: str, expected: set[str], engine: Engine
) -> None:
    assert stances(engine, text) == {f"{pair} against" for pair in expected}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La mairie refuse de dire si elle vendra le stade.", "mairie > stade neutral"),
        ("Oslo se garde de prendre parti dans le différend.", "Oslo > différend neutral"),
        ("Le maire a évité le sujet.", "maire > sujet neutral"),
        ("La ministre a éludé la question.", "ministre > question neutral"),
    ],
)
def test_who_avoids_a_matter_is_neutral(text: str, expected: str, engine: Engine) -> None:
    assert expected in stances(engine, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le conseil a adopté la taxe. Oslo a voté contre.", "Oslo > taxe against"),
        ("Oslo exige la fin immédiate du quota.", "Oslo > fin immédiate du quota favor"),
        ("Les dockers sont vent debout contre le quota.", "dockers > quota against"),
        ("Le maire promet de rénover le stade.", "maire > stade favor"),
        ("Le maire a mis son veto au quota.", "maire > quota against"),
        ("Oslo impose des droits de douane à la Chine.", "Oslo > Chine against"),
        ("La droite n'a jamais digéré cette loi.", "droite > loi against"),
        ("L'accord a été mal accueilli par la ministre.", "ministre > accord against"),
        ("Le plan va mener à la ruine, selon Anna Perrin.", "Anna Perrin > plan against"),
        ("Le pape a exhorté les chefs à condamner le quota.", "pape > quota against"),
        ("Le refus de Rabat d'aider Oslo dure.", "Rabat > Oslo against"),
        ("« Nous sommes contre cette loi », dit le maire.", "Nous > loi against"),
        ("Les élus veulent que l'usine soit fermée.", "élus > usine against"),
    ],
)
def test_common_constructions_show_their_side(text: str, expected: str, engine: Engine) -> None:
    assert expected in stances(engine, text) | candidates(engine, text)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Oslo blâme les juges, et sa ministre rit.", "Oslo > ministre against"),
        ("Anna Perrin dit que Rabat part, et juge le quota absurde.", "Rabat > quota against"),
        ("Le maire (CGT) a loué le port et refuse le quota.", "CGT > quota against"),
        ("Il accuse Oslo de mentir et a menacé de quitter l'accord.", "Oslo > accord against"),
        ("Oslo s'oppose au quota, tout comme Rabat.", "Oslo > Rabat against"),
        ("« C'est une faute », déplore Paul Perrin.", "? > Paul Perrin against"),
        ("Le Rwanda nie soutenir les rebelles.", "Rwanda > rebelles against"),
    ],
)
def test_a_side_is_not_taken_by_the_neighbour(text: str, wrong: str, engine: Engine) -> None:
    assert wrong not in stances(engine, text) | candidates(engine, text)


@pytest.mark.parametrize(
    "text",
    [
        "Le juge a reçu le maire de Rennes.",
        "La critique du film a paru mardi.",
        "L'usine participe au salon de Rennes.",
        "Le train dont parle le maire part à midi.",
        "La ministre dit si la réunion a lieu.",
        "Paul Perrin, comme Anna Perrin, habite Rennes.",
        "Le missile Iris-T. Le maire est arrivé.",
        "Un bus attend les élus contre la gare.",
        "L'usine ferme ses portes à midi.",
    ],
)
def test_the_same_words_without_a_side_give_nothing(text: str, engine: Engine) -> None:
    assert suggested(engine, text).stances == ()


def test_who_retells_a_plan_of_its_own_is_no_source(engine: Engine) -> None:
    text = "Anna Perrin a annoncé qu'elle censurerait le budget."
    found = suggested(engine, text)
    [stance] = found.stances
    assert (stance.source, stance.certainty) == (None, Certainty.ASSERTED)


def test_what_somebody_wants_done_is_reported(engine: Engine) -> None:
    [stance] = suggested(engine, "La ministre veut interdire la marche.").stances
    assert stance.attribution is Attribution.REPORTED
