"""What an export in another tool's format needs: its writer, and the documents it can take."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from annotator.errors import InputError
from annotator.exchange.export_document import AgreedDocument, ExportDocument
from annotator.exchange.format import Writer

OWN = ("hf", "jsonl")
"""The formats that are not in the registry of other tools' formats."""


def foreign_writers(format_: str, extras: Collection[str]) -> dict[str, Writer]:
    """The writers of other tools' formats that are asked for, by name.

    Raises:
        InputError: There is no such format, or it can only be read.
    """
    from annotator.exchange.formats import format_named, writable

    found: dict[str, Writer] = {}
    for name in extras if format_ in OWN else (format_, *extras):
        known = format_named(name)
        if known is None or known.write is None:
            names = ", ".join(("jsonl", *writable()))
            if name in extras:
                raise InputError(f"--with knows {names}, not {name}.")
            raise InputError(f"There is no export format {name!r}; use hf, {names}.")
        found[name] = known.write
    return found


def agreed_documents(documents: Iterable[ExportDocument]) -> Iterator[AgreedDocument]:
    """The documents with a layer that stands for them."""
    for one in documents:
        if one.layer is not None:
            yield AgreedDocument(one.article, one.layer, one.names, one.split)
