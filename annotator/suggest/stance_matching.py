"""Frames found in a block: who is how towards what, as findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from annotator.domain.article import Span
from annotator.domain.items import Attribution, Certainty, HolderKind
from annotator.suggest.stance_frames import (
    BEFORE,
    INFINITIVE,
    OBJECT,
    SUBJECT,
    TOPIC,
    Frame,
    Kind,
)
from annotator.suggest.stance_scene import Scene, coordinated
from annotator.suggest.stance_syntax import (
    clitic,
    complement,
    direct_object,
    evidence,
    group_start,
    infinitive,
    is_hedged,
    is_negated,
    subject,
)
from annotator.suggest.stance_text import Block, Phrase
from annotator.suggest.stance_voice import Quote, Voice, in_quote, is_say, voice_at

_FLOOR = 0.25
_NEEDS_REACH = 6
_BACKGROUND = 0.7
_UNKNOWN_HOLDER = 0.7
_VAGUE = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A stance in the making; phrases are those of one block."""

    holder: Phrase | None
    holder_kind: HolderKind = HolderKind.MENTION
    target: Phrase
    label: str
    evidence: tuple[Span, ...]
    attribution: Attribution
    source: Phrase | None
    certainty: Certainty
    p: float
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A block in its scene with its quotations: what every rule reads."""

    scene: Scene
    block: Block
    quotes: tuple[Quote, ...]
    topic: Phrase | None
    """What the headline, or the question before, puts up for judgement."""

    def voice(self, index: int) -> Voice | None:
        """Whose words the word belongs to."""
        return voice_at(self.scene, self.block, self.quotes, index)

    def is_holder(self, phrase: Phrase) -> bool:
        """Whether the phrase can take a side."""
        return self.scene.holder_label(self.block, phrase) is not None


@dataclass(frozen=True, slots=True)
class Match:
    """A frame at a word: `last` is the last word of the frame's own words."""

    frame: Frame
    at: int
    last: int
    passive: bool
    negated: bool
    hedged: bool


def matches(passage: Passage) -> Iterator[Match]:
    """The frames of the block: for each word those with the most words of their own."""
    block, frames = passage.block, passage.scene.frames
    taken: set[int] = set()
    for word in block.words:
        if word.index in taken:
            continue
        fitting = [
            match
            for frame in frames.of(word.form, word.lemma)
            if (match := _match(passage, frame, word.index)) is not None
        ]
        if not fitting:
            continue
        best = max(_rank(match) for match in fitting)
        for match in fitting:
            if _rank(match) == best or match.frame.kind is Kind.EVALUATIVE:
                taken.update(range(word.index, match.last + 1) if match.frame.needs else ())
                yield match


def _rank(match: Match) -> tuple[int, bool, bool]:
    """The closer a frame describes the words, the higher."""
    frame = match.frame
    return len(frame.needs), frame.reflexive, frame.only_negated


def _match(passage: Passage, frame: Frame, at: int) -> Match | None:
    block, lexicon = passage.block, passage.scene.lexicon
    word = block.words[at]
    sentence = block.sentence_of(at)
    before = block.words[at - 1].form if at > sentence.start else ""
    verbal = frame.kind not in (Kind.NOMINAL, Kind.EVALUATIVE)
    if verbal and not _is_verbal(passage, at, before):
        return None
    if frame.kind is Kind.NOMINAL and word.pos not in ("NOUN", "PROPN", "ADJ"):
        return None
    last = at
    for need in frame.needs:
        found = next(
            (
                w.index
                for w in block.words[last + 1 : min(sentence.stop, last + 1 + _NEEDS_REACH)]
                if w.form in need.split("|") or w.lemma in need.split("|")
            ),
            None,
        )
        if found is None:
            return None
        last = found
    if frame.reflexive != _is_reflexive(passage, at) and verbal and frame.reflexive:
        return None
    negated = is_negated(block, at, lexicon)
    if frame.only_negated and not negated:
        return None
    transitive = OBJECT in frame.targets or frame.kind is Kind.ACCUSATION
    passive = verbal and transitive and _is_passive(passage, at)
    return Match(frame, at, last, passive, negated, is_hedged(block, at, lexicon))


def _is_verbal(passage: Passage, at: int, before: str) -> bool:
    word, lexicon = passage.block.words[at], passage.scene.lexicon
    if word.pos in ("VERB", "AUX", "ADJ"):
        return True
    return not (lexicon.has("determiners", before) or before in lexicon.prepositions)


def _is_reflexive(passage: Passage, at: int) -> bool:
    block, lexicon = passage.block, passage.scene.lexicon
    start = block.sentence_of(at).start
    for word in reversed(block.words[max(start, at - 6) : at]):
        if lexicon.has("reflexives", word.form):
            return True
        if word.text == "," or (word.pos == "VERB" and word.index < at - 1):
            return False
    return False


def _is_passive(passage: Passage, at: int) -> bool:
    block, lexicon = passage.block, passage.scene.lexicon
    word = block.words[at]
    if not word.is_participle or _is_reflexive(passage, at):
        return False
    start = block.sentence_of(at).start
    for before in reversed(block.words[max(start, at - 4) : at]):
        if lexicon.has("passive_auxiliaries", before.form):
            return True
        if before.pos == "AUX":
            return before.lemma == word.lemma or before.dep == "aux:pass"
    return word.pos != "VERB" or word.dep.startswith("acl")


def findings(passage: Passage) -> Iterator[Finding]:
    """The stances that verbs, nouns and adjectives with places of their own show."""
    for match in matches(passage):
        kind = match.frame.kind
        if kind is Kind.EVALUATIVE:
            continue
        if kind is Kind.NOMINAL:
            yield from _nominal(passage, match)
        elif kind is Kind.RECIPROCAL:
            yield from _reciprocal(passage, match)
        elif match.passive:
            yield from _passive(passage, match)
        else:
            yield from _active(passage, match)


def _active(passage: Passage, match: Match) -> Iterator[Finding]:
    block, lexicon, frame = passage.block, passage.scene.lexicon, match.frame
    source: Phrase | None = None
    sure, hedged = 1.0, match.hedged
    if frame.kind is Kind.ACT and _is_wished(passage, match.at):
        return
    if _is_aside(passage, match.at):
        return
    accuser = _accuser(passage, match.at)
    if accuser is not None:
        phrase, source, sure = accuser
        holders: tuple[Phrase, ...] = coordinated(block, phrase, lexicon)
        hedged = True
    else:
        place, sure = _holder(passage, match)
        if place is None:
            return
        holders = coordinated(block, place, lexicon)
    targets = _targets(passage, match)
    for holder in holders:
        trust = _trust(passage, match, holder)
        if not trust:
            continue
        for target, worth in targets:
            worth *= sure * trust
            yield from _finding(passage, match, holder, target, source, worth, hedged=hedged)
            contrast = _contrasted(passage, target)
            if contrast is not None:
                turned = replace(match, negated=not match.negated)
                yield from _finding(passage, turned, holder, contrast, source, sure, hedged=hedged)


def _is_aside(passage: Passage, at: int) -> bool:
    """Whether the verb only says whose quotation stands before it: "…", s'indignent les élus."""
    block, lexicon = passage.block, passage.scene.lexicon
    before = group_start(block, at, lexicon) - 1
    if before < 1 or block.words[before].text != "," or not is_say(block, at, lexicon):
        return False
    behind = block.phrase_at(at + 1) if at + 1 < len(block.words) else None
    quoted = in_quote(passage.quotes, before - 1) or block.words[before - 1].text == '"'
    return bool(quoted) and behind is not None and passage.is_holder(behind)


def _trust(passage: Passage, match: Match, holder: Phrase) -> float:
    """How sure (0..1) it is that the phrase can take this side; 0 if it can't."""
    word = passage.block.words[holder.head]
    if passage.is_holder(holder):
        vague = passage.scene.lexicon.has("vague_pronouns", word.form.removeprefix("-"))
        return _VAGUE if vague else 1.0
    # Only who has a mind condemns or demands, whatever the noun.
    minded = match.frame.kind in (Kind.ATTITUDE, Kind.ACCUSATION) and match.frame.holder == SUBJECT
    stated = word.pos == "NOUN" and holder.determiner is not None and holder.mention is None
    return _UNKNOWN_HOLDER if minded and stated and may_be_target(passage, holder) else 0.0


def _is_wished(passage: Passage, at: int) -> bool:
    """Whether the deed is only one that somebody ought to do."""
    lexicon, start = passage.scene.lexicon, passage.block.sentence_of(at).start
    return any(
        word.is_conditional and lexicon.has("duties", word.form)
        for word in passage.block.words[max(start, at - 3) : at]
    )


def _contrasted(passage: Passage, target: Phrase) -> Phrase | None:
    """What is set against the target: "une date, pas une formule"."""
    words = passage.block.words[target.full + 1 : target.full + 3]
    if len(words) < 2 or words[0].text != "," or not passage.scene.lexicon.has(
        "contrasts", words[1].form
    ):
        return None
    sentence = passage.block.sentence_of(target.head)
    return next((p for p in sentence.phrases if p.begin == words[1].index + 1), None)


def _holder(passage: Passage, match: Match) -> tuple[Phrase | None, float]:
    block, lexicon = passage.block, passage.scene.lexicon
    if match.frame.holder == OBJECT:
        return direct_object(block, match.at, lexicon), 0.9
    if match.frame.holder != SUBJECT:
        found = complement(block, match.at, match.frame.holder, lexicon)
        if found is None and match.frame.holder == "à":
            found = clitic(block, match.at, "dative_pronouns", lexicon)
        return found, 0.9
    phrase, sure = subject(block, match.at, lexicon)
    if phrase is None or not passage.is_holder(phrase):
        turned = next((p for p in block.sentence_of(match.at).phrases if p.begin == match.at + 1), None)
        if turned is not None and not turned.preposition and passage.is_holder(turned):
            return turned, 0.9
        if block.words[match.at].is_verb and not block.words[match.at].is_finite:
            return _last_holder(passage, match.at) or phrase, 0.75
    return phrase, sure


def _last_holder(passage: Passage, at: int) -> Phrase | None:
    """The nearest phrase before the word in its sentence that can take a side by itself."""
    before = [p for p in passage.block.sentence_of(at).phrases if p.full < at]
    fitting = (p for p in reversed(before) if p.preposition is None and passage.is_holder(p))
    return next(fitting, None)


def _accuser(passage: Passage, at: int) -> tuple[Phrase, Phrase | None, float] | None:
    """For the infinitive of an accusation: the accused, who accuses, and how sure that is."""
    block, lexicon = passage.block, passage.scene.lexicon
    word = block.words[at]
    before = block.words[at - 1] if at else word
    perfect = before.pos == "AUX" and not before.is_finite
    if word.is_finite or (word.is_participle and not perfect):
        return None
    for outer in range(at - 1, block.sentence_of(at).start - 1, -1):
        frames = passage.scene.frames.of(block.words[outer].form, block.words[outer].lemma)
        frame = next((f for f in frames if f.kind is Kind.ACCUSATION), None)
        if frame is None:
            if block.words[outer].is_finite and block.words[outer].pos == "VERB":
                return None
            continue
        match = _match(passage, frame, outer)
        if match is None:
            return None
        if match.passive:
            accused, _ = subject(block, outer, lexicon)
            accused = _shifted(passage, outer, at) or accused
            source = complement(block, outer, "par", lexicon)
        else:
            found = _targets(passage, match)
            accused = found[0][0] if found else None
            source, _ = subject(block, outer, lexicon)
        if accused is None or not passage.is_holder(accused):
            return None
        return accused, source if source and passage.is_holder(source) else None, 0.95
    return None


def _shifted(passage: Passage, outer: int, at: int) -> Phrase | None:
    """The accused of a second accusation without a verb: "et la Chine d'aider …"."""
    for phrase in passage.block.sentence_of(at).phrases:
        before = passage.block.words[phrase.begin - 1].form if phrase.begin else ""
        joined = passage.scene.lexicon.has("joins", before) or before == ","
        if outer < phrase.begin and phrase.last < at <= phrase.last + 2:
            is_name = phrase.mention is not None and phrase.preposition in (None, "à")
            return phrase if is_name and joined else None
    return None


def _targets(passage: Passage, match: Match) -> list[tuple[Phrase, float]]:
    """What the frame's places name, the first place that is there, with how sure that is."""
    block, lexicon = passage.block, passage.scene.lexicon
    for place in match.frame.targets:
        found = _at_place(passage, match, place)
        if found is None or not may_be_target(passage, found):
            continue
        group = (found,) if found.is_pronoun else coordinated(block, found, lexicon)
        if found in group:
            group = group[group.index(found) :]
        worth = 0.9 if found.is_pronoun else 1.0
        return [(phrase, worth) for phrase in group if may_be_target(passage, phrase)]
    return []


def may_be_target(passage: Passage, phrase: Phrase) -> bool:
    """Whether a side can be taken on what the phrase names."""
    word = passage.block.words[phrase.head]
    return not passage.scene.lexicon.has("never_target", word.form)


def _at_place(passage: Passage, match: Match, place: str) -> Phrase | None:
    block, lexicon, at = passage.block, passage.scene.lexicon, match.last
    if place == SUBJECT:
        return subject(block, match.at, lexicon)[0]
    if place == OBJECT:
        found = direct_object(block, match.at, lexicon)
        if found is None or (found.head <= match.last and found.head > match.at):
            found = direct_object(block, at, lexicon) if at != match.at else None
        return found
    if place == TOPIC:
        return passage.topic
    if place == BEFORE:
        return _before(passage, match.at)
    if place == INFINITIVE:
        return _infinitive_target(passage, at)
    if place == "à":
        tied = clitic(block, match.at, "dative_pronouns", lexicon)
        tied = tied or clitic(block, match.at, "place_pronouns", lexicon)
        if tied is not None:
            return tied
    if place == "de" and (tied := clitic(block, match.at, "of_pronouns", lexicon)) is not None:
        return tied
    return complement(block, at, place, lexicon)


def _before(passage: Passage, at: int) -> Phrase | None:
    """What the sentence before is about: its first phrase that can't take a side itself."""
    block = passage.block
    ahead = [s for s in block.sentences if s.stop <= block.sentence_of(at).start]
    for phrase in ahead[-1].phrases if ahead else ():
        if phrase.preposition is None and not phrase.is_pronoun and not passage.is_holder(phrase):
            return phrase
    return None


def _infinitive_target(passage: Passage, at: int) -> Phrase | None:
    """What an infinitive is about: its object, else the infinitive with its complement."""
    block, lexicon = passage.block, passage.scene.lexicon
    verb = infinitive(block, at, lexicon)
    if verb is None:
        return None
    own = passage.scene.frames.of(block.words[verb].form, block.words[verb].lemma)
    if any(frame.kind in (Kind.ACT, Kind.ATTITUDE) and not frame.needs for frame in own):
        return None
    found = direct_object(block, verb, lexicon)
    if found is not None and not found.is_pronoun:
        return found
    for phrase in block.sentence_of(verb).phrases:
        if phrase.begin == verb + 1:
            return replace(phrase, begin=verb, first=verb, head=verb, mention=None,
                           apposed=None, preposition=None, is_pronoun=False, is_plain=False)  # fmt: skip
    return None


def _passive(passage: Passage, match: Match) -> Iterator[Finding]:
    block, lexicon = passage.block, passage.scene.lexicon
    target, sure = subject(block, match.at, lexicon)
    word = block.words[match.at]
    if word.dep.startswith("acl") or (word.pos == "ADJ" and target is None):
        governing = block.phrase_at(word.head)
        target = governing if governing is not None else target
        sure *= _BACKGROUND
    if target is None or not may_be_target(passage, target):
        return
    agent = complement(block, match.at, "par", lexicon)
    agents = () if agent is None else coordinated(block, agent, lexicon)
    targets = coordinated(block, target, lexicon)
    for one in targets:
        for holder in agents:
            worth = sure * (_trust(passage, match, holder) or _BACKGROUND * _VAGUE)
            yield from _finding(passage, match, holder, one, None, worth, hedged=match.hedged)
        if agent is None and match.frame.kind is Kind.ACCUSATION:
            yield from _finding(passage, match, None, one, None, sure, hedged=match.hedged)
    if agent is None and match.frame.kind is Kind.ACCUSATION:
        others = {
            found
            for at in range(match.at + 1, block.sentence_of(match.at).stop)
            if block.words[at].pos == "VERB"
            and not block.words[at].is_finite
            and (found := _shifted(passage, match.at, at)) is not None
        }
        for other in sorted(others, key=lambda phrase: phrase.first):
            yield from _finding(passage, match, None, other, None, 0.8, hedged=False)


def _reciprocal(passage: Passage, match: Match) -> Iterator[Finding]:
    block, lexicon = passage.block, passage.scene.lexicon
    phrase, sure = subject(block, match.at, lexicon)
    if phrase is None:
        return
    group = [p for p in coordinated(block, phrase, lexicon) if passage.is_holder(p)]
    partner = next(
        (
            found
            for place in match.frame.targets
            if (found := complement(block, match.last, place, lexicon)) and passage.is_holder(found)
        ),
        None,
    )
    if len(group) == 1 and partner is not None:
        group.append(partner)
    if len(group) == 1 and not group[0].is_pronoun:
        return
    for holder in group:
        for target in group:
            if holder is not target:
                yield from _finding(passage, match, holder, target, None, sure, hedged=match.hedged)


def _nominal(passage: Passage, match: Match) -> Iterator[Finding]:
    """ "le soutien de X à Y": the holder behind "de", the target behind the frame's preposition."""
    block = passage.block
    sentence = block.sentence_of(match.at)
    behind = [p for p in sentence.phrases if match.at < p.begin and p.begin - match.at < _NEEDS_REACH * 2]
    holder = next((p for p in behind[:2] if p.preposition == "de" and passage.is_holder(p)), None)
    if holder is None:
        return
    target = None
    for phrase in behind:
        gap = block.words[match.at + 1 : phrase.begin]
        if any(word.is_finite and word.is_verb or word.text in ",;:." for word in gap):
            break
        if phrase is not holder and phrase.preposition in match.frame.targets:
            target = phrase
            break
    if target is None:
        return
    # Named in passing, such a noun asserts nothing; as a subject, or hedged, it does.
    told = match.hedged or block.words[match.at].dep.startswith(("nsubj", "ROOT"))
    for one in coordinated(block, holder, passage.scene.lexicon):
        if passage.is_holder(one) and one.begin < target.begin:
            sure = 1.0 if told else _BACKGROUND
            yield from _finding(passage, match, one, target, None, sure, hedged=match.hedged)


def _finding(
    passage: Passage,
    match: Match,
    holder: Phrase | None,
    target: Phrase,
    source: Phrase | None,
    sure: float,
    *,
    hedged: bool,
) -> Iterator[Finding]:
    """The stance of a match, unless negation leaves none or holder and target are one."""
    frame = match.frame
    label: str | None = frame.label
    if match.negated and not frame.only_negated:
        label = frame.negated
    if label is None or (holder is not None and overlap(holder, target)):
        return
    voice = passage.voice(match.at)
    attribution = frame.attribution
    if source is not None or match.frame.kind is not Kind.ACCUSATION and hedged and source:
        attribution = Attribution.REPORTED
    if voice is not None and voice.speaker is not None:
        attribution = Attribution.REPORTED
        if source is None and not _speaks(passage, voice.speaker, holder):
            source = voice.speaker
    if _is_asked_whether(passage, match.at):
        label = "neutral"
    if any(in_quote(passage.quotes, at) for at in (match.at, match.last)):
        attribution = Attribution.QUOTED
    elif _accused_infinitive(passage, match):
        attribution = Attribution.REPORTED
    yield Finding(
        holder=holder,
        holder_kind=HolderKind.MENTION if holder else HolderKind.UNSTATED,
        target=target,
        label=label,
        evidence=(evidence(passage.block, match.at, match.last, passage.scene.lexicon),),
        attribution=attribution,
        source=source,
        certainty=Certainty.HEDGED if hedged else frame.certainty,
        p=max(_FLOOR, round(frame.p * sure, 2)),
        rule=f"frame:{frame.lemma}",
        reason=_reason(frame, match),
    )


def overlap(one: Phrase, other: Phrase) -> bool:
    """Whether two phrases share a word: then neither takes a side on the other."""
    return one.first <= other.full and other.first <= one.full


def _speaks(passage: Passage, speaker: Phrase, holder: Phrase | None) -> bool:
    """Whether the holder is the speaker: the same words, or a pronoun of the first person."""
    if holder is None or speaker.head == holder.head:
        return holder is not None
    form = passage.block.words[holder.head].form
    return passage.scene.lexicon.has("speaker_pronouns", form)


def _is_asked_whether(passage: Passage, at: int) -> bool:
    """Whether the verb stands in an indirect question: "n'a pas dit s'il approuvait"."""
    block, lexicon = passage.block, passage.scene.lexicon
    start = block.sentence_of(at).start
    for word in reversed(block.words[max(start, at - 6) : at]):
        if lexicon.has("whether", word.form) and word.pos == "SCONJ":
            before = block.words[max(start, word.index - 2) : word.index]
            return any(lexicon.has("say", w.form) or lexicon.has("say", w.lemma) for w in before)
    return False


def _accused_infinitive(passage: Passage, match: Match) -> bool:
    return match.frame.kind is not Kind.ACCUSATION and _accuser(passage, match.at) is not None


def _reason(frame: Frame, match: Match) -> str:
    words = " ".join((frame.lemma, *frame.needs))
    form = "the passive of " if match.passive else "denied: " if match.negated else ""
    return f"{form}\u201c{words}\u201d shows a side: {frame.label}"
