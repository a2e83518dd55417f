"""Where the text of a Label Studio task is, and where its regions are in that text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from annotator.domain.article import JsonValue
from annotator.exchange.json_fields import FieldError, Fields
from annotator.exchange.json_objects import Object
from annotator.exchange.utf16 import CodePoints, OneLineEnd, Utf16
from annotator.exchange.visible_text import VisibleText

_ADDRESS = re.compile(r"\s*(https?://|s3://|gs://|/data/)\S*\s*\Z")
_TAG = re.compile(r"<[a-zA-Z!/][^>]*>")
_HTML = "hypertextlabels"
_LABELLED = frozenset({"labels", _HTML})
_SPACE = re.compile(r"(\s|\\[nrt])+")
# What the program itself adds to a record of JSON-MIN.
_OWN = frozenset({"id", "annotator", "annotation_id", "created_at", "updated_at", "agreement"})


@dataclass(frozen=True, slots=True)
class Place:
    """A region in code points, its quote where that is still to be held against the text.

    `how` says which way of counting its words were found by, empty for the program's own.
    """

    start: int
    end: int
    quote: str | None
    how: str


@dataclass(frozen=True, slots=True)
class TaskText:
    """The text of a task, the field it stands in, and the HTML it was made from, if any."""

    key: str
    text: str
    offsets: Utf16
    html: VisibleText | None

    def place(self, value: Fields) -> Place:
        """Where a region is.

        Raises:
            FieldError: It is not placed in this text.
        """
        given = value.object("globalOffsets") if self.html is not None else value
        if self.html is not None and given is None:
            units = [
                self.html.unit(value.text(end), value.number(f"{end}Offset"), value.path(end))
                for end in ("start", "end")
            ]
        else:
            given = given or value
            units = [given.number("start"), given.number("end")]
        return self._placed(units[0], units[1], value.optional_text("text"))

    def _placed(self, start: int, end: int, quote: str | None) -> Place:
        """The region where its words stand: counted as the program does, else as others do."""
        for how, offsets in self._countings() if quote is not None and quote.strip() else ():
            with suppress(FieldError):
                first, last = offsets.to_points(start), offsets.to_points(end)
                if _blank(quote or "") == _blank(self.text[max(first, 0) : max(last, 0)]):
                    # It differs from the text in white space at most.
                    return Place(first, last, None, how)
        return Place(self.offsets.to_points(start), self.offsets.to_points(end), quote, "")

    def _countings(self) -> Iterator[tuple[str, Utf16 | OneLineEnd | CodePoints]]:
        yield "", self.offsets
        yield "offsets that count a line end as one character", OneLineEnd(self.text)
        yield "offsets that count code points, not UTF-16", CodePoints()


def _blank(words: str) -> str:
    r"""Without white space: the program trims quotes, and writes line ends in them as `\n`."""
    return _SPACE.sub("", words)


def task_text(
    data: Mapping[str, JsonValue], results: Iterable[Object], chosen: str | None
) -> TaskText:
    """The text of a task.

    Args:
        data: The task's fields.
        results: Everything that was said about it.
        chosen: The field that the user names, or None.

    Raises:
        FieldError: No field is a text, or several may be.
    """
    results = list(results)
    key = chosen or _text_key(data, results)
    text = data.get(key)
    if isinstance(text, list):
        raise FieldError(
            f"`{key}` is a dialogue (a list of turns), not one text",
            "import the dialogue as plain text",
        )
    if not isinstance(text, str):
        raise FieldError(f"`{key}` is no text", "name the field with `--columns text=FIELD`")
    regions = [result for result in results if _type(result) in _LABELLED]
    in_html = any(_in_html(r) for r in regions) if regions else bool(_TAG.match(text.lstrip()))
    html = VisibleText(text) if in_html else None
    text = text if html is None else html.text
    return TaskText(key, text, Utf16(text), html)


def _text_key(data: Mapping[str, JsonValue], results: Iterable[Object]) -> str:
    for result in results:
        source = result.get("source")
        if isinstance(source, str) and source.removeprefix("$") in data:
            return source.removeprefix("$")
    texts = [
        key
        for key, value in data.items()
        if isinstance(value, str) and value.strip() and not _ADDRESS.match(value)
    ]
    if "text" in texts:
        return "text"
    candidates = [key for key in texts if key not in _OWN]
    if len(candidates) == 1:
        return candidates[0]
    if not candidates:
        turns = (k for k, v in data.items() if _is_dialogue(v))
        if (dialogue := next(turns, None)) is not None:
            return dialogue
        raise FieldError(
            "the task has no text (its data are addresses, lists or numbers)",
            "only tasks that label text can be imported",
        )
    raise FieldError(
        f"which field is the text is not told: {', '.join(sorted(candidates))}",
        f"name it with `--columns text={max(candidates, key=lambda k: len(str(data[k])))}`",
    )


def _is_dialogue(value: JsonValue) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _in_html(result: Object) -> bool:
    value = result.get("value")
    return _type(result) == _HTML or (
        isinstance(value, dict)
        and isinstance(start := value.get("start"), str)
        and not start.isdecimal()
    )


def _type(result: Object) -> str:
    kind = result.get("type")
    return kind if isinstance(kind, str) else ""
