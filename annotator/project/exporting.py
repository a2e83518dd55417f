"""Export: finished work out of the database into a folder, whole or not at all."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TypeAlias

from annotator import __version__
from annotator.domain.article import Article, Span
from annotator.domain.export_counts import ExportCounts
from annotator.domain.items import MentionKind
from annotator.domain.layer import Layer
from annotator.domain.near_duplicates import near_duplicate_groups
from annotator.domain.splits import Ratios, SplitPlan, plan_splits
from annotator.errors import ExportError, InputError
from annotator.exchange.dataset_readme import CardHeader
from annotator.exchange.export_document import ExportDocument
from annotator.exchange.hugging_face import write_export
from annotator.exchange.manifest import write_manifest
from annotator.exchange.native_jsonl import native_line
from annotator.exchange.problems import Problem
from annotator.exchange.verification import verify
from annotator.exchange.whole_folder import whole_folder
from annotator.project.workspace import Workspace
from annotator.report.card import CardFacts, card_text
from annotator.resources import companion_text
from annotator.storage.articles import get_article
from annotator.storage.engine import Session
from annotator.storage.entities import all_entities
from annotator.storage.finished import (
    adopted_suggesters,
    article_sources,
    edit_dates,
    finished_articles,
    finished_layers,
    gold_layer,
)

GOLD = "gold"
JSONL_FILE = "articles.jsonl"


Phrases: TypeAlias = Callable[[Article], Iterable[Span]]
"""Gives the noun phrases of an article, marked or not."""


def no_phrases(_article: Article) -> Iterable[Span]:
    """What is known of noun phrases without a parse: nothing."""
    return ()


class ExportFormat(StrEnum):
    """What an export folder is."""

    HUGGING_FACE = "hf"
    JSONL = "jsonl"


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written: articles with an agreed layer, articles left out for want of gold."""

    documents: int
    unresolved: int
    splits: Mapping[str, int]
    note: str | None


def export(
    workspace: Workspace,
    target: Path,
    *,
    format_: ExportFormat = ExportFormat.HUGGING_FACE,
    ratios: Ratios | None = None,
    chosen: str = GOLD,
    with_jsonl: bool = False,
    phrases: Phrases = no_phrases,
) -> ExportReport:
    """Write the finished work to the folder `target`.

    Args:
        workspace: The project.
        target: The folder; an earlier export there is replaced, anything else refused.
        format_: A Hugging Face dataset, or native JSONL that loses nothing.
        ratios: What each split is to get; 80/10/10 by default.
        chosen: `gold` (gold, else the only finisher's layer) or the name of an annotator.
        with_jsonl: Also put native JSONL into the Hugging Face folder.
        phrases: Noun phrases, among which pairs without a stance are drawn as well. Must give the
            same each time; without it the mentions and their repetitions have to do.

    Raises:
        ExportError: Nothing is finished, or the target can't be written.
        InputError: Nobody of that name has finished an article.
    """
    source = _Source(workspace, chosen, phrases)
    ratios = ratios or Ratios()
    groups = near_duplicate_groups(*source.texts())
    plan = plan_splits(groups, source.labels(), ratios)
    founders = {member: group.founder for group in groups for member in group.members}

    def documents() -> Iterator[ExportDocument]:
        return source.documents(plan, founders)

    if format_ is ExportFormat.JSONL:
        return _write_jsonl(workspace, target, documents(), plan)

    def card(counts: ExportCounts) -> str:
        return card_text(source.facts(counts, plan, ratios))

    counts = write_export(
        target,
        documents,
        scheme=workspace.scheme,
        guidelines=companion_text(workspace.scheme.guidelines),
        header=CardHeader(workspace.scheme.title),
        card=card,
        with_jsonl=with_jsonl,
    )
    sizes = {split.value: size.documents for split, size in counts.splits.items()}
    return ExportReport(counts.documents, counts.unresolved, sizes, plan.train_only)


def verify_export(folder: Path) -> list[Problem]:
    """What is wrong with an export; empty where it is whole."""
    return verify(folder)


@dataclass(frozen=True, slots=True)
class _Source:
    """The finished work of a project, read article by article."""

    workspace: Workspace
    chosen: str
    phrases: Phrases

    def documents(self, plan: SplitPlan, founders: Mapping[str, str]) -> Iterator[ExportDocument]:
        names = {e.id: e.name for e in self.workspace.read(all_entities).values()}
        for article, layer, layers in self._finished():
            yield ExportDocument(
                article,
                layer,
                layers,
                names,
                plan.splits[article.id],
                founders[article.id],
                tuple(self.phrases(article)),
            )

    def texts(self) -> tuple[dict[str, str], dict[str, list[Span]]]:
        """Text and dimmed paragraphs of each article: what near-copies are found by."""
        texts: dict[str, str] = {}
        dimmed: dict[str, list[Span]] = {}
        for article, layer, layers in self._finished():
            texts[article.id] = article.text
            shown = layer or layers[0]
            dimmed[article.id] = [zone.span for zone in shown.zones()]
        if not texts:
            raise ExportError("No article is finished, so there is nothing to export; finish one.")
        return texts, dimmed

    def labels(self) -> dict[str, set[str]]:
        """Labels of the named mentions of each article: what splits are balanced by."""
        return {
            article.id: {
                m.label for m in (layer or layers[0]).mentions() if m.kind is MentionKind.NAMED
            }
            for article, layer, layers in self._finished()
        }

    def facts(self, counts: ExportCounts, plan: SplitPlan, ratios: Ratios) -> CardFacts:
        """What the card says beside the counts."""
        workspace = self.workspace
        ids = workspace.read(finished_articles)
        dates = workspace.read(edit_dates)
        return CardFacts(
            title=workspace.scheme.title,
            scheme=workspace.scheme,
            counts=counts,
            plan=plan,
            ratios=ratios,
            tool=f"annotator {__version__}",
            suggesters=workspace.read(adopted_suggesters),
            sources=workspace.read(lambda session: article_sources(session, ids)),
            edited=None if dates is None else (f"{dates[0]:%Y-%m-%d}", f"{dates[1]:%Y-%m-%d}"),
        )

    def _finished(self) -> Iterator[tuple[Article, Layer | None, tuple[Layer, ...]]]:
        """Each finished article: what stands for it, and every finished layer."""
        found = False
        for identifier in self.workspace.read(finished_articles):
            article, layers, gold = self.workspace.read(partial(_read, identifier=identifier))
            if article is None:
                continue
            if self.chosen != GOLD:
                mine = [layer for layer in layers if layer.author.name == self.chosen]
                if not mine:
                    continue
                layers, gold = mine, mine[0]
            elif gold is None and len(layers) == 1:
                gold = layers[0]
            found = True
            yield article, gold, tuple(layers)
        if not found and self.chosen != GOLD:
            raise InputError(
                f"{self.chosen} has finished no article; `annotator status` names who has."
            )


def _read(session: Session, identifier: str) -> tuple[Article | None, list[Layer], Layer | None]:
    article = get_article(session, identifier)
    return article, finished_layers(session, identifier), gold_layer(session, identifier)


def _write_jsonl(
    workspace: Workspace, target: Path, documents: Iterator[ExportDocument], plan: SplitPlan
) -> ExportReport:
    """Native JSONL under the authors' own names, one line for each agreed layer."""
    sizes: Counter[str] = Counter()
    unresolved = 0
    with whole_folder(target) as folder:
        lines = hashlib.sha256()
        with (folder / JSONL_FILE).open("w", encoding="utf-8", newline="\n") as file:
            for document in documents:
                if document.layer is None:
                    unresolved += 1
                    continue
                line = native_line(
                    document.article,
                    document.layer,
                    document.names,
                    scheme=workspace.scheme.name,
                    split=document.split,
                )
                file.write(line)
                lines.update(line.encode())
                sizes[document.split.value] += 1
        write_manifest(folder, {"jsonl": lines.hexdigest()})
    return ExportReport(sizes.total(), unresolved, dict(sizes), plan.train_only)
