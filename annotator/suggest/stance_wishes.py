"""Wishes and duties: what somebody wants done, and what that would mean for whom it is done to.

"demande que la taxe soit levée" is against the tax, "il faut planter des arbres" for the trees:
the verb behind the wish gives the label and the target, the wish the holder.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.domain.items import Attribution, Certainty
from annotator.suggest.stance_accusing import accuser_of
from annotator.suggest.stance_frames import INFINITIVE, OBJECT, Kind
from annotator.suggest.stance_negation import evidence
from annotator.suggest.stance_objects import direct_object, infinitive
from annotator.suggest.stance_passage import (
    Finding,
    Match,
    Passage,
    match_at,
    may_be_target,
    overlap,
)
from annotator.suggest.stance_places import holder_of, targets_of, trust
from annotator.suggest.stance_scene import coordinated
from annotator.suggest.stance_syntax import subject
from annotator.suggest.stance_text import Phrase, Sentence
from annotator.suggest.stance_voice import in_quote

_CLAUSE_REACH = 10
_INFINITIVE_REACH = 6
_UNKNOWN_DEED = 0.7
_CHARGED = 0.36
_FRAMED = (Kind.ACT, Kind.ATTITUDE)


@dataclass(frozen=True, slots=True)
class Deed:
    """What is wished: towards whom, with which label, by which verb, and how sure (0..1)."""

    target: Phrase
    label: str
    verb: int
    sure: float


def wishes(passage: Passage, found: Sequence[Match]) -> Iterator[tuple[Finding, int]]:
    """The stances that wishes and duties show, each with the verb that is only wished for."""
    for match in found:
        is_duty = match.frame.kind is Kind.DUTY
        is_wish = match.frame.kind is Kind.ATTITUDE and INFINITIVE in match.frame.targets
        if match.passive or not (is_duty or is_wish):
            continue
        deeds = tuple(_deeds(passage, match))
        if not deeds:
            continue
        for holder, sure in _holders(passage, match):
            for deed in deeds:
                finding = _finding(passage, match, holder, deed, sure)
                if finding is not None:
                    yield finding, deed.verb


def aims(passage: Passage, match: Match, last: int) -> Iterator[Deed]:
    """What the clause or infinitive behind a noun of demand (complete at `last`) wants done."""
    clause = _clause(passage, last)
    if clause is not None:
        yield from _of_clause(passage, match, clause)


def charges(passage: Passage, found: Sequence[Match]) -> Iterator[Finding]:
    """What the accused is said to do to something, where the deed has no frame of its own."""
    block, lexicon = passage.block, passage.scene.lexicon
    framed = {match.at for match in found if match.frame.kind is not Kind.EVALUATIVE}
    for match in found:
        if match.frame.kind is not Kind.ACCUSATION:
            continue
        stop = min(block.sentence_of(match.at).stop, match.last + _CLAUSE_REACH)
        behind = block.words[match.last + 1 : stop]
        deed = next((w.index for w in behind if w.pos == "VERB"), None)
        if deed is None or deed in framed:
            continue
        target, told = direct_object(block, deed, lexicon), accuser_of(passage, deed)
        if told is None or target is None or overlap(told[0], target):
            continue
        if may_be_target(passage, target):
            yield Finding(
                holder=told[0],
                target=target,
                label="against" if passage.is_holder(target) else "favor",
                evidence=(evidence(block, deed, deed, lexicon),),
                attribution=Attribution.REPORTED,
                source=told[1],
                certainty=Certainty.HEDGED,
                p=_CHARGED,
                rule="charge",
                reason="what the accused is said to do",
                verb=deed,
            )


def _holders(passage: Passage, match: Match) -> list[tuple[Phrase, float]]:
    """Who wishes: the subject, or whoever speaks of a duty."""
    block, lexicon = passage.block, passage.scene.lexicon
    if match.frame.kind is Kind.DUTY:
        own, _ = subject(block, match.at, lexicon)
        form = "" if own is None else block.words[own.head].form.removeprefix("-")
        if own is not None and lexicon.has("speaker_pronouns", form):
            return [(own, 1.0)]
        voice = passage.voice(match.at)
        if voice is not None and voice.speaker is not None and passage.is_holder(voice.speaker):
            return [(voice.speaker, voice.p)]
        needs = own is not None and OBJECT not in match.frame.targets and passage.is_holder(own)
        return [(own, 0.8)] if own is not None and needs else []
    phrase, sure = holder_of(passage, match)
    if phrase is None:
        return []
    group = coordinated(block, phrase, lexicon)
    return [(one, sure * worth) for one in group if (worth := trust(passage, match, one))]


def _deeds(passage: Passage, match: Match) -> Iterator[Deed]:
    clause = _clause(passage, match.last)
    if clause is not None:
        yield from _of_clause(passage, match, clause)
        return
    block, lexicon = passage.block, passage.scene.lexicon
    verb = infinitive(block, match.last, lexicon)
    if verb is not None and verb - match.last <= _INFINITIVE_REACH:
        yield from _of_infinitive(passage, match, verb)
    elif match.frame.kind is Kind.DUTY:
        is_needed = OBJECT not in match.frame.targets
        if is_needed:
            for target, sure in targets_of(passage, match):
                yield Deed(target, match.frame.label, match.at, sure)
        elif not _is_personal(passage, match):
            found = direct_object(block, match.at, lexicon)
            if found is not None:
                yield Deed(found, match.frame.label, match.at, 1.0)


def _is_personal(passage: Passage, match: Match) -> bool:
    """Whether the duty is somebody's, not the "il" of "il faut"."""
    own, _ = subject(passage.block, match.at, passage.scene.lexicon)
    if own is None:
        return False
    form = passage.block.words[own.head].form.removeprefix("-")
    return not passage.scene.lexicon.has("empty_pronouns", form)


def _clause(passage: Passage, at: int) -> int | None:
    """Where the clause behind "que" begins that the verb governs."""
    block, lexicon = passage.block, passage.scene.lexicon
    stop = min(block.sentence_of(at).stop, at + 1 + _CLAUSE_REACH)
    for index in range(at + 1, stop):
        word = block.words[index]
        if lexicon.has("relative_objects", word.form):
            # Behind a noun it opens a relative clause.
            tied = block.words[index - 1].pos in ("NOUN", "PROPN") and index - 1 > at
            return None if tied else index + 1
        if word.is_verb or word.text in (":", ";", ".") or lexicon.has("relatives", word.form):
            return None
    return None


def _of_clause(passage: Passage, match: Match, start: int) -> Iterator[Deed]:
    """The deed in a clause: its passive subject, its verb's target, else its subject."""
    block = passage.block
    sentence = block.sentence_of(start - 1)
    agent = next((p for p in sentence.phrases if p.begin == start and not p.preposition), None)
    if agent is None:
        return
    verb = _main_verb(passage, sentence, agent.full + 1)
    if verb is None:
        return
    wanted = match.frame.label == "favor"
    inner = _framed(passage, verb)
    if inner is not None and inner.frame.only_negated:
        inner = None
    given = _given_to(passage, agent, verb)
    if given is not None:
        yield Deed(given, match.frame.label, verb, _UNKNOWN_DEED)
    elif not wanted:
        yield Deed(agent, match.frame.label, verb, _UNKNOWN_DEED)
    elif inner is not None and inner.passive:
        yield Deed(agent, _turned(inner.frame.label, turn=inner.negated), verb, 1.0)
    elif inner is not None and (found := targets_of(passage, inner)):
        for target, sure in found:
            yield Deed(target, _turned(inner.frame.label, turn=inner.negated), verb, sure)
    elif inner is not None:
        yield Deed(agent, _turned(inner.frame.label, turn=inner.negated), verb, _UNKNOWN_DEED)
    else:
        label = _turned(match.frame.label, turn=_denied(passage, verb))
        yield Deed(agent, label, verb, _UNKNOWN_DEED)


def _given_to(passage: Passage, agent: Phrase, verb: int) -> Phrase | None:
    """In "que ce soit un bon accord": what is said of a "ce" that stands for nothing else."""
    block, lexicon = passage.block, passage.scene.lexicon
    form = block.words[agent.head].form
    if not (agent.is_pronoun and lexicon.has("neuter_pronouns", form)):
        return None
    return next((p for p in block.sentence_of(verb).phrases if p.begin == verb + 1), None)


def _denied(passage: Passage, verb: int) -> bool:
    lexicon = passage.scene.lexicon
    start = passage.block.sentence_of(verb).start
    return any(
        lexicon.has("negation_particles", w.form)
        for w in passage.block.words[max(start, verb - 4) : verb]
    )


def _of_infinitive(passage: Passage, match: Match, verb: int) -> Iterator[Deed]:
    """The deed of an infinitive, where the infinitive's own frame doesn't tell it already."""
    block, lexicon = passage.block, passage.scene.lexicon
    is_duty = match.frame.kind is Kind.DUTY
    seen = _seen_done(passage, verb)
    if seen is not None:
        yield seen
        return
    agent, _ = subject(block, match.at, lexicon)
    patient = _passive_infinitive(passage, verb) if is_duty else None
    if patient is not None and agent is not None:
        yield Deed(agent, patient.frame.label, patient.at, 1.0)
        return
    inner = _framed(passage, verb)
    found = direct_object(block, verb, lexicon)
    if not is_duty:
        return
    if inner is not None and not inner.frame.only_negated:
        targets = targets_of(passage, inner)
        if OBJECT not in inner.frame.targets and found is not None and not found.is_pronoun:
            targets = [(found, 1.0)]
        for target, sure in targets:
            yield Deed(target, inner.frame.label, verb, sure)
    elif found is not None:
        yield Deed(found, "favor", verb, _UNKNOWN_DEED)
    elif (clause := _clause(passage, verb)) is not None:
        yield from _of_clause(passage, match, clause)


def _seen_done(passage: Passage, verb: int) -> Deed | None:
    """In "veut voir la taxe abolie": the tax, with what the participle does to it."""
    block, lexicon = passage.block, passage.scene.lexicon
    found = direct_object(block, verb, lexicon)
    if found is None or not lexicon.has("naming", block.words[verb].form):
        return None
    for word in block.words[found.head + 1 : found.full + 3]:
        inner = _framed(passage, word.index) if word.is_participle or word.pos == "ADJ" else None
        if inner is not None:
            return Deed(found, inner.frame.label, word.index, 1.0)
    return None


def _passive_infinitive(passage: Passage, verb: int) -> Match | None:
    """The frame of the participle behind "être"."""
    block, lexicon = passage.block, passage.scene.lexicon
    words = block.words[verb : min(block.sentence_of(verb).stop, verb + 4)]
    if not any(lexicon.has("passive_auxiliaries", word.form) for word in words[:2]):
        before = block.words[verb - 1] if verb else None
        if before is None or not lexicon.has("passive_auxiliaries", before.form):
            return None
    return next(
        (m for w in words if w.is_participle and (m := _framed(passage, w.index)) is not None), None
    )


def _main_verb(passage: Passage, sentence: Sentence, start: int) -> int | None:
    words = passage.block.words[start : min(sentence.stop, start + _CLAUSE_REACH)]
    verbs = [word for word in words if word.is_verb]
    full = next((word for word in verbs if word.pos == "VERB"), None)
    if full is None and verbs:
        # A participle that the parser takes for something else.
        behind = words[words.index(verbs[-1]) + 1 :][:2]
        full = next((w for w in behind if _framed(passage, w.index) is not None), None)
    return None if not verbs else (full or verbs[0]).index


def _framed(passage: Passage, verb: int) -> Match | None:
    """The likeliest frame of a deed at a word."""
    word = passage.block.words[verb]
    fitting = [
        match
        for frame in passage.scene.frames.of(word.form, word.lemma)
        if frame.kind in _FRAMED and (match := match_at(passage, frame, verb)) is not None
    ]
    return max(fitting, key=lambda m: (len(m.frame.needs), m.frame.p), default=None)


def _turned(label: str, *, turn: bool) -> str:
    """A wish that something be left undone is the opposite wish."""
    return {"favor": "against", "against": "favor"}.get(label, label) if turn else label


def _finding(
    passage: Passage, match: Match, holder: Phrase, deed: Deed, sure: float
) -> Finding | None:
    if overlap(holder, deed.target) or not may_be_target(passage, deed.target):
        return None
    lexicon, block = passage.scene.lexicon, passage.block
    quoted = in_quote(passage.quotes, match.at) is not None
    last = max(match.last, deed.verb) if deed.verb - match.last <= _INFINITIVE_REACH else match.last
    return Finding(
        holder=holder,
        target=deed.target,
        label=_turned(deed.label, turn=match.negated and not match.frame.only_negated),
        evidence=(evidence(block, match.at, last, lexicon),),
        attribution=Attribution.QUOTED if quoted else Attribution.REPORTED,
        source=None,
        certainty=Certainty.ASSERTED,
        p=round(match.frame.p * sure * deed.sure, 2),
        rule=f"wish:{match.frame.lemma}",
        reason=f"\u201c{match.frame.lemma}\u201d wishes it: {deed.label}",
        verb=match.at,
    )
