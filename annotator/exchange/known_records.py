"""What a file has held so far: the same article once for each author, always with one text."""

from __future__ import annotations

from annotator.exchange.native_record import NativeRecord
from annotator.exchange.problems import Problem


class KnownRecords:
    """The texts by id and the authors by id of the records of one file."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._texts: dict[str, tuple[str, int]] = {}
        self._authors: dict[tuple[str, str, str], int] = {}

    def checked(self, record: NativeRecord) -> NativeRecord | Problem:
        """The record, or the problem that it contradicts an earlier one."""
        identifier, digest = record.article.id, record.article.sha256
        known, line = self._texts.setdefault(identifier, (digest, record.line))
        if known != digest:
            return Problem(
                self._file,
                record.line,
                f"id {identifier!r} stands on line {line} with another text",
                "give one of the two another id",
            )
        author = ("", "") if record.layer is None else (record.layer.role, record.layer.name)
        line = self._authors.setdefault((identifier, *author), record.line)
        if line != record.line:
            return Problem(
                self._file,
                record.line,
                f"id {identifier!r} stands on line {line} already, by the same author",
                "remove one of the two, or name another author in `layer`",
            )
        return record
