"""Who can take a side in an article: noun phrases and pronouns as parties of a stance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotator.domain.article import Span
from annotator.domain.items import MentionKind
from annotator.domain.suggestion import SuggestedMention
from annotator.suggest.gazetteer import Gazetteer
from annotator.suggest.stance_frames import OF, Frames, Lexicon
from annotator.suggest.stance_text import Block, Phrase, Sentence, Word

_FOR_THINGS = ("object_pronouns", "place_pronouns", "of_pronouns", "neuter_pronouns")


@dataclass(frozen=True, slots=True)
class Party:
    """A holder, target or source: an existing mention, or the words to make one of."""

    span: Span
    label: str
    kind: MentionKind
    canonical: str
    mention: int | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """An article's blocks with its named mentions, and the data that rules need."""

    text: str
    blocks: tuple[Block, ...]
    mentions: tuple[SuggestedMention, ...]
    frames: Frames
    gazetteer: Gazetteer
    holder_labels: frozenset[str]
    aliases: Mapping[tuple[str, ...], str]
    """Role (see `role_words`) -> the person whom the article names beside it."""

    @property
    def lexicon(self) -> Lexicon:
        """The closed word lists."""
        return self.frames.lexicon

    def holder_label(self, block: Block, phrase: Phrase) -> str | None:
        """The label of what the phrase stands for if that can take a side, else None."""
        place = phrase.mention if phrase.mention is not None else phrase.apposed
        if phrase.mention is not None and not self._is_thing(block, phrase):
            label = self.mentions[phrase.mention].label
            return label if label in self.holder_labels else None
        head = block.words[phrase.head]
        noun = self.lexicon.nouns.get(head.form) or self.lexicon.nouns.get(head.lemma)
        if self.lexicon.has("quantities", head.form):
            # "la moitié des élus": those who are counted.
            counted = (word.form for word in block.words[phrase.head + 1 : phrase.full + 1])
            noun = next((n for form in counted if (n := self.lexicon.nouns.get(form))), noun)
        if noun is not None:
            return self.mentions[place].label if place is not None else noun
        if phrase.is_pronoun:
            neuter = self.lexicon.has("neuter_pronouns", head.form)
            return None if neuter else self.gazetteer.roles.person
        if head.text[0].isupper() and self.gazetteer.boundaries.is_demonym(head.text):
            return self.gazetteer.roles.person
        return None

    def _is_thing(self, block: Block, phrase: Phrase) -> bool:
        """Whether the name only tells which thing is meant: "les missiles Taurus"."""
        if phrase.mention is None or phrase.is_plain:
            return False
        mention, head = self.mentions[phrase.mention], block.words[phrase.head]
        own = mention.start <= head.start < mention.end
        role = self.lexicon.nouns.get(head.form) or self.lexicon.nouns.get(head.lemma)
        person = mention.label == self.gazetteer.roles.person
        matter = self.lexicon.has("keeps_complement", head.form)
        plain = head.is_plural and not head.text[0].isupper()
        return not (own or role or person) and (matter or plain)

    def party(self, block: Block, phrase: Phrase, speaker: Party | None = None) -> Party:
        """The phrase as a holder, source or target: the name where it leads up to one.

        Args:
            block: The block of the phrase.
            phrase: Any noun phrase or pronoun.
            speaker: Whose words it stands in, for pronouns of the first person.
        """
        label = self.holder_label(block, phrase)
        named = phrase.mention
        if named is None and label is not None and not phrase.is_pronoun:
            named = phrase.apposed
        if named is not None and (label is not None or phrase.is_plain):
            found = self.mentions[named]
            return Party(
                Span(found.start, found.end), found.label, found.kind, found.canonical, named
            )
        if phrase.is_pronoun:
            return self._pronoun(block, phrase, speaker)
        span = block.span_of(phrase.first, phrase.full)
        words = span.of(self.text)
        if label is None:
            return Party(span, self.frames.topic, MentionKind.NOMINAL, words)
        canonical = self.aliases.get(role_words(block, phrase), words)
        return Party(span, label, MentionKind.NOMINAL, canonical)

    def _pronoun(self, block: Block, phrase: Phrase, speaker: Party | None) -> Party:
        word = block.words[phrase.head]
        span = pronoun_span(self.text, word.span)
        form = word.form.removeprefix("-")
        before = None
        if self.lexicon.has("speaker_pronouns", form):
            before = speaker
        elif any(self.lexicon.has(kind, form) for kind in _FOR_THINGS):
            matter = self.matter(block, phrase.head)
            words = span.of(self.text) if matter is None else matter
            return Party(span, self.frames.topic, MentionKind.PRONOUN, words)
        elif not self.lexicon.has("neuter_pronouns", form):
            before = self.antecedent(block, phrase.head)
        if before is None:
            surface = span.of(self.text)
            return Party(span, self.gazetteer.roles.person, MentionKind.PRONOUN, surface)
        return Party(span, before.label, MentionKind.PRONOUN, before.canonical)

    def antecedent(self, block: Block, index: int) -> Party | None:
        """Whom a pronoun of the third person at a word stands for: the last fitting subject."""
        word = block.words[index]
        form = word.form.removeprefix("-")
        plural = self.lexicon.has("plural_pronouns", form)
        feminine = self.lexicon.has("feminine_pronouns", form)
        for other, phrase in self._holders_before(block, index):
            head = other.words[phrase.head]
            if head.is_plural != plural:
                continue
            if phrase.mention is None and phrase.apposed is None and head.is_feminine != feminine:
                continue
            return self.party(other, phrase)
        return None

    def matter(self, block: Block, index: int) -> str | None:
        """What a pronoun for a thing stands for: the phrase before it that can't take a side."""
        place = self.blocks.index(block)
        for other in (block, *reversed(self.blocks[max(0, place - 1) : place])):
            for sentence in reversed(other.sentences):
                for phrase in reversed(sentence.phrases):
                    if other is block and phrase.last >= index:
                        continue
                    form = other.words[phrase.head].form
                    thing = phrase.determiner is not None and not phrase.is_pronoun
                    thing = thing and not self.lexicon.has("never_target", form)
                    if (
                        thing
                        and self.holder_label(other, phrase) is None
                        and phrase.mention is None
                    ):
                        return other.span_of(phrase.first, phrase.full).of(self.text)
        return None

    def _holders_before(self, block: Block, index: int) -> Iterator[tuple[Block, Phrase]]:
        """Phrases without a preposition that can take a side, the nearest first."""
        place = self.blocks.index(block)
        for other in (block, *reversed(self.blocks[max(0, place - 1) : place])):
            for sentence in reversed(other.sentences):
                # The last *subject* is meant: within a sentence, the first phrase.
                for phrase in sentence.phrases:
                    if other is block and phrase.last >= index:
                        break
                    if phrase.preposition or phrase.is_pronoun:
                        continue
                    # The place at the head of a dispatch: "(Budapest) Le maire …".
                    if phrase.begin and other.words[phrase.begin - 1].text == "(":
                        continue
                    opens = phrase is sentence.phrases[0] or self._is_speaker(other, phrase)
                    if not opens and not other.words[phrase.head].dep.startswith("nsubj"):
                        continue
                    if self.holder_label(other, phrase) is not None:
                        yield other, phrase

    def _is_speaker(self, block: Block, phrase: Phrase) -> bool:
        """Whether a verb of saying turns its subject: "…", tonne pourtant Odile Vorane."""
        if phrase.mention is None:
            return False
        before = block.words[max(0, phrase.begin - 2) : phrase.begin]
        near = before[-1:] if before and before[-1].pos != "ADV" else before
        said = (self.lexicon.has("say", w.form) or self.lexicon.has("say", w.lemma) for w in near)
        return any(said)


def role_words(block: Block, phrase: Phrase) -> tuple[str, ...]:
    """The small words of a role with its complements, names left out."""
    words = block.words[phrase.first : phrase.full + 1]
    return tuple(word.form for word in words if not word.text[0].isupper())[:2]


def find_aliases(
    blocks: Sequence[Block], mentions: Sequence[SuggestedMention], person: str
) -> dict[tuple[str, ...], str]:
    """The roles that stand beside a person's name anywhere in an article."""
    found: dict[tuple[str, ...], str] = {}
    for block in blocks:
        for sentence in block.sentences:
            for phrase in sentence.phrases:
                place = phrase.mention if phrase.mention is not None else phrase.apposed
                role = role_words(block, phrase)
                if place is None or phrase.is_plain or not role:
                    continue
                if mentions[place].label == person:
                    found.setdefault(role, mentions[place].canonical)
    return found


def pronoun_span(text: str, span: Span) -> Span:
    """The pronoun without the hyphen that ties it to its verb."""
    start = span.start
    while start < span.end - 1 and not text[start].isalpha():
        start += 1
    return Span(start, span.end)


def coordinated(block: Block, phrase: Phrase, lexicon: Lexicon) -> tuple[Phrase, ...]:
    """The phrase and those listed with it ("A, B et C"), in text order."""
    heads = _level_of(block, phrase, lexicon)
    if phrase not in heads:
        return (phrase,)
    place = heads.index(phrase)
    return (
        *_listed_before(block, heads, place, lexicon),
        *_listed_from(block, heads, place, lexicon),
    )


def _level_of(block: Block, phrase: Phrase, lexicon: Lexicon) -> list[Phrase]:
    """The phrases among which those listed with one stand, in text order."""
    sentence = block.sentence_of(phrase.head)
    heads = _heads(sentence)
    if phrase in heads:
        return heads
    # "l'effort d'Oslo et de Rabat": a list within what it completes.
    outer = next((p for p in heads if p.begin < phrase.begin and phrase.last <= p.full), None)
    if outer is None or outer.is_plain:
        return []
    inner = [p for p in sentence.phrases if outer.last < p.begin and p.last <= outer.full]
    return [p for p in inner if not _is_told_of(block, p, lexicon)]


def _listed_before(
    block: Block, heads: Sequence[Phrase], place: int, lexicon: Lexicon
) -> list[Phrase]:
    """Those listed before the phrase at a place, itself last."""
    group = [heads[place]]
    sealed = False
    for at in range(place, 0, -1):
        joint = _joint(block, heads[at - 1], heads[at], lexicon)
        if joint is None or (not joint and _is_apposition(heads[at - 1], heads[at])):
            break
        sealed = sealed or joint
        if not sealed:
            break
        group.insert(0, heads[at - 1])
    return group


def _listed_from(
    block: Block, heads: Sequence[Phrase], place: int, lexicon: Lexicon
) -> list[Phrase]:
    """Those listed behind the phrase at a place."""
    ahead: list[Phrase] = []
    sealed = False
    for at in range(place, len(heads) - 1):
        joint = _joint(block, heads[at], heads[at + 1], lexicon)
        if joint is None or (sealed and not joint):
            break
        if not joint and _is_apposition(heads[at], heads[at + 1]):
            break
        sealed = sealed or joint
        ahead.append(heads[at + 1])
    if ahead and not sealed:
        # "A, B et tous les autres": the last of the list is no phrase.
        behind = block.words[ahead[-1].full + 1 : ahead[-1].full + 2]
        sealed = any(lexicon.has("joins", word.form) for word in behind)
    return ahead if sealed else []


def _is_likened(block: Block, left: Phrase, gap: Sequence[Word], lexicon: Lexicon) -> bool:
    """Whether "comme" stands behind what is no subject: "refuse la taxe, (tout) comme Oslo"."""
    if not any(lexicon.has("likening", word.form) for word in gap):
        return False
    before = block.words[block.sentence_of(left.head).start : left.begin]
    return any(word.pos == "VERB" for word in before)


def _is_told_of(block: Block, phrase: Phrase, lexicon: Lexicon) -> bool:
    """Whether an infinitive tells what the phrase does: "et à Oslo (est accusée) d'aider Rabat"."""
    behind = block.words[phrase.full + 1 : phrase.full + 3]
    if len(behind) < 2 or lexicon.prepositions.get(behind[0].form) != OF:
        return False
    return behind[1].pos == "VERB" and not (behind[1].is_finite or behind[1].is_participle)


def _begins_clause(block: Block, left: Phrase, right: Phrase) -> bool:
    """Whether the right one is the subject of a verb of its own: "blâme les juges, et Oslo rit"."""
    if not left.begin or not block.words[left.begin - 1].is_verb:
        return False
    behind = block.words[right.full + 1 : right.full + 2]
    if behind and behind[0].text == ",":
        named = (p for p in block.sentence_of(right.head).phrases if p.mention is not None)
        name = next((p for p in named if p.begin == right.full + 2), None)
        closed = name is not None and block.words[name.full + 1 : name.full + 2]
        if name is None or not closed or closed[0].text != ",":
            return False
        behind = block.words[name.full + 2 : name.full + 3]
    return bool(behind) and behind[0].is_verb and behind[0].is_finite


def _is_apposition(left: Phrase, right: Phrase) -> bool:
    """Whether a comma sets a description beside a name, not another item of a list."""
    return (left.mention is None) != (right.mention is None)


def _heads(sentence: Sentence) -> list[Phrase]:
    """The phrases that complete no other."""
    found: list[Phrase] = []
    for phrase in sentence.phrases:
        if found and _belongs_to(phrase, found[-1]):
            continue
        if not found or phrase.begin > found[-1].full:
            found.append(phrase)
    return found


def _belongs_to(phrase: Phrase, name: Phrase) -> bool:
    """Whether the phrase tells whose a name is: "la Hongrie de Viktor Orban"."""
    return name.is_plain and phrase.preposition == OF and phrase.begin == name.full + 1


def _joint(block: Block, left: Phrase, right: Phrase, lexicon: Lexicon) -> bool | None:
    """Whether a conjunction joins two phrases (False: a comma); None if neither does."""
    last = left.full
    for phrase in block.sentence_of(left.head).phrases:
        last = phrase.full if _belongs_to(phrase, left) and phrase.full < right.begin else last
    gap = block.words[last + 1 : right.begin]
    clitic = right.is_pronoun and lexicon.has("plain_subjects", block.words[right.head].form)
    if clitic or any(word.is_verb for word in gap) or _begins_clause(block, left, right):
        return None
    forms = [word.form for word in gap if word.text != '"']
    if _is_likened(block, left, gap, lexicon):
        return None
    if right.preposition not in (None, left.preposition) or not forms or len(forms) > 3:
        return None
    if any(lexicon.has("joins", form) for form in forms):
        others = [f for f in forms if not lexicon.has("joins", f) and f != ","]
        return True if len(others) <= 1 else None
    return False if forms == [","] else None
