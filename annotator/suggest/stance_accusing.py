"""Who is accused, by whom, where an infinitive tells of what."""

from __future__ import annotations

from annotator.suggest.stance_frames import BY, TO, Kind
from annotator.suggest.stance_objects import complement
from annotator.suggest.stance_passage import Passage, match_at
from annotator.suggest.stance_places import targets_of
from annotator.suggest.stance_syntax import subject
from annotator.suggest.stance_text import Phrase


def accuser_of(passage: Passage, at: int) -> tuple[Phrase, Phrase | None, float] | None:
    """For the infinitive of an accusation: the accused, who accuses, and how sure that is."""
    block, lexicon = passage.block, passage.scene.lexicon
    word = block.words[at]
    before = block.words[at - 1] if at else word
    perfect = before.pos == "AUX" and not before.is_finite
    if word.is_finite or (word.is_participle and not perfect):
        return None
    for outer in range(at - 1, block.sentence_of(at).start - 1, -1):
        frames = passage.scene.frames.of(block.words[outer].form, block.words[outer].lemma)
        frame = next((f for f in frames if f.kind is Kind.ACCUSATION), None)
        if frame is None:
            if _is_main(passage, outer):
                return None
            continue
        match = match_at(passage, frame, outer)
        if match is None:
            return None
        if match.passive:
            accused, _ = subject(block, outer, lexicon)
            accused = next_accused(passage, outer, at) or accused
            source = complement(block, outer, BY, lexicon)
        else:
            found = targets_of(passage, match)
            accused = found[0][0] if found else None
            source, _ = subject(block, outer, lexicon)
        if accused is None or not passage.is_holder(accused):
            return None
        return accused, source if source and passage.is_holder(source) else None, 0.95
    return None


def _is_main(passage: Passage, at: int) -> bool:
    """Whether the word is a finite verb, or a participle with a finite auxiliary before it."""
    word = passage.block.words[at]
    if word.pos != "VERB":
        return False
    before = passage.block.words[max(passage.block.sentence_of(at).start, at - 3) : at]
    told = any(other.pos == "AUX" and other.is_finite for other in before)
    return word.is_finite or (word.is_participle and told)


def next_accused(passage: Passage, outer: int, at: int) -> Phrase | None:
    """The accused of a second accusation without a verb: "et la Chine d'aider …"."""
    for phrase in passage.block.sentence_of(at).phrases:
        before = passage.block.words[phrase.begin - 1].form if phrase.begin else ""
        joined = passage.scene.lexicon.has("joins", before) or before == ","
        if outer < phrase.begin and phrase.last < at <= phrase.last + 2:
            is_name = phrase.mention is not None and phrase.preposition in (None, TO)
            return phrase if is_name and joined else None
    return None
