"""What an import reads: files and folders with their formats, found before any is stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
LEFT_OUT = "left out"
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
    """A file, folder, or the texts together, in one format. `results` reads it, once.

    Of the format `LEFT_OUT`: `left_out` are files of the folder that are not read.
    """

    path: Path | None
    format_name: str
    results: Iterator[Result]
    left_out: Sequence[Path] = ()


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

    What folders leave out comes last.

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
    expanded = [_expanded(given, options.format_name) for given in paths]
    for path in (found for each in expanded for found in each.files):
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
    folders = (each for each in expanded if each.left_out)
    sources += (Source(each.path, LEFT_OUT, iter(()), each.left_out) for each in folders)
    return sources


@dataclass(frozen=True, slots=True)
class _Expanded:
    """What a path that was given stands for: the files to read, and those that are not."""

    path: Path
    files: Sequence[Path]
    left_out: Sequence[Path] = ()


def _expanded(path: Path, format_name: str | None) -> _Expanded:
    """The path, or the files of a folder that is no text folder and of no format itself."""
    if not path.exists():
        raise InputError(f"{path} does not exist; check the path.")
    if not path.is_dir() or format_name == TEXT or _known(path) is not None:
        return _Expanded(path, [path])
    files = sorted(file for file in path.rglob("*") if file.is_file() and not _hidden(file, path))
    if (path / MANIFEST).is_file():
        # Checksums and configurations stand beside what an export holds.
        files = [file for file in files if file.name not in (MANIFEST, CONFIGURATION)]
    if any(file.suffix.lower() == SUFFIX for file in files):
        if format_name:
            return _Expanded(path, [path])
        return _beside_texts(path, [file for file in files if file.suffix.lower() != SUFFIX])
    if not files:
        return _Expanded(path, [path])
    if format_name:
        return _Expanded(path, files)
    return _Expanded(path, [file for file in files if _format_of(file) != TEXT] or [path])


def _beside_texts(folder: Path, others: Sequence[Path]) -> _Expanded:
    """A folder of texts with what is annotated beside them.

    Tables and JSON may be anything there, and are left out: those that no tool's format claims,
    and those with the name of a text, which tell about that text.
    """
    from annotator.exchange.markup_formats import MARKUP_FORMATS

    read, left_out = [], []
    for file in others:
        known = _known(file)
        own = known is not None and known.name != TABLE
        if known in MARKUP_FORMATS or (own and not file.with_suffix(SUFFIX).exists()):
            read.append(file)
        elif known is not None or file.suffix.lower() in NATIVE_SUFFIXES:
            left_out.append(file)
    return _Expanded(folder, [folder, *read], left_out)


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
