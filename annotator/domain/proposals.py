"""Same-text proposals: after a fix, the same fix for the other identical texts.

Never for a text that a person decided, never in a dimmed zone; nothing happens until it is taken. A
rejection is not repeated where a stance stands on the mention: that would go with it unseen.
A pronoun is repeated where it stands for the same entity: elsewhere its words mean another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from annotator.domain.acts import new_mention
from annotator.domain.article import Article, Span
from annotator.domain.edits import Act, Change, Draft
from annotator.domain.items import Decision, Mention, MentionKind, is_decided, is_live
from annotator.domain.layer import Layer, State
from annotator.domain.stance_ends import ends_of

FEW_PLACES = 16
"""Places of a proposal that are looked at and told at once."""
_STRETCH = 16_384
"""Code points that are searched at a time; to find nothing in them takes as long as a place."""
_MANY = 1000


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
    return (span for span in _hits(text, quote, 0, len(text)) if span is not None)


def propose(layer: Layer, article: Article, fix: Fix) -> Draft:
    """The fix repeated over the article, as one draft; empty where nothing else qualifies."""
    return Proposal(layer, article, fix).draft


class Proposal:
    """A fix repeated over an article, worked out as far as somebody asks.

    To look at every place of a name that a long article holds thousands of times takes longer than
    a key may take; what is in sight can be told at once.
    """

    def __init__(self, layer: Layer, article: Article, fix: Fix) -> None:
        self._layer, self._article, self._fix = layer, article, fix
        self._hits = _hits(article.text, fix.text, 0, len(article.text))
        self._places, self._number = 0, layer.next_number
        self._changes: dict[str, Change] = {}
        stances = layer.index.stances if fix.after is None else ()
        self._needed = {end for stance in stances for end in ends_of(stance)}
        self.is_complete = layer.assignment.state is not State.OPEN

    def advance(self, hits: int) -> bool:
        """Look at so many further places; whether there may be more."""
        found = list(islice(self._hits, hits))
        for span in found:
            if span is None:
                continue
            self._places += 1
            change = self._change(span, self._number)
            if change is not None:
                self._number += change.before is None
                self._changes.setdefault(change.id, change)
        self.is_complete = len(found) < hits
        return not self.is_complete

    @property
    def draft(self) -> Draft:
        """The whole of it, as one draft; empty where nothing else qualifies."""
        while not self.is_complete:
            self.advance(_MANY)
        is_elsewhere = self._fix.article != self._article.id
        enough = self._places >= 2 - is_elsewhere
        return Draft(Act.PROPAGATE, tuple(self._changes.values()) if enough else ())

    def places(self, sight: Span) -> list[Span]:
        """Where it would change something: in `sight` at least."""
        if self.is_complete and len(self._changes) <= FEW_PLACES:
            changes: Iterable[Change | None] = self.draft.changes
        else:
            text, quote = self._article.text, self._fix.text
            first, last = sight.start - len(quote), sight.end + len(quote)
            hits = _hits(text, quote, max(0, first), min(last, len(text)))
            changes = (self._change(span, self._number) for span in hits if span is not None)
        values = (change.before or change.after for change in changes if change is not None)
        return [value.span for value in values if isinstance(value, Mention)]

    def _change(self, span: Span, number: int) -> Change | None:
        """What it would do to one place."""
        touching = list(self._layer.index.overlapping(span))
        if _decided(touching, span) or self._layer.in_zone(span.start, span.end):
            return None
        live = [mention for mention in touching if is_live(mention)]
        change = _repeat(self._fix, self._article, span, live, number)
        if change is None or change.id in self._needed:
            return None
        return change if _is_meant(self._fix, change) else None


def _hits(text: str, quote: str, start: int, end: int) -> Iterator[Span | None]:
    """Where `quote` stands in text[start:end], without overlaps; None where it is part of a word.

    Those come too, as does None after every stretch without it, so that whoever asks can stop.
    """
    while quote and start < end:
        stop = min(end, start + _STRETCH + len(quote) - 1)
        begin = text.find(quote, start, stop)
        if begin < 0:
            yield None
            start += _STRETCH
            continue
        span = Span(begin, begin + len(quote))
        alone = _stands_alone(text, span.start, span.end)
        yield span if alone else None
        start = span.end if alone else begin + 1


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
