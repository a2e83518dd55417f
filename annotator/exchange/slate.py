"""The format `slate`: SLATE's stand-off files, `NAME.annotations` beside the text NAME. Import.

Labels of tokens, characters and lines become mentions. Links between spans without a label have no
place in a layer and are counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from annotator.domain.layer import State
from annotator.domain.losses import Losses
from annotator.domain.scheme import Scheme
from annotator.exchange.foreign import ForeignDocument, ForeignMention, ReadOptions
from annotator.exchange.format import Format, identifier_of
from annotator.exchange.malformed import MalformedError
from annotator.exchange.native_record import NativeRecord
from annotator.exchange.problems import Problem
from annotator.exchange.slate_spans import SlatePlaces, in_lines, slate_items
from annotator.exchange.source_text import read_documents, source_text

_MIDDLE = ".annotations"
_LINE = re.compile(rb"[\d\s,()\[\]]*\d[\d\s,()\[\]]* -( \S+)*\s*\Z")
_LONGEST = 1000
_FILE_LIST = re.compile(rb"\S+ \S+\.annotations(?:\s|\Z)")


def is_slate(path: Path, head: bytes) -> bool:
    """Whether the file is named as SLATE names its annotations, or reads so beside its text."""
    # A line of SLATE's is short; the rest of a long one is no matter of its form.
    first = head.lstrip().split(b"\n", 1)[0][:_LONGEST]
    if _MIDDLE in path.name:
        return not first or _LINE.match(first) is not None
    return (_LINE.match(first) is not None and _text_of(path) is not None) or (
        _FILE_LIST.match(first) is not None
    )


def _text_of(path: Path) -> Path | None:
    """The text that the file annotates: the longest part of its name that is a file."""
    parts = path.name.split(".")
    names = (".".join(parts[:count]) for count in range(len(parts) - 1, 0, -1))
    return next((file for name in names if (file := path.with_name(name)).is_file()), None)


def read(path: Path, scheme: Scheme, options: ReadOptions) -> Iterator[NativeRecord | Problem]:
    """The document of a file. `InputError` where it can't be read at all."""
    return read_documents(path, _documents, scheme, options)


def _documents(path: Path) -> Iterator[ForeignDocument]:
    annotations = source_text(path)
    if _FILE_LIST.match(annotations.encode("utf-8", "replace")):
        raise MalformedError(
            "it is a list of files for SLATE, not annotations", "import the files that it names"
        )
    beside = _text_of(path)
    if beside is None:
        name = path.name.partition(_MIDDLE)[0]
        raise MalformedError(
            f"the text that it annotates, {name}, is not beside it", "put it there"
        )
    text = source_text(beside)
    places = SlatePlaces(text)
    mentions: list[ForeignMention] = []
    losses: Losses = Counter()
    for item in in_lines(slate_items(annotations.split("\n")), places):
        if not item.labels or len(item.spans) != 1:
            losses["links between spans"] += 1
            continue
        first, last = item.spans[0]
        if not first or not last:
            losses["labels of the whole document"] += 1
            continue
        span = places.span(first, last)
        if span is None:
            what = f"the text has no token {first} to {last}"
            remedy = "use the text that was annotated, unchanged"
            raise MalformedError(what, remedy, item.line)
        mentions += [
            ForeignMention(id=f"{item.line}-{n}", start=span[0], end=span[1], label=label)
            for n, label in enumerate(item.labels)
        ]
    yield ForeignDocument(
        line=1,
        text=text,
        id=identifier_of(beside.stem),
        mentions=tuple(mentions),
        author=_author(path.name.removeprefix(beside.name)),
        state=State.DONE if mentions else State.NEW,
        losses=losses,
    )


def _author(rest: str) -> str | None:
    """Whose file it is, by what tells it from the others of the same text (`category 0`)."""
    parts = rest.replace(_MIDDLE, ".").split(".")
    return " ".join(filter(None, parts)) or None


SLATE = Format(
    "slate",
    (_MIDDLE,),
    "SLATE: stand-off annotations beside the text",
    is_slate,
    read,
    None,
)
