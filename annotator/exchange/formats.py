"""The registry of formats, and how a file's format is found: by content, then by suffix."""

from __future__ import annotations

from pathlib import Path

from annotator.errors import InputError
from annotator.exchange.brat import BRAT, TXT
from annotator.exchange.conll import CONLL
from annotator.exchange.conll2012 import CONLL2012
from annotator.exchange.conllu import CONLLU
from annotator.exchange.dataset_folder import DATASET_FOLDER
from annotator.exchange.docbin import DOCBIN
from annotator.exchange.doccano import DOCCANO
from annotator.exchange.format import Format
from annotator.exchange.gliner import GLINER
from annotator.exchange.label_studio_writer import LABEL_STUDIO
from annotator.exchange.markup_formats import MARKUP_FORMATS
from annotator.exchange.prodigy import PRODIGY
from annotator.exchange.slate import SLATE
from annotator.exchange.tables import TABLES
from annotator.exchange.web_page import WEB_PAGE
from annotator.exchange.xmi import XMI
from annotator.exchange.yedda import YEDDA

_MARKUP = (BRAT, CONLLU, CONLL2012, CONLL, SLATE, DOCBIN, XMI, WEB_PAGE)
"""The formats whose suffixes are theirs alone."""
HEAD_BYTES = 1 << 16
"""How much of a file a format may look at to know it."""

FORMATS: tuple[Format, ...] = (
    DATASET_FOLDER,
    *MARKUP_FORMATS,
    LABEL_STUDIO,
    PRODIGY,
    DOCCANO,
    WEB_PAGE,
    TABLES,
    GLINER,
)
"""Every format but native JSONL, plain text and the Hugging Face export, in order of precedence."""


def format_named(name: str) -> Format | None:
    """The format of that name, or None."""
    return next((known for known in FORMATS if known.name == name), None)


def readable() -> tuple[str, ...]:
    """The names of the formats that can be imported."""
    return tuple(known.name for known in FORMATS if known.read is not None)


def writable() -> tuple[str, ...]:
    """The names of the formats that can be exported."""
    return tuple(known.name for known in FORMATS if known.write is not None)


def detect(path: Path) -> Format | None:
    """The format of a file or folder, or None where no format knows it.

    Raises:
        InputError: The file can't be read.
    """
    head = b""
    if not path.is_dir():
        try:
            with path.open("rb") as file:
                head = file.read(HEAD_BYTES)
        except OSError as error:
            raise InputError(f"{path} can't be read ({error.strerror}); check it.") from error
    found = [known for known in FORMATS if known.read is not None and known.sniff(path, head)]
    suffixed = [known for known in found if path.name.lower().endswith(known.suffixes)]
    return next(iter(suffixed or found), None)


def claimed(path: Path) -> Format | None:
    """The format that the name of a file claims, for one whose content shows none.

    Its reader then says what is wrong with the file, which else would pass for an article. JSON
    and tables are left out: native records and plain lists have their suffixes as well.
    """
    name = path.name.lower()
    if name.endswith(BRAT.suffixes) and not path.with_suffix(TXT).is_file():
        return YEDDA
    return next((known for known in _MARKUP if name.endswith(known.suffixes)), None)
