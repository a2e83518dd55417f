"""What is known of names before an article is read: lists and words kept as data (`labels/`).

Countries and world regions come from the Unicode locale data of the scheme's language, the rest
from the file that `labels/README.md` describes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from babel import Locale, UnknownLocaleError

from annotator.domain.entities import fold_name
from annotator.domain.names import NameIndex, folded_words
from annotator.domain.rule_table import RuleTable, read_rules
from annotator.errors import SchemeError
from annotator.suggest.calibrated import UNCHANGED, Calibration, read_calibration
from annotator.suggest.grammar import Grammar, read_grammar

EXACT_LETTERS = 3
"""Names of at most so many letters count only as they are written in the list."""


@dataclass(frozen=True, slots=True)
class Roles:
    """Which labels of the scheme stand for persons, organisations, states and places."""

    person: str
    organisation: str
    polity: str
    place: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A known name.

    `spelling` is the form that was listed, `canonical` the name of its entity, `state` the entity
    that acts through it (a capital, a seat of power). A weak entry is believed only where the
    model sees a name too. One that is `led` begins with its article.
    """

    spelling: str
    canonical: str
    label: str
    p: float
    rule: str
    reason: str
    state: str | None = None
    weak: bool = False
    led: bool = False

    def spelled_as(self, surface: str) -> bool:
        """Whether `surface` may be this name: a short one only as listed, or `Onu` for `ONU`."""
        if surface == self.spelling:
            return True
        if self.led and surface[0].isupper():
            # "Le monde" at the start of a sentence is no newspaper.
            last = self.spelling.split()[-1]
            return last[0].islower() or surface.rsplit(maxsplit=1)[-1][0].isupper()
        if len(self.spelling) > EXACT_LETTERS:
            return True
        return len(surface) == EXACT_LETTERS and surface == self.spelling.capitalize()


@dataclass(frozen=True, slots=True)
class Conditional:
    """A word that is a name only after certain words, in an article that names what it means."""

    name: str
    after: frozenset[str]
    needs: tuple[str, ...]
    entry: Entry


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Words (folded) that decide where a name begins and ends."""

    edge_words: frozenset[str]
    keep_article: frozenset[str]
    titles: frozenset[str]
    demonyms: re.Pattern[str] | None
    keeps_demonym: frozenset[str]
    joins: frozenset[str]
    generic_places: frozenset[str]
    generic_organisations: frozenset[str]
    extend_place: frozenset[str]
    extend_homonym: frozenset[str]
    extend_organisation: frozenset[str]
    named_after: frozenset[str]
    connectors: frozenset[str]
    place_tails: re.Pattern[str] | None
    particles: frozenset[str]
    press: frozenset[str]
    institutions: frozenset[str]
    body_ends: frozenset[str]
    heads: frozenset[str]
    roads: frozenset[str]
    ministries: frozenset[str] = frozenset()
    bare_nouns: frozenset[str] = frozenset()
    town_bodies: frozenset[str] = frozenset()
    clubs: frozenset[str] = frozenset()
    age: re.Pattern[str] | None = None
    english_links: frozenset[str] = frozenset()
    english_heads: frozenset[str] = frozenset()
    town_parts: frozenset[str] = frozenset()
    club_ends: frozenset[str] = frozenset()
    road_numbers: re.Pattern[str] | None = None
    numbered_roads: frozenset[str] = frozenset()
    numbered: re.Pattern[str] | None = None
    inhabitants: re.Pattern[str] | None = None
    town_heads: frozenset[str] = frozenset()
    squares: frozenset[str] = frozenset()

    def is_demonym(self, word: str) -> bool:
        """Whether `word`, in any case, is an adjective or noun of a people or state."""
        return self.demonyms is not None and bool(self.demonyms.match(word.casefold()))


@dataclass(frozen=True, slots=True)
class Cues:
    """Phrases (folded words) that tell what the name after them is."""

    polity: frozenset[str]
    organisation: frozenset[str]
    place: frozenset[str]
    articles: frozenset[str]
    singular_articles: frozenset[str]
    not_person: frozenset[str]
    things: frozenset[str]
    bodies_of: frozenset[str]
    polity_nouns: frozenset[str]
    offices: frozenset[str]
    pairs: frozenset[str]
    tail_links: frozenset[str]
    indefinite: frozenset[str]
    place_after: frozenset[str]
    given_to: frozenset[str]
    of_a_brand: frozenset[str]
    bare_after: frozenset[str]
    led: frozenset[str]
    firm: frozenset[str]
    sites: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Everything known of names, ready for the rules.

    `given` are first names, `famous` surnames that stand for one person by themselves, folded.
    """

    roles: Roles
    model_labels: Mapping[str, str]
    names: NameIndex[Entry]
    conditionals: tuple[Conditional, ...]
    boundaries: Boundaries
    cues: Cues
    grammar: Grammar
    never: frozenset[str]
    given: frozenset[str]
    famous: frozenset[str] = frozenset()
    calibration: Calibration = UNCHANGED


def parse_gazetteer(source: str, where: str, language: str) -> Gazetteer:
    """The gazetteer in `source` (TOML text).

    Args:
        source: The file's text; empty for a scheme that names no gazetteer.
        where: The file's name, for messages.
        language: Code of the language (`fr`) in which countries and regions are named.

    Raises:
        SchemeError: The text is malformed, or the language is unknown; the message says where.
    """
    table = read_rules(source or _EMPTY, where)
    roles_table = table.table("roles")
    roles = Roles(*(roles_table.text(k) for k in ("person", "organisation", "polity", "place")))
    roles_table.finish()
    weak_table, never_table, persons_table = (
        table.table(key) if table.has(key) else RuleTable({}, where)
        for key in ("weak", "never", "persons")
    )
    weak, famous = _folded(weak_table.texts("names")), persons_table.texts("famous")
    elided = table.mapping("elided")
    grammar = read_grammar(table, elided)
    gazetteer = Gazetteer(
        roles=roles,
        model_labels=table.mapping("model"),
        names=_index(table, roles, language, grammar, weak, famous),
        conditionals=tuple(_conditional(t) for t in table.tables("conditional")),
        boundaries=_boundaries(table, where),
        cues=_cues(table, where, elided),
        grammar=grammar,
        never=_folded(never_table.texts("words")),
        given=_folded(persons_table.texts("given")),
        famous=_folded(famous),
        calibration=read_calibration(table),
    )
    for each in (weak_table, never_table, persons_table, table):
        each.finish()
    return gazetteer


_EMPTY = """
[roles]
person = "PER"
organisation = "ORG"
polity = "GPE"
place = "LOC"
[model]
PER = "PER"
ORG = "ORG"
LOC = "LOC"
"""


def gazetteer_labels(gazetteer: Gazetteer) -> frozenset[str]:
    """Every label that the gazetteer can give; the scheme must have them all."""
    roles = gazetteer.roles
    given = {entry.label for entry in gazetteer.names.values.values()}
    given |= {c.entry.label for c in gazetteer.conditionals} | set(gazetteer.model_labels.values())
    return frozenset(given | {roles.person, roles.organisation, roles.polity, roles.place})


def _index(
    table: RuleTable,
    roles: Roles,
    language: str,
    grammar: Grammar,
    weak: frozenset[str],
    famous: tuple[str, ...],
) -> NameIndex[Entry]:
    """All names under their folded form; what stands in the file wins over the locale."""
    reason = "a surname that news write alone"
    entries = [Entry(name, name, roles.person, 0.9, "famous", reason) for name in famous]
    entries += _territories(table, language)
    for name, state in table.mapping("capitals").items():
        reason = f"a capital ({state})"
        entries.append(Entry(name, name, roles.polity, 0.95, "capital", reason, state=state))
    for name, state in table.mapping("seats").items():
        reason = f"a seat of power ({state})"
        entries.append(Entry(name, name, roles.organisation, 0.95, "seat", reason, state=state))
    for group in table.tables("names"):
        entries += _group(group)
    values = {
        (folded := fold_name(e.spelling)): replace(
            e, weak=folded in weak, led=grammar.leads(e.spelling)
        )
        for e in entries
    }
    for spelling, name in table.mapping("spellings").items():
        known = values.get(fold_name(name))
        if known is None:
            raise table.fail(
                f"[spellings] {spelling!r} leads to {name!r}, which is listed nowhere."
            )
        led = grammar.leads(spelling)
        values[fold_name(spelling)] = replace(known, spelling=spelling, led=led)
    small = frozenset(folded for folded, e in values.items() if e.spelling[0].islower())
    small |= _small_territories(table, values)
    return NameIndex(values, small)


def _small_territories(table: RuleTable, values: Mapping[str, Entry]) -> frozenset[str]:
    """Folded names of territories whose first word may be written small."""
    heads = table.table("territories").texts("small") if table.has("territories") else ()
    return frozenset(
        folded
        for folded, e in values.items()
        if e.rule == "territory" and e.spelling.startswith(tuple(f"{head} " for head in heads))
    )


def _territories(table: RuleTable, language: str) -> list[Entry]:
    """Countries (codes of two letters) and world regions (numbers) of the locale data."""
    if not table.has("territories"):
        return []
    chosen = table.table("territories")
    countries, regions = chosen.text("countries"), chosen.text("regions")
    skip = frozenset(chosen.texts("skip"))
    chosen.texts("small")
    chosen.finish()
    try:
        names: Mapping[str, str] = Locale.parse(language).territories
    except (UnknownLocaleError, ValueError) as error:
        raise SchemeError(
            f"the scheme's language {language!r} is unknown; use a code such as fr or en."
        ) from error
    return [
        Entry(name, name, countries, 0.97, "territory", "a country or territory")
        if code.isalpha()
        else Entry(name, name, regions, 0.95, "region", "a region of the world")
        for code, name in sorted(names.items())
        if code not in skip
    ]


def _group(table: RuleTable) -> list[Entry]:
    label, p, reason = table.text("label"), table.probability("p"), table.text("reason")
    names = table.texts("list")
    table.finish()
    return [Entry(name, name, label, p, "gazetteer", reason) for name in names]


def _conditional(table: RuleTable) -> Conditional:
    name = table.text("name")
    means, label, p = table.text("means"), table.text("label"), table.probability("p")
    entry = Entry(name, means, label, p, "conditional", table.text("reason"))
    found = Conditional(
        name=name,
        after=_folded(table.texts("after")),
        needs=tuple(fold_name(word) for word in table.texts("needs")),
        entry=entry,
    )
    table.finish()
    return found


def _boundaries(table: RuleTable, where: str) -> Boundaries:
    empty = RuleTable({}, where)
    edges, generic, extend, tails = (
        table.table(key) if table.has(key) else empty
        for key in ("boundaries", "generic", "extend", "tails")
    )
    found = Boundaries(
        edge_words=_folded(edges.texts("edge_words")),
        keep_article=_folded(edges.texts("keep_article")),
        titles=_folded(edges.texts("titles")),
        demonyms=edges.alternatives("demonyms"),
        keeps_demonym=_folded(edges.texts("keeps_demonym")),
        joins=_folded(edges.texts("joins")),
        generic_places=_folded(generic.texts("place")),
        generic_organisations=_folded(generic.texts("organisation")),
        extend_place=_folded(extend.texts("place")),
        extend_homonym=_folded(extend.texts("homonym")),
        extend_organisation=_folded(extend.texts("organisation")),
        named_after=_folded(extend.texts("named_after")),
        connectors=_folded(extend.texts("connectors")),
        place_tails=tails.alternatives("place"),
        particles=_folded(edges.texts("particles")),
        press=_folded(generic.texts("press")),
        institutions=_folded(generic.texts("institution")),
        body_ends=_folded(generic.texts("body_ends")),
        heads=_folded(generic.texts("heads")),
        roads=_folded(extend.texts("roads")),
        ministries=_folded(generic.texts("ministry")),
        bare_nouns=_folded(generic.texts("bare")),
        town_bodies=_folded(generic.texts("town_bodies")),
        clubs=_folded(generic.texts("clubs")),
        age=edges.pattern("age") if edges.has("age") else None,
        english_links=_folded(generic.texts("english_links")),
        english_heads=_folded(generic.texts("english_heads")),
        town_parts=_folded(generic.texts("town_parts")),
        club_ends=_folded(generic.texts("club_ends")),
        road_numbers=extend.alternatives("road_numbers"),
        numbered_roads=_folded(extend.texts("numbered_roads")),
        numbered=generic.pattern("numbered") if generic.has("numbered") else None,
        inhabitants=edges.alternatives("inhabitants"),
        town_heads=_folded(generic.texts("town_heads")),
        squares=_folded(extend.texts("squares")),
    )
    for each in (edges, generic, extend, tails):
        each.finish()
    return found


def _cues(table: RuleTable, where: str, elided: Mapping[str, str]) -> Cues:
    empty = RuleTable({}, where)
    cues = table.table("cues") if table.has("cues") else empty
    metonymy = table.table("metonymy") if table.has("metonymy") else empty
    found = Cues(
        polity=_variants(cues.texts("polity"), elided),
        organisation=_variants(cues.texts("organisation"), elided),
        place=_variants(cues.texts("place"), elided),
        articles=_folded(cues.texts("articles")),
        singular_articles=_folded(cues.texts("singular_articles")),
        not_person=_folded(cues.texts("not_person")),
        things=_folded(cues.texts("things")),
        bodies_of=_variants(cues.texts("bodies_of"), elided),
        polity_nouns=_folded(cues.texts("polity_nouns")),
        offices=_variants(cues.texts("offices"), elided),
        pairs=_variants(cues.texts("pairs"), elided),
        tail_links=_folded(cues.texts("tail_links")),
        indefinite=_folded(cues.texts("indefinite")),
        place_after=_folded(metonymy.texts("place_after")),
        given_to=_folded(metonymy.texts("given_to")),
        of_a_brand=_folded(cues.texts("of_a_brand")),
        bare_after=_folded(cues.texts("bare_after")),
        led=_folded(cues.texts("led")),
        firm=_folded(cues.texts("firm")),
        sites=_folded(cues.texts("sites")),
    )
    cues.finish()
    metonymy.finish()
    return found


def _variants(phrases: tuple[str, ...], elided: Mapping[str, str]) -> frozenset[str]:
    """The phrases folded, and again with each elided form of their last word."""
    folded = _folded(phrases)
    return folded | {
        f"{phrase.removesuffix(word)}{form}"
        for form, word in elided.items()
        for phrase in folded
        if phrase.endswith(f" {word}")
    }


def _folded(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(folded_words(word) for word in words)
