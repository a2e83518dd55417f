"""What turns a verb about, holds it at a distance, and the words that show its side.

Negation, refusal, hedges and the verb group as evidence, by the order of words.
"""

from __future__ import annotations

from annotator.domain.article import Span
from annotator.suggest.stance_frames import Lexicon
from annotator.suggest.stance_syntax import CLAUSE_ENDS, group_start
from annotator.suggest.stance_text import Block, Word

_CLAUSE = 6


def is_negated(block: Block, verb: int, lexicon: Lexicon) -> bool:
    """Whether a negation, or a verb that turns it about, governs the verb."""
    sentence = block.sentence_of(verb)
    start = group_start(block, verb, lexicon)
    before = block.words[max(sentence.start, start - 2) : start]
    if any(lexicon.has("negation_alone", word.form) for word in before[-1:]):
        return True
    if any(lexicon.has("badly", word.form) for word in block.words[start:verb]):
        return True
    window = block.words[start : min(sentence.stop, verb + 6)]
    has_particle = any(lexicon.has("negation_particles", w.form) for w in block.words[start:verb])
    if not has_particle and not block.words[verb].is_finite:
        return _governor_reverses(block, verb, sentence.start, lexicon)
    if not has_particle:
        return False
    words = [word.form for word in window]
    earlier = [word.form for word in block.words[sentence.start : start]]
    negative = any(lexicon.has("negation_words", form) for form in words)
    restricted = any(lexicon.has("restrictive", form) for form in words)
    if not negative and any(lexicon.has("relative_objects", form) for form in earlier[-_CLAUSE:]):
        # "avant qu'il ne parte": that particle denies nothing.
        return any(lexicon.has("negation_words", form) for form in earlier[-_CLAUSE:])
    return negative or not restricted or any(lexicon.has("negation_words", f) for f in earlier)


def _governor_reverses(block: Block, verb: int, first: int, lexicon: Lexicon) -> bool:
    """Whether the verb before an infinitive refuses it, or is itself negated."""
    at = _governor(block, verb, first, lexicon)
    if at is None:
        return False
    word = block.words[at]
    if lexicon.has("reversing", word.form) or lexicon.has("reversing", word.lemma):
        return not is_negated(block, at, lexicon)
    return True


def is_refused(block: Block, verb: int, lexicon: Lexicon) -> bool:
    """Whether somebody refuses to do what the infinitive says."""
    at = _governor(block, verb, block.sentence_of(verb).start, lexicon)
    if at is None or block.words[verb].is_finite:
        return False
    word = block.words[at]
    return lexicon.has("reversing", word.form) or lexicon.has("reversing", word.lemma)


def _governor(block: Block, verb: int, first: int, lexicon: Lexicon) -> int | None:
    """The verb before an infinitive that turns its meaning about, or is negated."""
    for at in range(verb - 1, max(first, verb - 6) - 1, -1):
        word = block.words[at]
        if word.text in CLAUSE_ENDS or word.text == ",":
            return None
        if lexicon.has("reversing", word.form) or lexicon.has("reversing", word.lemma):
            return at
        if word.pos in ("VERB", "AUX") and word.is_finite:
            return at if is_negated(block, at, lexicon) else None
    return None


def is_hedged(block: Block, index: int, lexicon: Lexicon) -> bool:
    """Whether conditional, adverb, adjective or verb holds the word at a distance."""
    sentence = block.sentence_of(index)
    near = block.words[max(sentence.start, index - 4) : min(sentence.stop, index + 3)]
    if any(lexicon.has("hedging_words", word.form) for word in near):
        return True
    for word in block.words[group_start(block, index, lexicon) : index + 1]:
        if is_conditional(word, lexicon) and not lexicon.has("polite", word.lemma):
            return True
    before = block.words[max(sentence.start, index - 4) : index]
    bare = not (block.words[index].is_finite or block.words[index].is_participle)
    if bare and block.words[index].pos == "VERB":
        held = (w for w in before if w.is_conditional and w.pos == "VERB")
        if any(not lexicon.has("polite", word.lemma) for word in held):
            return True
    return any(
        lexicon.has("hedging_verbs", word.form)
        or (word.is_conditional and lexicon.has("modals", word.lemma))
        for word in before
    )


def is_conditional(word: Word, lexicon: Lexicon) -> bool:
    """Whether the verb is in the conditional, by the parser or by its ending."""
    if word.is_conditional:
        return True
    endings = lexicon.lists["conditional_endings"]
    return word.pos == "VERB" and any(word.form.endswith(ending) for ending in endings)


def evidence(block: Block, verb: int, last: int, lexicon: Lexicon) -> Span:
    """The verb group up to a last word, subject and object left out."""
    start = group_start(block, verb, lexicon)
    governor = _governor(block, verb, block.sentence_of(verb).start, lexicon)
    if governor is not None and not block.words[verb].is_finite:
        start = group_start(block, governor, lexicon)
    while start < verb and (
        lexicon.has("object_pronouns", block.words[start].form)
        or block.words[start].form.startswith("-")
    ):
        start += 1
    return block.span_of(start, max(verb, last))
