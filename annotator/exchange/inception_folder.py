"""Whose work a file of INCEpTION or WebAnno is, by where it stands.

An exported project has a folder for each document, named as the document is (`Doc1.txt`), and in it
a file for each annotator; the curated document is that of `CURATION_USER`, the bare one
`INITIAL_CAS`.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from annotator.domain.layer import Role, State
from annotator.exchange.export_document import GOLD
from annotator.exchange.foreign import ForeignDocument
from annotator.exchange.format import identifier_of

_FOLDERS = frozenset({"annotation", "curation"})
_DOCUMENTS = frozenset({".txt", ".tsv", ".xmi", ".conll", ".conllu", ".html", ".xml", ".pdf"})
_CURATOR, _NOBODY = "CURATION_USER", "INITIAL_CAS"


def placed(document: ForeignDocument, path: Path) -> ForeignDocument:
    """The document of a file with its id, author and state; elsewhere the file's name is the id."""
    folder = path.parent
    exported = folder.parent.name in _FOLDERS or path.stem in (_CURATOR, _NOBODY)
    if not exported and folder.suffix.lower() not in _DOCUMENTS:
        return replace(document, id=identifier_of(path.stem))
    document = replace(document, id=identifier_of(folder.stem))
    if path.stem == _CURATOR:
        return replace(document, author=GOLD, role=Role.GOLD)
    if path.stem == _NOBODY:
        return replace(document, state=State.NEW)
    return replace(document, author=path.stem)
