"""The format `yedda`: text with its labels inside, `[@words#Label*]`. Import only.

`[$words#Label*]` is a recommendation that nobody accepted and is left out; the full-width number
sign and labels around labels (events) are read, too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from annotator.domain.losses import Losses
from annotator.domain.scheme import Scheme
from annotator.exchange.foreign import ForeignDocument, ForeignMention, ReadOptions
from annotator.exchange.format import Format, identifier_of
from annotator.exchange.native_record import NativeRecord
from annotator.exchange.problems import Problem
from annotator.exchange.source_text import read_documents, source_text

_MARK = re.compile(r"\[(?P<open>[@$])|[#＃](?P<label>[^#＃*\[\]\n]{1,64})\*\]")
_WHOLE = re.compile(r"\[[@$][^\n]{1,1000}?[#＃][^#＃*\[\]\n]{1,64}\*\]")
RECOMMENDED = "$"


def is_yedda(path: Path, head: bytes) -> bool:
    """Whether the text has at least one whole mark."""
    del path
    return _WHOLE.search(head.decode("utf-8", "replace")) is not None


def read(path: Path, scheme: Scheme, options: ReadOptions) -> Iterator[NativeRecord | Problem]:
    """The document of a file. `InputError` where it can't be read at all."""
    return read_documents(path, _documents, scheme, options)


def _documents(path: Path) -> Iterator[ForeignDocument]:
    stem = path.name.removesuffix(".anns").removesuffix(".ann").removesuffix(".txt")
    yield yedda_document(source_text(path), identifier_of(stem))


def yedda_document(marked: str, identifier: str) -> ForeignDocument:
    """The text without its marks, and what they marked; a mark that is not whole stays text."""
    whole = _pairs(marked)
    parts: list[str] = []
    mentions: list[ForeignMention] = []
    losses: Losses = Counter()
    begins: dict[int, int] = {}
    at = length = 0
    for match in _MARK.finditer(marked):
        if match.start() not in whole:
            continue
        parts.append(marked[at : match.start()])
        length += match.start() - at
        at = match.end()
        begins[match.start()] = length
        label, opening = match["label"], whole[match.start()]
        if label is None:
            continue
        if marked[opening + 1] == RECOMMENDED:
            losses["recommendations that nobody accepted"] += 1
        elif begins[opening] < length:
            mentions.append(
                ForeignMention(
                    id=str(len(mentions)), start=begins[opening], end=length, label=label
                )
            )
    parts.append(marked[at:])
    return ForeignDocument(
        line=1, text="".join(parts), id=identifier, mentions=tuple(mentions), losses=losses
    )


def _pairs(marked: str) -> dict[int, int]:
    """By the offset of each mark that has its partner, the offset of the opening one."""
    open_: list[int] = []
    pairs: dict[int, int] = {}
    for match in _MARK.finditer(marked):
        if match["open"]:
            open_.append(match.start())
        elif open_:
            begin = open_.pop()
            pairs |= {begin: begin, match.start(): begin}
    return pairs


YEDDA = Format(
    "yedda",
    (".ann", ".anns"),
    "YEDDA: labels inside the text, [@words#Label*]",
    is_yedda,
    read,
    None,
)
