"""Stances in sentences of our own, one construction each, and sentences that hold none.

"X > Y label" is a stance of X towards Y; "?" stands for an unstated holder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotator.domain.items import MentionKind
from annotator.domain.suggestion import CANDIDATE, FILLED_IN
from tests.unit.suggest.sides import quote, stances, suggested, told

if TYPE_CHECKING:
    from annotator.suggest.engine import Engine

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La Norvège soutient le projet de parc.", {"Norvège > projet de parc favor"}),
        ("Les étudiants manifestent contre la loi.", {"étudiants > loi against"}),
        (
            "Les syndicats s'opposent à la fermeture de l'usine.",
            {"syndicats > fermeture de l'usine against"},
        ),
        ("Les pêcheurs se réjouissent de l'accord.", {"pêcheurs > accord favor"}),
        ("La taxe est rejetée par les armateurs.", {"armateurs > taxe against"}),
        ("L'Iran livrerait des drones à la Russie.", {"Iran > Russie favor"}),
        (
            "L'ONU se dit préoccupée par la situation à Gaza.",
            {"ONU > situation à Gaza against"},
        ),
        ("Anna Perrin, opposée au tunnel, a quitté la salle.", {"Anna Perrin > tunnel against"}),
        ("Le texte, que soutient la gauche, sera lu mardi.", {"gauche > texte favor"}),
        ("Paul Perrin, qui dénonce la loi, est là.", {"Paul Perrin > loi against"}),
        (
            "Le ministre Paul Perrin arrive et rejette la taxe.",
            {"Paul Perrin > taxe against"},
        ),
    ],
)
def test_the_places_of_a_word_name_holder_and_target(
    text: str, expected: set[str], engine: Engine
) -> None:
    assert stances(engine, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Oslo ne soutient pas le quota.", {"Oslo > quota against"}),
        ("Le ministre n'est pas hostile au plan.", {"ministre > plan neutral"}),
        ("Le ministre refuse de soutenir la réforme.", {"ministre > réforme against"}),
        ("Le préfet n'a pas voulu se prononcer sur le pont.", {"préfet > pont neutral"}),
        ("La ministre est restée évasive sur le calendrier.", {"ministre > calendrier neutral"}),
        (
            "« Nous voulons un pont, pas un rapport », a dit Anna Perrin.",
            {"Nous > pont favor", "Nous > rapport against"},
        ),
    ],
)
def test_negation_turns_the_side_about(text: str, expected: set[str], engine: Engine) -> None:
    assert stances(engine, text) == expected


def test_every_holder_takes_a_side_on_every_target(engine: Engine) -> None:
    text = "La France et l'Espagne ont condamné l'attaque et le blocus."
    assert stances(engine, text) == {
        "France > attaque against",
        "France > blocus against",
        "Espagne > attaque against",
        "Espagne > blocus against",
    }


@pytest.mark.parametrize(
    "text",
    [
        "La Norvège et le Danemark se sont rapprochés.",
        "La Norvège a resserré ses liens avec le Danemark.",
    ],
)
def test_a_reciprocal_verb_gives_one_stance_each_way(text: str, engine: Engine) -> None:
    assert stances(engine, text) == {"Norvège > Danemark favor", "Danemark > Norvège favor"}


def test_an_accusation_is_two_stances(engine: Engine) -> None:
    text = "Anna Perrin reproche au gouvernement d'abandonner les éleveurs."
    found = suggested(engine, text)
    outer, inner = sorted(found.stances, key=lambda s: s.evidence[0].start)
    assert told(text, found, outer) == "Anna Perrin > gouvernement against"
    assert (outer.attribution, outer.certainty, outer.source) == ("reported", "asserted", None)
    assert told(text, found, inner) == "gouvernement > éleveurs against"
    assert (inner.attribution, inner.certainty) == ("reported", "hedged")
    assert quote(text, found, inner.source) == "Anna Perrin"


def test_an_accusation_without_accuser_has_an_unstated_holder(engine: Engine) -> None:
    assert stances(engine, "L'Espagne est accusée de financer les rebelles.") == {
        "? > Espagne against",
        "Espagne > rebelles favor",
    }


def test_the_agent_of_a_passive_accusation_is_the_source(engine: Engine) -> None:
    text = "Le Danemark est soupçonné par la Suède d'espionner le Parlement."
    found = suggested(engine, text)
    assert stances(engine, text) == {
        "Suède > Danemark against",
        "Danemark > Parlement against",
    }
    sources = {quote(text, found, s.source) for s in found.stances if s.source is not None}
    assert sources == {"Suède"}


def test_a_conditional_is_hedged_and_its_source_kept(engine: Engine) -> None:
    text = "Selon Madrid, le Portugal soutiendrait le blocus."
    found = suggested(engine, text)
    (stance,) = found.stances
    assert told(text, found, stance) == "Portugal > blocus favor"
    assert (stance.attribution, stance.certainty) == ("reported", "hedged")
    assert quote(text, found, stance.source) == "Madrid"


def test_reported_speech_names_the_speaker_as_the_source(engine: Engine) -> None:
    text = "Paul Perrin a affirmé que la Norvège soutenait le quota."
    found = suggested(engine, text)
    (stance,) = found.stances
    assert told(text, found, stance) == "Norvège > quota favor"
    assert (stance.attribution, stance.certainty) == ("reported", "asserted")
    assert quote(text, found, stance.source) == "Paul Perrin"


def test_a_presumed_support_is_a_hedged_nominal_stance(engine: Engine) -> None:
    text = "Le soutien présumé de la Norvège au blocus étonne."
    found = suggested(engine, text)
    (stance,) = found.stances
    assert told(text, found, stance) == "Norvège > blocus favor"
    assert stance.certainty == "hedged"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("« Ce quota est une honte », a déclaré Paul Perrin.", "Paul Perrin > quota against"),
        ("Paul Perrin a qualifié la réforme de « folie ».", "Paul Perrin > réforme against"),
        ("« Une folie », tempête le maire à propos du tunnel.", "maire > tunnel against"),
        ("« Une folie, lâche Anna Perrin, qui refuse ce tunnel.", "Anna Perrin > tunnel against"),
    ],
)
def test_a_quoted_judgement_is_its_speakers(text: str, expected: str, engine: Engine) -> None:
    assert expected in stances(engine, text)


def test_the_words_of_a_quotation_are_quoted(engine: Engine) -> None:
    text = "Paul Perrin a qualifié la réforme de « folie »."
    (stance,) = suggested(engine, text).stances
    assert stance.attribution == "quoted"
    assert stance.evidence[0].of(text) == "folie"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le député juge la loi dangereuse.", "député > loi against"),
        ("Pour la Chine, cet accord est inacceptable.", "Chine > accord against"),
    ],
)
def test_a_told_judgement_is_reported(text: str, expected: str, engine: Engine) -> None:
    found = suggested(engine, text)
    (stance,) = found.stances
    assert told(text, found, stance) == expected
    assert stance.attribution == "reported"


def test_a_pronoun_stands_for_the_last_subject(engine: Engine) -> None:
    text = "Anna Perrin arrive à Oslo. Elle dénonce la fermeture du port."
    found = suggested(engine, text)
    (stance,) = found.stances
    assert stance.holder is not None
    holder = found.mentions[stance.holder]
    assert (holder.kind, holder.canonical) == (MentionKind.PRONOUN, "Anna Perrin")


def test_we_in_a_quotation_is_its_speaker(engine: Engine) -> None:
    text = "« Nous soutenons la réforme », a dit Anna Perrin."
    found = suggested(engine, text)
    (stance,) = found.stances
    assert stance.holder is not None
    assert found.mentions[stance.holder].canonical == "Anna Perrin"
    assert stance.source is None


def test_a_headline_is_read_like_a_sentence(engine: Engine) -> None:
    text = "Quota de pêche : Oslo dit non\n\nLe vote aura lieu mardi."
    assert stances(engine, text) == {"Oslo > Quota de pêche against"}


def test_a_role_beside_its_name_gives_way_to_the_name(engine: Engine) -> None:
    text = "Le patron de l'Otan, Paul Perrin, redoute une escalade."
    assert stances(engine, text) == {"Paul Perrin > escalade against"}


def test_a_target_stops_before_circumstances_and_relative_clauses(engine: Engine) -> None:
    text = "Oslo soutient le projet de port en échange de gaz que la ville attend."
    assert stances(engine, text) == {"Oslo > projet de port favor"}


def test_hard_wrapped_lines_are_read_as_one_paragraph(engine: Engine) -> None:
    text = (
        "Réunis mardi dans la salle du conseil, les élus de la petite commune\n"
        "ont longuement débattu. Après trois heures, le maire Paul Perrin a\n"
        "condamné la fermeture du bureau de poste.\n"
    )
    assert stances(engine, text) == {"Paul Perrin > fermeture du bureau de poste against"}


def test_dimmed_paragraphs_give_nothing(engine: Engine) -> None:
    from annotator.domain.article import Span

    text = "La Norvège soutient le quota."
    found, _ = engine.suggest(text, [Span(0, len(text))], [], None)
    assert found.stances == ()
    assert found.phrases == ()


def test_mentions_that_only_candidates_need_are_candidates(engine: Engine) -> None:
    text = "La mesure a été rapidement stoppée par une fronde. Moscou a imposé un péage."
    found = suggested(engine, text)
    assert found.stances
    assert all(CANDIDATE <= s.p < FILLED_IN for s in found.stances)
    added = [m for m in found.mentions if m.rule == "stance"]
    assert added
    assert all(m.p < FILLED_IN for m in added)


def test_noun_phrases_without_a_mention_are_carried_along(engine: Engine) -> None:
    text = "Le maire visite la vieille usine de la côte."
    assert [p.of(text) for p in suggested(engine, text).phrases] == [
        "maire",
        "vieille usine de la côte",
        "côte",
    ]


def test_stances_are_the_same_from_a_stored_parse(engine: Engine) -> None:
    text = "Selon Madrid, le Portugal soutiendrait le blocus."
    first, stored = engine.suggest(text, None, [], None)
    again, fresh = engine.suggest(text, None, [], stored)
    assert fresh is None
    assert again == first


@pytest.mark.parametrize(
    "text",
    [
        "Le ministre a rencontré les éleveurs à Rennes.",
        "La réunion aura lieu mardi à Oslo.",
        "La guerre contre l'Ukraine dure depuis deux ans.",
        "L'aide à l'Ukraine a été évoquée.",
        "Une tempête a frappé la Bretagne.",
        "La Norvège compte cinq millions d'habitants.",
        "Anna Perrin dirige la fondation depuis mars.",
        "Le train a été retardé par la neige.",
        "Le prix du pain a augmenté de deux euros.",
        "Selon Paul Perrin, la réunion commencera à midi.",
        "« Il fait beau », a dit le maire.",
        "Les ministres se retrouvent lundi pour un sommet.",
        "Le livre raconte la vie d'un marin.",
        "La grève contre la réforme a perturbé le trafic.",
        "Qui sera le prochain chef de l'Otan ?",
        "Le tribunal rendra sa décision en mars.",
        "La police demande aux témoins de se présenter.",
        "Paul Perrin s'est entretenu avec Anna Perrin.",
        "Le feu a menacé plusieurs maisons.",
        "La Suède et la Norvège partagent une frontière.",
    ],
)
def test_a_sentence_without_a_side_gives_nothing(text: str, engine: Engine) -> None:
    assert suggested(engine, text).stances == ()
