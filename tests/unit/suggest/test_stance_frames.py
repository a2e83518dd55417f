"""The frames file: what it may say, and how a mistake in it is named."""

from __future__ import annotations

import pytest

from annotator.domain.items import Attribution
from annotator.errors import SchemeError
from annotator.suggest.stance_frames import Frames, Kind, parse_frames
from tests.unit.suggest.conftest import ROOT

SMALL = """
topic = "TOPIC"
[[inflection]]
ending = "er"
forms = ["e", "ent", "é"]
[[inflection]]
ending = "noun"
forms = ["s"]
[prepositions]
"à" = "to"
[words]
say = ["clamer*"]
[[holders]]
label = "PER"
nouns = ["maire"]
"""
FRAME = """
[[frames]]
lemmas = ["vanter"]
kind = "attitude"
label = "favor"
targets = ["object"]
"""


def parsed(source: str) -> Frames:
    return parse_frames(source, "my.frames.toml")


def test_every_regular_form_of_a_word_finds_its_frame() -> None:
    frames = parsed(SMALL + FRAME)
    (frame,) = frames.of("vantent")
    assert frame.lemma == "vanter"
    assert frames.of("vanté", "vante") == (frame,)
    assert frames.of("vantard") == ()


def test_a_frame_without_more_has_the_defaults_of_its_kind() -> None:
    (frame,) = parsed(SMALL + FRAME).of("vanter")
    assert (frame.holder, frame.negated, frame.attribution) == (
        "subject",
        "against",
        Attribution.REPORTED,
    )
    assert not frame.reflexive


def test_a_lemma_of_several_words_needs_the_rest_right_behind_its_first() -> None:
    (frame,) = parsed(SMALL + FRAME.replace("vanter", "jeter l'éponge")).of("jettent", "jeter")
    assert (frame.lemma, frame.needs) == ("jeter", ("+l'", "+éponge"))


def test_words_with_a_star_stand_for_all_their_forms() -> None:
    lexicon = parsed(SMALL + FRAME).lexicon
    assert lexicon.has("say", "clament")
    assert lexicon.nouns["maires"] == "PER"


def test_the_shipped_file_holds_frames_of_every_kind_that_it_uses() -> None:
    source = (ROOT / "labels" / "news-fr.frames.toml").read_text(encoding="utf-8")
    frames = parsed(source)
    kinds = {frame.kind for found in frames.by_form.values() for frame in found}
    assert frames.count >= 150
    assert kinds >= {Kind.ACT, Kind.ATTITUDE, Kind.ACCUSATION, Kind.NOMINAL, Kind.EVALUATIVE}


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (SMALL, "at least one frame"),
        (FRAME, "`topic` is missing"),
        (SMALL + FRAME.replace("vanter", " "), "`lemmas`"),
        (SMALL + FRAME.replace('["vanter"]', "[]"), "`lemmas` must hold"),
        (SMALL + FRAME.replace("attitude", "opinion"), "`kind` is 'opinion'"),
        (SMALL + FRAME.replace("favor", "pro"), "`label` is 'pro'"),
        (SMALL + FRAME.replace("object", "objet"), "'objet' is no place"),
        (SMALL + FRAME.replace('["object"]', "[]"), "`targets` must name"),
        (SMALL + FRAME + 'holder = "from"', "'from' is no place"),
        (SMALL + FRAME + 'negated = "maybe"', "`negated` is 'maybe'"),
        (SMALL + FRAME + 'attribution = "hearsay"', "`attribution` is 'hearsay'"),
        (SMALL + FRAME + 'certainty = "sure"', "`certainty` is 'sure'"),
        (SMALL + FRAME + "p = 2", "`p` must be a probability"),
        (SMALL + FRAME + 'reflexive = "yes"', "`reflexive` must be true or false"),
        (SMALL + FRAME + "weight = 1", "`weight` is no key"),
        (SMALL + FRAME.replace('["vanter"]', '["vanter", "louer"]') + 'forms = ["x"]', "`forms`"),
        (SMALL.replace("say =", "tell =") + FRAME, "`tell` is no key"),
        (SMALL + FRAME + "=", "not valid TOML"),
    ],
)
def test_a_malformed_entry_is_refused_with_its_place(source: str, said: str) -> None:
    with pytest.raises(SchemeError, match=r"my\.frames\.toml") as refused:
        parsed(source)
    assert said in str(refused.value)
