"""The stances that nouns show: "le soutien de X à Y", "son hostilité à Y", "la crainte de Y"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from annotator.suggest.stance_frames import BY, INFINITIVE, OF, Kind
from annotator.suggest.stance_matching import BACKGROUND, stances_of
from annotator.suggest.stance_passage import Finding, Match, Passage, overlap
from annotator.suggest.stance_scene import coordinated
from annotator.suggest.stance_syntax import subject
from annotator.suggest.stance_text import Phrase
from annotator.suggest.stance_wishes import aims

_NOUN_REACH = 12
_OWNED = 0.8


def nominals(passage: Passage, found: Sequence[Match]) -> Iterator[Finding]:
    """The stances that nouns show, each with somebody who holds it."""
    for match in found:
        if match.frame.kind is Kind.NOMINAL:
            yield from _nominal(passage, match)


def _nominal(passage: Passage, match: Match) -> Iterator[Finding]:
    block, frame = passage.block, match.frame
    behind = _complements_of(passage, match.last)
    holder, sure = _bearer(passage, match, behind)
    if holder is None:
        return
    target = next(
        (
            phrase
            for phrase in behind
            if phrase is not holder and phrase.preposition in frame.targets
        ),
        None,
    )
    if target is None and INFINITIVE in frame.targets:
        yield from _aim(passage, match, holder)
    if target is None:
        return
    # Named in passing, such a noun asserts nothing; as a subject, or hedged, it does.
    told = match.hedged or block.words[match.at].dep.startswith(("nsubj", "ROOT"))
    told = told or not holder.begin > match.at
    for one in coordinated(block, holder, passage.scene.lexicon):
        if passage.is_holder(one) and not overlap(one, target):
            worth = sure if told else sure * BACKGROUND
            yield from stances_of(passage, match, one, target, None, worth, hedged=match.hedged)


def _aim(passage: Passage, match: Match, holder: Phrase) -> Iterator[Finding]:
    """In "la demande de X pour que l'accord soit signé": what X wants by it."""
    for deed in aims(passage, match, max(match.last, holder.full)):
        worth = replace(match, negated=False, frame=replace(match.frame, label=deed.label))
        yield from stances_of(passage, worth, holder, deed.target, None, deed.sure, hedged=False)


def _complements_of(passage: Passage, noun: int) -> list[Phrase]:
    """The phrases behind a noun that may complete it, up to the next verb or comma."""
    block = passage.block
    found: list[Phrase] = []
    for phrase in block.sentence_of(noun).phrases:
        if not noun < phrase.begin < noun + _NOUN_REACH:
            continue
        gap = block.words[noun + 1 : phrase.begin]
        if any((word.is_finite and word.is_verb) or word.text in ",;:." for word in gap):
            break
        found.append(phrase)
    return found


def _bearer(
    passage: Passage, match: Match, behind: Sequence[Phrase]
) -> tuple[Phrase | None, float]:
    """Who holds the side that a noun names: its complement, whoever expresses or owns it."""
    takes_of = OF in match.frame.targets
    for phrase in behind:
        agent = phrase.preposition == BY or (phrase.preposition == OF and not takes_of)
        if agent and passage.is_holder(phrase):
            return phrase, 1.0
    return _owner(passage, match)


def _owner(passage: Passage, match: Match) -> tuple[Phrase | None, float]:
    """Who expresses the side ("réaffirme son soutien à Y") or owns it ("son hostilité à Y")."""
    block, lexicon = passage.block, passage.scene.lexicon
    noun, own = block.words[match.at], block.phrase_at(match.at)
    verb = block.words[noun.head]
    light = any(lexicon.has("light_verbs", word) for word in (verb.form, verb.lemma))
    expressed = light and noun.dep.startswith(("obj", "obl"))
    owned = own is not None and lexicon.has("possessives", own.determiner or "")
    if own is None or not (expressed or owned):
        return None, 0.0
    if verb.is_verb:
        phrase, sure = subject(block, verb.index, lexicon)
        if phrase is not None and not overlap(phrase, own) and passage.is_holder(phrase):
            return phrase, sure
    if owned and noun.dep.startswith(("nsubj", "ROOT")):
        return passage.last_holder(own.begin), _OWNED
    return None, 0.0
