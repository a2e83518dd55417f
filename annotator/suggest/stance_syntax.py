"""Where the parts of a clause stand: subject, object, complements, negation, hedges, evidence.

The parser's arcs are followed where they hold; where they do not (headlines, broken quotations),
the order of the words decides.
"""

from __future__ import annotations

from collections.abc import Iterator

from annotator.domain.article import Span
from annotator.suggest.stance_frames import OF, Lexicon
from annotator.suggest.stance_text import Block, Phrase, Word

_CLAUSE_ENDS = frozenset({";", ":", ".", "!", "?", "…"})
_REACH = 14
_CLAUSE = 6


def inverted_pronoun(block: Block, verb: int, lexicon: Lexicon) -> Phrase | None:
    """The pronoun that a hyphen ties to the verb or to its auxiliary."""
    sentence = block.sentence_of(verb)
    for at in range(max(sentence.start, verb - 3), min(sentence.stop, verb + 4)):
        word = block.words[at]
        form = word.form.removeprefix("-")
        if word.form.startswith("-") and lexicon.has("subject_pronouns", form):
            if any(w.text == "," for w in block.words[min(at, verb) : max(at, verb)]):
                continue
            return Phrase(at, at, at, at, at, None, None, None, None, True, False)
    return None


def group_start(block: Block, verb: int, lexicon: Lexicon) -> int:
    """Where the verb group begins: its auxiliaries, pronouns, negation and adverbs before it."""
    sentence = block.sentence_of(verb)
    at = verb
    while at > sentence.start:
        word = block.words[at - 1]
        is_clitic = any(
            lexicon.has(name, word.form)
            for name in ("object_pronouns", "dative_pronouns", "reflexives", "place_pronouns",
                         "of_pronouns", "negation_particles", "negation_words")
        )  # fmt: skip
        is_adverb = word.pos == "ADV" and not word.text[0].isupper()
        is_auxiliary = word.pos == "AUX" or lexicon.has("auxiliaries", word.form)
        if not (is_auxiliary or is_adverb or is_clitic or word.form.startswith("-")):
            break
        if not is_clitic and lexicon.has("relatives", word.form):
            break
        at -= 1
    return at


def subject(block: Block, verb: int, lexicon: Lexicon) -> tuple[Phrase | None, float]:
    """The subject of a verb, and how sure (0..1) it is; (None, 0) without one."""
    tied = inverted_pronoun(block, verb, lexicon)
    if tied is not None:
        return tied, 1.0
    parsed = _parsed_subject(block, verb)
    if parsed is not None and not _is_relative(block, parsed, lexicon):
        phrase = block.phrase_at(parsed)
        between = block.words[min(parsed, verb) : max(parsed, verb)]
        crossed = any(word.text in _CLAUSE_ENDS for word in between)
        if phrase is not None and phrase.preposition is None and not crossed:
            return _taken_up(block, phrase), 1.0
    phrase, sure = _subject_by_order(block, verb, lexicon)
    return (None if phrase is None else _taken_up(block, phrase)), sure


def _taken_up(block: Block, phrase: Phrase) -> Phrase:
    """The phrase that a pronoun between commas takes up: "le maire, lui, refuse"."""
    around = block.words[phrase.begin - 1 : phrase.begin] + block.words[phrase.last + 1 :][:1]
    if not phrase.is_pronoun or phrase.begin < 2 or [w.text for w in around] != [",", ","]:
        return phrase
    for other in block.sentence_of(phrase.head).phrases:
        if other.full == phrase.begin - 2 and other.preposition is None:
            return other
    return phrase


def _parsed_subject(block: Block, verb: int) -> int | None:
    """The subject's head by the arcs, also from the verb that governs this one."""
    sentence = block.sentence_of(verb)
    seen: set[int] = set()
    at = verb
    while at not in seen and sentence.start <= at < sentence.stop:
        seen.add(at)
        for word in block.words[sentence.start : sentence.stop]:
            if word.head == at and word.index != at and word.dep.startswith("nsubj"):
                return word.index
        if block.words[at].dep not in ("xcomp", "conj", "advcl", "acl", "aux:tense"):
            return None
        at = block.words[at].head
    return None


def _is_relative(block: Block, index: int, lexicon: Lexicon) -> bool:
    return lexicon.has("relatives", block.words[index].form)


def _subject_by_order(block: Block, verb: int, lexicon: Lexicon) -> tuple[Phrase | None, float]:
    """The nearest phrase before the verb group without a preposition, or a relative's noun."""
    sentence = block.sentence_of(verb)
    at = group_start(block, verb, lexicon) - 1
    if at > sentence.start and lexicon.has("coordinators", block.words[at].form):
        return _shared_subject(block, at, lexicon)
    commas = 0
    while at >= sentence.start:
        word = block.words[at]
        if lexicon.has("relative_subjects", word.form):
            return antecedent_of_relative(block, at), 0.9
        if word.text in _CLAUSE_ENDS:
            break
        phrase = block.phrase_at(at)
        if phrase is not None:
            head = _governing(block, phrase)
            if head.begin <= verb <= head.last:
                # "X est un partisan de Y": the word stands in a phrase of its own.
                at = head.begin - 1
                continue
            is_time = lexicon.has("never_target", block.words[head.head].form)
            if head.preposition is None and not is_time and not _follows_verb(block, head, lexicon):
                return head, 0.8 if commas else 0.9
            at = head.begin - 1
            continue
        commas += word.text == ","
        at -= 1
    return None, 0.0


def _shared_subject(
    block: Block, conjunction: int, lexicon: Lexicon
) -> tuple[Phrase | None, float]:
    """The subject of the main verb before a conjunction; verbs of relative clauses don't count."""
    start = block.sentence_of(conjunction).start
    for at in range(conjunction - 1, start - 1, -1):
        word = block.words[at]
        if word.text in _CLAUSE_ENDS:
            break
        if word.pos != "VERB" or not (word.is_finite or word.is_participle):
            continue
        before = block.words[max(start, group_start(block, at, lexicon) - 1)]
        if not lexicon.has("relatives", before.form):
            phrase, sure = subject(block, at, lexicon)
            return phrase, sure * 0.95
    return None, 0.0


def _follows_verb(block: Block, phrase: Phrase, lexicon: Lexicon) -> bool:
    """Whether the phrase is rather the object of a verb right before it."""
    before = phrase.begin - 1
    if before < block.sentence_of(phrase.head).start:
        return False
    word = block.words[before]
    return word.pos == "VERB" and not lexicon.has("say", word.form)


def _governing(block: Block, phrase: Phrase) -> Phrase:
    """The phrase that this one completes, else itself."""
    for other in block.sentence_of(phrase.head).phrases:
        if other.begin < phrase.begin and phrase.last <= other.full:
            return other
    return phrase


def antecedent_of_relative(block: Block, relative: int) -> Phrase | None:
    """The noun phrase before a relative pronoun."""
    before = [p for p in block.sentence_of(relative).phrases if p.full < relative]
    if not before:
        return None
    phrase = _governing(block, before[-1])
    gap = block.words[phrase.full + 1 : relative]
    return phrase if all(word.text in (",", '"') for word in gap) else None


def after(block: Block, verb: int, lexicon: Lexicon, reach: int = _REACH) -> Iterator[Phrase]:
    """The phrases behind a verb in its clause, in text order, complements not apart."""
    sentence = block.sentence_of(verb)
    full = verb
    for phrase in sentence.phrases:
        if phrase.begin <= full or phrase.begin <= verb:
            continue
        gap = block.words[full + 1 : phrase.begin]
        if phrase.begin - verb > reach or any(_ends_clause(block, word, lexicon) for word in gap):
            return
        if phrase.is_pronoun and block.words[phrase.head].form.startswith("-"):
            continue
        yield phrase
        full = phrase.full


def _ends_clause(block: Block, word: Word, lexicon: Lexicon) -> bool:
    if word.text in _CLAUSE_ENDS or lexicon.has("relatives", word.form):
        return True
    behind = block.words[word.index + 1].form if word.index + 1 < len(block.words) else ""
    # An inserted "dit-il" ends nothing.
    return word.is_finite and word.pos == "VERB" and not behind.startswith("-")


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
    for phrase in after(block, verb, lexicon):
        between = block.words[verb + 1 : phrase.begin]
        if any(word.text == "," for word in between) or _has_infinitive(block, verb, phrase):
            return None
        if lexicon.has("never_target", block.words[phrase.head].form):
            continue
        if phrase.preposition is None or _is_partitive(block, verb, phrase, lexicon):
            return phrase
    return _parsed_object(block, verb, lexicon)


def _parsed_object(block: Block, verb: int, lexicon: Lexicon) -> Phrase | None:
    """The object by the arcs, behind another complement: "demande à ses alliés des missiles"."""
    for word in block.words[verb + 1 : min(block.sentence_of(verb).stop, verb + _REACH)]:
        if word.dep == "obj" and word.head == verb:
            phrase = block.phrase_at(word.index)
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
    return quantified or lexicon.has("partitives", leading)


def clitic(block: Block, verb: int, kind: str, lexicon: Lexicon) -> Phrase | None:
    """A pronoun of this kind (name of a word list) in the verb group."""
    for at in range(group_start(block, verb, lexicon), verb):
        word = block.words[at]
        if lexicon.has(kind, word.form) and not lexicon.has("reflexives", word.form):
            if lexicon.has("subject_pronouns", word.form) and kind != "dative_pronouns":
                continue
            return Phrase(at, at, at, at, at, None, None, None, None, True, False)
    return None


def _object_relative(block: Block, verb: int, lexicon: Lexicon) -> Phrase | None:
    """The noun before "que" where that opens the verb's clause."""
    sentence = block.sentence_of(verb)
    for at in range(verb - 1, sentence.start, -1):
        word = block.words[at]
        if word.text in _CLAUSE_ENDS or word.text == "," or word.pos == "VERB":
            return None
        if lexicon.has("relative_objects", word.form):
            return antecedent_of_relative(block, at)
    return None


def infinitive(block: Block, verb: int, lexicon: Lexicon) -> int | None:
    """The infinitive that depends on the verb, by order."""
    sentence = block.sentence_of(verb)
    for at in range(verb + 1, min(sentence.stop, verb + _REACH)):
        word = block.words[at]
        if _ends_clause(block, word, lexicon):
            return None
        if word.pos == "VERB" and not word.is_finite and not word.is_participle:
            return at
    return None


def is_negated(block: Block, verb: int, lexicon: Lexicon) -> bool:
    """Whether a negation, or a verb that turns it about, governs the verb."""
    sentence = block.sentence_of(verb)
    start = group_start(block, verb, lexicon)
    before = block.words[max(sentence.start, start - 2) : start]
    if any(lexicon.has("negation_alone", word.form) for word in before[-1:]):
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
        if word.text in _CLAUSE_ENDS or word.text == ",":
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
