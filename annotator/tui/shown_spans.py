"""Which parts of an article were on the screen so far. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from annotator.domain.article import Span


@dataclass(slots=True)
class ShownSpans:
    """Disjoint spans in text order: what was in sight whenever a key was pressed."""

    spans: list[Span] = field(default_factory=list)

    def add(self, span: Span) -> None:
        """The span is in sight."""
        if self.spans and self.spans[-1] == span:
            return
        touching = [s for s in self.spans if s.start <= span.end and span.start <= s.end]
        if touching:
            start, end = min(s.start for s in touching), max(s.end for s in touching)
            span = Span(min(start, span.start), max(end, span.end))
        self.spans = sorted([*(s for s in self.spans if s not in touching), span])

    def has(self, span: Span) -> bool:
        """Whether any of the span was in sight."""
        return any(shown.overlaps(span) for shown in self.spans)
