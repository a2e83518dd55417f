"""Where the parts of a clause stand: the verb group, its pronouns, its subject, what follows.

The parser's arcs are followed where they hold; where they do not (headlines, broken quotations),
the order of the words decides.
"""

from __future__ import annotations

from collections.abc import Iterator

from annotator.suggest.stance_frames import Lexicon
from annotator.suggest.stance_text import Block, Phrase, Word

CLAUSE_ENDS = frozenset({";", ":", ".", "!", "?", "…"})
"""Marks that end a clause."""
REACH = 14
"""Words behind a verb among which its complements stand."""


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
    parsed = _parsed_subject(block, verb, lexicon)
    if parsed is not None and not _is_relative(block, parsed, lexicon):
        phrase = block.phrase_at(parsed)
        between = block.words[min(parsed, verb) : max(parsed, verb)]
        crossed = any(word.text in CLAUSE_ENDS for word in between)
        crossed = crossed or (parsed < verb and _opens_relative(block, parsed, verb, lexicon))
        crossed = crossed or _has_own(block, parsed, verb, lexicon)
        crossed = crossed or (phrase is not None and _is_inside(block, phrase, verb, lexicon))
        if phrase is not None and phrase.preposition is None and not crossed:
            return _taken_up(block, phrase), 1.0
    phrase, sure = _subject_by_order(block, verb, lexicon)
    return (None if phrase is None else _taken_up(block, phrase)), sure


def _opens_relative(block: Block, first: int, verb: int, lexicon: Lexicon) -> bool:
    """Whether a relative pronoun behind a word opens the verb's own clause: "dont l'accord a"."""
    for word in reversed(block.words[first + 1 : group_start(block, verb, lexicon)]):
        if lexicon.has("relative_of", word.form):
            return True
        if word.is_verb or word.text == ",":
            return False
    return False


def _taken_up(block: Block, phrase: Phrase) -> Phrase:
    """The name that what stands between commas belongs to: "Okonedo, (lui|le maire), refuse"."""
    around = block.words[phrase.begin - 1 : phrase.begin] + block.words[phrase.full + 1 :][:1]
    if phrase.begin < 2 or [w.text for w in around] != [",", ","]:
        return phrase
    for other in block.sentence_of(phrase.head).phrases:
        if other.full != phrase.begin - 2:
            continue
        free = other.preposition is None
        named = other.mention is not None and phrase.mention is None
        if free and (phrase.is_pronoun or (named and _opens_clause(block, other))):
            return other
    return phrase


def _opens_clause(block: Block, phrase: Phrase) -> bool:
    """Whether no list is under way before the phrase: nothing, or what ends a clause."""
    before = block.words[phrase.begin - 1].text if phrase.begin else "."
    return not before[0].isalpha() and not _lists(block, phrase)


def _lists(block: Block, phrase: Phrase) -> bool:
    """Whether another phrase without a preposition stands before the comma before this one."""
    return any(
        other.full == phrase.begin - 2 and other.preposition is None
        for other in block.sentence_of(phrase.head).phrases
    )


def _is_inside(block: Block, phrase: Phrase, verb: int, lexicon: Lexicon) -> bool:
    """Whether a phrase is the turned subject of a relative: "le club, que dirige Okonedo, rit"."""
    turned = block.words[max(0, phrase.begin - 2) : phrase.begin]
    opening = ("relative_objects", "relative_subjects")
    opened = len(turned) == 2 and any(lexicon.has(name, turned[0].form) for name in opening)
    return opened and turned[1].pos == "VERB" and verb > phrase.full


def _has_own(block: Block, parsed: int, verb: int, lexicon: Lexicon) -> bool:
    """Whether a phrase between comma and verb is its subject: "Oslo la vote, Rabat s'abstient"."""
    start = group_start(block, verb, lexicon)
    told = any(word.is_finite for word in block.words[start : verb + 1])
    if block.words[parsed].head == verb or not told:
        return False
    for phrase in block.sentence_of(verb).phrases:
        if phrase.full + 1 == start and parsed < phrase.begin and phrase.preposition is None:
            named = phrase.mention is not None or phrase.determiner is not None
            return named and block.words[phrase.begin - 1].text == ","
    return False


def _parsed_subject(block: Block, verb: int, lexicon: Lexicon) -> int | None:
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
        before = group_start(block, at, lexicon) - 1
        closed = before > sentence.start and block.words[before - 1].text == ","
        joined = closed and lexicon.has("coordinators", block.words[before].form)
        if joined and _in_clause(block, block.words[at].head, sentence.start, lexicon):
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
        if word.text in CLAUSE_ENDS:
            break
        if commas and word.pos == "VERB":
            opened = _relative_before(block, at, lexicon)
            if opened is not None:
                at = opened - 1
                continue
        phrase = block.phrase_at(at)
        if phrase is not None:
            head = _governing(block, phrase)
            if head.begin <= verb <= head.last:
                # "X est un partisan de Y": the word stands in a phrase of its own.
                at = head.begin - 1
                continue
            is_other = lexicon.has("never_target", block.words[head.head].form)
            is_other = is_other or _is_aside(block, head, lexicon)
            if (
                head.preposition is None
                and not is_other
                and not _follows_verb(block, head, lexicon)
            ):
                paired = commas == 1 and block.words[head.begin - 1].text == ","
                return head, 0.8 if commas and not paired else 0.9
            at = head.begin - 1
            continue
        commas += word.text == ","
        at -= 1
    return None, 0.0


def _is_aside(block: Block, phrase: Phrase, lexicon: Lexicon) -> bool:
    """Whether a bracket or a "comme" before the phrase takes it out of the clause."""
    before = block.words[phrase.begin - 1] if phrase.begin else None
    return before is not None and (before.text == "(" or lexicon.has("likening", before.form))


def _relative_before(block: Block, verb: int, lexicon: Lexicon) -> int | None:
    """The relative pronoun that opens the clause of a verb, if one does."""
    for word in reversed(block.words[block.sentence_of(verb).start : verb]):
        opening = ("relative_of", "relative_subjects", "relative_objects")
        if any(lexicon.has(name, word.form) for name in opening):
            return word.index
        if word.pos == "VERB" or word.text == ",":
            return None
    return None


def _shared_subject(
    block: Block, conjunction: int, lexicon: Lexicon
) -> tuple[Phrase | None, float]:
    """The subject of the main verb before a conjunction; verbs of relative clauses don't count."""
    start = block.sentence_of(conjunction).start
    for at in range(conjunction - 1, start - 1, -1):
        word = block.words[at]
        if word.text in CLAUSE_ENDS:
            break
        if word.pos != "VERB" or not (word.is_finite or word.is_participle):
            continue
        before = block.words[max(start, group_start(block, at, lexicon) - 1)]
        closed = block.words[conjunction - 1].text == ","
        if closed and _in_clause(block, at, start, lexicon):
            continue
        if not lexicon.has("relatives", before.form):
            phrase, sure = subject(block, at, lexicon)
            return phrase, sure * 0.95
    return None, 0.0


def _in_clause(block: Block, verb: int, start: int, lexicon: Lexicon) -> bool:
    """Whether a "que" between the verb before and this one makes it the verb of a clause."""
    for word in reversed(block.words[start:verb]):
        if lexicon.has("relative_objects", word.form):
            return True
        if word.pos == "VERB":
            return False
    return False


def _follows_verb(block: Block, phrase: Phrase, lexicon: Lexicon) -> bool:
    """Whether the phrase is rather the object of a verb right before it."""
    before = phrase.begin - 1
    if before < block.sentence_of(phrase.head).start:
        return False
    word = block.words[before]
    told = before > 0 and lexicon.has("relative_subjects", block.words[before - 1].form)
    return word.pos == "VERB" and (told or not lexicon.has("say", word.form))


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


def after(block: Block, verb: int, lexicon: Lexicon, reach: int = REACH) -> Iterator[Phrase]:
    """The phrases behind a verb in its clause, in text order, complements not apart."""
    sentence = block.sentence_of(verb)
    full = verb
    for phrase in sentence.phrases:
        if phrase.begin <= full or phrase.begin <= verb:
            continue
        gap = block.words[full + 1 : phrase.begin]
        if phrase.begin - verb > reach or any(ends_clause(block, word, lexicon) for word in gap):
            return
        if phrase.is_pronoun and block.words[phrase.head].form.startswith("-"):
            continue
        yield phrase
        full = phrase.full


def ends_clause(block: Block, word: Word, lexicon: Lexicon) -> bool:
    """Whether a word opens another clause than that of the words before it."""
    if word.text in CLAUSE_ENDS or lexicon.has("relatives", word.form):
        return True
    behind = block.words[word.index + 1].form if word.index + 1 < len(block.words) else ""
    # An inserted "dit-il" ends nothing.
    return word.is_finite and word.pos == "VERB" and not behind.startswith("-")


def clitic(block: Block, verb: int, kind: str, lexicon: Lexicon) -> Phrase | None:
    """A pronoun of this kind (name of a word list) in the verb group."""
    for at in range(group_start(block, verb, lexicon), verb):
        word = block.words[at]
        if word.dep.startswith("nsubj") and lexicon.has("speaker_pronouns", word.form):
            continue
        if lexicon.has("ellipsis", block.words[at + 1].form) and kind == "dative_pronouns":
            continue
        if lexicon.has(kind, word.form) and not lexicon.has("reflexives", word.form):
            if lexicon.has("subject_pronouns", word.form) and kind != "dative_pronouns":
                continue
            return Phrase(at, at, at, at, at, None, None, None, None, True, False)
    return None
