"""What a verb is about: its object, its complements behind prepositions, its infinitive."""

from __future__ import annotations

from annotator.suggest.stance_frames import OF, Lexicon
from annotator.suggest.stance_syntax import (
    CLAUSE_ENDS,
    REACH,
    after,
    antecedent_of_relative,
    clitic,
    ends_clause,
)
from annotator.suggest.stance_text import Block, Phrase


def complement(block: Block, verb: int, preposition: str, lexicon: Lexicon) -> Phrase | None:
    """The first phrase behind the verb with this preposition."""
    for phrase in after(block, verb, lexicon):
        if phrase.preposition == preposition and not _has_infinitive(block, verb, phrase):
            return phrase
        # "l'envoi de soldats à la Russie": the complement may have joined the object.
        inner = _inside(block, phrase, preposition)
        if inner is not None:
            return inner
    return None


def _inside(block: Block, outer: Phrase, preposition: str) -> Phrase | None:
    if preposition == OF or (outer.mention is not None and outer.is_plain):
        return None
    for phrase in block.sentence_of(outer.head).phrases:
        inside = outer.last < phrase.begin and phrase.last <= outer.full
        if inside and phrase.preposition == preposition:
            return phrase
    return None


def _has_infinitive(block: Block, verb: int, phrase: Phrase) -> bool:
    between = block.words[verb + 1 : phrase.begin]
    return any(
        word.pos == "VERB" and not (word.is_finite or word.is_participle) for word in between
    )


def direct_object(block: Block, verb: int, lexicon: Lexicon) -> Phrase | None:
    """The object: a pronoun before the verb, a relative's noun, or the phrase behind it."""
    tied = clitic(block, verb, "object_pronouns", lexicon)
    if tied is not None:
        return tied
    relative = _object_relative(block, verb, lexicon)
    if relative is not None:
        return relative
    passed = verb
    for phrase in after(block, verb, lexicon):
        if passed == verb and _is_inserted(block, phrase):
            passed = phrase.full + 1
            continue
        between = block.words[passed + 1 : phrase.begin]
        if any(word.text == "," for word in between) or _has_infinitive(block, verb, phrase):
            break
        if phrase.is_pronoun and lexicon.has("plain_subjects", block.words[phrase.head].form):
            break
        if is_empty(block, phrase, lexicon):
            continue
        if phrase.preposition is None or _is_partitive(block, verb, phrase, lexicon):
            return phrase
    return _parsed_object(block, verb, lexicon)


def _is_inserted(block: Block, phrase: Phrase) -> bool:
    """Whether commas cut a circumstance off: "a promis, à Rabat, une aide"."""
    around = block.words[phrase.begin - 1 : phrase.begin] + block.words[phrase.full + 1 :][:1]
    return phrase.preposition is not None and [word.text for word in around] == [",", ","]


def is_empty(block: Block, phrase: Phrase, lexicon: Lexicon) -> bool:
    """Whether the phrase is a date or part of a set phrase; "la fin (des combats)" is not."""
    if not lexicon.has("never_target", block.words[phrase.head].form):
        return False
    completed = block.words[phrase.last + 1 : phrase.full + 1]
    timed = any(lexicon.has("never_target", word.form) for word in completed)
    return phrase.determiner is None or not completed or timed


def _parsed_object(block: Block, verb: int, lexicon: Lexicon) -> Phrase | None:
    """The object by the arcs, behind another complement: "demande à ses alliés des missiles"."""
    for word in block.words[verb + 1 : min(block.sentence_of(verb).stop, verb + REACH)]:
        if word.dep == "obj" and word.head == verb:
            phrase = block.phrase_at(word.index)
            commas = sum(other.text == "," for other in block.words[verb + 1 : word.index])
            if commas % 2:
                return None
            free = phrase is not None and (
                phrase.preposition is None
                or lexicon.has("partitives", block.words[phrase.begin].form)
            )
            return phrase if free else None
    return None


def _is_partitive(block: Block, verb: int, phrase: Phrase, lexicon: Lexicon) -> bool:
    """An indefinite article that looks like a preposition: "des armes", "plus d'armes"."""
    leading = block.words[phrase.begin].form
    if phrase.preposition != OF:
        return False
    quantified = phrase.begin - 1 > verb and block.words[phrase.begin - 1].pos == "ADV"
    described = phrase.head > phrase.first and phrase.determiner is None
    described = described and block.words[phrase.head].is_plural and phrase.begin == verb + 1
    return quantified or described or lexicon.has("partitives", leading)


def _object_relative(block: Block, verb: int, lexicon: Lexicon) -> Phrase | None:
    """The noun before "que" where that opens the verb's clause."""
    sentence = block.sentence_of(verb)
    commas = 0
    for at in range(verb - 1, sentence.start, -1):
        word = block.words[at]
        commas += word.text == ","
        if word.text in CLAUSE_ENDS or commas > 2 or word.pos == "VERB":
            return None
        if lexicon.has("relative_objects", word.form):
            # A name between commas belongs to the subject: "que le maire, Paul Perrin, refuse".
            return None if commas % 2 else antecedent_of_relative(block, at)
    return None


def infinitive(block: Block, verb: int, lexicon: Lexicon) -> int | None:
    """The infinitive that depends on the verb, by order."""
    sentence = block.sentence_of(verb)
    for at in range(verb + 1, min(sentence.stop, verb + REACH)):
        word = block.words[at]
        if ends_clause(block, word, lexicon):
            return None
        if word.pos == "VERB" and not word.is_finite and not word.is_participle:
            return at
    return None
