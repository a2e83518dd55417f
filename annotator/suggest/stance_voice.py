"""Whose words a passage is: quotations with their speakers, reported clauses, "according to"."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from annotator.domain.items import Attribution
from annotator.suggest.stance_frames import BY, Lexicon
from annotator.suggest.stance_scene import Scene
from annotator.suggest.stance_syntax import inverted_pronoun, subject
from annotator.suggest.stance_text import Block, Phrase, Sentence

_OPENS = "\u00ab\u201c\u201e"
_CLOSES = "\u00bb\u201d"
_STOPS = frozenset({";", ":"})
_INCISE_REACH = 4
_NOBODY = 0.7
"""That a quotation in a line of its own, a headline, is nobody's."""
_TIED = 3
"""Words before a quotation among which a verb of saying surely opens it."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks (None: nobody that the text names), and whether in their own words."""

    speaker: Phrase | None
    attribution: Attribution
    p: float


@dataclass(frozen=True, slots=True)
class Quote:
    """The words `start`..`stop` (exclusive) that stand between quotation marks."""

    start: int
    stop: int


def quotes(block: Block, text: str, lexicon: Lexicon) -> tuple[Quote, ...]:
    """The quotations of a block; one that is never closed ends at the verb of saying behind it."""
    found: list[Quote] = []
    opened: int | None = None
    depth = 0
    for word in block.words:
        if '"' not in word.text:
            continue
        if _is_opening(block, word.index, text, is_open=opened is not None):
            if opened is None:
                opened = word.index + 1
            elif (at := incise(block, opened, word.index, lexicon)) is not None:
                found.append(Quote(opened, at))
                opened, depth = word.index + 1, 0
            else:
                depth += 1
        elif depth:
            depth -= 1
        elif opened is not None:
            found.append(Quote(opened, word.index))
            opened = None
    if opened is not None:
        stop = incise(block, opened, len(block.words), lexicon)
        found.append(Quote(opened, len(block.words) if stop is None else stop))
    return tuple(quote for quote in found if quote.start < quote.stop)


def _is_opening(block: Block, index: int, text: str, *, is_open: bool) -> bool:
    """Whether a mark opens: by the space around it, by its shape, else by turns."""
    word = block.words[index]
    mark = next((c for c in text[word.start : word.end] if not c.isalnum()), "")
    before = block.words[index - 1] if index else None
    behind = block.words[index + 1] if index + 1 < len(block.words) else None
    free_before = before is None or before.end < word.start or before.text[-1] in "('\""
    if behind is None or behind.text[0] in ",.;:!?…)":
        return False
    tied_behind = behind.start == word.end
    if not free_before and not tied_behind:
        return False
    if free_before and tied_behind:
        return True
    if mark in _OPENS or mark in _CLOSES:
        return mark in _OPENS
    return not is_open


def incise(block: Block, start: int, stop: int, lexicon: Lexicon) -> int | None:
    """Where a verb of saying with its subject behind it cuts into these words, None if nowhere."""
    for at in range(start, stop):
        word = block.words[at]
        if not lexicon.has("say", word.form) and not lexicon.has("say", word.lemma):
            continue
        first = at
        while first > start and block.words[first - 1].text not in (",", '"', ".", "!", "?", "…"):
            first -= 1
        if at - first > _INCISE_REACH or first == start:
            continue
        tied = inverted_pronoun(block, at, lexicon) is not None
        leads = all(
            w.pos == "AUX" or lexicon.has("reflexives", w.form) for w in block.words[first:at]
        )
        if tied or (leads and block.words[first - 1].text == ","):
            return first - 1
    return None


def in_quote(found: tuple[Quote, ...], index: int) -> Quote | None:
    """The quotation that holds the word."""
    place = bisect_right(found, index, key=lambda quote: quote.start) - 1
    return found[place] if place >= 0 and index < found[place].stop else None


def voice_at(scene: Scene, block: Block, found: tuple[Quote, ...], index: int) -> Voice | None:
    """Whose words the word at `index` belongs to; None for the article's own."""
    quote = in_quote(found, index)
    if quote is not None:
        return _speaker(scene, block, found, quote)
    sentence = block.sentence_of(index)
    for told in (
        _clause(scene, block, sentence, index),
        _aside(scene, block, sentence, found, index),
    ):
        if told is not None:
            return Voice(told, Attribution.REPORTED, 1.0)
    told = _according(scene, block, sentence, index)
    return None if told is None else Voice(told, Attribution.REPORTED, 1.0)


def is_say(block: Block, index: int, lexicon: Lexicon) -> bool:
    """Whether the word is a verb of saying here."""
    word = block.words[index]
    if not (lexicon.has("say", word.form) or lexicon.has("say", word.lemma)):
        return False
    before = block.words[index - 1].form if index else ""
    return word.is_verb or not lexicon.has("determiners", before)


def say_subject(scene: Scene, block: Block, verb: int) -> Phrase | None:
    """The subject of a verb of saying, before it or turned behind it."""
    lexicon = scene.lexicon
    tied = inverted_pronoun(block, verb, lexicon)
    if tied is not None:
        return tied
    sentence = block.sentence_of(verb)
    before = block.words[verb - 1] if verb > sentence.start else None
    behind = next((p for p in sentence.phrases if p.begin == verb + 1), None)
    opens = (
        before is None
        or before.text in (",", '"', "!", "?", "…")
        or before.pos == "AUX"
        or lexicon.has("reflexives", before.form)
    )
    if behind is not None and opens and scene.holder_label(block, behind):
        partitive = lexicon.has("partitives", block.words[behind.begin].form)
        if partitive or not behind.preposition:
            return behind
    phrase, _ = subject(block, verb, lexicon)
    if phrase is not None and scene.holder_label(block, phrase) is not None:
        return phrase
    return None


def _speaker(scene: Scene, block: Block, found: tuple[Quote, ...], quote: Quote) -> Voice | None:
    """Who says a quotation: the verb of saying in its sentence, a neighbour, a last subject."""
    first, last = block.sentence_of(quote.start), block.sentence_of(quote.stop - 1)
    before = range(quote.start - 1, first.start - 1, -1)
    behind = range(quote.stop, last.stop)
    tied = before[:_TIED]
    cut = next((at for at in behind if block.words[at].text in _STOPS), last.stop)
    for at in (*tied, *behind[: cut - quote.stop], *before[_TIED:]):
        if in_quote(found, at) is None and is_say(block, at, scene.lexicon):
            phrase = say_subject(scene, block, at)
            if phrase is not None:
                return Voice(phrase, Attribution.QUOTED, 1.0)
    told = _according(scene, block, last, quote.stop - 1)
    if told is not None:
        return Voice(told, Attribution.QUOTED, 1.0)
    outside = (
        p
        for s in (first, last)
        for p in s.phrases
        if in_quote(found, p.head) is None
        and p.preposition is None
        and scene.holder_label(block, p) is not None
    )
    for phrase in outside:
        return Voice(phrase, Attribution.QUOTED, 0.9)
    return _neighbour(scene, block, found, quote)


def _neighbour(scene: Scene, block: Block, found: tuple[Quote, ...], quote: Quote) -> Voice | None:
    """A speaker from the sentence after the quotation, then from those before it."""
    lexicon = scene.lexicon
    ahead, behind = block.sentences_around(quote.start, quote.stop - 1)
    for sentence in (*behind, *reversed(ahead)):
        for at in range(sentence.start, sentence.stop):
            if in_quote(found, at) is None and is_say(block, at, lexicon):
                phrase = say_subject(scene, block, at)
                if phrase is not None:
                    return Voice(phrase, Attribution.QUOTED, 0.85)
        for phrase in sentence.phrases:
            outside = phrase.preposition in (None, BY) and in_quote(found, phrase.head) is None
            if outside and scene.holder_label(block, phrase) is not None:
                return Voice(phrase, Attribution.QUOTED, 0.75)
    return None if ahead or behind else Voice(None, Attribution.QUOTED, _NOBODY)


def _clause(scene: Scene, block: Block, sentence: Sentence, index: int) -> Phrase | None:
    """The subject of the verb of saying whose clause holds the word."""
    lexicon = scene.lexicon
    joined = False
    for at in range(index, sentence.start - 1, -1):
        word = block.words[at]
        if word.text in _STOPS:
            return None
        if lexicon.has("relative_objects", word.form):
            before = block.words[at - 1].form if at > sentence.start else ""
            joined = not lexicon.has("neuter_pronouns", before)
        elif joined and is_say(block, at, lexicon):
            return say_subject(scene, block, at)
    return None


def _aside(
    scene: Scene, block: Block, sentence: Sentence, found: tuple[Quote, ...], index: int
) -> Phrase | None:
    """The speaker whom an inserted or final "dit-il", "a expliqué Perrin" names."""
    at = incise(block, sentence.start, sentence.stop, scene.lexicon)
    if at is None:
        return None
    for verb in range(at, min(sentence.stop, at + _INCISE_REACH + 2)):
        if is_say(block, verb, scene.lexicon) and in_quote(found, verb) is None:
            return say_subject(scene, block, verb) if verb != index else None
    return None


def _according(scene: Scene, block: Block, sentence: Sentence, index: int) -> Phrase | None:
    """Whom "selon", "aux yeux de" or an opening "pour" makes answer for the sentence."""
    for phrase in sentence.phrases:
        if phrase.begin <= index <= phrase.full or scene.holder_label(block, phrase) is None:
            continue
        if phrase.preposition is None:
            continue
        if scene.lexicon.has("according_to", phrase.preposition):
            return phrase
        if scene.lexicon.has("in_the_eyes_of", phrase.preposition) and _opens(
            block, sentence, phrase
        ):
            return phrase
    return None


def _opens(block: Block, sentence: Sentence, phrase: Phrase) -> bool:
    """Whether the phrase opens the sentence, a comma behind it."""
    begins = phrase.begin - sentence.start <= 1
    behind = block.words[phrase.full + 1 : phrase.full + 3]
    return begins and any(word.text == "," for word in behind)
