"""CSV and TSV files: the delimiter, the header and the rows, each with its line."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from annotator.exchange.dataset_rows import Row
from annotator.exchange.decoding import UndecodableError, decode
from annotator.exchange.problems import Problem

_DELIMITERS = ",;\t|"
_SEPARATOR = re.compile(r"sep=(.)\r?\Z")


def header_of(head: bytes) -> list[str]:
    """The names in the first line of a file, by its first bytes; none where it is no text."""
    try:
        line = decode(head).text.partition("\n")[0].rstrip("\r")
    except UndecodableError:
        return []
    delimiter = max(_DELIMITERS, key=line.count)
    return next(csv.reader([line], delimiter=delimiter), [])


def separated_rows(path: Path) -> Iterator[tuple[int, Row | Problem]]:
    """The rows of a CSV or TSV file with a header, each with the line it begins on.

    Raises:
        UndecodableError, OSError: The file is no text, or can't be read.
    """
    text = decode(path.read_bytes()).text
    header_line, _, rest = text.partition("\n")
    if told := _SEPARATOR.match(header_line):
        # What spreadsheets write for themselves.
        text, delimiter = rest, told[1]
    elif path.suffix.lower() == ".tsv":
        delimiter = "\t"
    else:
        delimiter = max(_DELIMITERS, key=header_line.count)
    # An article may be longer than the module's default for a field.
    csv.field_size_limit(sys.maxsize)
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header: list[str] | None = None
    line = 2 if told else 1
    skipped = line - 1
    while True:
        try:
            values = next(reader, None)
        except csv.Error as error:
            what = f"the table is broken ({error})"
            yield line, Problem(str(path), line, what, "mend the quotes there")
            return
        begun, line = line, reader.line_num + 1 + skipped
        if values is None:
            return
        if header is None:
            header = values
        elif len(values) > len(header):
            what = f"the row has {len(values)} fields, the header {len(header)}"
            raw = delimiter.join(values)
            yield begun, Problem(str(path), begun, what, "quote the fields", raw)
        elif any(values):
            # Cells of a short row are missing.
            yield begun, {**dict.fromkeys(header), **dict(zip(header, values, strict=False))}
