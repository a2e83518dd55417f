"""A practice article: its text, faulty suggestions, and the answers that every fix is held against.

It stands in `labels/SCHEME.practice.toml`, for words and answers belong to a language and a scheme.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from annotator.domain.article import Article, Span
from annotator.domain.items import Decision, Mention, is_decided, is_live
from annotator.domain.layer import Layer
from annotator.domain.suggestion import SuggestedMention, Suggestions
from annotator.errors import SchemeError

ARTICLE_ID = "practice"


@dataclass(frozen=True, slots=True)
class Answer:
    """A mention that belongs into the text, with its label and the reason."""

    span: Span
    label: str
    why: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an act came to: whether anything is right or wrong now that was not, and what is left.

    `words` and `why` tell of one of the mentions that it concerned; `why` is empty where no mention
    belongs there.
    """

    right: bool
    words: str
    why: str
    left: int


@dataclass(frozen=True, slots=True)
class Practice:
    """A practice article, its suggestions, and its answers."""

    article: Article
    suggestions: Suggestions
    answers: tuple[Answer, ...] = field(default=())

    def verdict(self, before: Layer, after: Layer) -> Verdict | None:
        """What became of the mentions that an act changed; None where it changed none."""
        changed = [i for i in after.items.values() if before.items.get(i.id) != i]
        mentions = [item for item in changed if isinstance(item, Mention)]
        if not mentions or after.assignment != before.assignment:
            return None
        mention = next((m for m in mentions if not self._is_right(m)), mentions[0])
        return Verdict(self._is_right(mention), mention.quote, self._why(mention), self.left(after))

    def left(self, layer: Layer) -> int:
        """How many mentions are wrong or missing."""
        live = {(m.span, m.label) for m in layer.mentions()}
        return len(live ^ {(answer.span, answer.label) for answer in self.answers})

    def _is_right(self, mention: Mention) -> bool:
        answer = self._answer(mention)
        is_answer = answer is not None and (answer.span, answer.label) == (
            mention.span,
            mention.label,
        )
        if mention.decision is Decision.REJECTED:
            return not is_answer
        return is_answer or not (is_live(mention) and is_decided(mention))

    def _why(self, mention: Mention) -> str:
        answer = self._answer(mention)
        return "" if answer is None else answer.why

    def _answer(self, mention: Mention) -> Answer | None:
        """What belongs where the mention stands: at its very place, else where it touches."""
        exact = (a for a in self.answers if a.span == mention.span)
        touching = (a for a in self.answers if a.span.overlaps(mention.span))
        return next(exact, None) or next(touching, None)


def parse_practice(source: str, name: str) -> Practice:
    """The practice article of a file's text.

    Raises:
        SchemeError: The file is no TOML, or lacks something; the message names it.
    """
    try:
        table: Mapping[str, object] = tomllib.loads(source)
        text = _text(table, "text").strip() + "\n"
        suggested = tuple(_suggested(text, row) for row in _rows(table, "suggested"))
        answers = tuple(
            Answer(_span(text, row), _text(row, "label"), _text(row, "why"))
            for row in _rows(table, "answer")
        )
    except (tomllib.TOMLDecodeError, KeyError, ValueError, TypeError) as error:
        raise SchemeError(f"labels/{name} can't be used ({error}); mend it.") from error
    ordered = tuple(sorted(suggested, key=lambda m: (m.start, m.end)))
    return Practice(Article(ARTICLE_ID, text), Suggestions("practice", ordered, ()), answers)


def _suggested(text: str, row: Mapping[str, object]) -> SuggestedMention:
    span, p = _span(text, row), row["p"]
    if not isinstance(p, float):
        raise TypeError(f"p of {_text(row, 'quote')} is no probability")
    return SuggestedMention(
        start=span.start,
        end=span.end,
        label=_text(row, "label"),
        canonical=_text(row, "quote"),
        p=p,
        rule="practice",
        reason=_text(row, "reason"),
    )


def _rows(table: Mapping[str, object], key: str) -> Iterator[Mapping[str, object]]:
    rows = table[key]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise TypeError(f"{key} is no list of tables")
    yield from rows


def _span(text: str, row: Mapping[str, object]) -> Span:
    quote, nth, start = _text(row, "quote"), row.get("nth", 1), -1
    if not isinstance(nth, int):
        raise TypeError(f"nth of {quote} is no number")
    for _ in range(nth):
        start = text.index(quote, start + 1)
    return Span(start, start + len(quote))


def _text(row: Mapping[str, object], key: str) -> str:
    value = row[key]
    if not isinstance(value, str):
        raise TypeError(f"{key} is no text")
    return value
