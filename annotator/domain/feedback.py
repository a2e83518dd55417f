"""What an annotator learns from gold: her finished layer against it, place by place, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotator.domain.article import Article, Span, paragraph_at
from annotator.domain.conflicts import Conflict, Disagreement, Variant
from annotator.domain.items import Item, Mention, Stance, is_live
from annotator.domain.layer import Author, Layer
from annotator.domain.matching import differences
from annotator.domain.questions import Question

MISSED, TOO_MUCH = "missed", "not in gold"
STANCE_MISSED, STANCE_TOO_MUCH = "stance missed", "stance not in gold"
ANSWER = "answer"
NOTHING = "nothing"

_ONE_SIDED = {
    Disagreement.ONLY: (MISSED, TOO_MUCH),
    Disagreement.STANCE_MISSING: (STANCE_MISSED, STANCE_TOO_MUCH),
}


@dataclass(frozen=True, slots=True)
class Feedback:
    """One place where gold says something else than she did, or the answer to a question of hers.

    Attributes:
        article: The article's id.
        kinds: How they differ, in words of this module and of `Disagreement`.
        own: What she has there; `NOTHING` where she has nothing.
        gold: What gold has there.
        paragraph: The paragraph around it.
        span: The place, in offsets of the article.
        context: Where `paragraph` begins.
        item: Her item there, if it is live.
        note: What the reviewer wrote, with the reason; empty without.
        question: Hers, where `own` is its words and `gold` the answer.
    """

    article: str
    kinds: tuple[str, ...]
    own: str
    gold: str
    paragraph: str
    span: Span
    context: int
    item: str | None = None
    note: str = ""
    question: Question | None = None


def answer_to(article: Article, question: Question) -> Feedback:
    """The answer to a question, in the paragraph that it is about: the first where it is none."""
    start = 0 if question.span is None else question.span.start
    paragraph = paragraph_at(article.text, start) or Span(0, len(article.text))
    return Feedback(
        article=article.id,
        kinds=(ANSWER,),
        own=question.words,
        gold=question.answer,
        paragraph=paragraph.of(article.text),
        span=question.span or paragraph,
        context=paragraph.start,
        item=question.item,
        question=question,
    )


def feedback(
    article: Article,
    own: Layer,
    gold: Layer,
    names: Mapping[int, str],
    notes: Mapping[tuple[Author, str], str] | None = None,
) -> tuple[Feedback, ...]:
    """Every place where the two layers of an article differ, in reading order.

    Args:
        article: The article.
        own: The annotator's finished layer.
        gold: The gold layer.
        names: The canonical name of each entity by id.
        notes: What a reviewer wrote about an item, by its author and id.
    """
    found = differences(article.text, [own, gold], names)
    said = notes or {}
    return tuple(_feedback(article, own, gold, c, _note(c, said)) for c in found.conflicts)


def kind_counts(places: Iterable[Feedback]) -> Counter[str]:
    """How many places there are of each kind."""
    return Counter(kind for place in places for kind in place.kinds)


def _feedback(article: Article, own: Layer, gold: Layer, conflict: Conflict, note: str) -> Feedback:
    mine = _variant_of(conflict, own.author)
    theirs = _variant_of(conflict, gold.author)
    paragraph = paragraph_at(article.text, conflict.span.start) or conflict.span
    # Another label is another entity, too: no news.
    implied = {Disagreement.ENTITY} if Disagreement.LABEL in conflict.kinds else set()
    kinds = [kind for kind in conflict.kinds if kind not in implied]
    live = [i.id for i in (mine.items if mine else ()) if is_live(own.items[i.id])]
    return Feedback(
        article=article.id,
        kinds=tuple(_kind(kind, missed=mine is None) for kind in kinds),
        own=_reading(mine, own),
        gold=_reading(theirs, gold),
        paragraph=paragraph.of(article.text),
        span=conflict.span,
        context=paragraph.start,
        item=live[0] if live else None,
        note=note,
    )


def _note(conflict: Conflict, notes: Mapping[tuple[Author, str], str]) -> str:
    found = (notes.get((ref.author, ref.id), "") for ref in conflict.sources)
    return next((note for note in found if note), "")


def _variant_of(conflict: Conflict, author: Author) -> Variant | None:
    return next((v for v in conflict.variants if author in v.authors), None)


def _kind(kind: Disagreement, *, missed: bool) -> str:
    sides = _ONE_SIDED.get(kind)
    if sides is None:
        return kind.value
    return sides[0] if missed else sides[1]


def _reading(variant: Variant | None, layer: Layer) -> str:
    items: Sequence[Item] = variant.items if variant else ()
    return " + ".join(_said(item, layer) for item in items) or NOTHING


def _said(item: Item, layer: Layer) -> str:
    match item:
        case Mention():
            return f"“{item.quote}” {item.label} ({item.kind})"
        case Stance():
            holder = item.holder_kind.value if item.holder is None else _quote(layer, item.holder)
            source = f", according to {_quote(layer, item.source)}" if item.source else ""
            said = f"{item.attribution}, {item.certainty}{source}"
            return f"{holder} {item.label} {_quote(layer, item.target)} ({said})"
        case _:
            return "dimmed paragraph"


def _quote(layer: Layer, identifier: str) -> str:
    return f"“{layer.mention(identifier).quote}”"
