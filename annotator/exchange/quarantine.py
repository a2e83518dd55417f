"""The quarantine: wrong records in a file, with the reason, to be mended by hand and read again.

A line is a native record with one more field, `quarantine` (file, line, format, reason, remedy).
Where a record could not even be taken apart, its text stands in `raw`, and is read again as what it
was.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from annotator.domain.article import JsonValue
from annotator.domain.scheme import Scheme
from annotator.errors import InputError
from annotator.exchange.foreign import ReadOptions
from annotator.exchange.foreign_labels import LEFT_OUT
from annotator.exchange.format import Reader
from annotator.exchange.json_fields import FieldError
from annotator.exchange.json_parsing import parse_json
from annotator.exchange.native_record import NativeRecord, parse_record
from annotator.exchange.problems import Problem

FIELD = "quarantine"
RAW = "raw"
NATIVE = "jsonl"
"""The name of the native format, whose records stand there as they are."""
SUFFIX = ".quarantine.jsonl"
_BEGINS = re.compile(rb'\s*\{\s*"quarantine"\s*:')
_HEAD = 200


def is_quarantine(path: Path) -> bool:
    """Whether the file is a quarantine, by its name or by how it begins."""
    if path.name.endswith(SUFFIX):
        return True
    try:
        with path.open("rb") as file:
            return _BEGINS.match(file.read(_HEAD)) is not None
    except OSError:
        return False


class Quarantine:
    """The file that takes wrong records; made with the first. A record is taken once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._known: set[str] | None = None

    def add(self, problem: Problem, format_name: str) -> bool:
        """Take the record of a problem, and say whether it has one.

        Raises:
            InputError: The file can't be written.
        """
        if problem.record is None:
            return False
        about: JsonValue = {
            "file": problem.file,
            "line": problem.line,
            "format": format_name,
            "reason": problem.what,
            "remedy": problem.remedy,
        }
        record = _fields(problem.record, format_name)
        # In ASCII: what makes a record wrong may be a character that UTF-8 can't carry.
        line = json.dumps({FIELD: about, **record}) + "\n"
        try:
            if self._known is None:
                self._known = set(_lines(self.path)) if self.path.exists() else set()
            if line not in self._known:
                with self.path.open("a", encoding="utf-8", newline="") as file:
                    file.write(line)
                self._known.add(line)
        except OSError as error:
            raise InputError(
                f"The quarantine {self.path} can't be written ({error.strerror}); free the place."
            ) from error
        return True


def _fields(record: JsonValue, format_name: str) -> dict[str, JsonValue]:
    """The record as native fields where it is an object of them, else as raw text."""
    if isinstance(record, str) and format_name == NATIVE:
        try:
            record = parse_json(record)
        except FieldError:
            return {RAW: record}
    return record if isinstance(record, dict) else {RAW: record}


@dataclass(frozen=True, slots=True)
class Readers:
    """How records are read again: the reader of a format's name, the scheme and the options."""

    reader: Callable[[str], Reader | None]
    scheme: Scheme
    options: ReadOptions


def read_quarantine(path: Path, readers: Readers) -> Iterator[NativeRecord | Problem]:
    """The records of a quarantine, mended or not; their line is that of the quarantine."""
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        try:
            value = parse_json(line)
            if not isinstance(value, dict):
                raise FieldError("the line is no JSON object", "mend or remove it")
            about = value.pop(FIELD, None)
            if isinstance(about, dict) and isinstance(raw := value.get(RAW), str):
                yield from _again(path, number, raw, about, readers)
            else:
                _fold(value, readers.options)
                yield parse_record(value, number, readers.scheme)
        except FieldError as error:
            yield Problem(str(path), number, error.what, error.remedy)


def keep_lines(path: Path, numbers: Collection[int]) -> None:
    """Write the quarantine anew with the lines of these numbers only; remove it without any."""
    kept = [line for number, line in enumerate(_lines(path), 1) if number in numbers]
    if not kept:
        path.unlink()
        return
    draft = path.with_name(f".{path.name}.partial-{os.getpid()}")
    draft.write_text("".join(kept), "utf-8", newline="")
    draft.replace(path)


def _lines(path: Path) -> list[str]:
    # Only "\n" ends a line: a record may hold any other line end.
    return [f"{line}\n" for line in path.read_text("utf-8").removesuffix("\n").split("\n")]


def _again(
    path: Path, number: int, raw: str, about: dict[str, JsonValue], readers: Readers
) -> Iterator[NativeRecord | Problem]:
    """What the format's own reader makes of the text of a record."""
    file, line, name = about.get("file"), about.get("line"), about.get("format")
    try:
        reader = readers.reader(name) if isinstance(name, str) else None
    except InputError:
        reader = None
    if reader is None or not isinstance(file, str):
        yield Problem(str(path), number, "its format is not known", "mend the `quarantine` field")
        return
    before = line - 1 if isinstance(line, int) else 0
    options = replace(readers.options, stem=Path(file).stem, lines_before=before)
    with TemporaryDirectory() as folder:
        again = Path(folder, Path(file).name or "record")
        again.write_text(raw, "utf-8", newline="")
        for result in reader(again, readers.scheme, options):
            if isinstance(result, Problem):
                yield replace(result, file=str(path), line=number)
            else:
                yield replace(result, file=str(path), line=number)


def _fold(value: dict[str, JsonValue], options: ReadOptions) -> None:
    """Give the mentions the labels that the user's map says; leave out what it leaves out."""
    entities = value.get("entities")
    if not isinstance(entities, list):
        return
    kept: list[JsonValue] = []
    for entity in entities:
        if isinstance(entity, dict) and isinstance(label := entity.get("label"), str):
            found = options.labels.mention(label)
            if found == LEFT_OUT:
                continue
            entity["label"] = found or label
        kept.append(entity)
    value["entities"] = kept
