"""What `annotator train` reads: the articles of an export by split, and the rows of its pairs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.domain.article import Span
from annotator.domain.scheme import Scheme
from annotator.domain.splits import Split
from annotator.errors import ExportError, InputError
from annotator.exchange.dataset_folder import DATASET_FOLDER
from annotator.exchange.docbin import DOCBIN, SUFFIX
from annotator.exchange.docbin import write as write_docbins
from annotator.exchange.export_document import AgreedDocument
from annotator.exchange.foreign import ReadOptions
from annotator.exchange.foreign_labels import label_map
from annotator.exchange.format import split_path
from annotator.exchange.manifest import read_manifest
from annotator.exchange.native_record import NativeRecord
from annotator.exchange.spacy_config import CONFIG
from annotator.exchange.stance_rows import StanceRow, stance_rows
from annotator.suggest.extractor_training import TrainingFiles
from annotator.suggest.stance_pairs_model import NO_STANCE, Pair


@dataclass(frozen=True, slots=True)
class Material:
    """An export as training sees it: the articles of each split in order of their ids.

    `pairs` are the rows of the configuration `stance`, by split.
    """

    folder: Path
    articles: Mapping[Split, tuple[NativeRecord, ...]]
    pairs: Mapping[Split, tuple[StanceRow, ...]]

    def of(self, split: Split) -> tuple[NativeRecord, ...]:
        """The articles of a split."""
        return self.articles.get(split, ())


def read_material(folder: Path, scheme: Scheme) -> Material:
    """What an export holds to learn from.

    Raises:
        InputError: It is no data set with texts, or has nothing to train on.
    """
    try:
        read_manifest(folder)
    except ExportError as error:
        raise InputError(str(error)) from error
    reader = DATASET_FOLDER.read
    if reader is None or not (folder / "documents").is_dir():
        raise InputError(f"{folder} has no `documents`; give a folder of `annotator export DIR`.")
    options = ReadOptions(label_map(scheme, "", {}, "none"))
    articles: dict[Split, list[NativeRecord]] = {split: [] for split in Split}
    for record in reader(folder, scheme, options):
        if not isinstance(record, NativeRecord):
            raise InputError(
                f"{folder} can't be trained on: {record} (an export with --no-text needs "
                "`join_texts.py` first)."
            )
        articles[record.split or Split.TRAIN].append(record)
    if not articles[Split.TRAIN]:
        raise InputError(f"{folder} has no training articles; finish more articles, export again.")
    return Material(
        folder,
        {split: tuple(found) for split, found in articles.items()},
        {split: tuple(stance_rows(folder, split)) for split in Split},
    )


def write_files(
    material: Material, train: Sequence[NativeRecord], into: Path, scheme: Scheme
) -> TrainingFiles:
    """The DocBins of these training articles, and of those that tell when to stop.

    Without a validation split the training articles themselves do that. A `train.cfg` in the
    export, which the user may have changed, is the one that is used.
    """
    into.mkdir()
    later = material.of(Split.VALIDATION)
    write_docbins(_documents(train, Split.TRAIN), into, scheme)
    write_docbins(_documents(later or train, Split.VALIDATION), into, scheme)
    own = material.folder / DOCBIN.name / CONFIG
    return TrainingFiles(
        own if own.is_file() else into / CONFIG,
        split_path(into, Split.TRAIN, SUFFIX),
        split_path(into, Split.VALIDATION, SUFFIX),
    )


def _documents(records: Iterable[NativeRecord], split: Split) -> Iterable[AgreedDocument]:
    for record in records:
        layer, names = record.to_layer()
        yield AgreedDocument(record.article, layer, names, split)


def dimmed(record: NativeRecord) -> tuple[Span, ...]:
    """The paragraphs that are not the article."""
    return tuple(Span(zone.start, zone.end) for zone in record.zones)


def row_pair(row: StanceRow) -> Pair:
    """A row as the classifier sees it."""
    holder = row.holder
    return Pair(
        row.text,
        None if holder is None else holder.span,
        row.holder_kind,
        row.target.span,
        ("" if holder is None else holder.label, row.target.label),
    )


def row_label(row: StanceRow) -> str:
    """Its class: the stance's label, or that there is none."""
    return row.label or NO_STANCE
