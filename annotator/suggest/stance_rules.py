"""From a stored parse to suggested stances and the mentions and noun phrases that they need.

Imports no model: what the parser found comes as words (`stance_text`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from annotator.domain.article import Span
from annotator.domain.items import MentionKind
from annotator.domain.suggestion import FILLED_IN, SuggestedMention, SuggestedStance
from annotator.suggest.gazetteer import Gazetteer
from annotator.suggest.stance_echoes import echoes
from annotator.suggest.stance_frames import Frames
from annotator.suggest.stance_hints import hints
from annotator.suggest.stance_judging import evaluations
from annotator.suggest.stance_matching import findings
from annotator.suggest.stance_nouns import nominals
from annotator.suggest.stance_passage import Finding, Passage, matches
from annotator.suggest.stance_scene import Party, Scene, find_aliases
from annotator.suggest.stance_text import Block, Phrase, Word, make_block
from annotator.suggest.stance_voice import quotes
from annotator.suggest.stance_wishes import charges, wishes

STANCE_RULES_VERSION = 3
"""Part of the engine's name; changes whenever the rules give other stances."""
_CANDIDATE_MENTION = 0.4
_WISHED_REACH = 4
"""Words behind a wished "be" that say how something ought to be, not how it is."""


@dataclass(frozen=True, slots=True)
class Stances:
    """The mentions with those that stances added, the stances, and noun phrases not covered."""

    mentions: tuple[SuggestedMention, ...]
    stances: tuple[SuggestedStance, ...]
    phrases: tuple[Span, ...]


def suggest_stances(
    text: str,
    blocks: Sequence[tuple[Span, Sequence[Word]]],
    zones: Sequence[Span],
    mentions: tuple[SuggestedMention, ...],
    frames: Frames,
    gazetteer: Gazetteer,
    holder_labels: frozenset[str],
) -> Stances:
    """The stances of an article, each with probability and reason.

    Args:
        text: The article's text.
        blocks: Its paragraphs (hard-wrapped lines joined) with their words.
        zones: Paragraphs that are no part of the article; nothing is suggested there.
        mentions: The named mentions found before; the places in them stay as they are.
        frames: The words that show a side.
        gazetteer: Lists and words of the language.
        holder_labels: Labels of the scheme that may hold a stance.
    """
    own = [(span, words) for span, words in blocks if not any(span.overlaps(z) for z in zones)]
    made = tuple(make_block(span, words, mentions, frames.lexicon) for span, words in own)
    aliases = find_aliases(made, mentions, gazetteer.roles.person)
    scene = Scene(text, made, mentions, frames, gazetteer, holder_labels, aliases)
    parties = _Cast(list(mentions))
    stances: list[SuggestedStance] = []
    for block in made:
        passage = Passage(scene, block, quotes(block, text, frames.lexicon), _topic(block))
        found = _unique(passage, _found(passage))
        stances += [_stance(passage, finding, parties) for finding in found]
    stances.sort(key=lambda s: (s.evidence[0].start, s.holder or -1, s.target))
    shown = _graded(tuple(parties.mentions), len(mentions), stances)
    return Stances(shown, tuple(stances), _phrases(made, mentions, frames))


def _found(passage: Passage) -> list[Finding]:
    """All that the rules find in a block."""
    words = tuple(matches(passage))
    wanted = tuple(wishes(passage, words))
    wished = frozenset(verb for _, verb in wanted)
    told = [*(finding for finding, _ in wanted), *findings(passage, words, wished)]
    told += nominals(passage, words)
    told += (
        one
        for one in evaluations(passage, words)
        if not any(verb <= one.verb <= verb + _WISHED_REACH for verb in wished)
    )
    told += [*charges(passage, words), *echoes(passage, told)]
    return [*told, *hints(passage, words, told, wished)]


class _Cast:
    """The mentions, those that stances need added as they come; each span and label once."""

    def __init__(self, mentions: list[SuggestedMention]) -> None:
        self.mentions = mentions
        self._places = {(m.start, m.end): place for place, m in enumerate(mentions)}

    def place(self, party: Party, p: float, reason: str) -> int:
        if party.mention is not None:
            return party.mention
        key = (party.span.start, party.span.end)
        if key not in self._places:
            self._places[key] = len(self.mentions)
            self.mentions.append(
                SuggestedMention(
                    start=party.span.start,
                    end=party.span.end,
                    label=party.label,
                    canonical=" ".join(party.canonical.split()),
                    kind=party.kind,
                    p=p,
                    rule="stance",
                    reason=reason,
                )
            )
        return self._places[key]


def _topic(block: Block) -> Phrase | None:
    """What stands before a colon at the start of a paragraph, or as a question of its own."""
    first = block.sentences[0] if block.sentences else None
    if first is None or not first.phrases:
        return None
    phrase = first.phrases[0]
    behind = block.words[phrase.full + 1].text if phrase.full + 1 < len(block.words) else ""
    opens = phrase.begin == first.start and phrase.preposition is None
    return phrase if opens and behind in (":", "?") else None


def _unique(passage: Passage, found: Iterable[Finding]) -> list[Finding]:
    """One finding for each holder, target and sentence: the likeliest."""
    best: dict[tuple[object, ...], Finding] = {}
    for finding in found:
        holder = None if finding.holder is None else passage.party(finding.holder).canonical
        weak = finding.target.is_pronoun and finding.rule.startswith("hint")
        if weak and holder == passage.party(finding.target).canonical:
            continue
        sentence = passage.block.sentence_of(finding.target.head).start
        key = (holder, finding.target.head, sentence)
        if key not in best or best[key].p < finding.p:
            best[key] = finding
    return list(best.values())


def _stance(passage: Passage, finding: Finding, cast: _Cast) -> SuggestedStance:
    person, topic = passage.scene.gazetteer.roles.person, passage.scene.frames.topic

    def place(phrase: Phrase, role: str) -> int:
        party = passage.party(phrase)
        if role != "target" and party.label == topic:
            party = replace(party, label=person)
        return cast.place(party, finding.p, f"the {role} of a stance")

    return SuggestedStance(
        holder=None if finding.holder is None else place(finding.holder, "holder"),
        holder_kind=finding.holder_kind,
        target=place(finding.target, "target"),
        label=finding.label,
        evidence=finding.evidence,
        attribution=finding.attribution,
        source=None if finding.source is None else place(finding.source, "source"),
        certainty=finding.certainty,
        p=finding.p,
        rule=finding.rule,
        reason=finding.reason,
    )


def _graded(
    mentions: tuple[SuggestedMention, ...], named: int, stances: Sequence[SuggestedStance]
) -> tuple[SuggestedMention, ...]:
    """The added mentions with the p of their best stance: below .5 if only candidates need them."""
    best: dict[int, float] = {}
    for stance in stances:
        for place in (stance.holder, stance.target, stance.source):
            if place is not None:
                best[place] = max(best.get(place, 0.0), stance.p)
    return tuple(
        mention
        if place < named
        else replace(
            mention,
            p=best[place] if best[place] >= FILLED_IN else min(best[place], _CANDIDATE_MENTION),
        )
        for place, mention in enumerate(mentions)
    )


def _phrases(
    blocks: Sequence[Block], mentions: Sequence[SuggestedMention], frames: Frames
) -> tuple[Span, ...]:
    """The trimmed noun phrases that no mention covers, in text order."""
    taken = {(m.start, m.end) for m in mentions if m.kind is MentionKind.NAMED}
    found: set[Span] = set()
    for block in blocks:
        for sentence in block.sentences:
            for phrase in sentence.phrases:
                span = block.span_of(phrase.first, phrase.full)
                head = block.words[phrase.head]
                if phrase.is_pronoun or phrase.is_plain or (span.start, span.end) in taken:
                    continue
                if not frames.lexicon.has("never_phrase", head.form):
                    found.add(span)
    return tuple(sorted(found))
