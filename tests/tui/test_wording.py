"""What the workbench says fits a terminal of 80 columns and is safe to show."""

import inspect
from dataclasses import replace

import pytest
from rich.cells import cell_len

from annotator.domain.edits import Act
from annotator.domain.entities import Entity
from annotator.domain.items import (
    Attribution,
    Decision,
    Evidence,
    HolderKind,
    Mention,
    MentionKind,
    Origin,
    Stance,
)
from annotator.domain.likeness import Join, Likeness
from annotator.domain.words import Edge
from annotator.keys import Mode
from annotator.resources import load_scheme
from annotator.tui import (
    entity_wording,
    find_wording,
    idle_keys,
    item_wording,
    stance_wording,
    standpoint_wording,
    wording,
)
from annotator.tui.key_names import key_names
from annotator.tui.legend import LEGENDS, legend

ROOM = 78
NASTY = "\x1b]0;owned\x07[bold]x[/ \u202e\u2028\t\r\n\x9b" + "très long " * 20
WRAPPED = {"not_stored", "preview"}
"""Shown on several rows where need be."""
ELSEWHERE = (
    "mention_line", "stance_line", "voice", "short_voice", "holder_name", "counted", "_where",
    "_which_evidence", "ends_line", "sides_line", "saying_line",
)  # fmt: skip
"""Parts of sentences, or built of values and cut to the screen's width where they are shown."""


def worst(parameter):
    """An argument that makes the longest sentence."""
    if parameter.annotation == "bool":
        return True
    return {
        "int": 999,
        "KeyNames": key_names(load_scheme(), {}),
        "Join": Join(Entity(1, NASTY, "PER"), Entity(2, NASTY, "PER"), Likeness.PART),
        "Mapping[str, int]": {"PER": 999, "ORG": 999, "TOPIC": 999, "rejected": 999},
        "Act": Act.DONE_WITH_DOUBTS,
        "Edge": Edge.END,
        "Mode": Mode.READING,
        "Scheme": load_scheme(),
        "KeyChanges": {},
        "HolderKind": HolderKind.MENTION,
        "MentionKind": MentionKind.NOMINAL,
        "MentionKind | None": MentionKind.PRONOUN,
    }.get(parameter.annotation, NASTY)


def functions():
    modules = (
        wording, item_wording, find_wording, entity_wording, stance_wording, standpoint_wording,
        idle_keys,
    )  # fmt: skip
    for module in modules:
        for name, function in inspect.getmembers(module, inspect.isfunction):
            yield module, name, function


def sentences():
    for module, name, function in functions():
        if function.__module__ != module.__name__ or name in ELSEWHERE:
            continue
        parameters = inspect.signature(function).parameters.values()
        named = {p.name: worst(p) for p in parameters if p.kind is p.KEYWORD_ONLY}
        plain = [worst(p) for p in parameters if p.kind is not p.KEYWORD_ONLY]
        yield pytest.param(function(*plain, **named), id=name)


@pytest.mark.parametrize("sentence", [s for s in sentences() if s.id not in WRAPPED])
def test_a_sentence_fits_80_columns(sentence):
    assert cell_len(sentence) <= ROOM, sentence


@pytest.mark.parametrize("sentence", [s for s in sentences() if s.id != "not_stored"])
def test_a_sentence_holds_nothing_that_drives_the_terminal(sentence):
    assert sentence.isprintable(), repr(sentence)
    assert "\u202e" not in sentence


@pytest.mark.parametrize("kind", list(LEGENDS))
def test_the_legend_fits_80_columns(kind):
    assert cell_len(legend(kind, key_names(load_scheme(), {}), {})) <= ROOM


def test_every_act_that_can_be_undone_has_a_name_for_people():
    walked = set(Act) - {Act.SUGGEST, Act.IMPORT, Act.ADOPT, Act.UNDO, Act.REDO}
    said = {act: wording.undid(act, 1, undone=True) for act in walked}
    assert len(set(said.values())) == len(walked)
    assert not [sentence for sentence in said.values() if "_" in sentence]


def test_a_mention_in_words_says_why_it_was_suggested():
    origin = Origin("rules-1", "m1", 0.6, "model", "the model is unsure of the label")
    mention = Mention(
        id="m1",
        start=0,
        end=4,
        quote="OTAN",
        label="ORG",
        kind=MentionKind.NAMED,
        decision=Decision.SUGGESTED,
        origin=origin,
    )
    assert item_wording.mention_line(mention, "OTAN", candidate=False) == (
        "“OTAN” · ORG named · suggested, p 0.60 · the model is unsure of the label"
    )
    assert " · = Alliance · " in item_wording.mention_line(mention, "Alliance", candidate=True)


def test_a_stance_in_words_says_voice_probability_and_reason():
    stance = Stance(
        id="s1",
        holder="m1",
        holder_kind=HolderKind.MENTION,
        target="m2",
        label="against",
        evidence=(Evidence(start=0, end=4, quote="OTAN"),),
        attribution=Attribution.QUOTED,
        decision=Decision.SUGGESTED,
        origin=Origin("rules-1", "s1", 0.61, "frame", "“refuse” takes a side"),
    )
    words = stance_wording.who_on_what("Rutte", "pacte", HolderKind.MENTION)
    assert stance_wording.stance_line(words, stance, None, (), candidate=False) == (
        "Rutte → pacte · against · quoted · asserted · p .61 · “refuse” takes a side"
    )
    changed = replace(stance, label="favor", decision=Decision.CHANGED)
    assert stance_wording.stance_line(words, changed, None, (), candidate=False) == (
        "Rutte → pacte · favor · quoted · asserted · changed"
    )
    assert "quoted by AFP · " in stance_wording.stance_line(
        words, stance, "AFP", (), candidate=True
    )


def test_the_preview_says_what_would_be_repeated():
    assert wording.preview("Valmer", None, 1, 1) == (
        "Repeat the last fix: reject “Valmer” in 1 place of 1 open article?"
    )
