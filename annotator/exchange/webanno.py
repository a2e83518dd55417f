"""The format `webanno`: WebAnno TSV 3, one file for each article. Both ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator.domain.losses import Losses
from annotator.domain.scheme import Scheme
from annotator.exchange.document_files import document_path
from annotator.exchange.export_document import AgreedDocument
from annotator.exchange.foreign import ForeignDocument, ReadOptions
from annotator.exchange.format import Format
from annotator.exchange.inception_folder import placed
from annotator.exchange.losses import Part, unheld
from annotator.exchange.malformed import MalformedError
from annotator.exchange.native_record import NativeRecord
from annotator.exchange.problems import Problem
from annotator.exchange.source_text import read_documents, source_text
from annotator.exchange.uima_reading import foreign_document
from annotator.exchange.uima_writing import uima_document
from annotator.exchange.webanno_header import FORMAT as HEADER
from annotator.exchange.webanno_rows import Rows
from annotator.exchange.webanno_tsv import read_webanno
from annotator.exchange.webanno_tsv_writer import webanno_text

HOLDS = Part.EVERYTHING & ~Part.ARTICLE_FACTS


def is_webanno(path: Path, head: bytes) -> bool:
    """Whether the file begins as WebAnno TSV 3 does, or as its predecessors 1 and 2."""
    del path
    return head.removeprefix(b"\xef\xbb\xbf").startswith(HEADER.encode()) or _is_old(head)


def _is_old(head: bytes) -> bool:
    lines = head.lstrip().splitlines()[:3]
    begins = lines[0].startswith((b"#id=", b"# ")) if lines else False
    return begins and any(line.startswith(b"#text=") for line in lines)


def read(path: Path, scheme: Scheme, options: ReadOptions) -> Iterator[NativeRecord | Problem]:
    """The document of a file. `InputError` where it can't be read at all."""
    return read_documents(path, _documents, scheme, options, quarantine=True)


def _documents(path: Path) -> Iterator[ForeignDocument]:
    text = source_text(path)
    if not text.startswith(HEADER):
        raise MalformedError(
            "it is WebAnno TSV 1 or 2, which does not say where in the text a token stands",
            "export it as WebAnno TSV 3 or UIMA CAS XMI",
        )
    yield placed(foreign_document(read_webanno(text), None), path)


def write(documents: Iterable[AgreedDocument], target: Path, scheme: Scheme) -> Losses:
    """Write `SPLIT/ARTICLE.tsv` for each document. `ExportError` where a quote does not hold."""
    del scheme
    losses: Losses = Counter()
    for document in documents:
        rows = Rows(document.article.text)
        converted = uima_document(document, rows.fitted)
        path = document_path(target, document, ".tsv")
        path.write_text(webanno_text(converted, rows), encoding="utf-8", newline="")
        losses += unheld(document, HOLDS)
        losses.update(converted.losses)
        if document.article.text[: rows.begin].strip(" "):
            losses["articles whose first line ends are written as blanks"] += 1
    return losses


WEBANNO = Format(
    "webanno",
    (".tsv",),
    "WebAnno TSV 3 (INCEpTION, WebAnno): spans, slots, relations",
    is_webanno,
    read,
    write,
)
