"""Parts of speech from the frames' own lists, for a pipeline that has no tagger.

Rough by design: verbs are the words of frames where no article stands before them, names are
capitalised, everything else is a noun. The rules need no more to try a frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from annotator.domain.article import Span
from annotator.suggest.stance_frames import TO, Frames, Kind, Lexicon
from annotator.suggest.stance_text import Word
from annotator.suggest.word_mending import mended

_CLASSES = (
    ("DET", ("determiners", "demonstratives", "partitives")),
    ("PRON", ("subject_pronouns", "object_pronouns", "reflexives", "relative_subjects")),
    ("AUX", ("passive_auxiliaries", "copulas", "modals", "duties")),
    ("ADV", ("negation_alone", "negation_words", "negation_particles", "hedging_words")),
    ("CCONJ", ("coordinators", "joins")),
    ("SCONJ", ("relatives", "stop_before")),
)
_NOUNS = (Kind.NOMINAL, Kind.EVALUATIVE)
Blocks = tuple[tuple[Span, tuple[Word, ...]], ...]


def classed(blocks: Blocks, frames: Frames) -> Blocks:
    """The blocks, those without any part of speech with guessed ones, the others mended."""
    return tuple(
        (span, mended(words, frames) if any(w.pos for w in words) else _classed(words, frames))
        for span, words in blocks
    )


def _classed(words: Sequence[Word], frames: Frames) -> tuple[Word, ...]:
    found: list[Word] = []
    for word in words:
        before = found[-1] if found else None
        pos = _part(word, before, frames)
        is_verb = pos in ("VERB", "AUX")
        is_passive = (
            pos == "VERB"
            and before is not None
            and frames.lexicon.has("passive_auxiliaries", before.form)
        )
        is_bare = before is not None and frames.lexicon.prepositions.get(before.form) == TO
        found.append(
            replace(
                word,
                pos=pos,
                is_finite=is_verb and not is_passive and not is_bare,
                is_participle=is_passive,
            )
        )
    return tuple(found)


def _part(word: Word, before: Word | None, frames: Frames) -> str:
    lexicon = frames.lexicon
    if not word.text[0].isalnum():
        return "PUNCT"
    if word.text[0].isdigit():
        return "NUM"
    listed = _listed(word, lexicon)
    if listed is not None:
        return listed
    opens = before is None or before.pos == "PUNCT"
    if word.text[0].isupper() and not opens:
        return "PROPN"
    is_frame = any(frame.kind not in _NOUNS for frame in frames.of(word.form))
    is_noun = before is not None and before.pos in ("DET", "ADP") and not _is_to(before, lexicon)
    if (is_frame or lexicon.has("say", word.form)) and not is_noun:
        return "VERB"
    return "PROPN" if word.text[0].isupper() else "NOUN"


def _is_to(word: Word, lexicon: Lexicon) -> bool:
    return lexicon.prepositions.get(word.form) == TO


def _listed(word: Word, lexicon: Lexicon) -> str | None:
    for pos, names in _CLASSES:
        if any(lexicon.has(name, word.form) for name in names):
            return pos
    return "ADP" if word.form in lexicon.prepositions else None
