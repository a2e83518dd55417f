"""Where formats that hold one article a file put it."""

from __future__ import annotations

from pathlib import Path

from annotator.exchange.export_document import AgreedDocument
from annotator.exchange.format import file_stem


def document_path(target: Path, document: AgreedDocument, suffix: str) -> Path:
    """`target/train/article.tsv`, its folder made."""
    folder = target / document.split.value
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{file_stem(document.article.id)}{suffix}"
