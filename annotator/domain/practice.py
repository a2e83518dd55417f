"""A practice article: its text, faulty suggestions, and the answers that every fix is held against.

It stands in `labels/SCHEME.practice.toml`, for words and answers belong to a language and a scheme.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.domain.article import Article, Span
from annotator.domain.items import (
    Attribution,
    Certainty,
    HolderKind,
    Mention,
    MentionKind,
    Stance,
    is_decided,
    is_live,
)
from annotator.domain.layer import Layer
from annotator.domain.stance_ends import ends_of, stands_for_stances
from annotator.domain.suggestion import SuggestedMention, SuggestedStance, Suggestions
from annotator.errors import SchemeError

ARTICLE_ID = "practice"
_OPTIONAL = ("suggested_stance", "stance")


@dataclass(frozen=True, slots=True)
class Answer:
    """A mention that belongs into the text, with its label and the reason."""

    span: Span
    label: str
    why: str


@dataclass(frozen=True, slots=True)
class StanceAnswer:
    """A stance that the text expresses: holder, target and side, with the reason."""

    holder: Span
    target: Span
    label: str
    why: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an act came to: whether anything is right or wrong now that was not, and what is left.

    `words` and `why` tell of one of the items that it concerned; `why` is empty where no such item
    belongs there. `missing` are words of what belongs in the place of what was rightly taken away
    and is not there yet, with its label: then the act was half of the fix.
    """

    right: bool
    words: str
    why: str
    left: int
    is_stance: bool = False
    missing: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Practice:
    """A practice article, its suggestions, and its answers."""

    article: Article
    suggestions: Suggestions
    answers: tuple[Answer, ...] = field(default=())
    stance_answers: tuple[StanceAnswer, ...] = field(default=())

    def verdict(self, before: Layer, after: Layer) -> Verdict | None:
        """What became of the items that an act changed; None where it decided nothing.

        Taking back a decision decides nothing, and neither does leaving an item to the reviewer.
        """
        changed = [
            item
            for item in after.items.values()
            if before.items.get(item.id) != item
            and (is_decided(item) or not is_live(item))
            and not (isinstance(item, Mention | Stance) and item.unsure)
        ]
        if after.assignment != before.assignment:
            return None
        mentions = [i for i in changed if isinstance(i, Mention) and self._counts(after, i)]
        wrong = next((m for m in mentions if not self._is_right(m)), None)
        stances = [item for item in changed if isinstance(item, Stance)]
        if stances and wrong is None:
            return self._verdict_on_stances(after, stances)
        if not mentions:
            return None
        mention = wrong or mentions[0]
        missing = (
            None if wrong else next(filter(None, (self._gap(after, m) for m in mentions)), None)
        )
        words, why = mention.quote, self._why(mention)
        return Verdict(wrong is None, words, why, self.left(after), missing=missing)

    def left(self, layer: Layer) -> int:
        """How many mentions and stances are wrong or missing."""
        live = {(m.span, m.label, m.kind) for m in layer.mentions() if self._counts(layer, m)}
        mentions = live ^ {(a.span, a.label, MentionKind.NAMED) for a in self.answers}
        met = {stance.id: self._stance_answer(layer, stance) for stance in layer.stances()}
        right = {met[s.id] for s in layer.stances() if self._is_right_stance(layer, s)}
        missing = [answer for answer in self.stance_answers if answer not in right]
        needless = [stance for stance, answer in met.items() if answer is None]
        return len(mentions) + len(missing) + len(needless)

    def _counts(self, layer: Layer, mention: Mention) -> bool:
        """Whether a mention is judged: what stands for a stance alone is judged with it."""
        named = {answer.label for answer in self.answers}
        is_asked = any(answer.span == mention.span for answer in self.answers)
        if is_asked or not stands_for_stances(mention, named):
            return True
        ends = (mention.id in ends_of(stance) for stance in layer.stances())
        return is_live(mention) and not any(ends)

    def _verdict_on_stances(self, layer: Layer, stances: Sequence[Stance]) -> Verdict:
        wrong = (s for s in stances if not self._is_right_stance(layer, s))
        stance = next(wrong, None)
        told = stance or stances[0]
        ends = [layer.mention(end).quote for end in (told.holder, told.target) if end is not None]
        answer = self._stance_answer(layer, told)
        why = "" if answer is None else answer.why
        words, missing = " → ".join(ends), None
        if stance is None:
            missing = next(filter(None, (self._stance_gap(layer, s) for s in stances)), None)
        left = self.left(layer)
        return Verdict(stance is None, words, why, left, is_stance=True, missing=missing)

    def _gap(self, layer: Layer, mention: Mention) -> tuple[str, str] | None:
        """What belongs where a mention was taken away and nobody has put yet, and its label."""
        if is_live(mention):
            return None
        met = {(m.span, m.label, m.kind) for m in layer.mentions()}
        return next(
            (
                (answer.span.of(self.article.text), answer.label)
                for answer in self.answers
                if answer.span.overlaps(mention.span)
                and (answer.span, answer.label, MentionKind.NAMED) not in met
            ),
            None,
        )

    def _stance_gap(self, layer: Layer, stance: Stance) -> tuple[str, str] | None:
        """The stance that belongs in the place of one that was taken away, and its side."""
        answer = self._stance_answer(layer, stance)
        if is_live(stance) or answer is None:
            return None
        met = (s for s in layer.stances() if self._stance_answer(layer, s) is answer)
        if any(s.label == answer.label for s in met):
            return None
        ends = (end.of(self.article.text) for end in (answer.holder, answer.target))
        return " → ".join(ends), answer.label

    def _is_right_stance(self, layer: Layer, stance: Stance) -> bool:
        answer = self._stance_answer(layer, stance)
        is_answer = answer is not None and answer.label == stance.label
        return is_answer == is_live(stance)

    def _stance_answer(self, layer: Layer, stance: Stance) -> StanceAnswer | None:
        """The answer with the same ends, whatever its side."""
        if stance.holder is None:
            return None
        holder, target = layer.mention(stance.holder).span, layer.mention(stance.target).span
        same = (
            answer
            for answer in self.stance_answers
            if answer.holder.overlaps(holder) and answer.target.overlaps(target)
        )
        return next(same, None)

    def _is_right(self, mention: Mention) -> bool:
        answer = self._answer(mention)
        is_answer = (
            answer is not None
            and (answer.span, answer.label) == (mention.span, mention.label)
            and mention.kind is MentionKind.NAMED
        )
        return is_answer == is_live(mention)

    def _why(self, mention: Mention) -> str:
        answer = self._answer(mention)
        if answer is None:
            return ""
        is_like_it = (answer.span, answer.label) == (mention.span, mention.label)
        if is_like_it and mention.kind is not MentionKind.NAMED:
            return f"it is {MentionKind.NAMED.value}, not {mention.kind.value}"
        return answer.why

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
        ordered = tuple(sorted(suggested, key=lambda m: (m.start, m.end)))
        stances = tuple(
            _suggested_stance(text, row, ordered) for row in _rows(table, "suggested_stance")
        )
        sides = tuple(
            StanceAnswer(
                _span(text, row, "holder"),
                _span(text, row, "target"),
                _text(row, "label"),
                _text(row, "why"),
            )
            for row in _rows(table, "stance")
        )
    except (tomllib.TOMLDecodeError, KeyError, ValueError, TypeError) as error:
        raise SchemeError(f"labels/{name} can't be used ({error}); mend it.") from error
    suggestions = Suggestions("practice", ordered, (), stances)
    return Practice(Article(ARTICLE_ID, text), suggestions, answers, sides)


def _suggested(text: str, row: Mapping[str, object]) -> SuggestedMention:
    span, p = _span(text, row), _p(row, "quote")
    return SuggestedMention(
        start=span.start,
        end=span.end,
        label=_text(row, "label"),
        canonical=_text(row, "quote"),
        p=p,
        rule="practice",
        reason=_text(row, "reason"),
    )


def _suggested_stance(
    text: str, row: Mapping[str, object], mentions: Sequence[SuggestedMention]
) -> SuggestedStance:
    places = [Span(m.start, m.end) for m in mentions]
    return SuggestedStance(
        holder=places.index(_span(text, row, "holder")),
        holder_kind=HolderKind.MENTION,
        target=places.index(_span(text, row, "target")),
        label=_text(row, "label"),
        evidence=(_span(text, row, "evidence"),),
        attribution=Attribution.REPORTED,
        certainty=Certainty.ASSERTED,
        p=_p(row, "evidence"),
        rule="practice",
        reason=_text(row, "reason"),
    )


def _p(row: Mapping[str, object], name: str) -> float:
    p = row["p"]
    if not isinstance(p, float):
        raise TypeError(f"p of {_text(row, name)} is no probability")
    return p


def _rows(table: Mapping[str, object], key: str) -> Iterator[Mapping[str, object]]:
    rows = table.get(key, []) if key in _OPTIONAL else table[key]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise TypeError(f"{key} is no list of tables")
    yield from rows


def _span(text: str, row: Mapping[str, object], name: str = "quote") -> Span:
    """The place of the words under `name`, the `nth` one, or else the `NAME_nth` one."""
    place = "nth" if name == "quote" else f"{name}_nth"
    quote, nth, start = _text(row, name), row.get(place, 1), -1
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
