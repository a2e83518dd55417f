"""Words that the parser takes for the wrong part of speech, mended before rules read them.

A verb of the frames that looks like a noun ("juge", "doute", "critique") stands where no noun
can: right behind a whole noun phrase, with an object of its own. A sentence may open with a
preposition that lacks its accent because it is a capital ("A Rome").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from unicodedata import normalize

from annotator.suggest.stance_frames import NEXT, OF, TO, Frames, Kind, Lexicon
from annotator.suggest.stance_text import Word

_NO_VERBS = (Kind.NOMINAL, Kind.EVALUATIVE)
_MISTAKEN = ("NOUN", "ADJ", "ADV", "X")
_OPENS = frozenset('.!?…":)')
_CLAUSE = 6
_SET_PHRASE = 3


def mended(words: Sequence[Word], frames: Frames) -> tuple[Word, ...]:
    """The words, with the verbs and prepositions that the parser missed."""
    lexicon = frames.lexicon
    found = [_accented(words, word, lexicon) for word in words]
    for at, word in enumerate(found):
        if word.pos not in _MISTAKEN or not word.text.islower() or not _is_form(word, frames):
            continue
        governs = _governs(found, at, lexicon) or _begins_set_phrase(found, at, frames)
        if governs and _follows_subject(found, at, lexicon):
            found[at] = replace(word, pos="VERB", is_finite=True, is_participle=False)
    return tuple(found)


def _accented(words: Sequence[Word], word: Word, lexicon: Lexicon) -> Word:
    """The word as the preposition that it is at the start of a sentence."""
    if word.index + 1 >= len(words) or not word.text.isupper():
        return word
    meant = next((f for f in lexicon.lists["unaccented"] if _bare(f) == word.form), None)
    behind = words[word.index + 1]
    opens = word.index == 0 or words[word.index - 1].text in _OPENS
    named = behind.text[0].isupper() or lexicon.has("determiners", behind.form)
    return word if meant is None or not (opens and named) else replace(word, form=meant, pos="ADP")


def _bare(form: str) -> str:
    return normalize("NFD", form)[: len(form)]


def _is_form(word: Word, frames: Frames) -> bool:
    """Whether the word looks like a finite form of a verb that shows or tells a side."""
    lexicon = frames.lexicon
    if not any(word.form.endswith(ending) for ending in lexicon.lists["finite_endings"]):
        return False
    listed = lexicon.has("judging", word.form) or lexicon.has("say", word.form)
    own = (f for f in frames.of(word.form) if f.kind not in _NO_VERBS and f.lemma != word.form)
    return listed or next(own, None) is not None


def _follows_subject(words: Sequence[Word], at: int, lexicon: Lexicon) -> bool:
    """Whether a noun phrase, or what joins clauses, ends right before the word."""
    if at == 0:
        return False
    before = words[at - 1]
    if before.text in (",", ")") or lexicon.has("coordinators", before.form):
        return True
    if lexicon.has("determiners", before.form) or before.form in lexicon.prepositions:
        return False
    if before.pos == "ADJ":
        return at > 1 and words[at - 2].pos in ("NOUN", "PROPN")
    if before.pos == "PRON" and lexicon.has("subject_pronouns", before.form):
        return True
    return before.pos in ("NOUN", "PROPN") or lexicon.has("negation_particles", before.form)


def _governs(words: Sequence[Word], at: int, lexicon: Lexicon) -> bool:
    """Whether an object follows, or a relative pronoun before the word is its object."""
    behind = words[at + 1 : at + 3]
    if behind and behind[0].pos == "ADJ":
        behind = behind[1:]
    if behind and lexicon.has("determiners", behind[0].form):
        return behind[0].form not in lexicon.prepositions
    if any(lexicon.has("relative_objects", w.form) for w in words[max(0, at - _CLAUSE) : at]):
        return not any(w.is_verb for w in words[max(0, at - _CLAUSE) : at])
    bare = len(behind) > 1 and behind[1].pos == "VERB" and not behind[1].is_finite
    if bare and lexicon.prepositions.get(behind[0].form) in (OF, TO) and at > 1:
        return lexicon.has("determiners", words[at - 2].form)
    joined = lexicon.has("coordinators", words[at - 1].form)
    owned = len(behind) > 1 and lexicon.has("determiners", behind[1].form)
    return joined and owned and behind[0].form in lexicon.prepositions


def _begins_set_phrase(words: Sequence[Word], at: int, frames: Frames) -> bool:
    """Whether the other words of one of its frames stand right behind: "botte en touche"."""
    behind = [word.form for word in words[at + 1 : at + 1 + _SET_PHRASE]]
    return any(
        any(need in behind for need in frame.needs[0].removeprefix(NEXT).split("|"))
        for frame in frames.of(words[at].form)
        if frame.needs and frame.kind not in _NO_VERBS
    )
