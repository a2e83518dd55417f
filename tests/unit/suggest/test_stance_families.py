"""Families of rules that go beyond one clause: wishes, nouns, echoes, verdicts, weak evidence.

Notation as in `test_stance_rules`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from annotator.domain.items import MentionKind
from annotator.domain.suggestion import CANDIDATE, FILLED_IN
from tests.unit.suggest.sides import candidates, quote, stances, suggested, told

if TYPE_CHECKING:
    from annotator.suggest.engine import Engine

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le maire demande que la taxe soit levée.", "maire > taxe against"),
        ("La ministre exige que les marins soient indemnisés.", "ministre > marins favor"),
        ("Anna Perrin veut voir le péage aboli.", "Anna Perrin > péage against"),
        ("« L'Europe doit aider le Kosovo », a dit Anna Perrin.", "Anna Perrin > Kosovo favor"),
        ("« Nous avons besoin d'ambulances », répète le maire.", "Nous > ambulances favor"),
        ("« Nous ne laisserons pas tomber Oslo », a promis Anna Perrin.", "Nous > Oslo favor"),
    ],
)
def test_a_wish_takes_the_side_of_what_it_would_do(
    text: str, expected: str, engine: Engine
) -> None:
    assert expected in stances(engine, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("« Il faut planter plus d'arbres », dit le maire.", "maire > arbres favor"),
        ("« Je veux que cette grève s'arrête », dit le maire.", "Je > grève against"),
        ("Le maire accuse la région d'avoir allumé l'incendie.", "région > incendie favor"),
        ("La lenteur des travaux agace.", "? > lenteur des travaux against"),
        ("L'espion a été arrêté mardi.", "? > espion against"),
    ],
)
def test_what_is_less_sure_is_a_candidate(text: str, expected: str, engine: Engine) -> None:
    assert expected in candidates(engine, text)


def test_a_deed_that_is_only_wished_for_is_not_told_as_one(engine: Engine) -> None:
    text = "Le maire demande que la Norvège soutienne le quota."
    assert "maire > quota favor" in stances(engine, text)
    assert not any("Norvège > quota" in told for told in stances(engine, text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pékin aiderait Oslo à contourner l'embargo.", "Oslo > embargo against"),
        ("La ministre refuse de livrer des blindés à la Géorgie.", "ministre > Géorgie against"),
    ],
)
def test_an_infinitive_has_the_holder_that_its_governor_gives_it(
    text: str, expected: str, engine: Engine
) -> None:
    assert expected in stances(engine, text)


def test_a_denied_deed_is_no_stance_on_whom_it_is_done_to(engine: Engine) -> None:
    assert stances(engine, "L'Iran nie fournir des obus à la Géorgie.") == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le roi a exprimé son soutien au peuple géorgien.", "roi > peuple géorgien favor"),
        ("L'hostilité des syndicats au quota ne faiblit pas.", "syndicats > quota against"),
        ("Les Alliés ont réaffirmé leur soutien à la Moldavie.", "Alliés > Moldavie favor"),
        ("Le décret a suscité la colère des pêcheurs.", "pêcheurs > décret against"),
        ("Le texte provoque de vives critiques chez les juges.", "juges > texte against"),
    ],
)
def test_a_noun_shows_the_side_of_who_expresses_it(
    text: str, expected: str, engine: Engine
) -> None:
    assert expected in stances(engine, text)


def test_who_agrees_takes_the_same_side(engine: Engine) -> None:
    text = "Le Danemark se félicite du vote, la Norvège aussi."
    assert stances(engine, text) == {"Danemark > vote favor", "Norvège > vote favor"}


def test_who_blames_a_deed_in_their_own_words_is_offered_against_its_doer(
    engine: Engine,
) -> None:
    text = "« La région piétine nos droits », a lancé Anna Perrin."
    assert "Anna Perrin > région against" in candidates(engine, text) | stances(engine, text)


def test_someone_who_tells_of_a_deed_in_reported_speech_takes_no_side_by_it(
    engine: Engine,
) -> None:
    text = "Anna Perrin a dit que la Norvège soutenait le quota."
    holders = {t.split(" > ")[0] for t in stances(engine, text) | candidates(engine, text)}
    assert holders == {"Norvège"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("« Cela menace la paix », a dit Anna Perrin.", "Anna Perrin > Cela against"),
        ("Oslo tire, ce qui menace la paix, dit Anna Perrin.", "Anna Perrin > ce against"),
        ("Péage : les routiers dénoncent « une folie »", "routiers > Péage against"),
        ("Pour le maire, ces critiques sont sans fondement.", "maire > critiques against"),
        ("Aux yeux de Tokyo, Oslo représente une menace.", "Tokyo > Oslo against"),
    ],
)
def test_a_judgement_falls_on_what_it_is_said_of(text: str, expected: str, engine: Engine) -> None:
    assert expected in stances(engine, text) | candidates(engine, text)


def test_a_verdict_of_its_own_falls_on_what_was_reported_before(engine: Engine) -> None:
    text = "Le maire a rappelé que la région fermerait le pont. « Inacceptable »."
    assert "maire > région fermerait le pont against" in (
        candidates(engine, text) | stances(engine, text)
    )


@pytest.mark.parametrize(
    ("text", "pronoun", "matter"),
    [
        ("Le maire présente son plan. La gauche s'y oppose.", "y", "plan"),
        ("Le conseil a voté la taxe. Les dockers s'en réjouissent.", "en", "taxe"),
        ("Le conseil débat de la taxe. Les dockers la rejettent.", "la", "taxe"),
    ],
)
def test_a_pronoun_for_a_thing_bears_its_name(
    text: str, pronoun: str, matter: str, engine: Engine
) -> None:
    found = suggested(engine, text)
    targets = [found.mentions[s.target] for s in found.stances]
    (target,) = [m for m in targets if m.kind is MentionKind.PRONOUN]
    assert (text[target.start : target.end], target.canonical) == (pronoun, matter)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La loi est soutenue par 60 % des Français.", "60 % des Français > loi favor"),
        ("Une dizaine d'élus ont rejeté la loi.", "dizaine d'élus > loi against"),
    ],
)
def test_a_counted_group_holds_as_written(text: str, expected: str, engine: Engine) -> None:
    assert expected in stances(engine, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La ministre rejette la loi.", "ministre > loi against"),
        ("Les mesures inquiètent la filière, le préfet les appuie.", "préfet > les favor"),
        ("Ce pacte inquiète Washington et ses alliés.", "Washington > pacte against"),
        ("La décision a été saluée par Oslo et critiquée par Rabat.", "Rabat > décision against"),
    ],
)
def test_forms_of_a_word_are_found(text: str, expected: str, engine: Engine) -> None:
    assert expected in stances(engine, text)


def test_a_quotation_belongs_to_the_verb_that_opens_it(engine: Engine) -> None:
    text = "Oslo a répondu « une fable » ; à Rabat, un juge a démenti ces propos."
    found = suggested(engine, text)
    quoted = [s for s in found.stances if s.attribution == "quoted"]
    assert {quote(text, found, s.holder) for s in quoted} == {"Oslo"}


def test_weak_evidence_is_offered_once_a_sentence_and_never_filled_in(engine: Engine) -> None:
    text = "Le maire, furieux, a quitté la réunion sur le péage sans un mot pour les élus."
    found = suggested(engine, text)
    weak = [s for s in found.stances if s.rule.startswith("hint")]
    assert len(weak) <= 1
    assert all(CANDIDATE <= s.p < FILLED_IN for s in weak)


@pytest.mark.parametrize(
    "text",
    [
        "Il faut trois heures pour rejoindre le lac.",
        "Le gouvernement doit présenter son budget mercredi.",
        "La commission rendra un avis important en mars.",
        "Les deux chefs d'État ont parlé du climat.",
        "La rivière a détruit deux ponts.",
        "La Banque centrale a relevé ses taux.",
        "Les ventes ont chuté de 10 %, selon le cabinet Altavia.",
        "L'usine fermera ses portes en juin, a annoncé la direction.",
        "Le livre a reçu un bon accueil.",
        "Le conseil devait voter avant que la ministre ne parte.",
        "« Je partirai demain », a dit le préfet.",
        "Le virus tue des milliers de bêtes.",
        "La Suède aussi partage une frontière avec la Norvège.",
        "Le soutien scolaire reprend lundi.",
        "L'aide est arrivée par bateau.",
    ],
)
def test_a_sentence_that_takes_no_side_gives_nothing(text: str, engine: Engine) -> None:
    found = suggested(engine, text)
    assert [told(text, found, s) for s in found.stances] == []
