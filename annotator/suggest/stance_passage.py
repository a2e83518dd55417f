"""A block as stance rules read it, and the frames that are found at its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from annotator.domain.article import Span
from annotator.domain.items import Attribution, Certainty, HolderKind
from annotator.suggest.stance_frames import BY, NEXT, OBJECT, Frame, Kind
from annotator.suggest.stance_negation import is_hedged, is_negated
from annotator.suggest.stance_objects import is_empty
from annotator.suggest.stance_scene import Party, Scene
from annotator.suggest.stance_text import Block, Phrase
from annotator.suggest.stance_voice import Quote, Voice, voice_at

_NEEDS_REACH = 6
_SHARED = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A stance in the making; phrases are those of one block."""

    holder: Phrase | None
    holder_kind: HolderKind = HolderKind.MENTION
    target: Phrase
    label: str
    evidence: tuple[Span, ...]
    attribution: Attribution
    source: Phrase | None
    certainty: Certainty
    p: float
    rule: str
    reason: str
    verb: int
    """The word of the block that decides."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A block in its scene with its quotations: what every rule reads."""

    scene: Scene
    block: Block
    quotes: tuple[Quote, ...]
    topic: Phrase | None
    """What the headline, or the question before, puts up for judgement."""

    def voice(self, index: int) -> Voice | None:
        """Whose words the word belongs to."""
        return voice_at(self.scene, self.block, self.quotes, index)

    def last_holder(self, index: int) -> Phrase | None:
        """The nearest phrase before a word that can take a side, in its sentence or the last."""
        ahead, _ = self.block.sentences_around(index, index)
        for sentence in (self.block.sentence_of(index), *reversed(ahead[-1:])):
            for phrase in sentence.phrases:
                free = phrase.preposition is None and phrase.full < index
                if free and self.is_holder(phrase):
                    return phrase
        return None

    def party(self, phrase: Phrase) -> Party:
        """The phrase as a party; a pronoun of the first person is whoever speaks there."""
        scene, block = self.scene, self.block
        form = block.words[phrase.head].form
        speaker = None
        if phrase.is_pronoun and scene.lexicon.has("speaker_pronouns", form):
            voice = self.voice(phrase.head)
            if (
                voice is not None
                and voice.speaker is not None
                and voice.speaker.head != phrase.head
            ):
                speaker = scene.party(block, voice.speaker)
        return scene.party(block, phrase, speaker)

    def is_holder(self, phrase: Phrase) -> bool:
        """Whether the phrase can take a side."""
        return self.scene.holder_label(self.block, phrase) is not None


@dataclass(frozen=True, slots=True)
class Match:
    """A frame at a word: `last` is the last word of the frame's own words."""

    frame: Frame
    at: int
    last: int
    passive: bool
    negated: bool
    hedged: bool


def matches(passage: Passage) -> Iterator[Match]:
    """The frames of the block: for each word those with the most words of their own."""
    block, frames = passage.block, passage.scene.frames
    taken: set[int] = set()
    for word in block.words:
        if word.index in taken:
            continue
        fitting = [
            match
            for frame in frames.of(word.form, word.lemma)
            if (match := match_at(passage, frame, word.index)) is not None
        ]
        if not fitting:
            continue
        fitting = _of_its_class(passage, fitting)
        best = max(_rank(match) for match in fitting)
        for match in fitting:
            if _rank(match) == best or match.frame.kind is Kind.EVALUATIVE:
                owns = match.frame.needs and match.frame.kind is not Kind.EVALUATIVE
                taken.update(range(word.index, match.last + 1) if owns else ())
                yield match


def _beside(block: Block, at: int) -> int:
    """How many words ahead the next one is that is no adverb: "ne lâche pas prise"."""
    behind = block.words[at + 1 :]
    return next((n for n, word in enumerate(behind, 1) if word.pos != "ADV"), 1)


def _of_its_class(passage: Passage, fitting: list[Match]) -> list[Match]:
    """Without the noun's frames where the word is rather a verb, and the other way round."""
    nouns = [match for match in fitting if match.frame.kind is Kind.NOMINAL]
    if not nouns or len(nouns) == len(fitting):
        return fitting
    word, lexicon = passage.block.words[nouns[0].at], passage.scene.lexicon
    before = passage.block.words[word.index - 1].form if word.index else ""
    named = lexicon.has("determiners", before) or before in lexicon.prepositions
    if word.pos == "NOUN" or (named and not word.is_finite):
        return [m for m in fitting if m.frame.kind in (Kind.NOMINAL, Kind.EVALUATIVE)]
    return [match for match in fitting if match.frame.kind is not Kind.NOMINAL]


def _rank(match: Match) -> tuple[int, bool, bool]:
    """The closer a frame describes the words, the higher."""
    frame = match.frame
    return len(frame.needs), frame.reflexive, frame.only_negated


def match_at(passage: Passage, frame: Frame, at: int) -> Match | None:
    """The frame at this word, if its word class, its other words and its negation fit."""
    block, lexicon = passage.block, passage.scene.lexicon
    word = block.words[at]
    sentence = block.sentence_of(at)
    before = block.words[at - 1].form if at > sentence.start else ""
    verbal = frame.kind not in (Kind.NOMINAL, Kind.EVALUATIVE)
    if verbal and not _is_verbal(passage, at, before):
        return None
    if verbal and not frame.needs and word.form in lexicon.prepositions:
        return None
    if frame.kind is Kind.NOMINAL and word.pos not in ("NOUN", "PROPN", "ADJ"):
        return None
    last = at
    for need in frame.needs:
        reach = _beside(block, last) if need.startswith(NEXT) else _NEEDS_REACH
        fitting = need.removeprefix(NEXT).split("|")
        found = next(
            (
                w.index
                for w in block.words[last + 1 : min(sentence.stop, last + 1 + reach)]
                if w.form in fitting or w.lemma in fitting
            ),
            None,
        )
        if found is None:
            return None
        last = found
    if frame.reflexive != _is_reflexive(passage, at) and verbal and frame.reflexive:
        return None
    negated = is_negated(block, at, lexicon)
    if frame.only_negated and not negated:
        return None
    transitive = OBJECT in frame.targets or frame.kind is Kind.ACCUSATION
    passive = verbal and transitive and is_passive(passage, at)
    return Match(frame, at, last, passive, negated, is_hedged(block, at, lexicon))


def _is_verbal(passage: Passage, at: int, before: str) -> bool:
    word, lexicon = passage.block.words[at], passage.scene.lexicon
    if word.pos in ("VERB", "AUX"):
        return True
    if word.pos == "ADJ":
        # "une seconde coupe": an adjective between determiner and noun does nothing.
        behind = passage.block.words[at + 1 : at + 2]
        leads = any(other.pos in ("NOUN", "PROPN") for other in behind)
        return not (leads and lexicon.has("determiners", before))
    return not (lexicon.has("determiners", before) or before in lexicon.prepositions)


def _is_reflexive(passage: Passage, at: int) -> bool:
    block, lexicon = passage.block, passage.scene.lexicon
    start = block.sentence_of(at).start
    for word in reversed(block.words[max(start, at - 6) : at]):
        if lexicon.has("reflexives", word.form):
            return True
        if word.text == "," or (word.pos == "VERB" and word.index < at - 1):
            return False
    return False


def has_auxiliary(passage: Passage, at: int) -> bool:
    """Whether the auxiliary of the passive stands before the word, adverbs between."""
    block, lexicon = passage.block, passage.scene.lexicon
    for before in reversed(block.words[block.sentence_of(at).start : at][-4:]):
        if lexicon.has("passive_auxiliaries", before.form):
            return True
        if before.pos not in ("ADV", "PRON"):
            return False
    return False


def shared_auxiliary(passage: Passage, at: int) -> int | None:
    """The participle whose auxiliary serves this one too: "a été lu et approuvé par Oslo"."""
    block, lexicon = passage.block, passage.scene.lexicon
    start = block.sentence_of(at).start
    before = next((w for w in reversed(block.words[start:at]) if w.pos != "ADV"), None)
    if before is None or not lexicon.has("coordinators", before.form):
        return None
    for word in reversed(block.words[max(start, at - _SHARED) : before.index]):
        if word.is_participle and has_auxiliary(passage, word.index):
            return word.index
        if lexicon.has("relatives", word.form) or (word.is_finite and word.pos == "VERB"):
            return None
    return None


def is_passive(passage: Passage, at: int) -> bool:
    """Whether the word is a participle to whose noun the deed is done."""
    block, lexicon = passage.block, passage.scene.lexicon
    word = block.words[at]
    mistagged = word.pos not in ("VERB", "AUX", "NOUN") and has_auxiliary(passage, at)
    if not (word.is_participle or mistagged):
        return False
    if _is_reflexive(passage, at):
        return False
    start = block.sentence_of(at).start
    for before in reversed(block.words[max(start, at - 4) : at]):
        if lexicon.has("passive_auxiliaries", before.form):
            return True
        if before.pos == "AUX":
            return before.lemma == word.lemma or before.dep == "aux:pass"
    if shared_auxiliary(passage, at) is not None or _opens(passage, at, start):
        return True
    return word.pos != "VERB" or word.dep.startswith("acl")


def _opens(passage: Passage, at: int, start: int) -> bool:
    """Whether a participle opens its sentence, an agent behind it: "Soutenu par Oslo, …"."""
    behind = passage.block.words[at + 1 : at + 2]
    by = any(passage.scene.lexicon.prepositions.get(word.form) == BY for word in behind)
    return by and at - start <= 1


def is_named_deed(passage: Passage, at: int) -> bool:
    """Whether an infinitive opens its sentence, as what is spoken of: "Nier cela est absurde"."""
    word, start = passage.block.words[at], passage.block.sentence_of(at).start
    bare = word.pos == "VERB" and not word.is_finite and not word.is_participle
    return bare and all(not other.text[0].isalnum() for other in passage.block.words[start:at])


def may_be_target(passage: Passage, phrase: Phrase) -> bool:
    """Whether a side can be taken on what the phrase names."""
    word = passage.block.words[phrase.head]
    if word.pos == "NUM" or not any(letter.isalpha() for letter in word.text):
        return False
    return not is_empty(passage.block, phrase, passage.scene.lexicon)


def overlap(one: Phrase, other: Phrase) -> bool:
    """Whether two phrases share a word: then neither takes a side on the other."""
    return one.first <= other.full and other.first <= one.full
