"""The format `xmi`: UIMA CAS XMI, one file for each article beside its type system. Both ways.

UIMA CAS JSON, which says the same in JSON and holds its types, is read as well.
"""

from __future__ import annotations

from codecs import BOM_UTF8
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
from annotator.exchange.json_head import json_head
from annotator.exchange.losses import Part, unheld
from annotator.exchange.malformed import MalformedError
from annotator.exchange.native_record import NativeRecord
from annotator.exchange.problems import Problem
from annotator.exchange.source_text import file_bytes, read_documents
from annotator.exchange.uima_reading import foreign_document
from annotator.exchange.uima_writing import uima_document
from annotator.exchange.xmi_reader import read_json, read_xmi
from annotator.exchange.xmi_writer import fits_xml, type_system, xmi_bytes

TYPE_SYSTEM = "TypeSystem.xml"
_JSON = ("%TYPES", "%FEATURE_STRUCTURES")
_HEAD = 1 << 16
_TYPES = b"<typeSystemDescription"
HOLDS = Part.EVERYTHING & ~Part.ARTICLE_FACTS


def is_xmi(path: Path, head: bytes) -> bool:
    """Whether it is XML whose root is `xmi:XMI`, a type system not named as one, or a JSON CAS."""
    # The type system that comes with every export is passed over where a folder is read.
    if (found := json_head(head)) is not None:
        return found.has(*_JSON)
    if not head.removeprefix(BOM_UTF8).lstrip().startswith(b"<"):
        return False
    return b"http://www.omg.org/XMI" in head or (_TYPES in head and path.name != TYPE_SYSTEM)


def read(path: Path, scheme: Scheme, options: ReadOptions) -> Iterator[NativeRecord | Problem]:
    """The document of a file. `InputError` where it can't be read at all."""
    return read_documents(path, _documents, scheme, options)


def _documents(path: Path) -> Iterator[ForeignDocument]:
    data = file_bytes(path)
    if json_head(data[:_HEAD]) is not None:
        yield placed(foreign_document(read_json(data), None), path)
        return
    if b"http://www.omg.org/XMI" not in data:
        what = "a UIMA type system, no document" if _TYPES in data else "no UIMA CAS XMI"
        raise MalformedError(f"it is {what}", "import the .xmi files of an export")
    yield placed(foreign_document(read_xmi(data), None), path)


def write(documents: Iterable[AgreedDocument], target: Path, scheme: Scheme) -> Losses:
    """Write `SPLIT/ARTICLE.xmi` for each document. `ExportError` where a quote does not hold."""
    del scheme
    losses: Losses = Counter()
    system = type_system()
    for document in documents:
        article = document.article
        if not fits_xml(article.text):
            losses["articles with characters that XML can't hold"] += 1
            continue
        converted = uima_document(document)
        data, lost = xmi_bytes(converted, article.id, article.language, system)
        document_path(target, document, ".xmi").write_bytes(data)
        losses += unheld(document, HOLDS)
        losses.update(converted.losses)
        losses.update(lost)
    system.to_xml(target / TYPE_SYSTEM)
    return losses


XMI = Format(
    "xmi",
    (".xmi", ".json"),
    "UIMA CAS XMI with its type system (INCEpTION, WebAnno, DKPro)",
    is_xmi,
    read,
    write,
)
