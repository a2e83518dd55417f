"""Stances that follow from others found: of those who agree, and of those who tell of a deed.

"Oslo refuse le quota, Rabat aussi": Rabat takes the side of Oslo. Who says in their own words that
somebody attacks or sustains something sides with or against that somebody as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from annotator.domain.items import Attribution, Certainty
from annotator.suggest.stance_passage import Finding, Passage, overlap
from annotator.suggest.stance_scene import coordinated
from annotator.suggest.stance_text import Phrase

_AGREES = 0.85
_BLAMES = 0.42
_PRAISES = 0.3


def echoes(passage: Passage, found: Sequence[Finding]) -> Iterator[Finding]:
    """The stances that those found in a block bring with them."""
    yield from _of_those_who_agree(passage, found)
    for finding in found:
        outer = _of_the_speaker(passage, finding)
        if outer is not None:
            yield outer


def _of_those_who_agree(passage: Passage, found: Sequence[Finding]) -> Iterator[Finding]:
    block = passage.block
    for sentence in block.sentences:
        for phrase in sentence.phrases:
            words = _agreement(passage, phrase)
            if words is None:
                continue
            before = [
                one
                for one in found
                if one.verb < phrase.begin and one.holder is not None
                and block.sentence_of(one.verb).stop >= sentence.start
            ]  # fmt: skip
            last = max((one.verb for one in before), default=None)
            for one in before:
                if one.verb == last and not overlap(one.target, phrase):
                    for other in _listed(passage, phrase, words[0]):
                        yield replace(
                            one,
                            holder=other,
                            evidence=(*one.evidence, block.span_of(*words)),
                            verb=words[0],
                            p=round(one.p * _AGREES, 2),
                            rule="ellipsis",
                            reason=f"agrees: {one.label}",
                        )


def _agreement(passage: Passage, phrase: Phrase) -> tuple[int, int] | None:
    """The words behind a phrase that say no more than "too", its first and last."""
    block, lexicon = passage.block, passage.scene.lexicon
    if phrase.preposition is not None or phrase.is_pronoun or not passage.is_holder(phrase):
        return None
    likened = _likened(passage, phrase)
    if likened is not None:
        return likened
    at = phrase.full + 1
    while at < len(block.words) and lexicon.has("ellipsis", block.words[at].form):
        at += 1
    opens = phrase.begin == 0 or not block.words[phrase.begin - 1].text[0].isalpha() or (
        lexicon.has("coordinators", block.words[phrase.begin - 1].form)
    )  # fmt: skip
    closes = at >= len(block.words) or block.words[at].text in (".", ";", ",", "!", ")")
    return (phrase.full + 1, at - 1) if at > phrase.full + 1 and opens and closes else None


def _listed(passage: Passage, phrase: Phrase, said: int) -> tuple[Phrase, ...]:
    """The phrase, with those listed behind it where the words of agreement stand before it."""
    if said > phrase.begin:
        return (phrase,)
    group = coordinated(passage.block, phrase, passage.scene.lexicon)
    return tuple(one for one in group if one.begin >= phrase.begin and passage.is_holder(one))


def _likened(passage: Passage, phrase: Phrase) -> tuple[int, int] | None:
    """The words that liken the phrase to a subject before: ", (tout) comme Rabat"."""
    words, lexicon = passage.block.words, passage.scene.lexicon
    at = phrase.begin - 1
    if at < 1 or not lexicon.has("likening", words[at].form):
        return None
    first = at if words[at - 1].text == "," else at - 1
    apart = words[first - 1].text == "," and first > passage.block.sentence_of(at).start + 1
    last = coordinated(passage.block, phrase, lexicon)[-1].full
    behind = words[last + 1].text if last + 1 < len(words) else "."
    return (first, at) if apart and behind in (".", ";", ",", "!") else None


def _of_the_speaker(passage: Passage, finding: Finding) -> Finding | None:
    """What a quoted speaker who tells of another's side thinks of that other."""
    block, lexicon = passage.block, passage.scene.lexicon
    voice = passage.voice(finding.verb)
    if voice is None or voice.speaker is None or finding.holder is None:
        return None
    if finding.rule.startswith(("judgement", "wish", "outer")) or finding.label == "neutral":
        return None
    form = block.words[finding.holder.head].form.removeprefix("-")
    own = lexicon.has("speaker_pronouns", form)
    if own or overlap(voice.speaker, finding.holder) or not passage.is_holder(voice.speaker):
        return None
    if voice.attribution is not Attribution.QUOTED:
        return None
    if passage.party(voice.speaker).canonical == passage.party(finding.holder).canonical:
        return None
    worth = _BLAMES if finding.label == "against" else _PRAISES
    return replace(
        finding,
        holder=voice.speaker,
        target=finding.holder,
        attribution=Attribution.QUOTED,
        source=None,
        certainty=Certainty.ASSERTED,
        p=round(worth * voice.p, 2),
        rule=f"outer:{finding.rule.partition(':')[2]}",
        reason=f"tells of a side of it: {finding.label}",
    )
