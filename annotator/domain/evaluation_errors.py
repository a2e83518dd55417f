"""The errors of an evaluation by class, each in the words around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from annotator.domain.article import Span
from annotator.domain.evaluation import EntityError, ErrorKind, LabelledSpan

AROUND = 40
"""Code points of context on either side."""
_OPEN, _CLOSE = "\u2039", "\u203a"


class ErrorClass(StrEnum):
    """What went wrong, in the order in which it is listed."""

    BOUNDARY = "boundary"
    LABEL = "label"
    SPURIOUS = "spurious"
    MISSED = "missed"
    ZONE = "zone"


@dataclass(frozen=True, slots=True)
class ErrorInContext:
    """One error: what gold says, what was suggested, and the words around with both marked.

    A zone error is a mention in a paragraph that only one of the two takes for site furniture.
    """

    article: str
    kind: ErrorClass
    gold: LabelledSpan | None
    predicted: LabelledSpan | None
    context: str

    def record(self) -> dict[str, object]:
        """The error as JSON values."""
        return {
            "article": self.article,
            "class": self.kind.value,
            "gold": _span_record(self.gold),
            "predicted": _span_record(self.predicted),
            "context": self.context,
        }


def in_context(
    error: EntityError, text: str, gold_zones: Sequence[Span], found_zones: Sequence[Span]
) -> ErrorInContext:
    """The error with its class and context.

    Args:
        error: A difference between suggestions and gold.
        text: The article's text.
        gold_zones: Paragraphs that the gold leaves out.
        found_zones: Paragraphs that the suggester left out.
    """
    kind = ErrorClass(error.kind.value)
    span = _whole(error)
    one_sided = gold_zones if error.kind is ErrorKind.SPURIOUS else found_zones
    if error.kind in (ErrorKind.SPURIOUS, ErrorKind.MISSED) and any(
        zone.overlaps(span) for zone in one_sided
    ):
        kind = ErrorClass.ZONE
    return ErrorInContext(error.article, kind, error.gold, error.predicted, _context(text, span))


def _whole(error: EntityError) -> Span:
    spans = [s.span for s in (error.gold, error.predicted) if s is not None]
    return Span(min(s.start for s in spans), max(s.end for s in spans))


def _context(text: str, span: Span) -> str:
    """The words around `span`, from white space to white space, on one line."""
    start, end = max(0, span.start - AROUND), min(len(text), span.end + AROUND)
    before, after = text[start : span.start], text[span.end : end]
    if start and " " in before:
        before = before.partition(" ")[2]
    if end < len(text) and " " in after:
        after = after.rpartition(" ")[0]
    return " ".join(f"{before}{_OPEN}{span.of(text)}{_CLOSE}{after}".split())


def _span_record(span: LabelledSpan | None) -> dict[str, object] | None:
    return None if span is None else {"start": span.start, "end": span.end, "label": span.label}
