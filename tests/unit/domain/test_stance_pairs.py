"""Pairs of a small council's article, every span found by its words."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import pytest

from annotator.domain.article import Article, Span
from annotator.domain.items import (
    Attribution,
    Decision,
    Evidence,
    HolderKind,
    Item,
    Mention,
    MentionKind,
    Stance,
    Zone,
)
from annotator.domain.joined_texts import JoinedTexts
from annotator.domain.layer import Author, Layer, Role
from annotator.domain.mention_columns import KINDS, MentionColumns
from annotator.domain.pair_draw import DRAWN_PER_STANCE, HOLDER_KINDS
from annotator.domain.pair_ends import NOBODY, PairKind, PairWork
from annotator.domain.stance_pairs import PairLosses, PairRoles, StancePairs, stance_pairs
from annotator.resources import load_scheme

TEXT = (
    "Le maire Aubin refuse le pont, mais Brice et Carole, de Valmure, restent muets.\n"
    "Il craint une hausse des péages ; Dorval, elle, ne dit rien des péages ni du pont.\n"
    "Aubin l’a redit à Valmure.\n"
    "À lire aussi : Brice et le pont"
)
ARTICLE = Article("conseil", TEXT)
ROLES = PairRoles(
    frozenset({"PER", "GPE", "ORG"}), frozenset({"PER", "GPE", "ORG", "TOPIC"}), "TOPIC"
)
NAMES = {1: "Aubin", 2: "Brice"}


def at(words: str, after: str = "") -> Span:
    start = TEXT.index(words, TEXT.index(after))
    return Span(start, start + len(words))


@dataclass(frozen=True)
class End:
    """An end of a pair."""

    span: Span
    label: str
    kind: MentionKind
    canonical: str | None


@dataclass(frozen=True)
class Pair:
    """A row of the columns."""

    paragraph: Span
    holder: End | None
    holder_kind: HolderKind
    target: End
    source: End | None
    name: str
    stance: Stance | None

    @property
    def kind(self) -> PairKind:
        return PairKind(self.holder.kind if self.holder else self.holder_kind, self.target.kind)


@dataclass(frozen=True)
class Pairs:
    """The pairs of one article."""

    pairs: tuple[Pair, ...]
    losses: PairLosses


def rows(found: StancePairs, texts: JoinedTexts, article: int) -> tuple[Pair, ...]:
    ends = found.ends

    def end(number: int) -> End | None:
        if number == NOBODY:
            return None
        begin = int(texts.begins[ends.owners[number]])
        return End(
            Span(int(ends.starts[number]) - begin, int(ends.ends[number]) - begin),
            ends.labels[number],
            KINDS[ends.kinds[number]],
            ends.canonical[number],
        )

    return tuple(
        Pair(
            texts.paragraph(found.paragraphs[row]),
            end(found.holders[row]),
            HOLDER_KINDS[found.holder_kinds[row]],
            end(found.targets[row]),
            end(found.sources[row]),
            found.names[row],
            found.stances[row],
        )
        for row in range(len(found.names))
        if texts.owners[found.paragraphs[row]] == article
    )


def found_in(works: list[PairWork], roles: PairRoles = ROLES) -> tuple[StancePairs, JoinedTexts]:
    layers = [work.layer for work in works]
    zones = [[zone.span for zone in layer.zones()] for layer in layers]
    texts = JoinedTexts.of([work.article.text for work in works], zones)
    mentions = MentionColumns.of(layers, [NAMES] * len(works))
    return stance_pairs(works, mentions, texts, roles), texts


@dataclass
class Work:
    """A layer in the making."""

    items: dict[str, Item] = field(default_factory=dict)

    def mention(
        self,
        words: str,
        label: str = "PER",
        *,
        after: str = "",
        kind: MentionKind = MentionKind.NAMED,
        entity: int | None = None,
        decision: Decision = Decision.ADDED,
    ) -> str:
        span, identifier = at(words, after), f"m{len(self.items) + 1}"
        self.items[identifier] = Mention(
            id=identifier,
            start=span.start,
            end=span.end,
            quote=words,
            label=label,
            kind=kind,
            entity=entity,
            decision=decision,
        )
        return identifier

    def stance(
        self,
        holder: str | None,
        target: str,
        *evidence: str,
        source: str | None = None,
        decision: Decision = Decision.ADDED,
    ) -> str:
        identifier = f"s{len(self.items) + 1}"
        spans = [at(words) for words in evidence]
        self.items[identifier] = Stance(
            id=identifier,
            holder=holder,
            holder_kind=HolderKind.UNSTATED if holder is None else HolderKind.MENTION,
            target=target,
            label="against",
            evidence=tuple(Evidence(start=s.start, end=s.end, quote=s.of(TEXT)) for s in spans),
            attribution=Attribution.AUTHOR,
            source=source,
            decision=decision,
        )
        return identifier

    def dim(self, words: str) -> None:
        span, identifier = at(words), f"z{len(self.items) + 1}"
        self.items[identifier] = Zone(
            id=identifier, start=span.start, end=span.end, decision=Decision.ADDED
        )

    def done(self, *phrases: str) -> PairWork:
        layer = Layer(
            "conseil",
            Author(Role.ANNOTATOR, "anna"),
            items=MappingProxyType(dict(self.items)),
        )
        return PairWork(ARTICLE, layer, [at(words) for words in phrases])

    def pairs(self, *phrases: str, roles: PairRoles = ROLES) -> Pairs:
        found, texts = found_in([self.done(*phrases)], roles)
        return Pairs(rows(found, texts, 0), found.losses)


def words(pair: Pair) -> tuple[str, str]:
    holder = pair.holder_kind.value if pair.holder is None else pair.holder.span.of(TEXT)
    return holder, pair.target.span.of(TEXT)


def drawn(found: Pairs) -> list[tuple[str, str]]:
    return [words(pair) for pair in found.pairs if pair.stance is None]


@pytest.fixture
def council() -> Work:
    work = Work()
    mayor = work.mention("Aubin", entity=1)
    work.mention("Brice", entity=2)
    work.mention("Carole")
    work.mention("Valmure", "GPE")
    bridge = work.mention("pont", "TOPIC", kind=MentionKind.NOMINAL)
    work.stance(mayor, bridge, "refuse")
    return work


def test_a_stance_is_a_pair_of_its_paragraph(council: Work) -> None:
    (pair,) = [p for p in council.pairs().pairs if p.stance is not None]
    assert words(pair) == ("Aubin", "pont")
    assert pair.paragraph == Span(0, TEXT.index("\n"))
    assert pair.name == "s6"
    assert (pair.holder.canonical, pair.target.canonical) == ("Aubin", None)


def test_pairs_without_a_stance_are_of_the_same_kind_and_never_more_than_five(
    council: Work,
) -> None:
    found = council.pairs("Le maire", "muets", "restent")
    kinds = Counter((p.stance is None, str(p.kind)) for p in found.pairs)
    assert kinds == {(False, "named → nominal"): 1, (True, "named → nominal"): DRAWN_PER_STANCE}


def test_mentions_phrases_and_rejected_mentions_are_targets(council: Work) -> None:
    council.mention("mais", decision=Decision.REJECTED)
    targets = {target for _, target in drawn(council.pairs("restent"))}
    assert {"pont", "mais", "restent"} >= targets
    everything = {
        (holder, target)
        for holder in ("Aubin", "Brice", "Carole", "Valmure")
        for target in ("pont", "mais", "restent")
    }
    assert set(drawn(council.pairs("restent"))) <= everything - {("Aubin", "pont")}


def test_an_unmarked_phrase_looks_like_a_marked_topic(council: Work) -> None:
    phrase = next(p.target for p in council.pairs("restent muets").pairs if "muets" in words(p)[1])
    assert (phrase.label, phrase.kind) == ("TOPIC", MentionKind.NOMINAL)
    assert phrase.canonical == "restent muets"


def test_phrases_that_somebody_marked_are_not_there_twice(council: Work) -> None:
    assert council.pairs("pont", "le pont", "Brice") == council.pairs()


def test_a_scheme_without_topics_has_no_phrases(council: Work) -> None:
    roles = replace(ROLES, phrase=None)
    assert council.pairs("restent muets", roles=roles) == council.pairs()


def test_words_marked_once_are_found_where_nobody_marked_them(council: Work) -> None:
    speaker = council.mention("Dorval")
    fear = council.mention("hausse des péages", "TOPIC", kind=MentionKind.NOMINAL)
    council.stance(speaker, fear, "craint")
    second = [p for p in council.pairs().pairs if p.paragraph.start > 0]
    assert [words(p) for p in second] == [("Dorval", "hausse des péages"), ("Dorval", "pont")]
    assert second[1].stance is None


def test_a_pair_like_a_recorded_stance_is_not_drawn(council: Work) -> None:
    # The same person under another mention, and a target that overlaps the recorded one.
    council.mention("Le maire", kind=MentionKind.NAMED, entity=1)
    council.mention("refuse le pont", "TOPIC", kind=MentionKind.NOMINAL)
    assert not {(h, t) for h, t in drawn(council.pairs()) if h in ("Aubin", "Le maire")}


def test_without_a_holder_no_recorded_target_is_drawn(council: Work) -> None:
    price = council.mention("péages", "TOPIC", kind=MentionKind.NOMINAL)
    council.stance(None, price, "craint")
    found = [p for p in council.pairs("restent").pairs if p.holder is None]
    # Not the first bridge, nor the toll where it is named again: only the bridge further down.
    assert {words(p) for p in found if p.stance is None} == {
        ("unstated", "restent"),
        ("unstated", "pont"),
    }
    assert all(p.stance is None or words(p) == ("unstated", "péages") for p in found)
    assert at("pont", "péages ni") in {p.target.span for p in found}
    assert at("pont") not in {p.target.span for p in found}


def test_nobody_is_paired_with_himself(council: Work) -> None:
    council.mention("maire Aubin", entity=1)
    council.stance("m2", "m3", "restent")
    assert not {("Aubin", "maire Aubin"), ("maire Aubin", "Aubin"), ("Aubin", "Aubin")} & set(
        drawn(council.pairs())
    )


def test_what_annotators_rejected_is_drawn_first(council: Work) -> None:
    silent = council.mention("muets", "TOPIC", kind=MentionKind.NOMINAL, decision=Decision.REJECTED)
    council.stance("m4", silent, "restent", decision=Decision.REJECTED)
    phrases = ("mais", "restent", "de Valmure", "Le maire", "refuse")
    assert ("Valmure", "muets") in drawn(council.pairs(*phrases))
    rejected = {words(p) for p in council.pairs(*phrases).pairs if p.stance is None}
    assert len(rejected) == DRAWN_PER_STANCE


def test_a_stance_spread_over_paragraphs_is_counted_and_its_pair_not_drawn(council: Work) -> None:
    council.stance("m2", "m5", "craint")
    far = council.mention("Valmure", "GPE", after="redit")
    council.stance("m3", far, "redit")
    found = council.pairs()
    assert (found.losses.spread, found.losses.dimmed) == (2, 0)
    assert ("Brice", "pont") not in drawn(found)


def test_a_dimmed_paragraph_has_no_pairs(council: Work) -> None:
    council.dim("À lire aussi : Brice et le pont")
    ours = council.mention("Brice", after="À lire")
    aim = council.mention("pont", "TOPIC", after="À lire", kind=MentionKind.NOMINAL)
    council.stance(ours, aim, "lire")
    found = council.pairs()
    assert found.losses.dimmed == 1
    assert all(p.paragraph.start < TEXT.index("À lire") for p in found.pairs)


def test_a_source_of_another_paragraph_is_kept(council: Work) -> None:
    far = council.mention("Aubin", after="\nAubin")
    council.stance("m2", "m5", "restent", source=far)
    (pair,) = [p for p in council.pairs().pairs if p.source is not None]
    assert pair.source.span == at("Aubin", "\nAubin")
    assert not pair.paragraph.contains(pair.source.span)


def test_an_article_without_stances_has_no_pairs() -> None:
    work = Work()
    work.mention("Aubin")
    work.mention("Brice")
    assert work.pairs("restent") == Pairs((), PairLosses())


def test_the_order_of_items_and_phrases_changes_nothing(council: Work) -> None:
    phrases = ("Le maire", "muets", "restent", "mais")
    first = council.pairs(*phrases)
    council.items = dict(reversed(council.items.items()))
    assert council.pairs(*reversed(phrases)) == first


def test_pairs_are_drawn_by_a_hash_of_text_and_spans(council: Work) -> None:
    phrases = ("restent", "muets", "mais", "refuse", "et")
    prime = 2**61 - 1

    def key(span: Span) -> int:
        name = f"{ARTICLE.sha256}:{span.start}-{span.end}"
        return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")

    possible = {
        (holder, target): key(at(holder)) % prime * (key(at(target)) + 1) % prime
        for holder in ("Aubin", "Brice", "Carole", "Valmure")
        for target in ("pont", *phrases)
        if (holder, target) != ("Aubin", "pont")
    }
    first = sorted(possible, key=possible.__getitem__)[:DRAWN_PER_STANCE]
    assert sorted(drawn(council.pairs(*phrases))) == sorted(first)


def test_articles_together_have_the_pairs_of_each_alone(council: Work) -> None:
    other = Work(dict(council.items))
    other.stance("m2", "m5", "restent")
    other.dim("Aubin l’a redit à Valmure.")
    works = [council, Work(), other]
    found, texts = found_in([work.done("muets", "mais") for work in works])
    alone = [work.pairs("muets", "mais") for work in works]
    assert [rows(found, texts, number) for number in range(3)] == [one.pairs for one in alone]
    every = [(pair.kind, pair.stance is None) for one in alone for pair in one.pairs]
    assert found.kinds == {
        kind: (every.count((kind, False)), every.count((kind, True))) for kind, _ in every
    }


def test_more_stances_than_a_number_has_bits_are_all_looked_at(council: Work) -> None:
    for _ in range(70):
        council.stance("m2", "m4", "restent")
    council.stance("m3", "m5", "refuse")
    # The last one recorded is the only one that is like this pair.
    assert ("Carole", "pont") not in drawn(council.pairs("restent", "muets"))
    assert ("Brice", "pont") in drawn(council.pairs("restent", "muets"))


def test_roles_come_from_the_scheme() -> None:
    roles = PairRoles.of(load_scheme("news-fr"))
    assert "TOPIC" in roles.targets - roles.holders
    assert roles.phrase == "TOPIC"
