"""The stances that verbs and adjectives with places of their own show, as findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from annotator.domain.article import Span
from annotator.domain.items import Attribution, Certainty, HolderKind
from annotator.suggest.stance_accusing import accuser_of, next_accused
from annotator.suggest.stance_control import made_to, wish_of
from annotator.suggest.stance_frames import BY, OBJECT, SUBJECT, Frame, Kind
from annotator.suggest.stance_negation import evidence, is_refused
from annotator.suggest.stance_objects import complement
from annotator.suggest.stance_passage import (
    Finding,
    Match,
    Passage,
    has_auxiliary,
    may_be_target,
    overlap,
    shared_auxiliary,
)
from annotator.suggest.stance_places import contrasted, holder_of, targets_of, trust
from annotator.suggest.stance_scene import coordinated
from annotator.suggest.stance_syntax import group_start, subject
from annotator.suggest.stance_text import Phrase
from annotator.suggest.stance_voice import in_quote, is_say

_FLOOR = 0.25
BACKGROUND = 0.7
"""How sure it is that what is said in passing is meant."""
_UNNAMED_AGENT = 0.42
_CLEAR = 0.5
"""Probability of a frame whose deed shows a side even where its agent may have none."""
_PURPOSE_REACH = 6


def findings(passage: Passage, found: Sequence[Match], wished: frozenset[int]) -> Iterator[Finding]:
    """The stances that verbs and adjectives with places of their own show.

    Args:
        passage: The block in its scene.
        found: The frames at its words.
        wished: Verbs of deeds that are only wished for: they show nothing by themselves.
    """
    for match in found:
        kind = match.frame.kind
        if kind in (Kind.EVALUATIVE, Kind.DUTY, Kind.NOMINAL) or match.at in wished:
            continue
        if kind is Kind.RECIPROCAL:
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
    if _is_aside(passage, match.at) or _is_denied(passage, match.at):
        return
    accuser = None if made_to(passage, match.at) else accuser_of(passage, match.at)
    if accuser is not None:
        phrase, source, sure = accuser
        holders: tuple[Phrase, ...] = coordinated(block, phrase, lexicon)
        hedged = True
    else:
        place, sure = holder_of(passage, match)
        if place is None:
            yield from _felt(passage, match)
            return
        holders = coordinated(block, _somebody(passage, place, match.at), lexicon)
    targets = targets_of(passage, match)
    for holder in holders:
        trusted = sure * trust(passage, match, holder)
        for target, certain in targets if trusted else ():
            worth = trusted * certain
            yield from stances_of(passage, match, holder, target, source, worth, hedged=hedged)
            contrast = contrasted(passage, target)
            if contrast is not None:
                turned = replace(match, negated=not match.negated)
                yield from stances_of(
                    passage, turned, holder, contrast, source, sure, hedged=hedged
                )


def _felt(passage: Passage, match: Match) -> Iterator[Finding]:
    """What a feeling without anybody who has it shows: "cette lenteur agace"."""
    if match.frame.holder != OBJECT or SUBJECT not in match.frame.targets:
        return
    if not passage.block.words[match.at].is_finite:
        return
    for target, sure in targets_of(passage, match):
        if not passage.is_holder(target):
            worth = sure * _UNNAMED_AGENT
            yield from stances_of(passage, match, None, target, None, worth, hedged=match.hedged)


def _somebody(passage: Passage, phrase: Phrase, at: int) -> Phrase:
    """The phrase; for a "nobody", whoever says what nobody does."""
    form = passage.block.words[phrase.head].form
    if phrase.determiner is None and passage.scene.lexicon.has("negation_words", form):
        voice = passage.voice(at)
        return phrase if voice is None or voice.speaker is None else voice.speaker
    return phrase


def _is_aside(passage: Passage, at: int) -> bool:
    """Whether the verb only says whose quotation stands before it: "…", s'indignent les élus."""
    block, lexicon = passage.block, passage.scene.lexicon
    before = group_start(block, at, lexicon) - 1
    if before < 1 or block.words[before].text != "," or not is_say(block, at, lexicon):
        return False
    behind = block.phrase_at(at + 1) if at + 1 < len(block.words) else None
    quoted = in_quote(passage.quotes, before - 1) or block.words[before - 1].text == '"'
    return bool(quoted) and behind is not None and passage.is_holder(behind)


def _is_denied(passage: Passage, at: int) -> bool:
    """Whether the deed is one that somebody says was never done: "nie fournir des armes"."""
    block, lexicon = passage.block, passage.scene.lexicon
    word = block.words[at]
    if word.is_finite or (word.is_participle and block.words[at - 1].pos != "AUX"):
        return False
    near = block.words[max(block.sentence_of(at).start, at - 4) : at]
    return any(lexicon.has("denying", other.form) for other in near)


def _is_wished(passage: Passage, at: int) -> bool:
    """Whether the deed is only one that somebody ought to do."""
    lexicon, start = passage.scene.lexicon, passage.block.sentence_of(at).start
    near = passage.block.words[max(start, at - 3) : at]
    if any(word.is_conditional and lexicon.has("duties", word.form) for word in near):
        return True
    # "pour qu'elle accepte": only aimed at.
    words = passage.block.words[max(start, at - _PURPOSE_REACH) : at]
    return any(
        lexicon.has("relative_objects", word.form)
        and word.index > start
        and lexicon.has("aiming", passage.block.words[word.index - 1].form)
        for word in words
    )


def _passive(passage: Passage, match: Match) -> Iterator[Finding]:
    block, lexicon = passage.block, passage.scene.lexicon
    target, sure = _patient(passage, match.at)
    if target is None or not may_be_target(passage, target) or _is_aside(passage, match.at):
        return
    agent = complement(block, match.at, BY, lexicon)
    agents = () if agent is None else coordinated(block, agent, lexicon)
    targets = coordinated(block, target, lexicon)
    for one in targets:
        for holder in agents:
            trusted = trust(passage, match, holder)
            if not trusted and match.frame.p < _CLEAR:
                continue
            worth = sure * (trusted or _UNNAMED_AGENT)
            yield from stances_of(passage, match, holder, one, None, worth, hedged=match.hedged)
        if agent is None and match.frame.kind is Kind.ACCUSATION:
            yield from stances_of(passage, match, None, one, None, sure, hedged=match.hedged)
        elif agent is None and not match.negated and _is_told(passage, match.at):
            worth = sure * _UNNAMED_AGENT
            yield from stances_of(passage, match, None, one, None, worth, hedged=match.hedged)
    if agent is None and match.frame.kind is Kind.ACCUSATION:
        others = {
            found
            for at in range(match.at + 1, block.sentence_of(match.at).stop)
            if block.words[at].pos == "VERB"
            and not block.words[at].is_finite
            and (found := next_accused(passage, match.at, at)) is not None
        }
        for other in sorted(others, key=lambda phrase: phrase.first):
            yield from stances_of(passage, match, None, other, None, 0.8, hedged=False)


def _patient(passage: Passage, at: int) -> tuple[Phrase | None, float]:
    """To whom or what the deed of a participle is done, and how sure (0..1) that is."""
    block, lexicon = passage.block, passage.scene.lexicon
    shared = shared_auxiliary(passage, at)
    target, sure = subject(block, at if shared is None else shared, lexicon)
    word = block.words[at]
    told = shared is not None or has_auxiliary(passage, at)
    if not told and (word.dep.startswith("acl") or (word.pos == "ADJ" and target is None)):
        governing = block.phrase_at(word.head)
        return (governing if governing is not None else target), sure * BACKGROUND
    return (_put_behind(passage, at), 1.0) if target is None else (target, sure)


def _put_behind(passage: Passage, at: int) -> Phrase | None:
    """What a participle that opens its sentence is said of: "Soutenu par Oslo, le maire rit"."""
    sentence = passage.block.sentence_of(at)
    if not passage.block.words[at].is_participle or at - sentence.start > 1:
        return None
    comma = next((w.index for w in passage.block.words[at : sentence.stop] if w.text == ","), at)
    return next(
        (p for p in sentence.phrases if p.begin == comma + 1 and p.preposition is None), None
    )


def _is_told(passage: Passage, at: int) -> bool:
    """Whether a passive tells of something done: its auxiliary is finite and no mere wish."""
    words = passage.block.words[max(passage.block.sentence_of(at).start, at - 4) : at]
    lexicon = passage.scene.lexicon
    auxiliary = next((w for w in words if lexicon.has("passive_auxiliaries", w.form)), None)
    return auxiliary is not None and (auxiliary.is_finite or auxiliary.index > words[0].index)


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
                yield from stances_of(
                    passage, match, holder, target, None, sure, hedged=match.hedged
                )


def stances_of(
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
    frame, label = match.frame, _label(passage, match)
    if frame.p < _FLOOR:
        return
    if label is None or (holder is not None and overlap(holder, target)):
        return
    voice = passage.voice(match.at)
    speaker = None if voice is None else voice.speaker
    is_retold = source is not None or speaker is not None
    if speaker is not None:
        if source is None and not _speaks(passage, speaker, holder):
            source = speaker
        if holder is not None and _is_same(passage, speaker, holder):
            # "Oslo dit qu'elle partirait": retold speech, no distance.
            source, hedged = (None if source is speaker else source), False
    yield Finding(
        holder=holder,
        holder_kind=HolderKind.MENTION if holder else HolderKind.UNSTATED,
        target=target,
        label=label,
        evidence=(_evidence(passage, match),),
        attribution=_attribution(passage, match, label, is_retold=is_retold),
        source=source,
        certainty=Certainty.HEDGED if hedged else frame.certainty,
        p=max(_FLOOR, round(frame.p * sure, 2)),
        rule=f"frame:{frame.lemma}",
        reason=_reason(frame, match, label),
        verb=match.at,
    )


def _attribution(passage: Passage, match: Match, label: str, *, is_retold: bool) -> Attribution:
    """Who vouches for the stance; `is_retold`: somebody is said to say so."""
    if any(in_quote(passage.quotes, at) for at in (match.at, match.last)):
        return Attribution.QUOTED
    if is_retold or _accused_infinitive(passage, match) or _is_wanted(passage, match):
        return Attribution.REPORTED
    own = match.frame.attribution
    # "ne dément pas": an open refusal to choose is told as a fact.
    is_open = label == "neutral" and match.negated and own is Attribution.REPORTED
    return Attribution.AUTHOR if is_open else own


def _label(passage: Passage, match: Match) -> str | None:
    """The label of a match; None where negation leaves no stance."""
    frame = match.frame
    label: str | None = frame.label
    if match.negated and not frame.only_negated:
        label = frame.negated
        if label is None and frame.label == "favor":
            refused = is_refused(passage.block, match.at, passage.scene.lexicon)
            label = "against" if refused else None
    if label is not None and _is_asked_whether(passage, match.at):
        return "neutral"
    return label


def _is_same(passage: Passage, speaker: Phrase, holder: Phrase) -> bool:
    """Whether a pronoun stands for the speaker."""
    same = passage.party(speaker).canonical == passage.party(holder).canonical
    return holder.is_pronoun and same


def _speaks(passage: Passage, speaker: Phrase, holder: Phrase | None) -> bool:
    """Whether the holder is the speaker: the same words, or a pronoun of the first person."""
    if holder is None or speaker.head == holder.head:
        return holder is not None
    form = passage.block.words[holder.head].form
    return passage.scene.lexicon.has("speaker_pronouns", form)


def _evidence(passage: Passage, match: Match) -> Span:
    """The words that show the side: the verb group, or the noun."""
    if match.frame.kind is Kind.NOMINAL:
        return passage.block.span_of(match.at, match.last)
    return evidence(passage.block, match.at, match.last, passage.scene.lexicon)


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
    return match.frame.kind is not Kind.ACCUSATION and accuser_of(passage, match.at) is not None


def _is_wanted(passage: Passage, match: Match) -> bool:
    """Whether the deed is one that somebody wants done; a refusal to choose is open."""
    return match.frame.label != "neutral" and wish_of(passage, match.at) is not None


def _reason(frame: Frame, match: Match, label: str) -> str:
    # Of the forms that a frame takes for one, the first stands for all.
    words = " ".join(word.split("|")[0] for word in (frame.lemma, *frame.needs))
    form = "the passive of " if match.passive else "denied: " if match.negated else ""
    if label == "neutral" and not form and frame.label != label:
        form = "asked whether: "
    return f"{form}\u201c{words}\u201d shows a side: {frame.label}"
