"""Evaluations: what somebody calls a danger, a folly, a blessing, and whom that commits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from annotator.domain.items import Attribution, Certainty, HolderKind
from annotator.suggest.stance_frames import ABOUT, BY, OF, TO, Frame, Kind
from annotator.suggest.stance_negation import evidence
from annotator.suggest.stance_objects import direct_object
from annotator.suggest.stance_passage import (
    Finding,
    Match,
    Passage,
    is_passive,
    may_be_target,
    overlap,
)
from annotator.suggest.stance_scene import coordinated
from annotator.suggest.stance_syntax import after, clitic, group_start, subject
from annotator.suggest.stance_text import Phrase, Sentence
from annotator.suggest.stance_voice import Quote, Voice, in_quote, is_say

_REACH = 9
_DENIED = 0.5
_WARNED = 4
_MARKS = 4
"""Quotation marks and stops that may stand beside a quotation in its sentence."""
_DESCRIBED = 0.6
_EXCLAMATION = 6
"""Words of a quotation that is nothing but the judgement."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What an evaluative word is said of, by whom if the clause says so, and how sure that is."""

    target: Phrase
    holder: Phrase | None
    sure: float


def evaluations(passage: Passage, found: Sequence[Match]) -> Iterator[Finding]:
    """The stances that evaluative words show, where the text names who judges."""
    for match in found:
        if match.frame.kind is not Kind.EVALUATIVE:
            continue
        voice = passage.voice(match.at)
        for judged in _judged(passage, match):
            finding = _finding(passage, match, judged, voice)
            if finding is not None:
                yield finding
                yield from _who_agree(passage, finding, judged.holder)
                break


def _who_agree(passage: Passage, finding: Finding, holder: Phrase | None) -> Iterator[Finding]:
    """The same judgement by those who are listed with its holder."""
    if holder is None:
        return
    for other in coordinated(passage.block, holder, passage.scene.lexicon):
        if other != holder and passage.is_holder(other) and not overlap(other, finding.target):
            yield replace(finding, holder=other)


def _finding(passage: Passage, match: Match, judged: Judged, voice: Voice | None) -> Finding | None:
    holder, sure = judged.holder, judged.sure
    if holder is None:
        if voice is None:
            return None
        holder, sure = voice.speaker, sure * voice.p
    if not may_be_target(passage, judged.target):
        return None
    if holder is not None and not passage.is_holder(holder):
        return None
    if (holder is not None and overlap(judged.target, holder)) or _stands_for_nothing(
        passage, judged.target
    ):
        return None
    frame: Frame = match.frame
    warned = match.negated and _is_warned_of(passage, match.at)
    label = frame.negated if match.negated and not (frame.only_negated or warned) else frame.label
    if label is None:
        return None
    if match.negated and not warned and label == "neutral":
        sure *= _DENIED
    quoted = in_quote(passage.quotes, match.at) is not None
    lexicon = passage.scene.lexicon
    verb = passage.block.words[match.at].is_verb
    span = (
        evidence(passage.block, match.at, match.last, lexicon)
        if verb
        else passage.block.span_of(match.at, match.last)
    )
    return Finding(
        holder=holder,
        holder_kind=HolderKind.UNSTATED if holder is None else HolderKind.MENTION,
        target=judged.target,
        label=label,
        evidence=(span,),
        attribution=Attribution.QUOTED if quoted else Attribution.REPORTED,
        source=None,
        certainty=Certainty.ASSERTED,
        p=round(max(0.22, frame.p * sure), 2),
        rule=f"judgement:{frame.lemma}",
        reason=f"\u201c{frame.lemma}\u201d judges: {label}",
        verb=match.at,
    )


def _is_warned_of(passage: Passage, at: int) -> bool:
    """Whether the word names what nobody ought to be: "il ne faut pas être naïf"."""
    block, scene = passage.block, passage.scene
    before = block.words[max(block.sentence_of(at).start, at - _WARNED) : at]
    return any(
        frame.kind is Kind.DUTY
        for word in before
        for frame in scene.frames.of(word.form, word.lemma)
    )


def _stands_for_nothing(passage: Passage, target: Phrase) -> bool:
    """Whether the target is an "il" without meaning, or whoever judges."""
    form = passage.block.words[target.head].form.removeprefix("-")
    lexicon = passage.scene.lexicon
    return target.is_pronoun and (
        lexicon.has("empty_pronouns", form) or lexicon.has("speaker_pronouns", form)
    )


def _judged(passage: Passage, match: Match) -> Iterator[Judged]:
    """The readings of an evaluative word, the likeliest first."""
    word = passage.block.words[match.at]
    for reading in (_by_verb, _by_view):
        found = reading(passage, match)
        if found is not None:
            yield found
    if word.is_verb:
        yield from _by_deed(passage, match)
        return
    found = _by_copula(passage, match)
    if found is not None:
        yield found
    quote = in_quote(passage.quotes, match.at)
    if quote is not None and quote.stop - quote.start <= _EXCLAMATION:
        yield from _of_quotation(passage, quote)
    found = _by_modifier(passage, match)
    if found is not None:
        yield found
    if quote is not None and quote.stop - quote.start > _EXCLAMATION:
        yield from _of_quotation(passage, quote)


def _by_verb(passage: Passage, match: Match) -> Judged | None:
    """In "X juge Y dangereux", "X qualifie Y de folie", "Y est qualifié par X de folie"."""
    block, lexicon = passage.block, passage.scene.lexicon
    start = block.sentence_of(match.at).start
    for verb in range(match.at - 1, max(start, match.at - 2 * _REACH) - 1, -1):
        word = block.words[verb]
        if word.text in (".", ";"):
            return None
        if not (lexicon.has("judging", word.form) or lexicon.has("judging", word.lemma)):
            continue
        before = block.words[verb - 1].form if verb else ""
        direct = verb + 1 == match.at or block.words[verb + 1].text == '"'
        is_clitic = direct and lexicon.has("object_pronouns", before)
        if lexicon.has("determiners", before) and not is_clitic and word.pos != "VERB":
            continue
        if word.is_participle and any(
            lexicon.has("passive_auxiliaries", w.form)
            for w in block.words[max(start, verb - 3) : verb]
        ):
            target, sure = subject(block, verb, lexicon)
            holder = next((p for p in after(block, verb, lexicon) if p.preposition == BY), None)
            return None if target is None or holder is None else Judged(target, holder, sure)
        holder, sure = subject(block, verb, lexicon)
        target = _judged_object(passage, verb, match.at)
        if holder is not None and target is not None and passage.is_holder(holder):
            return Judged(target, holder, sure)
    return None


def _by_deed(passage: Passage, match: Match) -> Iterator[Judged]:
    """In "Y menace la paix": what the verb is said of, unless a relative clause only describes."""
    block, lexicon = passage.block, passage.scene.lexicon
    phrase, sure = subject(block, match.at, lexicon)
    if phrase is None or is_passive(passage, match.at):
        return
    form = block.words[phrase.head].form
    between = block.words[phrase.full + 1 : match.at]
    relative = any(lexicon.has("relative_subjects", word.form) for word in between)
    if relative and not lexicon.has("neuter_pronouns", form):
        sure *= _DESCRIBED
    yield Judged(phrase, None, sure)


def _judged_object(passage: Passage, verb: int, judgement: int) -> Phrase | None:
    block, lexicon = passage.block, passage.scene.lexicon
    found = direct_object(block, verb, lexicon)
    if found is not None and not found.first <= judgement <= found.last:
        return found
    if found is not None and judgement > found.head:
        # "juge la loi dangereuse": the parser takes the judgement into the object.
        return replace(found, last=judgement - 1, full=judgement - 1)
    found = None
    # "a qualifié de « solides » les liens": the judgement stands before its object.
    sentence = block.sentence_of(verb)
    return next(
        (p for p in sentence.phrases if p.begin > judgement and p.preposition is None
         and not p.is_pronoun and p.begin - judgement <= 3),
        found,
    )  # fmt: skip


def _by_view(passage: Passage, match: Match) -> Judged | None:
    """In "X y voit une escalade", "X ne croit pas à Y" have their judgement in the object."""
    block, lexicon = passage.block, passage.scene.lexicon
    start = block.sentence_of(match.at).start
    for verb in range(match.at - 1, max(start, match.at - _REACH) - 1, -1):
        word = block.words[verb]
        if lexicon.has("naming", word.form) or lexicon.has("naming", word.lemma):
            target = clitic(block, verb, "place_pronouns", lexicon)
            holder, sure = subject(block, verb, lexicon)
            if target is not None and holder is not None and passage.is_holder(holder):
                return Judged(target, holder, sure * 0.9)
    return None


def _by_copula(passage: Passage, match: Match) -> Judged | None:
    """In "Y est dangereux", "Y constitue une menace", where somebody says so."""
    block, lexicon = passage.block, passage.scene.lexicon
    start = block.sentence_of(match.at).start
    turned = _by_relative(passage, match)
    if turned is not None:
        return turned
    for verb in range(match.at - 1, max(start, match.at - _REACH) - 1, -1):
        word = block.words[verb]
        if lexicon.has("copulas", word.form) or lexicon.has("copulas", word.lemma):
            target, sure = subject(block, group_start(block, verb, lexicon), lexicon)
            if target is None:
                target, sure = subject(block, verb, lexicon)
            return None if target is None else Judged(target, None, sure)
        if word.is_verb and word.is_finite:
            return None
    return None


def _by_relative(passage: Passage, match: Match) -> Judged | None:
    """In "la menace que représente Y": the judged stands behind the verb."""
    block, lexicon = passage.block, passage.scene.lexicon
    words = [w for w in block.words[match.at + 1 : match.at + 5] if w.text != '"']
    if len(words) < 2 or not lexicon.has("relative_objects", words[0].form):
        return None
    if not (lexicon.has("copulas", words[1].form) or lexicon.has("copulas", words[1].lemma)):
        return None
    sentence = block.sentence_of(match.at)
    behind = next((p for p in sentence.phrases if p.begin == words[1].index + 1), None)
    return None if behind is None else Judged(behind, None, 1.0)


def _by_modifier(passage: Passage, match: Match) -> Judged | None:
    """In "un accord dangereux": the noun that the adjective stands beside."""
    word = passage.block.words[match.at]
    if word.pos != "ADJ":
        return None
    phrase = passage.block.phrase_at(match.at)
    if phrase is None or phrase.head == match.at or phrase.mention is not None:
        return None
    head = passage.block.words[phrase.head]
    own = passage.scene.frames.of(head.form, head.lemma)
    if any(frame.kind is Kind.EVALUATIVE for frame in own):
        return None
    return Judged(phrase, None, 0.6)


def _of_quotation(passage: Passage, quote: Quote) -> Iterator[Judged]:
    """What a quoted exclamation is about: named in its sentence, or close by."""
    block = passage.block
    first, last = block.sentence_of(quote.start), block.sentence_of(quote.stop - 1)
    before, behind = block.sentences_around(quote.start, quote.stop - 1)
    claim = _claim(passage, first, quote, before[-1:])
    if claim is not None:
        yield Judged(claim, None, 0.75)
    for phrase in _pointed_at(passage, (first, last)):
        yield Judged(phrase, None, 0.9)
    for phrase in _outside(passage, (first, last)):
        if phrase.preposition == ABOUT:
            yield Judged(phrase, None, 0.9)
    if before and block.words[before[-1].stop - 1].text == "?" and before[-1].phrases:
        yield Judged(before[-1].phrases[0], None, 0.85)
    for phrase in _pointed_at(passage, behind):
        yield Judged(phrase, None, 0.7)
    if passage.topic is not None:
        yield Judged(passage.topic, None, 0.6)
    if quote.stop - quote.start <= _EXCLAMATION:
        yield from _nearby(passage, (first, *reversed(before[-2:])))


def _nearby(passage: Passage, sentences: Sequence[Sentence]) -> Iterator[Judged]:
    """The things that stand near an exclamation, for want of better."""
    for phrase in _outside(passage, sentences):
        if not passage.is_holder(phrase) and phrase.preposition in (None, TO, OF):
            yield Judged(phrase, None, 0.4)


def _claim(
    passage: Passage, own: Sentence, quote: Quote, before: Sequence[Sentence]
) -> Phrase | None:
    """What the sentence before reports, where the quotation is a sentence of its own."""
    block, lexicon = passage.block, passage.scene.lexicon
    if quote.stop - quote.start < own.stop - own.start - _MARKS:
        return None
    for sentence in before:
        for at in range(sentence.start + 1, sentence.stop):
            if not lexicon.has("relative_objects", block.words[at].form):
                continue
            said = any(is_say(block, n, lexicon) for n in range(max(sentence.start, at - 4), at))
            agent = next((p for p in sentence.phrases if p.begin == at + 1), None)
            if said and agent is not None:
                last = max(p.last for p in sentence.phrases)
                return replace(agent, mention=None, apposed=None, is_plain=False, full=last)
    return None


def _pointed_at(passage: Passage, sentences: Sequence[Sentence]) -> Iterator[Phrase]:
    """The things in these sentences that a demonstrative points at."""
    for phrase in _outside(passage, sentences):
        determiner = phrase.determiner or ""
        shown = passage.scene.lexicon.has("demonstratives", determiner)
        if shown and not passage.is_holder(phrase):
            yield phrase


def _outside(passage: Passage, sentences: Sequence[Sentence]) -> Iterator[Phrase]:
    """The phrases of these sentences outside of quotations, pronouns left out."""
    for sentence in sentences:
        for phrase in sentence.phrases:
            if not phrase.is_pronoun and in_quote(passage.quotes, phrase.head) is None:
                yield phrase
