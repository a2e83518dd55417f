"""The format `spacy-train`: spaCy's pairs of a text and its annotations, as JSON. Import only.

`["Ana rit.", {"entities": [[0, 3, "PER"]]}]`: one list of such pairs, a pair a line, or the object
that annotation tools for spaCy save, with `classes` beside them. Offsets are code points.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from annotator.domain.article import JsonValue
from annotator.domain.scheme import Scheme
from annotator.exchange.foreign import ForeignDocument, ReadOptions
from annotator.exchange.format import Format
from annotator.exchange.json_fields import FieldError
from annotator.exchange.json_head import json_head
from annotator.exchange.json_parsing import parse_json
from annotator.exchange.malformed import MalformedError
from annotator.exchange.native_record import NativeRecord
from annotator.exchange.problems import Problem
from annotator.exchange.row_spans import row_spans
from annotator.exchange.source_text import read_documents, source_text

_PAIR = rb'\[\s*"(?:[^"\\]|\\.)*"\s*,\s*\{\s*"entities"'
_LISTED = re.compile(rb"(?:\xef\xbb\xbf)?\s*\[\s*" + _PAIR)
_LINES = re.compile(rb"(?:\xef\xbb\xbf)?\s*" + _PAIR)
_SHOWN = 1 << 16


def is_spacy_examples(path: Path, head: bytes) -> bool:
    """Whether the file begins with such a pair, or with the object that holds a list of them."""
    del path
    if _LISTED.match(head) or _LINES.match(head):
        return True
    found = json_head(head)
    told = found is not None and found.has("classes") and found.begins("annotations", "[")
    return told and b'"entities"' in head


def read(path: Path, scheme: Scheme, options: ReadOptions) -> Iterator[NativeRecord | Problem]:
    """The documents of a file. `InputError` where it can't be read at all."""
    return read_documents(path, _documents, scheme, options)


def _documents(path: Path) -> Iterator[ForeignDocument | Problem]:
    """One for each pair; `line` is its number, or the line that it stands on."""
    for number, pair in _pairs(source_text(path)):
        try:
            value = parse_json(pair)
            if value is not None:
                yield _document(number, value)
        except FieldError as error:
            yield Problem(str(path), number, error.what, error.remedy, pair)


def _pairs(text: str) -> Iterator[tuple[int, str]]:
    """The JSON of each pair with its number, or with its line where it has one of its own."""
    if _LINES.match(text[:_SHOWN].encode("utf-8", "replace")):
        yield from ((n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip())
        return
    try:
        value = parse_json(text)
    except FieldError as error:
        raise MalformedError(error.what, error.remedy) from error
    pairs = value.get("annotations") if isinstance(value, dict) else value
    for number, pair in enumerate(pairs if isinstance(pairs, list) else [], 1):
        yield number, json.dumps(pair, ensure_ascii=False)


def _document(number: int, value: JsonValue) -> ForeignDocument:
    match value:
        case [str(text), {"entities": entities}]:
            spans = row_spans(entities, "entities")
            if spans is None:
                what = "`entities` is no list of [start, end, label]"
                raise FieldError(what, "mend it")
            return ForeignDocument(line=number, text=text, mentions=spans)
        case _:
            what = "the record is no pair of a text and its entities"
            raise FieldError(what, 'write ["text", {"entities": [[0, 3, "PER"]]}]')


SPACY_EXAMPLES = Format(
    "spacy-train",
    (".json", ".jsonl"),
    'training examples of spaCy as JSON: ["text", {"entities": [[0, 3, "PER"]]}]',
    is_spacy_examples,
    read,
    None,
)
