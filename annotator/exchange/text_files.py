"""Reads `.txt` files and folders of them: one article a file, its id the name without suffix."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from annotator.domain.article import Article, checked_text
from annotator.errors import InputError
from annotator.exchange.decoding import Confidence, UndecodableError, decode
from annotator.exchange.problems import Problem

SUFFIX = ".txt"


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file that was read: its article, the encoding it was in, and how sure that is."""

    path: Path
    article: Article
    encoding: str
    confidence: Confidence


Read: TypeAlias = TextFile | Problem


def read_text_files(paths: Iterable[Path]) -> Iterator[Read]:
    """One result for each file, in order of the paths, within a folder in order of the names.

    Folders are searched to any depth for `.txt` files, hidden ones left out; a file that is named
    itself is read whatever its suffix. Texts are exactly what the bytes decode to. A text met
    again under its own id is delivered again; another text under a known id is a problem.

    Raises:
        InputError: A path does not exist, or a folder holds no `.txt` file. Raised before the
            first result, so that a typing error imports nothing by half.
    """
    found = [item for path in paths for item in _expand(path)]
    return _read_all(found)


def _read_all(found: Iterable[Path | Problem]) -> Iterator[Read]:
    digests: dict[str, tuple[str, Path]] = {}
    for item in found:
        if isinstance(item, Problem):
            yield item
            continue
        result = _read_file(item)
        if isinstance(result, TextFile):
            digest = result.article.sha256
            known, first = digests.setdefault(result.article.id, (digest, item))
            if known != digest:
                result = Problem(
                    str(item),
                    None,
                    f"{first} has the same name and another text",
                    "rename one of the two, the name is the article's id",
                )
        yield result


def _expand(path: Path) -> list[Path | Problem]:
    if not path.exists():
        raise InputError(f"{path} does not exist; check the path.")
    if not path.is_dir():
        return [path]
    found: list[Path | Problem] = []

    def report(error: OSError) -> None:
        found.append(_unreadable(str(error.filename or path), error))

    for folder, below, names in os.walk(path, onerror=report):
        below[:] = sorted(name for name in below if not name.startswith("."))
        found.extend(
            Path(folder, name)
            for name in sorted(names)
            if name.lower().endswith(SUFFIX) and not name.startswith(".")
        )
    if not found:
        raise InputError(f"{path} holds no {SUFFIX} file; check the folder, or name the files.")
    return found


def _read_file(path: Path) -> Read:
    shown = str(path).encode("utf-8", "backslashreplace").decode()
    identifier = path.stem
    if not identifier.isprintable() or not identifier.strip():
        return Problem(
            shown, None, "its name holds characters that an id can't have", "rename the file"
        )
    if not path.is_file():
        return Problem(shown, None, "it is no regular file", "name a text file")
    try:
        decoded = decode(path.read_bytes())
    except OSError as error:
        return _unreadable(shown, error)
    except UndecodableError as error:
        return Problem(shown, None, error.what, error.remedy)
    if problem := Problem.of_text(shown, None, decoded.text):
        return problem
    return TextFile(
        path,
        Article(identifier, checked_text(decoded.text, shown)),
        decoded.encoding,
        decoded.confidence,
    )


def _unreadable(where: str, error: OSError) -> Problem:
    reason = error.strerror or "unknown reason"
    return Problem(where, None, f"it can't be read ({reason})", "check its permissions")
