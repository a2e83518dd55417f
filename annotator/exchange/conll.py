"""The format `conll`: one token a line with its tag last, as in CoNLL-2003. Both ways.

Two columns or more (or an index before the token), tabs or blanks, any tagging scheme, documents
apart by `-DOCSTART-`; also spaCy's one sentence a line (`Thrun|NNP|B-PER`), and tags before the
token, before further columns or without a prefix. What is written are named mentions in IOB2; the
third column says `SpaceAfter=No` where no blank follows, so that the text can be rebuilt. Where a
blank stands at the first place of a document it says `Yes`: a file without either word might come
from a tool that tells nothing about blanks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path

from annotator.domain.article import paragraphs
from annotator.domain.items import MentionKind
from annotator.domain.losses import Losses
from annotator.domain.scheme import Scheme
from annotator.domain.tokens import tag_paragraph
from annotator.exchange.export_document import AgreedDocument
from annotator.exchange.foreign import ForeignDocument, ForeignMention, ReadOptions
from annotator.exchange.format import Format, SplitFiles
from annotator.exchange.integrity import check_quotes
from annotator.exchange.losses import Part, unheld
from annotator.exchange.malformed import MalformedError
from annotator.exchange.native_record import NativeRecord
from annotator.exchange.problems import Problem
from annotator.exchange.source_text import read_documents, source_text
from annotator.exchange.tag_column import TagColumn, is_header, tag_column
from annotator.exchange.token_text import FileToken, TokenText, is_tag, tag_spans

SUFFIXES = (".conll", ".iob", ".iob2", ".bio", ".bioes", ".bilou")
_DOCUMENT = "-DOCSTART-"
_NO_SPACE, _SPACE = "SpaceAfter=No", "SpaceAfter=Yes"
_SNIFFED_LINES = 40
_LOOKED_AT = 2000
_LANGUAGE = re.compile(r"[a-z]{2,3}:(?=.)")
_MOST = 0.8


@dataclass(slots=True)
class _Sentence:
    """The rows of a sentence, and the first and last line of the file that they stand on."""

    line: int
    last: int
    rows: list[list[str]] = field(default_factory=list)


def is_conll(path: Path, head: bytes) -> bool:
    """Whether nearly all first lines end in a tag; half are enough under a suffix of the format.

    Under another name there must be several, of equal width: prose may end in `B-52`.
    """
    lines = head.decode("utf-8", "replace").split("\n")[:_SNIFFED_LINES]
    rows = [cells for line in lines if len(cells := _cells(line)) > 1 or line.strip()]
    rows = [row for row in rows if row[0] != _DOCUMENT and not _is_comment(row)]
    if not rows:
        return head.lstrip().startswith(_DOCUMENT.encode())
    tagged = sum(len(row) > 1 and is_tag(row[-1]) for row in rows)
    joined = sum(len(row) > 1 and all(_is_joined(cell) for cell in row) for row in rows)
    named = path.name.lower().endswith(SUFFIXES)
    even = len(rows) >= 2 and (len({len(row) for row in rows[:-1]}) == 1 or joined > 0)
    if max(tagged, joined) >= (0.5 if named else _MOST) * len(rows) and (named or even):
        return True
    # Tags elsewhere, or labels without a prefix, could be anything where blanks part the cells.
    told = named or all(b"\t" in line for line in head.split(b"\n")[: len(rows)] if line.strip())
    return told and tag_column(rows) is not None


def _cells(line: str) -> list[str]:
    line = line.rstrip("\r\n")
    if "\t" in line.strip():
        return [cell.strip() for cell in line.strip().split("\t")]
    return line.split()


def _is_comment(row: Sequence[str]) -> bool:
    return row[0].startswith("#") and not is_tag(row[-1])


def _is_joined(cell: str) -> bool:
    return cell.count("|") >= 1 and is_tag(cell.rpartition("|")[2])


def read(path: Path, scheme: Scheme, options: ReadOptions) -> Iterator[NativeRecord | Problem]:
    """The documents of a file. `InputError` where it can't be read at all."""
    return read_documents(path, partial(_documents, language=scheme.language), scheme, options)


def _documents(path: Path, language: str) -> Iterator[ForeignDocument | Problem]:
    lines = source_text(path).removeprefix("\ufeff").split("\n")
    column = _column(lines)
    for sentences in _split(lines, column):
        try:
            yield _document(sentences, language, column)
        except MalformedError as error:
            first, last = sentences[0].line, sentences[-1].last
            raw = "\n".join(lines[first - 1 : last])
            what = f"line {error.line}: {error.what}"
            yield Problem(str(path), first, what, error.remedy, raw)


def _column(lines: Sequence[str]) -> TagColumn:
    """Where the tags stand, by the first lines; last, where nothing tells."""
    rows = (row for line in lines if len(row := _cells(line)) > 1)
    told = (row for row in rows if row[0] != _DOCUMENT and not _is_comment(row))
    return tag_column(list(islice(told, _LOOKED_AT))) or TagColumn()


def _split(lines: Iterable[str], column: TagColumn) -> Iterator[list[_Sentence]]:
    """The sentences of each document."""
    document: list[_Sentence] = []
    sentence: _Sentence | None = None
    for number, line in enumerate(lines, 1):
        row = _cells(line)
        if row and row[0] == _DOCUMENT:
            if document:
                yield document
            document, sentence = [], None
        elif not row:
            sentence = None
        elif len(row) > 1 and all(map(_is_joined, row)):
            document.append(_Sentence(number, number, [cell.split("|") for cell in row]))
        elif column.holds(row) or not (_is_comment(row) or (not document and is_header(row))):
            if sentence is None:
                sentence = _Sentence(number, number)
                document.append(sentence)
            sentence.rows.append(row)
            sentence.last = number
    if document:
        yield document


def _document(sentences: Sequence[_Sentence], language: str, column: TagColumn) -> ForeignDocument:
    said = any(
        cell in (_NO_SPACE, _SPACE)
        for sentence in sentences
        for row in sentence.rows
        for cell in row[1:]
    )
    indexed = all(_is_indexed(sentence.rows) for sentence in sentences)
    if indexed and column.tag > 0:
        column = replace(column, tag=column.tag - 1)
    marked = _language_mark(sentences)
    text = TokenText(language)
    mentions: list[ForeignMention] = []
    for sentence in sentences:
        if text.places:
            text.add_words("\n")
        rows = [row[1:] for row in sentence.rows] if indexed else sentence.rows
        _check(sentence, rows, column)
        first = len(text.places)
        words = [row[column.token].removeprefix(marked) for row in rows]
        text.add_sentence([_token(word, row, said) for word, row in zip(words, rows, strict=True)])
        # An index column comes with one tag column for each level of nesting (GermEval).
        nested = indexed and column.tag < 0
        for level in _levels(rows) if nested else [column.tag]:
            for span in tag_spans(row[level] for row in rows):
                start, end = text.places[first + span.first][0], text.places[first + span.last][1]
                number = f"{len(mentions)}"
                mentions.append(ForeignMention(id=number, start=start, end=end, label=span.label))
    return ForeignDocument(line=sentences[0].line, text=text.text, mentions=tuple(mentions))


def _is_indexed(rows: Sequence[Sequence[str]]) -> bool:
    numbers = [row[0] for row in rows]
    counted = ([str(n + begin) for n in range(len(rows))] for begin in (0, 1))
    return numbers in counted and all(len(row) > 2 for row in rows)


def _levels(rows: Sequence[Sequence[str]]) -> list[int]:
    return [n for n in range(1, len(rows[0])) if all(is_tag(row[n]) for row in rows)]


def _language_mark(sentences: Sequence[_Sentence]) -> str:
    """What stands before every word of a document to tell its language (`fr:`), or nothing."""
    words = [row[0] for sentence in sentences for row in sentence.rows]
    match = _LANGUAGE.match(words[0])
    mark = match.group() if match else ""
    return mark if all(word.startswith(mark) and word != mark for word in words) else ""


def _check(sentence: _Sentence, rows: Sequence[Sequence[str]], column: TagColumn) -> None:
    width = len(rows[0])
    for offset, row in enumerate(rows):
        if len(row) != width or not column.holds(row):
            what = f"{' '.join(sentence.rows[offset])[:40]!r} is no token with a tag"
            remedy = "write a token, its tag last (B-PER, I-PER, O), and as many columns everywhere"
            raise MalformedError(what, remedy, sentence.line + offset)


def _token(word: str, row: Sequence[str], said: bool) -> FileToken:
    if not said:
        return FileToken(word)
    return FileToken(word, "" if _NO_SPACE in row[1:] else " ")


def write(documents: Iterable[AgreedDocument], target: Path, scheme: Scheme) -> Losses:
    """Write `train.conll` and so on. `ExportError` where a quote does not hold."""
    losses: Losses = Counter()
    with SplitFiles(target, ".conll") as files:
        for document in documents:
            file = files.of(document.split)
            file.write(f"{_DOCUMENT} -X- -X- O\n\n")
            file.writelines(_tagged(document, scheme, losses))
            losses += unheld(document, Part.NOTHING | Part.KIND | Part.ZONES)
    return +losses


def _tagged(document: AgreedDocument, scheme: Scheme, losses: Losses) -> Iterator[str]:
    """The lines of a document's paragraphs that are not dimmed; what tags can't show is counted."""
    article, layer = document.article, document.layer
    named = []
    for mention in layer.mentions():
        check_quotes(article, mention)
        if mention.kind is MentionKind.NAMED and mention.label in scheme.named_labels:
            named.append(mention)
        else:
            losses["mentions that name nobody (nominal, pronoun, topic)"] += 1
    said = False
    for paragraph in paragraphs(article.text):
        inside = [m for m in named if paragraph.start <= m.start < paragraph.end]
        if layer.in_zone(paragraph.start, paragraph.end):
            losses["dimmed paragraphs"] += 1
            losses["mentions in dimmed paragraphs"] += len(inside)
            continue
        tagged = tag_paragraph(article.text, paragraph, inside)
        losses["mentions inside longer ones"] += tagged.losses.overlapped
        losses["mentions that begin or end within a token"] += tagged.losses.unaligned
        for index, (token, tag) in enumerate(zip(tagged.tokens, tagged.tags, strict=True)):
            follows = tagged.tokens[index + 1].start if index + 1 < len(tagged.tokens) else None
            blanks = "_" if said or follows is None else _SPACE
            blanks = _NO_SPACE if follows == token.end else blanks
            said = said or follows is not None
            yield f"{token.text} -X- {blanks} {tag}\n"
        if tagged.tokens:
            yield "\n"


CONLL = Format(
    "conll",
    SUFFIXES,
    "CoNLL-2003: a token and its tag a line (IOB1, IOB2, BIOES)",
    is_conll,
    read,
    write,
)
