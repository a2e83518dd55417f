"""The format `spacy-json`: the training JSON of spaCy 2, tokens with BILUO tags. Import only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
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
from annotator.exchange.row_spans import row_spans
from annotator.exchange.source_text import file_bytes, read_documents
from annotator.exchange.token_text import FileToken, TokenText, tag_spans

_UNKNOWN = "-"


def is_spacy_json(path: Path, head: bytes) -> bool:
    """Whether the file is a list of objects with paragraphs of sentences."""
    del path
    first = json_head(head)
    told = b'"sentences"' in head or b'"raw"' in head
    return first is not None and first.begins("paragraphs", "[") and told


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
    given: list[ForeignMention] = []
    for paragraph in _each(fields, "paragraphs"):
        if text.text:
            text.add_words("\n")
        # As one: what the sentence splitter took for a sentence may be a lone quotation mark.
        tokens = [
            t for sentence in _each(paragraph, "sentences") for t in _each(sentence, "tokens")
        ]
        raw = paragraph.optional_text("raw")
        begin = len(text.text)
        if tokens:
            text.add_sentence(_spaced([_token(token) for token in tokens], raw))
        else:
            text.add_words(raw or "")
        tags += [token.optional_text("ner") or _UNKNOWN for token in tokens]
        given += _entities(paragraph, begin)
    return ForeignDocument(
        line=number,
        text=text.text,
        mentions=(*_mentions(text.places, tags), *given),
        state=State.NEW if all(tag == _UNKNOWN for tag in tags) and not given else State.DONE,
    )


def _each(fields: Fields, key: str) -> Iterator[Fields]:
    values: list[JsonValue] = fields.array(key)
    for number, value in enumerate(values):
        yield Fields(value, f"{fields.path(key)}[{number}]")


def _token(token: Fields) -> FileToken:
    return FileToken(token.text("orth"), token.optional_text("space"))


def _spaced(tokens: list[FileToken], raw: str | None) -> list[FileToken]:
    """The tokens with the white space between them in the raw text, where they agree with it."""
    begins: list[int] = []
    end = 0
    for token in tokens:
        begin = -1 if raw is None else raw.find(token.form, end)
        if raw is None or begin < 0 or raw[end:begin].strip():
            return tokens
        begins.append(begin)
        end = begin + len(token.form)
    ends = [begin + len(token.form) for begin, token in zip(begins, tokens, strict=True)]
    gaps = [(raw or "")[e:b] for e, b in zip(ends, begins[1:], strict=False)]
    return [FileToken(t.form, gap) for t, gap in zip(tokens, [*gaps, ""], strict=True)]


def _entities(paragraph: Fields, begin: int) -> Iterator[ForeignMention]:
    """The entities that are given by offsets into the raw text (spaCy 2.3)."""
    for mention in row_spans(paragraph.array("entities"), paragraph.path("entities")) or ():
        yield replace(mention, start=mention.start + begin, end=mention.end + begin)


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
