"""The format `conllu`: CoNLL-U with named entities in its MISC column. Import only.

The text is `# text` where the tokens agree with it, else rebuilt from forms, multiword tokens and
`SpaceAfter=No`. Sentences of a paragraph (`# newpar`) share a line; without such comments each has
its own. Words of a multiword token stand where it stands. Everything syntactic is left aside.
Further columns of CoNLL-U Plus (`# global.columns`) are read as if they stood in MISC.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from annotator.domain.layer import State
from annotator.domain.losses import Losses
from annotator.domain.scheme import Scheme
from annotator.exchange.conllu_entities import entity_spans
from annotator.exchange.foreign import ForeignDocument, ForeignMention, ReadOptions
from annotator.exchange.format import Format
from annotator.exchange.malformed import MalformedError
from annotator.exchange.native_record import NativeRecord
from annotator.exchange.problems import Problem
from annotator.exchange.source_text import read_documents, source_text
from annotator.exchange.token_text import FileToken, TokenText

_COLUMNS = 10
_PLUS = "# global.columns"
_NAMES: tuple[str, ...] = (
    "ID",
    "FORM",
    "LEMMA",
    "UPOS",
    "XPOS",
    "FEATS",
    "HEAD",
    "DEPREL",
    "DEPS",
    "MISC",
)
_ID = re.compile(r"\d{1,9}(?:[-.]\d{1,9})?\Z")
_SPACES = {"s": " ", "t": "\t", "n": "\n", "r": "\r", "p": "|", "\\": "\\"}


_Word: TypeAlias = tuple[tuple[int, int], Mapping[str, str]]


@dataclass(slots=True)
class _Token:
    """What stands in the text: a word or multiword token, and the words (their MISC) in it."""

    form: str
    misc: Mapping[str, str]
    last: int
    words: list[Mapping[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Sentence:
    """Lines from `line` (from 1) to `end`, with the first that is no row of CoNLL-U, if any."""

    line: int
    end: int = 0
    fault: MalformedError | None = None
    comments: dict[str, str] = field(default_factory=dict)
    tokens: list[_Token] = field(default_factory=list)


def is_conllu(path: Path, head: bytes) -> bool:
    """Whether the first line that is no comment has ten columns and a word's id."""
    del path
    lines = (line for line in head.decode("utf-8", "replace").split("\n") if line.strip())
    first = next((line for line in lines if not line.startswith("#")), "")
    cells = first.rstrip("\r").split("\t")
    told = head.removeprefix(BOM_UTF8).startswith(_PLUS.encode())
    numbered = cells[0].partition("-")[0].partition(".")[0].isdecimal()
    return told or (len(cells) == _COLUMNS and numbered)


def read(path: Path, scheme: Scheme, options: ReadOptions) -> Iterator[NativeRecord | Problem]:
    """The documents of a file. `InputError` where it can't be read at all."""
    return read_documents(path, _documents, scheme, options, quarantine=True)


def _documents(path: Path) -> Iterator[ForeignDocument | Problem]:
    """The documents; a faulty one is a problem with its own lines, for the quarantine.

    Raises:
        MalformedError: Nothing in the file is right.
    """
    lines = source_text(path).removeprefix("\ufeff").split("\n")
    faults: list[Problem] = []
    found = False
    for found_here in _pieces(path, lines):
        if isinstance(found_here, Problem) and not found:
            faults.append(found_here)
            continue
        found = True
        yield from faults
        faults.clear()
        yield found_here
    if faults:
        raise MalformedError(faults[0].what, faults[0].remedy, faults[0].line)


def _pieces(path: Path, lines: Sequence[str]) -> Iterator[ForeignDocument | Problem]:
    fields: tuple[str, ...] = ()
    document: list[_Sentence] = []
    for sentence in _sentences(lines):
        if "global.Entity" in sentence.comments:
            fields = tuple(sentence.comments["global.Entity"].split("-"))
        if _starts(sentence, "newdoc") and document:
            yield from _checked(path, lines, document, fields)
            document = []
        document.append(sentence)
    if document:
        yield from _checked(path, lines, document, fields)


def _checked(
    path: Path, lines: Sequence[str], document: Sequence[_Sentence], fields: Sequence[str]
) -> Iterator[ForeignDocument | Problem]:
    """The document without what is faulty: all of it where the file says what one document is."""
    faulty = [sentence for sentence in document if sentence.fault is not None]
    sound = [sentence for sentence in document if sentence.fault is None]
    if faulty and _starts(document[0], "newdoc"):
        yield from _problem(path, lines, document)
        return
    for sentence in faulty:
        yield from _problem(path, lines, [sentence])
    if sound:
        yield _document(sound, fields)


def _problem(path: Path, lines: Sequence[str], piece: Sequence[_Sentence]) -> Iterator[Problem]:
    """The first fault of some sentences, with their lines and what the file says about all."""
    fault = next((s.fault for s in piece if s.fault is not None), None)
    if fault is None:
        return
    begin, end = piece[0].line - 1, piece[-1].end
    told = [line for line in lines[:begin] if line.startswith("# global.")]
    text = "\n".join([*told, *lines[begin:end], ""])
    yield Problem(str(path), fault.line, fault.what, fault.remedy, text)


def _starts(sentence: _Sentence, what: str) -> bool:
    return any(key == what or key.startswith(f"{what} ") for key in sentence.comments)


def _sentences(lines: Iterable[str]) -> Iterator[_Sentence]:
    sentence: _Sentence | None = None
    columns = _NAMES
    for number, given in enumerate(lines, 1):
        line = given.rstrip("\r")
        if line.startswith(_PLUS):
            columns = tuple(line.partition("=")[2].split())
        if not line.strip():
            if sentence is not None and (sentence.tokens or sentence.fault):
                yield sentence
                sentence = None
            continue
        if sentence is None:
            sentence = _Sentence(number)
        sentence.end = number
        if line.startswith("#"):
            key, _, value = line.removeprefix("#").strip().partition("=")
            sentence.comments[key.strip()] = value.removeprefix(" ")
        else:
            try:
                _add(sentence, number, _standard(line.split("\t"), columns))
            except MalformedError as error:
                sentence.fault = sentence.fault or error
    if sentence is not None and (sentence.tokens or sentence.fault):
        yield sentence


def _standard(cells: list[str], columns: tuple[str, ...]) -> list[str]:
    """The ten columns of a row of CoNLL-U Plus; what it has beyond them stands in MISC."""
    if columns == _NAMES or len(cells) != len(columns):
        return cells
    given = dict(zip(columns, cells, strict=True))
    further = [
        f"{name.rpartition(':')[2]}={value}" for name, value in given.items() if name not in _NAMES
    ]
    given["MISC"] = "|".join([given.get("MISC", "_"), *further])
    return [given.get(name, "_") for name in _NAMES]


def _add(sentence: _Sentence, number: int, cells: Sequence[str]) -> None:
    first, dash, last = cells[0].partition("-")
    if len(cells) != _COLUMNS or not _ID.match(cells[0]):
        what = f"it has {len(cells)} columns, or no id in the first"
        raise MalformedError(what, "write the ten columns of CoNLL-U, apart by tabs", number)
    misc = _pairs(cells[9])
    if "." in first:
        return  # An empty node is no word of the text.
    if dash:
        sentence.tokens.append(_Token(cells[1], misc, int(last)))
    elif sentence.tokens and int(first) <= sentence.tokens[-1].last:
        sentence.tokens[-1].words.append(misc)
    else:
        sentence.tokens.append(_Token(cells[1], misc, int(first), [misc]))


def _pairs(misc: str) -> dict[str, str]:
    parts = (part.partition("=") for part in misc.split("|") if part != "_")
    return {key: value for key, _, value in parts}


def _document(sentences: Sequence[_Sentence], fields: Sequence[str]) -> ForeignDocument:
    text = TokenText()
    in_paragraphs = any(_starts(sentence, "newpar") for sentence in sentences)
    losses: Losses = Counter()
    for number, sentence in enumerate(sentences):
        if number:
            begins = not in_paragraphs or _starts(sentence, "newpar")
            text.add_words("\n" if begins else _after(sentences[number - 1].tokens[-1].misc))
        text.add_sentence(_spaced(sentence, losses))
    # Each word with the place of the token that it is part of.
    words = [
        (place, misc)
        for place, token in zip(text.places, (t for s in sentences for t in s.tokens), strict=True)
        for misc in (token.words or [token.misc])
    ]
    mentions = tuple(_mentions(text.text, words, fields))
    name = next((s.comments.get("newdoc id") for s in sentences), None)
    return ForeignDocument(
        line=sentences[0].line,
        text=text.text,
        id=name or None,
        mentions=mentions,
        state=State.DONE if mentions else State.NEW,
        losses=+losses,
    )


def _mentions(text: str, words: Sequence[_Word], fields: Sequence[str]) -> Iterator[ForeignMention]:
    """The entities; those that the file says are one share the longest of their names."""
    spans = list(entity_spans([misc for _, misc in words], fields))
    places = [(words[span.first][0][0], words[span.last][0][1]) for span in spans]
    names: dict[str, str] = {}
    for span, (start, end) in zip(spans, places, strict=True):
        if span.entity is not None:
            names[span.entity] = max(names.get(span.entity, ""), text[start:end], key=len)
    for number, (span, (start, end)) in enumerate(zip(spans, places, strict=True)):
        yield ForeignMention(
            id=str(number),
            start=start,
            end=end,
            label=span.label,
            canonical=None if span.entity is None else names[span.entity],
        )


def _after(misc: Mapping[str, str]) -> str:
    if misc.get("SpaceAfter") == "No":
        return ""
    spaces = misc.get("SpacesAfter")
    if spaces is None:
        return " "
    parts = spaces.split("\\")
    return "".join([parts[0], *(_SPACES.get(part[:1], "") + part[1:] for part in parts[1:])])


def _spaced(sentence: _Sentence, losses: Losses) -> list[FileToken]:
    """The tokens with the white space of `# text`, or that of MISC where the two contradict."""
    told = sentence.comments.get("text")
    if told is not None:
        ends: list[int] = []
        at = 0
        for token in sentence.tokens:
            at = told.find(token.form, at)
            if at < 0 or (ends and told[ends[-1] : at].strip()) or (not ends and at):
                break
            at += len(token.form)
            ends.append(at)
        else:
            begins = [end - len(t.form) for end, t in zip(ends, sentence.tokens, strict=True)]
            gaps = [told[e:b] for e, b in zip(ends, begins[1:], strict=False)]
            spaced = zip(sentence.tokens, [*gaps, ""], strict=True)
            return [FileToken(token.form, gap) for token, gap in spaced]
        losses["sentences whose `# text` contradicts their tokens"] += 1
    return [FileToken(token.form, _after(token.misc)) for token in sentence.tokens]


CONLLU = Format(
    "conllu",
    (".conllu", ".conllup"),
    "CoNLL-U with entities in MISC (NER=B-PER, Entity=(e1-person))",
    is_conllu,
    read,
    None,
)
