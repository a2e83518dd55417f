"""Rows of data sets as documents: a text, a text with spans, or tokens with tags.

The columns are those that the field uses; the user's mapping wins. All other columns go into the
article's meta.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from annotator.domain.article import JsonValue
from annotator.domain.layer import State
from annotator.domain.splits import Split
from annotator.exchange.foreign import ForeignDocument, ForeignMention
from annotator.exchange.json_fields import FieldError, Fields
from annotator.exchange.tag_spans import tag_spans

Row: TypeAlias = dict[str, JsonValue]

_USUAL = {
    "text": ("text", "body", "content", "article", "texte", "contenu", "corps"),
    "id": ("id", "key", "doc_id", "document_id", "article_id"),
    "source": ("source", "publisher", "outlet"),
    "published": ("published", "date", "published_at", "publication_date"),
    "language": ("language", "lang"),
    "tokens": ("tokens", "words"),
    "tags": ("ner_tags", "tags", "ner", "labels"),
    "spans": ("entities", "spans"),
}
_LABELS = ("label", "entity_group", "entity", "type")


def row_document(
    row: Row, line: int, columns: Mapping[str, str], split: Split | None = None
) -> ForeignDocument:
    """The document in a row.

    Raises:
        FieldError: It has no text, or its spans or tags are none.
    """
    places = {name: _column(name, columns, row) for name in _USUAL}
    values = {name: row.get(column) for name, column in places.items() if column is not None}
    tags = _strings(values.get("tags"))
    tokens = _strings(values.get("tokens")) if tags is not None else None
    text = values.get("text")
    if not isinstance(text, str) and tokens is None:
        raise FieldError(
            f"no column is known to hold the text (there are {', '.join(row)})",
            "say which with `--columns text=NAME`",
        )
    mentions: tuple[ForeignMention, ...] = ()
    told = False
    if tokens is not None and tags is not None:
        text, mentions = _tagged(text if isinstance(text, str) else None, tokens, tags)
        told = True
    elif _are_spans(spans := values.get("spans")):
        mentions, told = tuple(_spans(spans)), True
    taken = {column for name, column in places.items() if name in values and _took(name, told)}
    identifier = _text(values.get("id"))
    # A running number names a row in its own table only, unless the user says otherwise.
    running = identifier is not None and identifier.isdecimal() and "id" not in columns
    return ForeignDocument(
        line=line,
        id=None if running else identifier,
        key=identifier,
        text=str(text),
        mentions=mentions,
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
    return told or name not in ("tokens", "tags", "spans")


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


def _strings(value: JsonValue) -> list[str] | None:
    """A list of words; numbers as digits, so that a tag without a name is told as unknown."""
    if not isinstance(value, list):
        return None
    return [item if isinstance(item, str) else str(item) for item in value]


def _text(value: JsonValue) -> str | None:
    if value is None or value == "":
        return None
    return value if isinstance(value, str) else str(value)


def _tagged(
    text: str | None, tokens: list[str], tags: list[str]
) -> tuple[str, tuple[ForeignMention, ...]]:
    """The text, and the spans of the tags in it; without a text, the tokens with spaces between."""
    if len(tokens) != len(tags):
        raise FieldError(
            f"there are {len(tokens)} tokens and {len(tags)} tags", "give one tag for each token"
        )
    text = " ".join(tokens) if text is None else text
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
    found = tuple(
        ForeignMention(
            id=f"tokens[{first}..{last}]",
            start=places[first][0],
            end=places[last][1],
            label=label,
        )
        for first, last, label in tag_spans(tags)
    )
    return text, found


def _are_spans(value: JsonValue) -> bool:
    return isinstance(value, list) and all(
        isinstance(item, dict) and "start" in item and "end" in item for item in value
    )


def _spans(value: JsonValue) -> Iterator[ForeignMention]:
    for number, item in enumerate(value if isinstance(value, list) else ()):
        fields = Fields(item, f"spans[{number}]")
        label = next((found for key in _LABELS if (found := fields.scalar(key))), None)
        if label is None:
            raise FieldError(f"`spans[{number}]` has no label", "add it")
        yield ForeignMention(
            id=fields.scalar("id") or f"spans[{number}]",
            start=fields.number("start"),
            end=fields.number("end"),
            label=label,
            quote=fields.optional_text("text"),
        )
