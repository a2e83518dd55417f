"""Export: finished work out of the database into a folder, whole or not at all."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

from annotator import __version__
from annotator.domain.counted import counted
from annotator.domain.export_counts import ExportCounts
from annotator.domain.losses import Losses
from annotator.domain.near_duplicates import without
from annotator.domain.ordering import ChosenBy
from annotator.domain.splits import Split
from annotator.errors import ExportError, InputError
from annotator.exchange.comparison import Changes, changes, snapshot
from annotator.exchange.dataset_readme import CardHeader
from annotator.exchange.export_document import ExportDocument
from annotator.exchange.format import Writer
from annotator.exchange.hub import check_push, push
from annotator.exchange.hugging_face import write_export
from annotator.exchange.manifest import write_manifest
from annotator.exchange.native_jsonl import native_line
from annotator.exchange.problems import Problem
from annotator.exchange.verification import verify
from annotator.exchange.whole_folder import whole_folder
from annotator.project.collecting import rare_collections
from annotator.project.foreign_export import agreed_documents, foreign_writers
from annotator.project.sight import require_sight
from annotator.project.splitting import Division, SplitWish, divide, freeze_division
from annotator.project.workspace import Workspace
from annotator.report.card import PUBLISHERS_RIGHTS, UNSTATED_LICENCE, CardFacts, card_text
from annotator.report.data_statement import DATA_STATEMENT, data_statement
from annotator.report.label_plot import PLOT, label_plot
from annotator.report.nearest import TEST_AT_MOST, TRAIN_AT_MOST, Nearest, drawn, nearest_pairs
from annotator.resources import companion_text
from annotator.storage.engine import Session
from annotator.storage.entities import all_entities
from annotator.storage.finished import adopted_suggesters, article_sources, edit_dates
from annotator.storage.finished_work import (
    Work,
    finished_work,
    forgotten_articles,
    read_finished,
    read_texts,
)
from annotator.storage.turns import chosen_by

GOLD = "gold"
JSONL_FILE = "articles.jsonl"


class ExportFormat(StrEnum):
    """What an export folder is."""

    HUGGING_FACE = "hf"
    JSONL = "jsonl"


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What the user wants in the folder.

    Attributes:
        format_: A Hugging Face dataset, native JSONL that loses nothing, or another format's name.
        chosen: `gold` (gold, else the only finisher's layer) or the name of an annotator.
        splits: How to split.
        freeze: Whether the splits stay as they are from now on.
        with_jsonl: Also put native JSONL into the Hugging Face folder.
        extras: Also put these formats into it, each in a folder of its name.
        with_text: Whether the texts and quotes are in it.
        licence: The licence of the annotations (an identifier of the Hub), if it is stated.
        text_rights: Who holds the rights in the texts, in a sentence, if it is stated.
        since: An earlier export to list the changes from.
        push: The Hub's repository to upload to.
    """

    format_: str = ExportFormat.HUGGING_FACE
    chosen: str = GOLD
    splits: SplitWish = field(default_factory=SplitWish)
    freeze: bool = False
    with_jsonl: bool = False
    extras: tuple[str, ...] = ()
    with_text: bool = True
    licence: str | None = None
    text_rights: str | None = None
    since: Path | None = None
    push: str | None = None

    def __post_init__(self) -> None:
        alone = self.format_ != ExportFormat.HUGGING_FACE
        texts = [self.format_] if alone else [*self.extras, *("jsonl",) * self.with_jsonl]
        if texts and not self.with_text:
            raise InputError(f"{texts[0]} is the texts; leave it or --no-text away.")
        if alone and (self.since or self.push):
            raise InputError("--since and --push are for --format hf; leave --format away.")


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written.

    `documents` have an agreed layer, `unresolved` were left out for want of gold, `quarantined`
    because they tie two frozen splits together, `forgotten` because they were taken down;
    `frozen` counts the articles frozen now. `notes` are sentences worth reading, `changes` what is
    different from the earlier export that was named, `pushed` the address of the upload.
    `losses` counts by format and reason what the format can't hold.
    """

    documents: int
    unresolved: int
    splits: Mapping[str, int]
    quarantined: tuple[str, ...] = ()
    forgotten: int = 0
    frozen: int = 0
    notes: tuple[str, ...] = ()
    changes: Changes | None = None
    pushed: str | None = None
    losses: Mapping[str, Losses] = field(default_factory=lambda: MappingProxyType({}))


def export(workspace: Workspace, target: Path, wish: ExportWish | None = None) -> ExportReport:
    """Write the finished work to the folder `target`; an earlier export there is replaced.

    Everything is read from one state of the database, whatever annotators do meanwhile.

    Raises:
        ExportError: Nothing is finished, frozen splits are torn, or the target can't be written.
        InputError: Nobody of that name has finished an article, the splits are frozen otherwise,
            or the work of others is wanted by who is not to see it yet.
    """
    wish = wish or ExportWish()
    if wish.chosen != workspace.settings.annotator:
        require_sight(workspace)
    writers = foreign_writers(wish.format_, wish.extras)
    if wish.push is not None:
        check_push(wish.push)
    # Taken first: the earlier export may be the one that is replaced.
    earlier = None if wish.since is None else snapshot(wish.since)

    def job(session: Session) -> tuple[Division, ExportReport]:
        works = _chosen(finished_work(session), wish.chosen)
        threshold = workspace.settings.near_copy
        division = divide(session, works, wish.splits, threshold, freezing=wish.freeze)
        source = _Source(workspace, session, works, division, wish)
        if wish.format_ == ExportFormat.JSONL:
            return division, _write_jsonl(target, source)
        if wish.format_ in writers:
            return division, _write_foreign(target, source, writers[wish.format_])
        return division, _write_dataset(target, source, writers)

    with rare_collections():
        division, report = workspace.read(job)
    if wish.freeze:
        report = replace(report, frozen=freeze_division(workspace, division))
    if earlier is not None:
        report = replace(report, changes=changes(earlier, snapshot(target)))
    if wish.push is not None:
        report = replace(report, pushed=push(target, wish.push))
    return report


def verify_export(folder: Path) -> list[Problem]:
    """What is wrong with an export; empty where it is whole."""
    return verify(folder)


@dataclass(frozen=True, slots=True)
class _Source:
    """The finished work of a project as one state of the database has it."""

    workspace: Workspace
    session: Session
    works: Sequence[Work]
    division: Division
    wish: ExportWish

    def documents(self) -> Iterator[ExportDocument]:
        """Each article that goes anywhere, in order of the ids."""
        names = {e.id: e.name for e in all_entities(self.session).values()}
        plan, founders = self.division.plan, self.division.founders
        turns = chosen_by(self.session)
        placed = [work for work in self.works if work.article in plan.splits]
        for found in read_finished(self.session, placed):
            work, identifier = found.work, found.article.id
            is_alone = len(work.layers) == 1 and not work.under_review
            alone = work.layers[0][0] if is_alone else None
            agreed = alone if work.gold is None else work.gold
            yield ExportDocument(
                found.article,
                None if agreed is None else found.layers[agreed],
                tuple(found.layers[row] for row, _ in work.layers),
                names,
                plan.splits[identifier],
                founders[identifier],
                found.phrases,
                turns.get(identifier, ChosenBy.IMPORTED),
            )

    def authors(self) -> set[str]:
        """The annotators whose layers are exported."""
        placed = self.division.plan.splits
        return {name for work in self.works if work.article in placed for _, name in work.layers}

    def report(self, documents: int, unresolved: int, splits: Mapping[str, int]) -> ExportReport:
        """What the command says."""
        plan = self.division.plan
        return ExportReport(
            documents,
            unresolved,
            splits,
            plan.quarantined,
            forgotten_articles(self.session),
            notes=self.notes(),
        )

    def notes(self) -> tuple[str, ...]:
        """Sentences about the splits that the user should read."""
        plan, division = self.division.plan, self.division
        notes = [] if plan.train_only is None else [plan.train_only]
        if division.undated:
            undated = counted(division.undated, "article has", "articles have")
            notes.append(f"{undated} no date of publication: train.")
        if self.wish.splits.gold_to_test and not division.rule.gold_to_test:
            notes.append("No article has gold of several annotators; test was filled by hash.")
        return tuple(notes)

    def facts(self, counts: ExportCounts, nearest: Nearest | None) -> CardFacts:
        """What the card says beside the counts."""
        workspace, session, wish = self.workspace, self.session, self.wish
        dates = edit_dates(session)
        return CardFacts(
            title=workspace.scheme.title,
            scheme=workspace.scheme,
            counts=counts,
            plan=self.division.plan,
            rule=self.division.rule,
            tool=f"annotator {__version__}",
            suggesters=adopted_suggesters(session),
            sources=article_sources(session, [work.article for work in self.works]),
            edited=None if dates is None else (f"{dates[0]:%Y-%m-%d}", f"{dates[1]:%Y-%m-%d}"),
            forgotten=forgotten_articles(session),
            published=self.division.days,
            nearest=nearest,
            plot=PLOT,
            with_text=wish.with_text,
            annotation_rights=f"{wish.licence}." if wish.licence else UNSTATED_LICENCE,
            text_rights=wish.text_rights or PUBLISHERS_RIGHTS,
        )

    def nearest(self) -> Nearest | None:
        """The test articles most like a training article; None where a split is empty."""
        splits = self.division.plan.splits
        by_split = {
            split: drawn((i for i, s in splits.items() if s is split), most)
            for split, most in ((Split.TEST, TEST_AT_MOST), (Split.TRAIN, TRAIN_AT_MOST))
        }
        if not all(by_split.values()):
            return None
        test, train = (dict.fromkeys(by_split[split], "") for split in (Split.TEST, Split.TRAIN))
        wanted = [work for work in self.works if work.article in test or work.article in train]
        for article, _, dimmed in read_texts(self.session, wanted):
            side = test if article.id in test else train
            side[article.id] = without(article.text, dimmed)
        return nearest_pairs(test, train)


def _chosen(works: Sequence[Work], chosen: str) -> list[Work]:
    """What of the finished work counts: all of it, or one annotator's.

    Raises:
        InputError: The annotator has finished nothing.
        ExportError: Nobody has.
    """
    if chosen == GOLD:
        if not works:
            raise ExportError("No article is finished, so there is nothing to export; finish one.")
        return list(works)
    mine = [
        Work(work.article, None, tuple(layer for layer in work.layers if layer[1] == chosen))
        for work in works
    ]
    if not any(work.layers for work in mine):
        raise InputError(f"{chosen} has finished no article; `annotator status` names who has.")
    return [work for work in mine if work.layers]


def _write_dataset(target: Path, source: _Source, writers: Mapping[str, Writer]) -> ExportReport:
    """The Hugging Face folder, other formats in it."""
    scheme = source.workspace.scheme
    # Asked for by the card, when the rows are written and their memory is free again.
    nearest = cache(source.nearest)
    losses: dict[str, Losses] = {}

    def also(folder: Path) -> None:
        for name, write in writers.items():
            (folder / name).mkdir()
            losses[name] = write(agreed_documents(source.documents()), folder / name, scheme)

    counts = write_export(
        target,
        source.documents,
        scheme=scheme,
        guidelines=companion_text(scheme.guidelines),
        header=CardHeader(scheme.title, source.wish.licence or "other"),
        card=lambda counts: card_text(source.facts(counts, nearest())),
        annotators=source.authors(),
        companions=lambda counts: {
            PLOT: label_plot(counts, scheme),
            DATA_STATEMENT: data_statement(source.facts(counts, nearest())),
        },
        with_jsonl=source.wish.with_jsonl,
        with_text=source.wish.with_text,
        near_copy=source.division.rule.threshold,
        also=also,
    )
    sizes = {split.value: size.documents for split, size in counts.splits.items()}
    report = source.report(counts.documents, counts.unresolved, sizes)
    return replace(report, losses=MappingProxyType(losses))


def _write_foreign(target: Path, source: _Source, write: Writer) -> ExportReport:
    """One format alone in the folder."""
    sizes: Counter[str] = Counter()
    unresolved = 0

    def counted() -> Iterator[ExportDocument]:
        nonlocal unresolved
        for document in source.documents():
            unresolved += document.layer is None
            sizes[document.split.value] += document.layer is not None
            yield document

    with whole_folder(target) as folder:
        losses = write(agreed_documents(counted()), folder, source.workspace.scheme)
        write_manifest(folder, {})
    report = source.report(sizes.total(), unresolved, dict(+sizes))
    return replace(report, losses=MappingProxyType({source.wish.format_: losses}))


def _write_jsonl(target: Path, source: _Source) -> ExportReport:
    """Native JSONL under the authors' own names, one line for each agreed layer."""
    sizes: Counter[str] = Counter()
    unresolved = 0
    with whole_folder(target) as folder:
        lines = hashlib.sha256()
        with (folder / JSONL_FILE).open("w", encoding="utf-8", newline="\n") as file:
            for document in source.documents():
                if document.layer is None:
                    unresolved += 1
                    continue
                line = native_line(
                    document.article,
                    document.layer,
                    document.names,
                    scheme=source.workspace.scheme.name,
                    split=document.split,
                )
                file.write(line)
                lines.update(line.encode())
                sizes[document.split.value] += 1
        write_manifest(folder, {"jsonl": lines.hexdigest()})
    return source.report(sizes.total(), unresolved, dict(sizes))
