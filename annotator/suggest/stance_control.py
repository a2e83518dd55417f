"""Whose deed an infinitive is: of who wishes it, is made to do it, or owns the noun before it."""

from __future__ import annotations

from annotator.suggest.stance_frames import INFINITIVE, OF, Kind
from annotator.suggest.stance_objects import direct_object
from annotator.suggest.stance_passage import Passage
from annotator.suggest.stance_text import Phrase

_REACH = 12


def wish_of(passage: Passage, at: int) -> int | None:
    """The verb that wishes what the infinitive at a word does: "exhorte Oslo à aider Rabat"."""
    block, frames = passage.block, passage.scene.frames
    word = block.words[at]
    if word.pos != "VERB" or word.is_finite or word.is_participle or owner_of(passage, at):
        return None
    for outer in range(at - 1, max(block.sentence_of(at).start, at - _REACH) - 1, -1):
        governor = block.words[outer]
        if governor.text in (",", ";", ":"):
            return None
        wishes = any(
            frame.kind is Kind.ATTITUDE and INFINITIVE in frame.targets and not frame.needs
            for frame in frames.of(governor.form, governor.lemma)
        )
        if wishes and governor.is_verb:
            return outer
        if governor.pos == "VERB" and (governor.is_finite or governor.is_participle):
            return None
    return None


def completes_noun(passage: Passage, at: int) -> bool:
    """Whether an infinitive completes a noun: "l'invitation à rejoindre l'alliance"."""
    word = passage.block.words[at]
    governor = passage.block.words[word.head]
    bare = word.pos == "VERB" and not word.is_finite and not word.is_participle
    return bare and word.dep.startswith("acl") and governor.pos == "NOUN"


def is_determined(passage: Passage, at: int) -> bool:
    """Whether the noun that an infinitive completes has a determiner: else it is a set phrase."""
    noun = passage.block.phrase_at(passage.block.words[at].head)
    return noun is not None and noun.determiner is not None


def owner_of(passage: Passage, at: int) -> Phrase | None:
    """Whose deed such an infinitive is: "la volonté de Rabat d'aider Oslo"."""
    if not completes_noun(passage, at):
        return None
    noun = passage.block.words[at].head
    for phrase in passage.block.sentence_of(at).phrases:
        if noun < phrase.begin < at and phrase.preposition == OF and passage.is_holder(phrase):
            return phrase
    return None


def made_to(passage: Passage, at: int) -> Phrase | None:
    """Who is helped or brought to do what the infinitive at a word says: "aide X à frapper Y"."""
    block, lexicon = passage.block, passage.scene.lexicon
    word = block.words[at]
    if word.pos != "VERB" or word.is_finite or word.is_participle:
        return None
    for outer in range(at - 1, max(block.sentence_of(at).start, at - _REACH) - 1, -1):
        governor = block.words[outer]
        if governor.text in (",", ";", ":"):
            return None
        if lexicon.has("control", governor.form) or lexicon.has("control", governor.lemma):
            found = direct_object(block, outer, lexicon)
            return found if found is not None and passage.is_holder(found) else None
        if governor.is_finite and governor.is_verb:
            return None
    return None
