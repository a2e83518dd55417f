"""Writes a folder that `datasets.load_dataset` reads: Parquet files, card, checksums.

The documents pass through one at a time; no more than a row group of each file is in memory. The
same documents give the same bytes, whoever runs it, wherever and whenever.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from annotator.domain.export_counts import ExportCounts, Tally
from annotator.domain.item_agreement import pairwise_agreement
from annotator.domain.joined_texts import Integers
from annotator.domain.layer import Author, Layer, Role
from annotator.domain.scheme import Scheme
from annotator.domain.splits import Split
from annotator.domain.stance_pairs import PairRoles
from annotator.errors import ExportError
from annotator.exchange.behind import Behind
from annotator.exchange.dataset_readme import (
    README,
    CardHeader,
    WrittenSplit,
    readme,
    split_file,
)
from annotator.exchange.export_batch import ExportBatch
from annotator.exchange.export_document import ExportDocument, Pseudonyms
from annotator.exchange.export_tables import ArticleTables
from annotator.exchange.features import ClassLabels, Config, config_features, label_ids
from annotator.exchange.manifest import write_manifest
from annotator.exchange.native_jsonl import native_line
from annotator.exchange.no_text import JOIN_SCRIPT, without_text
from annotator.exchange.paragraph_tables import ParagraphTables
from annotator.exchange.parquet import PAIRS_PER_GROUP, ROWS_PER_GROUP, ParquetFile
from annotator.exchange.tagged_table import TaggedTables
from annotator.exchange.whole_folder import whole_folder

if TYPE_CHECKING:
    import pyarrow as pa
    from datasets import Features

GUIDELINES = "GUIDELINES.md"

DOCUMENTS_AT_ONCE = 100
CHARACTERS_AT_ONCE = 1_000_000
"""How many documents, and characters of them, are made tables of together."""


def write_export(
    target: Path,
    documents: Callable[[], Iterable[ExportDocument]],
    *,
    scheme: Scheme,
    guidelines: str,
    header: CardHeader,
    card: Callable[[ExportCounts], str],
    annotators: Collection[str] | None = None,
    companions: Callable[[ExportCounts], Mapping[str, str]] = lambda _: {},
    with_jsonl: bool = False,
    also: Callable[[Path], None] | None = None,
    with_text: bool = True,
    near_copy: float | None = None,
) -> ExportCounts:
    """Write the export folder, whole or not at all, and say what it holds.

    Args:
        target: The folder; an earlier export there is replaced, anything else is refused.
        documents: Gives the documents in ascending order of article id. Without `annotators` it is
            called twice: for the authors, whose pseudonyms need all of them, and for the rows.
        scheme: The label scheme; its order gives the labels their ids.
        guidelines: The annotation guidelines (Markdown); empty for none.
        header: The card's head.
        card: Gives the card's text (Markdown) once the counts are known.
        companions: Gives further files (name, text) once the counts are known.
        annotators: The names of all annotators whose layers there are.
        with_jsonl: Also write `jsonl/{split}.jsonl` in the native format, with pseudonyms.
        also: Writes more into the folder before its checksums are taken.
        with_text: Whether the texts are in it; without, `join_texts.py` goes with the folder.
        near_copy: The containment by which near-copies were kept on one side, for `verify`.

    Raises:
        ExportError: There is nothing to export, a rule of the data is broken, or the target can't
            be written. Then the target is as it was.
    """
    with whole_folder(target) as folder:
        pseudonyms = _pseudonyms(documents()) if annotators is None else Pseudonyms.of(annotators)
        with ExitStack() as stack:
            writer = _Writer(
                folder, scheme, pseudonyms, stack, with_jsonl=with_jsonl, with_text=with_text
            )
            for document in _ascending(documents()):
                writer.add(document)
            writer.finish()
        counts = writer.counts()
        body = card(counts)
        text = readme(header, scheme.language, writer.features, writer.written(), body)
        (folder / README).write_text(text, "utf-8", newline="\n")
        if guidelines.strip():
            (folder / GUIDELINES).write_text(guidelines, "utf-8", newline="\n")
        for name, content in companions(counts).items():
            (folder / name).write_text(content, "utf-8", newline="\n")
        if not with_text:
            shutil.copyfile(Path(__file__).with_name(JOIN_SCRIPT), folder / JOIN_SCRIPT)
        if also is not None:
            also(folder)
        write_manifest(folder, writer.content(), near_copy)
    return counts


def _pseudonyms(documents: Iterable[ExportDocument]) -> Pseudonyms:
    names: set[str] = set()
    empty = True
    for document in documents:
        empty = empty and not document.authors
        names.update(a.name for a in document.authors if a.role is Role.ANNOTATOR)
    if empty:
        raise ExportError("No article is finished, so there is nothing to export; finish one.")
    return Pseudonyms.of(names)


def _ascending(documents: Iterable[ExportDocument]) -> Iterator[ExportDocument]:
    earlier: str | None = None
    for document in documents:
        if earlier is not None and document.article.id <= earlier:
            raise ExportError(
                f"Article {document.article.id} came after {earlier}; export articles once each, "
                "in order of their ids."
            )
        earlier = document.article.id
        yield document


class _Writer:
    """The files of one export, opened as their first row comes."""

    def __init__(
        self,
        folder: Path,
        scheme: Scheme,
        pseudonyms: Pseudonyms,
        stack: ExitStack,
        *,
        with_jsonl: bool,
        with_text: bool,
    ) -> None:
        labels = ClassLabels.of(scheme)
        self.features: Mapping[Config, Features] = config_features(labels)
        self._folder = folder
        self._scheme = scheme.name
        self._named = scheme.named_labels
        self._pseudonyms = pseudonyms
        self._roles = PairRoles.of(scheme)
        self._stack = stack
        # Left after the files are closed: it waits for their last row groups.
        self._behind = stack.enter_context(Behind())
        self._with_jsonl = with_jsonl
        self._with_text = with_text
        self._schemas = {
            config: features.arrow_schema.remove_metadata()
            for config, features in self.features.items()
        }
        self._labels = labels
        tags = label_ids(labels.tag)
        self._tagger = TaggedTables([tags[f"B-{label}"] for label in sorted(self._named)])
        self._files: dict[tuple[Config, Split], ParquetFile] = {}
        self._jsonl: dict[Split, TextIO] = {}
        self._tally = Tally(annotators=len(pseudonyms.names))
        self._waiting: dict[Split, list[ExportDocument]] = {split: [] for split in Split}

    def add(self, document: ExportDocument) -> None:
        """Write everything about one article, or have it wait for others of its split."""
        waiting = self._waiting[document.split]
        waiting.append(document)
        characters = sum(len(each.article.text) for each in waiting)
        if len(waiting) >= DOCUMENTS_AT_ONCE or characters >= CHARACTERS_AT_ONCE:
            self._write(document.split)

    def finish(self) -> None:
        """Write what waits."""
        for split in Split:
            if self._waiting[split]:
                self._write(split)

    def _write(self, split: Split) -> None:
        """Write everything about the documents of a split that wait."""
        documents, self._waiting[split] = self._waiting[split], []
        batch = ExportBatch.of(documents, self._pseudonyms)
        self._count(split, documents)
        whole, parts = ArticleTables(batch, self._labels, self._pseudonyms), ParagraphTables(batch)
        schemas = self._schemas
        layers, agreed = batch.lengths()
        self._add(Config.LAYERS, split, whole.layers(schemas[Config.LAYERS]), layers)
        self._add(Config.DOCUMENTS, split, whole.documents(schemas[Config.DOCUMENTS]), agreed)
        tagged = parts.tagged(self._tagger, sorted(self._named), schemas[Config.NER])
        self._add(Config.NER, split, tagged, parts.lengths(parts.numbers))
        self._tally.add_paragraphs(split, tagged.num_rows)
        pairs = parts.pairs(self._roles)
        stances = parts.stances(pairs, self._labels, schemas[Config.STANCE])
        self._add(Config.STANCE, split, stances, parts.lengths(pairs.paragraphs))
        self._tally.add_pairs(split, pairs)

    def _count(self, split: Split, documents: Sequence[ExportDocument]) -> None:
        for document in documents:
            layer, layers = document.layer, document.layers
            self._tally.add_article(split, document.group, len(layers))
            if len(layers) > 1:
                named = self._named
                between = pairwise_agreement(document.article, layers, document.names, named)
                self._tally.add_agreement(between)
            if layer is None:
                self._tally.add_unresolved()
            else:
                self._tally.add_document(split, layer, document.chosen_by)
                if self._with_jsonl:
                    self._write_line(document, layer)

    def counts(self) -> ExportCounts:
        """What was written, with the splits that hold something, once the files are closed."""
        self._tally.add_losses(self._tagger.losses)
        present = {split for _, split in self._files}
        return self._tally.counts(split for split in Split if split in present)

    def written(self) -> Mapping[tuple[Config, Split], WrittenSplit]:
        """The sizes of the Parquet files, once they are closed."""
        return {key: WrittenSplit(file.rows, file.bytes) for key, file in self._files.items()}

    def content(self) -> Mapping[str, str]:
        """The digests of the rows, by `config/split`."""
        return {
            f"{config.value}/{split.value}": file.digest
            for (config, split), file in self._files.items()
        }

    def _name(self, author: Author) -> str:
        return self._pseudonyms.of_author(author)

    def _add(self, config: Config, split: Split, table: pa.Table, characters: Integers) -> None:
        if not table.num_rows:
            return
        file = self._files.get((config, split))
        if file is None:
            path = self._folder / split_file(config, split)
            change = None if self._with_text else partial(without_text, config)
            rows = PAIRS_PER_GROUP if config is Config.STANCE else ROWS_PER_GROUP
            file = ParquetFile(path, self.features[config], change, rows, self._behind.do)
            self._stack.callback(file.close)
            self._files[config, split] = file
        file.add(table, characters)

    def _write_line(self, document: ExportDocument, layer: Layer) -> None:
        """Write the native line of a document."""
        unnamed = replace(layer, author=Author(layer.author.role, self._name(layer.author)))
        article, names, split = document.article, document.names, document.split
        self._lines(split).write(
            native_line(article, unnamed, names, scheme=self._scheme, split=split)
        )

    def _lines(self, split: Split) -> TextIO:
        if split not in self._jsonl:
            path = self._folder / "jsonl" / f"{split.value}.jsonl"
            path.parent.mkdir(exist_ok=True)
            self._jsonl[split] = self._stack.enter_context(
                path.open("w", encoding="utf-8", newline="\n")
            )
        return self._jsonl[split]
