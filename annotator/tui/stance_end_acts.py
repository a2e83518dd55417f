"""What capital letters do to the present end of a stance, while hints offer another one.

The stance stays current: an end's label, edges or kind cost two keys, and nothing is gone back to.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from annotator.domain.article import Span
from annotator.domain.items import Mention
from annotator.domain.kinds import next_kind
from annotator.domain.words import Edge
from annotator.project.annotating import Desk
from annotator.tui import focus, item_wording, wording
from annotator.tui.hint_prompt import HintPrompt
from annotator.tui.hints import BOTH_CASES, hints, hints_on
from annotator.tui.reader import Reader

_WORD_IN = {"D": Edge.START, "J": Edge.END}
_TO_HINT = {"S": Edge.START, "K": Edge.END}
KIND_KEY = "I"


def label_end(reader: Reader, desk: Desk, end: Mention, label: str) -> None:
    """An end of the current stance gets the label; the stance stays current."""
    reader.stored(desk.relabel(end, label))
    _tell(reader, desk, end)


def _tell(reader: Reader, desk: Desk, end: Mention) -> None:
    """Say what the end is: the line of the stance has not its kind."""
    reader.refocus()
    if (now := desk.item(end.id)) is not None:
        reader.face.notice(item_wording.what_it_is(now.quote, now.label, now.kind))


def end_acts(reader: Reader, desk: Desk, end: Mention) -> dict[str, Callable[[], None]]:
    """Capital letter to act: the label, edge and kind keys of a mention, for this one.

    `D` and `J` bring an edge a word in, `S` and `K` bring it to the word at a hint.
    """

    def kind() -> None:
        reader.stored(desk.set_kind(end, next_kind(end.kind)))
        _tell(reader, desk, end)

    def resize(span: Span | None) -> None:
        if span is None or span.start >= span.end:
            reader.face.notice(wording.edge_stuck())
            return
        reader.stored(desk.resize(end, span))
        reader.refocus()

    def word_in(edge: Edge) -> None:
        resize(
            focus.moved_edge(desk.scheme.words, desk.article.text, end.span, edge, outward=False)
        )

    def to_hint(edge: Edge) -> None:
        def chosen(word: Span) -> None:
            start = word.start if edge is Edge.START else end.start
            resize(Span(start, max(start, word.end if edge is Edge.END else end.end)))

        words = [
            h.word
            for h in hints(desk.scheme.words, desk.article.text, reader.face.visible_span(), 0)
        ]
        reader.prompt = HintPrompt(
            item_wording.hint_edge(edge), hints_on(words, end.start, BOTH_CASES), chosen
        )

    acts: dict[str, Callable[[], None]] = {
        label.key.upper(): partial(label_end, reader, desk, end, label.id)
        for label in desk.scheme.entities
    }
    acts |= {key: partial(word_in, edge) for key, edge in _WORD_IN.items()}
    acts |= {key: partial(to_hint, edge) for key, edge in _TO_HINT.items()}
    return acts | {KIND_KEY: kind}
