"""Candidates from weak evidence: a word of a side, somebody who may hold it, something beside it.

Where no rule finds the parts of a clause, the likeliest holder and target of the sentence are
offered, one pair for each sentence, and never filled in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annotator.domain.items import Attribution, Certainty
from annotator.suggest.stance_frames import BY, INFINITIVE, OBJECT, SUBJECT, Kind
from annotator.suggest.stance_passage import (
    Finding,
    Match,
    Passage,
    is_named_deed,
    may_be_target,
    overlap,
)
from annotator.suggest.stance_text import Phrase, Sentence
from annotator.suggest.stance_voice import in_quote, is_say

_CLEAR = 0.53
"""Probability of a frame from which on its word alone is evidence."""
_SPOKEN = 0.3
_TOLD = 0.25
_REACH = 10
_TARGET_PLACES = (None, "to", "of", "against", "for", "about", "with", "facing", "towards")


def hints(
    passage: Passage, words: Sequence[Match], found: Sequence[Finding], wished: frozenset[int]
) -> Iterator[Finding]:
    """One candidate for each sentence with a word of a side of which no rule made anything."""
    block = passage.block
    told = {block.sentence_of(finding.verb).start for finding in found}
    for match in sorted(words, key=lambda one: (-one.frame.p, one.at)):
        sentence = block.sentence_of(match.at)
        if sentence.start in told or match.at in wished:
            continue
        hint = _hint(passage, match, sentence)
        if hint is not None:
            told.add(sentence.start)
            yield hint


def _hint(passage: Passage, match: Match, sentence: Sentence) -> Finding | None:
    voice = passage.voice(match.at)
    spoken = voice is not None and voice.speaker is not None
    quoted = in_quote(passage.quotes, match.at) is not None
    judged = match.frame.kind is Kind.EVALUATIVE
    noun = passage.block.words[match.at].pos in ("NOUN", "PROPN")
    if match.frame.p < _CLEAR or (judged and not spoken) or is_named_deed(passage, match.at):
        return None
    if not judged and in_speech(passage, match.at, sentence):
        return None
    if not judged and (noun or match.frame.kind not in (Kind.ATTITUDE, Kind.ACCUSATION)):
        return None
    behind = passage.block.words[match.last + 1 : match.last + 2]
    if passage.scene.lexicon.has("denying", passage.block.words[match.at].lemma) and any(
        word.pos == "VERB" for word in behind
    ):
        return None
    if INFINITIVE in match.frame.targets or match.frame.reflexive:
        # What is wished for is found by rules, or not named at all.
        return None
    holder = voice.speaker if voice is not None and spoken else _actor(passage, match, sentence)
    if holder is None or not passage.is_holder(holder):
        return None
    target = _matter(passage, match, sentence, holder)
    label = (
        match.frame.negated if match.negated and not match.frame.only_negated else match.frame.label
    )
    if target is None or label is None:
        return None
    return Finding(
        holder=holder,
        target=target,
        label=label,
        evidence=(passage.block.span_of(match.at, match.last),),
        attribution=Attribution.QUOTED if quoted else Attribution.REPORTED,
        source=None,
        certainty=Certainty.HEDGED if match.hedged else Certainty.ASSERTED,
        p=_SPOKEN if spoken else _TOLD,
        rule=f"hint:{match.frame.lemma}",
        reason=f"\u201c{match.frame.lemma}\u201d stands beside both: {label}",
        verb=match.at,
    )


def in_speech(passage: Passage, at: int, sentence: Sentence) -> bool:
    """Whether the verb only tells who says what is quoted in its sentence."""
    quoted = any(sentence.start <= quote.start < sentence.stop for quote in passage.quotes)
    return quoted and is_say(passage.block, at, passage.scene.lexicon)


def _actor(passage: Passage, match: Match, sentence: Sentence) -> Phrase | None:
    """The nearest phrase before the word that can take a side by itself."""
    before = [p for p in sentence.phrases if p.full < match.at and p.preposition is None]
    return next((p for p in reversed(before) if passage.is_holder(p)), None)


def _matter(passage: Passage, match: Match, sentence: Sentence, holder: Phrase) -> Phrase | None:
    """What stands right behind the word, else before it."""
    fitting = [
        phrase
        for phrase in sentence.phrases
        if may_be_target(passage, phrase)
        and not overlap(phrase, holder)
        and phrase.preposition in _places(match)
        and phrase.preposition != BY
        and not _is_self(passage, phrase)
        and not phrase.begin <= match.at <= phrase.last
    ]
    behind = [p for p in fitting if _is_near(passage, match.last + 1, p.begin)]
    before = [p for p in fitting if _is_near(passage, p.full + 1, match.at)]
    if match.frame.kind is Kind.EVALUATIVE:
        return before[0] if before else next(iter(behind), None)
    return behind[0] if behind else next(iter(reversed(before)), None)


def _places(match: Match) -> tuple[str | None, ...]:
    """The prepositions behind which the word has its target (None: none)."""
    if match.frame.kind is Kind.EVALUATIVE:
        return _TARGET_PLACES
    own = match.frame.targets
    return (*own, None) if OBJECT in own or SUBJECT in own else own


def _is_near(passage: Passage, start: int, stop: int) -> bool:
    """Whether few words stand between, and none that opens a clause."""
    gap = passage.block.words[start:stop]
    lexicon = passage.scene.lexicon
    opened = any(lexicon.has("relatives", word.form) or word.text in ";:" for word in gap)
    return start <= stop <= start + _REACH and not opened


def _is_self(passage: Passage, phrase: Phrase) -> bool:
    """Whether the phrase is a pronoun that can't be what is judged."""
    form = passage.block.words[phrase.head].form.removeprefix("-")
    lexicon = passage.scene.lexicon
    return phrase.is_pronoun and (
        lexicon.has("speaker_pronouns", form) or lexicon.has("empty_pronouns", form)
    )
