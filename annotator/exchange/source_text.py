"""The text of a file of another tool, and how a reader's errors become problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from annotator.domain.scheme import Scheme
from annotator.errors import InputError
from annotator.exchange.decoding import UndecodableError, decode
from annotator.exchange.foreign import ForeignDocument, ReadOptions, records
from annotator.exchange.malformed import MalformedError
from annotator.exchange.native_record import NativeRecord
from annotator.exchange.problems import Problem


def file_bytes(path: Path) -> bytes:
    """What stands in the file.

    Raises:
        InputError: It can't be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} can't be read ({error.strerror}); check it.") from error


def source_text(path: Path) -> str:
    """The text of a file, whatever its encoding, line ends as they are.

    Raises:
        InputError: It can't be read.
        MalformedError: It is no text.
    """
    try:
        return decode(file_bytes(path)).text
    except UndecodableError as error:
        raise MalformedError(error.what, error.remedy) from error


def read_documents(
    path: Path,
    read: Callable[[Path], Iterable[ForeignDocument | Problem]],
    scheme: Scheme,
    options: ReadOptions,
    *,
    quarantine: bool = False,
) -> Iterator[NativeRecord | Problem]:
    """The records of a file by a reader that may raise `MalformedError`: that ends the file.

    With `quarantine` the problem carries the text of the file, which must be all that it needs.
    """
    return records(path, _caught(path, read, quarantine=quarantine), scheme, options)


def _caught(
    path: Path, read: Callable[[Path], Iterable[ForeignDocument | Problem]], *, quarantine: bool
) -> Iterator[ForeignDocument | Problem]:
    try:
        yield from read(path)
    except MalformedError as error:
        if quarantine and error.line is not None:
            # The line is in the text that is kept, which begins the file.
            what = f"line {error.line}: {error.what}"
            yield Problem(str(path), None, what, error.remedy, source_text(path))
        else:
            yield Problem(str(path), error.line, error.what, error.remedy)
