"""What a reader could not take: one value for every format, so that every import reports alike."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.domain.article import JsonValue, checked_text
from annotator.errors import InputError


@dataclass(frozen=True, slots=True)
class Problem:
    """A file or record that was left out. The rest of the import is unaffected.

    `file` and `line` (from 1; None for a whole file) say where, `what` is a clause that says what
    is wrong, `remedy` one that says how to mend it. `record` is the record itself, for the
    quarantine: an object where it could be read (native fields), else its text in the file; None
    where the whole file is meant.
    """

    file: str
    line: int | None
    what: str
    remedy: str
    record: JsonValue = None

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{where}: {self.what}; {self.remedy}."

    @classmethod
    def of_text(cls, file: str, line: int | None, text: str) -> Problem | None:
        """The problem that keeps `text` from being stored, or None where there is none."""
        where = "the text"
        try:
            checked_text(text, where)
        except InputError as error:
            what, _, remedy = str(error).rstrip(".").partition("; ")
            return cls(file, line, what, remedy)
        return None
