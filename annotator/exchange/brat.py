"""The format `brat`: brat standoff, an `.ann` file beside each `.txt`. Both ways."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from annotator.domain.layer import State
from annotator.domain.losses import Losses
from annotator.domain.scheme import Scheme
from annotator.exchange.brat_lines import parse_lines
from annotator.exchange.brat_reading import brat_document
from annotator.exchange.brat_writing import brat_lines, configuration
from annotator.exchange.document_files import document_path
from annotator.exchange.export_document import AgreedDocument
from annotator.exchange.foreign import ForeignDocument, ReadOptions
from annotator.exchange.format import Format, identifier_of
from annotator.exchange.losses import Part, unheld
from annotator.exchange.malformed import MalformedError
from annotator.exchange.native_record import NativeRecord
from annotator.exchange.problems import Problem
from annotator.exchange.source_text import file_bytes, read_documents, source_text

ANN, TXT = ".ann", ".txt"
_LINE = re.compile(rb"(?:[TREAMN#]\d+\S*|\*)\t")
_BLANKS = re.compile(rb"[TREAMN]\d+ +\S+ +\S")
"""A line whose tabs an editor turned into blanks."""
_CONFIGURATION = frozenset(
    {"annotation.conf", "visual.conf", "kb_shortcuts.conf", "tools.conf", ".stats_cache"}
)
HOLDS = Part.EVERYTHING & ~Part.ARTICLE_FACTS


def is_brat(path: Path, head: bytes) -> bool:
    """Whether the file is a brat `.ann`, or the folder holds one (an empty one has its text)."""
    if path.name in _CONFIGURATION:
        return True
    if path.is_dir():
        return any(is_brat(ann, _head(ann)) for ann in path.rglob(f"*{ANN}"))
    first = head.removeprefix(BOM_UTF8).lstrip().split(b"\n", 1)[0]
    if not first:
        return path.suffix == ANN and path.with_suffix(TXT).is_file()
    blanks = path.suffix == ANN and _BLANKS.match(first) is not None
    return path.suffix != TXT and (blanks or _LINE.match(first) is not None)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4096)


def read(path: Path, scheme: Scheme, options: ReadOptions) -> Iterator[NativeRecord | Problem]:
    """The document of an `.ann` file, or all of a folder, a text without `.ann` as a text only."""
    if not path.is_dir():
        yield from read_documents(path, partial(_annotated, options=options), scheme, options)
        return
    for file in sorted(path.rglob("*")):
        if file.suffix == ANN or (file.suffix == TXT and not file.with_suffix(ANN).exists()):
            reader = _bare if file.suffix == TXT else partial(_annotated, options=options)
            yield from read_documents(file, reader, scheme, options)


def _bare(path: Path) -> Iterator[ForeignDocument]:
    identifier = identifier_of(path.stem)
    yield ForeignDocument(line=1, text=source_text(path), id=identifier, state=State.NEW)


def _annotated(path: Path, options: ReadOptions) -> Iterator[ForeignDocument]:
    if path.name in _CONFIGURATION:
        raise MalformedError("it is a configuration of brat, no document", "import the .ann files")
    beside = path.with_suffix(TXT)
    if not beside.is_file():
        raise MalformedError(
            f"the text that it annotates, {beside.name}, is not beside it", "put it there"
        )
    # Not splitlines: a quote may hold any character but a line feed.
    lines = parse_lines(source_text(path).split("\n"))
    if lines.malformed:
        raise lines.malformed[0]
    text = source_text(beside)
    marked = file_bytes(beside).startswith(BOM_UTF8)
    identifier = identifier_of(path.stem)
    yield brat_document(text, lines, options.labels, identifier, marked=marked)


def write(documents: Iterable[AgreedDocument], target: Path, scheme: Scheme) -> Losses:
    """Write `SPLIT/ARTICLE.txt` and `.ann`. `ExportError` where a quote does not hold."""
    losses: Losses = Counter()
    for document in documents:
        lines, lost = brat_lines(document)
        path = document_path(target, document, TXT)
        path.write_text(document.article.text, encoding="utf-8", newline="")
        path.with_name(f"{path.stem}{ANN}").write_text(lines, encoding="utf-8", newline="")
        losses += unheld(document, HOLDS)
        losses.update(lost)
    (target / "annotation.conf").write_text(configuration(scheme), encoding="utf-8")
    return losses


BRAT = Format("brat", (ANN,), "brat standoff: .ann beside .txt", is_brat, read, write)
