"""Stance frames: which words show a side, who then holds it and towards what; data of `labels/`.

The file's format is documented in `labels/README.md`. The program knows no language: negations,
verbs of saying, hedges, role nouns and pronouns all stand in the file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from annotator.domain.items import Attribution, Certainty
from annotator.domain.rule_table import RuleTable, read_rules
from annotator.domain.scheme import STANCE_LABELS
from annotator.suggest.calibrated import UNCHANGED, Calibration, read_calibration

SUBJECT = "subject"
OBJECT = "object"
INFINITIVE = "infinitive"
TOPIC = "topic"
BEFORE = "before"
WHETHER = "whether"
NEXT = "+"
"""Marks a needed word that must stand right behind the one before it."""
TO, OF, BY, BETWEEN, ABOUT, WITH, IN = "to", "of", "by", "between", "about", "with", "in"
"""Prepositions that rules mean by these names; the file says which words they are."""
_PLACES = (SUBJECT, OBJECT, INFINITIVE, TOPIC, BEFORE, WHETHER)


class Kind(StrEnum):
    """What sort of word shows the side."""

    SAY = "say"
    ACT = "act"
    ATTITUDE = "attitude"
    ACCUSATION = "accusation"
    RECIPROCAL = "reciprocal"
    NOMINAL = "nominal"
    EVALUATIVE = "evaluative"
    DUTY = "duty"


@dataclass(frozen=True, slots=True)
class Frame:
    """One word and the stance that it shows.

    `holder` and `targets` are places: `subject`, `object`, `infinitive` (what the verb's infinitive
    is about), `topic` (what the headline or question before it names), `before` (what the clause or
    sentence before is about), `whether` (what an indirect question is about) or a preposition; the
    first of `targets` that is there counts. `needs` are words that must stand after it, `negated`
    the label under negation (None: no stance), `p` the probability that such a stance is right.
    """

    lemma: str
    kind: Kind
    label: str
    holder: str
    targets: tuple[str, ...]
    needs: tuple[str, ...]
    negated: str | None
    only_negated: bool
    reflexive: bool
    attribution: Attribution
    certainty: Certainty
    p: float


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Closed word lists of the language, folded to small letters with straight apostrophes."""

    lists: Mapping[str, frozenset[str]]
    prepositions: Mapping[str, str]
    preposition_starts: frozenset[str]
    """The first words of the prepositions."""
    nouns: Mapping[str, str]
    """Noun -> label of the scheme that it is a holder of."""

    def has(self, name: str, word: str) -> bool:
        """Whether `word` stands in the list of that name."""
        return word in self.lists[name]


@dataclass(frozen=True, slots=True)
class Frames:
    """All frames by every form of their word, and the words that the rules need."""

    by_form: Mapping[str, tuple[Frame, ...]]
    lexicon: Lexicon
    topic: str
    count: int
    calibration: Calibration = UNCHANGED

    def of(self, *forms: str) -> tuple[Frame, ...]:
        """The frames of a word that is found under any of these forms."""
        found: list[Frame] = []
        if not any(form in self.by_form for form in forms):
            return ()
        for form in forms:
            found += [frame for frame in self.by_form.get(form, ()) if frame not in found]
        return tuple(found)


WORD_LISTS = (
    "negation_particles",
    "negation_words",
    "negation_alone",
    "restrictive",
    "reversing",
    "say",
    "hedging_words",
    "hedging_verbs",
    "polite",
    "reflexives",
    "object_pronouns",
    "dative_pronouns",
    "place_pronouns",
    "of_pronouns",
    "speaker_pronouns",
    "subject_pronouns",
    "plural_pronouns",
    "feminine_pronouns",
    "neuter_pronouns",
    "relative_subjects",
    "relative_objects",
    "relatives",
    "determiners",
    "demonstratives",
    "joins",
    "according_to",
    "in_the_eyes_of",
    "where_by_the_way",
    "passive_auxiliaries",
    "copulas",
    "judging",
    "naming",
    "stop_before",
    "keeps_complement",
    "never_target",
    "never_phrase",
    "modals",
    "duties",
    "contrasts",
    "whether",
    "coordinators",
    "vague_pronouns",
    "empty_pronouns",
    "partitives",
    "conditional_endings",
    "possessives",
    "light_verbs",
    "control",
    "ellipsis",
    "quantities",
    "aiming",
    "denying",
    "plain_subjects",
    "auxiliaries",
    "relative_places",
    "relative_of",
    "relative_to",
    "relative_any",
    "unaccented",
    "likening",
    "badly",
    "finite_endings",
)


def parse_frames(source: str, where: str) -> Frames:
    """The frames in `source` (TOML text).

    Args:
        source: The file's text.
        where: The file's name, for messages.

    Raises:
        SchemeError: An entry is malformed; the message names the table and the key.
    """
    table = read_rules(source, where)
    topic = table.text("topic")
    endings = _endings(table)
    lexicon = _lexicon(table, endings)
    by_form: dict[str, list[Frame]] = defaultdict(list)
    count = 0
    for entry in table.tables("frames"):
        frames, forms = _frames(entry, lexicon)
        count += len(frames)
        for frame in frames:
            for form in {*inflected(frame.lemma, endings, frame.kind), *forms}:
                by_form[form].append(frame)
    calibration = read_calibration(table)
    table.finish()
    if not count:
        raise table.fail("`[[frames]]` is missing; add at least one frame.")
    return Frames({k: tuple(v) for k, v in by_form.items()}, lexicon, topic, count, calibration)


def folded(word: str) -> str:
    """`word` in small letters; a cedilla is no letter of its own, so that stems stay alike."""
    return word.casefold().replace("\u2019", "'").replace("ç", "c")


def inflected(lemma: str, endings: Mapping[str, tuple[str, ...]], kind: Kind | None) -> set[str]:
    """The lemma and its regular forms: the longest ending of the lemma that the table lists."""
    forms = {folded(lemma)}
    if kind in (Kind.NOMINAL, Kind.EVALUATIVE):
        return forms | {folded(lemma + ending) for ending in endings.get("noun", ())}
    fitting = [ending for ending in endings if lemma.endswith(ending)]
    if not fitting and kind is not None:
        return forms | {folded(lemma + ending) for ending in endings.get("noun", ())}
    for ending in sorted(fitting, key=len, reverse=True)[:1]:
        stem = lemma[: len(lemma) - len(ending)]
        forms |= {folded(stem + other) for other in endings[ending]}
    return forms


def _endings(table: RuleTable) -> dict[str, tuple[str, ...]]:
    """[[inflection]]: the ending of a lemma and those that take its place."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in table.tables("inflection"):
        found[entry.text("ending")] = entry.texts("forms")
        entry.finish()
    return found


def _lexicon(table: RuleTable, endings: Mapping[str, tuple[str, ...]]) -> Lexicon:
    words = table.table("words")
    lists = {
        name: frozenset(form for word in words.texts(name) for form in _with_forms(word, endings))
        for name in WORD_LISTS
    }
    words.finish()
    prepositions = {folded(k): folded(v) for k, v in table.mapping("prepositions").items()}
    nouns: dict[str, str] = {}
    for entry in table.tables("holders"):
        label = entry.text("label")
        for noun in entry.texts("nouns"):
            nouns.update(dict.fromkeys(inflected(noun, endings, Kind.NOMINAL), label))
        entry.finish()
    starts = frozenset(_words(preposition)[0] for preposition in prepositions)
    return Lexicon(lists, prepositions, starts, nouns)


def _with_forms(word: str, endings: Mapping[str, tuple[str, ...]]) -> Iterable[str]:
    """A word of a list; one that ends in `*` stands for all its regular forms."""
    return inflected(word[:-1], endings, None) if word.endswith("*") else (folded(word),)


def _frames(entry: RuleTable, lexicon: Lexicon) -> tuple[list[Frame], frozenset[str]]:
    lemmas = entry.texts("lemmas")
    if not lemmas:
        raise entry.fail("`lemmas` must hold at least one word.")
    kind = Kind(_choice(entry, "kind", tuple(Kind)))
    label = _choice(entry, "label", STANCE_LABELS)
    negated = _choice(entry, "negated", (*STANCE_LABELS, "none"), _negated(label))
    attribution = _choice(entry, "attribution", tuple(Attribution), _attribution(kind))
    certainty = _choice(entry, "certainty", tuple(Certainty), Certainty.ASSERTED)
    holder = _place(entry, entry.text("holder", SUBJECT), lexicon)
    targets = tuple(_place(entry, place, lexicon) for place in entry.texts("targets"))
    if not targets and kind not in (Kind.EVALUATIVE, Kind.RECIPROCAL):
        raise entry.fail("`targets` must name at least one place.")
    needs = tuple(folded(word) for word in entry.texts("needs"))
    forms = frozenset(folded(form) for form in entry.texts("forms"))
    if forms and len(lemmas) > 1:
        raise entry.fail("`forms` belongs to one word; give it a table of its own.")
    only_negated, reflexive = entry.flag("only_negated"), entry.flag("reflexive")
    p = entry.probability("p", 0.7)
    entry.finish()
    frames = [
        Frame(
            lemma=_words(lemma)[0],
            kind=kind,
            label=label,
            holder=holder,
            targets=targets,
            needs=(*(NEXT + folded(word) for word in _words(lemma)[1:]), *needs),
            negated=None if negated == "none" else negated,
            only_negated=only_negated,
            reflexive=reflexive,
            attribution=Attribution(attribution),
            certainty=Certainty(certainty),
            p=p,
        )
        for lemma in lemmas
    ]
    return frames, forms


def _words(lemma: str) -> list[str]:
    """The words of a lemma, elisions apart."""
    return lemma.replace("'", "' ").split()


def _negated(label: str) -> str:
    """Not for is against, not against is neutral, a refusal denied shows nothing."""
    return {"favor": "against", "against": "neutral"}.get(label, "none")


def _attribution(kind: Kind) -> str:
    """Deeds are told as facts; what is said, thought and judged is reported."""
    told = kind in (Kind.ACT, Kind.RECIPROCAL, Kind.NOMINAL)
    return Attribution.AUTHOR if told else Attribution.REPORTED


def _choice(
    entry: RuleTable, key: str, allowed: tuple[str, ...], default: str | None = None
) -> str:
    value = entry.text(key, default)
    if value not in allowed:
        raise entry.fail(f"`{key}` is {value!r}; it must be one of {', '.join(allowed)}.")
    return value


def _place(entry: RuleTable, place: str, lexicon: Lexicon) -> str:
    known = (*_PLACES, *sorted(set(lexicon.prepositions.values())))
    if place not in known:
        raise entry.fail(f"{place!r} is no place; it must be one of {', '.join(known)}.")
    return place
