"""Invented articles with stances of our own, as what evaluation compares."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.domain.article import Span, paragraph_at
from annotator.domain.evaluation import Comparison, named_spans
from annotator.domain.items import Attribution, Certainty, HolderKind
from annotator.domain.stance_evaluation import StanceComparison
from annotator.domain.stance_view import Participant, StanceView, suggested_views
from annotator.domain.suggestion import Suggestions
from annotator.exchange.native_reader import read_native
from annotator.exchange.native_record import NativeRecord
from annotator.project.evaluating import stance_comparison

_STANCE = re.compile(r"(?P<holder>.+) > (?P<target>.+) (?P<label>against|favor|neutral)")


@dataclass(frozen=True, slots=True)
class Article:
    """A text and the stances in it."""

    text: str
    stances: tuple[StanceView, ...]


def read_articles(file: Path) -> Iterator[Article]:
    """The articles of a file whose notation is told at its top."""
    for article in tomllib.loads(file.read_text(encoding="utf-8"))["article"]:
        text: str = article["text"]
        yield Article(text, tuple(_stance(text, line) for line in article["stances"]))


def compared(file: Path, suggest: Callable[[str], Suggestions]) -> tuple[StanceComparison, ...]:
    """Each article of the file beside what is suggested for its text."""
    return tuple(
        StanceComparison(
            f"{file.stem}-{place}",
            article.text,
            article.stances,
            suggested_views(article.text, suggest(article.text)),
        )
        for place, article in enumerate(read_articles(file))
    )


def compared_records(
    file: Path, suggest: Callable[[str], Suggestions]
) -> tuple[StanceComparison, ...]:
    """Each article of a native file beside what is suggested for its text."""
    return tuple(
        stance_comparison(record, suggest(record.article.text)) for record in _records(file)
    )


def compared_names(
    file: Path, labels: Sequence[str], suggest: Callable[[str], Suggestions]
) -> tuple[Comparison, ...]:
    """The names of each article of a native file beside those that are suggested for its text."""
    return tuple(
        Comparison(
            record.article.id,
            named_spans(record.to_layer()[0].mentions(), labels),
            named_spans(suggest(record.article.text).mentions, labels),
        )
        for record in _records(file)
    )


def _records(file: Path) -> Iterator[NativeRecord]:
    for record in read_native(file):
        assert isinstance(record, NativeRecord), record
        yield record


def _stance(text: str, line: str) -> StanceView:
    match = _STANCE.fullmatch(line)
    assert match is not None, line
    target = _participant(text, match["target"], Span(0, len(text)))
    unstated = match["holder"] == "?"
    paragraph = paragraph_at(text, target.span.start)
    assert paragraph is not None, line
    holder = None if unstated else _participant(text, match["holder"], paragraph)
    return StanceView(
        holder=holder,
        holder_kind=HolderKind.UNSTATED if unstated else HolderKind.MENTION,
        target=target,
        paragraph=paragraph.start,
        label=match["label"],
        attribution=Attribution.AUTHOR,
        certainty=Certainty.ASSERTED,
        evidence=(target.span,),
    )


def _participant(text: str, said: str, near: Span) -> Participant:
    """A quote with its entity, as whole words, by its number or first in the paragraph."""
    surface, _, name = said.partition(" = ")
    quote, _, number = surface.partition("#")
    behind = r"(?!\w)" if quote[-1].isalnum() else ""
    pattern = re.compile(rf"(?<!\w){re.escape(quote)}{behind}")
    places = [Span(m.start(), m.end()) for m in pattern.finditer(text)]
    own = [place for place in places if near.start <= place.start < near.end]
    chosen = places[int(number) - 1] if number else (own or places)[0]
    return Participant(chosen, name or quote)
