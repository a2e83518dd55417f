"""The format `spacy-json`: the training JSON of spaCy 2, tokens with BILUO tags. Import only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from annotator.domain.article import JsonValue
from annotator.domain.layer import State
from annotator.domain.scheme import Scheme
from annotator.exchange.foreign import ForeignDocument, ForeignMention, ReadOptions
from annotator.exchange.format import Format
from annotator.exchange.json_fields import FieldError, Fields
from annotator.exchange.json_head import json_head
from annotator.exchange.json_parsing import parse_json
from annotator.exchange.malformed import MalformedError
from annotator.exchange.native_record import NativeRecord
from annotator.exchange.problems import Problem
from annotator.exchange.source_text import file_bytes, read_documents
from annotator.exchange.token_text import FileToken, TokenText, tag_spans

_UNKNOWN = "-"


def is_spacy_json(path: Path, head: bytes) -> bool:
    """Whether the file is a list of objects with paragraphs of sentences."""
    del path
    first = json_head(head)
    return first is not None and first.begins("paragraphs", "[") and b'"sentences"' in head


def read(path: Path, scheme: Scheme, options: ReadOptions) -> Iterator[NativeRecord | Problem]:
    """The documents of a file. `InputError` where it can't be read at all."""
    return read_documents(path, partial(_documents, language=scheme.language), scheme, options)


def _documents(path: Path, language: str) -> Iterator[ForeignDocument]:
    try:
        value = parse_json(file_bytes(path))
        for number, document in enumerate(value if isinstance(value, list) else [value], 1):
            yield _document(number, Fields(document, f"[{number - 1}]"), language)
    except FieldError as error:
        raise MalformedError(error.what, error.remedy) from error


def _document(number: int, fields: Fields, language: str) -> ForeignDocument:
    text = TokenText(language)
    tags: list[str] = []
    for paragraph in _each(fields, "paragraphs"):
        if text.places:
            text.add_words("\n")
        # As one: what the sentence splitter took for a sentence may be a lone quotation mark.
        tokens = [
            t for sentence in _each(paragraph, "sentences") for t in _each(sentence, "tokens")
        ]
        text.add_sentence([_token(token) for token in tokens])
        tags += [token.optional_text("ner") or _UNKNOWN for token in tokens]
    return ForeignDocument(
        line=number,
        text=text.text,
        mentions=tuple(_mentions(text.places, tags)),
        state=State.NEW if all(tag == _UNKNOWN for tag in tags) else State.DONE,
    )


def _each(fields: Fields, key: str) -> Iterator[Fields]:
    values: list[JsonValue] = fields.array(key)
    for number, value in enumerate(values):
        yield Fields(value, f"{fields.path(key)}[{number}]")


def _token(token: Fields) -> FileToken:
    return FileToken(token.text("orth"), token.optional_text("space"))


def _mentions(places: Sequence[tuple[int, int]], tags: Sequence[str]) -> Iterator[ForeignMention]:
    for number, span in enumerate(tag_spans(tags)):
        start, end = places[span.first][0], places[span.last][1]
        yield ForeignMention(id=str(number), start=start, end=end, label=span.label)


SPACY_JSON = Format(
    "spacy-json",
    (".json",),
    "training JSON of spaCy 2: tokens with BILUO tags",
    is_spacy_json,
    read,
    None,
)
