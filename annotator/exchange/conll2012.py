"""The format `conll-2012`: the shared task's columns of OntoNotes. Import only.

After the shared task's page "Format of the *_conll files": document, part, number, word, part of
speech, parse, lemma, frameset, sense, speaker, named entities in brackets (`(PERSON*`), arguments,
coreference (`(5`, `5)`). Of a chain, the entities that are names share the longest of them; what
has no label there is counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from annotator.domain.losses import Losses
from annotator.domain.scheme import Scheme
from annotator.exchange.foreign import ForeignDocument, ForeignMention, ReadOptions
from annotator.exchange.format import Format
from annotator.exchange.malformed import MalformedError
from annotator.exchange.native_record import NativeRecord
from annotator.exchange.problems import Problem
from annotator.exchange.source_text import read_documents, source_text
from annotator.exchange.token_text import FileToken, TokenText

_BEGIN, _END = "#begin document", "#end document"
_DOCUMENT = re.compile(r"#begin document \(?([^);]*)\)?;?\s*(?:part\s+(\d+))?")
_LEAST, _WORD, _ENTITY = 12, 3, 10
_OPENED = re.compile(r"\(([^()*|]+)")
_CHAIN = re.compile(r"(\()?(\d+)(\))?")
_Span = tuple[int, int]


@dataclass(slots=True)
class _Part:
    """A part of a document while it is read: its sentences, each of rows, and their lines."""

    name: str
    line: int
    sentences: list[list[tuple[int, list[str]]]] = field(default_factory=lambda: [[]])


def is_conll2012(path: Path, head: bytes) -> bool:
    """Whether the file begins with a document of the shared task."""
    del path
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_BEGIN.encode())


def read(path: Path, scheme: Scheme, options: ReadOptions) -> Iterator[NativeRecord | Problem]:
    """The parts of the documents of a file. `InputError` where it can't be read at all."""
    return read_documents(path, partial(_documents, language=scheme.language), scheme, options)


def _documents(path: Path, language: str) -> Iterator[ForeignDocument]:
    for part in _parts(source_text(path).split("\n")):
        yield _document(part, language)


def _parts(lines: Iterable[str]) -> Iterator[_Part]:
    part: _Part | None = None
    for number, line in enumerate(lines, 1):
        cells = line.split()
        if line.startswith(_BEGIN):
            found = _DOCUMENT.match(line)
            name = "-".join(filter(None, found.groups())) if found else ""
            part = _Part(name, number)
        elif line.startswith(_END) and part is not None:
            yield part
            part = None
        elif not cells and part is not None:
            part.sentences.append([])
        elif cells and (part is None or len(cells) < _LEAST):
            what = f"{line[:40]!r} is no row of a document of CoNLL-2012"
            raise MalformedError(what, "write its twelve columns or more", number)
        elif part is not None:
            part.sentences[-1].append((number, cells))
    if part is not None:
        yield part


def _document(part: _Part, language: str) -> ForeignDocument:
    text = TokenText(language)
    rows: list[tuple[int, list[str]]] = []
    for sentence in filter(None, part.sentences):
        if text.places:
            text.add_words("\n")
        text.add_sentence([FileToken(_word(cells[_WORD])) for _, cells in sentence])
        rows += sentence
    names = list(_entities(rows))
    chains = _chains([cells[-1] for _, cells in rows])
    words = {
        (first, last): text.text[text.places[first][0] : text.places[last][1]]
        for first, last, _ in names
    }
    shared = {
        span: max((words[s] for s in chain if s in words), key=len)
        for chain in chains
        for span in chain
        if span in words
    }
    losses: Losses = Counter(
        {"coreferent mentions without a label": sum(s not in words for c in chains for s in c)}
    )
    return ForeignDocument(
        line=part.line,
        id=part.name.replace("/", "-") or None,
        text=text.text,
        mentions=tuple(
            ForeignMention(
                id=str(number),
                start=text.places[first][0],
                end=text.places[last][1],
                label=label,
                canonical=shared.get((first, last)),
            )
            for number, (first, last, label) in enumerate(names)
        ),
        losses=+losses,
    )


def _word(cell: str) -> str:
    # The corpus escapes what its parses use themselves.
    return {"/.": ".", "/?": "?", "/-": "-", "-LRB-": "(", "-RRB-": ")"}.get(cell, cell)


def _entities(rows: Sequence[tuple[int, Sequence[str]]]) -> Iterator[tuple[int, int, str]]:
    """First word, last word (included) and label of each bracketed name."""
    open_: list[tuple[int, str]] = []
    for index, (line, cells) in enumerate(rows):
        open_ += [(index, label) for label in _OPENED.findall(cells[_ENTITY])]
        for _ in range(cells[_ENTITY].count(")")):
            if not open_:
                what = f"{cells[_ENTITY]!r} closes a bracket that was not opened"
                raise MalformedError(what, "mend the column of names", line)
            first, label = open_.pop()
            yield first, index, label


def _chains(cells: Sequence[str]) -> list[list[_Span]]:
    """The spans of each chain of coreference."""
    open_: dict[str, list[int]] = {}
    chains: dict[str, list[_Span]] = {}
    for index, cell in enumerate(cells):
        for begins, chain, ends in _CHAIN.findall(cell):
            if begins:
                open_.setdefault(chain, []).append(index)
            if ends and open_.get(chain):
                chains.setdefault(chain, []).append((open_[chain].pop(), index))
    return list(chains.values())


CONLL2012 = Format(
    "conll-2012",
    ("_conll",),
    "CoNLL-2012 (OntoNotes): names in brackets, coreference",
    is_conll2012,
    read,
    None,
)
