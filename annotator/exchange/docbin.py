"""The format `spacy`: spaCy's DocBin. Both ways.

`doc.ents` are the named mentions, which may not overlap; the span group `sc` has all mentions, with
the entity's name as `kb_id` and the kind as `id`; `boilerplate` has the dimmed paragraphs. spaCy
is imported only where a file is read or written.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.domain.items import Mention, MentionKind
from annotator.domain.layer import State
from annotator.domain.losses import Losses
from annotator.domain.scheme import Scheme
from annotator.domain.splits import Split
from annotator.errors import ExportError
from annotator.exchange.export_document import AgreedDocument
from annotator.exchange.foreign import ForeignDocument, ForeignMention, ReadOptions
from annotator.exchange.format import Format, split_path
from annotator.exchange.integrity import check_quotes, entity_name
from annotator.exchange.losses import Part, unheld
from annotator.exchange.malformed import MalformedError
from annotator.exchange.native_record import NativeRecord
from annotator.exchange.problems import Problem
from annotator.exchange.source_text import file_bytes, read_documents
from annotator.exchange.spacy_config import CONFIG, train_config

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, DocBin, Span

SUFFIX = ".spacy"
MENTIONS = "sc"
"""The span group that spaCy's own span categorizer uses by default."""
ZONES = "boilerplate"
_ARTICLE = "article"
_ATTRIBUTES = ("ORTH", "SPACY", "ENT_IOB", "ENT_TYPE", "ENT_KB_ID")
HOLDS = Part.KIND | Part.CANONICAL | Part.ZONES
_KNOWLEDGE_BASE = re.compile(r"Q\d+\Z|.*://")
_SNIFFED_BYTES = 256


def is_docbin(path: Path, head: bytes) -> bool:
    """Whether the file is compressed MessagePack with the keys of a DocBin."""
    del path
    try:
        begin = zlib.decompressobj().decompress(head, _SNIFFED_BYTES)
    except zlib.error:
        return False
    # Before spaCy 3 it had no version.
    return b"\xa5attrs" in begin


def read(path: Path, scheme: Scheme, options: ReadOptions) -> Iterator[NativeRecord | Problem]:
    """The documents of a file. `InputError` where it can't be read at all."""
    return read_documents(path, _documents, scheme, options)


def _documents(path: Path) -> Iterator[ForeignDocument]:
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    again = "write it again with spaCy 3"
    try:
        # Any vocabulary will do: the file brings its strings.
        docs = list(DocBin().from_bytes(file_bytes(path)).get_docs(Vocab()))
    except (ValueError, KeyError, TypeError, IndexError, zlib.error) as error:
        what = f"it is no DocBin that spaCy can read ({type(error).__name__})"
        raise MalformedError(what, again) from error
    for number, doc in enumerate(docs, 1):
        yield _document(number, doc)


def _blank(language: str) -> Language:
    """The tokenizer of the language, or of none where spaCy does not know it."""
    import spacy

    try:
        return spacy.blank(language)
    except ImportError:
        return spacy.blank("xx")


def _document(number: int, doc: Doc) -> ForeignDocument:
    losses: Losses = Counter()
    groups = {name: list(group) for name, group in doc.spans.items()}
    zones = groups.pop(ZONES, [])
    mentions: dict[tuple[int, int, str], ForeignMention] = {}
    # The groups first: they know the kind, which an entity of `ents` does not say.
    for span in [*(span for group in groups.values() for span in group), *doc.ents]:
        key = (span.start_char, span.end_char, span.label_)
        if key in mentions or key[0] >= key[1]:
            continue
        if not key[2]:
            losses["spans without a label"] += 1
            continue
        name = span.kb_id_ or None
        if name is not None and _KNOWLEDGE_BASE.match(name):
            losses["links to a knowledge base"] += 1
            name = None
        kind = MentionKind(span.id_) if span.id_ in tuple(MentionKind) else MentionKind.NAMED
        mentions[key] = ForeignMention(
            id=str(len(mentions)),
            start=key[0],
            end=key[1],
            label=key[2],
            canonical=name,
            kind=kind,
        )
    identifier = doc.user_data.get(_ARTICLE)
    known = bool(mentions) or doc.has_annotation("ENT_IOB") or MENTIONS in groups
    return ForeignDocument(
        line=number,
        text=doc.text,
        id=identifier if isinstance(identifier, str) else None,
        mentions=tuple(mentions.values()),
        zones=tuple((span.start_char, span.end_char) for span in zones),
        state=State.DONE if known else State.NEW,
        losses=losses,
    )


def write(documents: Iterable[AgreedDocument], target: Path, scheme: Scheme) -> Losses:
    """Write `train.spacy` and so on, and `train.cfg`. `ExportError` where a quote does not hold."""
    from spacy.tokens import DocBin

    nlp = _blank(scheme.language)
    bins: dict[Split, DocBin] = {}
    losses: Losses = Counter()
    for document in documents:
        doc = spacy_doc(document, scheme, nlp, losses)
        if document.split not in bins:
            bins[document.split] = DocBin(attrs=list(_ATTRIBUTES), store_user_data=True)
        bins[document.split].add(doc)
        losses += unheld(document, HOLDS)
    for split, docs in bins.items():
        split_path(target, split, SUFFIX).write_bytes(docs.to_bytes())
    (target / CONFIG).write_text(train_config(scheme), "utf-8", newline="\n")
    return +losses


def spacy_doc(document: AgreedDocument, scheme: Scheme, nlp: Language, losses: Losses) -> Doc:
    """The document as spaCy's, tokenized by `nlp`; what does not fit is added to `losses`.

    A mention that begins or ends within a token is widened to it.

    Raises:
        ExportError: A quote does not hold, or the tokenizer changes the text.
    """
    article, layer = document.article, document.layer
    doc = nlp.tokenizer(article.text)
    if doc.text != article.text:
        raise ExportError(f"Article {article.id}: spaCy's tokenizer changes its text; report it.")
    doc.user_data[_ARTICLE] = article.id
    spans: list[Span] = []
    entities: list[Span] = []
    for mention in layer.mentions():
        check_quotes(article, mention)
        name = entity_name(article, mention, document.names)
        span = _span(doc, mention, name or "", losses)
        if span is None:
            continue
        spans.append(span)
        if mention.kind is MentionKind.NAMED and mention.label in scheme.named_labels:
            entities.append(span)
    doc.spans[MENTIONS] = spans
    doc.spans[ZONES] = [
        zone
        for z in layer.zones()
        if (zone := _widened(doc, z.start, z.end, "dimmed paragraphs", losses))
    ]
    doc.set_ents(list(_apart(entities, losses)), default="outside")
    return doc


def _span(doc: Doc, mention: Mention, name: str, losses: Losses) -> Span | None:
    """The mention with its name and kind; None where it is nothing but white space."""
    from spacy.tokens import Span

    found = _widened(doc, mention.start, mention.end, "mentions", losses)
    if found is None:
        return None
    kind = "" if mention.kind is MentionKind.NAMED else mention.kind.value
    return Span(doc, found.start, found.end, label=mention.label, kb_id=name, span_id=kind)


def _widened(doc: Doc, start: int, end: int, what: str, losses: Losses) -> Span | None:
    """The whole tokens of a range, without white space at its edges; None where it is only that."""
    found = doc.char_span(start, end, alignment_mode="expand")
    first, last = (0, 0) if found is None else (found.start, found.end)
    while first < last and doc[first].is_space:
        first += 1
    while first < last and doc[last - 1].is_space:
        last -= 1
    if first == last:
        losses[f"{what} of nothing but white space"] += 1
        return None
    span = doc[first:last]
    if (span.start_char, span.end_char) != (start, end):
        losses[f"{what} moved to the edges of tokens"] += 1
    return span


def _apart(spans: Iterable[Span], losses: Losses) -> Iterator[Span]:
    """Spans of which none overlap: the longest first, among equals the earliest."""
    taken: set[int] = set()
    for span in sorted(spans, key=lambda s: (s.start - s.end, s.start, s.label_)):
        tokens = set(range(span.start, span.end))
        if tokens & taken:
            losses["overlapping mentions in `ents` (all are in the span group `sc`)"] += 1
        else:
            taken |= tokens
            yield span


DOCBIN = Format(
    "spacy",
    (SUFFIX,),
    "spaCy DocBin: ents, and all mentions in the span group sc",
    is_docbin,
    read,
    write,
)
