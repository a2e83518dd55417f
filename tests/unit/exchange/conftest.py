"""Builders for exports: annotated articles of our own sentences, found by their words."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

import pytest

from annotator.domain.article import Article, Span
from annotator.domain.items import (
    Attribution,
    Certainty,
    Decision,
    Evidence,
    HolderKind,
    Item,
    Mention,
    MentionKind,
    Stance,
    Zone,
)
from annotator.domain.layer import Assignment, Author, Layer, Role, State
from annotator.domain.scheme import Scheme
from annotator.domain.splits import Split
from annotator.exchange.export_document import ExportDocument
from annotator.resources import load_scheme

ANNA = Author(Role.ANNOTATOR, "anna")
DATA = Path(__file__).parents[2] / "data" / "articles"


@dataclass
class LayerBuilder:
    """Builds a layer of `text`, its spans given by the words they cover."""

    article: Article
    author: Author = ANNA
    items: dict[str, Item] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)

    def _span(self, words: str) -> Span:
        start = self.article.text.index(words)
        return Span(start, start + len(words))

    def mention(
        self,
        words: str,
        label: str,
        *,
        name: str | None = None,
        kind: MentionKind = MentionKind.NAMED,
        decision: Decision = Decision.ADDED,
    ) -> str:
        span, identifier = self._span(words), f"m{len(self.items) + 1}"
        entity = None
        if name is not None:
            entity = next((i for i, known in self.names.items() if known == name), None)
            entity = entity or len(self.names) + 1
            self.names[entity] = name
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
        label: str,
        evidence: str,
        *,
        holder_kind: HolderKind | None = None,
        attribution: Attribution = Attribution.REPORTED,
    ) -> str:
        identifier, span = f"s{len(self.items) + 1}", self._span(evidence)
        implied = HolderKind.UNSTATED if holder is None else HolderKind.MENTION
        self.items[identifier] = Stance(
            id=identifier,
            holder=holder,
            holder_kind=holder_kind or implied,
            target=target,
            label=label,
            evidence=(Evidence(start=span.start, end=span.end, quote=evidence),),
            attribution=attribution,
            certainty=Certainty.ASSERTED,
            decision=Decision.ADDED,
        )
        return identifier

    def zone(self, words: str) -> None:
        span, identifier = self._span(words), f"z{len(self.items) + 1}"
        self.items[identifier] = Zone(
            id=identifier, start=span.start, end=span.end, decision=Decision.ADDED
        )

    def layer(self) -> Layer:
        return Layer(
            self.article.id,
            self.author,
            next_number=len(self.items) + 1,
            items=MappingProxyType(dict(self.items)),
            assignment=Assignment(State.DONE),
        )


def read(name: str) -> Article:
    return Article(name, (DATA / f"{name}.txt").read_bytes().decode())


def bridge(author: Author = ANNA) -> LayerBuilder:
    article = replace(read("pont"), title=Span(0, 47), source="La Gazette", language="fr")
    built = LayerBuilder(article, author)
    council = built.mention("conseil régional de Valmure", "ORG", name="conseil de Valmure")
    built.mention("Valmure", "GPE", name="Valmure")
    built.mention("Cardinal", "ORG", name="Cardinal")
    plan = built.mention("projet de pont", "TOPIC", name="pont", kind=MentionKind.NOMINAL)
    built.mention("Jeanne Aubrac", "PER", name="Jeanne Aubrac")
    built.stance(council, plan, "against", "a rejeté")
    built.stance(
        None,
        plan,
        "neutral",
        "ni approuvé",
        holder_kind=HolderKind.ARTICLE,
        attribution=Attribution.AUTHOR,
    )
    built.stance(None, plan, "against", "Nous ne paierons pas", attribution=Attribution.QUOTED)
    built.mention("La Gazette de Valmure", "ORG", name="La Gazette")
    built.zone("Abonnez-vous à La Gazette de Valmure")
    return built


def lake() -> LayerBuilder:
    built = LayerBuilder(read("lac"))
    fishers = built.mention("pêcheurs d’Orval", "PER", name="pêcheurs", kind=MentionKind.NOMINAL)
    deal = built.mention("accord signé", "TOPIC", kind=MentionKind.NOMINAL)
    built.mention("Claire Vasseur", "PER", name="Claire Vasseur")
    built.mention("Confédération des lacs", "ORG", name="Confédération des lacs")
    built.mention("elle", "PER", name="Claire Vasseur", kind=MentionKind.PRONOUN)
    built.stance(fishers, deal, "favor", "ont salué")
    return built


def strike() -> LayerBuilder:
    built = LayerBuilder(read("grève"))
    built.mention("Société des trains de l’Ouest", "ORG", name="STO")
    built.mention("Union du rail", "ORG", name="Union du rail")
    built.mention("Quimorin", "GPE", name="Quimorin")
    built.mention("aucun train", "ORG", decision=Decision.REJECTED)
    return built


def documents() -> list[ExportDocument]:
    """Three articles in three splits; one has gold and two annotators, one is not agreed on."""
    gold, other = bridge(Author(Role.GOLD, "relu par Zoé")), bridge(Author(Role.ANNOTATOR, "béa"))
    first, agreed, open_ = bridge(), lake(), strike()
    second = replace(open_.layer(), author=Author(Role.ANNOTATOR, "béa"))
    return [
        ExportDocument(
            open_.article, None, (open_.layer(), second), open_.names, Split.TRAIN, "g-strike"
        ),
        ExportDocument(
            agreed.article, agreed.layer(), (agreed.layer(),), agreed.names, Split.TEST, "g-lake"
        ),
        ExportDocument(
            gold.article,
            gold.layer(),
            (first.layer(), other.layer()),
            gold.names,
            Split.TRAIN,
            "g-bridge",
        ),
    ]


@pytest.fixture
def news() -> Scheme:
    return load_scheme("news-fr")


@pytest.fixture
def three_documents() -> list[ExportDocument]:
    return documents()


@pytest.fixture
def bridge_layer() -> LayerBuilder:
    return bridge()


@pytest.fixture
def builder() -> Callable[[Article], LayerBuilder]:
    return LayerBuilder


@pytest.fixture
def offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Keeps the library off the network and its cache in a folder of the test."""
    cache = tmp_path / "hf-cache"
    for name, value in {
        "HF_HUB_OFFLINE": "1",
        "HF_HOME": str(cache),
        "HF_DATASETS_CACHE": str(cache),
    }.items():
        monkeypatch.setitem(os.environ, name, value)
    return cache


def shared(*parts: str) -> Path:
    """A file of the samples that are kept beside the repository."""
    home = Path(os.environ.get("ANNOTATOR_SHARED", DATA.parents[3] / "shared"))
    path = home.joinpath(*parts)
    if not path.exists():
        reason = f"{path} is missing; set ANNOTATOR_SHARED"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return path


@pytest.fixture
def shared_file() -> Callable[..., Path]:
    return shared
