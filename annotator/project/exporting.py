"""Export: finished work out of the database into a folder, whole or not at all."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from pathlib import Path
from types import MappingProxyType

from annotator import __version__
from annotator.domain.article import Article, Span
from annotator.domain.export_counts import ExportCounts
from annotator.domain.items import MentionKind
from annotator.domain.layer import Layer
from annotator.domain.losses import Losses
from annotator.domain.near_duplicates import near_duplicate_groups
from annotator.domain.splits import Ratios, SplitPlan, plan_splits
from annotator.errors import ExportError, InputError
from annotator.exchange.dataset_readme import CardHeader
from annotator.exchange.export_document import AgreedDocument, ExportDocument
from annotator.exchange.format import Writer
from annotator.exchange.hugging_face import write_export
from annotator.exchange.manifest import write_manifest
from annotator.exchange.native_jsonl import native_line
from annotator.exchange.problems import Problem
from annotator.exchange.verification import verify
from annotator.exchange.whole_folder import whole_folder
from annotator.project.workspace import Workspace
from annotator.report.card import CardFacts, card_text
from annotator.resources import companion_text
from annotator.storage.articles import get_article, noun_phrases
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


class ExportFormat(StrEnum):
    """What an export folder is, beside the formats of other tools."""

    HUGGING_FACE = "hf"
    JSONL = "jsonl"


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written: articles with an agreed layer, articles left out for want of gold.

    `losses` counts, by format and reason, what another tool's format can't hold.
    """

    documents: int
    unresolved: int
    splits: Mapping[str, int]
    note: str | None
    losses: Mapping[str, Losses] = field(default_factory=lambda: MappingProxyType({}))


def export(
    workspace: Workspace,
    target: Path,
    *,
    format_: str = ExportFormat.HUGGING_FACE,
    ratios: Ratios | None = None,
    chosen: str = GOLD,
    with_jsonl: bool = False,
    extras: Collection[str] = (),
) -> ExportReport:
    """Write the finished work to the folder `target`.

    Args:
        workspace: The project.
        target: The folder; an earlier export there is replaced, anything else refused.
        format_: A Hugging Face dataset, native JSONL that loses nothing, or another tool's format.
        ratios: What each split is to get; 80/10/10 by default.
        chosen: `gold` (gold, else the only finisher's layer) or the name of an annotator.
        with_jsonl: Also put native JSONL into the Hugging Face folder.
        extras: Formats of other tools to put there as well, each into a folder of its name.

    Raises:
        ExportError: Nothing is finished, or the target can't be written.
        InputError: Nobody of that name has finished an article, or a format is not known.
    """
    writers = _writers(format_, extras)
    source = _Source(workspace, chosen)
    ratios = ratios or Ratios()
    groups = near_duplicate_groups(*source.texts())
    plan = plan_splits(groups, source.labels(), ratios)
    founders = {member: group.founder for group in groups for member in group.members}

    def documents() -> Iterator[ExportDocument]:
        return source.documents(plan, founders)

    if format_ == ExportFormat.JSONL:
        return _write_jsonl(workspace, target, documents(), plan)
    if format_ != ExportFormat.HUGGING_FACE:
        return _write_foreign(workspace, target, documents(), plan, format_, writers[format_])
    losses: dict[str, Losses] = {}

    def also(folder: Path) -> None:
        for name, write in writers.items():
            (folder / name).mkdir()
            losses[name] = write(_agreed(documents()), folder / name, workspace.scheme)

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
        also=also,
    )
    sizes = {split.value: size.documents for split, size in counts.splits.items()}
    return ExportReport(counts.documents, counts.unresolved, sizes, plan.train_only, losses)


def verify_export(folder: Path) -> list[Problem]:
    """What is wrong with an export; empty where it is whole."""
    return verify(folder)


@dataclass(frozen=True, slots=True)
class _Source:
    """The finished work of a project, read article by article."""

    workspace: Workspace
    chosen: str

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
                self.workspace.read(partial(noun_phrases, article=article.id)),
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


def _writers(format_: str, extras: Collection[str]) -> dict[str, Writer]:
    """The writers of other tools' formats that are asked for, by name."""
    from annotator.exchange.formats import format_named, writable

    found: dict[str, Writer] = {}
    for name in extras if format_ in tuple(ExportFormat) else (format_, *extras):
        known = format_named(name)
        if known is None or known.write is None:
            names = ", ".join(("jsonl", *writable()))
            if name in extras:
                raise InputError(f"--with knows {names}, not {name}.")
            raise InputError(f"There is no export format {name!r}; use hf, {names}.")
        found[name] = known.write
    return found


def _agreed(documents: Iterable[ExportDocument]) -> Iterator[AgreedDocument]:
    for one in documents:
        if one.layer is not None:
            yield AgreedDocument(one.article, one.layer, one.names, one.split)


def _write_foreign(
    workspace: Workspace,
    target: Path,
    documents: Iterator[ExportDocument],
    plan: SplitPlan,
    format_: str,
    write: Writer,
) -> ExportReport:
    """One format alone in the folder."""
    sizes: Counter[str] = Counter()
    unresolved = 0

    def counted() -> Iterator[ExportDocument]:
        nonlocal unresolved
        for document in documents:
            unresolved += document.layer is None
            sizes[document.split.value] += document.layer is not None
            yield document

    with whole_folder(target) as folder:
        losses = write(_agreed(counted()), folder, workspace.scheme)
        write_manifest(folder, {})
    splits = dict(+sizes)
    return ExportReport(sizes.total(), unresolved, splits, plan.train_only, {format_: losses})


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
