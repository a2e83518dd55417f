"""What a format is: a name, how its files are known, and what reads and writes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol, Self
from urllib.parse import quote, unquote

from annotator.domain.losses import Losses
from annotator.domain.scheme import Scheme
from annotator.domain.splits import Split
from annotator.exchange.export_document import AgreedDocument
from annotator.exchange.foreign import ReadOptions
from annotator.exchange.native_record import NativeRecord
from annotator.exchange.problems import Problem


class Sniff(Protocol):
    """Tells whether a file or folder is of a format."""

    def __call__(self, path: Path, head: bytes, /) -> bool:
        """Whether it is; `head` are the first bytes, empty for a folder."""
        ...


class Reader(Protocol):
    """Reads a file or folder of a format."""

    def __call__(
        self, path: Path, scheme: Scheme, options: ReadOptions, /
    ) -> Iterator[NativeRecord | Problem]:
        """One result for each record.

        Raises:
            InputError: The file can't be read at all.
        """
        ...


class Writer(Protocol):
    """Writes documents in a format."""

    def __call__(
        self, documents: Iterable[AgreedDocument], target: Path, scheme: Scheme, /
    ) -> Losses:
        """Write them into the folder `target`, which exists, and count what the format can't hold.

        Raises:
            ExportError: A quote or reference of a document does not hold.
        """
        ...


@dataclass(frozen=True, slots=True)
class Format:
    """A format: `read` or `write` is None where it goes one way only."""

    name: str
    suffixes: tuple[str, ...]
    description: str
    sniff: Sniff
    read: Reader | None
    write: Writer | None


class SplitFiles:
    """The text files of an export, one for each split that has something, opened as it comes."""

    def __init__(self, folder: Path, suffix: str) -> None:
        self._folder = folder
        self._suffix = suffix
        self._stack = ExitStack()
        self._files: dict[Split, IO[str]] = {}

    def of(self, split: Split) -> IO[str]:
        """The file of a split, in UTF-8, its line ends as they are written."""
        if split not in self._files:
            path = split_path(self._folder, split, self._suffix)
            self._files[split] = self._stack.enter_context(
                path.open("w", encoding="utf-8", newline="")
            )
        return self._files[split]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._stack.close()


def split_path(folder: Path, split: Split, suffix: str) -> Path:
    """Where a split's one file stands: `train.jsonl`."""
    return folder / f"{split.value}{suffix}"


def file_stem(identifier: str) -> str:
    """A file name, without suffix, for an article's id; `identifier_of` takes it back."""
    stem = quote(identifier, safe=" ()+,;=@!&'")
    return f"%2E{stem[1:]}" if stem.startswith(".") else stem


def identifier_of(stem: str) -> str:
    """The article's id in the stem of a file that `file_stem` may have named."""
    named = unquote(stem)
    return named if file_stem(named) == stem else stem
