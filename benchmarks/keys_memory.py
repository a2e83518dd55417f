"""What the keys benchmark does and remembers: a move, and what was seen of an article. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from annotator.domain.article import Span
from benchmarks.keys_faults import is_whole
from benchmarks.keys_screen import GoldArticle, Screen, ScreenMark


@dataclass(frozen=True, slots=True)
class Move:
    """Keys to press, what they are for, and which fault or article they count for.

    `cause` is None on the way to a doubt: the keys count for what is found there.
    """

    keys: tuple[str, ...]
    cause: str | None
    unit: str = ""
    fix: tuple[str, str | None] | None = None
    """The text and label that a same-text proposal would repeat; no label where it was rejected."""
    decides: str | None = None
    """The mark that a person has decided on with this."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the person remembers of an article: which text she read, its marks, her last fix."""

    read: tuple[Span, ...] = ()
    marks: tuple[ScreenMark, ...] = ()
    decided: frozenset[str] = frozenset()
    fix: tuple[str, str | None] | None = None

    def looked(self, screen: Screen, gold: GoldArticle) -> Seen:
        """The memory once the frame was read."""
        here = [m for m in screen.marks if is_whole(m.span, screen.visible, gold)]
        old = [
            m
            for m in self.marks
            if not is_whole(m.span, screen.visible, gold) and m.id not in {n.id for n in here}
        ]
        read = sorted({*self.read, screen.visible})
        return replace(self, read=tuple(read), marks=tuple(sorted([*old, *here], key=text_order)))

    def acted(self, move: Move) -> Seen:
        """The memory after a move."""
        decided = self.decided | ({move.decides} if move.decides else set())
        return replace(self, decided=decided, fix=move.fix or self.fix)

    def unread(self, text: str) -> Span | None:
        """The first stretch of text that was on no frame so far."""
        end = 0
        for span in self.read:
            if text[end : span.start].strip():
                break
            end = max(end, span.end)
        following = next((s.start for s in self.read if s.start > end), len(text))
        return Span(end, following) if text[end:following].strip() else None


def text_order(mark: ScreenMark) -> tuple[int, int, str]:
    """Sorts marks as `n` walks over them."""
    return (mark.span.start, -mark.span.end, mark.id)
