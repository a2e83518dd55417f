"""An article as the stance rules read it: words with their tags, sentences and noun phrases.

Knows the parser's tags, but neither the parser nor a language; offsets are those of the article.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from annotator.domain.article import Span
from annotator.domain.suggestion import SuggestedMention
from annotator.suggest.stance_frames import BETWEEN, BY, OF, Lexicon

_NOUNS = ("NOUN", "PROPN", "X")
_MODIFIERS = ("ADJ", "NUM")
_ENDS = frozenset(".!?…")
_NEAR = 8
"""Sentences before another in which what it speaks of is looked for."""


@dataclass(frozen=True, slots=True)
class Word:
    """A token. `head` is its governor's index in the block, its own at a root."""

    index: int
    start: int
    end: int
    text: str
    form: str
    lemma: str
    pos: str
    dep: str
    head: int
    is_conditional: bool
    is_finite: bool
    is_participle: bool
    is_plural: bool
    is_feminine: bool

    @property
    def span(self) -> Span:
        """Start and end as one value."""
        return Span(self.start, self.end)

    @property
    def is_verb(self) -> bool:
        """Whether the parser takes it for a verb."""
        return self.pos in ("VERB", "AUX")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase or pronoun: words `first`..`last` (without preposition and determiner).

    `begin` is the index where preposition and determiner begin, `head` the index of the head,
    `full` the last word with the complements that belong to it. `mention` is the place among the
    article's mentions of the name that it is or leads up to, `apposed` that of the name that
    follows it after a comma. `is_plain` says that it is its mention and nothing more.
    """

    begin: int
    first: int
    last: int
    full: int
    head: int
    preposition: str | None
    determiner: str | None
    mention: int | None
    apposed: int | None
    is_pronoun: bool
    is_plain: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words `start`..`stop` (exclusive) of a block, and the noun phrases among them."""

    start: int
    stop: int
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (its hard-wrapped lines joined): words, sentences, and the text they stand in."""

    span: Span
    words: tuple[Word, ...]
    sentences: tuple[Sentence, ...]

    def sentence_of(self, index: int) -> Sentence:
        """The sentence that holds the word."""
        return self.sentences[bisect_right(self.sentences, index, key=lambda s: s.start) - 1]

    def sentences_around(
        self, first: int, last: int
    ) -> tuple[tuple[Sentence, ...], tuple[Sentence, ...]]:
        """The few sentences before that of a word, in text order, and the one behind another's."""
        start = bisect_right(self.sentences, first, key=lambda s: s.start) - 1
        stop = bisect_right(self.sentences, last, key=lambda s: s.start)
        return self.sentences[max(0, start - _NEAR) : start], self.sentences[stop : stop + 1]

    def phrase_at(self, index: int) -> Phrase | None:
        """The noun phrase that holds the word, its preposition and determiner included."""
        return next(
            (p for p in self.sentence_of(index).phrases if p.begin <= index <= p.last), None
        )

    def span_of(self, first: int, last: int) -> Span:
        """From the start of one word to the end of another."""
        return Span(self.words[first].start, self.words[last].end)


def make_block(
    span: Span, words: Sequence[Word], mentions: Sequence[SuggestedMention], lexicon: Lexicon
) -> Block:
    """The block of these words, with its sentences and noun phrases."""
    starts = {m.start: place for place, m in enumerate(mentions)}
    sentences = tuple(
        Sentence(
            a,
            b,
            tuple(
                _attached(words, list(_phrases(words, a, b, starts, mentions, lexicon)), lexicon)
            ),
        )
        for a, b in _sentences(words, lexicon)
    )
    return Block(span, tuple(words), sentences)


def _sentences(words: Sequence[Word], lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """Cut after a full stop, exclamation or question mark, and the quotation mark behind it."""
    start, at = 0, 0
    while at < len(words):
        if (set(words[at].text) <= _ENDS and words[at].text) or _swallows(words, at, lexicon):
            while (
                at + 1 < len(words) and words[at + 1].text in ('"', ")") and _closes(words, at + 1)
            ):
                at += 1
            yield start, at + 1
            start = at + 1
        at += 1
    if start < len(words):
        yield start, len(words)


def _swallows(words: Sequence[Word], at: int, lexicon: Lexicon) -> bool:
    """Whether the word took the full stop behind it: "un missile Iris-T. Le ministre"."""
    text = words[at].text
    joined = at > 0 and words[at - 1].text == "-"
    if len(text) < 3 - joined or text[-1] != "." or "." in text[:-1] or at + 1 >= len(words):
        return False
    behind = words[at + 1]
    return behind.text[0].isupper() and lexicon.has("determiners", behind.form)


def _closes(words: Sequence[Word], at: int) -> bool:
    """Whether the mark stands close behind the word before it, and apart from the one after."""
    apart = at + 1 >= len(words) or words[at + 1].start > words[at].end
    return words[at].start == words[at - 1].end or (
        apart and words[at].start - words[at - 1].end <= 1
    )


def _phrases(
    words: Sequence[Word],
    start: int,
    stop: int,
    starts: dict[int, int],
    mentions: Sequence[SuggestedMention],
    lexicon: Lexicon,
) -> Iterator[Phrase]:
    at = start
    while at < stop:
        phrase = _phrase(words, at, stop, starts, mentions, lexicon)
        if phrase is None:
            at += 1
            continue
        yield phrase
        at = phrase.last + 1


def _phrase(
    words: Sequence[Word],
    begin: int,
    stop: int,
    starts: dict[int, int],
    mentions: Sequence[SuggestedMention],
    lexicon: Lexicon,
) -> Phrase | None:
    """The noun phrase whose preposition, determiner or first word stands at `begin`."""
    at, preposition = _preposition(words, begin, stop, lexicon)
    # A contraction ("aux") is preposition and article in one.
    contracted = at > begin and lexicon.has("determiners", words[at - 1].form)
    determiner = words[at - 1].form if contracted else None
    while (
        at < stop and lexicon.has("determiners", words[at].form) and words[at].start not in starts
    ):
        if at + 1 >= stop or _is_clitic(words, at, lexicon):
            break
        determiner = words[at].form
        at += 1
    if at < stop and words[at].text == '"' and determiner is not None:
        at += 1
    first = at
    while at < stop and _leads(words, at, begin, starts):
        at += 1
    if at >= stop or not (words[at].pos in _NOUNS or words[at].start in starts):
        return _pronoun(words, begin, first, preposition, determiner, lexicon)
    if words[at].text in ('"', "|", "-") or (
        at == begin and (_looks_verbal(words, at, lexicon) or _governs(words, at, lexicon))
    ):
        return None
    head, last = at, _mention_end(words, at, stop, starts, mentions)
    mention = starts.get(words[at].start)
    is_plain = mention is not None and first == at
    dated = determiner is None and lexicon.has("never_phrase", words[head].form)
    while last + 1 < stop and not dated and _continues(words, last + 1, starts, lexicon):
        if mention is None:
            mention = starts.get(words[last + 1].start)
        last = _mention_end(words, last + 1, stop, starts, mentions)
    apposed = None
    if mention is None:
        apposed = _apposed(words, last + 1, stop, starts, mentions, lexicon)
    return Phrase(
        begin, first, last, last, head, preposition, determiner, mention, apposed, False, is_plain
    )


def _leads(words: Sequence[Word], at: int, begin: int, starts: dict[int, int]) -> bool:
    """Whether the word stands before the noun: "grande", and "plus" in "la plus grande"."""
    if words[at].start in starts:
        return False
    graded = words[at].pos == "ADV" and begin < at + 1 < len(words)
    return words[at].pos in _MODIFIERS or (
        graded and at > begin and words[at - 1].pos == "DET" and words[at + 1].pos == "ADJ"
    )


def _preposition(
    words: Sequence[Word], at: int, stop: int, lexicon: Lexicon
) -> tuple[int, str | None]:
    """The preposition at a word, the longest of several words first, and the word behind it."""
    if words[at].form not in lexicon.preposition_starts or _is_article(words, at, lexicon):
        return at, None
    for count in (4, 3, 2, 1):
        if at + count < stop:
            joined = " ".join(word.form for word in words[at : at + count]).replace("' ", "'")
            if joined in lexicon.prepositions:
                return at + count, lexicon.prepositions[joined]
    return at, None


def _is_article(words: Sequence[Word], at: int, lexicon: Lexicon) -> bool:
    """Whether what may be a preposition opens its sentence as an article: "Des élus refusent"."""
    opens = at == 0 or words[at - 1].text in _ENDS or words[at - 1].text in (",", ":", '"', ")")
    return opens and words[at].pos == "DET" and lexicon.has("partitives", words[at].form)


def _is_clitic(words: Sequence[Word], at: int, lexicon: Lexicon) -> bool:
    """Whether what looks like an article is a pronoun before its verb."""
    return words[at + 1].is_verb and lexicon.has("object_pronouns", words[at].form)


def _pronoun(
    words: Sequence[Word],
    begin: int,
    at: int,
    preposition: str | None,
    determiner: str | None,
    lexicon: Lexicon,
) -> Phrase | None:
    """A pronoun, or an adjective that an article makes a noun."""
    if at >= len(words):
        return None
    word = words[at]
    is_pronoun = lexicon.has("subject_pronouns", word.form) or lexicon.has(
        "neuter_pronouns", word.form
    )
    if determiner is not None and word.pos in _MODIFIERS:
        return Phrase(begin, at, at, at, at, preposition, determiner, None, None, False, False)
    if not is_pronoun and at > begin and lexicon.has("neuter_pronouns", words[at - 1].form):
        # "ce qui menace": what looked like an article stands for itself.
        at, is_pronoun = at - 1, True
    if is_pronoun:
        return Phrase(begin, at, at, at, at, preposition, None, None, None, True, False)
    return None


def _looks_verbal(words: Sequence[Word], at: int, lexicon: Lexicon) -> bool:
    """A word tagged as a noun without an article that verbs of saying or judging list."""
    return words[at].pos == "NOUN" and (
        lexicon.has("say", words[at].form) or lexicon.has("judging", words[at].form)
    )


def _governs(words: Sequence[Word], at: int, lexicon: Lexicon) -> bool:
    """A small word tagged as a noun right before an article: rather the verb of what follows."""
    behind = words[at + 1].form if at + 1 < len(words) else ""
    small = words[at].pos == "NOUN" and words[at].text[0].islower()
    return small and lexicon.has("object_pronouns", behind)


def _mention_end(
    words: Sequence[Word],
    at: int,
    stop: int,
    starts: dict[int, int],
    mentions: Sequence[SuggestedMention],
) -> int:
    """The last word of the named mention that begins at a word, the word itself without one."""
    place = starts.get(words[at].start)
    if place is None:
        return at
    end = mentions[place].end
    while at + 1 < stop and words[at + 1].start < end:
        at += 1
    return at


def _continues(words: Sequence[Word], at: int, starts: dict[int, int], lexicon: Lexicon) -> bool:
    """Whether the word still belongs to the noun phrase before it, without a preposition."""
    word = words[at]
    if word.start in starts:
        return True
    if word.pos == "ADJ":
        # Before an article or a name it is rather a verb: "le projet inquiète la ville".
        behind = words[at + 1].form if at + 1 < len(words) else ""
        if lexicon.has("say", word.form) and at + 1 < len(words) and words[at + 1].start in starts:
            return False
        return not (lexicon.has("joins", word.form) or lexicon.has("object_pronouns", behind))
    if word.pos in _NOUNS and word.text not in ('"', "|"):
        # "le club mardi": a date is no part of what stands before it.
        dated = word.text[0].islower() and lexicon.has("never_phrase", word.form)
        return not dated and not (_looks_verbal(words, at, lexicon) or _governs(words, at, lexicon))
    return word.text == "-" and words[at - 1].end == word.start


def _apposed(
    words: Sequence[Word],
    at: int,
    stop: int,
    starts: dict[int, int],
    mentions: Sequence[SuggestedMention],
    lexicon: Lexicon,
) -> int | None:
    """The person named after a comma: a role, its holder."""
    # "le patron du groupe, Paul Perrin": complements may stand between role and comma.
    limit = min(stop, at + 8)
    while at < limit and words[at].text != ",":
        end = _mention_end(words, at, stop, starts, mentions)
        if words[at].is_verb or lexicon.has("relatives", words[at].form):
            return None
        at = end + 1
    if at + 1 < limit + 1 and at + 1 < stop and words[at].text == ",":
        return starts.get(words[at + 1].start)
    return None


def _attached(words: Sequence[Word], phrases: list[Phrase], lexicon: Lexicon) -> Iterator[Phrase]:
    """The phrases with the complements that follow each of them."""
    for place, phrase in enumerate(phrases):
        full, at = phrase.last, place + 1
        within = ""
        while at < len(phrases) and not phrase.is_pronoun:
            nxt = phrases[at]
            gap = words[full + 1 : nxt.begin]
            joined = len(gap) == 1 and lexicon.has("joins", gap[0].form)
            if gap and not (
                joined and (within == BETWEEN or (nxt.preposition and within == nxt.preposition))
            ):
                break
            if not gap and not _complements(words, phrase, nxt, lexicon):
                break
            within = nxt.preposition or within
            full = nxt.last
            at += 1
        yield replace(phrase, full=full)


def _complements(words: Sequence[Word], phrase: Phrase, nxt: Phrase, lexicon: Lexicon) -> bool:
    """Whether the phrase right behind another one completes it."""
    if nxt.preposition in (None, BY) or phrase.is_plain or nxt.is_pronoun:
        return False
    if nxt.preposition != OF and lexicon.has("never_target", words[nxt.head].form):
        return False
    surface = " ".join(w.form for w in words[nxt.begin : nxt.last + 1])
    if any(surface.startswith(stop) for stop in lexicon.lists["stop_before"]):
        return False
    if nxt.preposition == OF:
        return True
    head = words[phrase.head]
    if lexicon.has("keeps_complement", head.form) or lexicon.has("keeps_complement", head.lemma):
        return True
    governor = words[nxt.head].head
    return phrase.first <= governor <= phrase.last and words[nxt.head].dep.startswith("nmod")
