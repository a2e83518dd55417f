"""What the keys benchmark does and remembers: a move, and what was seen of an article. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from annotator.domain.article import Span
from benchmarks.keys_faults import Fault, Finding, find_faults, is_whole
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
    """What the person remembers of an article: what she read, marks, faults left, her last fix."""

    read: tuple[Span, ...] = ()
    marks: tuple[ScreenMark, ...] = ()
    decided: frozenset[str] = frozenset()
    fix: tuple[str, str | None] | None = None
    left: tuple[Finding, ...] = ()
    """Faults that were in sight and that no stop of the ring leads to."""

    def looked(self, screen: Screen, gold: GoldArticle) -> Seen:
        """The memory once the frame was read."""
        here = [m for m in screen.marks if is_whole(m.span, screen.visible, gold)]
        old = [
            m
            for m in self.marks
            if not is_whole(m.span, screen.visible, gold) and m.id not in {n.id for n in here}
        ]
        faults = find_faults(screen, gold).faults
        left = [f for f in faults if f.mark is None or not f.mark.on_ring]
        left += [f for f in self.left if not _judged_anew(f, screen, gold)]
        return replace(
            self,
            read=tuple(sorted({*self.read, screen.visible})),
            marks=tuple(sorted([*old, *here], key=text_order)),
            left=tuple(sorted(left, key=lambda finding: finding.span)),
        )

    def acted(self, move: Move) -> Seen:
        """The memory after a move."""
        decided = self.decided | ({move.decides} if move.decides else set())
        return replace(self, decided=decided, fix=move.fix or self.fix)

    def unread(self, text: str) -> Span | None:
        """Where to look yet: text that was on no frame so far, else a fault that was left."""
        end = 0
        for span in self.read:
            if text[end : span.start].strip():
                break
            end = max(end, span.end)
        following = next((s.start for s in self.read if s.start > end), len(text))
        if text[end:following].strip():
            return Span(end, following)
        return self.left[0].span if self.left else None


def _judged_anew(finding: Finding, screen: Screen, gold: GoldArticle) -> bool:
    """Whether the frame tells by itself what there is to say about an earlier finding."""
    if finding.fault is Fault.ZONE:
        return screen.visible.overlaps(finding.span)
    return is_whole(finding.span, screen.visible, gold)


def text_order(mark: ScreenMark) -> tuple[int, int, str]:
    """Sorts marks as `n` walks over them."""
    return (mark.span.start, -mark.span.end, mark.id)
