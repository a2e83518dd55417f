"""Where hints stand while an end of a stance is asked for, the likeliest first. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.domain.article import Span, paragraph_at
from annotator.domain.items import Mention, MentionKind
from annotator.domain.kinds import kind_of
from annotator.domain.span_index import SpanIndex
from annotator.domain.stance_defaults import sentence_at
from annotator.project.annotating import Desk
from annotator.tui import focus
from annotator.tui.hints import SMALL, Hint, hints_on


def end_words(
    desk: Desk,
    visible: Span,
    near: Span,
    *,
    besides: Mention | None = None,
    first: Sequence[Mention] = (),
    holders: bool = False,
) -> list[Span]:
    """What a hint can stand on: these mentions first, then what is likely and near, then the rest.

    Each mention has one hint, on its first word, and so has each noun phrase, and each other word.
    What `near` shares a sentence with comes before its paragraph, and that before other text.

    Args:
        desk: The article.
        visible: The text in sight.
        near: Where the stance is.
        besides: The other end, which gets no hint.
        first: Mentions that come first.
        holders: Whether mentions that may hold a stance are the likeliest, in whatever sentence.
    """
    text = desk.article.text
    leading = [m for m in first if visible.overlaps(m.span)]
    found = {m.id for m in leading}
    extents: set[Span] = set()
    may_hold = {label.id for label in desk.scheme.entities if label.holder}
    over = SpanIndex(desk.layer.mentions_over(visible))
    sentence = sentence_at(text, near.start)
    paragraph = paragraph_at(text, near.start) or near
    ranked: list[tuple[int, int, Span]] = []
    for word in desk.scheme.words.content_words(text, visible.start, visible.end):
        mention = focus.at(word.start, over.overlapping(word))
        if mention is not None and (mention.id in found or mention is besides):
            continue
        if mention is None and besides is not None and besides.span.contains(word):
            continue
        extent = None if mention else _extent(desk, word)
        if extent is not None and extent in extents:
            continue
        if mention is not None:
            found.add(mention.id)
        elif extent is not None:
            extents.add(extent)
        likely = mention is not None or extent is not None or _is_pronoun(desk, word)
        if holders:
            named = mention is not None and mention.label in may_hold
            tier = 0 if named else 1 + (not likely) + (not paragraph.contains(word))
        else:
            nearness = 0 if sentence.contains(word) else 1 if paragraph.contains(word) else 2
            tier = nearness + 3 * (not likely)
        ranked.append((tier, abs(word.start - near.start), word))
    words = [m.span for m in leading] + [word for *_, word in sorted(ranked)]
    return list({span.start: span for span in reversed(words)}.values())[::-1]


def nested_hints(
    desk: Desk,
    visible: Span,
    near: Span,
    *,
    besides: Mention | None = None,
    letters: str = SMALL,
) -> tuple[Hint, ...]:
    """Hints on every word that an end within or across other mentions can begin at."""
    words = desk.scheme.words.content_words(desk.article.text, visible.start, visible.end)
    free = [word for word in words if besides is None or word != besides.span]
    return hints_on(free, near.start, letters)


def _extent(desk: Desk, word: Span) -> Span | None:
    """The phrase that an end at the word would have."""
    over = (phrase for phrase in desk.phrases.overlapping(word) if phrase.contains(word))
    return min(over, key=lambda phrase: (phrase.end - phrase.start, phrase), default=None)


def _is_pronoun(desk: Desk, word: Span) -> bool:
    """Whether the word stands for somebody: it may be an article, but not right before a phrase."""
    behind = Span(word.end + 1, word.end + 2)
    if any(phrase.start == behind.start for phrase in desk.phrases.overlapping(behind)):
        return False
    kind = kind_of(word.of(desk.article.text), desk.scheme.words.pronouns, may_be_name=False)
    return kind is MentionKind.PRONOUN
