"""What an import reads: files and folders with their formats, found before any is stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from annotator.domain.scheme import Scheme
from annotator.errors import InputError
from annotator.exchange.foreign import ReadOptions
from annotator.exchange.foreign_labels import label_map, parse_labels
from annotator.exchange.format import Format, Reader
from annotator.exchange.manifest import MANIFEST
from annotator.exchange.native_reader import read_native
from annotator.exchange.native_record import NativeRecord
from annotator.exchange.problems import Problem
from annotator.exchange.quarantine import NATIVE, Readers, is_quarantine, read_quarantine
from annotator.exchange.text_files import SUFFIX, TextFile, read_text_files
from annotator.resources import companion_text

TEXT = "text"
TABLE = "table"
QUARANTINE = "quarantine"
NATIVE_SUFFIXES = (".jsonl", ".json")
CONFIGURATION = "label_config.xml"
COMMON_LABELS = "common-labels.toml"

Result: TypeAlias = TextFile | NativeRecord | Problem


@dataclass(frozen=True, slots=True)
class FileOptions:
    """What the user says about the files: their format, and what labels and columns mean."""

    format_name: str | None = None
    labels: str = ""
    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Source:
    """A file, folder, or the texts together, in one format. `results` reads it, once."""

    path: Path | None
    format_name: str
    results: Iterator[Result]


def parse_columns(text: str) -> dict[str, str]:
    """The user's mapping in `text=body,id=key`.

    Raises:
        InputError: A part is no pair.
    """
    found: dict[str, str] = {}
    for part in filter(str.strip, text.split(",")):
        name, sign, column = part.partition("=")
        if not sign or not name.strip() or not column.strip():
            raise InputError(f"--columns: {part.strip()!r} is no pair; write text=body,id=key.")
        found[name.strip()] = column.strip()
    return found


def find_sources(paths: Iterable[Path], scheme: Scheme, options: FileOptions) -> list[Source]:
    """The sources of an import: plain texts first, then the others in the order given.

    Raises:
        InputError: A path does not exist, a format is not known, or an option contradicts the
            scheme.
    """
    if options.format_name is not None:
        _reader(options.format_name)
    common = companion_text(COMMON_LABELS)
    labels = label_map(scheme, common, parse_labels(options.labels), f"labels/{COMMON_LABELS}")
    reading = ReadOptions(labels, options.columns)
    texts: list[Path] = []
    sources: list[Source] = []
    for path in (found for given in paths for found in _expanded(given, options.format_name)):
        # A quarantine is written anew as it is read: nothing but its own reader may have it.
        quarantined = path.is_file() and is_quarantine(path)
        name = QUARANTINE if quarantined else options.format_name or _format_of(path)
        if name == NATIVE and options.columns and options.format_name is None:
            name = TABLE
        if name == TEXT:
            texts.append(path)
        elif name == QUARANTINE:
            readers = Readers(_reader, scheme, reading)
            sources.append(Source(path, name, read_quarantine(path, readers)))
        elif (reader := _reader(name)) is not None:
            sources.append(Source(path, name, reader(path, scheme, reading)))
    if texts:
        sources.insert(0, Source(None, TEXT, iter(read_text_files(texts))))
    return sources


def _expanded(path: Path, format_name: str | None) -> list[Path]:
    """The path, or the files of a folder that is no text folder and of no format itself."""
    if not path.exists():
        raise InputError(f"{path} does not exist; check the path.")
    if not path.is_dir() or format_name == TEXT or _known(path) is not None:
        return [path]
    files = sorted(file for file in path.rglob("*") if file.is_file() and not _hidden(file, path))
    if (path / MANIFEST).is_file():
        # Checksums and configurations stand beside what an export holds.
        files = [file for file in files if file.name not in (MANIFEST, CONFIGURATION)]
    if any(file.suffix.lower() == SUFFIX for file in files):
        # Tables and JSON beside texts may be anything; annotations of the texts are not left out.
        return [path, *(file for file in files if format_name is None and _is_markup(file))]
    if not files:
        return [path]
    return files if format_name else [file for file in files if _format_of(file) != TEXT] or [path]


def _is_markup(file: Path) -> bool:
    from annotator.exchange.markup_formats import MARKUP_FORMATS

    known = None if file.suffix.lower() == SUFFIX else _known(file)
    return known in MARKUP_FORMATS


def _hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


def _format_of(path: Path) -> str:
    if (known := _known(path)) is not None:
        return known.name
    if not path.is_file() or path.suffix.lower() == SUFFIX:
        return TEXT
    if path.suffix.lower() in NATIVE_SUFFIXES:
        return NATIVE
    from annotator.exchange.formats import claimed

    named = claimed(path)
    return TEXT if named is None else named.name


def _known(path: Path) -> Format | None:
    # The formats are many modules, which the first screen does without.
    from annotator.exchange.formats import detect

    return detect(path)


def _reader(name: str) -> Reader | None:
    """The reader of a format; None for plain text, which has its own."""
    if name in (TEXT, QUARANTINE):
        return None
    if name == NATIVE:
        return _read_native
    from annotator.exchange.formats import format_named, readable

    known = format_named(name)
    if known is None or known.read is None:
        names = ", ".join((TEXT, NATIVE, *readable()))
        raise InputError(f"There is no import format {name!r}; use {names}.")
    return known.read


def _read_native(
    path: Path, scheme: Scheme, _options: ReadOptions
) -> Iterator[NativeRecord | Problem]:
    return read_native(path, scheme)
