"""What stands in the places of a frame: holders and targets, and how sure that is."""

from __future__ import annotations

from dataclasses import replace

from annotator.domain.entities import fold_name
from annotator.suggest.stance_control import (
    completes_noun,
    is_determined,
    made_to,
    owner_of,
    wish_of,
)
from annotator.suggest.stance_frames import (
    ABOUT,
    BETWEEN,
    IN,
    INFINITIVE,
    OBJECT,
    OF,
    SUBJECT,
    TO,
    WITH,
    Kind,
)
from annotator.suggest.stance_objects import complement, direct_object, infinitive
from annotator.suggest.stance_passage import Match, Passage, may_be_target
from annotator.suggest.stance_scene import coordinated
from annotator.suggest.stance_syntax import antecedent_of_relative, clitic, subject
from annotator.suggest.stance_text import Phrase
from annotator.suggest.stance_voice import in_quote

_UNKNOWN_HOLDER = 0.7
_MET = 0.65
_OWNS = 0.7
_VAGUE = 0.6


def trust(passage: Passage, match: Match, holder: Phrase) -> float:
    """How sure (0..1) it is that the phrase can take this side; 0 if it can't."""
    word = passage.block.words[holder.head]
    if word.dep.startswith("expl") and _is_impersonal(passage, holder):
        return 0.0
    if passage.is_holder(holder):
        vague = passage.scene.lexicon.has("vague_pronouns", word.form.removeprefix("-"))
        voice = passage.voice(holder.head) if vague else None
        spoken = voice is not None and voice.speaker is not None
        return _VAGUE if vague and not spoken else 1.0
    # Only who has a mind condemns or demands, whatever the noun.
    minded = match.frame.kind in (Kind.ATTITUDE, Kind.ACCUSATION) and match.frame.holder == SUBJECT
    stated = word.pos == "NOUN" and holder.determiner is not None and holder.mention is None
    stated = stated or (word.pos == "PROPN" and holder.mention is None)
    return _UNKNOWN_HOLDER if minded and stated and may_be_target(passage, holder) else 0.0


def _is_impersonal(passage: Passage, phrase: Phrase) -> bool:
    """Whether the phrase is the "il" of "il faut"."""
    return any(
        frame.kind is Kind.DUTY
        for word in passage.block.words[phrase.last + 1 : phrase.last + 3]
        for frame in passage.scene.frames.of(word.form, word.lemma)
    )


def holder_of(passage: Passage, match: Match) -> tuple[Phrase | None, float]:
    """What stands in the holder's place of a frame, and how sure (0..1) that is."""
    block, lexicon = passage.block, passage.scene.lexicon
    if match.frame.holder == OBJECT:
        return direct_object(block, match.at, lexicon), 0.9
    if match.frame.holder != SUBJECT:
        found = complement(block, match.last, match.frame.holder, lexicon)
        if found is None and match.frame.holder == TO:
            found = clitic(block, match.at, "dative_pronouns", lexicon)
        return found, 0.9
    made, owner = made_to(passage, match.at), owner_of(passage, match.at)
    if made is not None or owner is not None:
        return made or owner, _OWNS if made is None else 0.9
    return _subject_of(passage, match)


def _subject_of(passage: Passage, match: Match) -> tuple[Phrase | None, float]:
    """Who stands as the subject of the word, or of the verb that wishes it."""
    block, lexicon = passage.block, passage.scene.lexicon
    asking = wish_of(passage, match.at)
    phrase, sure = subject(block, match.at if asking is None else asking, lexicon)
    if completes_noun(passage, match.at) and is_determined(passage, match.at):
        sure *= _OWNS
    if phrase is not None and (phrase.preposition or not passage.is_holder(phrase)):
        phrase = _told_of(passage, phrase) or phrase
    if phrase is None or not passage.is_holder(phrase):
        turned = next(
            (p for p in block.sentence_of(match.at).phrases if p.begin == match.at + 1), None
        )
        if turned is not None and not turned.preposition and passage.is_holder(turned):
            return turned, 0.9
        if block.words[match.at].is_verb and not block.words[match.at].is_finite:
            return _last_holder(passage, match.at) or phrase, 0.75
    return phrase, sure


def _told_of(passage: Passage, phrase: Phrase) -> Phrase | None:
    """Whose clause a relative opens behind a thing: "l'effort d'Oslo, qui finance l'achat"."""
    words = [w for w in passage.block.words[phrase.full + 1 : phrase.full + 3] if w.text != ","]
    if not words or not passage.scene.lexicon.has("relative_subjects", words[0].form):
        return None
    before = passage.block.words[phrase.begin - 1].text if phrase.begin else ""
    is_where = passage.scene.lexicon.has("where_by_the_way", phrase.preposition or "")
    if is_where and before == ",":
        # "Odile Vorane, libraire à Brest, en Bretagne, qui a voté": the place is said by the way.
        return _last_named(passage, phrase.begin) or _last_holder(passage, phrase.begin)
    for inner in passage.block.sentence_of(phrase.head).phrases:
        inside = phrase.last < inner.begin and inner.last == phrase.full
        if inside and passage.is_holder(inner):
            return inner
    return None


def _last_named(passage: Passage, at: int) -> Phrase | None:
    """The nearest name before the word in its sentence that can take a side by itself."""
    before = [
        p for p in passage.block.sentence_of(at).phrases if p.full < at and p.mention is not None
    ]
    fitting = (p for p in reversed(before) if p.preposition is None and passage.is_holder(p))
    return next(fitting, None)


def _last_holder(passage: Passage, at: int) -> Phrase | None:
    """The nearest phrase before the word in its sentence that can take a side by itself."""
    before = [p for p in passage.block.sentence_of(at).phrases if p.full < at]
    fitting = (p for p in reversed(before) if p.preposition is None and passage.is_holder(p))
    return next(fitting, None)


def targets_of(passage: Passage, match: Match) -> list[tuple[Phrase, float]]:
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
        if place == INFINITIVE and found.preposition == WITH:
            worth = _MET
        if place == TO and match.frame.kind is Kind.ACT and not match.frame.needs:
            worth = _receives(passage, found)
        return [(phrase, worth) for phrase in group if may_be_target(passage, phrase)]
    return []


def _receives(passage: Passage, phrase: Phrase) -> float:
    """How sure (0..1) it is that somebody is given something, not that it happens somewhere."""
    if phrase.mention is None:
        return 0.9 if passage.is_holder(phrase) else _UNKNOWN_HOLDER
    mention = passage.scene.mentions[phrase.mention]
    surface = passage.scene.text[mention.start : mention.end]
    city = mention.label == passage.scene.gazetteer.roles.polity and phrase.determiner is None
    return _VAGUE if city and fold_name(mention.canonical) == fold_name(surface) else 1.0


def _at_place(passage: Passage, match: Match, place: str) -> Phrase | None:
    block, lexicon = passage.block, passage.scene.lexicon
    match place:
        case "subject":
            return subject(block, match.at, lexicon)[0]
        case "object":
            return _object_of(passage, match)
        case "topic":
            return passage.topic
        case "before":
            return _before(passage, match.at)
        case "infinitive":
            return _infinitive_target(passage, match.last)
        case "whether":
            return _asked(passage, match.last)
        case _:
            return _behind_preposition(passage, match, place)


def _object_of(passage: Passage, match: Match) -> Phrase | None:
    block, lexicon = passage.block, passage.scene.lexicon
    found = direct_object(block, match.at, lexicon)
    if found is not None and passage.topic is not None and _is_verdict(passage, found):
        return passage.topic
    return found or (None if match.last == match.at else direct_object(block, match.last, lexicon))


def _behind_preposition(passage: Passage, match: Match, place: str) -> Phrase | None:
    """What a preposition names, before or behind the verb, or the pronoun that stands for it."""
    block, lexicon = passage.block, passage.scene.lexicon
    if place == TO:
        tied = clitic(block, match.at, "dative_pronouns", lexicon)
        tied = tied or clitic(block, match.at, "place_pronouns", lexicon)
        if tied is not None:
            return tied
    copula = lexicon.has("copulas", block.words[match.at].lemma)
    # "est contre la taxe": the preposition is one of the frame's own words.
    found = complement(block, match.at if copula else match.last, place, lexicon)
    if found is not None:
        return found
    if place == OF:
        tied = clitic(block, match.at, "of_pronouns", lexicon)
        if tied is not None:
            return tied
    related = _by_relative(passage, match.at, place)
    if related is not None:
        return related
    if place == IN:
        return _where(passage, match.at)
    if _is_bare(passage, match.last, place):
        return _before(passage, match.at)
    return _put_first(passage, match.at, place) if place in (ABOUT, BETWEEN) else None


def _is_bare(passage: Passage, at: int, place: str) -> bool:
    """Whether the preposition stands alone: "Oslo a voté contre"."""
    words, lexicon = passage.block.words, passage.scene.lexicon
    behind = [word for word in words[at + 1 : at + 4] if word.pos != "ADV" or word.index == at + 1]
    if not behind or lexicon.prepositions.get(behind[0].form) != place:
        return False
    return len(behind) < 2 or not behind[1].text[0].isalpha()


def _by_relative(passage: Passage, at: int, place: str) -> Phrase | None:
    """What a relative pronoun stands for at this place: "la loi (dont|à laquelle|contre …)"."""
    block, lexicon = passage.block, passage.scene.lexicon
    start = block.sentence_of(at).start
    for index in range(at - 1, start, -1):
        word, before = block.words[index], block.words[index - 1]
        if (place == OF and lexicon.has("relative_of", word.form)) or (
            place == TO and lexicon.has("relative_to", word.form)
        ):
            return antecedent_of_relative(block, index)
        if lexicon.has("relative_any", word.form):
            fits = lexicon.prepositions.get(before.form) == place
            return antecedent_of_relative(block, index - 1) if fits else None
        if word.text in (";", ":") or lexicon.has("relatives", word.form):
            return None
        if word.pos == "VERB" and word.is_finite and not lexicon.has("copulas", word.lemma):
            return None
    return None


def _asked(passage: Passage, at: int) -> Phrase | None:
    """What an indirect question behind a word is about: its object, else a thing as subject."""
    block, lexicon = passage.block, passage.scene.lexicon
    stop = block.sentence_of(at).stop
    near = block.words[at : min(stop, at + 5)]
    opening = next((w.index for w in near if lexicon.has("whether", w.form)), stop)
    verb = next((w.index for w in block.words[opening + 1 : stop] if w.pos == "VERB"), None)
    if verb is None:
        return None
    found = direct_object(block, verb, lexicon)
    if found is not None and not found.is_pronoun:
        return found
    own, _ = subject(block, verb, lexicon)
    return None if own is None or own.is_pronoun or passage.is_holder(own) else own


def _is_verdict(passage: Passage, phrase: Phrase) -> bool:
    """Whether the phrase is a quoted judgement: "Péage : Oslo dénonce « une folie »"."""
    word = passage.block.words[phrase.head]
    frames = passage.scene.frames.of(word.form, word.lemma)
    judges = any(frame.kind is Kind.EVALUATIVE for frame in frames)
    return judges and in_quote(passage.quotes, phrase.head) is not None


def _where(passage: Passage, at: int) -> Phrase | None:
    """The place of a relative clause: "la région où Oslo a lancé une offensive"."""
    block, lexicon = passage.block, passage.scene.lexicon
    for index in range(at - 1, block.sentence_of(at).start, -1):
        word = block.words[index]
        if lexicon.has("relative_places", word.form):
            return antecedent_of_relative(block, index)
        if word.text in (";", ":", ",") or (word.is_finite and word.pos == "VERB"):
            return None
    return None


def _put_first(passage: Passage, at: int, place: str) -> Phrase | None:
    """What the sentence names as its matter before its verb: "Sur la fusion, il s'est tu"."""
    for phrase in passage.block.sentence_of(at).phrases:
        if phrase.preposition == place and phrase.full < at:
            return phrase
    return None


def _before(passage: Passage, at: int) -> Phrase | None:
    """What the clause or sentence before is about: its first phrase that can't take a side."""
    block = passage.block
    ahead, _ = block.sentences_around(at, at)
    own = block.sentence_of(at)
    cuts = (w.index for w in reversed(block.words[own.start : at]) if w.text in (";", ":"))
    cut = next(cuts, own.start)
    near = [phrase for phrase in own.phrases if phrase.full < cut]
    for phrase in (*near, *(ahead[-1].phrases if ahead else ())):
        free = phrase.preposition is None and not phrase.is_pronoun
        if free and may_be_target(passage, phrase) and not passage.is_holder(phrase):
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
    if found is not None:
        return found
    for phrase in block.sentence_of(verb).phrases:
        if phrase.begin == verb + 1 and phrase.preposition == WITH:
            return phrase
        if phrase.begin == verb + 1:
            return replace(
                phrase,
                begin=verb,
                first=verb,
                head=verb,
                preposition=None,
                mention=None,
                apposed=None,
                is_pronoun=False,
                is_plain=False,
            )
    return None


def contrasted(passage: Passage, target: Phrase) -> Phrase | None:
    """What is set against the target: "une date, pas une formule"."""
    words = passage.block.words[target.full + 1 : target.full + 3]
    if (
        len(words) < 2
        or words[0].text != ","
        or not passage.scene.lexicon.has("contrasts", words[1].form)
    ):
        return None
    sentence = passage.block.sentence_of(target.head)
    return next((p for p in sentence.phrases if p.begin == words[1].index + 1), None)
