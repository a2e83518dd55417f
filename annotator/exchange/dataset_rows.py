"""Rows of data sets as documents: a text, a text with spans, or tokens with tags.

The columns are those that the field uses; the user's mapping wins. All other columns go into the
article's meta.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from annotator.domain.article import JsonValue
from annotator.domain.layer import State
from annotator.domain.splits import Split
from annotator.exchange.foreign import ForeignDocument, ForeignMention
from annotator.exchange.json_fields import FieldError
from annotator.exchange.json_parsing import parse_json
from annotator.exchange.row_spans import row_spans
from annotator.exchange.tag_spans import tag_spans

Row: TypeAlias = dict[str, JsonValue]

TEXTS = ("text", "body", "content", "article", "texte", "contenu", "corps")
_USUAL = {
    "text": TEXTS,
    "id": ("id", "key", "doc_id", "document_id", "article_id"),
    "source": ("source", "publisher", "outlet"),
    "published": ("published", "date", "published_at", "publication_date"),
    "language": ("language", "lang"),
    "tokens": ("tokens", "words", "tokenized_text"),
    "tags": ("ner_tags", "tags", "ner", "labels"),
    "author": ("annotator", "annotation_agent"),
}
SPANS = ("entities", "spans", "ents", "annotation", "annotations", "mentions", "label", "labels")
"""Columns that may hold spans, one or several of them."""
_SPANS_OF_WORDS = "ner"
ANNOTATED = frozenset((*SPANS, *_USUAL["tags"]))
"""Names of columns that hold spans or tags."""
_WORDS, _TAGS = frozenset({"word", "token"}), frozenset({"tag", "ner", "ner_tag", "label"})
_OF_SPACY = frozenset({"tokens", "sents"})
"""What spaCy's `Doc.to_json` says beside the text and its spans."""
_LIST = re.compile(r"\s*(?:\[\s*[\[{\"'\d\]]|\{\s*[\"'])")


def row_document(
    row: Row, line: int, columns: Mapping[str, str], split: Split | None = None
) -> ForeignDocument:
    """The document in a row.

    Raises:
        FieldError: It has no text, or its spans or tags are none.
    """
    places = {name: _column(name, columns, row) for name in _USUAL}
    values = {name: row.get(column) for name, column in places.items() if column is not None}
    told_text = values.get("text")
    text = told_text if isinstance(told_text, str) else None
    tokens, tags = parsed(values.get("tokens")), parsed(values.get("tags"))
    tagged = _tagged(text, tokens, tags, in_spans=places["tags"] == _SPANS_OF_WORDS)
    if text is None and tagged is None:
        raise _without_text(row, places["text"])
    spans: frozenset[str] = frozenset()
    if tagged is not None:
        text, mentions = tagged
    else:
        mentions, spans = _all_spans(row, columns)
    told = tagged is not None or bool(spans)
    taken = {column for name, column in places.items() if name in values and _took(name, told)}
    taken |= spans | (_OF_SPACY if "ents" in spans else frozenset())
    identifier = _text(values.get("id"))
    # A running number names a row in its own table only, unless the user says otherwise.
    running = identifier is not None and identifier.isdecimal() and "id" not in columns
    return ForeignDocument(
        line=line,
        id=None if running else identifier,
        key=identifier,
        text=text or "",
        mentions=mentions,
        author=_text(values.get("author")) if told else None,
        state=State.DONE if told else State.NEW,
        source=_text(values.get("source")),
        published=_text(values.get("published")),
        language=_text(values.get("language")),
        meta={k: v for k, v in row.items() if k not in taken and v not in ("", None)},
        split=split,
    )


def has_text(row: Iterable[str], columns: Mapping[str, str]) -> bool:
    """Whether rows with these columns can be documents."""
    names = list(row)
    tagged = all(_column(name, columns, names) for name in ("tokens", "tags"))
    return tagged or _column("text", columns, names) is not None


def _took(name: str, told: bool) -> bool:
    return told or name not in ("tokens", "tags", "author")


def _column(name: str, columns: Mapping[str, str], header: Iterable[str]) -> str | None:
    """The column that holds `name`: as the user says, else the first of a usual name, else None."""
    header = list(header)
    if (chosen := columns.get(name)) is not None:
        if chosen not in header:
            raise FieldError(
                f"there is no column {chosen!r}", f"`--columns` may name {', '.join(header)}"
            )
        return chosen
    folded = {column.strip().casefold(): column for column in reversed(header)}
    return next((folded[usual] for usual in _USUAL[name] if usual in folded), None)


def parsed(value: JsonValue) -> JsonValue:
    """The list or object that a cell of a CSV file writes as JSON; any other value as it is.

    Raises:
        FieldError: It looks like a list and is no JSON.
    """
    if not isinstance(value, str) or not _LIST.match(value):
        return value
    try:
        return parse_json(value)
    except FieldError as error:
        what = f"the list {value[:40]!r} is no JSON"
        raise FieldError(what, 'write it as JSON does (["Ana", "rit"])') from error


def _without_text(row: Row, column: str | None) -> FieldError:
    if column is not None:
        return FieldError(f"`{column}` is no text", "write it there, or leave the row out")
    names = {name.strip().casefold() for name in row}
    if names & _WORDS and names & _TAGS:
        what = f"each row holds one token, not a text (there are {', '.join(row)})"
        remedy = "write token, tab, tag on a line, and an empty line after each sentence"
        return FieldError(what, remedy)
    return FieldError(
        f"no column is known to hold the text (there are {', '.join(row)})",
        "say which with `--columns text=NAME`",
    )


def _all_spans(
    row: Row, columns: Mapping[str, str]
) -> tuple[tuple[ForeignMention, ...], frozenset[str]]:
    """The spans of a row, and the columns that they stand in."""
    mentions: list[ForeignMention] = []
    names: set[str] = set()
    chosen = columns.get("spans")
    for column, value in row.items():
        if column.strip().casefold() not in SPANS if chosen is None else column != chosen:
            continue
        if value not in (None, "") and (found := row_spans(parsed(value), column)) is not None:
            mentions += found
            names.add(column)
    return tuple(mentions), frozenset(names)


def _text(value: JsonValue) -> str | None:
    if value is None or value == "":
        return None
    return value if isinstance(value, str) else str(value)


def _tagged(
    text: str | None, tokens: JsonValue, tags: JsonValue, *, in_spans: bool
) -> tuple[str, tuple[ForeignMention, ...]] | None:
    """The text, and the spans of its tokens; None where the row has no tokens with tags.

    Without a text, the tokens stand with blanks between. A tag is a word or, where nobody knows
    its name, a number; `in_spans` allows for GLiNER's spans of tokens (first, last, label).
    """
    if not isinstance(tokens, list) or not isinstance(tags, list):
        return None
    words = [token for token in tokens if isinstance(token, str)]
    if len(words) < len(tokens):
        return None
    in_spans = in_spans and all(isinstance(tag, list) for tag in tags)
    if not in_spans and len(words) != len(tags):
        raise FieldError(
            f"there are {len(words)} tokens and {len(tags)} tags", "give one tag for each token"
        )
    text = " ".join(words) if text is None else text
    places = _places(text, words)
    spans = _token_spans(tags, places) if in_spans else tag_spans([str(tag) for tag in tags])
    return text, tuple(
        ForeignMention(
            id=f"tokens[{first}..{last}]{label * in_spans}",
            start=places[first][0],
            end=places[last][1],
            label=label,
        )
        for first, last, label in spans
    )


def _places(text: str, tokens: Iterable[str]) -> list[tuple[int, int]]:
    places: list[tuple[int, int]] = []
    end = 0
    for token in tokens:
        start = text.find(token, end)
        if start < 0:
            raise FieldError(
                f"token {token!r} is not in the text after offset {end}",
                "leave the text column out (`--columns text=...` names another)",
            )
        end = start + len(token)
        places.append((start, end))
    return places


def _token_spans(
    spans: Iterable[JsonValue], places: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, str]]:
    for span in spans:
        match span:
            case [int(first), int(last), str(label), *_] if 0 <= first <= last < len(places):
                yield first, last, label
            case _:
                remedy = "write [first token, last token, label]"
                raise FieldError(f"{span!r} is no span of its tokens", remedy)
