"""Same-text proposals: after a fix, the same fix for the other identical texts.

Never for a text that a person decided, never in a dimmed zone; nothing happens until it is taken.
A pronoun is repeated where it stands for the same entity: elsewhere its words mean another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from annotator.domain.acts import new_mention
from annotator.domain.article import Article, Span
from annotator.domain.edits import Act, Change, Draft
from annotator.domain.items import Decision, Mention, MentionKind, is_decided, is_live
from annotator.domain.layer import Layer, State


@dataclass(frozen=True, slots=True)
class Fix:
    """What a person did to one text, to be repeated: the mention before and after.

    `article` is where it was done. `before` is None for an addition, `after` for a rejection.
    """

    article: str
    before: Mention | None
    after: Mention | None

    @property
    def text(self) -> str:
        """The text whose other occurrences are meant."""
        mention = self.after or self.before
        return "" if mention is None else mention.quote


def occurrences(text: str, quote: str) -> Iterator[Span]:
    """Where `quote` stands in `text` as whole words, without overlaps, in order."""
    start = text.find(quote) if quote else -1
    while start >= 0:
        end = start + len(quote)
        if _stands_alone(text, start, end):
            yield Span(start, end)
            start = text.find(quote, end)
        else:
            start = text.find(quote, start + 1)


def propose(layer: Layer, article: Article, fix: Fix) -> Draft:
    """The fix repeated over the article, as one draft; empty where nothing else qualifies."""
    places = list(occurrences(article.text, fix.text))
    if len(places) < 2 - (fix.article != article.id) or layer.assignment.state is not State.OPEN:
        return Draft(Act.PROPAGATE, ())
    changes: list[Change] = []
    number = layer.next_number
    touched: set[str] = set()
    for span in places:
        touching = list(layer.index.overlapping(span))
        if _decided(touching, span) or layer.in_zone(span.start, span.end):
            continue
        change = _repeat(fix, article, span, [m for m in touching if is_live(m)], number)
        if change is not None and change.id not in touched and _is_meant(fix, change):
            changes.append(change)
            touched.add(change.id)
            number += change.before is None
    return Draft(Act.PROPAGATE, tuple(changes))


def _is_meant(fix: Fix, change: Change) -> bool:
    """Whether the other place speaks of the same: of a pronoun its words alone don't tell."""
    model, other = fix.before or fix.after, change.before
    if model is None or model.kind is not MentionKind.PRONOUN:
        return True
    if not isinstance(other, Mention) or other.kind is not MentionKind.PRONOUN:
        return False
    return model.entity is not None and other.entity == model.entity


def _repeat(
    fix: Fix, article: Article, span: Span, there: list[Mention], number: int
) -> Change | None:
    exact = next((m for m in there if m.span == span), None)
    if fix.after is None:
        wrong = exact is not None and fix.before is not None and exact.label == fix.before.label
        return (
            _changed(exact, replace(exact, decision=Decision.REJECTED)) if exact and wrong else None
        )
    if exact is not None:
        if any(m.span == span and m.label == fix.after.label for m in there):
            return None
        return _changed(exact, _like(exact, fix.after, span, article))
    if not there:
        like = fix.after
        added = new_mention(number, article, span, like.label, like.entity, like.kind)
        return Change(added.id, None, added)
    if fix.before is not None and len(there) == 1 and there[0].quote == fix.before.quote:
        return _changed(there[0], _like(there[0], fix.after, span, article))
    return None


def _like(mention: Mention, model: Mention, span: Span, article: Article) -> Mention:
    return replace(
        mention,
        start=span.start,
        end=span.end,
        quote=span.of(article.text),
        label=model.label,
        kind=model.kind,
        entity=model.entity,
        decision=Decision.CHANGED,
    )


def _changed(before: Mention, after: Mention) -> Change:
    return Change(before.id, before, replace(after, revision=before.revision + 1))


def _decided(touching: Sequence[Mention], span: Span) -> bool:
    """Whether a person decided on a mention here: a live one that touches, or this very span."""
    return any(is_decided(m) and (m.span == span or is_live(m)) for m in touching)


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (before.isalnum() or after.isalnum() or after == "-" or before == "-")
